/* The receipt: the reference in block letters, and a QR code that a decoder which is not ours reads
 * off the cells of the screen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/canvas.h"
#include "support/site.h"

#include <kiosk/terminal/widgets.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <zbar.h>

#define SCALE 4 /* dots of a half cell, up and down and across */

static bool is_light(const VTermState *vterm, VTermColor colour)
{
	vterm_state_convert_color_to_rgb(vterm, &colour);
	return colour.rgb.red + colour.rgb.green + colour.rgb.blue > 3 * 128;
}

/* A cell's upper and lower half as a camera would see them. */
static void halves(struct terminal *terminal, int row, int column, unsigned char out[2])
{
	VTermScreenCell cell;
	const VTermState *state = vterm_obtain_state(terminal->vterm);
	bool ink, paper, upper, lower;

	vterm_screen_get_cell(terminal->screen, (VTermPos){row, column}, &cell);
	ink = is_light(state, cell.fg);
	paper = is_light(state, cell.bg);
	if (cell.attrs.reverse) {
		bool kept = ink;

		ink = paper;
		paper = kept;
	}
	upper = cell.chars[0] == 0x2580 || cell.chars[0] == 0x2588;
	lower = cell.chars[0] == 0x2584 || cell.chars[0] == 0x2588;
	out[0] = (upper ? ink : paper) ? 255 : 0;
	out[1] = (lower ? ink : paper) ? 255 : 0;
}

static void paint(unsigned char *image, int width, int x, int y, unsigned char grey)
{
	for (int i = 0; i < SCALE; i++)
		memset(image + (y * SCALE + i) * width + x * SCALE, grey, SCALE);
}

/* What zbar reads off the screen; "" when there is no code. */
static void scan(struct terminal *terminal, char *out, size_t size)
{
	int width = terminal->columns * SCALE, height = 2 * terminal->rows * SCALE;
	unsigned char *image = calloc((size_t)width, (size_t)height);
	zbar_image_scanner_t *scanner = zbar_image_scanner_create();
	zbar_image_t *picture = zbar_image_create();
	const zbar_symbol_t *symbol;

	assert_non_null(image);
	for (int row = 0; row < terminal->rows; row++)
		for (int column = 0; column < terminal->columns; column++) {
			unsigned char half[2];

			halves(terminal, row, column, half);
			paint(image, width, column, 2 * row, half[0]);
			paint(image, width, column, 2 * row + 1, half[1]);
		}
	zbar_image_scanner_set_config(scanner, 0, ZBAR_CFG_ENABLE, 0);
	zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
	zbar_image_set_format(picture, zbar_fourcc('Y', '8', '0', '0'));
	zbar_image_set_size(picture, (unsigned)width, (unsigned)height);
	zbar_image_set_data(picture, image, (unsigned long)width * (unsigned long)height, NULL);
	zbar_scan_image(scanner, picture);
	symbol = zbar_image_first_symbol(picture);
	snprintf(out, size, "%s", symbol ? zbar_symbol_get_data(symbol) : "");
	zbar_image_destroy(picture);
	zbar_image_scanner_destroy(scanner);
	free(image);
}

/* The frame may come in parts. */
static void wait_for_code(struct terminal *terminal, char *out, size_t size)
{
	int64_t end = test_now_ms() + TEST_DEADLINE_MS;

	do {
		(void)terminal_shows(terminal, "");
		scan(terminal, out, size);
	} while (!*out && test_now_ms() < end);
}

/* "receipt" of the settings as this; NULL: none. */
static void set_receipt(struct site *site, const char *value)
{
	char *text = file_read(site->settings), *at = strstr(text, "\"receipt\":"), *end, *changed;

	if (at) {
		end = strchr(at, '\n');
		memmove(at, end, strlen(end) + 1);
	}
	at = strrchr(text, '}');
	assert_non_null(at);
	assert_true(asprintf(&changed, "%.*s%s%s}\n", (int)(at - text), text,
			     value ? ", \"receipt\": " : "", value ? value : "") > 0);
	file_write(site->settings, changed);
	free(changed);
	free(text);
}

/* A visit to its receipt. */
static void open_receipt(struct site *site, struct terminal *terminal, const char *receipt,
			 int rows, int columns)
{
	site_open(site, NULL, false);
	set_receipt(site, receipt);
	/* The visit is typed as on a full page. */
	site_kiosk(site, terminal, true, rows < 24 ? 24 : rows, columns < 80 ? 80 : columns);
	site_visit(terminal, NULL);
	terminal_key(terminal, "Enter");
	terminal_wait_for(terminal, "Your reference: abababab");
	if (rows < 24)
		terminal_resize(terminal, rows, columns);
}

static void expect_code(const char *receipt, int rows, int columns, const char *text,
			const char *shot)
{
	struct terminal terminal;
	struct site site;
	char found[2000];

	open_receipt(&site, &terminal, receipt, rows, columns);
	if (shot)
		terminal_snapshot(&terminal, shot);
	if (*text)
		wait_for_code(&terminal, found, sizeof(found));
	else
		scan(&terminal, found, sizeof(found));
	if (!strstr(found, text) || (!*text && *found))
		fail_msg("the code says \"%s\", not \"%s\"", found, text);
	assert_null(strstr(found, "Zephyrine"));
	assert_null(strstr(found, "abababab"));
	terminal_stop(&terminal);
	site_close(&site);
}

#define URL "{\"qr\": {\"url\": \"https://example.org/prp\"}}"

static void an_address(void **state)
{
	(void)state;
	expect_code(URL, 24, 80, "https://example.org/prp", "80x24/receipt-code");
	expect_code(URL, 30, 100, "https://example.org/prp", "100x30/receipt-code");
	expect_code(URL, 50, 160, "https://example.org/prp", "160x50/receipt-code");
}

static void none(void **state)
{
	(void)state;
	expect_code(NULL, 24, 80, "", "80x24/receipt-plain");
	expect_code(URL, 18, 60, "", "60x18/receipt");
}

/* The text of a page, with the patient's dates: the pinned day is 23 November 2026. */
static void a_page(void **state)
{
	struct terminal terminal;
	struct site site;
	char found[2000], path[FOLDER_MAX + 32], receipt[FOLDER_MAX + 64];

	(void)state;
	site_open(&site, NULL, false);
	snprintf(path, sizeof(path), "%s/short-en.md", site.folder);
	file_write(path, "```recovery\n1 day | Makeup.\n3 days | Exercise.\n```\n");
	snprintf(receipt, sizeof(receipt), "{\"qr\": {\"page\": \"%s/short-{language}.md\"}}",
		 site.folder);
	set_receipt(&site, receipt);
	site_kiosk(&site, &terminal, true, 50, 160);
	site_visit(&terminal, NULL);
	terminal_key(&terminal, "Enter");
	terminal_wait_for(&terminal, "Your reference: abababab");
	wait_for_code(&terminal, found, sizeof(found));
	assert_string_equal(found,
			    "Tuesday 24 November: Makeup.\nThursday 26 November: Exercise.\n");
	terminal_stop(&terminal);
	site_close(&site);
}

/* --- the letters --- */

static void draw_letters(struct ui *ui, void *context)
{
	static const struct area whole = {0, 0, 24, 80, 0, false};

	(void)context;
	ui_clear(ui);
	canvas_say("%d %d %d %d %d",
		   letters_draw(ui, &whole, 0, 0, 40, 8, STYLE_ACCENT, "1f8a3c20"),
		   letters_draw(NULL, &whole, 0, 0, 20, 12, STYLE_ACCENT, "1f8a3c20"),
		   letters_draw(NULL, &whole, 0, 0, 12, 12, STYLE_ACCENT, "1f8a3c20"),
		   letters_draw(NULL, &whole, 0, 0, 120, 12, STYLE_ACCENT, "1f8a3c20"),
		   letters_draw(NULL, &whole, 0, 0, 40, 8, STYLE_ACCENT, ""));
	canvas_show_and_wait(ui);
	ui_close(ui);
}

static void letters_fit(void **state)
{
	struct canvas_options options = {.rows = 24, .columns = 80};
	struct canvas canvas;
	char said[32];

	(void)state;
	canvas_open(&canvas, &options, draw_letters, NULL);
	canvas_listen(&canvas, said, sizeof(said));
	assert_string_equal(said, "5 11 1 10 1");
	canvas_wait_drawn(&canvas);
	assert_string_equal(canvas_row(&canvas, 0), " ██  ████ ████ ████ ████ ████ ████ ████");
	assert_string_equal(canvas_row(&canvas, 4), "████ █    ████ █  █ ████ ████ ████ ████");
	canvas_close(&canvas);
	options.locale = "C";
	canvas_open(&canvas, &options, draw_letters, NULL);
	canvas_listen(&canvas, said, sizeof(said));
	canvas_wait_drawn(&canvas);
	assert_string_equal(canvas_row(&canvas, 4), "#### #    #### #  # #### #### #### ####");
	canvas_close(&canvas);
}

/* The button stays in view, and what does not fit is read before it ends the visit. */
static void a_small_one_is_read_to_its_end(void **state)
{
	struct terminal terminal;
	struct site site;

	(void)state;
	open_receipt(&site, &terminal, NULL, 24, 80);
	terminal_resize(&terminal, 12, 40);
	terminal_wait_for(&terminal, "Enter Read on");
	terminal_wait_for(&terminal, "Finish");
	terminal_key(&terminal, "Enter");
	terminal_wait_for(&terminal, "unwell");
	terminal_key(&terminal, "Up");
	terminal_wait_for(&terminal, "Enter Read on");
	terminal_keys(&terminal, "Down Enter");
	terminal_wait_for(&terminal, "Begin");
	terminal_stop(&terminal);
	site_close(&site);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address),
		cmocka_unit_test(none),
		cmocka_unit_test(a_page),
		cmocka_unit_test(letters_fit),
		cmocka_unit_test(a_small_one_is_read_to_its_end),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests_name("receipt", tests, NULL, NULL);
}
