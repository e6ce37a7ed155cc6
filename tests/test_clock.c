#include <kiosk/base/clock.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static void assert_date(struct date date, const char *expected)
{
	char text[CLOCK_INSTANT_MAX];

	date_format(date, text);
	assert_string_equal(text, expected);
}

static void knows_zones(void **state)
{
	(void)state;
	assert_int_equal(clock_set_zone("UTC"), STATUS_OK);
	assert_int_equal(clock_set_zone("Europe/Madrid"), STATUS_OK);
	assert_int_equal(clock_set_zone("Europe/Madird"), STATUS_NOTFOUND);
	assert_int_equal(clock_set_zone(""), STATUS_NOTFOUND);
	assert_int_equal(clock_set_zone("Europe"), STATUS_NOTFOUND); /* a folder */
	assert_int_equal(clock_set_zone("zone.tab"), STATUS_NOTFOUND);
	assert_int_equal(clock_set_zone("../../../etc/localtime"), STATUS_NOTFOUND);
	assert_int_equal(clock_set_zone("/usr/share/zoneinfo/UTC"), STATUS_NOTFOUND);
}

static void assert_instant(int64_t real_ms, const char *expected)
{
	char text[CLOCK_INSTANT_MAX];

	clock_instant(real_ms, text);
	assert_string_equal(text, expected);
}

static void writes_instants(void **state)
{
	(void)state;
	assert_int_equal(clock_set_zone("UTC"), STATUS_OK);
	assert_instant(0, "1970-01-01T00:00:00+00:00");
	assert_instant(-1, "1969-12-31T23:59:59+00:00");
	assert_int_equal(clock_set_zone("Europe/Madrid"), STATUS_OK);
	assert_instant(1795439109999, "2026-11-23T14:05:09+01:00");
	assert_int_equal(clock_set_zone("America/St_Johns"), STATUS_OK);
	assert_instant(1795439109000, "2026-11-23T09:35:09-03:30");
	assert_int_equal(clock_set_zone("Europe/Madrid"), STATUS_OK);
	/* The hour that comes twice when summer ends. */
	assert_instant(1792889999000, "2026-10-25T02:59:59+02:00");
	assert_instant(1792890000000, "2026-10-25T02:00:00+01:00");
}

static void knows_the_local_day(void **state)
{
	int64_t before_midnight_utc = 1795476600000; /* 2026-11-23T23:30:00Z */

	(void)state;
	assert_int_equal(clock_set_zone("UTC"), STATUS_OK);
	assert_date(clock_date(before_midnight_utc), "2026-11-23");
	assert_int_equal(clock_set_zone("Europe/Madrid"), STATUS_OK);
	assert_date(clock_date(before_midnight_utc), "2026-11-24");
}

static void runs_forward(void **state)
{
	char boot[CLOCK_BOOT_ID_MAX], again[CLOCK_BOOT_ID_MAX];
	int64_t first = clock_boot_ms();

	(void)state;
	assert_true(first > 0);
	assert_true(clock_boot_ms() >= first);
	clock_boot_id(boot);
	clock_boot_id(again);
	assert_string_equal(boot, again);
	assert_true(clock_absurd(0));
	assert_true(clock_absurd(1700000000000));
	assert_false(clock_absurd(1900000000000));
}

static void reads_http_dates(void **state)
{
	static const char *const good[] = {
		"Sun, 06 Nov 1994 08:49:37 GMT",
		"Sunday, 06-Nov-94 08:49:37 GMT",
		"Sun Nov  6 08:49:37 1994",
	};
	static const char *const bad[] = {
		"",
		"120",
		"Sun, 06 Nov 1994 08:49:37",
		"Sun, 06 Nov 1994 08:49:37 GMT ",
		"Sun, 31 Feb 1994 08:49:37 GMT",
		"1994-11-06T08:49:37Z",
	};
	int64_t ms = 7;

	(void)state;
	assert_int_equal(clock_set_zone("Europe/Madrid"), STATUS_OK); /* must not matter */
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(clock_http_date(bad[i], &ms), STATUS_INVALID);
		assert_int_equal(ms, 7);
	}
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_int_equal(clock_http_date(good[i], &ms), STATUS_OK);
		assert_int_equal(ms, 784111777000);
	}
	/* Two digits: at most 50 years ahead. */
	assert_int_equal(clock_http_date("Friday, 01-Jan-27 00:00:00 GMT", &ms), STATUS_OK);
	assert_int_equal(ms, 1798761600000);
}

static void knows_dates(void **state)
{
	struct date date = {1, 1, 1};

	(void)state;
	assert_true(date_valid((struct date){2024, 2, 29}));
	assert_false(date_valid((struct date){2023, 2, 29}));
	assert_false(date_valid((struct date){1900, 2, 29}));
	assert_true(date_valid((struct date){2000, 2, 29}));
	assert_false(date_valid((struct date){0, 1, 1}));
	assert_false(date_valid((struct date){2024, 13, 1}));
	assert_false(date_valid((struct date){2024, 4, 31}));
	assert_false(date_valid((struct date){2024, 1, 0}));
	assert_int_equal(date_parse("1974-03-27", &date), STATUS_OK);
	assert_date(date, "1974-03-27");
	assert_int_equal(date_parse("1974-3-27", &date), STATUS_INVALID);
	assert_int_equal(date_parse("1974-03-27 ", &date), STATUS_INVALID);
	assert_int_equal(date_parse("1974-02-30", &date), STATUS_INVALID);
	assert_int_equal(date_parse("1974-03", &date), STATUS_INVALID);
	assert_date(date, "1974-03-27");
}

static void counts_years(void **state)
{
	const struct date leap = {2008, 2, 29}, today = {2026, 11, 23};

	(void)state;
	assert_int_equal(date_years((struct date){2008, 11, 23}, today), 18);
	assert_int_equal(date_years((struct date){2008, 11, 24}, today), 17);
	assert_int_equal(date_years(leap, (struct date){2026, 2, 28}), 17);
	assert_int_equal(date_years(leap, (struct date){2026, 3, 1}), 18);
	assert_int_equal(date_years(today, today), 0);
	assert_true(date_years((struct date){2028, 11, 23}, today) < 0);
	assert_true(date_compare(leap, today) < 0);
	assert_true(date_compare(today, leap) > 0);
	assert_int_equal(date_compare(leap, leap), 0);
}

static void reads_typed_dates(void **state)
{
	static const struct {
		const char *text;
		enum date_order order;
		const char *expected; /* NULL: no date */
	} cases[] = {
		{"3/27/1974", DATE_MDY, "1974-03-27"},
		{"27/3/1974", DATE_DMY, "1974-03-27"},
		{"27. 3. 1974", DATE_DMY, "1974-03-27"},
		{"03-27-1974", DATE_MDY, "1974-03-27"},
		{"3 27 1974", DATE_MDY, "1974-03-27"},
		{"03271974", DATE_MDY, "1974-03-27"},
		{"27031974", DATE_DMY, "1974-03-27"},
		{"19740327", DATE_YMD, "1974-03-27"},
		{"1974-03-27", DATE_MDY, "1974-03-27"},
		{"1974-03-27", DATE_DMY, "1974-03-27"},
		{" 1974/3/27 ", DATE_MDY, "1974-03-27"},
		{"27/3/1974", DATE_MDY, NULL},
		{"3/27/74", DATE_MDY, "1974-03-27"},
		{"27-3-26", DATE_DMY, "2026-03-27"},
		{"27.3.27", DATE_DMY, "1927-03-27"},
		{"74 3 27", DATE_YMD, "1974-03-27"},
		{"032774", DATE_MDY, "1974-03-27"},
		{"270374", DATE_DMY, "1974-03-27"},
		{"740327", DATE_YMD, "1974-03-27"},
		{"29/2/01", DATE_DMY, NULL},
		{"3/27/4", DATE_MDY, NULL},
		{"3/27/974", DATE_MDY, NULL},
		{"3271974", DATE_MDY, NULL},
		{"032719745", DATE_MDY, NULL},
		{"3/27/1974x", DATE_MDY, NULL},
		{"3/27", DATE_MDY, NULL},
		{"3/27/1974/1", DATE_MDY, NULL},
		{"003/27/1974", DATE_MDY, NULL},
		{"02/30/2000", DATE_MDY, NULL},
		{"00/00/0000", DATE_MDY, NULL},
		{"", DATE_MDY, NULL},
		{"   ", DATE_MDY, NULL},
		{"March 27", DATE_MDY, NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct date date = {0};
		enum status status = date_parse_typed(cases[i].text, cases[i].order, 2026, &date);

		if (cases[i].expected) {
			assert_int_equal(status, STATUS_OK);
			assert_date(date, cases[i].expected);
		} else if (status != STATUS_INVALID) {
			fail_msg("\"%s\" was taken for a date", cases[i].text);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_zones),         cmocka_unit_test(writes_instants),
		cmocka_unit_test(knows_the_local_day), cmocka_unit_test(runs_forward),
		cmocka_unit_test(reads_http_dates),    cmocka_unit_test(knows_dates),
		cmocka_unit_test(counts_years),        cmocka_unit_test(reads_typed_dates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
