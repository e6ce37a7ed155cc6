#include <kiosk/base/clock.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#ifndef KIOSK_BUILD_EPOCH            /* seconds; packagers pass SOURCE_DATE_EPOCH */
#define KIOSK_BUILD_EPOCH 1793491200 /* 2026-11-01T00:00:00Z */
#endif

static int64_t clock_ms(clockid_t id)
{
	struct timespec now = {0};

	clock_gettime(id, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_boot_ms(void)
{
	return clock_ms(CLOCK_BOOTTIME);
}

int64_t clock_real_ms(void)
{
	return clock_ms(CLOCK_REALTIME);
}

void clock_boot_id(char out[CLOCK_BOOT_ID_MAX])
{
	FILE *file = fopen("/proc/sys/kernel/random/boot_id", "re");

	out[0] = '\0';
	if (!file)
		return;
	if (!fgets(out, CLOCK_BOOT_ID_MAX, file))
		out[0] = '\0';
	out[strcspn(out, "\n")] = '\0';
	fclose(file);
}

bool clock_absurd(int64_t real_ms)
{
	return real_ms < (int64_t)KIOSK_BUILD_EPOCH * 1000;
}

/* glibc takes an unknown zone for UTC without a word, so the file is looked at first. */
bool clock_zone_exists(const char *zone)
{
	const char *folder = getenv("TZDIR");
	char path[512];
	char magic[4];
	FILE *file;
	bool found;
	int len;

	if (strcmp(zone, "UTC") == 0)
		return true;
	if (zone[0] == '\0' || zone[0] == '/' || zone[0] == ':' || strstr(zone, ".."))
		return false;
	if (!folder || !*folder)
		folder = "/usr/share/zoneinfo";
	len = snprintf(path, sizeof(path), "%s/%s", folder, zone);
	if (len < 0 || (size_t)len >= sizeof(path))
		return false;
	file = fopen(path, "re");
	if (!file)
		return false;
	found = fread(magic, sizeof(magic), 1, file) == 1 && memcmp(magic, "TZif", 4) == 0;
	fclose(file);
	return found;
}

enum status clock_set_zone(const char *zone)
{
	if (!clock_zone_exists(zone))
		return STATUS_NOTFOUND;
	if (strcmp(zone, "UTC") == 0)
		zone = "UTC0"; /* a rule, not a file: right without zone data */
	if (setenv("TZ", zone, 1) < 0)
		return STATUS_NOMEM;
	tzset();
	return STATUS_OK;
}

/* Rounds down before 1970 too. */
static void local_time(int64_t real_ms, struct tm *tm)
{
	time_t seconds = (time_t)(real_ms / 1000 - (real_ms % 1000 < 0));

	if (!localtime_r(&seconds, tm))
		*tm = (struct tm){.tm_year = 70, .tm_mday = 1};
}

void clock_instant(int64_t real_ms, char out[CLOCK_INSTANT_MAX])
{
	struct tm tm;
	size_t len;

	local_time(real_ms, &tm);
	len = strftime(out, CLOCK_INSTANT_MAX - 1, "%Y-%m-%dT%H:%M:%S%z", &tm);
	memmove(out + len - 1, out + len - 2, 3); /* +0100 becomes +01:00 */
	out[len - 2] = ':';
}

void clock_local_instant(struct date date, struct daytime time, char out[CLOCK_INSTANT_MAX])
{
	struct tm tm = {.tm_year = date.year - 1900,
			.tm_mon = date.month - 1,
			.tm_mday = date.day,
			.tm_hour = time.hour,
			.tm_min = time.minute,
			.tm_sec = time.second,
			.tm_isdst = -1};

	clock_instant((int64_t)mktime(&tm) * 1000, out);
}

struct date clock_date(int64_t real_ms)
{
	struct tm tm;

	local_time(real_ms, &tm);
	return (struct date){tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday};
}

/* RFC 9110 5.6.7: a two-digit year more than 50 years ahead is the past one. */
static void place_century(struct tm *tm)
{
	time_t now = (time_t)(clock_real_ms() / 1000);
	struct tm today;
	int year;

	gmtime_r(&now, &today);
	year = today.tm_year / 100 * 100 + tm->tm_year % 100;
	if (year > today.tm_year + 50)
		year -= 100;
	tm->tm_year = year;
}

enum status clock_http_date(const char *text, int64_t *real_ms)
{
	static const char *const forms[] = {
		"%a, %d %b %Y %H:%M:%S GMT", /* IMF-fixdate */
		"%A, %d-%b-%y %H:%M:%S GMT", /* RFC 850 */
		"%a %b %d %H:%M:%S %Y",      /* asctime */
	};

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct tm tm = {0};
		const char *end = strptime(text, forms[i], &tm);
		time_t seconds;
		int day = tm.tm_mday;

		if (!end || *end)
			continue;
		if (i == 1)
			place_century(&tm);
		seconds = timegm(&tm);
		if (tm.tm_mday != day)
			return STATUS_INVALID; /* 31 February */
		*real_ms = (int64_t)seconds * 1000;
		return STATUS_OK;
	}
	return STATUS_INVALID;
}
