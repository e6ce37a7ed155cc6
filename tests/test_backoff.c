/* How long the uploader waits: full jitter and Retry-After. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kiosk/delivery/backoff.h"

#include <kiosk/base/clock.h>

#define FIRST 2000
#define CAP   900000
#define MOST  UINT32_MAX

static void the_ceiling_doubles_up_to_the_cap(void **state)
{
	(void)state;
	assert_int_equal(backoff_delay(0, FIRST, CAP, MOST), FIRST);
	assert_int_equal(backoff_delay(1, FIRST, CAP, MOST), 2 * FIRST);
	assert_int_equal(backoff_delay(5, FIRST, CAP, MOST), 32 * FIRST);
	assert_int_equal(backoff_delay(9, FIRST, CAP, MOST), CAP);
	assert_int_equal(backoff_delay(1000000000, FIRST, CAP, MOST), CAP);
	assert_int_equal(backoff_delay(0, 5 * CAP, CAP, MOST), CAP);
}

static void the_jitter_is_full(void **state)
{
	int failures;

	(void)state;
	for (failures = 0; failures < 40; failures++)
		assert_int_equal(backoff_delay(failures, FIRST, CAP, 0), 1);
	assert_int_equal(backoff_delay(0, FIRST, CAP, 0x80000000u), FIRST / 2 + 1);
	assert_int_equal(backoff_delay(0, 1, 1, MOST), 1);
}

static void retry_after_in_seconds(void **state)
{
	(void)state;
	assert_int_equal(backoff_retry_after("0", 0, CAP), 0);
	assert_int_equal(backoff_retry_after("120", 0, CAP), 120000);
	assert_int_equal(backoff_retry_after("900", 0, CAP), CAP);
	assert_int_equal(backoff_retry_after("901", 0, CAP), CAP);
	assert_int_equal(backoff_retry_after("99999999999999999999", 0, CAP), CAP);
	assert_int_equal(backoff_retry_after("5", 0, 1500), 1500);
}

static void retry_after_as_a_date(void **state)
{
	int64_t at = 0;

	(void)state;
	assert_int_equal(clock_http_date("Fri, 31 Dec 1999 23:59:59 GMT", &at), STATUS_OK);
	assert_int_equal(backoff_retry_after("Fri, 31 Dec 1999 23:59:59 GMT", at - 7000, CAP),
			 7000);
	assert_int_equal(backoff_retry_after("Friday, 31-Dec-99 23:59:59 GMT", at - 7000, CAP),
			 7000);
	assert_int_equal(backoff_retry_after("Fri, 31 Dec 1999 23:59:59 GMT", at + 1, CAP), 0);
	assert_int_equal(backoff_retry_after("Fri, 31 Dec 1999 23:59:59 GMT", 0, CAP), CAP);
}

static void what_cannot_be_read_is_none(void **state)
{
	static const char *const bad[] = {"",     "soon", "-1",   "1.5",
					  "12 s", "+3",   "0x10", "Fri, 31 Dec"};
	size_t i;

	(void)state;
	assert_int_equal(backoff_retry_after(NULL, 0, CAP), -1);
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (backoff_retry_after(bad[i], 0, CAP) != -1)
			fail_msg("\"%s\" was taken", bad[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_ceiling_doubles_up_to_the_cap),
		cmocka_unit_test(the_jitter_is_full),
		cmocka_unit_test(retry_after_in_seconds),
		cmocka_unit_test(retry_after_as_a_date),
		cmocka_unit_test(what_cannot_be_read_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
