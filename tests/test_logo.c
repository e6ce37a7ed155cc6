/* The clinic's logo: what is taken, and every complaint about it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <kiosk/terminal/logo.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static enum status load(const char *text, size_t len, struct report *report, struct logo **logo)
{
	char path[] = "/tmp/kiosk-logo-XXXXXX";
	int fd = mkstemp(path);
	enum status status;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, len), (ssize_t)len);
	close(fd);
	report_init(report);
	status = logo_load(path, NULL, report, logo);
	unlink(path);
	return status;
}

static void blanks_around_it_are_left_away(void **state)
{
	const char *text = "\n\n  ▄▄  \n ████   \n\n";
	struct report report;
	struct logo *logo;

	(void)state;
	assert_int_equal(load(text, strlen(text), &report, &logo), STATUS_OK);
	assert_int_equal(logo_rows(logo), 2);
	assert_int_equal(logo_columns(logo), 5);
	logo_close(logo);
	report_release(&report);
}

static void expect_refused(const char *text, size_t len, const char *what, int line)
{
	struct logo *logo = NULL;
	struct report report;

	assert_int_equal(load(text, len, &report, &logo), STATUS_INVALID);
	assert_int_equal(report.errors, 1);
	assert_string_equal(report.problems[0].what, what);
	assert_int_equal(report.problems[0].line, line);
	assert_null(logo);
	report_release(&report);
}

static void what_cannot_be_drawn_is_refused(void **state)
{
	char wide[80], high[2 * (LOGO_MAX_ROWS + 1) + 1];

	(void)state;
	snprintf(wide, sizeof(wide), "x\n%061d\n", 0);
	for (size_t i = 0; i < sizeof(high); i += 2)
		snprintf(high + i, sizeof(high) - i, "x\n");
	expect_refused("a\n\tb\n", 5, "the logo has a control character", 2);
	expect_refused("a\033[2J\n", 6, "the logo has a control character", 1);
	expect_refused("a\xff\n", 3, "the logo is not UTF-8", 0);
	expect_refused(wide, strlen(wide), "the logo is too wide", 2);
	expect_refused(high, strlen(high), "the logo is too high", LOGO_MAX_ROWS + 1);
	expect_refused(" \n\n", 3, "the logo is empty", 0);
}

static void a_missing_file_is_told(void **state)
{
	struct logo *logo = NULL;
	struct report report;

	(void)state;
	report_init(&report);
	assert_int_equal(logo_load("/nonexistent/logo.txt", NULL, &report, &logo), STATUS_NOTFOUND);
	assert_int_equal(report.errors, 1);
	report_release(&report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blanks_around_it_are_left_away),
		cmocka_unit_test(what_cannot_be_drawn_is_refused),
		cmocka_unit_test(a_missing_file_is_told),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests_name("logo", tests, NULL, NULL);
}
