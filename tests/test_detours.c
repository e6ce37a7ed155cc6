/* Visits that go another way: broken settings, an outbox that is gone, a hurried patient, a change
 * of mind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/site.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CANARY "Zephyrine"

/* A kiosk at its welcome screen, with its clock and its ids pinned. */
struct detour {
	struct site site;
	struct terminal terminal;
};

static int begin(void **state)
{
	struct detour *detour = calloc(1, sizeof(*detour));

	assert_non_null(detour);
	site_open(&detour->site, NULL, false);
	site_kiosk(&detour->site, &detour->terminal, true, 24, 80);
	terminal_wait_for(&detour->terminal, "Begin");
	*state = detour;
	return 0;
}

static int end(void **state)
{
	struct detour *detour = *state;

	terminal_stop(&detour->terminal);
	site_close(&detour->site);
	free(detour);
	return 0;
}

static void start_over(struct terminal *terminal)
{
	terminal_keys(terminal, "Enter End Enter");
	terminal_wait_for(terminal, "Given name");
	terminal_key(terminal, "F9");
	terminal_wait_for(terminal, "Start over?");
	terminal_keys(terminal, "Tab Enter");
	terminal_wait_for(terminal, "Begin");
}

static void expect_staff(struct terminal *terminal, bool told)
{
	terminal_key(terminal, "F12");
	terminal_wait_for(terminal, "Staff PIN");
	terminal_send(terminal, SITE_PIN "\r");
	terminal_wait_for(terminal, "Close the kiosk");
	if (told)
		terminal_wait_for(terminal, "were changed and have errors");
	else
		assert_false(terminal_shows(terminal, "were changed and have errors"));
	terminal_key(terminal, "Esc");
	terminal_wait_for(terminal, "Begin");
}

static void a_broken_configuration_is_not_used(void **state)
{
	struct terminal terminal;
	struct site site;
	char *settings;

	(void)state;
	site_open(&site, NULL, false);
	site_kiosk(&site, &terminal, false, 24, 80);
	terminal_wait_for(&terminal, "Begin");
	expect_staff(&terminal, false);
	settings = file_read(site.settings);
	assert_non_null(settings);
	file_write(site.settings, "{\"clinic\":");
	start_over(&terminal);
	expect_staff(&terminal, true);
	start_over(&terminal); /* and it is handed on to the next one */
	expect_staff(&terminal, true);
	assert_true(site_contains(&site, "1 error(s): the last good"));
	file_write(site.settings, settings);
	free(settings);
	start_over(&terminal);
	expect_staff(&terminal, false);
	terminal_stop(&terminal);
	site_close(&site);
}

/* Changes the settings, and `kiosk check` refuses them with these words. */
static void expect_check_refuses(const char *from, const char *to, const char *words)
{
	char *settings, *at, *changed;
	struct site site;

	site_open(&site, NULL, false);
	assert_int_equal(site_run(&site, process_program("KIOSK_PROGRAM"), "check", NULL), 0);
	settings = file_read(site.settings);
	at = settings ? strstr(settings, from) : NULL;
	assert_non_null(at);
	assert_true(asprintf(&changed, "%.*s%s%s", (int)(at - settings), settings, to,
			     at + strlen(from)) > 0);
	file_write(site.settings, changed);
	assert_int_equal(site_run(&site, process_program("KIOSK_PROGRAM"), "check", NULL), 1);
	assert_true(site_contains(&site, words));
	free(settings);
	free(changed);
	site_close(&site);
}

/* A flag that would be raised without effect must not pass: the stop page would never be shown. */
static void check_compares_flags_with_levels(void **state)
{
	(void)state;
	expect_check_refuses("\"code\": \"stop\"", "\"code\": \"stopp\"",
			     "the flag \"stop\" is no level: it would be raised without effect");
	expect_check_refuses("CodeSystem/intake-flag", "CodeSystem/intake-flags",
			     "no hidden item of the questionnaire raises \"stop\"");
}

/* Enter alone answers nothing; what the patient moved to, it takes along. */
static void enter_answers_nothing_by_itself(void **state)
{
	struct detour *detour = *state;
	struct terminal *terminal = &detour->terminal;

	terminal_keys(terminal, "Enter End Enter");
	terminal_wait_for(terminal, "Given name");
	terminal_send(terminal, "Ana\rGarcia\r3/27/1974\r52\r");
	terminal_wait_for(terminal, "How should we contact you?");
	terminal_keys(terminal, "Enter");
	terminal_wait_for(terminal, "There is a problem");
	assert_false(terminal_shows(terminal, "Phone number"));
	terminal_keys(terminal, "Down Enter");
	terminal_wait_for(terminal, "E-mail address");
}

static void a_change_leads_to_its_question(void **state)
{
	struct detour *detour = *state;
	struct terminal *terminal = &detour->terminal;

	site_visit(terminal, NULL);
	terminal_key(terminal, "Esc");
	terminal_wait_for(terminal, "Space changes the marked answer");
	terminal_keys(terminal, "Down Space"); /* the family name */
	terminal_wait_for(terminal, "Page 1 of");
	terminal_send(terminal, "-Smith\r\r\r");
	terminal_wait_for(terminal, "Space changes the marked answer");
	terminal_wait_for(terminal, "Zephyrine-Smith");
	terminal_keys(terminal, "Space"); /* the same line is marked again */
	terminal_wait_for(terminal, "Page 1 of");
	terminal_send(terminal, "-Jones");
	terminal_wait_for(terminal, "Zephyrine-Smith-Jones");
}

/* Takes the outbox's folder away, or gives it back: what a lost mount looks like. */
static void move_outbox(const struct site *site, bool away)
{
	char here[FOLDER_MAX + 32], there[FOLDER_MAX + 32];

	snprintf(here, sizeof(here), "%s/outbox", site->folder);
	snprintf(there, sizeof(there), "%s/elsewhere", site->folder);
	assert_int_equal(rename(away ? here : there, away ? there : here), 0);
}

static void what_cannot_be_saved_stays_on_the_screen(void **state)
{
	struct detour *detour = *state;
	struct terminal *terminal = &detour->terminal;
	char *queue;

	site_visit(terminal, NULL);
	move_outbox(&detour->site, true);
	terminal_key(terminal, "Enter");
	terminal_wait_for(terminal, "could not be saved. They are still here");
	terminal_wait_for(terminal, "staff."); /* the notice to its end */
	assert_false(terminal_shows(terminal, "Saved on this kiosk"));
	terminal_wait_for(terminal, "Canary Ana Zephyrine");
	assert_false(site_contains(&detour->site, CANARY));
	move_outbox(&detour->site, false);
	terminal_key(terminal, "Enter");
	terminal_wait_for(terminal, "Saved on this kiosk");
	assert_int_equal(site_run(&detour->site, process_program("KIOSK_PROGRAM"), "queue", NULL),
			 0);
	queue = site_output(&detour->site);
	assert_non_null(strstr(queue, "abababab"));
	free(queue);
}

static void out_of_order_until_the_cause_is_gone(void **state)
{
	struct detour *detour = *state;
	struct terminal *terminal = &detour->terminal;

	move_outbox(&detour->site, true);
	terminal_key(terminal, "Enter");
	terminal_wait_for(terminal, "out of order");
	terminal_wait_gone(terminal, "Begin");
	move_outbox(&detour->site, false);
	terminal_wait_for(terminal, "Begin"); /* by itself */
	terminal_wait_gone(terminal, "out of order");
}

static void a_tap_beside_the_button_leaves_the_receipt(void **state)
{
	struct detour *detour = *state;
	struct terminal *terminal = &detour->terminal;

	site_visit(terminal, NULL);
	terminal_key(terminal, "Enter");
	terminal_wait_for(terminal, "Saved on this kiosk");
	terminal_click(terminal, 8, 4);
	terminal_settle(terminal);
	assert_true(terminal_shows(terminal, "Saved on this kiosk"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_broken_configuration_is_not_used),
		cmocka_unit_test(check_compares_flags_with_levels),
		cmocka_unit_test_setup_teardown(enter_answers_nothing_by_itself, begin, end),
		cmocka_unit_test_setup_teardown(a_change_leads_to_its_question, begin, end),
		cmocka_unit_test_setup_teardown(what_cannot_be_saved_stays_on_the_screen, begin,
						end),
		cmocka_unit_test_setup_teardown(a_tap_beside_the_button_leaves_the_receipt, begin,
						end),
		cmocka_unit_test_setup_teardown(out_of_order_until_the_cause_is_gone, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
