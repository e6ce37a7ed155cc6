#include "support/form_fixture.h"
#include "support/response_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#define PATIENT "http://hl7.org/fhir/StructureDefinition/Patient#Patient."
#define FLAGS   "http://t/flags"
#define ID      "0a1b2c3d-1111-4222-8333-444455556666"
#define FORM                                                                                       \
	"{'linkId':'who','type':'group','text':'You','item':["                                     \
	"{'linkId':'family','type':'string','text':'Last','definition':'" PATIENT "name.family'}," \
	"{'linkId':'given','type':'string','text':'First','definition':'" PATIENT "name.given'},"  \
	"{'linkId':'born','type':'date','text':'Born','definition':'" PATIENT "birthDate'}]},"     \
	"{'linkId':'empty','type':'group','text':'Nothing','item':["                               \
	"{'linkId':'unused','type':'string','text':'Unused'}]},"                                   \
	"{'linkId':'words','type':'display','text':'Read this'},"                                  \
	"{'linkId':'weight','type':'decimal','text':'Weight','required':true},"                    \
	"{'linkId':'count','type':'integer','text':'Count'},"                                      \
	"{'linkId':'yes','type':'boolean','text':'Yes?'},"                                         \
	"{'linkId':'kinds','type':'choice','text':'Kinds <&>','repeats':true,'answerOption':["     \
	"{'valueCoding':{'system':'http://k','version':'3','code':'a','display':'Apple'}},"        \
	"{'valueCoding':{'system':'http://k','code':'b','display':'<5>\\\"&'}},"                   \
	"{'valueCoding':{'system':'http://k','code':'c'}}]},"                                      \
	"{'linkId':'note','type':'text','text':'Note'},"                                           \
	"{'linkId':'flag','type':'choice','text':'Bleeds','extension':[{'url':"                    \
	"'http://hl7.org/fhir/StructureDefinition/questionnaire-hidden','valueBoolean':true}],"    \
	"'enableWhen':[{'question':'yes','operator':'=','answerBoolean':true}],"                   \
	"'answerOption':[{'valueCoding':{'system':'" FLAGS "','code':'stop','display':'Stop'}}],"  \
	"'initial':[{'valueCoding':{'system':'" FLAGS "','code':'stop','display':'Stop'}}]}"

static const struct response_context context = {
	.identifier_system = "http://t/ids",
	.identifier = ID,
	.authored = "2026-11-23T14:05:09+01:00",
	.language = "en",
	.flag_system = FLAGS,
};

static void answer_all(struct answers *answers)
{
	form_type(answers, "family", "O'Neil <script>");
	form_type(answers, "given", "Ana");
	form_type(answers, "born", "3/27/1974");
	form_type(answers, "weight", "1.50");
	form_type(answers, "count", "-7");
	form_choose(answers, "yes", 0, true);
	form_choose(answers, "kinds", 1, true);
	form_choose(answers, "kinds", 0, true);
	form_type(answers, "note", "one\ntwo & three");
}

static char *written(const struct answers *answers)
{
	struct buf out;
	char *text;

	buf_init(&out, RESPONSE_MAX_BYTES, NULL);
	assert_int_equal(response_write(answers, &context, &out), STATUS_OK);
	text = strdup(buf_str(&out));
	assert_non_null(text);
	buf_release(&out);
	return text;
}

static void expect_in(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("no %s in %s", part, text);
}

static void expect_text(const cJSON *object, const char *key, const char *value)
{
	const char *text = json_string(object, key);

	if (!text || strcmp(text, value) != 0)
		fail_msg("%s is %s, not %s", key, text ? text : "missing", value);
}

/* The item at a path of positions: items[path[0]].item[path[1]]... */
static const cJSON *item_at(const cJSON *root, int first, int second)
{
	const cJSON *item = cJSON_GetArrayItem(json_get(root, "item"), first);

	return second < 0 ? item : cJSON_GetArrayItem(json_get(item, "item"), second);
}

static const cJSON *answer_of(const cJSON *item, int index)
{
	return cJSON_GetArrayItem(json_get(item, "answer"), index);
}

static void check_head(const cJSON *root)
{
	const cJSON *identifier = json_get(root, "identifier");

	expect_text(root, "resourceType", "QuestionnaireResponse");
	expect_text(root, "questionnaire", "http://t/form|2.1");
	expect_text(root, "status", "completed");
	expect_text(root, "authored", "2026-11-23T14:05:09+01:00");
	expect_text(root, "language", "en");
	assert_true(cJSON_IsObject(identifier));
	expect_text(identifier, "system", "http://t/ids");
	expect_text(identifier, "value", ID);
}

static void check_patient(const cJSON *root)
{
	const cJSON *patient = cJSON_GetArrayItem(json_get(root, "contained"), 0);
	const cJSON *name = cJSON_GetArrayItem(json_get(patient, "name"), 0);

	assert_int_equal(cJSON_GetArraySize(json_get(root, "contained")), 1);
	expect_text(patient, "resourceType", "Patient");
	expect_text(patient, "id", "patient");
	expect_text(patient, "birthDate", "1974-03-27");
	assert_int_equal(cJSON_GetArraySize(json_get(patient, "name")), 1);
	expect_text(name, "family", "O'Neil <script>");
	assert_string_equal(cJSON_GetArrayItem(json_get(name, "given"), 0)->valuestring, "Ana");
	expect_text(json_get(root, "subject"), "reference", "#patient");
	expect_text(json_get(root, "source"), "reference", "#patient");
}

static void check_items(const cJSON *root)
{
	static const char *const ids[] = {"who", "weight", "count", "yes", "kinds", "note", "flag"};
	const cJSON *kinds = item_at(root, 4, -1), *coding;
	const size_t count = sizeof(ids) / sizeof(*ids);

	assert_int_equal(cJSON_GetArraySize(json_get(root, "item")), count);
	for (size_t i = 0; i < count; i++)
		expect_text(item_at(root, (int)i, -1), "linkId", ids[i]);
	expect_text(item_at(root, 0, -1), "text", "You");
	assert_int_equal(cJSON_GetArraySize(json_get(item_at(root, 0, -1), "item")), 3);
	expect_text(item_at(root, 0, 2), "linkId", "born");
	expect_text(answer_of(item_at(root, 0, 2), 0), "valueDate", "1974-03-27");
	assert_true(cJSON_IsTrue(json_get(answer_of(item_at(root, 3, -1), 0), "valueBoolean")));
	assert_int_equal(cJSON_GetArraySize(json_get(kinds, "answer")), 2);
	coding = json_get(answer_of(kinds, 0), "valueCoding");
	expect_text(coding, "system", "http://k");
	expect_text(coding, "version", "3");
	expect_text(coding, "code", "a");
	expect_text(coding, "display", "Apple");
	assert_null(json_get(json_get(answer_of(kinds, 1), "valueCoding"), "version"));
	expect_text(answer_of(item_at(root, 5, -1), 0), "valueString", "one\ntwo & three");
	expect_text(json_get(answer_of(item_at(root, 6, -1), 0), "valueCoding"), "code", "stop");
}

static void check_narrative(const cJSON *root)
{
	const char *div = json_string(json_get(root, "text"), "div");

	expect_text(json_get(root, "text"), "status", "generated");
	assert_non_null(div);
	expect_in(div, "<p><b>Reference 0a1b2c3d</b></p>");
	expect_in(div, "<ul><li><b>Stop</b>: Bleeds</li></ul>");
	expect_in(div, "Kinds &lt;&amp;&gt;");
	expect_in(div, "&lt;5&gt;&quot;&amp;");
	expect_in(div, "&lt;script&gt;");
	expect_in(div, "one<br/>two &amp; three");
	assert_null(strstr(div, "<script"));
}

static struct answers *open_form(void)
{
	return response_form_open("{'resourceType':'Questionnaire','url':'http://t/form',"
				  "'version':'2.1','status':'draft','item':[" FORM "]}");
}

static void writes_what_was_answered(void **state)
{
	struct answers *answers = open_form();
	char *text, *report;
	cJSON *root;

	(void)state;
	answer_all(answers);
	text = written(answers);
	root = cJSON_Parse(text);
	assert_non_null(root);
	check_head(root);
	check_patient(root);
	check_items(root);
	check_narrative(root);
	expect_in(text, "{\"valueDecimal\":1.50}");
	expect_in(text, "{\"valueInteger\":-7}");
	assert_null(strstr(text, "unused"));
	cJSON_Delete(root);
	report = response_check_report(answers_questionnaire(answers), text);
	assert_string_equal(report, "");
	free(report);
	free(text);
	response_form_close(answers);
}

static void leaves_out_what_is_not_there(void **state)
{
	struct answers *answers = open_form();
	char *text, *report;

	(void)state;
	form_type(answers, "weight", "70");
	form_choose(answers, "yes", 1, true);
	text = written(answers);
	assert_null(strstr(text, "\"contained\""));
	assert_null(strstr(text, "\"subject\""));
	assert_null(strstr(text, "\"source\""));
	assert_null(strstr(text, "\"who\""));
	assert_null(strstr(text, "\"flag\"")); /* not enabled */
	assert_null(strstr(text, "[]"));
	expect_in(text, "{\"valueBoolean\":false}");
	report = response_check_report(answers_questionnaire(answers), text);
	assert_string_equal(report, "");
	free(report);
	free(text);
	response_form_close(answers);
}

static void writes_nothing_with_a_fault(void **state)
{
	struct answers *answers = open_form();
	struct buf out;

	(void)state;
	buf_init(&out, RESPONSE_MAX_BYTES, NULL);
	assert_int_equal(response_write(answers, &context, &out), STATUS_INVALID);
	form_type(answers, "weight", "much");
	assert_int_equal(response_write(answers, &context, &out), STATUS_INVALID);
	form_type(answers, "weight", "1");
	form_type(answers, "count", "1.5");
	assert_int_equal(response_write(answers, &context, &out), STATUS_INVALID);
	assert_int_equal(out.len, 0);
	buf_release(&out);
	response_form_close(answers);
}

static void reads_back_what_it_wrote(void **state)
{
	struct answers *answers = open_form();
	char *text, *again, *report;

	(void)state;
	answer_all(answers);
	text = written(answers);
	response_form_close(answers);
	answers = open_form();
	report = response_read_report(answers, text);
	assert_string_equal(report, "");
	again = written(answers);
	assert_string_equal(text, again);
	free(report);
	free(text);
	free(again);
	response_form_close(answers);
}

static void names_another_identifier_in_full(void **state)
{
	static const struct {
		const char *identifier, *reference;
	} cases[] = {
		{"urn:uuid:" ID, "Reference 0a1b2c3d<"},
		{"x", "Reference x<"},
		{"<visit 1234567>", "Reference &lt;visit 1234567&gt;<"},
	};
	struct answers *answers = form_open("{'linkId':'s','type':'string','text':'S'}");

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct response_context other = context;
		struct buf out;

		other.identifier = cases[i].identifier;
		buf_init(&out, RESPONSE_MAX_BYTES, NULL);
		assert_int_equal(response_write(answers, &other, &out), STATUS_OK);
		expect_in(buf_str(&out), cases[i].reference);
		buf_release(&out);
	}
	form_close(answers);
}

static void the_narrative_has_the_words_that_were_read(void **state)
{
	struct answers *answers = response_form_open(
		"{'resourceType':'Questionnaire','url':'http://t','status':'draft','item':["
		"{'linkId':'g','type':'group','text':'<i>Group</i>','item':[{'linkId':'q','type':"
		"'string','text':'q','_text':{'extension':[{'url':'http://hl7.org/fhir/"
		"StructureDefinition/rendering-markdown','valueMarkdown':'**Your** name'}]}}]}]}");
	char *text;

	(void)state;
	form_type(answers, "q", "Ana");
	text = written(answers);
	expect_in(text, "<h3>Group</h3><dl><dt>Your name</dt><dd>Ana</dd></dl>");
	expect_in(text, "\"text\":\"<i>Group</i>\"");
	free(text);
	response_form_close(answers);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_what_was_answered),
		cmocka_unit_test(leaves_out_what_is_not_there),
		cmocka_unit_test(writes_nothing_with_a_fault),
		cmocka_unit_test(reads_back_what_it_wrote),
		cmocka_unit_test(names_another_identifier_in_full),
		cmocka_unit_test(the_narrative_has_the_words_that_were_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
