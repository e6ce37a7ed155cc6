/* One ui in a child process on a pseudo-terminal, with a terminal emulator (libvterm) that reads
 * what it draws. */
#ifndef TESTS_CANVAS_H
#define TESTS_CANVAS_H

#include <kiosk/base/buf.h>
#include <kiosk/terminal/ui.h>

#include <sys/types.h>
#include <vterm.h>

/* Runs in the child with its ui; says what it has to say with canvas_say and canvas_drawn. It
 * closes the ui, or the end of the child does not. */
typedef void canvas_body(struct ui *ui, void *context);

struct canvas_options {
	int rows, columns;
	const char *term;   /* NULL: xterm-256color */
	const char *locale; /* LC_ALL; NULL: C.UTF-8 */
	bool high_contrast;
};

struct canvas {
	pid_t pid;
	int master;
	int said; /* pipe with what canvas_say wrote */
	int draws;
	VTerm *vterm;
	VTermScreen *screen;
	struct buf raw; /* every byte the child wrote to the terminal */
	size_t seen;    /* bytes of it that the emulator has */
};

void canvas_open(struct canvas *canvas, const struct canvas_options *options, canvas_body *body,
		 void *context);
/* Hangs the terminal up where that has not happened, waits for the child and expects its exit
 * status to be 0. */
void canvas_close(struct canvas *canvas);
void canvas_hang_up(struct canvas *canvas);
void canvas_send(struct canvas *canvas, const char *bytes, size_t len);
/* The next line that the child said, copied into line; fails the test after 20 s. */
void canvas_listen(struct canvas *canvas, char *line, size_t size);
/* Waits until the child's next canvas_drawn has come through the terminal; returns the offset in
 * raw behind it. */
size_t canvas_wait_drawn(struct canvas *canvas);
/* Waits for a string in the raw bytes from an offset on; returns the offset behind it. */
size_t canvas_wait_raw(struct canvas *canvas, size_t from, const char *bytes);
/* A row of the screen without the blanks at its end; static. */
const char *canvas_row(struct canvas *canvas, int row);
VTermScreenCell canvas_cell(struct canvas *canvas, int row, int column);

/* In the child. */
void canvas_say(const char *format, ...) __attribute__((format(printf, 1, 2)));
void canvas_drawn(void);
/* Shows the ui, tells, and waits for a hang-up or for 'q'. */
void canvas_show_and_wait(struct ui *ui);

#endif
