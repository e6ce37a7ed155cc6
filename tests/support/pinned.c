/* The clock and the random numbers of the kiosk, taken from outside: this file is linked into
 * build/tests/kiosk-pinned alone (the linker's --wrap), never into a program that ships.
 *
 * KIOSK_TEST_TIME   CLOCK_REALTIME stands at this many seconds since 1970
 * KIOSK_TEST_UUID   16-byte random requests give this byte (two hex digits) over and over
 * KIOSK_TEST_AWAKE  a descriptor that is told when the event loop goes to sleep with nothing left
 * to read (TERMINAL_ASLEEP), wakes up (TERMINAL_AWAKE), and draws words that do not fit into their
 * line (TERMINAL_CLIPPED) */
#include "terminal_words.h"

#include <kiosk/base/text.h>
#include <kiosk/terminal/ui.h>

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

int __real_poll(struct pollfd *fds, nfds_t count, int timeout);
int __wrap_poll(struct pollfd *fds, nfds_t count, int timeout);
int __real_ui_puts(struct ui *ui, const struct area *area, int row, int column, enum style style,
		   const char *text);
int __wrap_ui_puts(struct ui *ui, const struct area *area, int row, int column, enum style style,
		   const char *text);

int __real_clock_gettime(clockid_t clock, struct timespec *out);
int __wrap_clock_gettime(clockid_t clock, struct timespec *out);
ssize_t __real_getrandom(void *bytes, size_t len, unsigned int flags);
ssize_t __wrap_getrandom(void *bytes, size_t len, unsigned int flags);

int __wrap_clock_gettime(clockid_t clock, struct timespec *out)
{
	const char *pinned = getenv("KIOSK_TEST_TIME");

	if (clock != CLOCK_REALTIME || !pinned)
		return __real_clock_gettime(clock, out);
	out->tv_sec = (time_t)strtoll(pinned, NULL, 10);
	out->tv_nsec = 0;
	return 0;
}

ssize_t __wrap_getrandom(void *bytes, size_t len, unsigned int flags)
{
	const char *pinned = getenv("KIOSK_TEST_UUID");

	if (len != 16 || !pinned)
		return __real_getrandom(bytes, len, flags);
	memset(bytes, (int)strtol(pinned, NULL, 16), len);
	return (ssize_t)len;
}

/* The other end does not wait for a reader: what it did not take is lost. */
static void tell(char word)
{
	const char *fd = getenv("KIOSK_TEST_AWAKE");

	if (fd)
		(void)!write((int)strtol(fd, NULL, 10), &word, 1);
}

int __wrap_poll(struct pollfd *fds, nfds_t count, int timeout)
{
	int ready;

	if (timeout >= 0)
		return __real_poll(fds, count, timeout);
	if (__real_poll(fds, count, 0) == 0)
		tell(TERMINAL_ASLEEP);
	ready = __real_poll(fds, count, timeout);
	tell(TERMINAL_AWAKE);
	return ready;
}

int __wrap_ui_puts(struct ui *ui, const struct area *area, int row, int column, enum style style,
		   const char *text)
{
	int width = text_width(text, strlen(text));
	bool seen = row >= area->scroll && row < area->scroll + area->rows;

	if (ui && seen && text[strspn(text, " []")] && column + width > area->columns)
		tell(TERMINAL_CLIPPED);
	return __real_ui_puts(ui, area, row, column, style, text);
}
