/* A program on a real pseudo-terminal, its output read by a terminal emulator (libvterm). Every
 * wait polls with a deadline and fails the test with a picture of the screen. */
#ifndef TESTS_TERMINAL_H
#define TESTS_TERMINAL_H

#include <kiosk/base/buf.h>

#include <sys/types.h>
#include <vterm.h>

struct terminal {
	pid_t pid;
	int master;
	int rows, columns;
	int status; /* of the program, once it has ended */
	bool ended;
	VTerm *vterm;
	VTermScreen *screen;
	struct buf raw; /* every byte that the program wrote */
	size_t seen;    /* bytes of it that the emulator has */
	int awake;      /* what a watched program says of itself (terminal_words.h); -1: none */
	bool watched;   /* it said something: it is the pinned kiosk */
	bool asleep;    /* the last that it said */
	bool cursor;    /* it is shown */
	size_t clipped; /* how often it drew words that did not fit */
};

/* env: "NAME=value" strings, NULL at the end: the whole environment of the program. */
void terminal_start(struct terminal *terminal, const char *const *argv, const char *const *env,
		    int rows, int columns);
/* Kills what still runs. */
void terminal_stop(struct terminal *terminal);
/* To a pinned kiosk only once it is at rest, so that what it says of itself is of these bytes. */
void terminal_send(struct terminal *terminal, const char *bytes);
void terminal_send_bytes(struct terminal *terminal, const char *bytes, size_t len);
/* A key by name: Enter Esc Tab BackTab Up Down Left Right Space Home End PageUp PageDown Backspace
 * Delete F1..F12 Ctrl-C
 * Ctrl-Z Ctrl-\ */
void terminal_key(struct terminal *terminal, const char *name);
/* Several keys, separated by spaces. */
void terminal_keys(struct terminal *terminal, const char *names);
/* Press and release of the left button at a cell, counted from 0 (SGR). */
void terminal_click(struct terminal *terminal, int row, int column);
void terminal_resize(struct terminal *terminal, int rows, int columns);
void terminal_wait_for(struct terminal *terminal, const char *text);
void terminal_wait_gone(struct terminal *terminal, const char *text);
/* The exit status (128 + signal when it was killed). */
int terminal_wait_exit(struct terminal *terminal);
/* Takes what the program said of itself. */
void terminal_hear(struct terminal *terminal);
/* Waits until the program has taken everything that was sent and its screen is drawn: for the
 * pinned kiosk, which says so. A program that ended is settled. */
void terminal_settle(struct terminal *terminal);
/* The cursor is shown, and its row has words. */
bool terminal_cursor_seen(struct terminal *terminal);
/* SIGTERM, as a supervisor ends the program. */
void terminal_end(struct terminal *terminal);
/* After the end: nothing is on the screen, and the pointer's and the paste's modes are off again.
 */
bool terminal_is_clean(struct terminal *terminal);
/* Reads what has come; true when the text is on the screen now. What a program writes may come in
 * parts: that a text is there, is waited for; here it can be seen that it is not. */
bool terminal_shows(struct terminal *terminal, const char *text);
/* Where a text stands; false when it does not. */
bool terminal_find(struct terminal *terminal, const char *text, int *row, int *column);
/* The screen as lines without trailing blanks; the caller's to free. */
char *terminal_text(struct terminal *terminal);

#endif
