/* FHIR values: their literals, their order, their equality. */
#include "kiosk/form/form.h"

#include "support/form_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct value literal(enum value_type type, const char *text)
{
	return (struct value){.type = type, .text = text};
}

static void instants_compare_across_zones(void **state)
{
	static const struct {
		const char *a, *b;
		enum order order;
	} cases[] = {
		{"2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00Z", ORDER_EQUAL},
		{"2024-03-01T00:00:00Z", "2024-02-29T23:59:59Z", ORDER_GREATER},
		{"2024-02-29T23:59:59.999Z", "2024-03-01T00:00:00Z", ORDER_LESS},
		{"2024-03-01T00:00:00.50Z", "2024-03-01T00:00:00.5Z", ORDER_EQUAL},
		{"2024-03-01T00:00:00-00:30", "2024-03-01T00:00:00Z", ORDER_GREATER},
		{"2024", "2024-03-01T00:00:00Z", ORDER_NONE},
		{"2023", "2024-03-01T00:00:00Z", ORDER_LESS},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct value a = literal(VALUE_DATETIME, cases[i].a),
			     b = literal(VALUE_DATETIME, cases[i].b);

		assert_int_equal(value_order(&a, &b), cases[i].order);
	}
}

static void literals_are_strict(void **state)
{
	static const struct {
		const char *text;
		enum value_type type;
		bool good;
	} cases[] = {
		{"2024-02-29", VALUE_DATE, true},
		{"2023-02-29", VALUE_DATE, false},
		{"2024-13", VALUE_DATE, false},
		{"2024", VALUE_DATE, true},
		{"2024-1-1", VALUE_DATE, false},
		{"2024-01-01T00:00:00Z", VALUE_DATE, false},
		{"0000", VALUE_DATE, false},
		{"", VALUE_DATE, false},
		{"23:59:59", VALUE_TIME, true},
		{"24:00:00", VALUE_TIME, false},
		{"12:30", VALUE_TIME, false},
		{"12:30:00.", VALUE_TIME, false},
		{"2024-01-01T12:00:00Z", VALUE_DATETIME, true},
		{"2024-01-01T12:00:00", VALUE_DATETIME, false},
		{"2024-01-01T12:00:00+14:00", VALUE_DATETIME, true},
		{"2024-01T12:00:00Z", VALUE_DATETIME, false},
		{"2024-01", VALUE_DATETIME, true},
		{"2147483647", VALUE_INTEGER, true},
		{"2147483648", VALUE_INTEGER, false},
		{"-2147483648", VALUE_INTEGER, true},
		{"-2147483649", VALUE_INTEGER, false},
		{"1.0", VALUE_INTEGER, false},
		{"-0", VALUE_INTEGER, false},
		{"99999999999999999999999", VALUE_INTEGER, false},
		{"1.50", VALUE_DECIMAL, true},
		{"01.5", VALUE_DECIMAL, false},
		{"1.", VALUE_DECIMAL, false},
		{"1e5", VALUE_DECIMAL, true},
		{"1e", VALUE_DECIMAL, false},
		{"http://x", VALUE_URI, true},
		{"a b", VALUE_URI, false},
		{"", VALUE_STRING, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		if (value_literal(cases[i].type, cases[i].text) != cases[i].good)
			fail_msg("%s as a %s", cases[i].text, value_type_name(cases[i].type));
}

static void equality_is_by_type_and_meaning(void **state)
{
	struct value one = literal(VALUE_DECIMAL, "1.0"), same = literal(VALUE_DECIMAL, "1.00");
	struct value whole = literal(VALUE_INTEGER, "1");
	struct value a = {.type = VALUE_CODING,
			  .coding = {.system = "s", .code = "c", .display = "x"}};
	struct value b = {.type = VALUE_CODING,
			  .coding = {.system = "s", .code = "c", .display = "y", .version = "2"}};
	struct value c = {.type = VALUE_CODING, .coding = {.code = "c"}};

	(void)state;
	assert_true(value_equal(&one, &same));
	assert_false(value_equal(&one, &whole));
	assert_true(value_equal(&a, &b));
	assert_false(value_equal(&a, &c));
}

#define SET(id, inside) "{'resourceType':'ValueSet','id':'" id "'," inside "}"
#define CODES(list)     "{'system':'http://k','concept':[" list "]}"
#define FORM_OF(sets)                                                                              \
	"{'resourceType':'Questionnaire','url':'http://t','status':'draft','contained':[" sets     \
	"],'item':[{'linkId':'q','text':'Q','type':'choice','answerValueSet':'#all'}]}"

/* The labels of the first item, in order and without anything between. */
static void expect_labels(const char *resource, const char *labels)
{
	struct questionnaire *form = form_of_resource(resource);
	char found[100] = "";

	for (size_t i = 0; i < form->items[0].option_count; i++)
		strncat(found, form->items[0].options[i].label, sizeof(found) - strlen(found) - 1);
	assert_string_equal(found, labels);
	questionnaire_close(form);
}

static void a_set_leaves_out_its_own_codes(void **state)
{
	(void)state;
	expect_labels(
		FORM_OF(SET("all",
			    "'compose':{'include':[" CODES("{'code':'x'},{'code':'z'}") "," CODES(
				    "{'code':'x'}") "],'exclude':[" CODES("{'code':'x'}") "]}")),
		"z");
	expect_labels(
		FORM_OF(SET(
			"all",
			"'compose':{'include':[{'valueSet':['#b']},{'valueSet'"
			":["
			"'#c']}]}") "," SET("b",
					    "'compose':{'include':[" CODES(
						    "{'code':'x'},{'code':'y'"
						    "}") "]}") "," SET("c",
								       "'compo"
								       "se':{'"
								       "includ"
								       "e':"
								       "[" CODES(
									       "{'code':'x'}"
									       ",{'code':'z'"
									       "}") "],"
										    "'exclud"
										    "e':"
										    "[" CODES(
											    "{'"
											    "code"
											    "':"
											    "'x'"
											    "}") "]"
												 "}")),
		"xyz");
}

static void a_part_of_an_expansion_is_told(void **state)
{
	char *report = form_report(FORM_OF(SET("all", "'expansion':{'total':500,'contains':[{"
						      "'system':'http://k','code':'x'}]}")));

	(void)state;
	assert_non_null(strstr(report, "lists 1 of its 500 codes"));
	free(report);
	report = form_report(
		FORM_OF(SET("all", "'expansion':{'total':2,'contains':[{'abstract':true,'code':'k',"
				   "'contains':[{'system':'http://k','code':'x'}]}]}")));
	assert_string_equal(report, "");
	free(report);
}

static void questions_share_the_codes_of_a_set(void **state)
{
	struct questionnaire *form = form_of_resource(
		"{'resourceType':'Questionnaire','url':'http://"
		"t','status':'draft','contained':[" SET(
			"all",
			"'compose':{'include':[" CODES(
				"{'code':'x'},{'code':'y'}") "]}") "],"
								   "'item':[{'linkId':'a','text':'"
								   "A','type':'choice','"
								   "answerValueSet':'#all'},"
								   "{'linkId':'b','text':'B','type'"
								   ":'choice','answerValueSet':'#"
								   "all','initial':["
								   "{'valueCoding':{'system':'http:"
								   "//k','code':'y'}}]},"
								   "{'linkId':'c','text':'C','type'"
								   ":'choice','answerValueSet':'#"
								   "all'}]}");

	(void)state;
	assert_ptr_equal(form->items[0].options, form->items[2].options);
	assert_false(form->items[0].options[1].initial);
	assert_true(form->items[1].options[1].initial);
	questionnaire_close(form);
}

#define EXTENSION(name, value)                                                                     \
	"{'url':'http://hl7.org/fhir/StructureDefinition/questionnaire-" name "'," value "}"
#define UNIT(code) EXTENSION("unitOption", "'valueCoding':{'code':'" code "'}")
#define UNITS(id, more)                                                                            \
	"{'linkId':'" id "','text':'U','type':'quantity','extension':[" EXTENSION(                 \
		"unitValueSet", "'valueCanonical':'#all'") more "]}"

static void units_of_ones_own_stay_out_of_a_shared_set(void **state)
{
	static const char *const codes[] = {"x", "y", "1", "2", "3", "4", "5", "6", "7", "8"};
	struct questionnaire *form = form_of_resource(
		"{'resourceType':'Questionnaire','url':'http://"
		"t','status':'draft','contained':[" SET(
			"all",
			"'compose':{'include':[" CODES(
				"{'code':'x'},{'code':'y'}") "]}") "],"
								   "'item':[" UNITS(
									   "a",
									   "," UNIT("1") "," UNIT("2") "," UNIT("3") "," UNIT("4") "," UNIT("5") "," UNIT("6") "," UNIT(
										   "7") "," UNIT("8")) "," UNITS("b",
														 "") "," UNITS("c",
															       "," UNIT(
																       "z")) "]}");

	(void)state;
	assert_int_equal(form->items[0].unit_count, 10);
	for (size_t i = 0; i < 10; i++)
		assert_string_equal(form->items[0].units[i].label, codes[i]);
	assert_int_equal(form->items[1].unit_count, 2);
	assert_int_equal(form->items[2].unit_count, 3);
	assert_string_equal(form->items[2].units[2].label, "z");
	questionnaire_close(form);
}

static void initial_values_mark_the_first_option_that_equals(void **state)
{
	struct questionnaire *form = form_of_items(
		"{'linkId':'q','text':'Q','type':'choice','repeats':true,'answerOption':["
		"{'valueTime':'12:00:00'},{'valueString':'b'},{'valueInteger':10},"
		"{'valueString':'a'},{'valueCoding':{'code':'c'}},{'valueInteger':9},"
		"{'valueCoding':{'system':'s','code':'c'}},{'valueDate':'2020'},"
		"{'valueDate':'2020-05'},{'valueString':'b'}],'initial':[{'valueString':'b'},"
		"{'valueInteger':9},{'valueTime':'12:00:00.0'},{'valueDate':'2020-05'},"
		"{'valueCoding':{'system':'s','code':'c','display':'C'}}]}");
	char marked[11] = "";

	(void)state;
	for (size_t i = 0; i < 10; i++)
		marked[i] = form->items[0].options[i].initial ? 'x' : '-';
	assert_string_equal(marked, "xx---xx-x-");
	questionnaire_close(form);
}

#define EIGHT(what) what "," what "," what "," what "," what "," what "," what "," what

/* Each of the sets includes the next eight times: the last one's code comes by 8^12 ways. */
static void a_set_is_listed_once_however_often_it_is_included(void **state)
{
	char form[8000], *at = form;
	int last = 12;

	(void)state;
	at += sprintf(at, "{'resourceType':'Questionnaire','url':'http://t','status':'draft',"
			  "'contained':[");
	for (int i = 0; i < last; i++)
		at += sprintf(at,
			      "{'resourceType':'ValueSet','id':'s%d','compose':{'include':[" EIGHT(
				      "{'valueSet':['#s%d']}") "]}},",
			      i, i + 1, i + 1, i + 1, i + 1, i + 1, i + 1, i + 1, i + 1);
	sprintf(at,
		"{'resourceType':'ValueSet','id':'s%d','compose':{'include':[" CODES(
			"{'code':'x'}") "]}}],'item':[{'linkId':'q','text':'Q','type':'choice',"
					"'answerValueSet':'#s0'}]}",
		last);
	expect_labels(form, "x");
}

static void the_codes_of_all_sets_have_a_limit(void **state)
{
	const size_t room = 2000000;
	char *form = malloc(room), *at = form, *report;

	(void)state;
	assert_non_null(form);
	at += sprintf(at, "{'resourceType':'Questionnaire','url':'http://t','status':'draft',"
			  "'contained':[{'resourceType':'ValueSet','id':'b','compose':{'include':["
			  "{'system':'http://k','concept':[{'code':'x'}");
	for (int i = 0; i < 10000; i++)
		at += sprintf(at, ",{'code':'%d'}", i);
	at += sprintf(at, "]}]}},{'resourceType':'ValueSet','id':'a','compose':{'include':["
			  "{'valueSet':['#b']}");
	for (int i = 0; i < 50; i++)
		at += sprintf(at, ",{'valueSet':['#b']}");
	sprintf(at, "]}}],'item':[{'linkId':'q','text':'Q','type':'choice',"
		    "'answerValueSet':'#a'}]}");
	report = form_report(form);
	assert_non_null(strstr(report, "q: the form's value sets hold more codes than the limit of "
				       "500000"));
	free(report);
	free(form);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(instants_compare_across_zones),
		cmocka_unit_test(literals_are_strict),
		cmocka_unit_test(equality_is_by_type_and_meaning),
		cmocka_unit_test(a_set_leaves_out_its_own_codes),
		cmocka_unit_test(a_part_of_an_expansion_is_told),
		cmocka_unit_test(questions_share_the_codes_of_a_set),
		cmocka_unit_test(units_of_ones_own_stay_out_of_a_shared_set),
		cmocka_unit_test(initial_values_mark_the_first_option_that_equals),
		cmocka_unit_test(a_set_is_listed_once_however_often_it_is_included),
		cmocka_unit_test(the_codes_of_all_sets_have_a_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
