/* The mouse of a Linux console: gpm tells its clients of it and nobody else, so the reports that a
 * terminal sends by itself never come there. Its protocol is one request and then events, both in
 * the machine's own form; libgpm would take over signals that are ours. */
#include "ui_private.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define LEFT_BUTTON  4
#define CONSOLES_MAX 63 /* that Linux has */

enum { EVENT_MOVE = 1, EVENT_DOWN = 4, EVENT_UP = 8, MASK_HARD = 256 };

struct request {
	unsigned short events; /* that come to us */
	unsigned short passed; /* to gpm's own handler, which draws the pointer */
	unsigned short least_modifiers, most_modifiers;
	int pid;
	int console;
};

struct report {
	unsigned char buttons, modifiers;
	unsigned short console;
	short columns, rows; /* how far it moved */
	short column, row;   /* from 1 */
	int type;
	int clicks;
	int margin;
	short wheel_columns, wheel_rows;
};

_Static_assert(sizeof(struct request) == 16 && sizeof(struct report) == 28, "gpm's own form");

/* The number of the console, 0 when the terminal is none. */
static int console_of(const char *tty)
{
	static const char prefix[] = "/dev/tty";
	long number;
	char *end;

	if (!tty || strncmp(tty, prefix, sizeof(prefix) - 1) != 0)
		return 0;
	number = strtol(tty + sizeof(prefix) - 1, &end, 10);
	return *end || number < 1 || number > CONSOLES_MAX ? 0 : (int)number;
}

int ui_gpm_connect(const char *path, const char *tty)
{
	struct request request = {
		.events = EVENT_DOWN | EVENT_UP,
		.passed = EVENT_MOVE | MASK_HARD,
		.most_modifiers = (unsigned short)~0u,
		.pid = getpid(),
		.console = console_of(tty),
	};
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd;

	if (request.console == 0)
		return -1;
	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -1;
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) != 0 ||
	    send(fd, &request, sizeof(request), MSG_NOSIGNAL) != sizeof(request)) {
		close(fd);
		return -1;
	}
	return fd;
}

static void hang_up(struct ui *ui)
{
	close(ui->gpm);
	ui->gpm = -1;
}

bool ui_gpm_next(struct ui *ui, struct ui_event *event)
{
	struct report report;
	ssize_t got;

	while (ui->gpm >= 0) {
		got = recv(ui->gpm, &report, sizeof(report), 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 && errno == EAGAIN)
			return false;
		if (got != sizeof(report)) {
			hang_up(ui);
			return false;
		}
		if (!(report.buttons & LEFT_BUTTON) || report.row < 1 || report.column < 1 ||
		    !(report.type & (EVENT_DOWN | EVENT_UP)))
			continue;
		if (ui_mouse_button(&ui->input, report.type & EVENT_DOWN, report.row - 1,
				    report.column - 1, event))
			return true;
	}
	return false;
}
