/* Programs that the settings name: real processes, told apart by what they write down. */
#include "support/process.h"

#include <kiosk/base/clock.h>
#include <kiosk/base/program.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[FOLDER_MAX], script[FOLDER_MAX + 16], output[FOLDER_MAX + 16];

static int setup(void **state)
{
	(void)state;
	folder_make(folder);
	snprintf(script, sizeof(script), "%s/script", folder);
	snprintf(output, sizeof(output), "%s/output", folder);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	folder_remove(folder);
	return 0;
}

/* A script that runs body with $out as the file that output_of reads. */
static void make_script(const char *body)
{
	char text[2048];

	snprintf(text, sizeof(text), "#!/bin/sh\nout=%s\n%s\n", output, body);
	file_write(script, text);
	assert_int_equal(chmod(script, 0700), 0);
}

static struct program run(const struct program_options *options)
{
	struct program program;

	unlink(output);
	program_start(&program, options, clock_boot_ms());
	program_wait(&program);
	assert_int_equal(program.pid, 0);
	assert_int_equal(program.fd, -1);
	return program;
}

static void assert_output(const char *expected)
{
	char *text = file_read(output);

	assert_non_null(text);
	assert_string_equal(text, expected);
	free(text);
}

static void passes_arguments_untouched(void **state)
{
	const char *const argv[] = {script,     "two words", "$HOME", "*",
				    "`id`; rm", "\"'\\",     "é",     NULL};
	struct program program;

	(void)state;
	make_script("for a; do printf '<%s>' \"$a\"; done >$out; exit 7");
	program = run(&(struct program_options){.argv = argv, .limit_ms = 10000});
	assert_int_equal(program.end, PROGRAM_EXITED);
	assert_int_equal(program.code, 7);
	assert_output("<two words><$HOME><*><`id`; rm><\"'\\><é>");
}

/* glibc keeps two signals above 31 for itself. The shell blocks signals while it starts sed: it is
 * sed's own state that is read. */
static void gives_nothing_of_ours(void **state)
{
	const char *const argv[] = {script, NULL};
	sigset_t blocked, before;

	(void)state;
	make_script(
		"{ tr '\\0' '\\n' </proc/$$/environ; pwd\n"
		"sed -n 's/^\\(Sig[BI][lg][kn]\\):.*\\(.......\\)$/\\1 \\2/p' /proc/self/status; "
		"} >$out");
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGTERM);
	sigprocmask(SIG_BLOCK, &blocked, &before);
	signal(SIGPIPE, SIG_IGN);
	setenv("PATIENT", "Ana", 1);
	setenv("TERM", "linux", 1);
	(void)run(&(struct program_options){.argv = argv, .limit_ms = 10000});
	sigprocmask(SIG_SETMASK, &before, NULL);
	signal(SIGPIPE, SIG_DFL);
	assert_output("PATH=" PROGRAM_PATH "\nLANG=C.UTF-8\nTERM=linux\n/\n"
		      "SigBlk 0000000\nSigIgn 0000000\n");
}

/* The shell keeps its script open, at 10 or above. */
static void closes_descriptors(void **state)
{
	const char *const argv[] = {script, NULL};
	char *text;
	int fd;

	(void)state;
	make_script(
		"for i in 0 1 2 3 4 5 6 7 8 9; do [ -e /proc/$$/fd/$i ] && echo $i; done >>$out");
	fd = dup2(STDOUT_FILENO, 7);
	assert_int_equal(fd, 7);
	(void)run(&(struct program_options){.argv = argv, .limit_ms = 10000});
	close(fd);
	text = file_read(output);
	assert_non_null(text);
	assert_string_equal(text, "0\n1\n2\n");
	free(text);
}

static void feeds_standard_input(void **state)
{
	const char *const argv[] = {script, NULL};

	(void)state;
	make_script("cat >$out; echo noise; echo noise >&2");
	(void)run(&(struct program_options){
		.argv = argv, .input = "26 November\n", .input_len = 12, .limit_ms = 10000});
	assert_output("26 November\n");
	(void)run(&(struct program_options){.argv = argv, .limit_ms = 10000});
	assert_output("");
}

/* The program and what it started are gone by the limit. */
static void ends_what_takes_too_long(void **state)
{
	const char *const argv[] = {script, NULL};
	int64_t begin = test_now_ms();
	struct program program;
	char text[80], *pid;

	(void)state;
	make_script("trap '' TERM ALRM; sleep 300 & echo $! >$out; wait; sleep 300");
	program = run(&(struct program_options){.argv = argv, .limit_ms = 1000});
	assert_int_equal(program.end, PROGRAM_TOO_SLOW);
	assert_true(test_now_ms() - begin < 15000);
	program_explain(&program, text, sizeof(text));
	assert_string_equal(text, "it took too long and was ended");
	pid = file_read(output);
	assert_non_null(pid);
	begin = test_now_ms();
	while (kill((pid_t)strtol(pid, NULL, 10), 0) == 0) { /* until init has taken its end */
		snprintf(text, sizeof(text), "/proc/%d/stat", (int)strtol(pid, NULL, 10));
		char *stat = file_read(text);
		bool dead = !stat || strstr(stat, ") Z");

		free(stat);
		if (dead)
			break;
		assert_true(test_now_ms() - begin < TEST_DEADLINE_MS);
		test_pause();
	}
	free(pid);
}

/* What was forgotten is ended by its own alarm. */
static void keeps_the_limit_without_us(void **state)
{
	const char *const argv[] = {"sleep", "300", NULL};
	int64_t begin = test_now_ms();
	struct program program;
	pid_t pid;

	(void)state;
	program_start(&program, &(struct program_options){.argv = argv, .limit_ms = 1},
		      clock_boot_ms());
	pid = program.pid;
	assert_true(pid > 0);
	program_forget(&program);
	while (kill(pid, 0) == 0) {
		assert_true(test_now_ms() - begin < TEST_DEADLINE_MS);
		test_pause();
		program_reap();
	}
}

static void tells_what_cannot_be_started(void **state)
{
	const char *const missing[] = {"kiosk-no-such-program", NULL}, *const argv[] = {script,
											NULL};
	struct program program;
	char text[80];

	(void)state;
	program = run(&(struct program_options){.argv = missing, .limit_ms = 10000});
	assert_int_equal(program.end, PROGRAM_FAILED);
	program_explain(&program, text, sizeof(text));
	assert_string_equal(text, "it cannot be started: No such file or directory");
	file_write(script, "no program\n");
	assert_int_equal(chmod(script, 0700), 0);
	program = run(&(struct program_options){.argv = argv, .limit_ms = 10000});
	assert_int_equal(program.end, PROGRAM_FAILED);
	assert_int_equal(program.code, ENOEXEC);
	make_script("kill -9 $$");
	program = run(&(struct program_options){.argv = argv, .limit_ms = 10000});
	assert_int_equal(program.end, PROGRAM_KILLED);
	assert_int_equal(program.code, SIGKILL);
}

static void finds_programs(void **state)
{
	char path[PATH_MAX];

	(void)state;
	assert_true(program_find("sh", path));
	assert_int_equal(path[0], '/');
	assert_true(program_find("/bin/sh", path));
	assert_string_equal(path, "/bin/sh");
	assert_false(program_find("bin/sh", path));
	assert_false(program_find("", path));
	assert_false(program_find("/tmp", path));
	file_write(script, "not executable");
	assert_int_equal(chmod(script, 0600), 0);
	assert_int_equal(program_find(script, path), false);
}

/* Does not wait; the descriptor tells the end. */
static void runs_beside_us(void **state)
{
	const char *const argv[] = {script, NULL};
	struct program program;
	struct pollfd end;

	(void)state;
	make_script("while [ ! -e $out ]; do sleep 0.01; done");
	unlink(output);
	program_start(&program, &(struct program_options){.argv = argv, .limit_ms = 30000},
		      clock_boot_ms());
	assert_int_equal(program.end, PROGRAM_RUNNING);
	assert_false(program_poll(&program, clock_boot_ms()));
	file_write(output, "");
	end = (struct pollfd){.fd = program.fd, .events = POLLIN};
	if (end.fd < 0) /* as under valgrind */
		program_wait(&program);
	else
		assert_int_equal(poll(&end, 1, TEST_DEADLINE_MS), 1);
	assert_int_equal(program_poll(&program, clock_boot_ms()), end.fd >= 0);
	assert_int_equal(program.end, PROGRAM_EXITED);
	assert_false(program_poll(&program, clock_boot_ms()));
}

/* As setfont needs it: the terminal itself on 0 and 1, in our session. */
static void lends_the_terminal(void **state)
{
	const char *const argv[] = {script, NULL};
	int master, slave, out = dup(STDOUT_FILENO), in = dup(STDIN_FILENO);
	char expected[160], tty[64];

	(void)state;
	make_script("is=$(readlink /proc/$$/fd/0 /proc/$$/fd/1 /proc/$$/fd/2); echo \"$is\" >$out");
	assert_int_equal(openpty(&master, &slave, tty, NULL, NULL), 0);
	fflush(stdout);
	dup2(slave, STDIN_FILENO);
	dup2(slave, STDOUT_FILENO);
	(void)run(&(struct program_options){.argv = argv, .terminal = true, .limit_ms = 10000});
	dup2(in, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	close(in);
	close(out);
	close(master);
	close(slave);
	snprintf(expected, sizeof(expected), "%s\n%s\n/dev/null\n", tty, tty);
	assert_output(expected);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(passes_arguments_untouched),
		cmocka_unit_test(gives_nothing_of_ours),
		cmocka_unit_test(closes_descriptors),
		cmocka_unit_test(feeds_standard_input),
		cmocka_unit_test(ends_what_takes_too_long),
		cmocka_unit_test(keeps_the_limit_without_us),
		cmocka_unit_test(tells_what_cannot_be_started),
		cmocka_unit_test(finds_programs),
		cmocka_unit_test(runs_beside_us),
		cmocka_unit_test(lends_the_terminal),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
