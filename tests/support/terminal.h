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
};

/* env: "NAME=value" strings, NULL at the end: the whole environment of the program. */
void terminal_start(struct terminal *terminal, const char *const *argv, const char *const *env,
		    int rows, int columns);
/* Kills what still runs. */
void terminal_stop(struct terminal *terminal);
void terminal_send(struct terminal *terminal, const char *bytes);
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
/* Reads what has come; true when the text is on the screen now. What a program writes may come in
 * parts: that a text is there, is waited for; here it can be seen that it is not. */
bool terminal_shows(struct terminal *terminal, const char *text);
/* Where a text stands; false when it does not. */
bool terminal_find(struct terminal *terminal, const char *text, int *row, int *column);
/* The screen as lines without trailing blanks; the caller's to free. */
char *terminal_text(struct terminal *terminal);
/* The screen equals the file tests/screens/NAME.txt within the deadline; with SNAPSHOTS=write in
 * the environment the file is written instead. */
void terminal_snapshot(struct terminal *terminal, const char *name);

#endif
