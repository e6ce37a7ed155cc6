/* The charts of a page: what they say, how they are drawn, and what `kiosk check` says of bad ones.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/canvas.h"

#include <kiosk/base/report.h>

#include "kiosk/terminal/chart.h"
#include "kiosk/terminal/page.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#define RECOVERY                                                                                   \
	"# What you may see\n\n```recovery\n0-3 days | Redness, like a sunburn. | It fades.\n"     \
	"2-4 weeks | A change.\n3 months | More of it.\n```\n"
#define STEPS "```steps 30-40\n15 | Cream.\n0 | Blood.\n10-15 | Needles.\n5-10 | Gel.\n```\n"

static struct page *page_of(const char *markdown)
{
	struct page *page;

	assert_int_equal(page_parse(markdown, strlen(markdown), &page), STATUS_OK);
	page->today = (struct date){2026, 11, 30};
	return page;
}

static void expect_plain(const char *markdown, const char *words)
{
	struct page *page = page_of(markdown);
	struct buf out;

	buf_init(&out, 10000, NULL);
	assert_int_equal(page_write_plain(page, &out), STATUS_OK);
	assert_string_equal(buf_str(&out), words);
	buf_release(&out);
	page_close(page);
}

static void charts_read_aloud(void **state)
{
	(void)state;
	expect_plain(RECOVERY, "What you may see\n\n"
			       "Today to Thursday 3 December: Redness, like a sunburn.\n"
			       "Thursday 3 December: It fades.\n"
			       "Monday 14 December to Monday 28 December: A change.\n"
			       "February 2027: More of it.\n");
	expect_plain(STEPS, "1. Cream. (15 minutes)\n2. Blood.\n3. Needles. (10 to 15 minutes)\n"
			    "4. Gel. (5 to 10 minutes)\nTogether: 30 to 40 minutes\n");
}

static void draw_chart(struct ui *ui, void *context)
{
	static const struct area whole = {0, 0, 24, 60, 0, false};
	struct page *page;
	int rows;

	if (page_parse(context, strlen(context), &page) != STATUS_OK)
		_Exit(1);
	page->today = (struct date){2026, 11, 30};
	ui_clear(ui);
	rows = page_draw(ui, &whole, 0, 0, 40, page, true);
	canvas_say("%d %d", rows, page_draw(NULL, NULL, 0, 0, 40, page, true));
	page_close(page);
	canvas_show_and_wait(ui);
	ui_close(ui);
}

static void expect_drawn(const char *markdown, const char *locale, const char *said,
			 const char *const *rows)
{
	struct canvas_options options = {
		.term = "xterm-256color", .locale = locale, .rows = 24, .columns = 60};
	struct canvas canvas;
	char heard[32];

	canvas_open(&canvas, &options, draw_chart, (void *)(uintptr_t)markdown);
	canvas_listen(&canvas, heard, sizeof(heard));
	assert_string_equal(heard, said);
	canvas_wait_drawn(&canvas);
	for (int i = 0; rows[i]; i++)
		assert_string_equal(canvas_row(&canvas, i), rows[i]);
	canvas_close(&canvas);
}

static void charts_are_drawn(void **state)
{
	static const char *const line[] = {"◉  Today to Thursday 3 December",
					   "│  Redness, like a sunburn.",
					   "│",
					   "✓  Thursday 3 December",
					   "│  It fades.",
					   "│",
					   "◉  Monday 14 December to Monday 28",
					   "│  December",
					   "│  A change.",
					   NULL};
	static const char *const bar[] = {"███████████████▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒██████████",
					  "1              3              4",
					  " 1. Cream. (15 minutes)", " 2. Blood.", NULL};
	static const char *const plain_bar[] = {"###############===============##########", NULL};

	(void)state;
	expect_drawn(RECOVERY, "C.UTF-8", "12 12", line);
	expect_drawn(STEPS, "C.UTF-8", "6 6", bar);
	expect_drawn(STEPS, "C", "6 6", plain_bar);
}

static void expect_fault(const char *markdown, int line, const char *what)
{
	struct page *page = page_of(markdown);
	struct report report;

	report_init(&report);
	page_check(page, "p.md", &report);
	assert_int_equal(report.errors, what ? 1 : 0);
	if (what) {
		assert_string_equal(report.problems[0].what, what);
		assert_int_equal(report.problems[0].line, line);
	}
	report_release(&report);
	page_close(page);
}

static void bad_charts_are_named(void **state)
{
	static const char line[] = "no usable line of the chart";

	(void)state;
	expect_fault(RECOVERY STEPS "```\nplain code\n```\n", 0, NULL);
	expect_fault("# T\n\n```recovery\n0-3 days | Red.\n3 years | Old.\n```\n", 5, line);
	expect_fault("```recovery\n3-1 days | Red.\n```\n", 2, line);
	expect_fault("```recovery\n3 days |\n```\n", 2, line);
	expect_fault("```recovery\n```\n", 1, "the chart is empty");
	expect_fault("```steps\n5 | A.\n```\n", 1, "the steps have no minutes to add up to");
	expect_fault("```steps 10\n5 minutes | A.\n```\n", 2, line);
	expect_fault("```steps 30-40\n15 | A.\n10 | B.\n```\n", 1,
		     "the minutes of the steps do not add up to the visit's");
	expect_fault("```steps 30-40\n15 | A.\n20-26 | B.\n```\n", 1,
		     "the minutes of the steps do not add up to the visit's");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(charts_read_aloud),
		cmocka_unit_test(charts_are_drawn),
		cmocka_unit_test(bad_charts_are_named),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests_name("charts", tests, NULL, NULL);
}
