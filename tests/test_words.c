/* What a person reads of a questionnaire: markup, languages, and the words around a question. */
#include "support/form_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CORE           "http://hl7.org/fhir/StructureDefinition/"
#define TEXT(item)     "{'linkId':'q','type':'display'," item "}"
#define RENDER(how, x) "'_text':{'extension':[{'url':'" CORE "rendering-" how "'," x "}]}"
#define IN(lang, words)                                                                            \
	"{'url':'" CORE "translation','extension':[{'url':'lang','valueCode':'" lang               \
	"'},{'url':'content','valueString':'" words "'}]}"
#define CONTROL(code)                                                                              \
	"'extension':[{'url':'" CORE "questionnaire-itemControl','valueCodeableConcept':{"         \
	"'coding':[{'code':'" code "'}]}}]"

static void expect_label(const char *item, const char *label)
{
	struct questionnaire *form = form_of_items(item);

	if (!form->items[0].label || strcmp(form->items[0].label, label) != 0)
		fail_msg("%s: \"%s\"", item, form->items[0].label);
	questionnaire_close(form);
}

static void no_tag_and_no_entity_is_shown(void **state)
{
	(void)state;
	expect_label(TEXT("'text':'Plain  words,\\n in two lines'"), "Plain words,\nin two lines");
	expect_label(TEXT("'text':'<b>Bold</b> &amp; <i class=\\'x\\'>slanted</i>'"),
		     "Bold & slanted");
	expect_label(TEXT("'text':'Is it < 140 and > 90?'"), "Is it < 140 and > 90?");
	expect_label(TEXT("'text':'a <5 b> c <xy> &unknown; & d'"), "a <5 b> c <xy> &unknown; & d");
	expect_label(TEXT("'text':'a <5 <i>c</i> & &&amp; <d'"), "a <5 c & && <d");
	expect_label(TEXT("'text':'5&nbsp;mg &#8211; caf&eacute; &lt;b&gt;'"),
		     "5 mg \xe2\x80\x93 caf\xc3\xa9 <b>");
	expect_label(TEXT("'text':'x&#27;[2Jy'"), "x[2Jy");
	expect_label(TEXT("'text':'one<br/>two<p>three</p><ul><li>four</li><li>five</li></ul>'"),
		     "one\ntwo\nthree\n\xe2\x80\xa2 four\n\xe2\x80\xa2 five");
	expect_label(TEXT("'text':'a<script>alert(1)</script><!-- b -->c'"), "ac");
	expect_label(TEXT("'text':'t'," RENDER("xhtml", "'valueString':'<div xmlns=\\'http://"
							"www.w3.org/1999/xhtml\\'>rich\\n text"
							"<unheard>of</unheard></div>'")),
		     "rich textof");
	expect_label(TEXT("'text':'t'," RENDER("markdown",
					       "'valueMarkdown':'**rich** text\\n\\n- a\\n- b'")),
		     "rich text\n\xe2\x80\xa2 a\n\xe2\x80\xa2 b");
	expect_label(TEXT("'text':'t'," RENDER("xhtml", "'valueString':'<img src=\\'x\\'/>'")),
		     "t");
}

#define OTHERS(key, list) "'_" key "':{'extension':[" list "]}"
#define LABELS                                                                                     \
	IN("de", "Farbe")                                                                          \
	"," IN("de-CH", "Farb") "," IN("en-GB", "Colour, please") "," IN("fr-CA", "<b>Couleur</"   \
										  "b>")
#define FORMAT                                                                                     \
	"'extension':[{'url':'" CORE                                                               \
	"entryFormat','valueString':'any'," OTHERS("valueString", IN("de", "egal")) "}]"
#define RED                                                                                        \
	"{'valueCoding':{'system':'s','code':'r','display':'Red'," OTHERS("display",               \
									  IN("de", "Rot")) "}}"
#define BLUE "{'valueString':'Blue'," OTHERS("valueString", IN("de", "Blau")) "}"
#define COLOURS                                                                                    \
	"{'resourceType':'Questionnaire','url':'http://t/f','status':'draft','language':'en-US',"  \
	"'item':[{'linkId':'q','type':'open-choice','text':'Colour'," OTHERS(                      \
		"text", LABELS) ",'prefix':'1.'," OTHERS("prefix",                                 \
							 IN("de", "Eins")) "," FORMAT              \
									   ",'answerOption':[" RED \
									   "," BLUE "]}]}"

static const char *label_in(const char *language, const char *what)
{
	static char label[200];
	struct questionnaire_options options = {.language = language};
	struct questionnaire *form = form_of_resource_with(COLOURS, &options);
	const struct item *item = &form->items[0];

	snprintf(label, sizeof(label), "%s",
		 strcmp(what, "label") == 0         ? item->label
		 : strcmp(what, "prefix") == 0      ? item->prefix
		 : strcmp(what, "placeholder") == 0 ? item->placeholder
						    : item->options[what[0] - '0'].label);
	assert_string_equal(item->text, "Colour");
	assert_string_equal(item->options[0].value.coding.display, "Red");
	questionnaire_close(form);
	return label;
}

static void the_language_of_the_visit_picks_translations(void **state)
{
	(void)state;
	assert_string_equal(label_in(NULL, "label"), "Colour");
	assert_string_equal(label_in("en", "label"), "Colour");
	assert_string_equal(label_in("en-GB", "label"), "Colour, please");
	assert_string_equal(label_in("de", "label"), "Farbe");
	assert_string_equal(label_in("de-CH", "label"), "Farb");
	assert_string_equal(label_in("de-AT", "label"), "Farbe");
	assert_string_equal(label_in("fr", "label"), "Couleur");
	assert_string_equal(label_in("it", "label"), "Colour");
	assert_string_equal(label_in("de", "prefix"), "Eins");
	assert_string_equal(label_in("de", "placeholder"), "egal");
	assert_string_equal(label_in("de", "0"), "Rot");
	assert_string_equal(label_in("de", "1"), "Blau");
}

static void the_language_of_the_visit_picks_names_of_units(void **state)
{
	struct questionnaire_options options = {.language = "de"};
	struct questionnaire *form = form_of_resource_with(
		"{'resourceType':'Questionnaire','url':'http://t/"
		"f','status':'draft','language':'en',"
		"'item':[{'linkId':'q','type':'quantity','text':'Q','extension':[{'url':'" CORE
		"questionnaire-unit','valueCoding':{'code':'d','display':'days'," OTHERS(
			"display", IN("de", "Tage")) "}}]}]}",
		&options);
	const struct answer_option *unit = &form->items[0].units[0];

	(void)state;
	assert_string_equal(unit->label, "Tage");
	assert_string_equal(unit->value.coding.display, "days");
	questionnaire_close(form);
}

#define LINK(name, value) "{'url':'" CORE name "'," value "}"
#define SLIDER                                                                                     \
	LINK("questionnaire-itemControl", "'valueCodeableConcept':{'coding':[{'code':'slider'}]}")
#define RANGE   LINK("minValue", "'valueInteger':0") "," LINK("maxValue", "'valueInteger':10")
#define SUPPORT LINK("questionnaire-supportLink", "'valueUri':'https://example.org/pain'")
#define UNDER   LINK("questionnaire-sublabel", "'valueMarkdown':'*Today*'")
#define HINT(id, words, code)                                                                      \
	"{'linkId':'" id "','type':'display','text':'" words "'," CONTROL(code) "}"
#define HINTS_1         HINT("l", "none", "lower") "," HINT("u", "worst", "upper")
#define HINTS_2         HINT("m", "points", "unit") "," HINT("p", "Guess", "prompt")
#define HINTS_3         HINT("f", "Over", "flyover")
#define PAIN_EXTENSIONS "'extension':[" SLIDER "," RANGE "," SUPPORT "," UNDER "]"
#define PAIN_HINTS      "'item':[" HINTS_1 "," HINTS_2 "," HINTS_3 "]"
#define PAIN            "{'linkId':'q','type':'integer','text':'Pain'," PAIN_EXTENSIONS "," PAIN_HINTS "}"
#define TABLE                                                                                      \
	"{'linkId':'g','type':'group','text':'G'," CONTROL(                                        \
		"gtable") ",'item':["                                                              \
			  "{'linkId':'x','type':'string','text':'X'},"                             \
			  "{'linkId':'y','type':'display','text':'Y'," CONTROL("unit") "}]}"

static void displays_become_words_of_their_question(void **state)
{
	struct questionnaire *form = form_of_items(PAIN "," TABLE);
	const struct item *item = &form->items[0];

	(void)state;
	assert_int_equal(item->control, CONTROL_SLIDER);
	assert_string_equal(item->lower, "none");
	assert_string_equal(item->upper, "worst");
	assert_string_equal(item->unit_label, "points");
	assert_string_equal(item->help, "Today\nGuess\nOver");
	assert_string_equal(item->link, "https://example.org/pain");
	assert_true(form->items[1].is_help);
	assert_false(form->items[8].is_help); /* a group has no field */
	questionnaire_close(form);
}

static void tabs_are_pages(void **state)
{
	struct questionnaire *form =
		form_of_items("{'linkId':'t','type':'group','text':'T'," CONTROL(
			"tab-container") ",'item':["
					 "{'linkId':'a','type':'group','text':'A','item':[{'linkId'"
					 ":'a1','type':'string',"
					 "'text':'A1'}]},{'linkId':'b','type':'group','text':'B','"
					 "item':[{'linkId':'b1',"
					 "'type':'string','text':'B1'}]}]}");

	(void)state;
	assert_int_equal(form->page_count, 3);
	assert_int_equal(form->pages[1], questionnaire_find(form, "a"));
	assert_int_equal(form->pages[2], questionnaire_find(form, "b"));
	questionnaire_close(form);
}

static void the_authors_words_say_how_to_mend(void **state)
{
	struct answers *answers = form_open(
		"{'linkId':'q','type':'string','text':'Q','extension':[{'url':'" CORE
		"regex','valueString':'[0-9]{4}'},{'url':'http://ehelse.no/fhir/StructureDefinition"
		"/validationtext','valueString':'Four digits, please'}]}");

	(void)state;
	form_type(answers, "q", "12");
	form_expect_fault(answers, "q", FAULT_PATTERN, "Four digits, please");
	form_close(answers);
}

static void options_of_a_string_make_it_a_choice(void **state)
{
	(void)state;
	form_warned("{'linkId':'q','type':'string','text':'Q','answerOption':["
		    "{'valueString':'a'},{'valueString':'b'}]}",
		    "q: an item of type string has no options in FHIR R4: it is asked as a choice");
	form_refused("{'linkId':'q','type':'string','text':'Q','answerOption':["
		     "{'valueCoding':{'code':'a'}}]}",
		     "q: an item of type string has no options in FHIR R4: make it a choice");
}

#define PREFIX(words) LINK("questionnaire-optionPrefix", "'valueString':'" words "'")

static void an_option_has_one_prefix(void **state)
{
	const char *item =
		"{'linkId':'q','type':'choice','text':'Q','answerOption':["
		"{'valueString':'yes','extension':[" PREFIX("a)") "," PREFIX("b)") "]}]}";
	struct questionnaire *form = form_of_items(item);

	(void)state;
	assert_string_equal(form->items[0].options[0].label, "a) yes");
	questionnaire_close(form);
	form_warned(item, "q: an option has one prefix: this one is ignored");
}

static void lines_of_help_add_up_to_a_limit(void **state)
{
	const char line[] = "," LINK("questionnaire-sublabel", "'valueString':'a line of help'");
	size_t room = 1000 + 2200 * sizeof(line);
	char *item = malloc(room), *at = item;
	struct questionnaire *form;

	(void)state;
	assert_non_null(item);
	at += sprintf(at, "{'linkId':'q','type':'string','text':'Q','extension':[" UNDER);
	for (int i = 0; i < 10; i++)
		at = stpcpy(at, line);
	memcpy(at, "]}", 3);
	form = form_of_items(item);
	assert_int_equal(strlen(form->items[0].help), 5 + 10 * 15);
	assert_memory_equal(form->items[0].help, "Today\na line of help\na line", 27);
	questionnaire_close(form);
	for (int i = 10; i < 2185; i++)
		at = stpcpy(at, line);
	memcpy(at, "]}", 3);
	form_refused(item, "q: the help texts of \"q\" are longer than the limit of 32768 bytes");
	free(item);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_tag_and_no_entity_is_shown),
		cmocka_unit_test(the_language_of_the_visit_picks_translations),
		cmocka_unit_test(the_language_of_the_visit_picks_names_of_units),
		cmocka_unit_test(displays_become_words_of_their_question),
		cmocka_unit_test(tabs_are_pages),
		cmocka_unit_test(the_authors_words_say_how_to_mend),
		cmocka_unit_test(options_of_a_string_make_it_a_choice),
		cmocka_unit_test(an_option_has_one_prefix),
		cmocka_unit_test(lines_of_help_add_up_to_a_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
