/* Another language in the middle of a visit, and what a language lacks. */
#include "support/form_fixture.h"
#include "support/site.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <kiosk/base/catalogue.h>
#include <kiosk/base/date_words.h>
#include <kiosk/base/words.h>
#include <kiosk/languages.h>

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void open_words(char folder[PATH_MAX])
{
	languages_folder(NULL, folder);
	assert_int_not_equal(*folder, '\0');
	words_init();
	words_open(folder);
}

static void assert_date(enum date_form form, const char *expected)
{
	struct buf out;

	buf_init(&out, 200, NULL);
	assert_int_equal(date_words((struct date){2026, 11, 26}, form, &out), STATUS_OK);
	assert_string_equal(buf_str(&out), expected);
	buf_release(&out);
}

static void words_follow_the_language(void **state)
{
	char folder[PATH_MAX], name[WORDS_NAME_MAX];

	(void)state;
	open_words(folder);
	assert_date(DATE_FORM_DAY, "Thursday 26 November");
	words_speak("es-MX"); /* with the words of es */
	assert_date(DATE_FORM_DAY, "jueves 26 de noviembre");
	assert_date(DATE_FORM_SHORT, "26 de noviembre");
	assert_date(DATE_FORM_LONG, "26 de noviembre de 2026");
	assert_date(DATE_FORM_MONTH, "noviembre de 2026");
	assert_int_equal(words_decimal_sign(), ',');
	words_name("en", name);
	assert_string_equal(name, "English");
	words_name("es", name);
	assert_string_equal(name, "Español");
	words_name("xx", name);
	assert_string_equal(name, "xx");
	assert_date(DATE_FORM_SHORT, "26 de noviembre"); /* a name changes nothing */
	words_speak("xx");
	assert_date(DATE_FORM_SHORT, "26 November");
	words_speak("en");
	assert_int_equal(words_decimal_sign(), '.');
}

static void assert_whole(const char *folder, const char *language, const struct catalogue *all)
{
	struct catalogue *catalogue;
	char path[PATH_MAX + 300];
	size_t missing = 0;

	snprintf(path, sizeof(path), "%s/%s/LC_MESSAGES/" WORDS_REFERENCE, folder, language);
	assert_int_equal(catalogue_open(path, &catalogue), STATUS_OK);
	for (size_t i = 0; i < catalogue_count(all); i++) {
		if (catalogue_has(catalogue, catalogue_message(all, i)))
			continue;
		print_error("not in config/locale/%s.po: \"%s\"\n", language,
			    catalogue_message(all, i));
		missing++;
	}
	catalogue_close(catalogue);
	if (missing > 0)
		fail_msg("%zu words are missing or fuzzy: `make po` and translate them", missing);
}

/* msgfmt leaves fuzzy entries out: they count as missing. */
static void every_catalogue_is_whole(void **state)
{
	char folder[PATH_MAX], path[PATH_MAX + 300];
	struct catalogue *all;
	struct dirent *entry;
	size_t languages = 0;
	DIR *dir;

	(void)state;
	open_words(folder);
	snprintf(path, sizeof(path), "%s/" WORDS_REFERENCE, folder);
	assert_int_equal(catalogue_open(path, &all), STATUS_OK);
	assert_true(catalogue_has(all, "Continue"));
	assert_false(catalogue_has(all, "Nobody says this"));
	dir = opendir(folder);
	assert_non_null(dir);
	while ((entry = readdir(dir))) {
		if (strchr(entry->d_name, '.'))
			continue;
		assert_whole(folder, entry->d_name, all);
		languages++;
	}
	closedir(dir);
	catalogue_close(all);
	assert_true(languages > 0);
	snprintf(path, sizeof(path), "%s/kiosk.pot", folder); /* no catalogue */
	assert_int_equal(catalogue_open(path, &all), STATUS_INVALID);
}

#define IN_SPANISH(words)                                                                          \
	"'_text':{'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/translation',"      \
	"'extension':[{'url':'lang','valueCode':'es'},{'url':'content','valueString':'" words      \
	"'}]}]}"
#define FORM                                                                                       \
	"{'resourceType':'Questionnaire','url':'http://t/f','status':'draft','language':'en',"     \
	"'item':[{'linkId':'d','type':'date','text':'Day'," IN_SPANISH(                            \
		"Día") "},"                                                                        \
		       "{'linkId':'p','type':'date','text':'Part'},"                               \
		       "{'linkId':'i','type':'date','text':'ISO'},"                                \
		       "{'linkId':'t','type':'dateTime','text':'When'},"                           \
		       "{'linkId':'n','type':'decimal','text':'Number'},"                          \
		       "{'linkId':'s','type':'string','text':'Words'}]}"

static void assert_typed(struct answers *answers, size_t slot, const char *typed, const char *value)
{
	assert_string_equal(answers_typed(answers, slot), typed);
	if (value)
		assert_string_equal(answers_value(answers, slot, 0)->text, value);
	else
		assert_int_equal(answers_count(answers, slot), 0);
}

static void answers_stay_and_dates_turn(void **state)
{
	const struct answers_options english = {.date_order = DATE_MDY, .today = {2026, 11, 23}};
	const struct answers_options spanish = {
		.date_order = DATE_DMY, .decimal_sign = ',', .today = {2026, 11, 23}};
	const struct questionnaire_options in_spanish = {.language = "es"};
	struct questionnaire *en = form_of_resource(FORM), *other;
	struct questionnaire *es = form_of_resource_with(FORM, &in_spanish);
	static const char *const typed[] = {"3/4/1974",    "13/4",  "1974-03-04",
					    "3/4/74 2 pm", "36.50", "3/4/1974"};
	struct answers *answers;
	struct arena *arena;

	(void)state;
	assert_int_equal(arena_open(64u << 10, &arena), STATUS_OK);
	assert_int_equal(answers_open(en, &english, arena, &answers), STATUS_OK);
	for (size_t i = 0; i < 6; i++)
		assert_int_equal(answers_type(answers, i, typed[i]), STATUS_OK);
	assert_int_equal(answers_translate(answers, es, &spanish), STATUS_OK);
	assert_string_equal(answers_item(answers, 0)->label, "Día");
	assert_string_equal(answers_item(answers, 0)->text, "Day");
	assert_typed(answers, 0, "04/03/1974", "1974-03-04");
	assert_typed(answers, 1, "13/4", NULL);
	assert_typed(answers, 2, "1974-03-04", "1974-03-04");
	assert_string_equal(answers_typed(answers, 3), "04/03/1974 14:00");
	assert_typed(answers, 4, "36,50", "36.50");
	assert_typed(answers, 5, "3/4/1974", "3/4/1974");
	assert_int_equal(answers_type(answers, 4, "1,5"), STATUS_OK);
	assert_typed(answers, 4, "1,5", "1.5");
	assert_int_equal(answers_translate(answers, en, &english), STATUS_OK);
	assert_typed(answers, 0, "03/04/1974", "1974-03-04");
	assert_string_equal(answers_typed(answers, 3), "03/04/1974 14:00");
	assert_typed(answers, 4, "1.5", "1.5");
	other = form_of_items("{'linkId':'d','type':'date','text':'Day'}");
	assert_int_equal(answers_translate(answers, other, &spanish), STATUS_INVALID);
	assert_string_equal(answers_item(answers, 0)->label, "Day");
	answers_close(answers);
	arena_close(arena);
	questionnaire_close(en);
	questionnaire_close(es);
	questionnaire_close(other);
}

static void the_language_changes_within_a_page(void **state)
{
	struct terminal terminal;
	struct site site;
	int row, column;

	(void)state;
	site_open(&site, NULL, false);
	site_languages(&site, "es", NULL);
	site_kiosk(&site, &terminal, true, 24, 80);
	terminal_wait_for(&terminal, "[ Español ]");
	assert_true(terminal_find(&terminal, "[ Español ]", &row, &column));
	terminal_click(&terminal, row, column + 3);
	terminal_wait_for(&terminal, "Empezar");
	terminal_wait_for(&terminal, "F2 English");
	terminal_key(&terminal, "F2");
	terminal_wait_for(&terminal, "Begin");
	terminal_key(&terminal, "Enter");
	terminal_wait_for(&terminal, "What we ask.");
	terminal_key(&terminal, "F2");
	terminal_wait_for(&terminal, "Qué preguntamos.");
	terminal_key(&terminal, "F2");
	terminal_keys(&terminal, "End Enter");
	terminal_wait_for(&terminal, "Given name");
	terminal_send(&terminal, "Ana\rNuñez\r3/27/1974");
	terminal_wait_for(&terminal, "27 March 1974");
	terminal_key(&terminal, "F2");
	terminal_wait_for(&terminal, "27 de marzo de 1974");
	terminal_wait_for(&terminal, "27/03/1974");
	assert_true(terminal_shows(&terminal, "Nuñez"));
	terminal_key(&terminal, "Enter");
	terminal_send(&terminal, "5");
	terminal_key(&terminal, "F1");
	terminal_wait_for(&terminal, "Ayuda");
	terminal_key(&terminal, "F2");
	terminal_wait_for(&terminal, "This question");
	terminal_key(&terminal, "Esc");
	terminal_wait_for(&terminal, "03/27/1974");
	terminal_send(&terminal, "2\r");
	terminal_wait_for(&terminal, "How should we contact you?");
	terminal_keys(&terminal, "F2 F9");
	terminal_wait_for(&terminal, "¿Empezar de nuevo?");
	terminal_keys(&terminal, "Right Enter"); /* the next patient begins in the first language */
	terminal_wait_for(&terminal, "Begin");
	terminal_stop(&terminal);
	site_close(&site);
}

static char *check_report(struct site *site)
{
	char path[FOLDER_MAX + 16];

	(void)site_run(site, process_program("KIOSK_PROGRAM"), "check", NULL);
	snprintf(path, sizeof(path), "%s/ERRORS", site->folder);
	return file_read(path);
}

static void check_names_what_a_language_lacks(void **state)
{
	struct site site;
	char *report;

	(void)state;
	site_open(&site, NULL, false);
	site_languages(&site, "es", NULL);
	report = check_report(&site);
	assert_null(strstr(report, "not in es"));
	free(report);
	site_close(&site);
	site_open(&site, NULL, false);
	site_languages(&site, "fr", NULL);
	report = check_report(&site);
	assert_non_null(strstr(report, "the interface has no words in fr"));
	assert_non_null(strstr(report, "warning: given: not in fr: \"Given name\""));
	assert_null(strstr(report, "flag-")); /* what nobody reads needs no translation */
	free(report);
	site_close(&site);
}

#define PO_HEAD "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n"

/* As CONTRIBUTING.md tells: a .po file through msgfmt, and the settings name the language. */
static void open_french(struct site *site, const char *po)
{
	static const char *const parts[] = {"", "/fr", "/fr/LC_MESSAGES"};
	char locale[FOLDER_MAX + 32], mo[FOLDER_MAX + 96], source[FOLDER_MAX + 32];
	const char *const msgfmt[] = {"/usr/bin/msgfmt", "-o", mo, source, NULL};

	site_open(site, NULL, false);
	snprintf(locale, sizeof(locale), "%s/locale", site->folder);
	snprintf(source, sizeof(source), "%s/fr.po", site->folder);
	file_write(source, po);
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		snprintf(mo, sizeof(mo), "%s%s", locale, parts[i]);
		assert_int_equal(mkdir(mo, 0700), 0);
	}
	snprintf(mo, sizeof(mo), "%s/fr/LC_MESSAGES/kiosk.mo", locale);
	assert_int_equal(process_run(msgfmt, NULL, NULL), 0);
	site_languages(site, "fr", locale);
}

static void a_third_language_needs_no_code(void **state)
{
	struct terminal terminal;
	struct site site;
	char *report;

	(void)state;
	open_french(&site, PO_HEAD "msgid \"(the name of this language)\"\nmsgstr \"Français\"\n"
				   "msgid \"Begin\"\nmsgstr \"Commencer\"\n");
	report = check_report(&site);
	assert_non_null(strstr(report, "not in fr: \"Continue\""));
	assert_null(strstr(report, "not in fr: \"Begin\""));
	free(report);
	site_kiosk(&site, &terminal, true, 24, 80);
	terminal_wait_for(&terminal, "F2 Français");
	terminal_key(&terminal, "F2");
	terminal_wait_for(&terminal, "Commencer");
	terminal_stop(&terminal);
	site_close(&site);
}

static void a_translation_takes_the_values_of_its_words(void **state)
{
	struct site site;
	char *report;

	(void)state;
	open_french(&site, PO_HEAD "msgid \"You chose: %s.\"\nmsgstr \"Vous avez choisi\"\n"
				   "msgid \"The unit is: %s.\"\nmsgstr \"L'unité : %d.\"\n"
				   "msgid \"%zu answer fits.\"\nmsgid_plural \"%zu answers fit.\"\n"
				   "msgstr[0] \"une réponse\"\nmsgstr[1] \"%s réponses\"\n"
				   "msgid \"%1$s (%2$zu of %3$zu)\"\nmsgstr \"%2$zu/%3$zu %1$s\"\n"
				   "msgid \"%1$s %2$d\"\nmsgstr \"%2$d\"\n");
	report = check_report(&site);
	assert_non_null(strstr(report, "kiosk.mo: in fr with other values: \"The unit is: %s.\""));
	assert_non_null(strstr(report, "kiosk.mo: in fr with other values: \"%zu answer fits.\""));
	assert_non_null(strstr(report, "kiosk.mo: in fr with other values: \"%1$s %2$d\""));
	assert_null(strstr(report, "in fr with other values: \"You chose: %s.\""));
	assert_null(strstr(report, "in fr with other values: \"%1$s ("));
	free(report);
	site_close(&site);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_follow_the_language),
		cmocka_unit_test(every_catalogue_is_whole),
		cmocka_unit_test(answers_stay_and_dates_turn),
		cmocka_unit_test(the_language_changes_within_a_page),
		cmocka_unit_test(check_names_what_a_language_lacks),
		cmocka_unit_test(a_third_language_needs_no_code),
		cmocka_unit_test(a_translation_takes_the_values_of_its_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
