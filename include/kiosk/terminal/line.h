/* Standard input and output as lines, for a screen reader, a braille display or a program: no
 * cursor movement, no colours. A terminal keeps its own line editing and echo; a pipe will do as
 * well. */
#ifndef KIOSK_TERMINAL_LINE_H
#define KIOSK_TERMINAL_LINE_H

#include <kiosk/base/buf.h>

struct line_terminal;

/* A terminal's keys for signals, stopping and the end of input are taken away. termios_fd: from
 * line_hand_over of the process before this one, -1; closed. STATUS_NOMEM, STATUS_UNSUPPORTED. */
MUST_USE enum status line_open(int termios_fd, struct line_terminal **out);
/* Gives the terminal back as it was. NULL is allowed. */
void line_close(struct line_terminal *line);
/* For a successor in the same terminal: drops what was typed and returns a descriptor (not
 * close-on-exec) with the modes to give back at the end, -1 where there is no terminal. Released.
 */
int line_hand_over(struct line_terminal *line);

/* Writes all of it; a reader that is gone shows in line_read. */
void line_write(struct line_terminal *line, const char *text, size_t len);
/* Clears a terminal's screen and what scrolled off it. */
void line_wipe(struct line_terminal *line);
/* Cells that a line may take; 0: as many as it likes. */
int line_width(const struct line_terminal *line);
/* Takes what has come, without waiting, and no more than a line: what follows it may be the next
 * process's. STATUS_OK: text holds one without its end. STATUS_BUSY: not yet. STATUS_LIMIT: one is
 * there and did not fit; text is empty. STATUS_CLOSED: the input has ended. */
MUST_USE enum status line_read(struct line_terminal *line, struct buf *text);

#endif
