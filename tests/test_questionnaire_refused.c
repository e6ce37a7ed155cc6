/* Questionnaires that are refused, and in which words. */
#include "support/form_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define Q "'linkId':'q','text':'Q',"
#define OPTIONS                                                                                    \
	"'answerOption':[{'valueCoding':{'system':'s','code':'a'}},{'valueCoding':{'system':'s','" \
	"code':'b'}}]"

static void refuses_what_this_version_cannot_ask(void **state)
{
	(void)state;
	form_refused("{" Q "'type':'attachment','required':true}",
		     "q: a required attachment cannot be given at a terminal: remove required");
	form_refused("{" Q "'type':'reference','required':true}",
		     "q: a required reference cannot be given at a terminal");
	form_refused("{" Q "'type':'choice','answerValueSet':'http://vs'}",
		     "q: the value set is not held here: http://vs: name a folder");
	form_refused("{" Q "'type':'choice','answerValueSet':'#vs'}",
		     "q: the form contains no such value set: #vs");
	form_refused("{" Q "'type':'string','modifierExtension':[{'url':'x'}]}",
		     "q: a modifierExtension changes the meaning");
	form_refused(
		"{" Q "'type':'string','extension':[{'url':'http://hl7.org/fhir/uv/sdc/"
		"StructureDefinition/"
		"sdc-questionnaire-enableWhenExpression','valueExpression':{'language':'text/"
		"fhirpath','expression':'true'}}]}",
		"q: a condition written as an expression cannot be kept by this version: write it "
		"as enableWhen");
	form_refused("{" Q
		     "'type':'string','extension':[{'url':'http://hl7.org/fhir/StructureDefinition/"
		     "questionnaire-constraint','extension':[]}]}",
		     "q: a constraint cannot be kept");
	form_refused(
		"{" Q
		"'type':'string','extension':[{'url':'http://else/where','valueExpression':{}}]}",
		"q: an expression that this version cannot work out (http://else/where)");
	form_refused("{" Q "'type':'string','_required':{'extension':[{'url':'http://hl7.org/fhir/"
		     "StructureDefinition/"
		     "cqf-expression','valueExpression':{}}]}}",
		     "q: an expression computes \"required\"");
}

static void refuses_what_has_no_clear_meaning(void **state)
{
	(void)state;
	form_refused("{'type':'string','text':'Q'}", "item[0]: an item without a \"linkId\"");
	form_refused("{" Q "'type':'string'},{" Q "'type':'string'}",
		     "q: this linkId stands twice (also in line 1)");
	form_refused("{" Q "'prefix':'p'}", "q: \"type\" is missing");
	form_refused("{" Q "'prefix':'\\u001b[2J','type':'string'}",
		     "q: \"prefix\" holds a control character");
	form_refused("{" Q "'type':'strnig'}", "q: there is no type \"strnig\"");
	form_refused("{" Q "'type':'choice'}", "q: a choice without options: add answerOption");
	form_refused("{" Q "'type':'choice','answerOption':[]}", "q: a choice without options");
	form_refused("{" Q "'type':'choice','answerOption':[{}]}", "q: value[x] is missing");
	form_refused("{" Q "'type':'choice','answerOption':[{'valueString':'a','valueInteger':1}]}",
		     "q: more than one value[x]");
	form_refused("{" Q "'type':'choice','answerOption':[{'valueCoding':{'system':'a'}}]}",
		     "q: a coding without a code");
	form_refused("{" Q "'type':'choice','answerOption':[{'valueInteger':1.5}]}",
		     "q: 1.5 is no integer");
	form_refused("{" Q "'type':'string','required':1}",
		     "q: \"required\" is a number: write true or false");
	form_refused("{" Q "'type':'string','maxLength':0}", "q: \"maxLength\" is no length");
	form_refused("{'linkId':7,'type':'string','text':'Q'}",
		     "item[0].linkId: \"linkId\" is a number, not a string");
	form_refused("{" Q "'type':'display','item':[{'linkId':'i','type':'string','text':'I'}]}",
		     "i: an item under a display");
	form_refused(
		"{" Q "'type':'string','required':true,'readOnly':true}",
		"q: a required question that nobody can answer: it is read-only and has no initial "
		"value");
	form_refused(
		"{" Q "'type':'integer','extension':["
		"{'url':'http://hl7.org/fhir/StructureDefinition/minValue','valueInteger':5},"
		"{'url':'http://hl7.org/fhir/StructureDefinition/maxValue','valueInteger':4}]}",
		"q: minValue 5 is beyond maxValue 4");
	form_refused(
		"{" Q "'type':'integer','extension':["
		"{'url':'http://hl7.org/fhir/StructureDefinition/minValue','valueDate':'2020'}]}",
		"q: a value of type date cannot be the limit of an item of type integer");
	form_refused("{" Q "'type':'string','maxLength':2,'initial':[{'valueString':'abc'}]}",
		     "q: the initial value breaks the item's own limits");
	form_refused("{" Q "'type':'integer','initial':[{'valueString':'1'}]}",
		     "q: a value of type string cannot answer an item of type integer");
	form_refused("{" Q "'type':'string','initial':[{'valueString':'1'},{'valueString':'2'}]}",
		     "q: several initial values");
	form_refused("{" Q "'type':'choice'," OPTIONS ",'initial':[{'valueCoding':{'code':'z'}}]}",
		     "q: the initial value is none of the options");
	form_refused("{" Q
		     "'type':'choice','answerOption':[{'valueInteger':1,'initialSelected':true},"
		     "{'valueInteger':2,'initialSelected':true}]}",
		     "q: 2 options are selected at first");
}

#define D(conditions) "{'linkId':'d','type':'string','text':'D','enableWhen':[" conditions "]}"

static void refuses_conditions_that_cannot_hold(void **state)
{
	(void)state;
	form_refused("{" Q
		     "'type':'string'}," D("{'question':'x','operator':'=','answerString':'a'}"),
		     "d: the condition points nowhere: there is no item \"x\"");
	form_refused(D("{'question':'d','operator':'=','answerString':'a'}"),
		     "d: the condition points at its own item");
	form_refused("{" Q
		     "'type':'display'}," D("{'question':'q','operator':'=','answerString':'a'}"),
		     "d: the condition is on \"q\", a display, which has no answer");
	form_refused("{" Q
		     "'type':'string'}," D("{'question':'q','operator':'~','answerString':'a'}"),
		     "d: there is no operator \"~\"");
	form_refused("{" Q "'type':'string'}," D("{'question':'q','answerString':'a'}"),
		     "d: a condition without an \"operator\"");
	form_refused("{" Q "'type':'string'}," D("{'question':'q','operator':'='}"),
		     "d: answer[x] is missing");
	form_refused("{" Q "'type':'string'}," D(
			     "{'question':'q','operator':'exists','answerString':'a'}"),
		     "d: the operator exists needs true or false");
	form_refused(
		"{" Q "'type':'string'}," D("{'question':'q','operator':'=','answerInteger':1}"),
		"d: a value of type integer is compared with the answers to \"q\", which are of "
		"another type");
	form_refused("{" Q "'type':'choice'," OPTIONS
		     "}," D("{'question':'q','operator':'>','answerCoding':{'code':'a'}}"),
		     "d: codings have no order: use = or !=");
	form_refused("{" Q "'type':'string'}," D("[]"), "d: this condition is no object");
	form_refused("{" Q
		     "'type':'string'},{'linkId':'d','type':'string','text':'D','enableBehavior':'"
		     "some','enableWhen':["
		     "{'question':'q','operator':'=','answerString':'a'}]}",
		     "d: \"some\" is no enableBehavior");
}

static void prints_the_path_of_a_loop(void **state)
{
	(void)state;
	form_refused(
		"{'linkId':'a','type':'string','text':'A','enableWhen':[{'question':'b','operator':"
		"'exists','answerBoolean':true}]},"
		"{'linkId':'b','type':'string','text':'B','enableWhen':[{'question':'c','operator':"
		"'exists','answerBoolean':true}]},"
		"{'linkId':'c','type':'string','text':'C','enableWhen':[{'question':'a','operator':"
		"'exists','answerBoolean':true}]},"
		"{'linkId':'d','type':'string','text':'D','enableWhen':[{'question':'c','operator':"
		"'exists','answerBoolean':true}]}",
		"whether it is asked depends on itself: a -> b -> c -> a");
	form_refused(
		"{'linkId':'g','type':'group','enableWhen':[{'question':'q','operator':'exists','"
		"answerBoolean':false}],"
		"'item':[{" Q "'type':'string'}]}",
		"g: whether it is asked depends on itself: g -> q -> g");
}

static void resource_refused(const char *resource, const char *words)
{
	char *report = form_report(resource);

	if (!strstr(report, words))
		fail_msg("expected \"%s\", got:\n%s", words, report);
	free(report);
}

static void refuses_other_resources_and_versions(void **state)
{
	(void)state;
	resource_refused("[]", "1:1: this is no FHIR resource");
	resource_refused("{}", "1:1: \"resourceType\" is missing");
	resource_refused("{'resourceType':'Bundle','entry':[]}",
			 "resourceType: this is a Bundle, not a Questionnaire: take the "
			 "Questionnaire out of the Bundle");
	resource_refused("{'resourceType':'Questionnaire','status':'draft'}",
			 "a form without items: there is nothing to ask");
	resource_refused("{'resourceType':'Questionnaire','item':[]}", "a form without items");
	resource_refused("{'resourceType':'Questionnaire','item':{'linkId':'a'}}",
			 "\"item\" is an object, not a list");
	resource_refused("{'resourceType':'Questionnaire','item':['a',{'linkId':'a','type':'"
			 "display','text':'x'}]}",
			 "item[0]: this item is no object");
	resource_refused("{'resourceType':'Questionnaire','fhirVersion':'5.0.0','item':[{" Q
			 "'type':'string'}]}",
			 "the form says that it is of FHIR 5.0.0");
	resource_refused("{'resourceType':'Questionnaire','copyrightLabel':'x','item':[{" Q
			 "'type':'string'}]}",
			 "\"copyrightLabel\" is of FHIR R5: export the form as FHIR R4 (4.0.1)");
	resource_refused("{'resourceType':'Questionnaire','item':[{" Q
			 "'type':'choice','option':[]}]}",
			 "q: \"option\" is of FHIR STU3");
	resource_refused("{'resourceType':'Questionnaire','item':[{" Q "'type':'coding'}]}",
			 "q: the type \"coding\" is not of FHIR R4");
	resource_refused("{'resourceType':'Questionnaire','item':[{" Q
			 "'type':'string'}," D("{'question':'q','hasAnswer':true}") "]}",
			 "d: \"hasAnswer\" is of FHIR STU3");
	resource_refused("{'resourceType':'Questionnaire','item':[{" Q
			 "'type':'string','extension':[{'url':"
			 "'http://hl7.org/fhir/StructureDefinition/"
			 "questionnaire-hidden','valueBoolean':true}]}]}",
			 "every item is hidden: there is nothing to ask");
}

/* Of questions with a pattern, each with one of its own or all with the same. */
static char *report_of_patterns(bool numbered, int count)
{
	char *items = malloc((size_t)count * 300), *at = items, *report;

	assert_non_null(items);
	for (int i = 0; i < count; i++) {
		at += sprintf(at,
			      "%s{'linkId':'p%d','text':'P','type':'string','extension':[{'url':"
			      "'http://hl7.org/fhir/StructureDefinition/regex','valueString':'",
			      i ? "," : "", i);
		at += sprintf(at, "[a-z]x%d'}]}", numbered ? i : 0);
	}
	report = form_items_report(items);
	free(items);
	return report;
}

static void patterns_have_a_limit_together(void **state)
{
	char *report = report_of_patterns(true, 3000);

	(void)state;
	assert_non_null(strstr(report, "the pattern cannot be used: to try all patterns of the "
				       "form takes more steps than the limit of 50000000"));
	free(report);
	report = report_of_patterns(false, 3000);
	assert_string_equal(report, "");
	free(report);
}

static void features_beyond_hundreds_are_counted_as_one(void **state)
{
	struct report report;
	size_t uses = 0;

	(void)state;
	report_init(&report);
	for (int i = 0; i < 1000; i++) {
		char name[20];

		sprintf(name, "feature %d", i);
		report_feature(&report, name);
	}
	report_feature(&report, "feature 0");
	assert_int_equal(report.feature_count, 201);
	assert_int_equal(report.features[0].count, 2);
	assert_string_equal(report.features[200].name, "others");
	for (size_t i = 0; i < report.feature_count; i++)
		uses += report.features[i].count;
	assert_int_equal(uses, 1001);
	report_release(&report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refuses_what_this_version_cannot_ask),
		cmocka_unit_test(refuses_what_has_no_clear_meaning),
		cmocka_unit_test(refuses_conditions_that_cannot_hold),
		cmocka_unit_test(prints_the_path_of_a_loop),
		cmocka_unit_test(refuses_other_resources_and_versions),
		cmocka_unit_test(features_beyond_hundreds_are_counted_as_one),
		cmocka_unit_test(patterns_have_a_limit_together),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
