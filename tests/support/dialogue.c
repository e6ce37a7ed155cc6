#include "dialogue.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#define HEARD_MAX (8u << 20)

static void become_kiosk(struct site *site, bool pinned, int in, int out)
{
	const char *const env[] = {"LC_ALL=C.UTF-8",     "PATH=/usr/bin:/bin",          site->time,
				   "KIOSK_TEST_UUID=ab", "ASAN_OPTIONS=detect_leaks=0", NULL};
	const char *const argv[] = {
		process_program(pinned ? "KIOSK_PINNED_PROGRAM" : "KIOSK_PROGRAM"), "--plain",
		"--config", site->settings, NULL};
	int errors = open("/dev/null", O_WRONLY);

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (dup2(in, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0 ||
	    dup2(errors, STDERR_FILENO) < 0)
		_exit(126);
	execve(argv[0], (char *const *)(uintptr_t)argv, (char *const *)(uintptr_t)env);
	_exit(127);
}

static void report(const struct dialogue *dialogue, const char *what)
{
	size_t from = dialogue->asked > 2000 ? dialogue->asked - 2000 : 0;

	printf("--- heard:\n%s\n---\n", buf_str(&dialogue->heard) + from);
	fail_msg("%s", what);
}

/* Takes what has come within the time; false at the end of it. */
static bool listen_for(struct dialogue *dialogue, int64_t deadline)
{
	int64_t left = deadline - test_now_ms();
	struct pollfd from = {dialogue->from, POLLIN, 0};
	char bytes[4096];
	ssize_t got;

	if (left <= 0 || poll(&from, 1, (int)left) <= 0)
		report(dialogue, "nothing more is said");
	got = read(dialogue->from, bytes, sizeof(bytes));
	if (got > 0)
		assert_int_equal(buf_add(&dialogue->heard, bytes, (size_t)got), STATUS_OK);
	return got > 0;
}

/* "Answer: " without an end of line. */
static bool at_prompt(const struct dialogue *dialogue)
{
	const struct buf *heard = &dialogue->heard;

	return heard->len > dialogue->asked + 2 &&
	       memcmp(heard->data + heard->len - 2, ": ", 2) == 0;
}

static void wait_for_prompt(struct dialogue *dialogue)
{
	int64_t deadline = test_now_ms() + TEST_DEADLINE_MS;

	while (!at_prompt(dialogue))
		if (!listen_for(dialogue, deadline))
			report(dialogue, "the program ended");
}

void dialogue_open(struct dialogue *dialogue, struct site *site, bool pinned)
{
	int in[2], out[2];

	*dialogue = (struct dialogue){0};
	buf_init(&dialogue->heard, HEARD_MAX, NULL);
	assert_int_equal(pipe2(in, O_CLOEXEC), 0);
	assert_int_equal(pipe2(out, O_CLOEXEC), 0);
	dialogue->pid = fork();
	assert_true(dialogue->pid >= 0);
	if (dialogue->pid == 0)
		become_kiosk(site, pinned, in[0], out[1]);
	close(in[0]);
	close(out[1]);
	dialogue->to = in[1];
	dialogue->from = out[0];
	wait_for_prompt(dialogue);
}

const char *dialogue_said(const struct dialogue *dialogue)
{
	return buf_str(&dialogue->heard) + dialogue->asked;
}

const char *dialogue_answer(struct dialogue *dialogue, const char *line)
{
	dialogue->asked = dialogue->heard.len;
	if (dprintf(dialogue->to, "%s\n", line) < 0)
		report(dialogue, "the program listens no more");
	wait_for_prompt(dialogue);
	return dialogue_said(dialogue);
}

void dialogue_expect(struct dialogue *dialogue, const char *line, const char *text)
{
	if (!strstr(dialogue_answer(dialogue, line), text))
		report(dialogue, text);
}

void dialogue_wait_for(struct dialogue *dialogue, const char *text)
{
	int64_t deadline = test_now_ms() + TEST_DEADLINE_MS;

	while (!strstr(dialogue_said(dialogue), text))
		if (!listen_for(dialogue, deadline))
			report(dialogue, text);
}

static bool reads(const struct dialogue *dialogue)
{
	static const char prompt[] = "Enter to go on: ";
	size_t len = strlen(prompt), all = dialogue->heard.len;

	return all >= len && memcmp(dialogue->heard.data + all - len, prompt, len) == 0;
}

void dialogue_read_on(struct dialogue *dialogue)
{
	while (reads(dialogue))
		(void)dialogue_answer(dialogue, "");
}

int dialogue_end(struct dialogue *dialogue)
{
	int64_t deadline = test_now_ms() + TEST_DEADLINE_MS;
	int code;

	close(dialogue->to);
	dialogue->to = -1;
	while (listen_for(dialogue, deadline))
		;
	code = process_wait(dialogue->pid, TEST_DEADLINE_MS);
	dialogue->pid = 0;
	return code;
}

void dialogue_close(struct dialogue *dialogue)
{
	if (dialogue->to >= 0)
		close(dialogue->to);
	close(dialogue->from);
	if (dialogue->pid > 0)
		(void)process_end(dialogue->pid, SIGKILL);
	buf_release(&dialogue->heard);
}
