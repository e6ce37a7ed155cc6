/* What the screens do with the room they have: targets for a finger, one question at a time, the
 * marks at the edge, the staff's corner. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/site.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct stage {
	struct site site;
	struct terminal terminal;
};

static void raise_curtain(struct stage *stage, int rows, int columns)
{
	site_open(&stage->site, NULL, false);
	site_kiosk(&stage->site, &stage->terminal, true, rows, columns);
	terminal_wait_for(&stage->terminal, "Begin");
	terminal_settle(&stage->terminal);
}

static void drop_curtain(struct stage *stage)
{
	terminal_stop(&stage->terminal);
	site_close(&stage->site);
}

/* A click so many rows below a text, on its first cell. */
static void click_at(struct terminal *terminal, const char *text, int below)
{
	int row, column;

	terminal_wait_for(terminal, text);
	terminal_settle(terminal);
	assert_true(terminal_find(terminal, text, &row, &column));
	terminal_click(terminal, row + below, column);
	terminal_settle(terminal);
}

static void targets_are_three_rows_high(void **state)
{
	struct stage stage;
	struct terminal *terminal = &stage.terminal;

	(void)state;
	raise_curtain(&stage, 30, 100);
	click_at(terminal, "Begin", 1);           /* the lower row of a button */
	click_at(terminal, "Enter Continue", -1); /* the upper one of the touch bar */
	click_at(terminal, "Family name", 3);     /* the lower edge of a field */
	terminal_send(terminal, "Zephyrine");
	terminal_settle(terminal);
	assert_true(terminal_shows(terminal, "│Zephyrine"));
	click_at(terminal, "Given name", 1);
	terminal_send(terminal, "Ana\t\t3/27/1974\t52");
	click_at(terminal, "  Continue", -1);
	click_at(terminal, "By e-mail", 1); /* the lower edge of a card */
	terminal_wait_for(terminal, "◉  2  By e-mail");
	click_at(terminal, "Esc", 1);
	terminal_wait_for(terminal, "Given name");
	drop_curtain(&stage);
}

static void marks_at_the_edge_scroll(void **state)
{
	struct stage stage;
	struct terminal *terminal = &stage.terminal;

	(void)state;
	raise_curtain(&stage, 24, 80);
	click_at(terminal, "Begin", 0);
	terminal_wait_for(terminal, "Your privacy");
	click_at(terminal, "▼", 0);
	assert_true(terminal_shows(terminal, "▲"));
	click_at(terminal, "▲", 2); /* as high as a finger */
	assert_false(terminal_shows(terminal, "▲"));
	drop_curtain(&stage);
}

static void three_taps_into_the_corner_call_staff(void **state)
{
	struct stage stage;
	struct terminal *terminal = &stage.terminal;

	(void)state;
	raise_curtain(&stage, 24, 80);
	terminal_click(terminal, 0, 79);
	terminal_click(terminal, 1, 75);
	terminal_settle(terminal);
	assert_false(terminal_shows(terminal, "Staff PIN"));
	terminal_click(terminal, 0, 72);
	terminal_wait_for(terminal, "Staff PIN");
	drop_curtain(&stage);
}

static void expect_one_question(struct terminal *terminal)
{
	terminal_wait_for(terminal, "Question 1 of 4");
	terminal_settle(terminal);
	assert_true(terminal_shows(terminal, "About you"));
	assert_false(terminal_shows(terminal, "Family name"));
	click_at(terminal, " Continue ", 0);
	terminal_wait_for(terminal, "Question 2 of 4");
	terminal_settle(terminal);
	assert_true(terminal_shows(terminal, "Family name"));
	assert_false(terminal_shows(terminal, "Given name"));
	click_at(terminal, " Back ", 0);
	terminal_wait_for(terminal, "Given name");
	terminal_keys(terminal, "Enter Enter Esc"); /* Esc: one question back */
	terminal_wait_for(terminal, "Question 2 of 4");
	terminal_keys(terminal, "Enter Enter Enter"); /* to the end: the first fault */
	terminal_wait_for(terminal, "Question 1 of 4");
	terminal_settle(terminal);
	assert_true(terminal_shows(terminal, "Enter an answer"));
	terminal_key(terminal, "Esc"); /* from the first question: the page before */
	terminal_wait_for(terminal, "Your privacy");
}

static void small_windows_ask_one_question_at_a_time(void **state)
{
	static const int sizes[][2] = {{18, 60}, {12, 40}};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct stage stage;

		raise_curtain(&stage, sizes[i][0], sizes[i][1]);
		click_at(&stage.terminal, "Begin", 0);
		terminal_wait_for(&stage.terminal, "Your privacy");
		terminal_keys(&stage.terminal, "End Enter");
		expect_one_question(&stage.terminal);
		drop_curtain(&stage);
	}
}

static void f3_asks_one_question_with_more_space(void **state)
{
	struct stage stage;
	struct terminal *terminal = &stage.terminal;

	(void)state;
	raise_curtain(&stage, 24, 80);
	terminal_keys(terminal, "Enter");
	terminal_wait_for(terminal, "Your privacy");
	terminal_keys(terminal, "End Enter");
	terminal_wait_for(terminal, "Family name");
	terminal_key(terminal, "F3");
	expect_one_question(terminal);
	terminal_keys(terminal, "F3 End Enter");
	terminal_wait_for(terminal, "Family name");
	drop_curtain(&stage);
}

static void an_arrow_key_costs_little(void **state)
{
	struct stage stage;
	struct terminal *terminal = &stage.terminal;
	size_t before;

	(void)state;
	raise_curtain(&stage, 24, 80);
	terminal_keys(terminal, "Enter");
	terminal_wait_for(terminal, "Your privacy");
	terminal_keys(terminal, "End Enter");
	terminal_wait_for(terminal, "Given name");
	terminal_send(terminal, "Ana\tZephyrine\t3/27/1974\t52\r");
	terminal_wait_for(terminal, "By e-mail");
	terminal_key(terminal, "Down");
	terminal_settle(terminal);
	before = terminal->raw.len;
	terminal_key(terminal, "Up");
	terminal_settle(terminal);
	assert_in_range(terminal->raw.len - before, 10, 64);
	drop_curtain(&stage);
}

static void the_window_bears_the_name(void **state)
{
	struct stage stage;

	(void)state;
	raise_curtain(&stage, 24, 80);
	assert_non_null(strstr(buf_str(&stage.terminal.raw), "\033]2;Riverside Skin Clinic\033\\"));
	drop_curtain(&stage);
}

/* Marks take bytes and no cells: what ends the title stands behind it all the same. */
static void a_long_title_ends(void **state)
{
	char members[2048], *title, *end;
	size_t used = (size_t)snprintf(members, sizeof(members), "{'name': 'Clinic");
	struct stage stage;

	(void)state;
	while (used < 1200)
		used += (size_t)snprintf(members + used, sizeof(members) - used, "e\u0301\u0302");
	snprintf(members + used, sizeof(members) - used, "'}");
	site_open(&stage.site, NULL, false);
	site_set(&stage.site, "clinic", members);
	site_kiosk(&stage.site, &stage.terminal, true, 24, 80);
	terminal_wait_for(&stage.terminal, "Begin");
	title = strstr(buf_str(&stage.terminal.raw), "\033]2;Clinic");
	assert_non_null(title);
	end = strchr(title + 1, '\033');
	assert_non_null(end);
	assert_int_equal(end[1], '\\');
	assert_in_range(end - title, 100, 450);
	drop_curtain(&stage);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(targets_are_three_rows_high),
		cmocka_unit_test(marks_at_the_edge_scroll),
		cmocka_unit_test(three_taps_into_the_corner_call_staff),
		cmocka_unit_test(small_windows_ask_one_question_at_a_time),
		cmocka_unit_test(f3_asks_one_question_with_more_space),
		cmocka_unit_test(an_arrow_key_costs_little),
		cmocka_unit_test(the_window_bears_the_name),
		cmocka_unit_test(a_long_title_ends),
	};

	return cmocka_run_group_tests_name("room", tests, NULL, NULL);
}
