/* Options and value sets as they are found in forms. */
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

#define CORE "http://hl7.org/fhir/StructureDefinition/"
#define SDC  "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
#define Q    "'linkId':'q','text':'Q',"

static void options_of_a_reference_are_left_for_the_desk(void **state)
{
	char *report = form_items_report("{" Q "'type':'reference','answerValueSet':'http://v'}");

	(void)state;
	assert_null(strstr(report, "error:"));
	assert_non_null(strstr(report, "q: the options are not shown: it is given at the front"));
	free(report);
}

#define YES_NO "'answerOption':[{'valueCoding':{'display':'Yes'}},{'valueCoding':{'display':'No'}}]"

static void expect_answer(const struct answers *answers, const char *coding, const char *words)
{
	char *text, *report;

	assert_true(
		asprintf(
			&text,
			"{'resourceType':'QuestionnaireResponse','identifier':{'system':'http://i',"
			"'value':'1'},'questionnaire':'http://t','status':'completed','authored':"
			"'2026-11-23T14:05:09+01:00','item':[{'linkId':'q','answer':["
			"{'valueCoding':%s}]}]}",
			coding) > 0);
	report = response_check_report(answers_questionnaire(answers), text);
	if (words ? !strstr(report, words) : *report)
		fail_msg("%s: %s", coding, report);
	free(report);
	free(text);
}

/* R4: Coding.code is 0..1. */
static void options_without_a_code_are_told_by_their_displays(void **state)
{
	struct answers *answers = response_form_open(
		"{'resourceType':'Questionnaire','url':'http://t','status':'draft','item':[{" Q
		"'type':'choice','initial':[{'valueCoding':{'display':'No'}}]," YES_NO "}]}");
	size_t slot = form_slot(answers, "q");

	(void)state;
	form_warned("{" Q "'type':'choice','answerOption':[{'valueCoding':{'display':'Yes'}}]}",
		    "q: an option without a code is told from others by its display");
	form_refused("{" Q "'type':'choice','answerOption':[{'valueCoding':{'system':'s'}}]}",
		     "q: a coding without a code cannot be told from another");
	form_refused("{" Q "'type':'choice','answerOption':[{'valueCoding':{'code':'y','display':"
		     "'Yes'}}]},{'linkId':'d','type':'string','text':'D','enableWhen':[{'question':"
		     "'q','operator':'=','answerCoding':{'display':'Yes'}}]}",
		     "d: a condition compares codes, and this coding has none");
	assert_false(answers_chosen(answers, slot, 0));
	assert_true(answers_chosen(answers, slot, 1));
	expect_answer(answers, "{'display':'Yes'}", NULL);
	expect_answer(answers, "{'display':'Maybe'}", "q: ");
	expect_answer(answers, "{'code':'Yes'}", "q: ");
	response_form_close(answers);
}

static struct questionnaire *with_sets(const char *sets)
{
	char *resource, *set_list = strdup(sets);
	struct questionnaire *form;

	assert_true(asprintf(&resource,
			     "{'resourceType':'Questionnaire','url':'http://t','status':'draft',"
			     "'contained':[%s],'item':[{" Q
			     "'type':'choice','answerValueSet':'http://v/a|1'}]}",
			     set_list) > 0);
	form = form_of_resource(resource);
	free(resource);
	free(set_list);
	return form;
}

static void value_sets_are_read_as_written(void **state)
{
	struct questionnaire *form = with_sets(
		"{'resourceType':'ValueSet','id':'a','url':'http://v/a','version':'1','expansion':{"
		"'contains':[]},'compose':{'include':[{'system':'s','valueSet':['http://v/b']}]}},"
		"{'resourceType':'ValueSet','id':'b','url':'http://v/b','compose':{'include':["
		"{'system':'s','concept':[{'code':'A'}]},{'system':'t','concept':["
		"{'code':'Z'}]}]}}");
	char *report = form_report(
		"{'resourceType':'Questionnaire','url':'http://t','status':'draft','contained':["
		"{'resourceType':'ValueSet','id':'a','compose':{'include':[{'system':'s',"
		"'concept':[{'code':1},{'code':'2'}]}]}}],'item':[{" Q
		"'type':'choice','answerValueSet':'#a'}]}");

	(void)state;
	assert_int_equal(form->items[0].option_count, 1);
	assert_string_equal(form->items[0].options[0].value.coding.code, "A");
	questionnaire_close(form);
	assert_non_null(strstr(report, "q: a concept of the value set has no code"));
	free(report);
}

static void scores_go_along_by_the_name_that_they_have_on_a_coding(void **state)
{
	static const char *const urls[] = {CORE "ordinalValue", CORE "valueset-ordinalValue",
					   CORE "questionnaire-ordinalValue", CORE "itemWeight"};
	static const char *const names[] = {CORE "ordinalValue", CORE "ordinalValue",
					    CORE "ordinalValue", CORE "itemWeight"};
	char items[500];

	(void)state;
	for (size_t i = 0; i < sizeof(urls) / sizeof(*urls); i++) {
		struct questionnaire *form;

		snprintf(items, sizeof(items),
			 "{" Q "'type':'choice','answerOption':[{'valueCoding':{'code':'a'},"
			 "'extension':[{'url':'%s','valueDecimal':1}]}]}",
			 urls[i]);
		form = form_of_items(items);
		assert_string_equal(form->items[0].options[0].weight_url, names[i]);
		questionnaire_close(form);
	}
	form_warned("{" Q "'type':'choice','answerOption':[{'valueString':'a','extension':["
		    "{'url':'" CORE "itemWeight','valueDecimal':1}]}]}",
		    "q: the score of an option that is no coding does not go along");
}

/* R4 value sets: an include of nothing but a system takes all of its codes. */
static void a_whole_code_system_is_listed_where_the_form_has_it(void **state)
{
#define WHOLE                                                                                      \
	"{'resourceType':'ValueSet','id':'a','url':'http://v/a','version':'1','compose':{"         \
	"'include':[{'system':'http://s'}]}},{'resourceType':'CodeSystem','url':'http://s',"
	struct questionnaire *form =
		with_sets(WHOLE "'content':'complete','concept':[{'code':'A','property':[{'code':"
				"'notSelectable','valueBoolean':true}],'concept':[{'code':'A1',"
				"'display':'One'}]},{'code':'B'}]}");
	char *report = form_report("{'resourceType':'Questionnaire','url':'http://"
				   "t','status':'draft','contained':[" WHOLE
				   "'content':'fragment','concept':[{'code':'A'}]}],'item':[{" Q
				   "'type':'choice','answerValueSet':'#a'}]}");
	const struct answer_option *options = form->items[0].options;

	(void)state;
	assert_int_equal(form->items[0].option_count, 2);
	assert_string_equal(options[0].value.coding.system, "http://s");
	assert_string_equal(options[0].value.coding.code, "A1");
	assert_string_equal(options[0].label, "One");
	assert_string_equal(options[1].value.coding.code, "B");
	assert_non_null(strstr(report, "q: the value set includes a whole code system: http://s"));
	questionnaire_close(form);
	free(report);
}

/* The last of 601 options is the first again, with these words. */
static char *many_options(const char *first)
{
	char *list = strdup(""), *items;

	for (int i = 0; i < 600; i++) {
		char *longer;

		assert_true(asprintf(&longer, "%s,{'valueCoding':{'code':'c%d','display':'C'}}",
				     list, i) > 0);
		free(list);
		list = longer;
	}
	assert_true(asprintf(&items,
			     "{" Q "'type':'choice','repeats':true,'answerOption':[{'valueCoding':{"
			     "'code':'c599','display':'%s'}}%s]}",
			     first, list) > 0);
	free(list);
	return items;
}

static void twins_are_told_however_far_apart(void **state)
{
	char *same = many_options("C"), *other = many_options("D");
	struct questionnaire *form = form_of_items(same);

	(void)state;
	assert_int_equal(form->items[0].option_count, 600);
	form_warned(same, "q: the option \"C\" stands twice: it is shown once");
	form_refused(other, "q: the options \"D\" and \"C\" have the same code");
	form_refused("{" Q "'type':'decimal','answerOption':[{'valueDecimal':1.5}]}",
		     "q: an item of type decimal has no options in FHIR R4");
	questionnaire_close(form);
	free(same);
	free(other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_of_a_reference_are_left_for_the_desk),
		cmocka_unit_test(options_without_a_code_are_told_by_their_displays),
		cmocka_unit_test(value_sets_are_read_as_written),
		cmocka_unit_test(scores_go_along_by_the_name_that_they_have_on_a_coding),
		cmocka_unit_test(a_whole_code_system_is_listed_where_the_form_has_it),
		cmocka_unit_test(twins_are_told_however_far_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
