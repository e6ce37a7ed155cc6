/* Programs that the settings name (setfont, lp): run without a shell, with nothing of ours but what
 * they are given. The environment is PATH, LANG=C.UTF-8 and TERM alone, every descriptor but 0 to 2
 * is closed, signals are as a program expects them, the folder is "/". */
#ifndef KIOSK_BASE_PROGRAM_H
#define KIOSK_BASE_PROGRAM_H

#include <kiosk/base/status.h>

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define PROGRAM_PATH "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

/* Where a program is: an absolute path as it is, a name without '/' in PROGRAM_PATH. False when
 * there is none that may be executed. */
bool program_find(const char *name, char path[PATH_MAX]);

enum program_end {
	PROGRAM_RUNNING,
	PROGRAM_EXITED,   /* code: its exit status */
	PROGRAM_KILLED,   /* code: the signal */
	PROGRAM_TOO_SLOW, /* killed at its time limit */
	PROGRAM_FAILED,   /* it could not be started; code: errno */
};

struct program { /* a value; pid 0: none runs */
	pid_t pid;
	int fd; /* readable when it ends; -1 when none runs, or on a system without pidfd_open */
	int64_t deadline_ms;
	bool alone; /* leads its own session */
	enum program_end end;
	int code;
};

struct program_options {
	const char *const *argv; /* ends with NULL; argv[0] as program_find takes it */
	bool terminal; /* our terminal on 0 and 1 (setfont), in our session; otherwise a session of
			  its own, and its output goes nowhere */
	const char *input; /* all that it can read on standard input; NULL: nothing */
	size_t input_len;
	int64_t limit_ms; /* whole seconds, rounded up: it is killed by then, also when we are gone
			   */
};

/* Does not wait. A failure to start is an end too: program.end says so. */
void program_start(struct program *program, const struct program_options *options, int64_t now_ms);
/* Looks whether it has ended, kills it (and what it started, when it has its own session) past its
 * deadline. True once, when it has ended since. */
bool program_poll(struct program *program, int64_t now_ms);
/* Waits for its end, at most until its deadline. */
void program_wait(struct program *program);
/* Lets it go on without us: the time limit holds. */
void program_forget(struct program *program);
/* Takes the ends of programs that were forgotten, also by the process before this one. */
void program_reap(void);
/* "exit status 1", for logs and staff; never what the program wrote. */
void program_explain(const struct program *program, char *out, size_t size);

#endif
