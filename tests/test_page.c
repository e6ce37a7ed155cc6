/* Pages of Markdown as they stand on the screen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/canvas.h"

#include <kiosk/terminal/widgets.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct area whole = {0, 0, 40, 80, 0, false};

struct drawing {
	const char *markdown;
	int width;
	bool skip_title;
};

static void draw_page(struct ui *ui, void *context)
{
	const struct drawing *drawing = context;
	struct page *page;
	int rows;

	if (page_parse(drawing->markdown, strlen(drawing->markdown), &page) != STATUS_OK)
		_Exit(1);
	ui_clear(ui);
	rows = page_draw(ui, &whole, 0, 0, drawing->width, page, drawing->skip_title);
	canvas_say("%d %d", rows,
		   page_draw(NULL, NULL, 0, 0, drawing->width, page, drawing->skip_title));
	page_close(page);
	canvas_show_and_wait(ui);
	ui_close(ui);
}

static void open_page(struct canvas *canvas, const char *markdown, int width, bool skip_title)
{
	const struct canvas_options options = {.rows = 40, .columns = 80};
	struct drawing drawing = {markdown, width, skip_title};

	canvas_open(canvas, &options, draw_page, &drawing);
	canvas_wait_drawn(canvas);
}

/* The page takes exactly these rows, drawn and measured. */
static void expect_rows(struct canvas *canvas, const char *const rows[], int count)
{
	char said[64], expected[64];

	snprintf(expected, sizeof(expected), "%d %d", count, count);
	canvas_listen(canvas, said, sizeof(said));
	assert_string_equal(said, expected);
	for (int i = 0; i < count; i++)
		assert_string_equal(canvas_row(canvas, i), rows[i]);
	assert_string_equal(canvas_row(canvas, count), "");
}

#define ROWS(...)                                                                                  \
	(const char *const[]){__VA_ARGS__},                                                        \
		(int)(sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void test_blocks(void **state)
{
	static const char markdown[] =
		"# Title\n\nOne\ntwo &amp; three &copy;.\\\nfour\n\n## Part\n\ntext\n\n"
		"> A call-out of\n> two rows\n\n---\n\n    code  *x*\n      y\n";
	struct canvas canvas;

	(void)state;
	open_page(&canvas, markdown, 16, false);
	expect_rows(&canvas, ROWS("Title", "", "One two & three", "©.", "four", "", "Part", "text",
				  "", "│ A call-out of", "│ two rows", "", "────────────────", "",
				  "  code  *x*", "    y"));
	canvas_close(&canvas);
	open_page(&canvas, markdown, 16, true);
	canvas_row(&canvas, 0);
	assert_string_equal(canvas_row(&canvas, 0), "One two & three");
	canvas_close(&canvas);
}

static void test_lists(void **state)
{
	struct canvas canvas;

	(void)state;
	open_page(&canvas,
		  "- one\n- two two two\n  - deep\n\n9. nine\n10. ten\n\n<!-- -->\n\n- a\n\n- b\n",
		  10, false);
	expect_rows(&canvas, ROWS("• one", "• two two", "  two", "  • deep", "", " 9. nine",
				  "10. ten", "", "• a", "", "• b"));
	canvas_close(&canvas);
}

static void test_nothing_raw(void **state)
{
	struct canvas canvas;

	(void)state;
	open_page(&canvas,
		  "See [our site](http://x.test/ \"t\"), ![a face](f.png), `code`, "
		  "<b>bold</b>.\n\n<div>\nhidden\n</div>\n\n"
		  "end",
		  60, false);
	expect_rows(&canvas, ROWS("See our site, a face, code, bold.", "", "end"));
	canvas_close(&canvas);
}

static void test_styles_keep_across_lines(void **state)
{
	struct canvas canvas;

	(void)state;
	open_page(&canvas, "plain **strong words here** *soft*", 12, false);
	assert_string_equal(canvas_row(&canvas, 0), "plain strong");
	assert_string_equal(canvas_row(&canvas, 1), "words here");
	assert_false(canvas_cell(&canvas, 0, 4).attrs.bold);
	assert_true(canvas_cell(&canvas, 0, 6).attrs.bold);
	assert_true(canvas_cell(&canvas, 1, 0).attrs.bold);
	assert_true(canvas_cell(&canvas, 1, 9).attrs.bold);
	assert_true(canvas_cell(&canvas, 2, 0).attrs.italic);
	assert_false(canvas_cell(&canvas, 2, 0).attrs.bold);
	canvas_close(&canvas);
}

/* Deep nesting must neither fill the stack nor squeeze the text away. */
static void test_deep_nesting(void **state)
{
	size_t depth = 20000;
	char *markdown = malloc(depth + 5);
	struct page *page;
	int rows;

	(void)state;
	memset(markdown, '>', depth);
	memcpy(markdown + depth, " end", 5);
	assert_int_equal(page_parse(markdown, depth + 4, &page), STATUS_OK);
	rows = page_draw(NULL, NULL, 0, 0, 40, page, false);
	assert_int_equal(rows, 1);
	page_close(page);
	free(markdown);
}

static void test_title(void **state)
{
	struct page *page;

	(void)state;
	assert_int_equal(page_parse("text\n\n## *How* it &lt; is\n\n# Other", 35, &page),
			 STATUS_OK);
	assert_string_equal(page_title(page), "How it < is");
	page_close(page);
	assert_int_equal(page_parse("", 0, &page), STATUS_OK);
	assert_string_equal(page_title(page), "");
	assert_int_equal(page_draw(NULL, NULL, 0, 0, 40, page, false), 0);
	page_close(page);
	assert_int_equal(page_parse("\xff", 1, &page), STATUS_INVALID);
}

static void test_plain(void **state)
{
	static const char markdown[] =
		"# Title\n\nOne\n*two* &amp; three.\\\nfour\n\n## Part\n\n- a\n  b\n- c\n\n  d\n\n"
		"  1. e\n  2. [f](https://example.org)\n\n---\n\n> quoted\n\n<b>raw</b>\n\n9. "
		"x\n10. y\n";
	struct page *page;
	struct buf text;

	(void)state;
	buf_init(&text, 4096, NULL);
	assert_int_equal(page_parse(markdown, strlen(markdown), &page), STATUS_OK);
	assert_int_equal(page_write_plain(page, &text), STATUS_OK);
	assert_string_equal(buf_str(&text),
			    "Title\n\nOne two & three.\nfour\n\nPart\n\n- a b\n- c\n  d\n"
			    "  1. e\n  2. f\n\nquoted\n\nraw\n\n9. x\n10. y\n");
	page_close(page);
	buf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_nothing_raw),
		cmocka_unit_test(test_styles_keep_across_lines),
		cmocka_unit_test(test_deep_nesting),
		cmocka_unit_test(test_title),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests_name("page", tests, NULL, NULL);
}
