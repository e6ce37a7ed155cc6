/* The modes of the terminal on descriptor 0, handed on from process to process. */
#ifndef KIOSK_TERMINAL_TERMIOS_H
#define KIOSK_TERMINAL_TERMIOS_H

#include <kiosk/base/status.h>

#include <termios.h>

/* Those that the process before this one was given (fd, which is closed), or with -1 the terminal's
 * own. STATUS_UNSUPPORTED: no terminal. */
MUST_USE enum status termios_take(int fd, struct termios *original);
/* A descriptor for the successor, not close-on-exec; -1. */
int termios_give(const struct termios *original);

#endif
