/* Forms that nobody could complete are refused; what a patient leaves empty is not there for
 * conditions, flags and the checker alike; and what does not fit into a Patient stays out of it. */
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
#define MIN(n)  EXTENSION("minOccurs", "'valueInteger':" n)
#define MAX(n)  EXTENSION("maxOccurs", "'valueInteger':" n)
#define HIDDEN  EXTENSION("hidden", "'valueBoolean':true")
#define WITH(x) "'extension':[" x "]"
#define UNITS                                                                                      \
	EXTENSION("unitOption", "'valueCoding':{'display':'kg'}")                                  \
	"," EXTENSION("unitOption", "'valueCoding':{'display':'g'}")
#define RESOURCE(items)                                                                            \
	"{'resourceType':'Questionnaire','url':'http://t/f','version':'1','status':'draft',"       \
	"'item':[" items "]}"

static void nobody_could_complete_these(void **state)
{
	(void)state;
	form_refused("{'linkId':'q','type':'string','text':'Q'," WITH(HIDDEN "," MIN("1")) "}",
		     "q: a required question that nobody can answer: it is hidden");
	form_refused("{'linkId':'q','type':'attachment','text':'Q'," WITH(MIN("1")) "}",
		     "q: a required attachment cannot be given at a terminal");
	form_refused("{'linkId':'g','type':'group','text':'G','required':true,'item':["
		     "{'linkId':'q','type':'string','text':'Q','readOnly':true}]}",
		     "g: a required group without a question that can be answered here");
	form_refused("{'linkId':'q','type':'quantity','text':'Q','readOnly':true,'initial':["
		     "{'valueQuantity':{'value':5}}]," WITH(UNITS) "}",
		     "q: the initial value has no unit, and nobody can choose one");
	form_refused("{'linkId':'q','type':'string','text':'Q','repeats':true,'initial':["
		     "{'valueString':'a'},{'valueString':'b'}]," WITH(MAX("1")) "}",
		     "q: 2 initial values, and maxOccurs is 1");
	form_refused("{'linkId':'q','type':'string','text':'Q','extension':[{'url':"
		     "'http://hl7.org/fhir/StructureDefinition/minLength','valueInteger':5000}]}",
		     "q: minLength 5000 is more than the limit of 4000");
	form_refused("{'linkId':'q','type':'string','text':'Q','initial':[{'valueString':"
		     "'a\\tb'}]}",
		     "q: the initial value is longer than 4000 bytes, blank, or has control");
}

/* What is meant is clear: the form is asked. */
static void small_mistakes_are_told(void **state)
{
	(void)state;
	form_warned("{'linkId':'g','type':'group','text':'G','required':true,'item':["
		    "{'linkId':'d','type':'display','text':'D'}]}",
		    "g: a required group without a question: there is nothing to require");
	form_warned("{'linkId':'d','type':'display','text':'D','item':[{'linkId':'i','type':"
		    "'display','text':'I'}]}",
		    "i: a display under a display is shown behind it");
	form_warned("{'linkId':'q','type':'quantity','text':'Q','initial':[{'valueQuantity':"
		    "{'unit':'kg'}}]}",
		    "q: an initial value that is only a unit fills nothing in");
}

/* An option that is no object is reported, and nothing is looked for in it. */
static void an_option_may_be_anything(void **state)
{
	(void)state;
	form_refused("{'linkId':'q','type':'string','text':'Q','answerOption':[[1]]}",
		     "q: an item of type string has no options in FHIR R4");
}

static void an_initial_value_fits_into_its_field(void **state)
{
	char *item = malloc(8192), *report;
	int len = snprintf(item, 8192,
			   "{'linkId':'q','type':'string','text':'Q','initial':[{'valueString':'");

	(void)state;
	memset(item + len, 'a', 4001);
	memcpy(item + len + 4001, "'}]}", 5);
	report = form_items_report(item);
	assert_non_null(strstr(report, "q: the initial value is longer than 4000 bytes"));
	free(report);
	memcpy(item + len + 4000, "'}]}", 5);
	form_accepted(item);
	free(item);
}

static void instances_at_the_start_have_a_limit(void **state)
{
	char *item = malloc(8192);
	int len = snprintf(item, 8192,
			   "{'linkId':'g','type':'group','text':'G','repeats':true," WITH(
				   MIN("150")) ",'item':[");

	(void)state;
	for (int i = 0; i < 20; i++)
		len += snprintf(item + len, 8192 - (size_t)len,
				"%s{'linkId':'q%d','type':'string','text':'Q'}", i ? "," : "", i);
	snprintf(item + len, 8192 - (size_t)len, "]}");
	form_refused(item, "minOccurs asks for more items in added instances than the limit");
	free(item);
}

static char *written(const struct answers *answers)
{
	static const struct response_context context = {
		.identifier_system = "http://t/ids",
		.identifier = "1",
		.authored = "2026-11-23T14:05:09+01:00",
		.language = "en",
		.flag_system = "http://flags",
	};
	char *text;
	struct buf out;

	buf_init(&out, RESPONSE_MAX_BYTES, NULL);
	assert_int_equal(response_write(answers, &context, &out), STATUS_OK);
	text = strdup(buf_str(&out));
	buf_release(&out);
	return text;
}

static void expect_conforming(const struct answers *answers)
{
	char *text = written(answers);
	char *report = response_check_report(answers_questionnaire(answers), text);

	assert_string_equal(report, "");
	free(text);
	free(report);
}

#define DEPENDENT(exists)                                                                          \
	"{'linkId':'x','type':'string','text':'X','required':true,'enableWhen':[{'question':'n',"  \
	"'operator':'exists','answerBoolean':" exists "}]}"
#define REPEATED                                                                                   \
	"{'linkId':'g','type':'group','text':'G','repeats':true,'item':[{'linkId':'n','type':"     \
	"'string','text':'N'}]}"

static void conditions_do_not_see_what_is_left_empty(void **state)
{
	struct answers *answers = response_form_open(RESOURCE(REPEATED "," DEPENDENT("true")));
	size_t added, removed;

	(void)state;
	form_type(answers, "n", "a");
	assert_true(form_enabled(answers, "x"));
	assert_int_equal(answers_add(answers, form_slot(answers, "g"), &added), STATUS_OK);
	assert_false(form_enabled(answers, "x"));
	assert_int_equal(answers_prune(answers, &removed), STATUS_OK);
	assert_int_equal(removed, 1);
	assert_true(form_enabled(answers, "x"));
	form_type(answers, "x", "why");
	expect_conforming(answers);
	response_form_close(answers);
}

static void an_empty_first_one_makes_way(void **state)
{
	struct answers *answers = response_form_open(RESOURCE(DEPENDENT("false") "," REPEATED));
	size_t added, removed;

	(void)state;
	assert_true(form_enabled(answers, "x"));
	assert_int_equal(answers_add(answers, form_slot(answers, "g"), &added), STATUS_OK);
	assert_int_equal(answers_type(answers, added + 1, "a"), STATUS_OK);
	assert_int_equal(answers_prune(answers, &removed), STATUS_OK);
	assert_int_equal(removed, 1);
	assert_string_equal(answers_typed(answers, form_slot(answers, "n")), "a");
	assert_false(form_enabled(answers, "x"));
	expect_conforming(answers);
	response_form_close(answers);
}

#define FLAG                                                                                       \
	"{'linkId':'f','type':'choice','text':'F'," WITH(                                          \
		HIDDEN) ",'initial':[{'valueCoding':{'system':'http://flags','code':'stop'}}]}"

static void a_flag_in_an_empty_group_is_not_raised(void **state)
{
	static const char *const codes[] = {"stop"};
	struct answers *answers = response_form_open(
		RESOURCE("{'linkId':'g','type':'group','text':'G','repeats':true,'item':[{'linkId':"
			 "'n','type':'string','text':'N'}," FLAG "]}"));
	char *text = written(answers);

	(void)state;
	assert_int_equal(answers_flag(answers, "http://flags", codes, 1), 1);
	assert_null(strstr(text, "stop"));
	free(text);
	form_type(answers, "n", "a");
	assert_int_equal(answers_flag(answers, "http://flags", codes, 1), 0);
	expect_conforming(answers);
	response_form_close(answers);
}

/* Hidden values of an instance are there in each, and after it was cleared. */
static void every_instance_has_all_of_its_initial_values(void **state)
{
	struct answers *answers = response_form_open(
		RESOURCE("{'linkId':'g','type':'group','text':'G','repeats':true,'item':[{'linkId':"
			 "'n','type':'string','text':'N'},{'linkId':'h','type':'string','text':"
			 "'H','repeats':true," WITH(HIDDEN) ",'initial':[{'valueString':'x'},"
							    "{'valueString':'y'}]}]}"));
	size_t group = form_slot(answers, "g"), added;

	(void)state;
	form_type(answers, "n", "a");
	assert_int_equal(answers_add(answers, group, &added), STATUS_OK);
	assert_int_equal(answers_type(answers, added + 1, "b"), STATUS_OK);
	assert_int_equal(answers_instances(answers, added + 2), 2);
	expect_conforming(answers);
	assert_int_equal(answers_remove(answers, added), STATUS_OK);
	assert_int_equal(answers_remove(answers, group),
			 STATUS_OK); /* emptied: it is the only one */
	assert_string_equal(answers_typed(answers, form_slot(answers, "n")), "");
	assert_int_equal(answers_instances(answers, form_slot(answers, "h")), 2);
	form_type(answers, "n", "c");
	expect_conforming(answers);
	response_form_close(answers);
}

#define OPTIONS "'answerOption':[{'valueString':'a'},{'valueString':'b'}]"

/* Options are in the form's order, and own words are among them. */
static void fixed_choices_conform_in_any_order(void **state)
{
	struct answers *answers = response_form_open(RESOURCE(
		"{'linkId':'q','type':'open-choice','text':'Q','repeats':true,'readOnly':true,"
		"'initial':[{'valueString':'b'},{'valueString':'own'},{'valueString':'a'}]," OPTIONS
		"},{'linkId':'r','type':'string','text':'R','readOnly':true}"));
	char *text = written(answers), *more, *report;

	(void)state;
	assert_non_null(strstr(text, "own"));
	expect_conforming(answers);
	more = response_edit(text, "\"item\":[",
			     "\"item\":[{\"linkId\":\"r\",\"answer\":[{\"valueString\":\"z\"}]},");
	report = response_check_report(answers_questionnaire(answers), more);
	assert_non_null(strstr(report, "r: a hidden or read-only item has another value"));
	free(report);
	free(more);
	free(text);
	response_form_close(answers);
}

#define ELEMENT(id, type, element)                                                                 \
	"{'linkId':'" id "','type':'" type "','text':'T','definition':"                            \
	"'http://hl7.org/fhir/StructureDefinition/Patient#Patient." element "'}"

/* What an element does not take stays an answer: a Patient that is none is worse than none. */
static void a_patient_takes_what_fits_only(void **state)
{
	struct answers *answers =
		response_form_open(RESOURCE(ELEMENT("b", "string", "birthDate") "," ELEMENT(
			"n", "boolean",
			"name.given") "," ELEMENT("g", "string",
						  "gender") "," ELEMENT("t", "string", "telecom")));
	char *text;

	(void)state;
	form_type(answers, "b", "7 March");
	form_choose(answers, "n", 0, true);
	form_type(answers, "g", "F");
	form_type(answers, "t", "555");
	text = written(answers);
	assert_null(strstr(text, "contained"));
	free(text);
	form_type(answers, "g", "female");
	text = written(answers);
	assert_non_null(strstr(text, "\"gender\":\"female\""));
	free(text);
	expect_conforming(answers);
	response_form_close(answers);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_could_complete_these),
		cmocka_unit_test(small_mistakes_are_told),
		cmocka_unit_test(an_option_may_be_anything),
		cmocka_unit_test(an_initial_value_fits_into_its_field),
		cmocka_unit_test(instances_at_the_start_have_a_limit),
		cmocka_unit_test(conditions_do_not_see_what_is_left_empty),
		cmocka_unit_test(an_empty_first_one_makes_way),
		cmocka_unit_test(a_flag_in_an_empty_group_is_not_raised),
		cmocka_unit_test(every_instance_has_all_of_its_initial_values),
		cmocka_unit_test(fixed_choices_conform_in_any_order),
		cmocka_unit_test(a_patient_takes_what_fits_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
