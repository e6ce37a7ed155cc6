#include <kiosk/base/text.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FAMILY "\U0001F468\u200D\U0001F469\u200D\U0001F467" /* one cluster of five code points */

static int width(const char *text)
{
	return text_width(text, strlen(text));
}

static void measures_cells(void **state)
{
	(void)state;
	assert_int_equal(width(""), 0);
	assert_int_equal(width("abc"), 3);
	assert_int_equal(width("piñón"), 5);
	assert_int_equal(width("pin\u0303on"), 5); /* a combining mark takes none */
	assert_int_equal(width("日本"), 4);
	assert_int_equal(width("a\tb\n"), 2);
	assert_int_equal(width("a\xFF\xFE"), 3);
	assert_int_equal(width("\xE6\x97"), 2); /* cut in the middle */
}

static void counts_code_points(void **state)
{
	(void)state;
	assert_int_equal(text_length("", 0), 0);
	assert_int_equal(text_length("日本é", strlen("日本é")), 3);
	assert_int_equal(text_length(FAMILY, strlen(FAMILY)), 5);
	assert_int_equal(text_length("a\xFF", 2), 2);
}

static void knows_valid_text(void **state)
{
	(void)state;
	assert_true(text_valid("é", 2));
	assert_false(text_valid("é", 1));
	assert_false(text_valid("\xC0\x80", 2));     /* overlong */
	assert_false(text_valid("\xED\xA0\x80", 3)); /* a surrogate */
	assert_true(text_has_control("a\033", 2, true));
	assert_true(text_has_control("a\n", 2, false));
	assert_false(text_has_control("a\n", 2, true));
	assert_true(text_has_control("\xC2\x9B", 2, true)); /* C1: CSI */
	assert_true(text_has_control("\x7F", 1, true));
	assert_false(text_has_control("\xC2\xA0é", 4, false));
}

static void moves_by_clusters(void **state)
{
	const char *text = "e\u0301" FAMILY "x";
	size_t len = strlen(text), family = 3, x = len - 1;

	(void)state;
	assert_int_equal(text_next(text, len, 0), family);
	assert_int_equal(text_next(text, len, family), x);
	assert_int_equal(text_next(text, len, x), len);
	assert_int_equal(text_next(text, len, len), len);
	assert_int_equal(text_prev(text, len, len), x);
	assert_int_equal(text_prev(text, len, x), family);
	assert_int_equal(text_prev(text, len, family), 0);
	assert_int_equal(text_prev(text, len, 0), 0);
}

static void fits_whole_clusters(void **state)
{
	(void)state;
	assert_int_equal(text_fit("abc", 3, 2), 2);
	assert_int_equal(text_fit("abc", 3, 9), 3);
	assert_int_equal(text_fit("日本", 6, 3), 3);
	assert_int_equal(text_fit("e\u0301x", 4, 1), 3);
	assert_int_equal(text_fit("abc", 3, 0), 0);
	assert_int_equal(text_fit("abc", 3, -1), 0);
}

static void finds_without_case_and_accents(void **state)
{
	(void)state;
	assert_true(text_contains("Ácido Hialurónico", "acido hialuron"));
	assert_true(text_contains("acido", "ÁCI"));
	assert_true(text_contains("anything", ""));
	assert_true(text_contains("", ""));
	assert_false(text_contains("", "a"));
	assert_false(text_contains("acido", "acidos"));
	assert_true(text_contains("Straße", "STRASSE"));
	assert_true(text_contains("a\xFFtext", "TEXT")); /* not UTF-8: without case only */
	assert_true(text_contains_words("Estados Unidos de América", "  america UNI "));
	assert_true(text_contains_words("anything", " "));
	assert_false(text_contains_words("Estados Unidos", "uni america"));
	assert_true(text_same("Sí", "si"));
	assert_false(text_same("si", "síes"));
	assert_false(text_same("", "a"));
}

static void trims_unicode_space(void **state)
{
	const char *text = " \t\u00A0 a b \u3000\n";
	size_t len = strlen(text);
	const char *begin = text_trim(text, &len);

	(void)state;
	assert_int_equal(len, 3);
	assert_memory_equal(begin, "a b", 3);
	len = 2;
	text_trim("  ", &len);
	assert_int_equal(len, 0);
}

/* The lines joined by | with their widths checked. */
static void wraps_to(const char *text, int cells, const char *expected)
{
	struct text_line *lines;
	char joined[512] = "";
	size_t count;

	assert_int_equal(text_wrap(text, strlen(text), cells, &lines, &count), STATUS_OK);
	for (size_t i = 0; i < count; i++) {
		const char *line = text + lines[i].offset;

		assert_int_equal(lines[i].width, text_width(line, lines[i].len));
		assert_true(lines[i].width <= cells ||
			    text_next(line, lines[i].len, 0) == lines[i].len);
		snprintf(joined + strlen(joined), sizeof(joined) - strlen(joined), "%s%.*s",
			 i ? "|" : "", (int)lines[i].len, line);
	}
	free(lines);
	assert_string_equal(joined, expected);
}

static void wraps_lines(void **state)
{
	(void)state;
	wraps_to("", 10, "");
	wraps_to("one two", 10, "one two");
	wraps_to("one two three", 7, "one two|three");
	wraps_to("one two three", 8, "one two|three"); /* the space hangs */
	wraps_to("one  two   ", 3, "one|two");
	wraps_to("one\n\ntwo\n", 10, "one||two|");
	wraps_to("one\r\ntwo", 10, "one|two");
	wraps_to("abcdefgh", 3, "abc|def|gh");
	wraps_to("a bcdefgh", 3, "a|bcd|efg|h");
	wraps_to("well-known", 6, "well-|known");
	wraps_to("日本語", 4, "日本|語");
	wraps_to("日本", 1, "日|本"); /* wider than the line: taken all the same */
	wraps_to("xe\u0301y", 2, "xe\u0301|y");
	wraps_to("10\u00A0000 cells", 8, "10\u00A0000|cells"); /* a no-break space holds */
	wraps_to("  indented text", 10, "  indented|text");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(measures_cells),
		cmocka_unit_test(counts_code_points),
		cmocka_unit_test(knows_valid_text),
		cmocka_unit_test(moves_by_clusters),
		cmocka_unit_test(fits_whole_clusters),
		cmocka_unit_test(finds_without_case_and_accents),
		cmocka_unit_test(trims_unicode_space),
		cmocka_unit_test(wraps_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
