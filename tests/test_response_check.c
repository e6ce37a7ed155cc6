#include "support/form_fixture.h"
#include "support/response_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#define HIDDEN                                                                                     \
	"'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/questionnaire-hidden',"      \
	"'valueBoolean':true}]"
#define EXCLUSIVE                                                                                  \
	"'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/questionnaire-"              \
	"optionExclusive','valueBoolean':true}]"
#define FORM                                                                                       \
	"{'resourceType':'Questionnaire','url':'http://t/f','version':'1','status':'draft',"       \
	"'item':[{'linkId':'g','type':'group','text':'G','item':["                                 \
	"{'linkId':'s','type':'string','text':'S','required':true,'maxLength':10},"                \
	"{'linkId':'i','type':'integer','text':'I','extension':[{'url':"                           \
	"'http://hl7.org/fhir/StructureDefinition/minValue','valueInteger':1},{'url':"             \
	"'http://hl7.org/fhir/StructureDefinition/maxValue','valueInteger':9}]}]},"                \
	"{'linkId':'d','type':'decimal','text':'D'},"                                              \
	"{'linkId':'t','type':'date','text':'T'},"                                                 \
	"{'linkId':'b','type':'boolean','text':'B','required':true},"                              \
	"{'linkId':'c','type':'choice','text':'C','repeats':true,'answerOption':["                 \
	"{'valueCoding':{'system':'http://k','code':'x','display':'X'}},"                          \
	"{'valueCoding':{'system':'http://k','code':'y','display':'Y'}},"                          \
	"{'valueCoding':{'system':'http://k','code':'n','display':'None'}," EXCLUSIVE "}]},"       \
	"{'linkId':'w','type':'display','text':'W'},"                                              \
	"{'linkId':'if','type':'text','text':'If','required':true,'enableWhen':["                  \
	"{'question':'b','operator':'=','answerBoolean':true}]},"                                  \
	"{'linkId':'h','type':'string','text':'H'," HIDDEN ",'initial':[{'valueString':'v'}]}]}"

#define HEAD                                                                                       \
	"{'resourceType':'QuestionnaireResponse',"                                                 \
	"'text':{'status':'generated','div':'<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">"     \
	"x</div>'},"                                                                               \
	"'contained':[{'resourceType':'Patient','id':'p'}],"                                       \
	"'identifier':{'system':'http://t','value':'1'},'questionnaire':'http://t/f|1',"           \
	"'status':'completed','subject':{'reference':'#p'},"                                       \
	"'authored':'2026-11-23T14:05:09+01:00','item':["
#define GROUP                                                                                      \
	"{'linkId':'g','text':'G','item':[{'linkId':'s','answer':[{'valueString':'abc'}]},"        \
	"{'linkId':'i','answer':[{'valueInteger':5}]}]}"
#define DECIMAL "{'linkId':'d','answer':[{'valueDecimal':1.50}]}"
#define DATE    "{'linkId':'t','answer':[{'valueDate':'2020-02-29'}]}"
#define BOOLEAN "{'linkId':'b','answer':[{'valueBoolean':true}]}"
#define CODING  "{'valueCoding':{'system':'http://k','code':'x','display':'X'}}"
#define CHOICE                                                                                     \
	"{'linkId':'c','answer':[" CODING ",{'valueCoding':{'system':'http://k','code':'y'}}]}"
#define IF    "{'linkId':'if','answer':[{'valueString':'one\\ntwo'}]}"
#define FLAG  "{'linkId':'h','answer':[{'valueString':'v'}]}"
#define RIGHT HEAD GROUP "," DECIMAL "," DATE "," BOOLEAN "," CHOICE "," IF "," FLAG "]}"

struct edit {
	const char *from, *to;
	const char *link_id; /* that the report must name; NULL: none */
};

/* Breaches that only the strict checker looks for: reading takes an unfinished response. */
static const struct edit of_the_document[] = {
	{"'status':'completed',", "", NULL},
	{"'completed'", "'in-progress'", NULL},
	{"'completed'", "5", NULL},
	{"'identifier':{'system':'http://t','value':'1'},", "", NULL},
	{"{'system':'http://t','value':'1'}", "[{'system':'http://t','value':'1'}]", NULL},
	{"{'system':'http://t','value':'1'}", "'1'", NULL},
	{"'questionnaire':'http://t/f|1',", "", NULL},
	{"'http://t/f|1'", "'http://t/f'", NULL},
	{"'authored':'2026-11-23T14:05:09+01:00',", "", NULL},
	{"T14:05:09+01:00", "", NULL},
	{"T14:05:09+01:00", "T14:05:09", NULL},
	{"T14:05:09+01:00", "T14:05+01:00", NULL},
	{"T14:05:09+01:00", "T25:05:09Z", NULL},
	{"'<div xmlns=", "'<p xmlns=", NULL},
	{"x</div>", "x", NULL},
	{"x</div>", "<script/></div>", NULL},
	{"'status':'generated',", "", NULL},
	{"'subject':{'reference':'#p'},", "", NULL},
	{"'subject':{'reference':'#p'}", "'subject':{'reference':'#q'}", NULL},
	{"'contained':[{'resourceType':'Patient','id':'p'}],", "", NULL},
	{"'contained':[{'resourceType':'Patient','id':'p'}],", "'contained':[],", NULL},
	{"'id':'p'", "'id':''", NULL},
	{"'subject'", "'basedOn':[],'subject'", NULL},
	{"'subject'", "'encounter':{},'subject'", NULL},
	{"'subject'", "'language':null,'subject'", NULL},
	{"'subject'", "'patient':'x','subject'", NULL},
	{"{'linkId':'s','answer':[{'valueString':'abc'}]},", "", "s"},
	{BOOLEAN ",", "", "b"},
	{IF ",", "", "if"},
	{"," FLAG, "", "h"},
	{"'abc'", "'abcdefghijk'", "s"},
	{"'abc'", "'a\\nb'", "s"},
	{"'abc'", "'a\\rb'", "s"},
	{"'valueInteger':5", "'valueInteger':0", "i"},
	{"'valueInteger':5", "'valueInteger':10", "i"},
	{"'text':'G'", "'text':'Gruppe'", "g"},
	{"'text':'G'", "'text':7", "g"},
	{"'display':'X'", "'display':'Ex'", "c"},
	{"'v'", "'w'", "h"},
};

/* Breaches that reading refuses too. */
static const struct edit of_the_items[] = {
	{"'QuestionnaireResponse'", "'Questionnaire'", NULL},
	{"'http://t/f|1'", "'http://t/g|1'", NULL},
	{"'http://t/f|1'", "'http://t/f|2'", NULL},
	{"'http://t/f|1'", "5", NULL},
	{"'linkId':'d'", "'linkId':'nowhere'", "nowhere"},
	{"'linkId':'d',", "", NULL},
	{"'linkId':'d'", "'linkId':4", NULL},
	{GROUP "," DECIMAL, DECIMAL "," GROUP, "g"},
	{DECIMAL, DECIMAL "," DECIMAL, "d"},
	{GROUP ",", GROUP "," GROUP ",", "g"},
	{GROUP ",", "{'linkId':'s','answer':[{'valueString':'a'}]},", "s"},
	{"{'linkId':'i','answer':[{'valueInteger':5}]}", DECIMAL, "d"},
	{"'valueBoolean':true}]", "'valueBoolean':true}],'item':[" DECIMAL "]", "b"},
	{"'valueBoolean':true}]", "'valueBoolean':true,'item':[" DECIMAL "]}]", "d"},
	{"'text':'G',", "'answer':[{'valueString':'x'}],", "g"},
	{DATE ",", DATE ",{'linkId':'w','answer':[{'valueString':'x'}]},", "w"},
	{"'valueBoolean':true", "'valueBoolean':'true'", "b"},
	{"'valueBoolean':true", "'valueBoolean':1", "b"},
	{"'valueBoolean':true", "'valueString':'true'", "b"},
	{"'valueBoolean':true", "'valueBoolean':true,'valueString':'x'", "b"},
	{"'valueBoolean':true", "'valueBoolean':true},{'valueBoolean':false", "b"},
	{"'valueBoolean':true", "'valueQuantity':{'value':1}", "b"},
	{"[{'valueBoolean':true}]", "[{}]", "b"},
	{"[{'valueBoolean':true}]", "[]", "b"},
	{"[{'valueBoolean':true}]", "{'valueBoolean':true}", "b"},
	{"[{'valueBoolean':true}]", "[null]", "b"},
	{"[{'valueBoolean':true}]", "[[[[[[[[[1]]]]]]]]]", "b"},
	{"[{'valueBoolean':true}]", "[['valueBoolean']]", "b"},
	{"[{'valueBoolean':true}]", "7", "b"},
	{"'valueInteger':5", "'valueInteger':'5'", "i"},
	{"'valueInteger':5", "'valueInteger':5.0", "i"},
	{"'valueInteger':5", "'valueInteger':5e0", "i"},
	{"'valueInteger':5", "'valueInteger':2147483648", "i"},
	{"'valueDecimal':1.50", "'valueDecimal':'1.50'", "d"},
	{"'valueDecimal':1.50", "'valueInteger':1", "d"},
	{"2020-02-29", "2021-02-29", "t"},
	{"2020-02-29", "29.02.2020", "t"},
	{"'2020-02-29'", "20200229", "t"},
	{"'abc'", "''", "s"},
	{"'abc'", "{'a':'b'}", "s"},
	{"'code':'x'", "'code':'z'", "c"},
	{"'code':'x'", "'code':null", "c"},
	{"'code':'x'", "'code':7", "c"},
	{"'code':'x',", "", "c"},
	{"'system':'http://k','code':'x'", "'system':'http://other','code':'x'", "c"},
	{"'system':'http://k','code':'x'", "'system':9,'code':'x'", "c"},
	{"'display':'X'", "'display':[1]", "c"},
	{"'display':'X'", "'colour':'X'", "c"},
	{"{'system':'http://k','code':'x','display':'X'}", "null", "c"},
	{"{'system':'http://k','code':'x','display':'X'}", "[['x']]", "c"},
	{"'code':'y'", "'code':'n'", "c"},
	{"'code':'y'", "'code':'x'", "c"},
	{"'valueBoolean':true", "'valueBoolean':false", "if"},
	{BOOLEAN ",", "", "if"},
	{"'v'", "'other'", "h"},
	{"'linkId':'t',", "'linkId':'t','valueDate':'2020-01-01',", "t"},
	{DATE, "5", NULL},
	{DATE, "null", NULL},
	{DATE, "[[" DATE "]]", NULL},
};

static struct questionnaire *form;

static int load_form(void **state)
{
	(void)state;
	form = form_of_resource(FORM);
	return 0;
}

static int close_form(void **state)
{
	(void)state;
	questionnaire_close(form);
	return 0;
}

static void expect_refused(char *report, const struct edit *edit)
{
	char where[64] = "";

	if (edit->link_id)
		snprintf(where, sizeof(where), ": %s: ", edit->link_id);
	if (!report[0] || !strstr(report, where))
		fail_msg("%s -> %s: not refused at \"%s\": %s", edit->from, edit->to, where,
			 report);
	free(report);
}

static void the_right_one_conforms(void **state)
{
	struct answers *answers = response_form_open(FORM);
	char *report;

	(void)state;
	report = response_check_report(form, RIGHT);
	assert_string_equal(report, "");
	free(report);
	report = response_read_report(answers, RIGHT);
	assert_string_equal(report, "");
	free(report);
	response_form_close(answers);
}

static void check_each(const struct edit *edits, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char *text = response_edit(RIGHT, edits[i].from, edits[i].to);

		expect_refused(response_check_report(form, text), &edits[i]);
		free(text);
	}
}

static void checks_the_document(void **state)
{
	(void)state;
	check_each(of_the_document, sizeof(of_the_document) / sizeof(*of_the_document));
}

static void checks_the_items(void **state)
{
	(void)state;
	check_each(of_the_items, sizeof(of_the_items) / sizeof(*of_the_items));
}

static void reading_refuses_wrong_items(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(of_the_items) / sizeof(*of_the_items); i++) {
		const struct edit *edit = &of_the_items[i];
		struct answers *answers = response_form_open(FORM);
		char *text = response_edit(RIGHT, edit->from, edit->to);

		expect_refused(response_read_report(answers, text), edit);
		free(text);
		response_form_close(answers);
	}
}

static void takes_what_is_optional(void **state)
{
	static const struct edit edits[] = {
		{"," DECIMAL, "", NULL},
		{CHOICE ",", "", NULL},
		{"'text':'G',", "", NULL},
		{",'display':'X'", "", NULL},
		{"'valueInteger':5", "'valueInteger':9", NULL},
		{"'valueDecimal':1.50", "'valueDecimal':-0.0001", NULL},
		{"'abc'", "'abcdefghij'", NULL},
		{"T14:05:09+01:00", "T14:05:09.123Z", NULL},
		{"'valueBoolean':true}]}," CHOICE "," IF, "'valueBoolean':false}]}," CHOICE, NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(edits) / sizeof(*edits); i++) {
		char *text = response_edit(RIGHT, edits[i].from, edits[i].to);
		char *report = response_check_report(form, text);

		if (report[0])
			fail_msg("%s -> %s: %s", edits[i].from, edits[i].to, report);
		free(report);
		free(text);
	}
}

static void survives_what_is_no_response(void **state)
{
	static const char *const texts[] = {
		"{}",
		"[]",
		"null",
		"7",
		"true",
		"[[[[]]]]",
		"[1,{\"a\":2}]",
		"\"x\"",
		"{\"item\":7}",
		"{\"item\":{}}",
		"{\"item\":[]}",
		"{\"text\":[1]}",
		"{\"identifier\":[[1]],\"contained\":7,\"subject\":[1],\"source\":\"x\"}",
		"{\"contained\":[1,null,[2]],\"subject\":{\"reference\":\"#\"}}",
		"{\"contained\":[{\"id\":5}],\"subject\":{\"reference\":7}}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct answers *answers = response_form_open(FORM);
		char *checked = response_check_report(form, texts[i]);
		char *read = response_read_report(answers, texts[i]);

		if (!checked[0] || !read[0])
			fail_msg("taken: %s", texts[i]);
		free(checked);
		free(read);
		response_form_close(answers);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_right_one_conforms),
		cmocka_unit_test(checks_the_document),
		cmocka_unit_test(checks_the_items),
		cmocka_unit_test(reading_refuses_wrong_items),
		cmocka_unit_test(takes_what_is_optional),
		cmocka_unit_test(survives_what_is_no_response),
	};

	return cmocka_run_group_tests(tests, load_form, close_form);
}
