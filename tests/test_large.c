/* What is larger than a screen, as a patient gets through it: long texts, long lists, instances
 * within instances, many faults (tests/corpus/forms/large.json). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/site.h"

static struct site site;
static struct terminal terminal;

static void begin(int rows, int columns)
{
	site_open(&site, NULL, false);
	site_ask(&site, "large.json", NULL);
	site_kiosk(&site, &terminal, true, rows, columns);
	terminal_wait_for(&terminal, "Begin");
	terminal_key(&terminal, "Enter");
	terminal_wait_for(&terminal, "Page 1 of 4");
}

static void end(void)
{
	terminal_stop(&terminal);
	site_close(&site);
}

/* From the first question of a page, over its button. */
static void leave_page(const char *next)
{
	terminal_keys(&terminal, "PageUp Left Enter");
	terminal_wait_for(&terminal, next);
}

static void click(const char *text)
{
	int row, column;

	terminal_wait_for(&terminal, text);
	assert_true(terminal_find(&terminal, text, &row, &column));
	terminal_click(&terminal, row, column);
}

/* From the second page. */
static void to_the_review(void)
{
	leave_page("Page 3 of 4");
	leave_page("Page 4 of 4");
	for (int i = 0; i < 12; i++)
		terminal_send(&terminal, "x\r");
	terminal_wait_for(&terminal, "Check your answers");
}

static void text_that_is_longer_than_the_screen_is_read_from_its_beginning(void **state)
{
	(void)state;
	begin(24, 80);
	terminal_snapshot(&terminal, "80x24/large-text");
	terminal_send(&terminal, "2"); /* answers nothing that is not in view */
	terminal_wait_for(&terminal, "Do you agree?");
	terminal_snapshot(&terminal, "80x24/large-text-question");
	terminal_keys(&terminal, "Up");
	terminal_wait_for(&terminal, "Sentence 1 tells");
	terminal_wait_gone(&terminal, "Do you agree?");
	terminal_keys(&terminal, "Enter Enter");
	terminal_wait_for(&terminal, "Sentence 1 tells");
	terminal_key(&terminal, "Down");
	terminal_wait_for(&terminal, "Tell us why");
	for (int i = 0; i < 30; i++)
		terminal_send(&terminal, "a word and one more\r");
	terminal_send(&terminal, "the end");
	terminal_wait_for(&terminal, "the end");
	terminal_keys(&terminal, "Tab Enter");
	to_the_review();
	terminal_keys(&terminal, "Down");
	terminal_wait_gone(&terminal, "the end");
	terminal_keys(&terminal, "Down Down");
	terminal_wait_for(&terminal, "the end");
	end();
}

static void the_marks_that_there_is_more_are_clicked(void **state)
{
	(void)state;
	begin(24, 80);
	terminal_click(&terminal, 22, 77);
	terminal_wait_for(&terminal, "Do you agree?");
	terminal_click(&terminal, 2, 77);
	terminal_wait_gone(&terminal, "Do you agree?");
	leave_page("Page 2 of 4");
	leave_page("Page 3 of 4");
	leave_page("Page 4 of 4");
	for (int i = 0; i < 12; i++)
		terminal_send(&terminal, "x\r");
	terminal_wait_for(&terminal, "Check your answers");
	for (int i = 0; i < 6; i++)
		terminal_click(&terminal, 20, 77);
	terminal_wait_for(&terminal, "Question 12");
	for (int i = 0; i < 6; i++)
		terminal_click(&terminal, 6, 77);
	terminal_wait_for(&terminal, "Do you agree?");
	end();
}

static void a_long_list_is_reached_and_read_by_the_pointer(void **state)
{
	(void)state;
	begin(24, 80);
	leave_page("Where were you born?");
	click("26 answers to search in");
	terminal_wait_for(&terminal, "1 to 8 of 26");
	click("1 to 8 of 26");
	terminal_wait_for(&terminal, "9 to 16 of 26");
	click("Exeter");
	click("Where have you lived?");
	terminal_wait_for(&terminal, "[ ]    Aberdeen");
	terminal_snapshot(&terminal, "80x24/large-lists");
	end();
}

static void a_search_goes_on_over_a_space(void **state)
{
	(void)state;
	begin(24, 80);
	leave_page("Where were you born?");
	terminal_key(&terminal, "Tab");
	terminal_send(&terminal, "new");
	terminal_wait_for(&terminal, "Newport");
	terminal_send(&terminal, " ro");
	terminal_wait_gone(&terminal, "New Castle");
	terminal_wait_for(&terminal, "new ro");
	terminal_send(&terminal, " "); /* no answer goes on: it selects */
	terminal_wait_for(&terminal, "\xe2\x97\x89     New Romney");
	terminal_keys(&terminal, "Tab");
	terminal_send(&terminal, "new");
	terminal_keys(&terminal, "Down Space");
	terminal_wait_for(&terminal, "[\xe2\x9c\x93]    New Romney");
	end();
}

static void a_long_summary_leaves_the_first_fault_in_view(void **state)
{
	(void)state;
	begin(24, 80);
	leave_page("Page 2 of 4");
	leave_page("Page 3 of 4");
	leave_page("Page 4 of 4");
	terminal_keys(&terminal, "PageUp Left Enter");
	terminal_snapshot(&terminal, "80x24/large-summary");
	end();
}

static void what_nobody_can_change_has_no_button_on_the_review(void **state)
{
	(void)state;
	begin(24, 80);
	leave_page("Page 2 of 4");
	to_the_review();
	terminal_keys(&terminal, "Down Down Down Down Down Space Down Space");
	terminal_snapshot(&terminal, "80x24/large-review");
	end();
}

static void every_instance_around_the_focus_is_named(void **state)
{
	(void)state;
	begin(24, 80);
	leave_page("Page 2 of 4");
	leave_page("Who is it?");
	terminal_send(&terminal, "My mother\tPollen\t");
	terminal_keys(&terminal, "Space Tab");
	terminal_send(&terminal, "1999\t");
	terminal_wait_for(&terminal, "[ Clear: Treatments ]");
	terminal_keys(&terminal, "Space Space Tab"); /* another treatment */
	terminal_send(&terminal, "2040");
	terminal_snapshot(&terminal, "80x24/large-treatments");
	terminal_keys(&terminal, "Tab Tab Space"); /* another illness */
	terminal_wait_for(&terminal, "has or had (2 of 2)");
	terminal_send(&terminal, "Dust");
	terminal_snapshot(&terminal, "80x24/large-illnesses");
	terminal_keys(&terminal, "Tab Enter");
	terminal_wait_for(&terminal, "between 1900 and 2030");
	terminal_resize(&terminal, 130, 120);
	terminal_wait_for(&terminal, "(1 of 2), Treatments (2 of 2), In which");
	end();
}

static void the_hints_say_what_enter_does_in_several_lines(void **state)
{
	(void)state;
	begin(24, 80);
	terminal_keys(&terminal, "Tab Tab Tab"); /* two of them read on */
	terminal_wait_for(&terminal, "Tell us why");
	terminal_wait_for(&terminal, "Tab Continue   Enter New line");
	terminal_send(&terminal, "one");
	click("Enter New line");
	terminal_send(&terminal, "two");
	terminal_wait_for(&terminal, "two");
	terminal_wait_gone(&terminal, "onetwo");
	click("Tab Continue");
	terminal_wait_for(&terminal, "Enter Continue");
	end();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_that_is_longer_than_the_screen_is_read_from_its_beginning),
		cmocka_unit_test(the_marks_that_there_is_more_are_clicked),
		cmocka_unit_test(a_long_list_is_reached_and_read_by_the_pointer),
		cmocka_unit_test(a_search_goes_on_over_a_space),
		cmocka_unit_test(the_hints_say_what_enter_does_in_several_lines),
		cmocka_unit_test(a_long_summary_leaves_the_first_fault_in_view),
		cmocka_unit_test(what_nobody_can_change_has_no_button_on_the_review),
		cmocka_unit_test(every_instance_around_the_focus_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
