/* The item types beyond the plain ones, the rules for answers, value sets, and questions below
 * questions. */
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
#define UNIT                                                                                       \
	"'extension':[{'url':'" CORE                                                               \
	"questionnaire-unit','valueCoding':{'system':'http://unitsofmeasure.org','code':'kg'}}]"
#define UNITS                                                                                      \
	"'extension':[{'url':'" CORE "questionnaire-unitOption','valueCoding':{'system':'http://"  \
	"unitsofmeasure.org','code':'kg'}},{'url':'" CORE                                          \
	"questionnaire-unitOption','valueCoding':{'system':'http://"                               \
	"unitsofmeasure.org','code':'[lb_av]','display':'pounds'}}]"

/* What is typed, its value (NULL: none), and how it is described. */
static void expect_typed(struct answers *answers, const char *link_id, const char *typed,
			 const char *text, const char *words)
{
	size_t slot = form_slot(answers, link_id);
	const struct value *value;
	struct buf described;

	form_type(answers, link_id, typed);
	value = answers_value(answers, slot, 0);
	if (!value != !text || (text && strcmp(value->text, text) != 0))
		fail_msg("%s \"%s\": %s, not %s", link_id, typed, value ? value->text : "nothing",
			 text ? text : "nothing");
	if (!text)
		return;
	buf_init(&described, 1000, NULL);
	assert_int_equal(answers_describe(answers, slot, &described), STATUS_OK);
	assert_string_equal(buf_str(&described), words);
	buf_release(&described);
	assert_int_equal(answers_fault(answers, slot), FAULT_NONE);
}

static void times_and_addresses(void **state)
{
	struct answers *answers = form_open("{'linkId':'t','type':'time','text':'T'},"
					    "{'linkId':'m','type':'dateTime','text':'M'},"
					    "{'linkId':'u','type':'url','text':'U'}");

	(void)state;
	setenv("TZ", "UTC0", 1);
	expect_typed(answers, "t", "9:05", "09:05:00", "09:05");
	expect_typed(answers, "t", "2 pm", "14:00:00", "14:00");
	expect_typed(answers, "t", "12:30 a.m.", "00:30:00", "00:30");
	expect_typed(answers, "t", "1405", "14:05:00", "14:05");
	expect_typed(answers, "t", "23:59:58", "23:59:58", "23:59:58");
	expect_typed(answers, "t", "24:00", NULL, NULL);
	expect_typed(answers, "t", "13 pm", NULL, NULL);
	form_expect_fault(answers, "t", FAULT_NOT_A_TIME,
			  "Enter the time as hours and minutes, for example 14:05");
	expect_typed(answers, "m", "3/27/2026", "2026-03-27", "27 March 2026");
	expect_typed(answers, "m", "3/27/2026 2:05 pm", "2026-03-27T14:05:00+00:00",
		     "27 March 2026, 14:05");
	expect_typed(answers, "m", "2026-03-27T14:05:00+01:00", "2026-03-27T14:05:00+01:00",
		     "27 March 2026, 14:05");
	expect_typed(answers, "m", "yesterday 9:00", NULL, NULL);
	form_expect_fault(answers, "m", FAULT_NOT_A_DATETIME,
			  "Enter date and time, for example 03/27/2026 14:05");
	expect_typed(answers, "u", "https://example.org/a?b", "https://example.org/a?b",
		     "https://example.org/a?b");
	expect_typed(answers, "u", "two words", NULL, NULL);
	form_close(answers);
}

static void quantities(void **state)
{
	struct answers *answers = form_open(
		"{'linkId':'h','type':'quantity','text':'H','extension':[{'url':'" CORE
		"questionnaire-unit','valueCoding':{'system':'http://unitsofmeasure.org','code':"
		"'cm','display':'centimetre'}}]},"
		"{'linkId':'w','type':'quantity','text':'W','required':true," UNITS "},"
		"{'linkId':'f','type':'string','text':'F','enableWhen':[{'question':'w','operator':"
		"'>','answerQuantity':{'value':100,'system':'http://"
		"unitsofmeasure.org','code':'kg'}}]}");
	size_t weight = form_slot(answers, "w");

	(void)state;
	assert_string_equal(answers_unit(answers, form_slot(answers, "h")), "centimetre");
	assert_null(answers_unit(answers, weight));
	expect_typed(answers, "h", "172.50", "172.50", "172.50 centimetre");
	assert_string_equal(answers_value(answers, form_slot(answers, "h"), 0)->coding.code, "cm");
	form_expect_fault(answers, "w", FAULT_REQUIRED, "Enter an answer");
	form_type(answers, "w", "150");
	assert_int_equal(answers_count(answers, weight), 0);
	form_expect_fault(answers, "w", FAULT_NO_UNIT, "Select the unit");
	assert_int_equal(answers_option_count(answers, weight), 2);
	assert_string_equal(answers_option_label(answers, weight, 1), "pounds");
	form_choose(answers, "w", 1, true);
	assert_int_equal(answers_count(answers, weight), 1);
	assert_false(form_enabled(answers, "f")); /* another unit does not compare */
	form_choose(answers, "w", 0, true);
	assert_true(form_enabled(answers, "f"));
	expect_typed(answers, "w", "90", "90", "90 kg");
	assert_false(form_enabled(answers, "f"));
	expect_typed(answers, "w", "much", NULL, NULL);
	form_close(answers);
}

/* A number without a unit is no amount of one of several units. */
static void no_unit_is_guessed(void **state)
{
	struct answers *answers = form_open("{'linkId':'w','type':'quantity','text':'W',"
					    "'initial':[{'valueQuantity':{'value':5}}]," UNITS
					    "},{'linkId':'h','type':'quantity','text':'H',"
					    "'initial':[{'valueQuantity':{'value':6}}]," UNIT
					    "},{'linkId':'p','type':'quantity','text':'P',"
					    "'initial':[{'valueQuantity':{'value':7,'unit':"
					    "'pounds'}}]," UNITS "}");

	(void)state;
	form_expect_fault(answers, "w", FAULT_NO_UNIT, "Select the unit");
	assert_string_equal(answers_value(answers, form_slot(answers, "h"), 0)->coding.code, "kg");
	assert_string_equal(answers_value(answers, form_slot(answers, "p"), 0)->coding.code,
			    "[lb_av]");
	form_close(answers);
	form_refused("{'linkId':'w','type':'quantity','text':'W','initial':[{'valueQuantity':{"
		     "'value':5,'code':'g'}}]," UNITS "}",
		     "w: the unit of the initial value is none of the question's: use a unit of "
		     "the question");
}

static void a_response_names_its_unit(void **state)
{
	struct answers *answers = response_form_open(
		"{'resourceType':'Questionnaire','url':'http://t','status':"
		"'draft','item':[{'linkId':'w','type':'quantity','text':'W'," UNITS "}]}");
	static const char good[] =
		"{'resourceType':'QuestionnaireResponse','questionnaire':'http://t','status':"
		"'completed','item':[{'linkId':'w','text':'W','answer':[{'valueQuantity':{'value':"
		"5,'system':'http://unitsofmeasure.org','code':'kg'}}]}]}";
	char *report,
		*bad = response_edit(good, ",'system':'http://unitsofmeasure.org','code':'kg'", "");

	(void)state;
	report = response_read_report(answers, good);
	assert_string_equal(report, "");
	free(report);
	assert_int_equal(answers_count(answers, form_slot(answers, "w")), 1);
	report = response_check_report(answers_questionnaire(answers), bad);
	assert_non_null(strstr(report, "w: the unit is none of the question's"));
	free(report);
	answers_clear(answers, form_slot(answers, "w"));
	report = response_read_report(answers, bad);
	assert_non_null(strstr(report, "Select the unit"));
	free(report);
	free(bad);
	response_form_close(answers);
}

/* The screen has one field for words of one's own. */
static void a_response_has_one_answer_of_its_own_words(void **state)
{
	struct answers *answers = response_form_open(
		"{'resourceType':'Questionnaire','url':'http://t','status':'draft','item':["
		"{'linkId':'q','type':'open-choice','text':'Q','repeats':true,'answerOption':["
		"{'valueString':'a'}]}]}");
	static const char good[] =
		"{'resourceType':'QuestionnaireResponse','questionnaire':'http://t','status':"
		"'completed','item':[{'linkId':'q','answer':[{'valueString':'a'},{'valueString':"
		"'b'}]}]}";
	char *bad = response_edit(good, "'a'", "'c'"), *report;

	(void)state;
	report = response_read_report(answers, good);
	assert_string_equal(report, "");
	free(report);
	report = response_read_report(answers, bad);
	assert_non_null(strstr(report, "q: several answers that are none of the options cannot be "
				       "taken: write them as one answer"));
	free(report);
	free(bad);
	response_form_close(answers);
}

static void open_choices(void **state)
{
	struct answers *answers = form_open(
		"{'linkId':'o','type':'open-choice','text':'O','answerOption':[{'valueString':'a'},"
		"{'valueString':'b'}]},"
		"{'linkId':'r','type':'open-choice','repeats':true,'text':'R','answerOption':["
		"{'valueString':'a'},{'valueString':'b'},{'valueString':'none','extension':[{'url':"
		"'" CORE "questionnaire-optionExclusive','valueBoolean':true}]}]},"
		"{'linkId':'e','type':'string','text':'E','enableWhen':[{'question':'o','operator':"
		"'=','answerString':'mine'}]}");
	size_t one = form_slot(answers, "o"), many = form_slot(answers, "r");

	(void)state;
	form_choose(answers, "o", 0, true);
	assert_string_equal(answers_value(answers, one, 0)->text, "a");
	form_type(answers, "o", "mine");
	assert_int_equal(answers_count(answers, one), 1);
	assert_false(answers_chosen(answers, one, 0));
	assert_string_equal(answers_value(answers, one, 0)->text, "mine");
	assert_true(form_enabled(answers, "e"));
	form_choose(answers, "o", 1, true);
	assert_string_equal(answers_typed(answers, one), "");
	assert_string_equal(answers_value(answers, one, 0)->text, "b");
	assert_false(form_enabled(answers, "e"));

	form_choose(answers, "r", 0, true);
	form_type(answers, "r", "mine");
	form_choose(answers, "r", 1, true);
	assert_int_equal(answers_count(answers, many), 3);
	assert_string_equal(answers_value(answers, many, 2)->text, "mine");
	form_choose(answers, "r", 2, true); /* exclusive */
	assert_int_equal(answers_count(answers, many), 1);
	form_type(answers, "r", "mine");
	assert_int_equal(answers_count(answers, many), 1);
	assert_string_equal(answers_value(answers, many, 0)->text, "mine");
	form_close(answers);
}

static void rules_for_answers(void **state)
{
	struct answers *answers = form_open(
		"{'linkId':'p','type':'string','text':'P','extension':[{'url':'" CORE
		"regex','valueString':'[0-9]{5}(-[0-9]{4})?'},{'url':'" CORE
		"entryFormat','valueString':'nnnnn'}]},"
		"{'linkId':'q','type':'string','text':'Q','extension':[{'url':'" CORE
		"regex','valueString':'a|ab'}]},"
		"{'linkId':'l','type':'string','text':'L','extension':[{'url':'" CORE
		"minLength','valueInteger':3}]},"
		"{'linkId':'d','type':'decimal','text':'D','extension':[{'url':'" CORE
		"maxDecimalPlaces','valueInteger':1}]},"
		"{'linkId':'t','type':'time','text':'T','extension':[{'url':'" CORE
		"minValue','valueTime':'08:00:00'},{'url':'" CORE
		"maxValue','valueTime':'18:00:00'}]},"
		"{'linkId':'c','type':'choice','repeats':true,'text':'C','answerOption':["
		"{'valueInteger':1},{'valueInteger':2},{'valueInteger':3},{'valueInteger':4}],"
		"'extension':[{'url':'" CORE
		"questionnaire-minOccurs','valueInteger':2},{'url':'" CORE
		"questionnaire-maxOccurs','valueInteger':3}]}");

	(void)state;
	expect_typed(answers, "p", "12345-6789", "12345-6789", "12345-6789");
	form_type(answers, "p", "123456");
	form_expect_fault(answers, "p", FAULT_PATTERN, "Enter your answer in this form: nnnnn");
	expect_typed(answers, "q", "ab", "ab", "ab"); /* anchored: the longer branch is tried */
	form_type(answers, "q", "abc");
	form_expect_fault(
		answers, "q", FAULT_PATTERN,
		"Your answer does not have the form that is asked for here. Check it, or ask "
		"our staff");
	form_type(answers, "l", "\xC3\xA9\xC3\xA9");
	form_expect_fault(answers, "l", FAULT_TOO_SHORT,
			  "Your answer must be 3 characters or more");
	form_type(answers, "l", "\xC3\xA9\xC3\xA9\xC3\xA9");
	assert_int_equal(answers_fault(answers, form_slot(answers, "l")), FAULT_NONE);
	expect_typed(answers, "d", "1.5", "1.5", "1.5");
	form_type(answers, "d", "1.50");
	form_expect_fault(answers, "d", FAULT_PLACES,
			  "Enter a number with no more than 1 digit behind the point");
	form_type(answers, "t", "7:59");
	form_expect_fault(answers, "t", FAULT_TOO_SMALL, "Enter a time between 08:00 and 18:00");
	form_expect_fault(answers, "c", FAULT_REQUIRED, "Select at least one answer");
	form_choose(answers, "c", 0, true);
	form_expect_fault(answers, "c", FAULT_MIN_OCCURS, "Select at least 2 answers");
	for (size_t i = 1; i < 4; i++)
		form_choose(answers, "c", i, true);
	form_expect_fault(answers, "c", FAULT_MAX_OCCURS, "Select no more than 3 answers");
	form_close(answers);
}

#define STRING_WITH(url, value)                                                                    \
	"{'linkId':'q','text':'Q','type':'string','extension':[{'url':'" CORE url "'," value "}]}"

static void refuses_broken_rules(void **state)
{
	(void)state;
	form_refused(STRING_WITH("regex", "'valueString':'(a+)+b'"),
		     "q: the pattern cannot be used: it repeats a repetition");
	form_refused(STRING_WITH("regex", "'valueString':'[a'"),
		     "q: the pattern cannot be used: missing terminating ] for character class");
	form_refused(STRING_WITH("minLength", "'valueInteger':-1"),
		     "q: \"valueInteger\" is missing");
	form_refused(
		"{'linkId':'q','text':'Q','type':'string','maxLength':2,'extension':[{'url':'" CORE
		"minLength','valueInteger':3}]}",
		"q: minLength 3 is beyond maxLength 2");
	form_refused("{'linkId':'q','text':'Q','type':'choice','repeats':true,'answerOption':["
		     "{'valueInteger':1}],'extension':[{'url':'" CORE
		     "questionnaire-minOccurs','valueInteger':2}]}",
		     "q: minOccurs asks for 2 answers, and there are 1 options");
}

#define SETS                                                                                       \
	"{'resourceType':'Questionnaire','url':'http://t','status':'draft','contained':["          \
	"{'resourceType':'ValueSet','id':'all','compose':{'include':[{'valueSet':['#fruit']},"     \
	"{'system':'http://k','concept':[{'code':'apple'},{'code':'leek','display':'Leek'}]}],"    \
	"'exclude':[{'system':'http://k','concept':[{'code':'plum'}]}]}},"                         \
	"{'resourceType':'ValueSet','id':'fruit','expansion':{'contains':[{'system':'http://k',"   \
	"'code':'apple','display':'Apple','extension':[{'url':'" CORE                              \
	"ordinalValue','valueDecimal':2.50}]},{'abstract':true,'system':'http://"                  \
	"k','code':'stone',"                                                                       \
	"'contains':[{'system':'http://k','code':'plum'},{'system':'http://"                       \
	"k','code':'cherry'}]}]}},"                                                                \
	"{'resourceType':'ValueSet','id':'loop','compose':{'include':[{'valueSet':['#pool']}]}},"  \
	"{'resourceType':'ValueSet','id':'pool','compose':{'include':[{'valueSet':['#loop']}]}},"  \
	"{'resourceType':'ValueSet','id':'wide','compose':{'include':[{'system':'http://k'}]}},"   \
	"{'resourceType':'ValueSet','id':'filter','compose':{'include':[{'system':'http://k',"     \
	"'filter':[{'property':'concept','op':'is-a','value':'x'}]}]}}],"                          \
	"'item':[{'linkId':'q','text':'Q','type':'choice','answerValueSet':'#%s'}]}"

static void lists_value_sets(void **state)
{
	static const char *const labels[] = {"Apple", "cherry", "Leek"};
	char form[4000];
	struct questionnaire *questionnaire;

	(void)state;
	snprintf(form, sizeof(form), SETS, "all");
	questionnaire = form_of_resource(form);
	assert_int_equal(questionnaire->items[0].option_count, 3);
	for (size_t i = 0; i < 3; i++)
		assert_string_equal(questionnaire->items[0].options[i].label, labels[i]);
	assert_string_equal(questionnaire->items[0].options[0].weight, "2.50");
	questionnaire_close(questionnaire);
}

static void names_value_sets_that_it_cannot_list(void **state)
{
	static const char *const cases[][2] = {
		{"loop", "q: the value set includes itself: #loop"},
		{"wide", "q: the value set includes a whole code system: http://k"},
		{"filter", "q: the value set chooses codes by a filter"},
		{"none", "q: the form contains no such value set: #none"},
	};
	char form[4000];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char *report;

		snprintf(form, sizeof(form), SETS, cases[i][0]);
		report = form_report(form);
		if (!strstr(report, cases[i][1]))
			fail_msg("%s: %s", cases[i][0], report);
		free(report);
	}
}

#define NESTED                                                                                     \
	"{'resourceType':'Questionnaire','url':'http://t','status':'draft','item':["               \
	"{'linkId':'p','type':'boolean','text':'P','item':["                                       \
	"{'linkId':'d','type':'display','text':'D'},"                                              \
	"{'linkId':'c','type':'string','text':'C','required':true,'item':["                        \
	"{'linkId':'x','type':'integer','text':'X'}]}]},"                                          \
	"{'linkId':'s','type':'choice','text':'S','answerOption':[{'extension':[{'url':'" CORE     \
	"ordinalValue','valueDecimal':3}],'valueCoding':{'system':'http://k','code':'a'}}]},"      \
	"{'linkId':'w','type':'quantity','text':'W'," UNIT "},"                                    \
	"{'linkId':'f','type':'attachment','text':'F'}]}"

static void questions_below_questions(void **state)
{
	static const struct response_context context = {.identifier_system = "http://i",
							.identifier = "1",
							.authored = "2026-11-23T10:00:00Z",
							.language = "en"};
	struct answers *answers = response_form_open(NESTED);
	struct buf out;
	char *report;

	(void)state;
	assert_false(
		form_enabled(answers, "c")); /* there is no answer yet that it could belong to */
	assert_true(form_enabled(answers, "d"));
	form_choose(answers, "p", 0, true);
	assert_true(form_enabled(answers, "c"));
	assert_false(form_enabled(answers, "x"));
	form_type(answers, "c", "words");
	assert_true(form_enabled(answers, "x"));
	form_type(answers, "x", "7");
	form_choose(answers, "s", 0, true);
	form_type(answers, "w", "80.0");
	buf_init(&out, 100000, NULL);
	assert_int_equal(response_write(answers, &context, &out), STATUS_OK);
	assert_non_null(
		strstr(buf_str(&out),
		       "\"answer\":[{\"valueBoolean\":true,\"item\":[{\"linkId\":\"c\","
		       "\"text\":\"C\",\"answer\":[{\"valueString\":\"words\",\"item\":"
		       "[{\"linkId\":\"x\",\"text\":\"X\",\"answer\":[{\"valueInteger\":7}"));
	assert_non_null(strstr(buf_str(&out), "\"extension\":[{\"url\":\"" CORE
					      "ordinalValue\",\"valueDecimal\":3}]"));
	assert_non_null(strstr(buf_str(&out), "\"valueQuantity\":{\"value\":80.0,\"system\":\"http:"
					      "//unitsofmeasure.org\",\"code\":\"kg\"}"));
	report = response_check_report(answers_questionnaire(answers), buf_str(&out));
	assert_string_equal(report, "");
	free(report);
	answers_clear(answers, form_slot(answers, "p"));
	assert_false(form_enabled(answers, "c"));
	assert_false(form_enabled(answers, "x"));
	report = response_read_report(answers, buf_str(&out));
	assert_string_equal(report, "");
	free(report);
	assert_string_equal(answers_value(answers, form_slot(answers, "x"), 0)->text, "7");
	buf_release(&out);
	response_form_close(answers);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_and_addresses),
		cmocka_unit_test(quantities),
		cmocka_unit_test(no_unit_is_guessed),
		cmocka_unit_test(a_response_names_its_unit),
		cmocka_unit_test(a_response_has_one_answer_of_its_own_words),
		cmocka_unit_test(open_choices),
		cmocka_unit_test(rules_for_answers),
		cmocka_unit_test(refuses_broken_rules),
		cmocka_unit_test(lists_value_sets),
		cmocka_unit_test(names_value_sets_that_it_cannot_list),
		cmocka_unit_test(questions_below_questions),
	};

	json_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
