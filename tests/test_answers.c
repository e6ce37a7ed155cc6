/* One patient's answers: what is typed and chosen, pages, faults and their words, flags, nothing
 * left in the arena. */
#include "support/form_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#define HIDDEN                                                                                     \
	"'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/"                            \
	"questionnaire-hidden','valueBoolean':true}]"
#define PAGE                                                                                       \
	"'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl'," \
	"'valueCodeableConcept':{'coding':[{'code':'page'}]}}]"
#define EXCLUSIVE                                                                                  \
	"'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/"                            \
	"questionnaire-optionExclusive',"                                                          \
	"'valueBoolean':true}]"

static const char *value_text(const struct answers *answers, const char *link_id)
{
	const struct value *value = answers_value(answers, form_slot(answers, link_id), 0);

	return value ? value->text : NULL;
}

static void expect_described(const struct answers *answers, const char *link_id, const char *words)
{
	struct buf text;

	buf_init(&text, 1000, NULL);
	assert_int_equal(answers_describe(answers, form_slot(answers, link_id), &text), STATUS_OK);
	assert_string_equal(buf_str(&text), words);
	buf_release(&text);
}

static void reads_what_is_typed(void **state)
{
	static const struct {
		const char *link_id, *typed, *value; /* NULL: no answer */
		enum answer_fault fault;
	} cases[] = {
		{"i", "12", "12", FAULT_NONE},
		{"i", " +007 ", "7", FAULT_NONE},
		{"i", "-0", "0", FAULT_NONE},
		{"i", "-2147483648", "-2147483648", FAULT_NONE},
		{"i", "2147483648", NULL, FAULT_NOT_AN_INTEGER},
		{"i", "1.0", NULL, FAULT_NOT_AN_INTEGER},
		{"i", "-", NULL, FAULT_NOT_AN_INTEGER},
		{"i", "1 2", NULL, FAULT_NOT_AN_INTEGER},
		{"i", "\xD9\xA1", NULL, FAULT_NOT_AN_INTEGER},
		{"d", "1.50", "1.50", FAULT_NONE},
		{"d", ".5", "0.5", FAULT_NONE},
		{"d", "-.5", "-0.5", FAULT_NONE},
		{"d", "+00.10", "0.10", FAULT_NONE},
		{"d", "7", "7", FAULT_NONE},
		{"d", "1,5", NULL, FAULT_NOT_A_DECIMAL},
		{"d", "1.", NULL, FAULT_NOT_A_DECIMAL},
		{"d", "1e5", NULL, FAULT_NOT_A_DECIMAL},
		{"d", "1.2.3", NULL, FAULT_NOT_A_DECIMAL},
		{"d", "--1", NULL, FAULT_NOT_A_DECIMAL},
		{"d", "1234567890.12345678", "1234567890.12345678", FAULT_NONE},
		{"d", "1234567890.123456789", NULL, FAULT_NOT_A_DECIMAL},
		{"t", "3/27/1974", "1974-03-27", FAULT_NONE},
		{"t", "1974-03-27", "1974-03-27", FAULT_NONE},
		{"t", "27/3/1974", NULL, FAULT_NOT_A_DATE},
		{"t", "2/29/2023", NULL, FAULT_NOT_A_DATE},
		{"t", "soon", NULL, FAULT_NOT_A_DATE},
		{"s", "  Ana  María ", "Ana  María", FAULT_NONE},
		{"s", "   ", NULL, FAULT_NONE},
		{"s", "", NULL, FAULT_NONE},
		{"x", "one\ntwo\n", "one\ntwo", FAULT_NONE},
	};
	struct answers *answers = form_open(
		"{'linkId':'i','type':'integer','text':'I'},{'linkId':'d','type':'decimal','text':'"
		"D'},"
		"{'linkId':'t','type':'date','text':'T'},{'linkId':'s','type':'string','text':'S'},"
		"{'linkId':'x','type':'text','text':'X'}");

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		size_t slot = form_slot(answers, cases[i].link_id);
		const char *value;

		form_type(answers, cases[i].link_id, cases[i].typed);
		value = value_text(answers, cases[i].link_id);
		if (!value != !cases[i].value || (value && strcmp(value, cases[i].value) != 0))
			fail_msg("\"%s\" became %s", cases[i].typed, value ? value : "nothing");
		assert_int_equal(answers_count(answers, slot), cases[i].value ? 1 : 0);
		assert_int_equal(answers_fault(answers, slot), cases[i].fault);
		assert_string_equal(answers_typed(answers, slot), cases[i].typed);
	}
	form_close(answers);
}

static void refuses_what_cannot_stand_in_a_field(void **state)
{
	struct answers *answers = form_open("{'linkId':'s','type':'string','text':'S'},{'linkId':'"
					    "b','type':'boolean','text':'B'},"
					    "{'linkId':'g','type':'display','text':'G'}");
	size_t slot = form_slot(answers, "s");
	char *text = malloc(ANSWER_TYPED_MAX + 2);

	(void)state;
	assert_non_null(text);
	form_type(answers, "s", "before");
	assert_int_equal(answers_type(answers, slot, "a\nb"), STATUS_INVALID);
	assert_int_equal(answers_type(answers, slot, "a\tb"), STATUS_INVALID);
	assert_int_equal(answers_type(answers, slot, "\x1B[2J"), STATUS_INVALID);
	assert_int_equal(answers_type(answers, slot, "\xC2\x9B"), STATUS_INVALID);
	assert_int_equal(answers_type(answers, slot, "\xC3"), STATUS_INVALID);
	memset(text, 'a', ANSWER_TYPED_MAX + 1);
	text[ANSWER_TYPED_MAX + 1] = '\0';
	assert_int_equal(answers_type(answers, slot, text), STATUS_LIMIT);
	assert_string_equal(answers_typed(answers, slot), "before");
	text[ANSWER_TYPED_MAX] = '\0';
	form_type(answers, "s", text);
	assert_int_equal(answers_type(answers, form_slot(answers, "b"), "yes"), STATUS_INVALID);
	assert_int_equal(answers_type(answers, form_slot(answers, "g"), "x"), STATUS_INVALID);
	assert_int_equal(answers_choose(answers, slot, 0, true), STATUS_INVALID);
	assert_int_equal(answers_choose(answers, form_slot(answers, "b"), 2, true), STATUS_INVALID);
	form_close(answers);
	free(text);
}

static void chooses(void **state)
{
	struct answers *answers =
		form_open("{'linkId':'one','type':'choice','text':'O','answerOption':[{'"
			  "valueString':'a'},{'valueString':'b'}]},"
			  "{'linkId':'many','type':'choice','text':'M','repeats':true,'"
			  "answerOption':[{'valueString':'a'},"
			  "{'valueString':'b'},{'valueString':'c'},{'valueString':'d'},{'"
			  "valueString':'e'},{'valueString':'none'," EXCLUSIVE
			  "}]},{'linkId':'yes','type':'boolean','text':'Y'}");
	size_t many = form_slot(answers, "many"), one = form_slot(answers, "one"),
	       yes = form_slot(answers, "yes");

	(void)state;
	form_choose(answers, "one", 0, true);
	form_choose(answers, "one", 1, true);
	assert_int_equal(answers_count(answers, one), 1);
	expect_described(answers, "one", "b");
	form_choose(answers, "one", 0, false); /* was not chosen: nothing happens */
	form_choose(answers, "one", 1, false);
	assert_int_equal(answers_count(answers, one), 0);

	for (size_t i = 5; i-- > 0;)
		form_choose(answers, "many", i, true);
	expect_described(answers, "many", "a; b; c; d; e");
	form_choose(answers, "many", 2, false);
	expect_described(answers, "many", "a; b; d; e");
	assert_true(answers_chosen(answers, many, 3) && !answers_chosen(answers, many, 2));
	form_choose(answers, "many", 5, true);
	expect_described(answers, "many", "none");
	form_choose(answers, "many", 1, true);
	expect_described(answers, "many", "b");
	assert_null(answers_value(answers, many, 1));

	assert_int_equal(answers_option_count(answers, yes), 2);
	assert_string_equal(answers_option_label(answers, yes, 0), "Yes");
	form_choose(answers, "yes", 1, true);
	assert_false(answers_value(answers, yes, 0)->boolean);
	expect_described(answers, "yes", "No");
	form_choose(answers, "yes", 0, true);
	assert_int_equal(answers_count(answers, yes), 1);
	assert_true(answers_value(answers, yes, 0)->boolean);
	answers_clear(answers, yes);
	assert_int_equal(answers_count(answers, yes), 0);
	form_close(answers);
}

static void begins_with_the_initial_values(void **state)
{
	struct answers *answers = form_open(
		"{'linkId':'s','type':'string','text':'S','initial':[{'valueString':'x'}]},"
		"{'linkId':'d','type':'date','text':'D','readOnly':true,'initial':[{'valueDate':'"
		"2020-05'}]},"
		"{'linkId':'b','type':'boolean','text':'B','initial':[{'valueBoolean':false}]},"
		"{'linkId':'n','type':'decimal','text':'N','initial':[{'valueDecimal':1.50}]},"
		"{'linkId':'c','type':'choice','text':'C','answerOption':[{'valueInteger':1},{'"
		"valueInteger':2,'initialSelected':true}]},"
		"{'linkId':'after','type':'string','text':'A','enableWhen':[{'question':'c','"
		"operator':'=','answerInteger':2}]}");

	(void)state;
	assert_string_equal(answers_typed(answers, form_slot(answers, "s")), "x");
	expect_described(answers, "d", "May 2020");
	expect_described(answers, "b", "No");
	assert_string_equal(value_text(answers, "n"), "1.50");
	expect_described(answers, "c", "2");
	assert_true(form_enabled(answers, "after"));
	form_close(answers);
}

static void says_how_to_mend(void **state)
{
	struct answers *answers = form_open(
		"{'linkId':'s','type':'string','text':'S','required':true,'maxLength':3},"
		"{'linkId':'t','type':'date','text':'T','required':true,'extension':["
		"{'url':'http://hl7.org/fhir/StructureDefinition/"
		"minValue','valueDate':'2020-01-01'},"
		"{'url':'http://hl7.org/fhir/StructureDefinition/"
		"maxValue','valueDate':'2020-12-31'}]},"
		"{'linkId':'c','type':'choice','text':'C','required':true,'answerOption':[{'"
		"valueInteger':1}]},"
		"{'linkId':'m','type':'choice','text':'C','required':true,'repeats':true,'"
		"answerOption':[{'valueInteger':1}]},"
		"{'linkId':'b','type':'boolean','text':'B','required':true},"
		"{'linkId':'i','type':'integer','text':'I','extension':["
		"{'url':'http://hl7.org/fhir/StructureDefinition/minValue','valueInteger':18}]},"
		"{'linkId':'n','type':'decimal','text':'N','extension':["
		"{'url':'http://hl7.org/fhir/StructureDefinition/minValue','valueDecimal':0.5},"
		"{'url':'http://hl7.org/fhir/StructureDefinition/maxValue','valueDecimal':2.5}]},"
		"{'linkId':'g','type':'group','required':true,'item':[{'linkId':'gq','type':'"
		"string','text':'Q'}]}");

	(void)state;
	form_expect_fault(answers, "s", FAULT_REQUIRED, "Enter an answer");
	form_type(answers, "s", "   ");
	form_expect_fault(answers, "s", FAULT_REQUIRED, "Enter an answer");
	form_type(answers, "s", "\xC3\xA9\xC3\xA9\xC3\xA9"); /* three characters, six bytes */
	form_expect_fault(answers, "s", FAULT_NONE, "");
	form_type(answers, "s", "abcd");
	form_expect_fault(answers, "s", FAULT_TOO_LONG,
			  "Your answer must be 3 characters or fewer. It has 4 now");
	form_expect_fault(answers, "t", FAULT_REQUIRED,
			  "Enter the date as month, day, year, for example 03/27/1974");
	form_type(answers, "t", "x");
	form_expect_fault(answers, "t", FAULT_NOT_A_DATE,
			  "Enter the date as month, day, year, for example 03/27/1974");
	form_type(answers, "t", "12/31/2019");
	form_expect_fault(answers, "t", FAULT_TOO_SMALL,
			  "Enter a date between 1 January 2020 and 31 December 2020");
	form_type(answers, "t", "12/31/2020");
	form_expect_fault(answers, "t", FAULT_NONE, "");
	expect_described(answers, "t", "31 December 2020");
	form_expect_fault(answers, "c", FAULT_REQUIRED, "Select an answer");
	form_expect_fault(answers, "m", FAULT_REQUIRED, "Select at least one answer");
	form_expect_fault(answers, "b", FAULT_REQUIRED, "Select Yes or No");
	form_expect_fault(answers, "i", FAULT_NONE, "");
	form_type(answers, "i", "17");
	form_expect_fault(answers, "i", FAULT_TOO_SMALL, "Enter a number that is 18 or more");
	form_type(answers, "i", "many");
	form_expect_fault(answers, "i", FAULT_NOT_AN_INTEGER,
			  "Enter a whole number in figures, for example 12");
	form_type(answers, "n", "2.51");
	form_expect_fault(answers, "n", FAULT_TOO_LARGE, "Enter a number between 0.5 and 2.5");
	form_type(answers, "n", "2.50");
	form_expect_fault(answers, "n", FAULT_NONE, "");
	form_type(answers, "n", "1,5");
	form_expect_fault(answers, "n", FAULT_NOT_A_DECIMAL,
			  "Enter a number with a point, not a comma, for example 1.5");
	form_expect_fault(answers, "g", FAULT_REQUIRED, "Answer at least one of these questions");
	form_type(answers, "gq", "x");
	form_expect_fault(answers, "g", FAULT_NONE, "");
	form_close(answers);
}

static void nothing_is_required_of_what_is_disabled(void **state)
{
	struct answers *answers = form_open(
		"{'linkId':'g','type':'group','item':[{'linkId':'b','type':'boolean','text':'B'},"
		"{'linkId':'s','type':'string','text':'S','required':true,'enableWhen':["
		"{'question':'b','operator':'=','answerBoolean':true}]}]}");
	size_t slots[1] = {SLOT_NONE};

	(void)state;
	form_expect_fault(answers, "s", FAULT_NONE, "");
	assert_int_equal(answers_page_faults(answers, 0, slots, 1), 0);
	form_choose(answers, "b", 0, true);
	assert_int_equal(answers_page_faults(answers, 0, slots, 1), 1);
	assert_int_equal(slots[0], form_slot(answers, "s"));
	assert_int_equal(answers_page_faults(answers, 0, NULL, 0), 1);
	form_close(answers);
}

static void age_and_birth_date_agree(void **state)
{
	/* today is 2026-11-23 */
	struct answers *answers =
		form_open("{'linkId':'born','type':'date','text':'B','definition':"
			  "'http://hl7.org/fhir/StructureDefinition/Patient#Patient.birthDate'},"
			  "{'linkId':'age','type':'integer','text':'A','code':[{'system':'http://"
			  "loinc.org','code':'30525-0'}]}");

	(void)state;
	form_type(answers, "age", "52");
	form_expect_fault(answers, "age", FAULT_NONE, ""); /* nothing to compare with */
	form_type(answers, "born", "11/23/1974");
	form_expect_fault(answers, "age", FAULT_NONE, "");
	form_type(answers, "born", "11/24/1974"); /* 52 tomorrow */
	form_expect_fault(
		answers, "age", FAULT_AGE,
		"This age and the date of birth, 24 November 1974, do not match. Change the "
		"one that is wrong");
	form_type(answers, "age", "51");
	form_expect_fault(answers, "age", FAULT_NONE, "");
	form_type(answers, "born", "11/24/2026");
	form_expect_fault(answers, "born", FAULT_TOO_LARGE,
			  "The date of birth must be in the past. Check the year");
	form_expect_fault(answers, "age", FAULT_NONE, ""); /* one fault at a time */
	form_type(answers, "born", "11/22/1895");
	form_expect_fault(answers, "born", FAULT_TOO_SMALL,
			  "Check the year of birth: it is too long ago");
	form_type(answers, "born", "11/23/1896"); /* 130 today */
	form_expect_fault(answers, "born", FAULT_NONE, "");
	form_type(answers, "born", "nonsense");
	form_expect_fault(answers, "age", FAULT_NONE, "");
	form_close(answers);
}

static void pages_show_what_is_shown(void **state)
{
	struct answers *answers =
		form_open("{'linkId':'0','type':'group','text':'G','item':["
			  "{'linkId':'1','type':'group','text':'I','item':[{'linkId':'2','type':'"
			  "string','text':'Q'}]},"
			  "{'linkId':'3','type':'string','text':'H'," HIDDEN "},"
			  "{'linkId':'4','type':'group'," PAGE
			  ",'item':[{'linkId':'5','type':'boolean','text':'P'}]},"
			  "{'linkId':'6','type':'display','text':'D','enableWhen':[{'question':'5',"
			  "'operator':'=','answerBoolean':true}]},"
			  "{'linkId':'7','type':'group','text':'E','enableWhen':[{'question':'5','"
			  "operator':'=','answerBoolean':true}],"
			  "'item':[{'linkId':'8','type':'string','text':'Q'}]}]},"
			  "{'linkId':'9','type':'group','text':'only','item':[{'linkId':'10','type'"
			  ":'string','text':'Q','enableWhen':["
			  "{'question':'5','operator':'=','answerBoolean':true}]}]}");
	struct page_entry slots[3];

	(void)state;
	assert_int_equal(answers_page(answers, 0, slots, 3), 3);
	assert_int_equal(slots[0].slot, 0);
	assert_int_equal(slots[1].slot, 1);
	assert_int_equal(slots[2].slot, 2);
	assert_int_equal(answers_page(answers, 4, slots, 3), 2);
	assert_true(answers_page_shown(answers, 4));
	assert_true(answers_page_shown(answers, 0));
	assert_false(answers_page_shown(answers, 9)); /* nothing but its heading */
	assert_false(answers_shown(answers, form_slot(answers, "3")));
	form_choose(answers, "5", 0, true);
	assert_int_equal(answers_page(answers, 0, slots, 2), 6);
	assert_true(answers_page_shown(answers, 9));
	form_close(answers);
}

#define FLAG(id, flag, when)                                                                       \
	"{'linkId':'" id "','type':'choice','text':'F'," HIDDEN                                    \
	",'initial':[{'valueCoding':{'system':'urn:flags',"                                        \
	"'code':'" flag "'}}],'enableWhen':[{'question':'" when                                    \
	"','operator':'=','answerBoolean':true}]}"

static void the_most_serious_flag_counts(void **state)
{
	static const char *const codes[] = {"stop", "review", "note"};
	struct answers *answers =
		form_open("{'linkId':'a','type':'boolean','text':'A'},{'linkId':'b','type':'"
			  "boolean','text':'B'}," FLAG("n", "note", "a") "," FLAG(
				  "s", "stop", "b") "," FLAG("r", "review", "a"));

	(void)state;
	assert_int_equal(answers_flag(answers, "urn:flags", codes, 3), 3);
	form_choose(answers, "a", 0, true);
	assert_int_equal(answers_flag(answers, "urn:flags", codes, 3), 1);
	assert_int_equal(answers_flag(answers, "urn:flags", codes, 1), 1);
	assert_int_equal(answers_flag(answers, "urn:other", codes, 3), 3);
	form_choose(answers, "b", 0, true);
	assert_int_equal(answers_flag(answers, "urn:flags", codes, 3), 0);
	form_choose(answers, "b", 1, true);
	assert_int_equal(answers_flag(answers, "urn:flags", codes, 3), 1);
	form_close(answers);
}

/* An arena too small for the answers: refused, and nothing changed. */
static void a_full_arena_changes_nothing(void **state)
{
	static const struct answers_options options = {.date_order = DATE_DMY,
						       .today = {2026, 11, 23}};
	struct questionnaire *form = form_of_items("{'linkId':'s','type':'text','text':'S'}");
	struct answers *answers;
	struct arena *arena;
	char text[ANSWER_TYPED_MAX + 1];
	enum status status = STATUS_OK;

	(void)state;
	assert_int_equal(arena_open(4096, &arena), STATUS_OK);
	assert_int_equal(answers_open(form, &options, arena, &answers), STATUS_OK);
	assert_int_equal(answers_type(answers, 0, "kept"), STATUS_OK);
	memset(text, 'a', ANSWER_TYPED_MAX);
	text[ANSWER_TYPED_MAX] = '\0';
	assert_int_equal(answers_type(answers, 0, text), STATUS_NOMEM);
	assert_string_equal(answers_typed(answers, 0), "kept");
	assert_int_equal(answers_count(answers, 0), 1);
	text[100] = '\0';
	for (int i = 0; i < 100 && status == STATUS_OK; i++) { /* what is replaced is given back */
		text[0] = (char)('a' + i % 26);
		status = answers_type(answers, 0, text);
	}
	assert_int_equal(status, STATUS_OK);
	answers_close(answers);
	arena_close(arena);
	questionnaire_close(form);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_what_is_typed),
		cmocka_unit_test(refuses_what_cannot_stand_in_a_field),
		cmocka_unit_test(chooses),
		cmocka_unit_test(begins_with_the_initial_values),
		cmocka_unit_test(says_how_to_mend),
		cmocka_unit_test(nothing_is_required_of_what_is_disabled),
		cmocka_unit_test(age_and_birth_date_agree),
		cmocka_unit_test(pages_show_what_is_shown),
		cmocka_unit_test(the_most_serious_flag_counts),
		cmocka_unit_test(a_full_arena_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
