/* The clock and the random numbers of the kiosk, taken from outside: this file is linked into
 * build/tests/kiosk-pinned alone (the linker's --wrap), never into a program that ships.
 *
 * KIOSK_TEST_TIME   CLOCK_REALTIME stands at this many seconds since 1970
 * KIOSK_TEST_UUID   16-byte random requests give this byte (two hex digits) over and over */
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

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
