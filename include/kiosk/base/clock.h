/* Time. Durations and deadlines use CLOCK_BOOTTIME (suspend counts, nobody can set it); what is
 * written for people and servers uses CLOCK_REALTIME in the clinic's time zone. The only module
 * that asks the kernel for time. */
#ifndef KIOSK_BASE_CLOCK_H
#define KIOSK_BASE_CLOCK_H

#include <kiosk/base/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CLOCK_INSTANT_MAX 40 /* bytes for an instant or a date with its NUL */
#define CLOCK_BOOT_ID_MAX 37

/* Milliseconds since boot, suspend included. */
int64_t clock_boot_ms(void);
/* Milliseconds since 1970-01-01T00:00:00Z. */
int64_t clock_real_ms(void);
/* The kernel's boot id (a UUID), or "" where /proc is not there: deadlines in boot time hold for
 * one boot only. */
void clock_boot_id(char out[CLOCK_BOOT_ID_MAX]);
/* Before the build date no clock can be right. */
bool clock_absurd(int64_t real_ms);

/* True when clock_set_zone would take the zone: "UTC", or a name with data under TZDIR or
 * /usr/share/zoneinfo. */
bool clock_zone_exists(const char *zone);
/* Makes an IANA zone ("Europe/Madrid") the process's. STATUS_NOTFOUND when the system has no data
 * for it. */
MUST_USE enum status clock_set_zone(const char *zone);
/* FHIR dateTime with seconds and zone, as 2026-11-23T14:05:09+01:00, in the zone of clock_set_zone.
 */
void clock_instant(int64_t real_ms, char out[CLOCK_INSTANT_MAX]);
/* Parses an HTTP date (RFC 9110 5.6.7, all three forms). STATUS_INVALID. */
MUST_USE enum status clock_http_date(const char *text, int64_t *real_ms);

struct date {
	int year;  /* 1..9999 */
	int month; /* 1..12 */
	int day;   /* 1..31 */
};

enum date_order { DATE_YMD, DATE_MDY, DATE_DMY };

struct date clock_date(int64_t real_ms); /* the local day */
bool date_valid(struct date date);
/* Whole years between two dates; 29 February comes of age on 1 March. Negative when from is after
 * to. */
int date_years(struct date from, struct date to);
int date_compare(struct date a, struct date b);
/* FHIR's YYYY-MM-DD, exactly. */
MUST_USE enum status date_parse(const char *text, struct date *out);
/* What a person types, in the clinic's order: "3/27/1974", "03-27-1974", "3 27 1974", "03271974",
 * and YYYY-MM-DD always. A year of two digits ("3/27/74", "032774") is the last such year up to
 * year_now: forms ask for birthdays and for what has been. STATUS_INVALID when it is no date. */
MUST_USE enum status date_parse_typed(const char *text, enum date_order order, int year_now,
				      struct date *out);
void date_format(struct date date, char out[CLOCK_INSTANT_MAX]); /* YYYY-MM-DD */

struct daytime {
	int hour;   /* 0..23 */
	int minute; /* 0..59 */
	int second; /* 0..59 */
};

/* What a person types: "14:05", "14.05", "1405", "9:30:15", "2 pm", "2:05 p.m.". STATUS_INVALID
 * when it is no time. */
MUST_USE enum status daytime_parse_typed(const char *text, struct daytime *out);
/* A moment on the clinic's wall clock as clock_instant writes it. */
void clock_local_instant(struct date date, struct daytime time, char out[CLOCK_INSTANT_MAX]);

#endif
