#include <kiosk/base/json.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static struct json *parse(const char *text)
{
	struct report report;
	struct json *json = NULL;

	report_init(&report);
	if (json_parse("t.json", text, strlen(text), &report, &json) != STATUS_OK) {
		report_print(&report, stderr);
		fail_msg("refused: %s", text);
	}
	assert_int_equal(report.count, 0);
	report_release(&report);
	return json;
}

/* One problem at line:column, whose words hold what. */
static void refuses(const char *text, size_t len, int line, int column, const char *what)
{
	struct report report;
	struct json *json = NULL;
	enum status status;

	report_init(&report);
	status = json_parse("t.json", text, len, &report, &json);
	assert_true(status == STATUS_INVALID || status == STATUS_LIMIT);
	assert_null(json);
	assert_int_equal(report.count, 1);
	assert_string_equal(report.problems[0].file, "t.json");
	if (report.problems[0].line != line || report.problems[0].column != column ||
	    !strstr(report.problems[0].what, what)) {
		report_print(&report, stderr);
		fail_msg("expected %d:%d: %s for: %s", line, column, what, text);
	}
	report_release(&report);
}

static void refuses_what_is_not_json(void **state)
{
	static const struct {
		const char *text;
		int line, column;
		const char *what;
	} cases[] = {
		{"", 1, 1, "empty"},
		{" \n\t", 1, 1, "empty"},
		{"{\"a\": 1,\n \"b\": 2,\n}", 2, 8, "nothing follows this comma"},
		{"[1,]", 1, 3, "nothing follows this comma"},
		{"[,1]", 1, 2, "a value expected"},
		{"[1 2]", 1, 4, "a comma or ] expected"},
		{"{\"a\": 1\n \"b\": 2}", 1, 8, "a comma is missing"},
		{"{\"a\" 1}", 1, 6, "a colon expected"},
		{"{\"a\":}", 1, 6, "a value expected"},
		{"{a: 1}", 1, 2, "a key in double quotes"},
		{"{'a': 1}", 1, 2, "a key in double quotes"},
		{"['a']", 1, 2, "single quotes"},
		{"[1", 1, 1, "not closed"},
		{"[1,", 1, 1, "not closed"},
		{"{\"a\": {\"b\": 1}", 1, 1, "not closed"},
		{"{", 1, 1, "not closed"},
		{"{\"a\": [1}", 1, 9, "a comma or ]"},
		{"{\"a\":", 1, 6, "the file ends"},
		{"[1] 2", 1, 5, "behind the end"},
		{"{}}", 1, 3, "behind the end"},
		{"\"abc", 1, 1, "not closed"},
		{"[\"ab\nc\"]", 1, 2, "not closed on its line"},
		{"[\"é\tb\"]", 1, 4, "U+0009"},
		{"[\"\\x\"]", 1, 3, "escape"},
		{"[\"\\u12\"]", 1, 3, "\\u"},
		{"[\"\\u0000\"]", 1, 3, "U+0000"},
		{"[\"\\ud800\"]", 1, 3, "surrogate"},
		{"[\"\\ude00\\ud800\"]", 1, 3, "surrogate"},
		{"[\"\\ud800\\u0041\"]", 1, 3, "surrogate"},
		{"[01]", 1, 2, "begins with 0"},
		{"[-01]", 1, 2, "begins with 0"},
		{"[1.]", 1, 2, "point"},
		{"[.5]", 1, 2, "cannot begin"},
		{"[+1]", 1, 2, "cannot begin"},
		{"[-]", 1, 2, "minus"},
		{"[1e]", 1, 2, "exponent"},
		{"[1e+]", 1, 2, "exponent"},
		{"[1e999]", 1, 2, "too large"},
		{"[0x10]", 1, 3, "a comma or ]"},
		{"[NaN]", 1, 2, "unknown word"},
		{"[True]", 1, 2, "unknown word \"True\""},
		{"[truefalse]", 1, 2, "unknown word"},
		{"[nul]", 1, 2, "unknown word"},
		{"// words\n{}", 1, 1, "comments"},
		{"{\"a\": 1} # words", 1, 10, "behind the end"},
		{"[\"é\xFF\"]", 1, 4, "0xFF"},
		{"[\"\xC0\x80\"]", 1, 3, "UTF-8"},
		{"[\"\xED\xA0\x80\"]", 1, 3, "UTF-8"},
		{"\xFF\xFE{\0}", 1, 1, "UTF-8"},
		{"[1,\xC2\xA0 2]", 1, 4, "U+00A0"},
		{"{\"é\": 1,\n  \"b\": {\"c\": 1, \"c\": 2}}", 2, 17, "\"c\" stands twice"},
		{"{\"a\": 1, \"\\u0061\": 2}", 1, 10, "\"a\" stands twice"},
		{"{\"b\": 1, \"a\": 1, \"b\": 2, \"a\": 2}", 1, 18, "\"b\" stands twice"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		refuses(cases[i].text, strlen(cases[i].text), cases[i].line, cases[i].column,
			cases[i].what);
	refuses("[1,\0 2]", 7, 1, 4, "U+0000");
	refuses("[\"a\0b\"]", 7, 1, 4, "U+0000");
	refuses("[1]\0", 4, 1, 4, "behind the end");
}

/* Every cut of a good document is refused, and none reads behind its end. */
static void refuses_every_cut(void **state)
{
	const char *whole =
		"{\"a\": [1.5e3, \"\\u00e9\\ud83d\\ude00é\", true, null], \"b\": {\"c\": -2}}";

	(void)state;
	json_close(parse(whole));
	for (size_t len = 0; len < strlen(whole); len++) {
		char *cut =
			malloc(len ? len : 1); /* exactly so long: the sanitizer watches its end */
		struct report report;
		struct json *json = NULL;

		memcpy(cut, whole, len);
		report_init(&report);
		assert_int_equal(json_parse("t", cut, len, &report, &json), STATUS_INVALID);
		assert_int_equal(report.count, 1);
		report_release(&report);
		free(cut);
	}
}

static void repeat(char *text, char c, size_t count)
{
	memset(text, c, count);
	text[count] = '\0';
}

static void bounds_depth_and_size(void **state)
{
	size_t deep = 100000, large = JSON_MAX_BYTES + 1;
	char *text = calloc(1, 2 * deep + 2), *big = malloc(large);
	struct report report;
	struct json *json = NULL;

	(void)state;
	repeat(text, '[', JSON_MAX_DEPTH);
	repeat(text + JSON_MAX_DEPTH, ']', JSON_MAX_DEPTH);
	json_close(parse(text));
	repeat(text, '[', deep);
	refuses(text, deep, 1, JSON_MAX_DEPTH + 1, "levels");
	memset(big, ' ', large);
	report_init(&report);
	assert_int_equal(json_parse("t", big, large, &report, &json), STATUS_LIMIT);
	assert_int_equal(report.errors, 1);
	report_release(&report);
	memset(text, '1', 200);
	refuses(text, 200, 1, 1, "60 characters");
	text[50] = 'e';
	refuses(text, 200, 1, 1, "too large");
	free(text);
	free(big);
}

static const cJSON *at(const cJSON *value, int index)
{
	return cJSON_GetArrayItem(value, index);
}

static void assert_place(const struct json *json, const cJSON *value, int line, int column)
{
	struct place place = json_place(json, value);

	assert_non_null(value);
	assert_string_equal(place.file, "t.json");
	assert_int_equal(place.line, line);
	assert_int_equal(place.column, column);
}

static void assert_path(const struct json *json, const cJSON *value, const char *expected)
{
	struct buf path;

	buf_init(&path, 200, NULL);
	assert_int_equal(json_path(json, value, &path), STATUS_OK);
	assert_string_equal(buf_str(&path), expected);
	buf_release(&path);
}

static void knows_places_and_paths(void **state)
{
	struct json *json =
		parse("{\n  \"é\": \"日本\", \"item\": [\n    {}, {\"a\": true,\r\n\t\"b\": []}]}");
	const cJSON *root = json_root(json), *item = json_get(root, "item");

	(void)state;
	assert_place(json, root, 1, 1);
	assert_place(json, json_get(root, "é"), 2, 3);
	assert_place(json, item, 2, 14);
	assert_place(json, at(item, 0), 3, 5);
	assert_place(json, json_get(at(item, 1), "a"), 3, 10);
	assert_place(json, json_get(at(item, 1), "b"), 4, 2);
	assert_path(json, root, "");
	assert_path(json, item, "item");
	assert_path(json, at(item, 0), "item[0]");
	assert_path(json, json_get(at(item, 1), "b"), "item[1].b");
	assert_null(json_get(root, "ITEM"));
	assert_string_equal(json_string(root, "é"), "日本");
	assert_null(json_string(root, "item"));
	assert_null(json_string(root, "none"));
	json_close(json);
}

static void a_place_outside_the_tree_is_the_file(void **state)
{
	struct json *json = parse("[1]");
	cJSON *other = cJSON_CreateNull();

	(void)state;
	assert_int_equal(json_place(json, other).line, 0);
	cJSON_Delete(other);
	json_close(json);
}

static void keeps_digits(void **state)
{
	static const char *const numbers[] = {"1.50",   "-0", "0", "1E5", "12345678901234567890123",
					      "0.10e-2"};
	struct json *json = parse("[1.50, -0,0 ,1E5,12345678901234567890123, 0.10e-2, \"1\"]");
	size_t len = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		const char *written = json_number(json, at(json_root(json), (int)i), &len);

		assert_int_equal(len, strlen(numbers[i]));
		assert_memory_equal(written, numbers[i], len);
	}
	assert_null(json_number(json, at(json_root(json), 6), &len));
	json_close(json);
}

static void accepts_a_byte_order_mark(void **state)
{
	struct json *json = parse("\xEF\xBB\xBF{\"a\": 1}");

	(void)state;
	assert_place(json, json_get(json_root(json), "a"), 1, 2);
	json_close(json);
}

/* One line of 1 MB: a place must not cost a walk from the beginning. */
static void places_are_quick(void **state)
{
	struct timespec begin, end;
	struct json *json;
	struct buf text;
	double seconds;
	int column = 2;

	(void)state;
	buf_init(&text, JSON_MAX_BYTES, NULL);
	assert_int_equal(buf_adds(&text, "["), STATUS_OK);
	for (int i = 0; i < 50000; i++)
		assert_int_equal(buf_adds(&text, "\"twenty bytes of ñ\","), STATUS_OK);
	assert_int_equal(buf_adds(&text, "1]"), STATUS_OK);
	json = parse(buf_str(&text));
	clock_gettime(CLOCK_MONOTONIC, &begin);
	for (const cJSON *v = json_root(json)->child; v; v = v->next, column += 20)
		assert_int_equal(json_place(json, v).column, column);
	clock_gettime(CLOCK_MONOTONIC, &end);
	seconds = (double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9;
	assert_true(seconds < 10); /* quadratic: minutes */
	json_close(json);
	buf_release(&text);
}

static void reads_files(void **state)
{
	char path[] = "/tmp/kiosk-test-XXXXXX";
	int fd = mkstemp(path);
	struct report report;
	struct json *json = NULL;

	(void)state;
	report_init(&report);
	assert_int_equal(write(fd, "{\"a\": 1}", 8), 8);
	assert_int_equal(json_read(path, NULL, &report, &json), STATUS_OK);
	assert_string_equal(json_place(json, json_root(json)).file, path);
	json_close(json);
	close(fd);
	unlink(path);
	assert_int_equal(json_read(path, NULL, &report, &json), STATUS_NOTFOUND);
	assert_int_equal(report.errors, 1);
	assert_string_equal(report.problems[0].file, path);
	assert_int_equal(json_read("/", NULL, &report, &json), STATUS_IO);
	assert_int_equal(report.errors, 2);
	report_release(&report);
}

static void writes_trees(void **state)
{
	struct json *json = parse("{ \"a\" : [1, \"\\u00e9\\n\\\"\", true] }");
	cJSON *raw = cJSON_CreateObject();
	struct buf out;

	(void)state;
	buf_init(&out, 40, NULL);
	assert_int_equal(json_write(json_root(json), &out), STATUS_OK);
	assert_string_equal(buf_str(&out), "{\"a\":[1,\"é\\n\\\"\",true]}");
	assert_int_equal(json_write(json_root(json), &out), STATUS_LIMIT);
	buf_truncate(&out, 0);
	cJSON_AddRawToObject(raw, "d", "1.50");
	assert_int_equal(json_write(raw, &out), STATUS_OK);
	assert_string_equal(buf_str(&out), "{\"d\":1.50}");
	cJSON_Delete(raw);
	buf_release(&out);
	json_close(json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refuses_what_is_not_json),
		cmocka_unit_test(refuses_every_cut),
		cmocka_unit_test(bounds_depth_and_size),
		cmocka_unit_test(knows_places_and_paths),
		cmocka_unit_test(a_place_outside_the_tree_is_the_file),
		cmocka_unit_test(keeps_digits),
		cmocka_unit_test(accepts_a_byte_order_mark),
		cmocka_unit_test(places_are_quick),
		cmocka_unit_test(reads_files),
		cmocka_unit_test(writes_trees),
	};

	json_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
