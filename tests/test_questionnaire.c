/* Reading a questionnaire: what is kept, what is warned of, and damage. */
#include "support/form_fixture.h"

#include "kiosk/form/form.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

static void keeps_all_that_an_item_says(void **state)
{
	struct questionnaire *form = form_of_resource(
		"{'resourceType':'Questionnaire','url':'http://"
		"u','version':'2','title':'T','status':'active',"
		"'approvalDate':'2026-01-01','language':'en','item':["
		"{'linkId':'g','type':'group','text':'G','item':["
		"{'linkId':'h','type':'display','text':'Help me','extension':[{'url':"
		"'http://hl7.org/fhir/StructureDefinition/"
		"questionnaire-itemControl','valueCodeableConcept':{'coding':["
		"{'code':'help'}]}}]},"
		"{'linkId':'b','type':'date','text':'Born','prefix':'1.','required':true,"
		"'definition':'http://hl7.org/fhir/StructureDefinition/Patient#Patient.birthDate',"
		"'code':[{'system':'http://loinc.org','code':'21112-8'},{'code':'plain'}],"
		"'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/"
		"entryFormat','valueString':'mm/dd/yyyy'},"
		"{'url':'http://hl7.org/fhir/StructureDefinition/"
		"minValue','valueDate':'1900-01-01'},"
		"{'url':'http://hl7.org/fhir/StructureDefinition/"
		"maxValue','valueDate':'2026-12-31'}],"
		"'item':[{'linkId':'bh','type':'display','text':'As in your "
		"passport','extension':[{'url':"
		"'http://hl7.org/fhir/StructureDefinition/"
		"questionnaire-itemControl','valueCodeableConcept':{'coding':["
		"{'code':'flyover'}]}}]}]},"
		"{'linkId':'s','type':'string','text':'S','maxLength':20,'readOnly':true,'initial':"
		"[{'valueString':'x'}]}"
		"]}]}");
	const struct item *items = form->items;

	(void)state;
	assert_string_equal(form->url, "http://u");
	assert_string_equal(form->version, "2");
	assert_string_equal(form->language, "en");
	assert_true(questionnaire_approved(form));
	assert_int_equal(form->item_count, 5);
	assert_int_equal(items[0].descendants, 4);
	assert_true(items[0].parent == ITEM_NONE);
	assert_string_equal(items[0].help, "Help me");
	assert_true(items[1].is_help && items[1].parent == 0);
	assert_string_equal(items[2].help, "As in your passport");
	assert_string_equal(items[2].prefix, "1.");
	assert_string_equal(items[2].placeholder, "mm/dd/yyyy");
	assert_string_equal(items[2].min_value, "1900-01-01");
	assert_string_equal(items[2].max_value, "2026-12-31");
	assert_true(items[2].required && items[2].descendants == 1);
	assert_int_equal(items[4].max_length, 20);
	assert_true(items[4].read_only && items[4].initial_count == 1);
	assert_int_equal(items[4].place.line, 1);
	assert_true(items[4].place.column > 100);
	assert_true(questionnaire_find(form, "s") == 4);
	assert_true(questionnaire_find(form, "zz") == ITEM_NONE);
	assert_true(questionnaire_find_code(form, "http://loinc.org", "21112-8") == 2);
	assert_true(questionnaire_find_code(form, NULL, "plain") == 2);
	assert_true(questionnaire_find_code(form, NULL, "21112-8") == ITEM_NONE);
	assert_true(questionnaire_find_definition(form, "Patient.birthDate") == 2);
	assert_true(questionnaire_find_definition(form, "birthDate") == ITEM_NONE);
	questionnaire_close(form);
}

static void keeps_options(void **state)
{
	struct questionnaire *form = form_of_items(
		"{'linkId':'c','type':'choice','text':'C','repeats':true,'extension':[{'url':"
		"'http://hl7.org/fhir/StructureDefinition/"
		"questionnaire-itemControl','valueCodeableConcept':{'coding':["
		"{'system':'urn:ours','code':'body-map'}]}}],'answerOption':["
		"{'valueCoding':{'system':'s','code':'a','display':'Alpha','_display':{'extension':"
		"[{'url':"
		"'http://hl7.org/fhir/StructureDefinition/rendering-markdown','valueMarkdown':'The "
		"first'}]}},"
		"'initialSelected':true,'extension':[{'url':"
		"'http://hl7.org/fhir/StructureDefinition/"
		"questionnaire-optionPrefix','valueString':'A)'},{'url':"
		"'http://hl7.org/fhir/uv/sdc/StructureDefinition/"
		"questionnaire-sublabel','valueMarkdown':'more'}]},"
		"{'valueCoding':{'code':'b','extension':[{'url':"
		"'http://hl7.org/fhir/uv/sdc/StructureDefinition/"
		"questionnaire-sublabel','valueString':'less'}]}},"
		"{'valueString':'none','extension':[{'url':"
		"'http://hl7.org/fhir/StructureDefinition/"
		"questionnaire-optionExclusive','valueBoolean':true}]},"
		"{'valueInteger':7}]}");
	const struct answer_option *option = form->items[0].options;

	(void)state;
	assert_int_equal(form->items[0].option_count, 4);
	assert_int_equal(form->items[0].control, CONTROL_BODY_MAP);
	assert_string_equal(option[0].label, "A) The first");
	assert_string_equal(option[0].detail, "more");
	assert_true(option[0].initial && !option[0].exclusive);
	assert_string_equal(option[1].label, "b");
	assert_string_equal(option[1].detail, "less");
	assert_string_equal(option[2].label, "none");
	assert_true(option[2].exclusive);
	assert_string_equal(option[3].label, "7");
	assert_int_equal(option[3].value.type, VALUE_INTEGER);
	questionnaire_close(form);
}

static const char *const page_control =
	"'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl',"
	"'valueCodeableConcept':{'coding':[{'code':'page'}]}}]";

static void lists_the_pages(void **state)
{
	char items[2000];
	struct questionnaire *form;

	(void)state;
	snprintf(items, sizeof(items),
		 "{'linkId':'0','type':'group','item':[{'linkId':'1','type':'string','text':'a'},"
		 "{'linkId':'2','type':'group',%s,'item':[{'linkId':'3','type':'string','text':'b'}"
		 "]}]},"
		 "{'linkId':'4','type':'choice','text':'f','initial':[{'valueCoding':{'system':'s',"
		 "'code':'c'}}],"
		 "'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/"
		 "questionnaire-hidden','valueBoolean':true}]},"
		 "{'linkId':'5','type':'display','text':'d'}",
		 page_control);
	form = form_of_items(items);
	assert_int_equal(form->page_count, 3);
	assert_int_equal(form->pages[0], 0);
	assert_int_equal(form->pages[1], 2);
	assert_int_equal(form->pages[2], 5);
	questionnaire_close(form);
}

static void hidden_cascades(void **state)
{
	struct questionnaire *form =
		form_of_items("{'linkId':'g','type':'group','extension':[{'url':"
			      "'http://hl7.org/fhir/StructureDefinition/"
			      "questionnaire-hidden','valueBoolean':true}],'item':["
			      "{'linkId':'i','type':'group','item':[{'linkId':'q','type':'string','"
			      "text':'Q'}]}]},"
			      "{'linkId':'r','type':'string','text':'R'}");

	(void)state;
	assert_true(form->items[1].hidden && form->items[2].hidden);
	assert_false(form->items[3].hidden);
	questionnaire_close(form);
}

#define Q "'linkId':'q','text':'Q',"
#define OPTIONS                                                                                    \
	"'answerOption':[{'valueCoding':{'system':'s','code':'a'}},{'valueCoding':{'system':'s','" \
	"code':'b'}}]"

static void warns_where_the_meaning_is_clear(void **state)
{
	(void)state;
	form_accepted("{" Q "'type':'string'}");
	form_warned("{" Q "'type':'display','required':true}",
		    "q: a display cannot be required: remove it");
	form_warned("{" Q "'type':'string','required':'true'}",
		    "q: \"required\" is a string: write it without quotes");
	form_warned("{" Q "'type':'string','colour':'red'}",
		    "q: FHIR R4 has no \"colour\" here: it is ignored");
	form_warned("{" Q "'type':'string','prefix':''}", "q: \"prefix\" is empty: leave it out");
	form_warned("{" Q "'type':'date','maxLength':3}",
		    "q: \"maxLength\" means nothing for items of type date");
	form_warned("{'linkId':'q','type':'string'}", "q: a question without a text");
	form_warned("{" Q "'type':'string','extension':[{'url':'http://x/y','valueString':'z'}]},"
		    "{'linkId':'q2','text':'Q','type':'string','extension':[{'url':'http://x/"
		    "y','valueString':'z'}]}",
		    "q: the extension http://x/y is not known here: it is ignored");
	form_warned(
		"{" Q "'type':'string','extension':[{'url':"
		"'http://hl7.org/fhir/StructureDefinition/"
		"questionnaire-itemControl','valueCodeableConcept':{'coding':["
		"{'code':'orrery'}]}}]}",
		"q: the control \"orrery\" is not known here: the item is shown as a plain one");
	form_warned("{" Q "'type':'choice'," OPTIONS
		    "},{'linkId':'d','type':'string','text':'D','enableWhen':["
		    "{'question':'q','operator':'=','answerCoding':{'code':'a'}}]}",
		    "d: the condition's code has no system: the option of \"q\" with this code is "
		    "meant: add the option's system");
	form_warned(
		"{" Q "'type':'choice'," OPTIONS
		"},{'linkId':'d','type':'string','text':'D','enableWhen':["
		"{'question':'q','operator':'=','answerCoding':{'code':'z'}}]}",
		"d: the condition's value is none of the options of \"q\": give system and code of "
		"an option");
	form_warned(
		"{" Q "'type':'boolean'},{'linkId':'d','type':'string','text':'D','enableWhen':["
		"{'question':'q','operator':'=','answerBoolean':true},{'question':'q','operator':'"
		"exists','answerBoolean':false}]}",
		"d: several conditions and no \"enableBehavior\": any of them will do");
}

static void carries_what_nobody_is_asked(void **state)
{
	(void)state;
	form_accepted("{" Q
		      "'type':'dateTime','readOnly':true,'initial':[{'valueDateTime':'2026-01-"
		      "01T10:00:00Z'}]}");
	form_accepted("{" Q "'type':'quantity','readOnly':true}");
	form_accepted("{" Q
		      "'type':'choice','readOnly':true,'initial':[{'valueCoding':{'code':'c'}}]}");
	form_refused(
		"{" Q "'type':'dateTime','readOnly':true,'initial':[{'valueDateTime':'2026-01-"
		"01T10:00:00'}]}",
		"q: \"2026-01-01T10:00:00\" is no dateTime: write YYYY-MM-DDThh:mm:ss with a zone");
}

static void missing_status_is_a_warning(void **state)
{
	char *report = form_report("{'resourceType':'Questionnaire','url':'u','item':[{" Q
				   "'type':'string'}]}");

	(void)state;
	assert_string_equal(
		report,
		"1:1: warning: \"status\" is missing: add \"status\": \"draft\" or \"active\"\n");
	free(report);
}

static char *nested(unsigned levels)
{
	char *items = NULL;
	size_t len;
	FILE *out = open_memstream(&items, &len);

	assert_non_null(out);
	for (unsigned i = 1; i < levels; i++)
		fprintf(out, "{'linkId':'%u','type':'group','item':[", i);
	fputs("{'linkId':'q','type':'string','text':'Q'}", out);
	for (unsigned i = 1; i < levels; i++)
		fputs("]}", out);
	fclose(out);
	return items;
}

static void fifty_levels_and_no_more(void **state)
{
	char *items = nested(QUESTIONNAIRE_MAX_DEPTH);
	char *report;

	(void)state;
	form_accepted(items);
	free(items);
	items = nested(QUESTIONNAIRE_MAX_DEPTH + 1);
	report = form_items_report(items);
	assert_non_null(strstr(report, "more than 50 levels of items: flatten the form"));
	free(report);
	free(items);
}

static void as_many_items_as_the_limit(void **state)
{
	char *items = NULL, *report;
	size_t len;
	FILE *out = open_memstream(&items, &len);

	(void)state;
	assert_non_null(out);
	for (unsigned i = 0; i < QUESTIONNAIRE_MAX_ITEMS; i++)
		fprintf(out, "%s{'linkId':'%u','type':'string','text':'Q'}", i ? "," : "", i);
	fflush(out);
	form_accepted(items);
	fputs(",{'linkId':'last','type':'string','text':'Q'}", out);
	fclose(out);
	report = form_items_report(items);
	assert_non_null(strstr(report, "20001 items: the limit is 20000: split the form"));
	free(report);
	free(items);
}

/* Every prefix of a form, and every form with one byte spoilt, ends cleanly. */
static void survives_damage(void **state)
{
	static const char form[] = "{\"resourceType\":\"Questionnaire\",\"status\":\"draft\","
				   "\"url\":\"u\",\"item\":[{\"linkId\":\"a\","
				   "\"type\":\"choice\",\"text\":\"A\",\"required\":true,"
				   "\"answerOption\":[{\"valueCoding\":{\"code\":\"x\"}},"
				   "{\"valueInteger\":1,\"initialSelected\":true}],\"item\":[{"
				   "\"linkId\":\"h\",\"type\":\"display\",\"text\":\"H\"}]},"
				   "{\"linkId\":\"b\",\"type\":\"group\",\"enableWhen\":[{"
				   "\"question\":\"a\",\"operator\":\"=\",\"answerInteger\":1}],"
				   "\"item\":[{\"linkId\":\"c\",\"type\":\"date\",\"text\":\"C\","
				   "\"extension\":[{\"url\":"
				   "\"http://hl7.org/fhir/StructureDefinition/"
				   "minValue\",\"valueDate\":\"2020-01-01\"}]}]}]}";
	static const char spoilers[] = "\"{}[]:,0x";
	char copy[sizeof(form)];

	(void)state;
	free(form_report(form));
	for (size_t i = 0; i < sizeof(form) - 1; i++) {
		memcpy(copy, form, sizeof(form));
		copy[i] = '\0';
		free(form_report(copy));
		for (size_t s = 0; s < sizeof(spoilers) - 1; s++) {
			memcpy(copy, form, sizeof(form));
			copy[i] = spoilers[s];
			free(form_report(copy));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_all_that_an_item_says),
		cmocka_unit_test(keeps_options),
		cmocka_unit_test(lists_the_pages),
		cmocka_unit_test(hidden_cascades),
		cmocka_unit_test(warns_where_the_meaning_is_clear),
		cmocka_unit_test(carries_what_nobody_is_asked),
		cmocka_unit_test(missing_status_is_a_warning),
		cmocka_unit_test(fifty_levels_and_no_more),
		cmocka_unit_test(as_many_items_as_the_limit),
		cmocka_unit_test(survives_damage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
