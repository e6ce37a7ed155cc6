/* The same answers, given in the dialogue and on the full screen, make the same response byte for
 * byte: visits at random, by a seed.
 *
 * VISITS       how many (default 6)
 * VISITS_SEED  the first seed (default: from the clock; printed) */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/two_faces.h"

#include <kiosk/startup.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ARENA_BYTES (8u << 20)

static unsigned long number_from(const char *variable, unsigned long fallback)
{
	const char *value = getenv(variable);

	return value && *value ? strtoul(value, NULL, 10) : fallback;
}

/* What the kiosk of this site has in its outbox, in clear. */
static char *saved(struct site *site)
{
	assert_int_equal(site_run(site, process_program("UPLOADER_PROGRAM"), "show", SITE_UUID), 0);
	return site_output(site);
}

static struct questionnaire *load(struct site *site, struct json **source)
{
	struct questionnaire *form = NULL;
	char *text = file_read(site->settings);
	cJSON *root = cJSON_Parse(text);
	const char *file = json_string(cJSON_GetObjectItem(root, "form"), "questionnaire");
	struct report report;

	report_init(&report);
	assert_int_equal(startup_questionnaire(file, &(struct questionnaire_options){0}, NULL,
					       &report, &form),
			 STATUS_OK);
	assert_int_equal(json_read(file, NULL, &report, source), STATUS_OK);
	report_release(&report);
	cJSON_Delete(root);
	free(text);
	return form;
}

static void open_site(struct site *site, const char *form)
{
	site_open(site, NULL, false);
	if (form)
		site_ask(site, form, NULL);
}

/* form NULL: the one that ships. */
static void visit(const char *form, unsigned int seed)
{
	struct answers_options options = {.date_order = DATE_MDY, .today = {2026, 11, 23}};
	struct site heard_site, seen_site;
	struct two_faces faces;
	struct arena *arena;
	struct json *source;
	char *heard, *seen;
	struct questionnaire *asked;

	print_message("visit with seed %u: %s\n", seed, form ? form : "the form that ships");
	open_site(&heard_site, form);
	open_site(&seen_site, form);
	asked = load(&heard_site, &source);
	assert_int_equal(arena_open(ARENA_BYTES, &arena), STATUS_OK);
	two_faces_open(&faces, asked, source, &options, arena, seed);
	two_faces_visit(&faces, &heard_site, &seen_site);
	heard = saved(&heard_site);
	seen = saved(&seen_site);
	assert_non_null(strstr(heard, "\"resourceType\""));
	assert_string_equal(heard, seen);
	free(heard);
	free(seen);
	two_faces_close(&faces);
	arena_close(arena);
	questionnaire_close(asked);
	json_close(source);
	site_close(&heard_site);
	site_close(&seen_site);
}

static void both_faces_give_the_same_response(void **state)
{
	static const char *const forms[] = {NULL, "types.json", "repeats.json"};
	unsigned long visits = number_from("VISITS", 6);
	unsigned long seed = number_from("VISITS_SEED", (unsigned long)time(NULL) % 1000000);

	(void)state;
	for (unsigned long i = 0; i < visits; i++)
		visit(forms[i % 3], (unsigned int)(seed + i));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(both_faces_give_the_same_response)};

	setlocale(LC_ALL, "C.UTF-8");
	json_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
