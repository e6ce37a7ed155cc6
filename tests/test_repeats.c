/* Repeating groups and questions: instances, conditions between them, and the response. */
#include "support/form_fixture.h"
#include "support/response_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXTENSION(name, value)                                                                     \
	"{'url':'http://hl7.org/fhir/StructureDefinition/questionnaire-" name "'," value "}"
#define MIN(n) EXTENSION("minOccurs", "'valueInteger':" n)
#define MAX(n) EXTENSION("maxOccurs", "'valueInteger':" n)
#define RESOURCE(items)                                                                            \
	"{'resourceType':'Questionnaire','url':'http://t/f','version':'1','status':'draft',"       \
	"'item':[" items "]}"

static size_t add(struct answers *answers, size_t slot)
{
	size_t added = SLOT_NONE;

	assert_int_equal(answers_add(answers, slot, &added), STATUS_OK);
	return added;
}

/* The slot of a child item in an instance: its own descendants follow it. */
static size_t child(const struct answers *answers, size_t slot, const char *link_id)
{
	while (strcmp(answers_item(answers, slot)->link_id, link_id) != 0)
		slot = answers_next(answers, slot);
	return slot;
}

static void type(struct answers *answers, size_t slot, const char *text)
{
	assert_int_equal(answers_type(answers, slot, text), STATUS_OK);
}

static char *written(const struct answers *answers)
{
	static const struct response_context context = {
		.identifier_system = "http://t/ids",
		.identifier = "1",
		.authored = "2026-11-23T14:05:09+01:00",
		.language = "en",
	};
	char *text;
	struct buf out;

	buf_init(&out, RESPONSE_MAX_BYTES, NULL);
	assert_int_equal(response_write(answers, &context, &out), STATUS_OK);
	text = strdup(buf_str(&out));
	buf_release(&out);
	return text;
}

static void expect_response(const struct answers *answers, const char *with)
{
	char *quoted = strdup(with), *text = written(answers);
	char *report = response_check_report(answers_questionnaire(answers), text);

	for (char *at = quoted; *at; at++)
		*at = *at == '\'' ? '"' : *at;
	if (!strstr(text, quoted))
		fail_msg("no %s in\n%s", quoted, text);
	assert_string_equal(report, "");
	free(quoted);
	free(text);
	free(report);
}

static void a_typed_question_that_repeats_has_an_instance_an_answer(void **state)
{
	struct answers *answers = response_form_open(RESOURCE(
		"{'linkId':'q','type':'string','text':'Q','repeats':true,'extension':[" MAX(
			"3") "],'initial':[{'valueString':'one'},{'valueString':'two'}]}"));
	size_t home = form_slot(answers, "q"), last;

	(void)state;
	assert_int_equal(answers_instances(answers, home), 2);
	assert_string_equal(answers_typed(answers, home), "one");
	last = add(answers, home);
	assert_int_equal(answers_instance(answers, last), 2);
	assert_string_equal(answers_typed(answers, last), "");
	assert_false(answers_can_add(answers, home));
	assert_int_equal(answers_add(answers, home, &last), STATUS_LIMIT);
	type(answers, last, "three");
	assert_int_equal(answers_remove(answers, home), STATUS_OK);
	assert_int_equal(answers_instances(answers, home), 2);
	assert_string_equal(answers_typed(answers, home), "two");
	assert_string_equal(answers_typed(answers, answers_next_instance(answers, home)), "three");
	expect_response(answers, "'answer':[{'valueString':'two'},{'valueString':'three'}]");
	assert_int_equal(answers_remove(answers, home), STATUS_OK);
	assert_int_equal(answers_remove(answers, home), STATUS_OK);
	assert_int_equal(answers_instances(answers, home), 1);
	assert_int_equal(answers_count(answers, home), 0);
	assert_int_equal(answers_remove(answers, home), STATUS_INVALID);
	response_form_close(answers);
}

static void occurrences_are_counted_over_all_instances(void **state)
{
	struct answers *answers = form_open(
		"{'linkId':'q','type':'integer','text':'Q','repeats':true,'extension':[" MIN(
			"2") "," MAX("3") "]}");
	size_t home = form_slot(answers, "q"), second = answers_next_instance(answers, home);

	(void)state;
	assert_int_equal(answers_instances(answers, home), 2);
	form_expect_fault(answers, "q", FAULT_REQUIRED, "Enter an answer");
	type(answers, second, "5");
	form_expect_fault(answers, "q", FAULT_MIN_OCCURS,
			  "Give at least 2 of these. Leave none empty");
	assert_int_equal(answers_fault(answers, second), FAULT_NONE);
	type(answers, home, "x");
	assert_int_equal(answers_fault(answers, home), FAULT_NOT_AN_INTEGER);
	type(answers, home, "6");
	assert_int_equal(answers_fault(answers, home), FAULT_NONE);
	form_close(answers);
}

#define MEDICINES                                                                                  \
	"{'linkId':'g','type':'group','text':'Medicine','repeats':true,'item':["                   \
	"{'linkId':'name','type':'string','text':'Name','required':true},"                         \
	"{'linkId':'daily','type':'boolean','text':'Daily?'},"                                     \
	"{'linkId':'dose','type':'decimal','text':'Dose','required':true,'enableWhen':["           \
	"{'question':'daily','operator':'=','answerBoolean':true}]},"                              \
	"{'linkId':'d','type':'group','text':'Doctor','repeats':true,'item':["                     \
	"{'linkId':'who','type':'string','text':'Who'},"                                           \
	"{'linkId':'town','type':'string','text':'Town','enableWhen':["                            \
	"{'question':'who','operator':'exists','answerBoolean':true},"                             \
	"{'question':'daily','operator':'=','answerBoolean':true}],'enableBehavior':'all'}]}]},"   \
	"{'linkId':'after','type':'string','text':'After','enableWhen':["                          \
	"{'question':'name','operator':'=','answerString':'B'}]}"

static void conditions_mean_the_nearest_instance(void **state)
{
	struct answers *answers = response_form_open(RESOURCE(MEDICINES));
	size_t first = form_slot(answers, "g"), second = add(answers, first), doctor;

	(void)state;
	assert_int_equal(answers_choose(answers, child(answers, second, "daily"), 0, true),
			 STATUS_OK);
	assert_false(answers_enabled(answers, child(answers, first, "dose")));
	assert_true(answers_enabled(answers, child(answers, second, "dose")));
	doctor = add(answers, child(answers, second, "d"));
	type(answers, child(answers, doctor, "who"), "Dr B");
	assert_true(answers_enabled(answers, child(answers, doctor, "town")));
	assert_false(answers_enabled(answers, child(answers, child(answers, second, "d"), "town")));
	type(answers, child(answers, first, "name"), "B");
	assert_false(form_enabled(answers, "after")); /* the one before it is the second */
	type(answers, child(answers, second, "name"), "B");
	assert_true(form_enabled(answers, "after"));
	type(answers, child(answers, second, "dose"), "1.50");
	expect_response(answers,
			"{'linkId':'g','text':'Medicine','item':[{'linkId':'name','text':'Name',"
			"'answer':[{'valueString':'B'}]}]},{'linkId':'g','text':'Medicine','item':["
			"{'linkId':'name','text':'Name','answer':[{'valueString':'B'}]},");
	assert_int_equal(answers_remove(answers, first), STATUS_OK);
	assert_string_equal(answers_typed(answers, child(answers, first, "dose")), "1.50");
	doctor = answers_next_instance(answers, child(answers, first, "d"));
	assert_string_equal(answers_typed(answers, child(answers, doctor, "who")), "Dr B");
	response_form_close(answers);
}

static void a_group_that_is_left_empty_is_left_out(void **state)
{
	struct answers *answers = response_form_open(RESOURCE(
		MEDICINES ",{'linkId':'z','type':'string','text':'Z','initial':[{'valueString':"
			  "'z'}]}"));
	size_t first = form_slot(answers, "g"), second;
	char *text;

	(void)state;
	assert_int_equal(answers_page_faults(answers, first, NULL, 0), 0);
	text = written(answers);
	assert_null(strstr(text, "Medicine"));
	free(text);
	second = add(answers, first);
	type(answers, child(answers, second, "name"), "A");
	assert_int_equal(answers_fault(answers, child(answers, first, "name")), FAULT_NONE);
	expect_response(answers, "'item':[{'linkId':'g','text':'Medicine','item':[{'linkId':'name',"
				 "'text':'Name','answer':[{'valueString':'A'}]}]},{'linkId':'z'");
	assert_int_equal(answers_choose(answers, child(answers, first, "daily"), 1, true),
			 STATUS_OK);
	assert_int_equal(answers_fault(answers, child(answers, first, "name")), FAULT_REQUIRED);
	response_form_close(answers);
}

static void questions_below_a_question_go_with_its_answer(void **state)
{
	struct answers *answers = response_form_open(
		RESOURCE("{'linkId':'q','type':'choice','text':'Q','repeats':true,'answerOption':["
			 "{'valueString':'a'},{'valueString':'b'}],'item':["
			 "{'linkId':'since','type':'integer','text':'Since','enableWhen':["
			 "{'question':'q','operator':'=','answerString':'b'}]}]}"));
	size_t home = form_slot(answers, "q"), second = add(answers, home);

	(void)state;
	assert_false(answers_enabled(answers, child(answers, home, "since")));
	assert_int_equal(answers_choose(answers, home, 0, true), STATUS_OK);
	assert_int_equal(answers_choose(answers, second, 1, true), STATUS_OK);
	assert_false(answers_enabled(answers, child(answers, home, "since")));
	assert_true(answers_enabled(answers, child(answers, second, "since")));
	type(answers, child(answers, second, "since"), "1990");
	expect_response(answers,
			"'answer':[{'valueString':'a'},{'valueString':'b','item':[{"
			"'linkId':'since','text':'Since','answer':[{'valueInteger':1990}]}]"
			"}]");
	response_form_close(answers);
}

static void an_exclusive_answer_stands_in_no_other_instance(void **state)
{
	static const char response[] =
		"{'resourceType':'QuestionnaireResponse','identifier':{'system':'s','value':'v'},"
		"'questionnaire':'http://t/f|1','status':'completed','authored':"
		"'2026-11-23T14:05:09Z','item':[{'linkId':'q','answer':[{'valueString':'a'},"
		"{'valueString':'none'}]}]}";
	struct answers *answers = response_form_open(RESOURCE(
		"{'linkId':'q','type':'choice','text':'Q','repeats':true,'answerOption':["
		"{'valueString':'a'},{'valueString':'none','extension':[" EXTENSION(
			"optionExclusive", "'valueBoolean':true") "]}],'item':["
								  "{'linkId':'since','type':'"
								  "integer','text':'Since'}]}"));
	size_t home = form_slot(answers, "q"), second = add(answers, home);
	char *report = response_check_report(answers_questionnaire(answers), response);

	(void)state;
	assert_non_null(strstr(report, "q: an exclusive option stands beside another"));
	assert_int_equal(answers_choose(answers, home, 1, true), STATUS_OK);
	form_expect_fault(answers, "q", FAULT_NONE, "");
	assert_int_equal(answers_choose(answers, second, 0, true), STATUS_OK);
	form_expect_fault(answers, "q", FAULT_TOO_MANY,
			  "Select either this answer alone or the others");
	assert_int_equal(answers_choose(answers, home, 0, true), STATUS_OK);
	form_expect_fault(answers, "q", FAULT_NONE, "");
	free(report);
	response_form_close(answers);
}

static void pages_list_the_end_of_every_instance(void **state)
{
	struct answers *answers = form_open(
		"{'linkId':'p','type':'group','text':'P','item':[{'linkId':'g','type':"
		"'group','text':'G','repeats':true,'item':[{'linkId':'q','type':'string',"
		"'text':'Q','repeats':true}]},{'linkId':'l','type':'string','text':'L'}]}");
	size_t group = form_slot(answers, "g"), second = add(answers, group);
	struct page_entry entries[20];
	char shape[200] = "";

	(void)state;
	for (size_t i = 0; i < answers_page(answers, 0, entries, 20); i++)
		snprintf(shape + strlen(shape), 8, "%s%s ", entries[i].end ? "/" : "",
			 answers_item(answers, entries[i].slot)->link_id);
	assert_string_equal(shape, "p g q /q /g g q /q /g l ");
	assert_int_equal(entries[5].slot, second);
	form_close(answers);
}

static void a_response_is_refused_where_its_instances_are_wrong(void **state)
{
	static const char *const wrong[][2] = {
		/* one group between two of another */
		{"{'linkId':'g','item':[{'linkId':'q','answer':[{'valueString':'a'}]}]},"
		 "{'linkId':'l','answer':[{'valueString':'x'}]},"
		 "{'linkId':'g','item':[{'linkId':'q','answer':[{'valueString':'b'}]}]}",
		 "g: "},
		/* a question's answers in two items */
		{"{'linkId':'g','item':[{'linkId':'q','answer':[{'valueString':'a'}]},"
		 "{'linkId':'q','answer':[{'valueString':'b'}]}]}",
		 "q: the item stands here twice"},
		{"{'linkId':'g','item':[{'linkId':'q','answer':[{'valueString':'a'},"
		 "{'valueString':'b'},{'valueString':'c'}]}]}",
		 "q: "},
		{"{'linkId':'g'}", "g: "},
	};
	struct answers *answers = response_form_open(RESOURCE(
		"{'linkId':'g','type':'group','text':'G','repeats':true,'item':["
		"{'linkId':'q','type':'string','text':'Q','repeats':true,'extension':[" MAX(
			"2") "]}]},{'linkId':'l','type':'string','text':'L'}"));

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		char *response, *report;

		assert_true(asprintf(&response,
				     "{'resourceType':'QuestionnaireResponse','identifier':{"
				     "'system':'s','value':'v'},'questionnaire':'http://t/f|1',"
				     "'status':'completed','authored':'2026-11-23T14:05:09Z',"
				     "'item':[%s]}",
				     wrong[i][0]) > 0);
		report = response_check_report(answers_questionnaire(answers), response);
		if (!strstr(report, wrong[i][1]))
			fail_msg("no \"%s\" in: %s", wrong[i][1], report);
		free(report);
		free(response);
	}
	response_form_close(answers);
}

#define RANDOM_FORM                                                                                \
	RESOURCE("{'linkId':'a','type':'group','text':'A','repeats':true,'item':[{'linkId':'a1','" \
		 "type':'string','text':'A1','repeats':true},{'linkId':'a2','type':'choice','"     \
		 "text':'A2','repeats':true,'answerOption':[{'valueString':'x'},{'valueString':'"  \
		 "y'}],'item':[{'linkId':'a21','type':'integer','text':'A21','repeats':true},{'"   \
		 "linkId':'a22','type':'group','text':'A22','repeats':true,'item':[{'linkId':'"    \
		 "a221','type':'string','text':'A221','enableWhen':[{'question':'a2','operator':'" \
		 "=','answerString':'x'},{'question':'a1','operator':'exists','answerBoolean':"    \
		 "false}],'enableBehavior':'any'}]}]},{'linkId':'a3','type':'group','text':'A3','" \
		 "repeats':true,'item':[{'linkId':'a31','type':'string','text':'A31','enableWhen'" \
		 ":[{'question':'a21','operator':'!=','answerInteger':3}]},{'linkId':'a32','type'" \
		 ":'string','text':'A32','readOnly':true,'initial':[{'valueString':'i'}]}]}]},{'"  \
		 "linkId':'b','type':'string','text':'B','repeats':true,'enableWhen':[{'question'" \
		 ":'a1','operator':'exists','answerBoolean':true},{'question':'a221','operator':'" \
		 "=','answerString':'1'}],'enableBehavior':'any'}")

/* One answer, one instance more or one less, somewhere. */
static void change_something(struct answers *answers, unsigned int *seed)
{
	size_t slot = 0, steps = (size_t)rand_r(seed) % 60, added;
	char digits[2] = {(char)('0' + rand_r(seed) % 5), '\0'};
	const struct item *item;

	for (size_t next; steps > 0 && (next = answers_next(answers, slot)) != SLOT_NONE; steps--)
		slot = next;
	item = answers_item(answers, slot);
	switch (rand_r(seed) % 8) {
	case 0:
		(void)!answers_add(answers, slot, &added);
		break;
	case 1:
		(void)!answers_remove(answers, slot);
		break;
	default:
		if (item->type == ITEM_CHOICE)
			(void)!answers_choose(answers, slot, (size_t)rand_r(seed) % 2, true);
		else if (item_is_question(item) && !item->read_only)
			type(answers, slot, digits[0] == '0' ? "" : digits);
	}
}

/* Whatever a patient does, the response passes the checker, which works on the document alone, and
 * read back it is the same. */
static void random_instances_are_written_and_read_back(void **state)
{
	(void)state;
	for (unsigned int round = 0; round < 200; round++) {
		struct answers *answers = response_form_open(RANDOM_FORM);
		unsigned int seed = round;
		char *first, *second, *report;

		for (int i = 0; i < 150; i++)
			change_something(answers, &seed);
		first = written(answers);
		report = response_check_report(answers_questionnaire(answers), first);
		if (report[0])
			fail_msg("round %u: %s in\n%s", round, report, first);
		free(report);
		response_form_close(answers);
		answers = response_form_open(RANDOM_FORM);
		report = response_read_report(answers, first);
		if (report[0])
			fail_msg("round %u: %s in\n%s", round, report, first);
		second = written(answers);
		assert_string_equal(first, second);
		free(report);
		free(first);
		free(second);
		response_form_close(answers);
	}
}

static void refuses_what_instances_cannot_keep(void **state)
{
	(void)state;
	form_refused("{'linkId':'q','type':'string','text':'Q','repeats':true,'extension':[" MIN(
			     "201") "]}",
		     "q: minOccurs asks for 201 answers, more than the limit of 200");
	form_refused("{'linkId':'g','type':'group','text':'G','repeats':true,'item':["
		     "{'linkId':'i','type':'string','text':'I'},"
		     "{'linkId':'h','type':'string','text':'H','readOnly':true,'initial':["
		     "{'valueString':'v'}]}]},{'linkId':'q','type':'string','text':'Q',"
		     "'enableWhen':[{'question':'h','operator':'exists','answerBoolean':true}]}",
		     "q: the condition is on \"h\", which the form fills in");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_typed_question_that_repeats_has_an_instance_an_answer),
		cmocka_unit_test(occurrences_are_counted_over_all_instances),
		cmocka_unit_test(conditions_mean_the_nearest_instance),
		cmocka_unit_test(a_group_that_is_left_empty_is_left_out),
		cmocka_unit_test(questions_below_a_question_go_with_its_answer),
		cmocka_unit_test(an_exclusive_answer_stands_in_no_other_instance),
		cmocka_unit_test(pages_list_the_end_of_every_instance),
		cmocka_unit_test(a_response_is_refused_where_its_instances_are_wrong),
		cmocka_unit_test(random_instances_are_written_and_read_back),
		cmocka_unit_test(refuses_what_instances_cannot_keep),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
