/* The languages of the settings, and what differs between them. */
#include "support/settings_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ORDER "\"dateOrder\": \"dmy\""

static struct settings *read_with(const char *members)
{
	char *text = fixture_replace(fixture_small, ORDER, members);
	struct settings *settings = fixture_read(text);

	free(text);
	return settings;
}

static void one_language_is_enough(void **state)
{
	struct settings *s = read_with("\"language\": \"es\", \"dateOrder\": \"mdy\"");

	(void)state;
	assert_int_equal(s->language_count, 1);
	assert_string_equal(s->languages[0].tag, "es");
	assert_int_equal(settings_first_language(s)->date_order, DATE_MDY);
	settings_close(s);
}

static void several_have_orders_of_their_own(void **state)
{
	struct settings *s = read_with(
		"\"languages\": [\"en\", \"es-MX\", \"zh\"], \"dateOrder\": "
		"{\"zh\": \"ymd\", \"en\": \"mdy\", \"es-MX\": \"dmy\"}, \"locale\": \"words\"");

	(void)state;
	assert_int_equal(s->language_count, 3);
	assert_string_equal(s->language, "en");
	assert_int_equal(s->languages[0].date_order, DATE_MDY);
	assert_int_equal(s->languages[1].date_order, DATE_DMY);
	assert_int_equal(s->languages[2].date_order, DATE_YMD);
	assert_non_null(strstr(s->locale, "/words"));
	settings_close(s);
	s = read_with("\"languages\": [\"en\", \"es\"], \"language\": \"es\", " ORDER);
	assert_ptr_equal(settings_first_language(s), &s->languages[1]);
	assert_int_equal(s->languages[0].date_order, DATE_DMY);
	settings_close(s);
}

static void expect_complaint(const char *members, const char *words)
{
	char *text = fixture_replace(fixture_small, ORDER, members);
	char *complaints = fixture_complaints(text);

	if (!strstr(complaints, words))
		fail_msg("%s: %s", members, complaints);
	free(complaints);
	free(text);
}

static void mistakes_are_told(void **state)
{
	(void)state;
	expect_complaint("\"languages\": [], " ORDER, "languages: the list is empty");
	expect_complaint("\"languages\": [\"en\", \"english\"], " ORDER,
			 "languages[1]: \"english\" is no language tag");
	expect_complaint("\"languages\": [\"en\", \"en\"], " ORDER,
			 "languages[1]: \"en\" stands twice");
	expect_complaint("\"languages\": [\"en\"], \"language\": \"es\", " ORDER,
			 "language: \"es\" is none of the languages");
	expect_complaint("\"languages\": [\"en\", \"es\"], \"dateOrder\": {\"en\": \"mdy\"}",
			 "dateOrder: the language \"es\" has no order");
	expect_complaint("\"dateOrder\": {\"en\": \"mdy\", \"fr\": \"dmy\"}",
			 "dateOrder.fr: \"fr\" is none of the languages");
	expect_complaint("\"dateOrder\": \"dym\"", "dateOrder: ");
	expect_complaint("\"dateOrder\": {\"en\": 1}", "dateOrder.en: ");
}

static void remove_page(const char *name)
{
	char path[200];

	snprintf(path, sizeof(path), "%s/%s", fixture_folder, name);
	assert_int_equal(remove(path), 0);
}

static void a_page_is_there_in_every_language(void **state)
{
	char *text, *pages, *complaints;
	struct settings *s;
	struct buf file;

	(void)state;
	text = fixture_replace(fixture_small, ORDER, "\"languages\": [\"en\", \"es\"], " ORDER);
	pages = fixture_replace(text, "\"flow\"",
				"\"pages\": {\"privacy\": \"{language}.md\"}, \"flow\"");
	fixture_write("en.md", "# English\n");
	complaints = fixture_complaints(pages);
	assert_non_null(strstr(complaints, "pages.privacy: no file "));
	assert_non_null(strstr(complaints, "es.md"));
	free(complaints);
	fixture_write("es.md", "# Español\n");
	s = fixture_read(pages);
	buf_init(&file, 4096, NULL);
	assert_int_equal(settings_page(s->pages.privacy, "es", &file), STATUS_OK);
	assert_non_null(strstr(buf_str(&file), "/es.md"));
	buf_release(&file);
	settings_close(s);
	remove_page("en.md");
	remove_page("es.md");
	free(pages);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_language_is_enough),
		cmocka_unit_test(several_have_orders_of_their_own),
		cmocka_unit_test(mistakes_are_told),
		cmocka_unit_test(a_page_is_there_in_every_language),
	};

	return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
