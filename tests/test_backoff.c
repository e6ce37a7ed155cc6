/* How long the uploader waits: full jitter between its bounds, and Retry-After in both forms. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kiosk/delivery/backoff.h"

#define NOW  INT64_C(1795456800000) /* Mon, 23 Nov 2026 18:00:00 GMT */
#define CAP  INT64_C(900000)
#define LAST UINT32_MAX

static void the_ceiling_doubles_up_to_the_cap(void **state)
{
	static const int64_t ceilings[] = {2000,   4000,   8000,   16000,  32000,  64000,
					   128000, 256000, 512000, 900000, 900000, 900000};

	(void)state;
	for (int i = 0; i < (int)(sizeof(ceilings) / sizeof(ceilings[0])); i++)
		assert_int_equal(backoff_delay(i, 2000, CAP, LAST), ceilings[i]);
}

static void jitter_is_full(void **state)
{
	(void)state;
	assert_int_equal(backoff_delay(0, 2000, CAP, 0), 1);
	assert_int_equal(backoff_delay(0, 2000, CAP, 0x80000000u), 1001);
	assert_int_equal(backoff_delay(0, 2000, CAP, 0x40000000u), 501);
	assert_int_equal(backoff_delay(50, 2000, CAP, 0), 1);
	assert_int_equal(backoff_delay(50, 2000, CAP, 0x80000000u), 450001);
}

static void every_delay_is_within_its_bounds(void **state)
{
	uint32_t random = 12345;

	(void)state;
	for (int failures = 0; failures < 200; failures++) {
		int64_t delay;

		random = random * 1664525u + 1013904223u;
		delay = backoff_delay(failures, 20, 1000, random);
		assert_in_range(delay, 1, 1000);
		if (failures == 0)
			assert_in_range(delay, 1, 20);
	}
}

static void extremes_of_the_settings_do_not_overflow(void **state)
{
	(void)state;
	assert_int_equal(backoff_delay(INT32_MAX, 10, 86400000, LAST), 86400000);
	assert_int_equal(backoff_delay(INT32_MAX, 86400000, 86400000, LAST), 86400000);
	assert_int_equal(backoff_delay(0, 5000, 1000, LAST), 1000);
	assert_int_equal(backoff_delay(-1, 10, 1000, LAST), 10);
	assert_int_equal(backoff_delay(0, 1, 1, 0), 1);
	assert_int_equal(backoff_delay(0, 1, 1, LAST), 1);
}

static void expect(const char *header, int64_t wait)
{
	int64_t got = backoff_retry_after(header, NOW, CAP);

	if (got != wait)
		fail_msg("Retry-After \"%s\": %lld ms", header ? header : "(none)", (long long)got);
}

static void retry_after_in_seconds(void **state)
{
	(void)state;
	expect("0", 0);
	expect("2", 2000);
	expect("0120", 120000);
	expect("899", 899000);
	expect("900", CAP);
	expect("901", CAP);
	expect("86400", CAP);
	expect("9223372036854775807", CAP);
	expect("99999999999999999999999999", CAP);
}

static void retry_after_as_a_date(void **state)
{
	(void)state;
	expect("Mon, 23 Nov 2026 18:00:30 GMT", 30000);
	expect("Monday, 23-Nov-26 18:00:30 GMT", 30000);
	expect("Mon Nov 23 18:00:30 2026", 30000);
	expect("Mon, 23 Nov 2026 18:15:00 GMT", CAP);
	expect("Tue, 24 Nov 2026 18:00:00 GMT", CAP);
	expect("Fri, 31 Dec 9999 23:59:59 GMT", CAP);
	expect("Mon, 23 Nov 2026 18:00:00 GMT", 0);
	expect("Mon, 23 Nov 2026 17:59:59 GMT", 0);
	expect("Thu, 01 Jan 1970 00:00:00 GMT", 0);
}

static void garbage_counts_as_none(void **state)
{
	static const char *const garbage[] = {
		"",
		"soon",
		"-1",
		"+5",
		"2.5",
		"2 s",
		"2x",
		"0x1",
		"1e3",
		"2, 3",
		" 2",
		"Mon, 23",
		"Mon, 99 Nov 2026 18:00:00 GMT",
	};

	(void)state;
	expect(NULL, -1);
	for (size_t i = 0; i < sizeof(garbage) / sizeof(garbage[0]); i++)
		expect(garbage[i], -1);
}

/* A sub-second cap is shorter than any number of seconds. */
static void retry_after_never_exceeds_a_small_cap(void **state)
{
	(void)state;
	assert_int_equal(backoff_retry_after("1", NOW, 500), 500);
	assert_int_equal(backoff_retry_after("0", NOW, 500), 0);
	assert_int_equal(backoff_retry_after("1", NOW, 1000), 1000);
	assert_int_equal(backoff_retry_after("Mon, 23 Nov 2026 18:00:30 GMT", NOW, 500), 500);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_ceiling_doubles_up_to_the_cap),
		cmocka_unit_test(jitter_is_full),
		cmocka_unit_test(every_delay_is_within_its_bounds),
		cmocka_unit_test(extremes_of_the_settings_do_not_overflow),
		cmocka_unit_test(retry_after_in_seconds),
		cmocka_unit_test(retry_after_as_a_date),
		cmocka_unit_test(garbage_counts_as_none),
		cmocka_unit_test(retry_after_never_exceeds_a_small_cap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
