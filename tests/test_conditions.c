/* enableWhen: every operator on every type, chains in any order, ancestors, and what the order of
 * values is. */
#include "support/form_fixture.h"

#include "kiosk/form/slots.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A question q and an item d that one condition on q enables. */
static struct answers *open_pair(const char *question, const char *operator, const char * answer)
{
	char items[2000];

	snprintf(items, sizeof(items),
		 "{'linkId':'d','type':'string','text':'D','enableWhen':[{'question':'q','operator'"
		 ":'%s',"
		 "'answer%s}]},{'linkId':'q','text':'Q',%s}",
		 operator, answer, question);
	return form_open(items);
}

#define STRING  "'type':'string'"
#define INTEGER "'type':'integer'"
#define DECIMAL "'type':'decimal'"
#define DATE    "'type':'date'"

/* Which of the six operators hold between what is typed and the condition's value. */
#define EQUAL   "=   ><"
#define LESS    " ! < <"
#define GREATER " !> > "
#define APART   " !    "

static void compares_what_is_typed(void **state)
{
	static const char *const operators[] = {"=", "!=", ">", "<", ">=", "<="};
	static const struct {
		const char *question, *answer, *typed, *hold;
	} cases[] = {
		{INTEGER, "Integer':5", "5", EQUAL},
		{INTEGER, "Integer':5", "05", EQUAL},
		{INTEGER, "Integer':5", "4", LESS},
		{INTEGER, "Integer':5", "10", GREATER},
		{INTEGER, "Integer':-5", "-10", LESS},
		{INTEGER, "Decimal':4.5", "5", GREATER},
		{DECIMAL, "Decimal':1.5", "1.50", EQUAL},
		{DECIMAL, "Decimal':1.50", "1.5", EQUAL},
		{DECIMAL, "Decimal':1.5e1", "15", EQUAL},
		{DECIMAL, "Decimal':0.10", ".1", EQUAL},
		{DECIMAL, "Decimal':0", "-0.00", EQUAL},
		{DECIMAL, "Decimal':9007199254740993", "9007199254740992", LESS},
		{DECIMAL, "Decimal':-1.5", "-1.6", LESS},
		{DECIMAL, "Decimal':-1", "1", GREATER},
		{DECIMAL, "Integer':2", "2.01", GREATER},
		{DATE, "Date':'1974-03-27'", "3/27/1974", EQUAL},
		{DATE, "Date':'1974-03-27'", "12/1/1973", LESS},
		{DATE, "Date':'1974-03-27'", "4/1/1974", GREATER},
		{DATE, "Date':'1974'", "4/1/1974", APART},
		{DATE, "Date':'1974'", "4/1/1975", GREATER},
		{STRING, "String':'b'", "b", EQUAL},
		{STRING, "String':'b'", " b ", EQUAL},
		{STRING, "String':'b'", "B", LESS},
		{STRING, "String':'\xEF\xBD\x81'", "\xF0\x90\x80\x80",
		 GREATER}, /* code points, not UTF-16 */
		{STRING, "String':'10'", "9", GREATER},
		{"'type':'text'", "String':'a'", "ab", GREATER},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		for (size_t op = 0; op < 6; op++) {
			bool expected = cases[i].hold[op] != ' ';
			struct answers *answers =
				open_pair(cases[i].question, operators[op], cases[i].answer);

			assert_false(form_enabled(answers, "d")); /* unanswered */
			form_type(answers, "q", cases[i].typed);
			if (form_enabled(answers, "d") != expected)
				fail_msg("%s %s %s", cases[i].typed, operators[op],
					 cases[i].answer);
			form_type(answers, "q", "");
			assert_false(form_enabled(answers, "d"));
			form_close(answers);
		}
	}
}

static void exists_is_true_or_false(void **state)
{
	struct answers *answers = open_pair(INTEGER, "exists", "Boolean':true");

	(void)state;
	assert_false(form_enabled(answers, "d"));
	form_type(answers, "q", "1");
	assert_true(form_enabled(answers, "d"));
	form_type(answers, "q", "one"); /* no answer as long as it is no number */
	assert_false(form_enabled(answers, "d"));
	form_close(answers);

	answers = open_pair(INTEGER, "exists", "Boolean':false");
	assert_true(form_enabled(answers, "d"));
	form_type(answers, "q", "1");
	assert_false(form_enabled(answers, "d"));
	answers_clear(answers, form_slot(answers, "q"));
	assert_true(form_enabled(answers, "d"));
	form_close(answers);
}

static void booleans(void **state)
{
	struct answers *answers = open_pair("'type':'boolean'", "=", "Boolean':false");

	(void)state;
	assert_false(form_enabled(answers, "d"));
	form_choose(answers, "q", 0, true);
	assert_false(form_enabled(answers, "d"));
	form_choose(answers, "q", 1, true);
	assert_true(form_enabled(answers, "d"));
	form_close(answers);

	answers = open_pair("'type':'boolean'", "!=", "Boolean':false");
	assert_false(form_enabled(answers, "d")); /* unanswered: as HL7's validator */
	form_choose(answers, "q", 0, true);
	assert_true(form_enabled(answers, "d"));
	form_choose(answers, "q", 1, true);
	assert_false(form_enabled(answers, "d"));
	form_close(answers);
}

#define CODED                                                                                      \
	"'type':'choice','repeats':true,'answerOption':[{'valueCoding':{'system':'s','code':'a','" \
	"display':'x'}},"                                                                          \
	"{'valueCoding':{'system':'s','code':'b'}},{'valueCoding':{'code':'a'}}]"

static void codings_by_system_and_code(void **state)
{
	struct answers *answers =
		open_pair(CODED, "=", "Coding':{'system':'s','code':'a','display':'other'}");

	(void)state;
	form_choose(answers, "q", 2, true); /* no system */
	form_choose(answers, "q", 1, true);
	assert_false(form_enabled(answers, "d"));
	form_choose(answers, "q", 0, true); /* any answer satisfies */
	assert_true(form_enabled(answers, "d"));
	form_close(answers);

	answers = open_pair(CODED, "=", "Coding':{'code':'a'}");
	form_choose(answers, "q", 0, true);
	assert_false(form_enabled(answers, "d"));
	form_choose(answers, "q", 2, true);
	assert_true(form_enabled(answers, "d"));
	form_close(answers);

	answers = open_pair(CODED, "!=", "Coding':{'system':'s','code':'a'}");
	assert_false(form_enabled(answers, "d"));
	form_choose(answers, "q", 1, true);
	assert_true(form_enabled(answers, "d"));
	form_choose(answers, "q", 0, true); /* one of the answers equals */
	assert_false(form_enabled(answers, "d"));
	form_close(answers);
}

static void options_of_other_types(void **state)
{
	static const char *const options = "'type':'choice','answerOption':[{'valueString':'few'},{"
					   "'valueInteger':10},{'valueDate':'2020-05'},"
					   "{'valueTime':'09:30:00'}]";
	static const struct {
		const char *operator, * answer;
		size_t option;
		bool enabled;
	} cases[] = {
		{"=", "String':'few'", 0, true},      {"=", "String':'few'", 1, false},
		{">=", "Integer':9", 1, true},        {">", "Integer':10", 1, false},
		{"=", "Date':'2020-05'", 2, true},    {"<", "Date':'2020-06'", 2, true},
		{">", "Time':'09:29:59.9'", 3, true}, {"=", "Time':'09:30:00.0'", 3, true},
		{"<", "Time':'10:00:00'", 3, true},   {">", "Integer':9", 0, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct answers *answers = open_pair(options, cases[i].operator, cases[i].answer);

		form_choose(answers, "q", cases[i].option, true);
		if (form_enabled(answers, "d") != cases[i].enabled)
			fail_msg("%zu: %s %s", i, cases[i].operator, cases[i].answer);
		form_close(answers);
	}
}

static void behaviours(void **state)
{
	static const char *const items =
		"{'linkId':'a','type':'boolean','text':'A'},{'linkId':'b','type':'boolean','text':'"
		"B'},"
		"{'linkId':'any','type':'display','text':'x','enableBehavior':'any','enableWhen':["
		"{'question':'a','operator':'=','answerBoolean':true},{'question':'b','operator':'="
		"','answerBoolean':true}]},"
		"{'linkId':'all','type':'display','text':'x','enableBehavior':'all','enableWhen':["
		"{'question':'a','operator':'=','answerBoolean':true},{'question':'b','operator':'="
		"','answerBoolean':true}]},"
		"{'linkId':'none','type':'display','text':'x','enableWhen':["
		"{'question':'a','operator':'=','answerBoolean':true},{'question':'b','operator':'="
		"','answerBoolean':true}]}";
	struct answers *answers = form_open(items);

	(void)state;
	for (int way = 0; way < 4; way++) {
		bool a = way & 1, b = way & 2;

		form_choose(answers, "a", 0, a);
		form_choose(answers, "b", 0, b);
		assert_int_equal(form_enabled(answers, "any"), a || b);
		assert_int_equal(form_enabled(answers, "none"), a || b);
		assert_int_equal(form_enabled(answers, "all"), a && b);
	}
	form_close(answers);
}

/* Each asks for the next: whatever their order in the form, one answer opens or closes the whole
 * chain. */
static void chain(const int *order, size_t count)
{
	char *items = NULL, name[32];
	struct answers *answers;
	size_t len;
	FILE *out = open_memstream(&items, &len);

	assert_non_null(out);
	for (size_t i = 0; i < count; i++) {
		fprintf(out, "%s{'linkId':'q%d','type':'boolean','text':'Q'", i ? "," : "",
			order[i]);
		if (order[i] > 0)
			fprintf(out,
				",'enableWhen':[{'question':'q%d','operator':'=','answerBoolean':"
				"true}]",
				order[i] - 1);
		fputs("}", out);
	}
	fclose(out);
	answers = form_open(items);
	for (size_t i = 0; i < count; i++) {
		snprintf(name, sizeof(name), "q%zu", i);
		assert_int_equal(form_enabled(answers, name), i == 0);
	}
	for (size_t i = 0; i < count; i++) { /* answers wait until their question is enabled */
		snprintf(name, sizeof(name), "q%zu", count - 1 - i);
		form_choose(answers, name, 0, true);
	}
	for (int pass = 0; pass < 3; pass++) {
		for (size_t i = 0; i < count; i++) {
			snprintf(name, sizeof(name), "q%zu", i);
			assert_int_equal(form_enabled(answers, name), pass != 1 || i == 0);
			assert_int_equal(answers_count(answers, form_slot(answers, name)),
					 pass == 1 && i == 0 ? 0 : 1);
		}
		form_choose(answers, "q0", 0, pass == 1);
	}
	form_close(answers);
	free(items);
}

static void chains_in_any_order(void **state)
{
	static const int forward[] = {0, 1, 2, 3, 4, 5}, backward[] = {5, 4, 3, 2, 1, 0},
			 mixed[] = {3, 0, 5, 1, 4, 2};
	int order[60];

	(void)state;
	chain(forward, 6);
	chain(backward, 6);
	chain(mixed, 6);
	for (int i = 0; i < 60; i++)
		order[i] = (i * 37) % 60;
	chain(order, 60);
}

/* What hangs on both ends of a diamond is looked at after both. */
static void diamonds_settle(void **state)
{
	struct answers *answers = form_open(
		"{'linkId':'end','type':'string','text':'E','enableBehavior':'all','enableWhen':["
		"{'question':'left','operator':'exists','answerBoolean':true},"
		"{'question':'right','operator':'exists','answerBoolean':false}]},"
		"{'linkId':'right','type':'string','text':'R','initial':[{'valueString':'r'}],'"
		"enableWhen':["
		"{'question':'top','operator':'!=','answerBoolean':true}]},"
		"{'linkId':'left','type':'string','text':'L','initial':[{'valueString':'l'}],'"
		"enableWhen':["
		"{'question':'top','operator':'=','answerBoolean':true}]},"
		"{'linkId':'top','type':'boolean','text':'T'}");

	(void)state;
	assert_false(form_enabled(answers, "end"));
	form_choose(answers, "top", 0, true);
	assert_true(form_enabled(answers, "end"));
	form_choose(answers, "top", 1, true);
	assert_false(form_enabled(answers, "end"));
	assert_true(form_enabled(answers, "right"));
	form_close(answers);
}

static void a_disabled_ancestor_disables_all_below(void **state)
{
	struct answers *answers =
		form_open("{'linkId':'outer','type':'group','enableWhen':[{'question':'go','"
			  "operator':'=','answerBoolean':true}],'item':["
			  "{'linkId':'inner','type':'group','item':[{'linkId':'q','type':'string','"
			  "text':'Q'}]}]},"
			  "{'linkId':'after','type':'string','text':'A','enableWhen':[{'question':'"
			  "q','operator':'=','answerString':'x'}]},"
			  "{'linkId':'go','type':'boolean','text':'G'}");

	(void)state;
	assert_false(form_enabled(answers, "q"));
	form_type(answers, "q", "x");
	assert_false(form_enabled(
		answers, "after")); /* an answer of a disabled question counts for nothing */
	form_choose(answers, "go", 0, true);
	assert_true(form_enabled(answers, "q"));
	assert_true(form_enabled(answers, "after"));
	form_choose(answers, "go", 0, false);
	assert_false(form_enabled(answers, "inner"));
	assert_false(form_enabled(answers, "q"));
	assert_false(form_enabled(answers, "after"));
	assert_string_equal(answers_typed(answers, form_slot(answers, "q")), "x"); /* kept */
	form_close(answers);
}

/* A form of groups and questions in any order whose conditions hang on one another without a loop.
 */
static char *random_form(unsigned *seed, int count)
{
	char *items = NULL;
	size_t len;
	FILE *out = open_memstream(&items, &len);

	assert_non_null(out);
	for (int i = 0; i < count; i++) {
		int rank =
			(i * 7 + 3) % count; /* the order of dependence is not that of the form */

		fprintf(out,
			"%s{'linkId':'g%d','type':'group','item':[{'linkId':'q%d','type':'boolean',"
			"'text':'Q'",
			i ? "," : "", rank, rank);
		if (rank > 0 && rand_r(seed) % 3 == 0)
			fprintf(out,
				",'enableWhen':[{'question':'q%d','operator':'=','answerBoolean':"
				"true}]",
				rand_r(seed) % rank);
		fputs("}]", out);
		if (rank > 1 && rand_r(seed) % 4)
			fprintf(out,
				",'enableBehavior':'%s','enableWhen':[{'question':'q%d','operator':"
				"'%s','answerBoolean':true},"
				"{'question':'q%d','operator':'exists','answerBoolean':%s}]",
				rand_r(seed) % 2 ? "any" : "all", rand_r(seed) % rank,
				rand_r(seed) % 2 ? "=" : "!=", rand_r(seed) % rank,
				rand_r(seed) % 2 ? "true" : "false");
		fputs("}", out);
	}
	fclose(out);
	return items;
}

/* After any change what is enabled is what an evaluation of the whole form would say. */
static void changes_agree_with_a_full_evaluation(void **state)
{
	enum { COUNT = 20, CHANGES = 200 };
	unsigned seed = 20261123;

	(void)state;
	for (int form = 0; form < 30; form++) {
		char *items = random_form(&seed, COUNT), name[32];
		struct answers *answers = form_open(items);
		bool before[2 * COUNT];

		for (int change = 0; change < CHANGES; change++) {
			snprintf(name, sizeof(name), "q%d", rand_r(&seed) % COUNT);
			form_choose(answers, name, (size_t)(rand_r(&seed) % 2), rand_r(&seed) % 3);
			for (size_t i = 0; i < 2 * COUNT; i++)
				before[i] = answers_enabled(answers, i);
			answers_enable_all(answers);
			for (size_t i = 0; i < 2 * COUNT; i++)
				if (answers_enabled(answers, i) != before[i])
					fail_msg("form %d, change %d, item %zu", form, change, i);
		}
		form_close(answers);
		free(items);
	}
}

/* 3,000 questions, each of which opens the next. */
static void a_long_chain_settles(void **state)
{
	char *items = NULL, last[32];
	struct answers *answers;
	size_t len;
	FILE *out = open_memstream(&items, &len);

	(void)state;
	assert_non_null(out);
	for (size_t i = 3000; i-- > 0;) {
		fprintf(out,
			"{'linkId':'q%zu','type':'string','text':'Q','initial':[{'valueString':'x'}"
			"]",
			i);
		if (i > 0)
			fprintf(out,
				",'enableWhen':[{'question':'q%zu','operator':'exists','"
				"answerBoolean':true}]},",
				i - 1);
	}
	fputs("}", out);
	fclose(out);
	answers = form_open(items);
	snprintf(last, sizeof(last), "q%d", 2999);
	assert_true(form_enabled(answers, last));
	form_type(answers, "q0", "");
	assert_false(form_enabled(answers, last));
	form_type(answers, "q0", "y");
	assert_true(form_enabled(answers, last));
	form_close(answers);
	free(items);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(compares_what_is_typed),
		cmocka_unit_test(exists_is_true_or_false),
		cmocka_unit_test(booleans),
		cmocka_unit_test(codings_by_system_and_code),
		cmocka_unit_test(options_of_other_types),
		cmocka_unit_test(behaviours),
		cmocka_unit_test(chains_in_any_order),
		cmocka_unit_test(diamonds_settle),
		cmocka_unit_test(a_disabled_ancestor_disables_all_below),
		cmocka_unit_test(changes_agree_with_a_full_evaluation),
		cmocka_unit_test(a_long_chain_settles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
