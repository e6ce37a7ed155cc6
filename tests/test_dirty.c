/* Forms as they are found: what is clear is asked and told of, what is not is refused. */
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

static void what_is_clear_is_asked(void **state)
{
	(void)state;
	form_warned("{" Q "'type':'string','prefix':null}", "q: \"prefix\" is null: leave it out");
	form_warned("{" Q "'type':'string','enableWhen':null}", "q: \"enableWhen\" is null");
	form_warned("{" Q "'type':'string','code':[{'system':'s','display':'W'}]}",
		    "q: a code of the item without a code is left aside");
	form_warned("{" Q "'type':'string','extension':[{'url':'" SDC
		    "contextExpression','valueExpression':{'expression':'1'}}]}",
		    "q: what an expression would show beside it is not shown");
	form_warned("{" Q "'type':'string','extension':[{'url':'" CORE
		    "variable','valueExpression':{'expression':'1'}}]}",
		    "q: a variable that an expression computes is not used");
	form_warned("{" Q "'type':'quantity','extension':[{'url':'" CORE
		    "questionnaire-unit','valueCoding':{'code':'kg'}}]}",
		    "q: a unit's code without a system is not sent, its name is");
	form_warned("{" Q "'type':'choice','answerOption':[{'valueCoding':{'system':'s','code':"
		    "'a'}},{'valueCoding':{'system':'s','code':'b'}}],'initial':[{'valueCoding':{"
		    "'code':'b'}}]}",
		    "q: the initial value has no system: the option with its code is meant");
	form_warned("{" Q "'type':'dateTime','initial':[{'valueDate':'2026-01-02'}]}",
		    "q: a value of type date is taken as one of type dateTime");
	form_warned("{" Q "'type':'integer','initial':[{'valueDecimal':3}]}",
		    "q: a value of type decimal is taken as one of type integer");
	form_warned("{" Q "'type':'url','initial':[{'valueString':'http://x'}]}",
		    "q: a value of type string is taken as one of type uri");
	form_warned("{" Q "'type':'integer','initial':[{'valueInteger':'3'}]}",
		    "q: \"valueInteger\" is a string: write it without quotes");
	form_warned("{" Q "'type':'string','maxLength':'3'}", "q: \"maxLength\" is a string");
	form_warned("{" Q "'type':'time','initial':[{'valueTime':'08:30'}]}",
		    "q: \"08:30\" is a time without seconds: write hh:mm:ss");
	form_warned("{" Q "'type':'string','extension':[{'url':'" CORE
		    "questionnaire-maxOccurs','valueInteger':3}]}",
		    "q: maxOccurs is 3, and the item does not repeat: it is asked once");
	form_accepted("{" Q "'type':'text','answerOption':[]}");
	form_warned("{" Q "'type':'choice','answerValueSet':'','answerOption':["
		    "{'valueString':'a'}]}",
		    "q: \"answerValueSet\" is empty: leave it out");
	form_warned("{" Q "'type':'string','extension':[{'url':'" CORE
		    "cqf-expression','valueExpression':{'expression':'1'}}]}",
		    "q: a value that an expression computes is not filled in");
	form_warned("{" Q "'type':'string','extension':[{}]}", "q: an empty extension: remove it");
	form_accepted("{" Q "'type':'string','extension':[{'url':'" SDC
		      "itemContext','valueExpression':{'expression':'ContactPoint'}}]}");
	form_accepted("{" Q "'type':'string','modifierExtension':[]}");
	form_accepted("{" Q "'type':'open-choice','answerOption':[]}");
	form_warned("{" Q "'type':'choice','answerOption':[{'valueString':'a'},null]}",
		    "q: an option is null: leave it out");
	form_accepted("{" Q "'type':'open-choice','maxLength':2,'answerOption':["
		      "{'valueString':'a'}]}");
}

static void a_condition_on_what_nobody_answers_is_told_of(void **state)
{
	static const char *const silent[] = {"'type':'boolean','readOnly':true",
					     "'type':'reference'"};
	static const char *const words[] = {
		"w: the condition never holds: \"q\" is read-only and has no initial value",
		"w: the condition never holds: \"q\" is left for the desk"};
	char items[500];

	(void)state;
	for (size_t i = 0; i < sizeof(silent) / sizeof(*silent); i++) {
		char *report;

		snprintf(items, sizeof(items),
			 "{" Q "%s},{'linkId':'w','text':'W','type':'string','enableWhen':["
			 "{'question':'q','operator':'exists','answerBoolean':true}]}",
			 silent[i]);
		report = form_items_report(items);
		if (!strstr(report, words[i]))
			fail_msg("%s", report);
		free(report);
	}
	form_accepted("{" Q "'type':'boolean','readOnly':true},{'linkId':'w','text':'W','type':"
		      "'string','enableWhen':[{'question':'q','operator':'exists',"
		      "'answerBoolean':false}]}");
	form_accepted("{" Q "'type':'boolean','readOnly':true,'initial':[{'valueBoolean':true}]},"
		      "{'linkId':'w','text':'W','type':'string','enableWhen':[{'question':'q',"
		      "'operator':'=','answerBoolean':true}]}");
}

static void what_is_not_clear_is_refused(void **state)
{
	(void)state;
	form_refused("{" Q "'type':'open-choice','answerValueSet':'http://v','initial':["
		     "{'valueCoding':{'system':'s','code':'c'}}]},{'linkId':'d','type':'string',"
		     "'text':'D','enableWhen':[{'question':'q','operator':'=','answerCoding':"
		     "{'system':'s','code':'c'}}]}",
		     "q: the value set is not held here: http://v");
	form_refused("{" Q "'type':'url','initial':[{'valueString':'not an address'}]}",
		     "q: a value of type string cannot answer an item of type url");
	form_refused("{" Q "'type':'choice','answerOption':[{'valueString':'a','extension':["
		     "{'url':'" CORE "cqf-expression','valueExpression':{'expression':'1'}}]}]}",
		     "q: an expression that this version cannot work out");
	form_refused("{" Q "'type':'choice','answerOption':[],'answerValueSet':'#v'}",
		     "q: the form contains no such value set: #v");
	form_refused("{" Q "'type':'choice','answerOption':["
		     "{'valueCoding':{'system':'s','code':'0','display':'None'}},"
		     "{'valueCoding':{'system':'s','code':'0','display':'Never'}}]}",
		     "q: the options \"None\" and \"Never\" have the same code");
	form_refused("{" Q "'type':'choice','answerOption':[{'valueCoding':{'system':'s','code':"
		     "'a'}},{'valueCoding':{'system':'t','code':'a'}}],'initial':[{'valueCoding':{"
		     "'code':'a'}}]}",
		     "q: the initial value is none of the options");
	form_refused("{" Q "'type':'date','initial':[{'valueDateTime':'2026-01-02T03:04:05Z'}]}",
		     "q: a value of type dateTime cannot answer an item of type date");
	form_refused("{" Q "'type':'integer','initial':[{'valueInteger':'3.5'}]}",
		     "q: \"valueInteger\" is no number");
	form_refused("{" Q "'type':'date','extension':[{'url':'" CORE
		     "minValue','_valueDate':{'extension':[{'url':'" CORE
		     "cqf-calculatedValue','valueExpression':{'expression':'today()'}}]}}]}",
		     "q: an expression computes \"valueDate\"");
	form_refused("{" Q "'type':'time','initial':[{'valueTime':'8:30'}]}",
		     "q: \"8:30\" is no time");
	form_refused("{" Q "'type':'string','repeats':true,'extension':[{'url':'" CORE
		     "questionnaire-maxOccurs','valueInteger':0}]}",
		     "q: \"valueInteger\" is missing or no count: write a whole number from 1 on");
	form_refused("{" Q "'type':'open-choice','repeats':true,'readOnly':true,'answerOption':["
		     "{'valueString':'a'}],'initial':[{'valueString':'x'},{'valueString':'y'}]}",
		     "q: several initial values that are none of the options");
	form_refused("{" Q "'type':'display','extension':[{'url':'" SDC
		     "subQuestionnaire','valueCanonical':'http://f'}]}",
		     "q: questions that stand in another form cannot be kept");
	form_refused("{" Q "'type':'quantity','extension':[{'url':'" CORE
		     "questionnaire-unit','valueCoding':{'system':'u','code':'lb'}},{'url':'" SDC
		     "minQuantity','valueQuantity':{'value':20,'system':'u','code':'kg'}}]}",
		     "q: a limit in another unit than the question's");
}

static void expect_canonical(const char *members, const char *url, const char *version)
{
	char *resource, *report;
	struct questionnaire *form;

	assert_true(asprintf(&resource,
			     "{'resourceType':'Questionnaire','status':'draft',%s,'item':[{" Q
			     "'type':'string'}]}",
			     members) > 0);
	report = form_report(resource);
	assert_non_null(strstr(report, "the \"url\" names a version"));
	form = form_of_resource(resource);
	assert_string_equal(form->url, url);
	assert_string_equal(form->version, version);
	questionnaire_close(form);
	free(report);
	free(resource);
}

static void a_version_in_the_url_is_no_part_of_it(void **state)
{
	(void)state;
	expect_canonical("'url':'http://f|3','version':'3'", "http://f", "3");
	expect_canonical("'url':'http://f|2','version':'3'", "http://f", "3");
	expect_canonical("'url':'http://f|2'", "http://f", "2");
}

static void expect_fault(const char *item, const char *typed, enum answer_fault fault)
{
	struct answers *answers = form_open(item);

	form_type(answers, "q", typed);
	assert_int_equal(answers_fault(answers, form_slot(answers, "q")), fault);
	form_close(answers);
}

#define REGEX(words) "'extension':[{'url':'" CORE "regex','valueString':'" words "'}]"

static void rules_mean_what_others_mean(void **state)
{
	(void)state;
	expect_fault("{" Q "'type':'string'," REGEX("\\\\d{3}") "}", "123", FAULT_NONE);
	expect_fault("{" Q "'type':'string'," REGEX("\\\\d{3}") "}", "\xd9\xa1\xd9\xa2\xd9\xa3",
		     FAULT_PATTERN); /* Arabic digits */
	expect_fault("{" Q "'type':'string'," REGEX("[A-Z\\\\u00C0-\\\\u017F]+") "}", "\xc3\x80",
		     FAULT_NONE);
	expect_fault("{" Q
		     "'type':'string'," REGEX("[\\\\w-\\\\.]+@([\\\\w-]+\\\\.)+[a-z]{2,4}") "}",
		     "a-b.c@d-e.org", FAULT_NONE);
	expect_fault("{" Q "'type':'open-choice','maxLength':2,'answerOption':["
		     "{'valueString':'a'}]}",
		     "long", FAULT_TOO_LONG);
}

#define FORMAT(words) "'extension':[{'url':'" CORE "entryFormat','valueString':'" words "'}]"

static void expect_date(const char *type, const char *format, const char *typed,
			const char *literal)
{
	struct answers *answers;
	const struct value *value;
	char item[300];

	snprintf(item, sizeof(item), "{" Q "'type':'%s'," FORMAT("%s") "}", type, format);
	answers = form_open(item); /* the clinic writes month, day, year */
	form_type(answers, "q", typed);
	value = answers_value(answers, form_slot(answers, "q"), 0);
	if (!literal != !value || (literal && strncmp(value->text, literal, strlen(literal)) != 0))
		fail_msg("%s as %s: %s", typed, format, value ? value->text : "no date");
	form_close(answers);
}

/* Who is shown DD/MM/YYYY types a day first, whatever the clinic is used to. */
static void a_date_is_typed_as_its_entry_format_says(void **state)
{
	struct answers *answers = form_open("{" Q "'type':'date'," FORMAT("DD/MM/YYYY") "}");

	(void)state;
	form_type(answers, "q", "13th");
	form_expect_fault(answers, "q", FAULT_NOT_A_DATE,
			  "Enter your answer in this form: DD/MM/YYYY");
	form_close(answers);
	answers = form_open("{" Q "'type':'dateTime','extension':[{'url':'" CORE
			    "maxValue','valueDateTime':'2020-12-31T14:05:00Z'}]}");
	form_type(answers, "q", "1/1/2021 10:00");
	form_expect_fault(answers, "q", FAULT_TOO_LARGE,
			  "Enter a date on or before 31 December 2020, 14:05");
	form_close(answers);
	expect_date("date", "DD/MM/YYYY", "3/4/2026", "2026-04-03");
	expect_date("date", "d.M.y", "3.4.2026", "2026-04-03");
	expect_date("date", "TT.MM.JJJJ", "03042026", "2026-04-03");
	expect_date("date", "JJ/MM/AAAA", "3/4/2026", "2026-04-03");
	expect_date("dateTime", "DD-MON-YYYY hh:mm", "3-4-2026 10:00", "2026-04-03T10:00");
	expect_date("date", "When?", "3/4/2026", "2026-03-04");
	expect_date("date", "MM/DD", "3/4/2026", "2026-03-04");
	expect_date("date", "YYYY", "1974", "1974");
	expect_date("date", "MM/YYYY", "3/1974", "1974-03");
	expect_date("date", "YYYY-MM", "1974-03", "1974-03");
	expect_date("date", "YYYY-MM", "1974-13", NULL);
	expect_date("date", "YYYY-MM", "1974", NULL);
	expect_date("date", "YYYY", "74", NULL);
	expect_date("date", "DD/MM/YYYY", "1974", NULL);
}

static void expect_response_refused(const char *member, const char *words)
{
	struct answers *answers = response_form_open(
		"{'resourceType':'Questionnaire','url':'http://t','status':'draft','item':[{" Q
		"'type':'string'}]}");
	char *text, *report;

	assert_true(
		asprintf(&text,
			 "{'resourceType':'QuestionnaireResponse','questionnaire':'http://t',%s}",
			 member) > 0);
	report = response_read_report(answers, text);
	if (!strstr(report, words))
		fail_msg("%s: %s", member, report);
	free(report);
	free(text);
	response_form_close(answers);
}

static void a_response_is_read_strictly(void **state)
{
	(void)state;
	expect_response_refused("'status':'entered-in-error'", "of this status is not filled in");
	expect_response_refused("'status':'in-progress','foo':1", "\"foo\" does not belong here");
	expect_response_refused("'identifier':[{'value':'1'}]", "identifier is no object");
	expect_response_refused("'authored':5", "authored is no text");
}

static void a_wrong_answer_is_told_once(void **state)
{
	static const char *const answers_given[] = {"{'valueString':'c'}",
						    "{'valueString':'a'},{'valueString':'b'}"};

	(void)state;
	for (size_t i = 0; i < sizeof(answers_given) / sizeof(*answers_given); i++) {
		struct answers *answers = response_form_open(
			"{'resourceType':'Questionnaire','url':'http://t','status':'draft','item':["
			"{" Q "'type':'choice','answerOption':[{'valueString':'a'},"
			"{'valueString':'b'}]}]}");
		char *response, *report;

		assert_true(asprintf(&response,
				     "{'resourceType':'QuestionnaireResponse','status':"
				     "'in-progress','item':[{'linkId':'q','answer':[%s]}]}",
				     answers_given[i]) > 0);
		report = response_read_report(answers, response);
		assert_non_null(strstr(report, "q: "));
		assert_ptr_equal(strchr(report, '\n'), strrchr(report, '\n'));
		free(report);
		free(response);
		response_form_close(answers);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_clear_is_asked),
		cmocka_unit_test(a_condition_on_what_nobody_answers_is_told_of),
		cmocka_unit_test(what_is_not_clear_is_refused),
		cmocka_unit_test(a_version_in_the_url_is_no_part_of_it),
		cmocka_unit_test(rules_mean_what_others_mean),
		cmocka_unit_test(a_date_is_typed_as_its_entry_format_says),
		cmocka_unit_test(a_response_is_read_strictly),
		cmocka_unit_test(a_wrong_answer_is_told_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
