/* The dialogue of `kiosk --plain`: what is said, what is taken, and what is left when it ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/dialogue.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct site site;
static struct dialogue dialogue;

static void begin(const char *idle)
{
	site_open(&site, idle, false);
	dialogue_open(&dialogue, &site, true);
}

static void begin_form(const char *form, const char *language)
{
	site_open(&site, NULL, false);
	site_ask(&site, form, language);
	dialogue_open(&dialogue, &site, true);
	(void)dialogue_answer(&dialogue, "1");
}

static void end(void)
{
	dialogue_close(&dialogue);
	site_close(&site);
}

static void to_the_questions(void)
{
	(void)dialogue_answer(&dialogue, "1");
	dialogue_read_on(&dialogue);
	assert_non_null(strstr(dialogue_said(&dialogue), "Given name."));
}

#define EXPECT(line, text) dialogue_expect(&dialogue, line, text)

static void it_says_how_it_works(void **state)
{
	(void)state;
	begin(NULL);
	assert_non_null(strstr(dialogue_said(&dialogue), "Riverside Skin Clinic."));
	assert_non_null(strstr(dialogue_said(&dialogue), "/b goes back"));
	EXPECT("", "1. Begin the form.");
	EXPECT("7", "1. Begin the form.");
	EXPECT("2", "Press Enter to hear more.");
	EXPECT("hello", "This page is for reading.");
	EXPECT("/b", "Type 1 to begin.");
	EXPECT("1", "Your privacy");
	end();
}

static void a_question_has_a_place_and_comes_back(void **state)
{
	(void)state;
	begin(NULL);
	to_the_questions();
	assert_non_null(strstr(dialogue_said(&dialogue), "Question 1, page 1 of 14. Required."));
	EXPECT("Ana", "Question 2, page 1 of 14. Required.\nFamily name.");
	EXPECT("/repeat", "Family name.");
	EXPECT("/b", "Given name.\nType your answer.\nYour answer so far: Ana.");
	EXPECT("", "Family name.");
	EXPECT("//b", "Date of birth."); /* an answer that begins with a slash */
	EXPECT("/b", "Your answer so far: /b.");
	EXPECT("/E", "Your answer is taken back.");
	EXPECT("", "Enter an answer.");
	EXPECT("Lee", "Date of birth.");
	EXPECT("/nothing", "There is no such command.");
	EXPECT("/h", "/b or /back: go back.");
	EXPECT("?", "Our staff are glad to help you");
	EXPECT("/v", "That does nothing here.");
	end();
}

static void a_wrong_answer_is_not_kept(void **state)
{
	(void)state;
	begin(NULL);
	to_the_questions();
	(void)dialogue_answer(&dialogue, "Ana");
	(void)dialogue_answer(&dialogue, "Lee");
	EXPECT("31 February", "Enter the date as month, day, year");
	EXPECT("", "Enter the date as month, day, year");
	EXPECT("3/27/1974", "Your answer: 27 March 1974.");
	EXPECT("51", "do not match");
	EXPECT("/b", "Your answer so far: 27 March 1974.");
	EXPECT("", "How old are you?");
	EXPECT("52", "How should we contact you?\n1. By phone.\n2. By e-mail.");
	EXPECT("3", "Type a number from 1 to 2.");
	EXPECT("1 2", "Type a number from 1 to 2.");
	EXPECT("pigeon", "Type a number from 1 to 2.");
	EXPECT("MAIL", "You chose: By e-mail.");
	EXPECT("/b", "2. By e-mail, chosen.");
	EXPECT("", "E-mail");
	end();
}

static void several_answers_are_chosen_and_taken_away(void **state)
{
	(void)state;
	begin(NULL);
	to_the_questions();
	(void)dialogue_answer(&dialogue, "Ana");
	(void)dialogue_answer(&dialogue, "Lee");
	(void)dialogue_answer(&dialogue, "3/27/1974");
	(void)dialogue_answer(&dialogue, "52");
	(void)dialogue_answer(&dialogue, "1");
	EXPECT("555 0101", "Where would you like treatment?");
	EXPECT("", "Select at least one answer.");
	EXPECT("1, 7", "Chosen now: Face; Back.");
	EXPECT("back", "Back is taken away.\nChosen now: Face.");
	EXPECT("b", "Phone number."); /* a letter alone is no answer, but a command */
	EXPECT("", "Your answer so far: Face.");
	end();
}

/* To the review of a healthy patient's answers. */
static void to_the_review(void)
{
	static const char *const lines[] = {
		"Ana", "Lee", "3/27/1974", "52", "1", "555 0101", "1", "",  "1", "",  "", "",
		"",    "no",  "no",        "8",  "",  "7",        "",  "6", "",  "6", "", "1",
		"4",   "6",   "",          "5",  "",  "7",        "",  "2", "2", "2",
	};

	to_the_questions();
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		(void)dialogue_answer(&dialogue, lines[i]);
	while (!strstr(dialogue_said(&dialogue), "Check your answers.")) {
		dialogue_read_on(&dialogue);
		if (!strstr(dialogue_said(&dialogue), "Check your answers."))
			(void)dialogue_answer(&dialogue, "");
	}
}

static void the_review_hides_changes_and_sends(void **state)
{
	(void)state;
	begin(NULL);
	to_the_review();
	assert_non_null(strstr(dialogue_said(&dialogue), "1. Given name: Ana."));
	EXPECT("", "hidden here for your privacy");
	assert_null(strstr(dialogue_said(&dialogue), "? No."));
	EXPECT("/v", "? No.");
	EXPECT("/v", "hidden here for your privacy");
	EXPECT("1", "Given name.");
	EXPECT("Bea", "1. Given name: Bea."); /* and no other question is asked again */
	EXPECT("1", "Your answer so far: Bea.");
	EXPECT("/b", "Check your answers.");
	while (!strstr(dialogue_said(&dialogue), "That was all."))
		(void)dialogue_answer(&dialogue, "");
	EXPECT("", "My statement");
	EXPECT("1", "Type your");
	EXPECT("Bea Lee", "Type 1 to send your form");
	EXPECT("", "Type 1 to send your form, or /b to go back.");
	EXPECT("1", "Your reference is abababab.\nIt is spelled:\na, b, a, b.\na, b, a, b.\n");
	assert_int_equal(site_run(&site, process_program("KIOSK_PROGRAM"), "queue", NULL), 0);
	EXPECT("", "The visit has ended. Nothing of it stays here.");
	dialogue_wait_for(&dialogue, "Type 1 to begin.");
	assert_null(strstr(dialogue_said(&dialogue), "Bea"));
	end();
}

static void what_is_no_text_is_refused(void **state)
{
	char line[20001];

	(void)state;
	begin(NULL);
	to_the_questions();
	memset(line, 'x', sizeof(line) - 1);
	line[sizeof(line) - 1] = '\0';
	EXPECT(line, "That is too long. Type a shorter answer.\nAnswer: ");
	line[4001] = '\0';
	EXPECT(line, "That is too long. Type a shorter answer.\nAnswer: ");
	EXPECT("A\xFF"
	       "na",
	       "That has signs that cannot be taken.");
	EXPECT("A\033[2Jna", "That has signs that cannot be taken.");
	EXPECT("/\xFF", "There is no such command.");
	EXPECT("  Ana \t", "Family name.");
	EXPECT("/b", "Your answer so far: Ana.");
	end();
}

static void stop_asks_first(void **state)
{
	(void)state;
	begin(NULL);
	EXPECT("/s", "That does nothing here.");
	to_the_questions();
	(void)dialogue_answer(&dialogue, "Ana");
	EXPECT("/s", "Everything that you have entered will be erased.");
	EXPECT("", "Family name.");
	EXPECT("/stop", "2. Yes, stop.");
	EXPECT("9", "Type 1 to go on, or 2 to stop.");
	EXPECT("2", "The visit has ended.");
	to_the_questions();
	EXPECT("/r", "Given name.\nType your answer.\nAnswer: ");
	end();
}

static void the_idle_clock_warns_in_words_and_ends(void **state)
{
	(void)state;
	begin("{\"visitSeconds\":1,\"readingSeconds\":1,\"warningSeconds\":3}");
	to_the_questions();
	dialogue_wait_for(&dialogue, "Are you still there?");
	EXPECT("", "The form goes on.");
	dialogue_wait_for(&dialogue, "Press Enter to go on.");
	EXPECT("Ana", "Family name."); /* what was being typed is not lost */
	dialogue_wait_for(&dialogue, "The time was over.");
	dialogue_wait_for(&dialogue, "Type 1 to begin.");
	assert_false(site_contains(&site, "Ana"));
	end();
}

static void the_end_of_the_input_ends_it(void **state)
{
	(void)state;
	begin(NULL);
	to_the_questions();
	(void)dialogue_answer(&dialogue, "Canary");
	assert_int_equal(dialogue_end(&dialogue), 0);
	assert_false(site_contains(&site, "Canary"));
	end();
}

static void the_desk_resets_it(void **state)
{
	(void)state;
	begin(NULL);
	to_the_questions();
	assert_int_equal(site_run(&site, process_program("KIOSK_PROGRAM"), "reset", NULL), 0);
	dialogue_wait_for(&dialogue, "Type 1 to begin.");
	kill(dialogue.pid, SIGTERM);
	assert_int_equal(process_wait(dialogue.pid, TEST_DEADLINE_MS), 0);
	dialogue.pid = 0;
	end();
}

/* A clock before the build date: no visit begins. */
static void out_of_order(void **state)
{
	(void)state;
	site_open(&site, NULL, false);
	site.time = "KIOSK_TEST_TIME=1000000000";
	dialogue_open(&dialogue, &site, true);
	assert_non_null(strstr(dialogue_said(&dialogue), "out of order"));
	EXPECT("1", "Press Enter to hear more."); /* what is left: to read */
	end();
}

static void every_type_is_asked_in_words(void **state)
{
	(void)state;
	begin_form("types.json", NULL);
	(void)dialogue_answer(&dialogue, "Ana");
	EXPECT("one", "Next line, or Enter to end.");
	EXPECT("two", "Next line, or Enter to end.");
	EXPECT("", "First visit?\n1. Yes.\n2. No.");
	EXPECT("/b", "Your answer so far: one\ntwo.");
	(void)dialogue_answer(&dialogue, "");
	EXPECT("y", "You chose: Yes.");
	EXPECT("31", "Enter a number between 0 and 30.");
	EXPECT("", "Temperature at home."); /* what was wrong is not kept */
	EXPECT("37.5", "Your answer: 37.5 \u00B0C.");
	(void)dialogue_answer(&dialogue, "");
	EXPECT("11/23/2026 7:05", "Your answer: 23 November 2026, 07:05.");
	(void)dialogue_answer(&dialogue, "");
	EXPECT("172", "In which unit?\n1. cm.\n2. in.");
	EXPECT("", "Select the unit.");
	EXPECT("/b", "Your answer so far: 172.");
	EXPECT("", "In which unit?");
	EXPECT("2", "Your web page.");
	EXPECT("x y", "Enter a web address without blanks");
	(void)dialogue_answer(&dialogue, "");
	EXPECT("2", "Allergies.");
	EXPECT("1 2", "Chosen now: Latex; Iodine.");
	EXPECT("3", "Chosen now: None.");
	EXPECT("/e", "Your answer is taken back.");
	EXPECT("", "Type 3 to give another answer in your own words.");
	EXPECT("sister", "No answer fits.");
	EXPECT("3", "Type your own answer in your own words.");
	EXPECT("2", "A photo.\nPlease give this at the front desk."); /* words, and no number */
	EXPECT("/b", "Your answer so far: 2.");
	end();
}

static void what_repeats_is_added_and_removed(void **state)
{
	(void)state;
	begin_form("repeats.json", NULL);
	assert_non_null(strstr(dialogue_said(&dialogue), "Optional.\nName of the medicine."));
	EXPECT("Aspirin", "Do you take it every day?");
	EXPECT("/b", "Required.\nName of the medicine."); /* the medicine is not empty now */
	(void)dialogue_answer(&dialogue, "");
	EXPECT("", "Who prescribed it?");
	EXPECT("Dr. Lee", "1. Add another: Who prescribed it?\n2. Clear: Who prescribed it?\n");
	EXPECT("7", "Type a number from 1 to 2, or press Enter to go on.");
	EXPECT("1", "Medicine, Who prescribed it? (2 of 2), Name.");
	EXPECT("Dr. No", "3. Remove: Who prescribed it? (2 of 2).");
	EXPECT("2", "It is removed.");
	EXPECT("/b", "Your answer so far: Dr. No.");
	(void)dialogue_answer(&dialogue, "");
	EXPECT("", "2. Clear: Medicine.");
	EXPECT("2", "It is empty now.");
	EXPECT("", "Operations.");
	end();
}

/* The letters of the commands differ in every language, and English does where it can. */
static void it_speaks_another_language(void **state)
{
	char letters[64] = "";
	const char *at;

	(void)state;
	begin_form("words.json", "es");
	assert_non_null(strstr(dialogue_said(&dialogue), "Pregunta 1, p\u00E1gina 1 de 4."));
	EXPECT("/help", "/a o /atr\u00E1s: ");
	for (at = dialogue_said(&dialogue); (at = strstr(at, "\n/")); at++) {
		assert_null(strchr(letters, at[2]));
		letters[strlen(letters)] = at[2];
	}
	EXPECT("ayuda", "/a o /atr\u00E1s: "); /* no number, so it is a command */
	EXPECT("3", "Su respuesta: 3");
	EXPECT("/ATRAS", "Su respuesta hasta ahora: 3");
	end();
}

static void the_language_changes_half_way(void **state)
{
	char *settings, *more = NULL;

	(void)state;
	site_open(&site, NULL, false);
	settings = file_read(site.settings);
	assert_true(asprintf(&more, "{\"languages\": [\"en\", \"es\"], %s", settings + 1) > 0);
	file_write(site.settings, more);
	free(settings);
	free(more);
	dialogue_open(&dialogue, &site, true);
	assert_non_null(strstr(dialogue_said(&dialogue), "Espa\u00F1ol: /l"));
	to_the_questions();
	(void)dialogue_answer(&dialogue, "Ana");
	EXPECT("/l", "Pregunta 2, p\u00E1gina 1 de 14. Obligatorio.");
	EXPECT("/b", "Su respuesta hasta ahora: Ana.");
	EXPECT("/l", "Your answer so far: Ana.");
	end();
}

static void a_long_list_is_searched(void **state)
{
	(void)state;
	begin_form("words.json", NULL);
	while (!strstr(dialogue_said(&dialogue), "Type some letters of yours"))
		(void)dialogue_answer(&dialogue,
				      strstr(dialogue_said(&dialogue), "pain") ? "3" : "");
	EXPECT("xyz", "No answer fits. Type other words.");
	EXPECT("a", "Type /m to hear more, or other words.");
	EXPECT("/m", "Type");
	EXPECT("mex", "You chose: México.");
	end();
}

/* Whatever is typed, the dialogue asks again: LINES_SEED, else by the clock; printed. */
static void random_lines_are_always_answered(void **state)
{
	static const char *const forms[] = {"types.json", "repeats.json", "words.json"};
	static const char *const lines[] = {
		"",
		"",
		"",
		"",
		"",
		"1",
		"1",
		"2",
		"3",
		"1 2",
		"/b",
		"/e",
		"/m",
		"/v",
		"/r",
		"/h",
		"/s",
		"?",
		"b",
		"yes",
		"an",
		"x",
		"37.5",
		"52",
		"Ana",
		"8:0",
		"0",
		"3/27/1974",
		"/",
		"//",
		"\xFF",
		"\t",
		"99999999999999999999",
		"555 0101",
		"http://example.org",
	};
	const char *given = getenv("LINES_SEED");
	unsigned int seed =
		given ? (unsigned int)strtoul(given, NULL, 10) : (unsigned int)time(NULL) % 1000000;

	(void)state;
	print_message("LINES_SEED=%u\n", seed);
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		begin_form(forms[i], NULL);
		for (int line = 0; line < 400; line++)
			(void)dialogue_answer(
				&dialogue,
				lines[(size_t)rand_r(&seed) % (sizeof(lines) / sizeof(*lines))]);
		end();
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_says_how_it_works),
		cmocka_unit_test(a_question_has_a_place_and_comes_back),
		cmocka_unit_test(a_wrong_answer_is_not_kept),
		cmocka_unit_test(several_answers_are_chosen_and_taken_away),
		cmocka_unit_test(the_review_hides_changes_and_sends),
		cmocka_unit_test(what_is_no_text_is_refused),
		cmocka_unit_test(stop_asks_first),
		cmocka_unit_test(the_idle_clock_warns_in_words_and_ends),
		cmocka_unit_test(the_end_of_the_input_ends_it),
		cmocka_unit_test(the_desk_resets_it),
		cmocka_unit_test(out_of_order),
		cmocka_unit_test(every_type_is_asked_in_words),
		cmocka_unit_test(what_repeats_is_added_and_removed),
		cmocka_unit_test(a_long_list_is_searched),
		cmocka_unit_test(it_speaks_another_language),
		cmocka_unit_test(the_language_changes_half_way),
		cmocka_unit_test(random_lines_are_always_answered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
