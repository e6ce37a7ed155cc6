#include <kiosk/base/date_words.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void assert_words(struct date date, enum date_form form, const char *expected)
{
	struct buf out;

	buf_init(&out, 200, NULL);
	assert_int_equal(date_words(date, form, &out), STATUS_OK);
	assert_string_equal(buf_str(&out), expected);
	buf_release(&out);
}

static void writes_dates_in_words(void **state)
{
	const struct date day = {2026, 11, 26}, birth = {1980, 3, 4};

	(void)state;
	assert_words(day, DATE_FORM_DAY, "Thursday 26 November");
	assert_words(day, DATE_FORM_SHORT, "26 November");
	assert_words(birth, DATE_FORM_LONG, "4 March 1980");
	assert_words(birth, DATE_FORM_MONTH, "March 1980");
}

static void assert_date(struct date got, int year, int month, int day)
{
	assert_true(date_valid(got));
	assert_int_equal(date_compare(got, (struct date){year, month, day}), 0);
}

static void adds_days(void **state)
{
	(void)state;
	assert_date(date_add_days((struct date){2026, 11, 25}, 0), 2026, 11, 25);
	assert_date(date_add_days((struct date){2026, 11, 25}, 14), 2026, 12, 9);
	assert_date(date_add_days((struct date){2026, 12, 31}, 1), 2027, 1, 1);
	assert_date(date_add_days((struct date){2027, 1, 1}, -1), 2026, 12, 31);
	assert_date(date_add_days((struct date){2028, 2, 28}, 1), 2028, 2, 29);
	assert_date(date_add_days((struct date){2100, 2, 28}, 1), 2100, 3, 1);
	assert_date(date_add_days((struct date){9999, 12, 31}, 1), 9999, 12, 31);
	assert_date(date_add_days((struct date){1, 1, 1}, -1), 1, 1, 1);
}

/* Every day of 800 years follows the one before, in the calendar and in the week. */
static void runs_through_the_calendar(void **state)
{
	struct date day = {1, 1, 1};
	int weekday = date_weekday(day);

	(void)state;
	for (int i = 0; i < 292194; i++) {
		struct date next = date_add_days(day, 1);
		bool in_month = next.month == day.month && next.day == day.day + 1;

		if (!date_valid(next) || date_compare(next, day) <= 0 ||
		    (!in_month && next.day != 1) || date_weekday(next) != (weekday + 1) % 7)
			fail_msg("%d-%d-%d", day.year, day.month, day.day);
		day = next;
		weekday = (weekday + 1) % 7;
	}
	assert_date(day, 801, 1, 1);
	assert_int_equal(date_weekday((struct date){2026, 11, 25}), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_dates_in_words),
		cmocka_unit_test(adds_days),
		cmocka_unit_test(runs_through_the_calendar),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
