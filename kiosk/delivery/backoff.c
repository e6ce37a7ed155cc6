#include "backoff.h"

#include <kiosk/base/clock.h>

#include <ctype.h>
#include <stdlib.h>

int64_t backoff_delay(int failures, int64_t first_ms, int64_t cap_ms, uint32_t random)
{
	int64_t ceiling = first_ms;

	for (; failures > 0 && ceiling < cap_ms; failures--)
		ceiling *= 2;
	if (ceiling > cap_ms)
		ceiling = cap_ms;
	return 1 + (int64_t)(((uint64_t)ceiling * random) >> 32);
}

int64_t backoff_retry_after(const char *header, int64_t real_now_ms, int64_t cap_ms)
{
	int64_t wait, at;

	if (!header || !header[0])
		return -1;
	if (isdigit((unsigned char)header[0])) {
		char *end;
		long long seconds = strtoll(header, &end, 10);

		if (*end)
			return -1;
		wait = seconds > cap_ms / 1000 ? cap_ms : seconds * 1000;
	} else if (clock_http_date(header, &at) == STATUS_OK) {
		wait = at > real_now_ms ? at - real_now_ms : 0;
	} else {
		return -1;
	}
	return wait < cap_ms ? wait : cap_ms;
}
