#include <kiosk/base/program.h>

#include <kiosk/base/clock.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static bool executable(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, X_OK) == 0;
}

bool program_find(const char *name, char path[PATH_MAX])
{
	const char *folder = PROGRAM_PATH;

	if (strchr(name, '/')) {
		snprintf(path, PATH_MAX, "%s", name);
		return *name == '/' && strlen(name) < PATH_MAX && executable(path);
	}
	while (*name && *folder) {
		size_t len = strcspn(folder, ":");

		if (snprintf(path, PATH_MAX, "%.*s/%s", (int)len, folder, name) < PATH_MAX &&
		    executable(path))
			return true;
		folder += len + (folder[len] == ':');
	}
	return false;
}

/* A file in memory: a pipe would have to be fed while the program reads. */
static int open_input(const struct program_options *options)
{
	size_t done = 0;
	int fd;

	if (options->terminal)
		return fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
	if (!options->input)
		return open("/dev/null", O_RDONLY | O_CLOEXEC);
	fd = memfd_create("input", MFD_CLOEXEC);
	while (fd >= 0 && done < options->input_len) {
		ssize_t wrote = write(fd, options->input + done, options->input_len - done);

		if (wrote < 0) {
			close(fd);
			return -1;
		}
		done += (size_t)wrote;
	}
	if (fd >= 0 && lseek(fd, 0, SEEK_SET) < 0) {
		close(fd);
		return -1;
	}
	return fd;
}

static void default_signals(void)
{
	sigset_t none;

	for (int number = 1; number < NSIG; number++)
		(void)signal(number, SIG_DFL);
	sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
}

/* In the child; comes back only when the program cannot be started. */
static void become(const struct program_options *options, const char *path, int input, int output,
		   char *const env[])
{
	int quiet = open("/dev/null", O_WRONLY | O_CLOEXEC);

	default_signals();
	if (!options->terminal && setsid() < 0)
		return;
	/* A file that is not the terminal takes the place of ours; dup2 leaves close-on-exec
	 * behind. */
	if (quiet < 0 || dup2(input, STDIN_FILENO) < 0 ||
	    dup2(options->terminal ? output : quiet, STDOUT_FILENO) < 0 ||
	    dup2(quiet, STDERR_FILENO) < 0 || chdir("/") < 0)
		return;
	if (close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) < 0)
		return;
	(void)alarm((unsigned)((options->limit_ms + 1999) / 1000)); /* survives exec, and us */
	execve(path, (char *const *)(uintptr_t)options->argv, env);
}

static void fail(struct program *program, int error)
{
	*program = (struct program){.fd = -1, .end = PROGRAM_FAILED, .code = error};
}

/* 0, or the errno of a start that failed in the child. */
static int started(int report)
{
	int error = 0;

	while (read(report, &error, sizeof(error)) < 0 && errno == EINTR)
		;
	return error;
}

static void run_child(const struct program_options *options, const char *path, int input,
		      int report)
{
	char path_variable[] = "PATH=" PROGRAM_PATH, lang[] = "LANG=C.UTF-8", term[128];
	char *env[] = {path_variable, lang, term, NULL};
	const char *type = getenv("TERM");
	int output, error;

	snprintf(term, sizeof(term), "TERM=%s", type ? type : "dumb");
	output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
	/* Out of the way of the descriptors that are replaced. */
	report = fcntl(report, F_DUPFD_CLOEXEC, 3);
	become(options, path, input, output, env);
	error = errno;
	(void)!write(report, &error, sizeof(error));
	_exit(127);
}

void program_start(struct program *program, const struct program_options *options, int64_t now_ms)
{
	char path[PATH_MAX];
	int report[2], input, error;
	pid_t pid;

	if (!program_find(options->argv[0], path)) {
		fail(program, ENOENT);
		return;
	}
	input = open_input(options);
	if (input < 0 || pipe2(report, O_CLOEXEC) < 0) {
		error = errno;
		if (input >= 0)
			close(input);
		fail(program, error);
		return;
	}
	pid = fork();
	if (pid == 0)
		run_child(options, path, input, report[1]);
	error = pid < 0 ? errno : 0;
	close(input);
	close(report[1]);
	if (pid > 0 && (error = started(report[0])) != 0)
		(void)waitpid(pid, NULL, 0);
	close(report[0]);
	if (error) {
		fail(program, error);
		return;
	}
	*program = (struct program){
		.pid = pid,
		.fd = (int)syscall(SYS_pidfd_open, pid, 0),
		.deadline_ms = now_ms + options->limit_ms,
		.alone = !options->terminal,
		.end = PROGRAM_RUNNING,
	};
}

static void ended(struct program *program, int status, bool killed)
{
	program_forget(program);
	program->end = PROGRAM_EXITED;
	program->code = WEXITSTATUS(status);
	if (WIFSIGNALED(status)) {
		bool late = killed || WTERMSIG(status) == SIGALRM;

		program->end = late ? PROGRAM_TOO_SLOW : PROGRAM_KILLED;
		program->code = WTERMSIG(status);
	}
}

bool program_poll(struct program *program, int64_t now_ms)
{
	int status;
	pid_t got;

	if (program->pid <= 0)
		return false;
	got = waitpid(program->pid, &status, WNOHANG);
	if (got == 0 && now_ms < program->deadline_ms)
		return false;
	if (got == 0) {
		(void)kill(program->alone ? -program->pid : program->pid, SIGKILL);
		got = waitpid(program->pid, &status, 0);
		ended(program, got > 0 ? status : 0, true);
		return true;
	}
	ended(program, got > 0 ? status : 0, false);
	return true;
}

void program_wait(struct program *program)
{
	while (program->pid > 0 && !program_poll(program, clock_boot_ms())) {
		struct pollfd end = {.fd = program->fd, .events = POLLIN};
		int64_t left = program->deadline_ms - clock_boot_ms();

		/* Without a descriptor to wait for it is looked at now and then. */
		(void)poll(&end, 1, end.fd < 0 ? 20 : left < 0 ? 0 : (int)left + 1);
	}
}

void program_forget(struct program *program)
{
	if (program->fd >= 0)
		close(program->fd);
	program->fd = -1;
	program->pid = 0;
}

void program_reap(void)
{
	while (waitpid(-1, NULL, WNOHANG) > 0)
		;
}

void program_explain(const struct program *program, char *out, size_t size)
{
	switch (program->end) {
	case PROGRAM_RUNNING:
		snprintf(out, size, "it still runs");
		break;
	case PROGRAM_EXITED:
		snprintf(out, size, "exit status %d", program->code);
		break;
	case PROGRAM_KILLED:
		snprintf(out, size, "ended by signal %d", program->code);
		break;
	case PROGRAM_TOO_SLOW:
		snprintf(out, size, "it took too long and was ended");
		break;
	case PROGRAM_FAILED:
		snprintf(out, size, "it cannot be started: %s", strerror(program->code));
		break;
	}
}
