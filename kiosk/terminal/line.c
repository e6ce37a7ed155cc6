#include <kiosk/terminal/line.h>

#include "termios.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define WIDTH_MAX 78
#define WIPE      "\033[H\033[2J\033[3J" /* the screen, then what scrolled off it */

struct line_terminal {
	bool terminal;  /* input and output */
	bool skipping;  /* the rest of a line that did not fit */
	bool in_return; /* a line feed that follows belongs to it */
	struct termios original;
};

/* Canonical mode with its own editing by characters; no key that a patient presses ends, stops or
 * suspends anything. */
static void set_modes(const struct termios *original)
{
	struct termios modes = *original;

	modes.c_lflag |= ICANON | ECHO | ECHOE | ECHOK;
	modes.c_lflag &= (tcflag_t) ~(ISIG | ECHOCTL);
	modes.c_iflag |= ICRNL | IUTF8 | IGNBRK;
	modes.c_iflag &= (tcflag_t) ~(IXON | IXOFF | INLCR | IGNCR);
	modes.c_oflag |= OPOST | ONLCR;
	modes.c_cc[VEOF] = _POSIX_VDISABLE;
	modes.c_cc[VLNEXT] = _POSIX_VDISABLE;
	(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &modes);
}

enum status line_open(int termios_fd, struct line_terminal **out)
{
	struct line_terminal *line = calloc(1, sizeof(*line));

	if (!line)
		return STATUS_NOMEM;
	line->terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
	if (line->terminal && termios_take(termios_fd, &line->original)) {
		free(line);
		return STATUS_UNSUPPORTED;
	}
	if (line->terminal)
		set_modes(&line->original);
	*out = line;
	return STATUS_OK;
}

void line_close(struct line_terminal *line)
{
	if (line && line->terminal)
		(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &line->original);
	free(line);
}

int line_hand_over(struct line_terminal *line)
{
	int fd = line->terminal ? termios_give(&line->original) : -1;

	if (line->terminal)
		(void)tcflush(STDIN_FILENO, TCIFLUSH);
	free(line);
	return fd;
}

void line_write(struct line_terminal *line, const char *text, size_t len)
{
	(void)line;
	while (len > 0) {
		ssize_t sent = write(STDOUT_FILENO, text, len);

		if (sent < 0 && errno != EINTR)
			return;
		if (sent > 0) {
			text += sent;
			len -= (size_t)sent;
		}
	}
}

void line_wipe(struct line_terminal *line)
{
	const char *term = getenv("TERM");

	if (line->terminal && term && *term && strcmp(term, "dumb") != 0)
		line_write(line, WIPE, strlen(WIPE));
}

int line_width(const struct line_terminal *line)
{
	struct winsize size = {0};

	if (!line->terminal)
		return 0;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 2 ||
	    size.ws_col > WIDTH_MAX)
		return WIDTH_MAX;
	return size.ws_col - 1;
}

static bool has_input(void)
{
	struct pollfd input = {STDIN_FILENO, POLLIN, 0};

	return poll(&input, 1, 0) > 0;
}

/* True at the end of a line. */
static bool take(struct line_terminal *line, struct buf *text, char byte)
{
	bool again = byte == '\n' && line->in_return;

	line->in_return = byte == '\r';
	if (again)
		return false;
	if (byte == '\n' || byte == '\r')
		return true;
	if (line->skipping || buf_add(text, &byte, 1)) {
		line->skipping = true;
		buf_truncate(text, 0);
	}
	return false;
}

enum status line_read(struct line_terminal *line, struct buf *text)
{
	while (has_input()) {
		bool limit;
		char byte;
		ssize_t got = read(STDIN_FILENO, &byte, 1);

		if (got < 0 && (errno == EINTR || errno == EAGAIN))
			return STATUS_BUSY;
		if (got <= 0)
			return STATUS_CLOSED;
		if (!take(line, text, byte))
			continue;
		if (!line->terminal) /* nobody echoes the end of the line behind the prompt */
			line_write(line, "\n", 1);
		limit = line->skipping;
		line->skipping = false;
		return limit ? STATUS_LIMIT : STATUS_OK;
	}
	return STATUS_BUSY;
}
