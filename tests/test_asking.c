/* The widgets of every type, lists that are searched, and what repeats, as a person sees them: the
 * forms of tests/corpus on a pseudo-terminal, compared with tests/screens (`make snapshots`). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/site.h"

#include <stdio.h>

static struct site site;
static struct terminal terminal;

static void begin(const char *form, const char *language)
{
	site_open(&site, NULL, false);
	site_ask(&site, form, language);
	site_kiosk(&site, &terminal, true, 24, 80);
	terminal_wait_for(&terminal, language ? "Empezar" : "Begin");
	terminal_key(&terminal, "Enter");
}

static void end(void)
{
	terminal_stop(&terminal);
	site_close(&site);
}

static void shot(const char *name)
{
	char path[100];

	snprintf(path, sizeof(path), "80x24/asking-%s", name);
	terminal_snapshot(&terminal, path);
}

/* The screen stands still: a shot before, or nothing sent that would move the text. */
static void click(const char *text, int row, int column)
{
	int at_row, at_column;

	terminal_wait_for(&terminal, text);
	assert_true(terminal_find(&terminal, text, &at_row, &at_column));
	terminal_click(&terminal, at_row + row, at_column + column);
}

static void every_type_has_its_widget(void **state)
{
	(void)state;
	begin("types.json", NULL);
	terminal_wait_for(&terminal, "Name you like");
	terminal_send(&terminal, "Ana\rMy skin\r");
	terminal_keys(&terminal, "Tab Space Tab");
	terminal_send(&terminal, "31\t37.25");
	shot("about-today");
	terminal_key(&terminal, "Enter");
	terminal_wait_for(&terminal, "between 0 and 30");
	shot("limits");
	terminal_keys(&terminal, "Backspace Tab Backspace");
	terminal_send(&terminal, "\r");
	terminal_wait_for(&terminal, "Last treatment");
	terminal_send(&terminal, "3/27/2020\r11/23/2026 7:05\r6:00\r");
	terminal_wait_for(&terminal, "There is a problem");
	shot("when");
	terminal_keys(&terminal, "Home Delete");
	terminal_send(&terminal, "16\r");
	terminal_wait_for(&terminal, "Height");
	terminal_send(&terminal, "172\r");
	terminal_keys(&terminal, "Space Enter");
	terminal_send(&terminal, "https://example.org\r2");
	shot("numbers");
	terminal_key(&terminal, "Enter");
	click("Latex", 0, 0);
	click("Iodine", 0, 0);
	terminal_key(&terminal, "Enter");
	terminal_keys(&terminal, "Down Down");
	terminal_send(&terminal, "My sister");
	shot("lists");
	terminal_key(&terminal, "Enter");
	terminal_wait_for(&terminal, "Check your answers");
	shot("types-review");
	end();
}

static void instances_are_added_and_removed(void **state)
{
	(void)state;
	begin("repeats.json", NULL);
	terminal_wait_for(&terminal, "Name of the medicine");
	terminal_send(&terminal, "Aspirin");
	terminal_keys(&terminal, "Tab Space Tab");
	terminal_send(&terminal, "100");
	terminal_keys(&terminal, "Tab");
	terminal_send(&terminal, "8:00");
	terminal_keys(&terminal, "Tab Space");
	terminal_wait_for(&terminal, "(2 of 2)");
	terminal_send(&terminal, "20:00");
	shot("one-medicine");
	terminal_keys(&terminal, "Tab Tab Tab Tab");
	terminal_wait_for(&terminal, "Add another: Medicine");
	terminal_key(&terminal, "Enter");
	terminal_wait_for(&terminal, "Medicine (2 of 2)");
	terminal_send(&terminal, "Ibuprofen");
	shot("two-medicines");
	terminal_keys(&terminal, "Tab Tab");
	terminal_send(&terminal, "Dr. Lee");
	shot("within-the-second");
	terminal_keys(&terminal, "Up Up Up Up Up Up");
	shot("up-again");
	click("Remove: Medicine", 0, 3);
	terminal_wait_for(&terminal, "Ibuprofen");
	terminal_wait_gone(&terminal, "Aspirin");
	shot("the-second-stays");
	terminal_keys(&terminal, "Enter Enter Enter");
	terminal_wait_for(&terminal, "Operations");
	terminal_keys(&terminal, "Space Tab");
	terminal_send(&terminal, "1999");
	terminal_keys(&terminal, "Tab Space");
	terminal_wait_for(&terminal, "Operations (2 of 2)");
	terminal_keys(&terminal, "3 Enter");
	terminal_send(&terminal, "2001\tKnee");
	shot("below-each-answer");
	terminal_key(&terminal, "Enter");
	terminal_wait_for(&terminal, "Telephone");
	terminal_send(&terminal, "55\r");
	terminal_wait_for(&terminal, "There is a problem");
	shot("telephone");
	terminal_send(&terminal, "5-0100\r");
	terminal_wait_for(&terminal, "aspirin?");
	terminal_keys(&terminal, "Enter");
	terminal_wait_for(&terminal, "Check your answers");
	shot("repeats-review");
	end();
}

/* A question that may be left out is not a trap: what was chosen can be taken back. */
static void an_answer_is_taken_back(void **state)
{
	(void)state;
	begin("types.json", NULL);
	terminal_wait_for(&terminal, "First visit?");
	terminal_keys(&terminal, "Tab Tab Space");
	terminal_wait_for(&terminal, "\xe2\x97\x89  1  Yes");
	terminal_key(&terminal, "Space");
	terminal_wait_for(&terminal, "\xe2\x97\x8b  1  Yes");
	click("1  Yes", 0, 0);
	terminal_wait_for(&terminal, "\xe2\x97\x89  1  Yes");
	terminal_send(&terminal, "1"); /* a number only picks */
	terminal_settle(&terminal);
	terminal_wait_for(&terminal, "\xe2\x97\x89  1  Yes");
	click("1  Yes", 0, 0);
	terminal_wait_for(&terminal, "\xe2\x97\x8b  1  Yes");
	end();
}

static void words_stand_around_a_question(void **state)
{
	(void)state;
	begin("words.json", NULL);
	terminal_wait_for(&terminal, "bad is your pain");
	shot("slider");
	terminal_send(&terminal, "3\r");
	terminal_wait_for(&terminal, "Table");
	shot("table");
	terminal_keys(&terminal, "Enter Enter");
	terminal_wait_for(&terminal, "Country");
	shot("long-list");
	terminal_send(&terminal, "mex");
	terminal_wait_gone(&terminal, "Austria");
	shot("searched");
	terminal_send(&terminal, "q");
	terminal_wait_for(&terminal, "No answer matches");
	shot("no-match");
	terminal_key(&terminal, "Backspace");
	terminal_wait_for(&terminal, "xico");
	terminal_keys(&terminal, "Enter");
	terminal_wait_for(&terminal, "Thank you & good bye");
	terminal_keys(&terminal, "Esc");
	terminal_wait_for(&terminal, "Country");
	shot("found");
	end();
	begin("words.json", "es");
	terminal_wait_for(&terminal, "nto le duele");
	shot("spanish");
	end();
}

static void a_form_without_a_confirmation_is_sent_all_the_same(void **state)
{
	(void)state;
	begin("conditions.json", NULL);
	terminal_wait_for(&terminal, "A integer");
	terminal_send(&terminal, "5\r");
	terminal_wait_for(&terminal, "integer exists True");
	terminal_keys(&terminal, "PageUp PageUp Left Enter");
	terminal_wait_for(&terminal, "Check your answers");
	terminal_keys(&terminal, "Enter");
	terminal_wait_for(&terminal, "Send my form");
	shot("send");
	terminal_keys(&terminal, "Enter");
	terminal_wait_for(&terminal, "abababab");
	end();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_type_has_its_widget),
		cmocka_unit_test(instances_are_added_and_removed),
		cmocka_unit_test(an_answer_is_taken_back),
		cmocka_unit_test(words_stand_around_a_question),
		cmocka_unit_test(a_form_without_a_confirmation_is_sent_all_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
