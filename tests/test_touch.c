/* The whole visit by taps alone, on a screen where targets are for a finger: what is tapped is
 * found by its words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/site.h"

#define TAPS_MAX 20 /* of a scroll mark, until what is looked for is in view */

static void tap_at(struct terminal *terminal, int row, int column)
{
	terminal_click(terminal, row, column);
	terminal_settle(terminal);
}

static bool scroll(struct terminal *terminal, const char *mark)
{
	int row, column;

	if (!terminal_find(terminal, mark, &row, &column))
		return false;
	tap_at(terminal, row, column);
	return true;
}

static bool in_view(struct terminal *terminal, const char *words, int below, int *row, int *column)
{
	return terminal_find(terminal, words, row, column) && *row + below < terminal->rows - 3;
}

/* So many rows below the words; scrolls down to there by the mark at the edge. */
static void tap(struct terminal *terminal, const char *words, int below)
{
	int row, column;

	terminal_settle(terminal);
	for (int i = 0; i < TAPS_MAX && !in_view(terminal, words, below, &row, &column); i++)
		if (!scroll(terminal, "▼"))
			break;
	terminal_wait_for(terminal, words); /* fails with a picture */
	assert_true(terminal_find(terminal, words, &row, &column));
	tap_at(terminal, row + below, column);
}

/* On the keyboard on the screen, each letter's key; '^' is Shift, '~' the accent, '\n' the
 * key that closes it. */
static void tap_keys(struct terminal *terminal, const char *text)
{
	for (; *text; text++) {
		char letter[] = {' ', ' ', ' ', *text, ' ', ' ', ' ', '\0'};

		tap(terminal,
		    *text == ' '    ? "  Space  "
		    : *text == '~'  ? "  Accent  "
		    : *text == '^'  ? "  Shift  "
		    : *text == '\n' ? "  Done  "
				    : letter,
		    0);
	}
}

struct step {
	const char *page; /* is on the screen before; NULL: the same as before */
	const char *tap;  /* these words */
	int below;        /* so many rows below them */
	const char *type; /* then these keys (see tap_keys); NULL */
};

static const struct step to_review[] = {
	{"Begin", "Español", 0, NULL},
	{"Empezar", "English", 0, NULL},
	{"Learn about", "Begin", 1, NULL},
	{"Your privacy", "F1 Help", 0, NULL},
	{"Press Enter", "Press Enter", 0, NULL},
	{"Your privacy", " Continue ", 0, NULL},
	{"Given name", "Given name", 2, "^Ana~\n"},
	{NULL, "Family name", 2, "zo\n"},
	{NULL, "Date of birth", 2, "3/27/1974\n"},
	{"27 March 1974", "Your age in years", 2, "52\n"},
	{NULL, " Continue ", 0, NULL},
	{"How should we contact you?", " Back ", 0, NULL},
	{"Aná", " Continue ", 0, NULL},
	{"How should we contact you?", "By phone", 1, NULL},
	{NULL, "Phone number", 2, "5550101\n"},
	{NULL, " Continue ", 0, NULL},
	{"Where would you like", "Front", 2, NULL}, /* the face of the drawing */
	{"[✓] 1  Face", "Hands", 0, NULL},
	{"[✓] 5  Hands", " Continue ", 0, NULL},
	{"Texture", "Scars", 1, NULL},
	{NULL, " Continue ", 0, NULL},
	{"Are you pregnant", "Are you pregnant", 5, NULL},
	{NULL, "Are you breastfeeding", 5, NULL},
	{NULL, " Continue ", 0, NULL},
	{"today where you want", "None of these", 0, NULL},
	{NULL, " Continue ", 0, NULL},
	{"I have had cold sores", "None of these", 0, NULL},
	{NULL, " Continue ", 0, NULL},
	{"being treated for cancer", "None of these", 0, NULL},
	{NULL, " Continue ", 0, NULL},
	{"Scleroderma", "None of these", 0, NULL},
	{NULL, " Continue ", 0, NULL},
	{"Do you have diabetes", "  1  No", 0, NULL},
	{NULL, "I never took it", 0, NULL},
	{NULL, " Continue ", 0, NULL},
	{"A blood thinner", "None of these", 0, NULL},
	{NULL, " Continue ", 0, NULL},
	{"numbing cream", "None of these", 0, NULL},
	{NULL, " Continue ", 0, NULL},
	{"fillers or Botox", "None of these", 0, NULL},
	{NULL, " Continue ", 0, NULL},
	{"Do you smoke", "Do you smoke", 5, NULL},
	{NULL, "Have you ever felt faint", 5, NULL},
	{NULL, "Do you take any other", 6, NULL},
	{NULL, " Continue ", 0, NULL},
	{"You have finished", " Continue ", 0, NULL},
	{"step by step", " Continue ", 0, NULL},
	{"Aftercare", " Continue ", 0, NULL},
};

static const struct step to_welcome[] = {
	{"Check your answers", "Change", 0, NULL},
	{"Given name", " Continue ", 0, NULL},
	{"Check your answers", "F5 Show", 0, NULL},
	{"Hide answers", " Continue ", 0, NULL},
	{"My statement", "What I have written", 1, NULL},
	{NULL, "Type your full name", 2, "^Ana zo\n"},
	{NULL, " Send my form ", 0, NULL},
	{"Your reference", " Finish ", 0, NULL},
	{"Learn about", "Learn about", 0, NULL},
};

static void walk(struct terminal *terminal, const struct step *steps, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (steps[i].page)
			terminal_wait_for(terminal, steps[i].page);
		tap(terminal, steps[i].tap, steps[i].below);
		if (steps[i].type)
			tap_keys(terminal, steps[i].type);
	}
}

static void a_visit_by_taps_alone(void **state)
{
	struct site site;
	struct terminal terminal;

	(void)state;
	site_open(&site, NULL, false);
	site_languages(&site, "es", NULL);
	site_kiosk(&site, &terminal, true, 30, 100);
	walk(&terminal, to_review, sizeof(to_review) / sizeof(*to_review));
	walk(&terminal, to_welcome, sizeof(to_welcome) / sizeof(*to_welcome));
	terminal_stop(&terminal);
	site_close(&site);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_visit_by_taps_alone),
	};

	return cmocka_run_group_tests_name("touch", tests, NULL, NULL);
}
