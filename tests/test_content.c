/* The intake as it ships: its levels, question by question, and the length of a visit. */
#include "support/form_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#define SYSTEM      "https://kiosk.example.org/fhir/CodeSystem/prp-intake"
#define FLAG_SYSTEM "https://kiosk.example.org/fhir/CodeSystem/intake-flag"
#define ARENA_SIZE  (4u << 20)
#define MAX_SLOTS   64

enum level { STOP, REVIEW, NOTE, NONE };
static const char *const levels[] = {"stop", "review", "note"};

static struct questionnaire *form;
static struct arena *arena;

static void content_path(char path[4096], const char *name)
{
	const char *folder = getenv("KIOSK_CONFIG_DIR");

	snprintf(path, 4096, "%s/%s", folder ? folder : "config", name);
}

static int load_form(void **state)
{
	struct report report;
	struct json *json = NULL;
	enum status status;
	char path[4096];

	(void)state;
	content_path(path, "prp-intake.json");
	report_init(&report);
	status = json_read(path, NULL, &report, &json);
	if (status == STATUS_OK)
		status = questionnaire_load_take(json, NULL, &report, &form);
	report_print(&report, stderr);
	/* A warning in what we ship is an error of ours. */
	if (report.count > 0)
		status = STATUS_INVALID;
	report_release(&report);
	return status == STATUS_OK ? 0 : -1;
}

static int close_form(void **state)
{
	(void)state;
	questionnaire_close(form);
	return 0;
}

/* --- answering --- */

/* The option with this code; the test fails when the question has none. */
static size_t option_of(const char *link_id, const char *code)
{
	const struct item *item = &form->items[questionnaire_find(form, link_id)];

	for (size_t i = 0; i < item->option_count; i++)
		if (strcmp(item->options[i].value.coding.code, code) == 0)
			return i;
	fail_msg("%s has no option %s", link_id, code);
	return 0;
}

static void choose(struct answers *answers, const char *link_id, const char *code)
{
	assert_true(questionnaire_find(form, link_id) != ITEM_NONE);
	if (!answers_shown(answers, form_slot(answers, link_id)))
		fail_msg("%s is not asked", link_id);
	form_choose(answers, link_id, option_of(link_id, code), true);
}

/* Everything answered by a patient of 40 years with nothing to flag. */
static struct answers *healthy(void)
{
	static const struct answers_options options = {.date_order = DATE_MDY,
						       .today = {2026, 11, 23}};
	static const struct {
		const char *link_id, *code;
	} choices[] = {
		{"reach", "by-phone"},  {"areas", "73897004"},
		{"S02", "N"},           {"concerns-texture", "275322007"},
		{"S03", "N"},           {"today-any", "none"},
		{"skin-any", "none"},   {"blood-any", "none"},
		{"health-any", "none"}, {"S26", "N"},
		{"S22", "never"},       {"medicines-any", "none"},
		{"recent-any", "none"}, {"allergies-any", "none"},
		{"S43", "N"},           {"S45", "N"},
		{"S47", "N"},
	};
	struct answers *answers;

	assert_int_equal(arena_open(ARENA_SIZE, &arena), STATUS_OK);
	assert_int_equal(answers_open(form, &options, arena, &answers), STATUS_OK);
	form_type(answers, "given", "Ana");
	form_type(answers, "family", "Lopez");
	form_type(answers, "birth-date", "01/02/1986");
	form_type(answers, "S01", "40");
	for (size_t i = 0; i < sizeof(choices) / sizeof(choices[0]); i++)
		choose(answers, choices[i].link_id, choices[i].code);
	form_type(answers, "phone", "555-0101");
	return answers;
}

static void done(struct answers *answers)
{
	answers_close(answers);
	arena_close(arena);
}

/* --- flags --- */

static enum level level_of(const struct answers *answers)
{
	return (enum level)answers_flag(answers, FLAG_SYSTEM, levels, 3);
}

static bool is_flag(const struct item *item)
{
	return item->hidden && item->initial_count == 1 && item->initial[0].type == VALUE_CODING &&
	       item->initial[0].coding.system &&
	       strcmp(item->initial[0].coding.system, FLAG_SYSTEM) == 0;
}

/* The flags that are raised: how many, and the first. */
static size_t raised(const struct answers *answers, const struct item **first)
{
	size_t count = 0;

	for (size_t i = 0; i < form->item_count; i++) {
		if (!is_flag(&form->items[i]) ||
		    !answers_enabled(answers, answers_slot(answers, i)))
			continue;
		if (count++ == 0)
			*first = &form->items[i];
	}
	return count;
}

/* Exactly one flag, of this level, and staff read which question it comes from. */
static void expect_flag(const struct answers *answers, const char *words, enum level level)
{
	const struct item *flag = NULL;
	size_t count = raised(answers, &flag);

	if (count != 1 || !flag) {
		fail_msg("%s: %zu flags", words, count);
		return;
	}
	if (strncmp(flag->text, words, strlen(words)) != 0)
		fail_msg("%s: the flag says \"%s\"", words, flag->text);
	if (level_of(answers) != level)
		fail_msg("%s: level %d, not %d", words, level_of(answers), level);
}

/* What a clinician has to sign: the level of a yes to every question. */
static const struct safety {
	const char *id;
	const char *question; /* the select-all question that lists it; NULL: its own */
	const char *code;     /* of the option that means yes */
	enum level level;
} safety[] = {
	{"S02", NULL, "77386006", STOP},
	{"S03", NULL, "Y", STOP},
	{"S04", "today-any", "S04", STOP},
	{"S05", "today-any", "S05", STOP},
	{"S06", "today-any", "S06", STOP},
	{"S07", "today-any", "S07", STOP},
	{"S08", "skin-any", "S08", REVIEW},
	{"S09", "today-any", "S09", STOP},
	{"S10", "today-any", "S10", STOP},
	{"S11", "today-any", "S11", STOP},
	{"S12", "skin-any", "S12", STOP},
	{"S13", "blood-any", "S13", STOP},
	{"S14", "blood-any", "S14", REVIEW},
	{"S15", "blood-any", "S15", STOP},
	{"S16", "blood-any", "S16", STOP},
	{"S17", "blood-any", "S17", REVIEW},
	{"S18", "medicines-any", "S18", REVIEW},
	{"S19", "medicines-any", "S19", REVIEW},
	{"S20", "medicines-any", "S20", NOTE},
	{"S21", "medicines-any", "S21", REVIEW},
	{"S22", NULL, "takes-now", STOP},
	{"S22", NULL, "under-6-months", REVIEW},
	{"S22", NULL, "over-6-months", NONE},
	{"S23", "health-any", "S23", REVIEW},
	{"S24", "health-any", "S24", REVIEW},
	{"S25", "health-any", "S25", STOP},
	{"S26", NULL, "in-range", NOTE},
	{"S26", NULL, "out-of-range", REVIEW},
	{"S27", "health-any", "S27", REVIEW},
	{"S28", "health-any", "S28", REVIEW},
	{"S29", "medicines-any", "S29", REVIEW},
	{"S30", "allergies-any", "S30", STOP},
	{"S31", "allergies-any", "S31", REVIEW},
	{"S32", "allergies-any", "S32", REVIEW},
	{"S33", "skin-any", "S33", REVIEW},
	{"S34", "skin-any", "S34", REVIEW},
	{"S35", "recent-any", "S35", REVIEW},
	{"S36", "recent-any", "S36", REVIEW},
	{"S37", "recent-any", "S37", REVIEW},
	{"S38", "recent-any", "S38", NOTE},
	{"S39", "recent-any", "S39", REVIEW},
	{"S40", "recent-any", "S40", NOTE},
	{"S41", "skin-any", "S41", REVIEW},
	{"S42", "skin-any", "S42", REVIEW},
	{"S43", NULL, "Y", NOTE},
	{"S44", NULL, "private-talk", REVIEW},
	{"S45", NULL, "Y", NOTE},
	{"S46", "allergies-any", "S46", REVIEW},
	{"S47", NULL, "Y", NOTE},
};
#define SAFETY_COUNT (sizeof(safety) / sizeof(safety[0]))

static void every_yes_has_its_level(void **state)
{
	(void)state;
	for (size_t i = 0; i < SAFETY_COUNT; i++) {
		const struct safety *row = &safety[i];
		struct answers *answers = healthy();

		choose(answers, row->question ? row->question : row->id, row->code);
		if (row->level == NONE)
			assert_int_equal(level_of(answers), NONE);
		else
			expect_flag(answers, row->id, row->level);
		done(answers);
	}
}

/* "Not sure" opens the questions one by one, and each of them decides as the list would have. */
static void one_by_one_decides_the_same(void **state)
{
	(void)state;
	for (size_t i = 0; i < SAFETY_COUNT; i++) {
		const struct safety *row = &safety[i];
		struct answers *answers;

		if (!row->question)
			continue;
		answers = healthy();
		choose(answers, row->question, "not-sure");
		assert_int_equal(answers_fault(answers, form_slot(answers, row->id)),
				 FAULT_REQUIRED);
		choose(answers, row->id, "Y");
		expect_flag(answers, row->id, row->level);
		choose(answers, row->id, "N");
		assert_int_equal(level_of(answers), NONE);
		done(answers);
	}
}

/* "I'm not sure" is never weaker than a talk with the clinician. */
static void not_sure_is_at_least_a_review(void **state)
{
	(void)state;
	for (size_t i = 0; i < SAFETY_COUNT; i++) {
		const struct safety *row = &safety[i];
		enum level level = row->level == STOP ? STOP : REVIEW;
		struct answers *answers;

		if (strcmp(row->id, "S44") == 0 ||
		    (strcmp(row->id, "S22") == 0 && row->level != STOP))
			continue;
		answers = healthy();
		if (row->question)
			choose(answers, row->question, "not-sure");
		choose(answers, row->id, "asked-unknown");
		expect_flag(answers, row->id, level);
		done(answers);
	}
}

static void follow_up_questions_raise_the_level(void **state)
{
	struct answers *answers = healthy();

	(void)state;
	assert_false(answers_shown(answers, form_slot(answers, "S31-steel")));
	choose(answers, "allergies-any", "S31");
	choose(answers, "S31-steel", "N");
	assert_int_equal(level_of(answers), REVIEW);
	choose(answers, "S31-steel", "Y");
	assert_int_equal(level_of(answers), STOP);
	choose(answers, "S31-steel", "asked-unknown");
	assert_int_equal(level_of(answers), STOP);
	choose(answers, "allergies-any", "none"); /* and what is no longer asked does not count */
	assert_int_equal(level_of(answers), NONE);
	choose(answers, "recent-any", "S40");
	choose(answers, "S40-day", "N");
	assert_int_equal(level_of(answers), NOTE);
	choose(answers, "S40-day", "Y");
	assert_int_equal(level_of(answers), REVIEW);
	done(answers);
	answers = healthy();
	form_type(answers, "S48", "I use a hearing aid");
	expect_flag(answers, "S48", NOTE);
	done(answers);
}

static void the_age_decides(void **state)
{
	static const struct {
		const char *age;
		enum level level;
	} cases[] = {{"0", STOP},    {"17", STOP}, {"18", REVIEW},
		     {"21", REVIEW}, {"22", NONE}, {"130", NONE}};
	struct answers *answers = healthy();
	size_t guardian = questionnaire_find(form, "guardian");

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		form_type(answers, "S01", cases[i].age);
		assert_int_equal(level_of(answers), cases[i].level);
		assert_int_equal(answers_page_shown(answers, guardian), cases[i].level == STOP);
		if (cases[i].level != NONE)
			expect_flag(answers, "S01", cases[i].level);
	}
	done(answers);
}

static void concerns_and_areas_flag_themselves(void **state)
{
	static const struct {
		const char *question, *code, *words;
		enum level level;
	} cases[] = {
		{"concerns-eyes", "under-eye", "Concern: under the eyes", REVIEW},
		{"concerns-colour", "247479008", "Concern: spider veins", REVIEW},
		{"concerns-colour", "49765009", "Concern: discoloration", REVIEW},
		{"areas", "74160004", "Area outside", NOTE},
		{"areas", "371311000", "Area outside", NOTE},
		{"areas", "33712006", "Area outside", NOTE},
		{"areas", "66643007", "Area outside", NOTE},
		{"areas", "371304004", "Area outside", NOTE},
		{"areas", "371305003", "Area outside", NOTE},
		{"areas", "43081002", NULL, NONE},
		{"areas", "75093004", NULL, NONE},
		{"concerns-texture", "HP:0001065", NULL, NONE},
		{"concerns-texture", "large-pores", NULL, NONE},
		{"concerns-colour", "dull-skin", NULL, NONE},
		{"concerns-lines", "wrinkles", NULL, NONE},
		{"concerns-lines", "HP:0100679", NULL, NONE},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct answers *answers = healthy();

		choose(answers, cases[i].question, cases[i].code);
		if (cases[i].words)
			expect_flag(answers, cases[i].words, cases[i].level);
		else
			assert_int_equal(level_of(answers), NONE);
		done(answers);
	}
}

static void a_healthy_patient_has_a_short_visit(void **state)
{
	struct answers *answers = healthy();
	size_t confirmation = questionnaire_find_code(form, SYSTEM, "confirmation");
	size_t pages = 0, slots[MAX_SLOTS];

	(void)state;
	assert_true(confirmation != ITEM_NONE);
	for (size_t i = 0; i < form->page_count; i++) {
		size_t page = form->pages[i];

		if (page == confirmation || !answers_page_shown(answers, page))
			continue;
		pages++;
		if (answers_page_faults(answers, page, slots, MAX_SLOTS) > 0)
			fail_msg("%s is not answered", answers_item(answers, slots[0])->link_id);
	}
	assert_in_range(pages, 1, 14);
	assert_int_equal(level_of(answers), NONE);
	done(answers);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_yes_has_its_level),
		cmocka_unit_test(one_by_one_decides_the_same),
		cmocka_unit_test(not_sure_is_at_least_a_review),
		cmocka_unit_test(follow_up_questions_raise_the_level),
		cmocka_unit_test(the_age_decides),
		cmocka_unit_test(concerns_and_areas_flag_themselves),
		cmocka_unit_test(a_healthy_patient_has_a_short_visit),
	};

	return cmocka_run_group_tests(tests, load_form, close_form);
}
