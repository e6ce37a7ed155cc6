/* The visit as a machine: steps, back, change, flags, idle clock; no terminal, time passed in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <kiosk/visit.h>

#include <string.h>

#define FLAGS "urn:test:flag"
#define ITEM_HIDDEN                                                                                \
	"\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/"                       \
	"questionnaire-hidden\",\"valueBoolean\":true}]"
#define FLAG_ITEM(id, code, question)                                                              \
	"{\"linkId\":\"" id "\",\"type\":\"choice\",\"readOnly\":true," ITEM_HIDDEN                \
	",\"answerOption\":[{\"valueCoding\":"                                                     \
	"{\"system\":\"" FLAGS "\",\"code\":\"" code                                               \
	"\"}}],\"initial\":[{\"valueCoding\":{\"system\":\"" FLAGS "\",\"code\":\"" code           \
	"\"}}],\"enableWhen\":[{\"question\":\"" question                                          \
	"\",\"operator\":\"=\",\"answerBoolean\":true}]}"

static const char form_text[] =
	"{\"resourceType\":\"Questionnaire\",\"status\":\"draft\",\"url\":\"urn:test:q\","
	"\"version\":\"1\",\"item\":["
	"{\"linkId\":\"a\",\"text\":\"A?\",\"type\":\"boolean\",\"required\":true},"
	"{\"linkId\":\"b\",\"text\":\"B?\",\"type\":\"string\",\"required\":true,\"enableWhen\":[{"
	"\"question\":\"a\","
	"\"operator\":\"=\",\"answerBoolean\":true}]},"
	"{\"linkId\":\"c\",\"text\":\"C?\",\"type\":\"boolean\"},"
	"{\"linkId\":\"flags\",\"type\":\"group\"," ITEM_HIDDEN
	",\"item\":[" FLAG_ITEM("f1", "stop", "a") "," FLAG_ITEM(
		"f2", "review", "c") "]},"
				     "{\"linkId\":\"confirm\",\"type\":\"group\",\"text\":"
				     "\"Confirm\",\"code\":[{\"system\":\"urn:test\",\"code\":"
				     "\"confirmation\"}],\"item\":[{\"linkId\":\"name\",\"text\":"
				     "\"Name\",\"type\":\"string\",\"required\":true}]}]}";

struct fixture {
	struct settings settings;
	struct questionnaire *form;
	struct arena *arena;
	struct visit *visit;
	struct answers *answers;
};

static int setup(void **state)
{
	static struct fixture fixture;
	struct fixture *f = &fixture;
	struct answers_options options = {.today = {2026, 11, 23}};
	static const enum step flow[] = {STEP_PRIVACY,   STEP_QUESTIONS, STEP_OUTCOME,
					 STEP_EXPLAINER, STEP_REVIEW,    STEP_CONFIRM};
	struct report report;
	struct json *json;

	memset(f, 0, sizeof(*f));
	memcpy(f->settings.flow, flow, sizeof(flow));
	f->settings.flow_count = sizeof(flow) / sizeof(flow[0]);
	f->settings.form.confirmation =
		(struct settings_code){(char *)"urn:test", (char *)"confirmation"};
	f->settings.form.flag_system = (char *)FLAGS;
	f->settings.form.flags[0] =
		(struct settings_flag){.code = (char *)"stop", .page = (char *)"stop.md"};
	f->settings.form.flags[1] =
		(struct settings_flag){.code = (char *)"review", .page = (char *)"review.md"};
	f->settings.form.flag_count = 2;
	f->settings.form.no_flag_page = (char *)"none.md";
	f->settings.pages.explainer_count = 2;
	f->settings.pages.learn_count = 2;
	f->settings.idle.visit_ms = 90000;
	f->settings.idle.reading_ms = 240000;
	f->settings.idle.warning_ms = 30000;
	f->settings.idle.receipt_ms = 60000;
	report_init(&report);
	assert_int_equal(json_parse("form", form_text, strlen(form_text), &report, &json),
			 STATUS_OK);
	if (questionnaire_load_take(json, NULL, &report, &f->form))
		report_print(&report, stderr);
	assert_non_null(f->form);
	report_release(&report);
	assert_int_equal(arena_open(256u << 10, &f->arena), STATUS_OK);
	assert_int_equal(visit_open(&f->settings, f->form, &options, f->arena, 1000, &f->visit),
			 STATUS_OK);
	f->answers = visit_answers(f->visit);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	visit_close(f->visit);
	arena_close(f->arena);
	questionnaire_close(f->form);
	return 0;
}

static size_t slot_of(struct fixture *f, const char *link_id)
{
	return answers_slot(f->answers, questionnaire_find(f->form, link_id));
}

static void say(struct fixture *f, const char *link_id, bool yes)
{
	assert_int_equal(answers_choose(f->answers, slot_of(f, link_id), yes ? 0 : 1, true),
			 STATUS_OK);
}

static void expect_page(struct fixture *f, const char *link_id)
{
	assert_int_equal(visit_place(f->visit), VISIT_QUESTIONS);
	assert_int_equal(visit_page(f->visit), questionnaire_find(f->form, link_id));
}

static void to_review(struct fixture *f)
{
	visit_begin(f->visit);
	assert_true(visit_next(f->visit));
	say(f, "a", false);
	assert_true(visit_next(f->visit)); /* a -> c */
	assert_true(visit_next(f->visit)); /* c -> outcome */
	assert_int_equal(visit_place(f->visit), VISIT_OUTCOME);
	assert_true(visit_next(f->visit));
	assert_true(visit_next(f->visit));
	assert_true(visit_next(f->visit));
	assert_int_equal(visit_place(f->visit), VISIT_REVIEW);
}

static void walks_forward_and_back(void **state)
{
	struct fixture *f = *state;
	size_t position, total;

	assert_int_equal(visit_place(f->visit), VISIT_WELCOME);
	assert_false(visit_back(f->visit));
	visit_begin(f->visit);
	assert_int_equal(visit_place(f->visit), VISIT_PRIVACY);
	assert_false(visit_progress(f->visit, &position, &total));
	assert_true(visit_next(f->visit));
	expect_page(f, "a");
	assert_true(visit_progress(f->visit, &position, &total));
	assert_int_equal(position, 1);
	assert_int_equal(total, 2);
	assert_false(visit_next(f->visit)); /* required */
	expect_page(f, "a");
	say(f, "a", true);
	assert_true(visit_next(f->visit));
	expect_page(f, "b");
	assert_true(visit_progress(f->visit, &position, &total));
	assert_int_equal(position, 2);
	assert_int_equal(total, 3);
	assert_true(visit_back(f->visit)); /* b is not answered: back works */
	assert_true(visit_back(f->visit));
	assert_int_equal(visit_place(f->visit), VISIT_PRIVACY);
	assert_true(visit_back(f->visit));
	assert_int_equal(visit_place(f->visit), VISIT_WELCOME);
}

static void goes_back_from_the_end_to_the_start(void **state)
{
	struct fixture *f = *state;
	int steps = 0;

	to_review(f);
	assert_true(visit_next(f->visit));
	assert_int_equal(visit_place(f->visit), VISIT_CONFIRM);
	assert_int_equal(visit_page(f->visit), questionnaire_find(f->form, "confirm"));
	assert_false(visit_next(f->visit));
	while (visit_back(f->visit))
		steps++;
	assert_int_equal(visit_place(f->visit), VISIT_WELCOME);
	assert_int_equal(steps, 8); /* review, two explainers, outcome, c, a, privacy, welcome */
}

static void a_change_returns_to_the_review(void **state)
{
	struct fixture *f = *state;

	to_review(f);
	assert_false(visit_change(f->visit, slot_of(f, "name")));
	assert_true(visit_change(f->visit, slot_of(f, "c")));
	expect_page(f, "c");
	assert_true(visit_next(f->visit));
	assert_int_equal(visit_place(f->visit), VISIT_REVIEW);
	assert_false(visit_changing(f->visit));
	assert_true(visit_change(f->visit, slot_of(f, "c")));
	assert_true(visit_back(f->visit));
	assert_int_equal(visit_place(f->visit), VISIT_REVIEW);
}

static void a_change_leads_through_what_it_opened(void **state)
{
	struct fixture *f = *state;

	to_review(f);
	assert_true(visit_change(f->visit, slot_of(f, "a")));
	say(f, "a", true);
	assert_true(visit_next(f->visit));
	expect_page(f, "b");
	assert_true(visit_back(f->visit)); /* away from it with b still empty ... */
	assert_int_equal(visit_place(f->visit), VISIT_REVIEW);
	assert_true(visit_next(f->visit)); /* ... does not get past the review */
	expect_page(f, "b");
	assert_int_equal(answers_type(f->answers, slot_of(f, "b"), "words"), STATUS_OK);
	assert_true(visit_next(f->visit));
	assert_int_equal(visit_place(f->visit),
			 VISIT_OUTCOME); /* another outcome than the one that was shown */
	assert_string_equal(visit_text_page(f->visit), "stop.md");
	assert_true(visit_next(f->visit));
	assert_int_equal(visit_place(f->visit), VISIT_REVIEW);
}

static void the_highest_flag_picks_the_outcome(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(visit_flag(f->visit), 2);
	assert_string_equal(visit_text_page(f->visit), "none.md");
	say(f, "c", true);
	assert_string_equal(visit_text_page(f->visit), "review.md");
	say(f, "a", true);
	assert_int_equal(visit_flag(f->visit), 0);
	assert_string_equal(visit_text_page(f->visit), "stop.md");
}

static void learning_asks_nothing(void **state)
{
	struct fixture *f = *state;

	visit_learn(f->visit);
	assert_int_equal(visit_place(f->visit), VISIT_LEARN);
	assert_false(visit_running(f->visit));
	assert_true(visit_next(f->visit));
	assert_int_equal(visit_page(f->visit), 1);
	assert_true(visit_next(f->visit));
	assert_int_equal(visit_place(f->visit), VISIT_WELCOME);
	visit_learn(f->visit);
	assert_true(visit_back(f->visit));
	assert_int_equal(visit_place(f->visit), VISIT_WELCOME);
}

static void the_idle_clock_warns_and_ends(void **state)
{
	struct fixture *f = *state;
	int64_t left;

	assert_int_equal(visit_idle(f->visit, 1000 + 10000000, &left),
			 VISIT_AWAKE); /* welcome has no clock */
	assert_int_equal(left, -1);
	visit_begin(f->visit);
	assert_true(visit_next(f->visit));
	visit_touch(f->visit, 5000);
	assert_int_equal(visit_idle(f->visit, 5000 + 89999, &left), VISIT_AWAKE);
	assert_int_equal(left, 1);
	assert_int_equal(visit_idle(f->visit, 5000 + 90000, &left), VISIT_WARNING);
	assert_int_equal(left, 30000);
	visit_touch(f->visit, 5000 + 119999);
	assert_int_equal(visit_idle(f->visit, 5000 + 120000, &left), VISIT_AWAKE);
	assert_int_equal(visit_idle(f->visit, 5000 + 119999 + 120000, &left), VISIT_OVER);
	assert_int_equal(visit_place(f->visit), VISIT_ENDED);
	assert_int_equal(visit_end_reason(f->visit), VISIT_END_IDLE);
}

/* Who goes back to the welcome screen and away has left answers behind. */
static void the_idle_clock_runs_on_at_the_welcome(void **state)
{
	struct fixture *f = *state;
	int64_t left;

	visit_begin(f->visit);
	visit_touch(f->visit, 5000);
	assert_true(visit_back(f->visit));
	assert_int_equal(visit_place(f->visit), VISIT_WELCOME);
	assert_int_equal(visit_idle(f->visit, 5000 + 90000, &left), VISIT_WARNING);
	assert_int_equal(visit_idle(f->visit, 5000 + 120000, &left), VISIT_OVER);
	assert_int_equal(visit_end_reason(f->visit), VISIT_END_IDLE);
}

static void the_receipt_closes_by_itself(void **state)
{
	struct fixture *f = *state;
	int64_t left;

	to_review(f);
	assert_true(visit_next(f->visit));
	visit_saved(f->visit);
	assert_int_equal(visit_place(f->visit), VISIT_RECEIPT);
	assert_false(visit_back(f->visit));
	visit_touch(f->visit, 0);
	assert_int_equal(visit_idle(f->visit, 59999, &left), VISIT_AWAKE);
	assert_int_equal(visit_idle(f->visit, 60000, &left), VISIT_OVER);
	assert_int_equal(visit_end_reason(f->visit), VISIT_END_SENT);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(walks_forward_and_back),
		TEST(goes_back_from_the_end_to_the_start),
		TEST(a_change_returns_to_the_review),
		TEST(a_change_leads_through_what_it_opened),
		TEST(the_highest_flag_picks_the_outcome),
		TEST(learning_asks_nothing),
		TEST(the_idle_clock_warns_and_ends),
		TEST(the_idle_clock_runs_on_at_the_welcome),
		TEST(the_receipt_closes_by_itself),
	};

	json_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
