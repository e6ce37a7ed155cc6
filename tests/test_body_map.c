/* The body map on the screen: the figure that ships at its three sizes, and another clinic's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/site.h"

#include <kiosk/terminal/figure.h>
#include <kiosk/terminal/widgets.h>

#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void content_path(const char *name, char path[PATH_MAX])
{
	const char *folder = getenv("KIOSK_CONFIG_DIR");
	char absolute[PATH_MAX - 64];

	assert_non_null(realpath(folder ? folder : "config", absolute));
	snprintf(path, PATH_MAX, "%s/%s", absolute, name);
}

static struct figure *load(const char *name)
{
	struct figure *figure = NULL;
	struct report report;
	char path[PATH_MAX];

	content_path(name, path);
	report_init(&report);
	assert_int_equal(figure_load(path, NULL, &report, &figure), STATUS_OK);
	report_release(&report);
	return figure;
}

static void a_size_for_every_screen(void **state)
{
	static const struct {
		int columns, rows, width, height;
	} rooms[] = {{45, 17, 40, 17}, {65, 19, 48, 19}, {65, 23, 52, 23}, {125, 37, 66, 37}};
	struct figure *figure = load("body.figure");

	(void)state;
	for (size_t i = 0; i < sizeof(rooms) / sizeof(*rooms); i++) {
		int size = figure_size_for(figure, rooms[i].columns, rooms[i].rows), width, height;

		assert_true(size >= 0);
		figure_dimensions(figure, size, &width, &height);
		assert_int_equal(width, rooms[i].width);
		assert_int_equal(height, rooms[i].height);
	}
	assert_true(figure_has_captions(figure, "en"));
	assert_true(figure_has_captions(figure, "es-MX"));
	assert_false(figure_has_captions(figure, "pl"));
	figure_close(figure);
}

static void go_to_map(struct terminal *terminal)
{
	terminal_wait_for(terminal, "Begin");
	terminal_keys(terminal, "Enter End Enter");
	terminal_wait_for(terminal, "Given name");
	terminal_send(terminal, "Ana\rLopez\r3/27/1974\r52\r");
	terminal_wait_for(terminal, "How should we contact you?");
	terminal_keys(terminal, "1");
	terminal_wait_for(terminal, "Phone number");
	terminal_send(terminal, "\t5550101\r");
	terminal_wait_for(terminal, "Where would you like");
}

static void three_sizes(void **state)
{
	static const struct {
		const char *shot;
		int rows, columns;
	} sizes[] = {{"80x24/map", 24, 80}, {"100x30/map", 30, 100}, {"160x50/map", 50, 160}};

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		struct terminal terminal;
		struct site site;

		site_open(&site, NULL, false);
		site_kiosk(&site, &terminal, true, sizes[i].rows, sizes[i].columns);
		go_to_map(&terminal);
		terminal_keys(&terminal, "Space Right Space Down");
		terminal_snapshot(&terminal, sizes[i].shot);
		terminal_stop(&terminal);
		site_close(&site);
	}
}

/* Another clinic's form and figure: settings and two files. */
static void ask_face(struct site *site)
{
	static const char form[] = "\"questionnaire\":";
	char path[PATH_MAX], *text, *at, *changed;

	site_ask(site, "../../figures/face.json", NULL);
	content_path("../tests/figures/face.figure", path);
	text = file_read(site->settings);
	at = strstr(text, form);
	assert_non_null(at);
	assert_true(asprintf(&changed, "%.*s\"figure\": \"%s\", %s", (int)(at - text), text, path,
			     at) > 0);
	file_write(site->settings, changed);
	free(changed);
	free(text);
}

static void another_figure(void **state)
{
	struct terminal terminal;
	struct site site;
	int row, column;

	(void)state;
	site_open(&site, NULL, false);
	ask_face(&site);
	site_kiosk(&site, &terminal, true, 24, 80);
	terminal_wait_for(&terminal, "Begin");
	terminal_key(&terminal, "Enter");
	terminal_wait_for(&terminal, "Your face");
	terminal_wait_for(&terminal, "◉");
	assert_true(terminal_find(&terminal, "◉", &row, &column));
	terminal_click(&terminal, row, column);
	terminal_wait_for(&terminal, "[✓] 2  Around the eyes");
	terminal_keys(&terminal, "Down");
	terminal_snapshot(&terminal, "80x24/face");
	terminal_stop(&terminal);
	site_close(&site);
}

/* What the report of `kiosk check` says of a figure that has one text as another. */
static void expect_checked(const char *from, const char *to, const char *problem)
{
	char path[PATH_MAX], *settings, *figure, *at, *changed;
	struct site site;

	site_open(&site, NULL, false);
	ask_face(&site);
	content_path("../tests/figures/face.figure", path);
	figure = file_read(path);
	at = strstr(figure, from);
	assert_non_null(at);
	assert_true(asprintf(&changed, "%.*s%s%s", (int)(at - figure), figure, to,
			     at + strlen(from)) > 0);
	snprintf(path, sizeof(path), "%s/mine.figure", site.folder);
	file_write(path, changed);
	free(changed);
	free(figure);
	settings = file_read(site.settings);
	at = strstr(settings, "\"figure\": \"") + strlen("\"figure\": \"");
	assert_true(asprintf(&changed, "%.*s%s%s", (int)(at - settings), settings, path,
			     strchr(at, '"')) > 0);
	file_write(site.settings, changed);
	free(changed);
	free(settings);
	site_run(&site, process_program("KIOSK_PROGRAM"), "check", NULL);
	if (!site_contains(&site, problem))
		fail_msg("not in the report: %s", problem);
	site_close(&site);
}

static void figure_and_form_are_compared(void **state)
{
	(void)state;
	expect_checked("region m mouth", "region m lips",
		       "mine.figure:5:1: where: region m is no option: lips");
	expect_checked("region m mouth", "region m lips",
		       "use the code of one of the question's options");
	expect_checked("region m mouth", "region m lips",
		       "warning: where: the option \"Mouth\" has no region in the figure");
	expect_checked("caption 0 13 en", "caption 0 13 pl", "the figure has no captions in en");
	expect_checked("caption 0 13 en", "caption 99 13 en", "mine.figure:8:1: no usable caption");
	expect_checked("caption 0 13 en", "caption 0 en", "mine.figure:8:1: no usable caption");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_size_for_every_screen),
		cmocka_unit_test(three_sizes),
		cmocka_unit_test(another_figure),
		cmocka_unit_test(figure_and_form_are_compared),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests_name("body map", tests, NULL, NULL);
}
