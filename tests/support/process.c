#include "process.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

void folder_make(char out[FOLDER_MAX])
{
	const char *base = getenv("TMPDIR");

	snprintf(out, FOLDER_MAX, "%s/kiosk-test-XXXXXX", base && *base ? base : "/tmp");
	if (!mkdtemp(out))
		fail_msg("%s: %s", out, strerror(errno));
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *place)
{
	(void)info;
	(void)kind;
	(void)place;
	return remove(path);
}

void folder_remove(const char *folder)
{
	if (nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0)
		fail_msg("%s: %s", folder, strerror(errno));
}

const char *process_program(const char *variable)
{
	const char *program = getenv(variable);

	if (!program || !*program) {
		print_message("%s is not set\n", variable);
		skip();
	}
	return program;
}

static void redirect(const char *path, int flags, int target)
{
	int fd = path ? open(path, flags, 0600) : target;

	if (fd < 0 || (fd != target && dup2(fd, target) < 0))
		_exit(126);
	if (fd != target)
		close(fd);
}

pid_t process_start(const char *const argv[], const char *output, const char *errors)
{
	pid_t parent = getpid(), pid = fork();

	assert_true(pid >= 0);
	if (pid > 0)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(126);
	redirect("/dev/null", O_RDONLY, STDIN_FILENO);
	redirect(output, O_WRONLY | O_CREAT | O_APPEND, STDOUT_FILENO);
	redirect(errors, O_WRONLY | O_CREAT | O_APPEND, STDERR_FILENO);
	execv(argv[0], (char *const *)(uintptr_t)argv);
	_exit(127);
}

int process_wait(pid_t pid, int64_t deadline_ms)
{
	int64_t end = test_now_ms() + deadline_ms;
	int state;
	pid_t done;

	while ((done = waitpid(pid, &state, WNOHANG)) == 0) {
		if (test_now_ms() >= end)
			return -1;
		test_pause();
	}
	assert_int_equal(done, pid);
	return WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
}

int process_end(pid_t pid, int signal_number)
{
	assert_int_equal(kill(pid, signal_number), 0);
	return process_wait(pid, TEST_DEADLINE_MS);
}

int process_run(const char *const argv[], const char *output, const char *errors)
{
	pid_t pid = process_start(argv, output, errors);
	int code = process_wait(pid, TEST_DEADLINE_MS);

	return code >= 0 ? code : process_end(pid, SIGKILL);
}

char *file_read(const char *path)
{
	FILE *file = fopen(path, "re");
	char *text = NULL;
	size_t cap = 0;
	ssize_t len;

	if (!file)
		return NULL;
	len = getdelim(&text, &cap, '\0', file);
	fclose(file);
	if (len >= 0)
		return text;
	free(text);
	return strdup("");
}

void file_write(const char *path, const char *text)
{
	FILE *file = fopen(path, "we");

	bool written = file && fputs(text, file) >= 0;

	if (!file || fclose(file) != 0 || !written)
		fail_msg("%s: %s", path, strerror(errno));
}

int64_t test_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void test_pause(void)
{
	nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
}
