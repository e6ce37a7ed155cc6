/* The pictures of the README, drawn from the running kiosk: screens/NAME.svg. The folder is the one
 * argument. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../support/site.h"
#include "../support/svg.h"

#include <stdio.h>
#include <stdlib.h>

static const char *folder;

struct view {
	struct site site;
	struct terminal terminal;
};

static void begin(struct view *view, int rows, int columns)
{
	const char *config = getenv("KIOSK_CONFIG_DIR");
	char clinic[FOLDER_MAX + 100];

	site_open(&view->site, NULL, false);
	site_languages(&view->site, "es", NULL);
	snprintf(clinic, sizeof(clinic), "{'name': 'Riverside Skin Clinic', 'logo': '%s/logo.txt'}",
		 config);
	site_set(&view->site, "clinic", clinic);
	site_set(&view->site, "receipt", "{'qr': {'url': 'https://example.org/prp'}}");
	site_kiosk(&view->site, &view->terminal, true, rows, columns);
	/* The colours of a common dark terminal. */
	vterm_state_set_default_colors(vterm_obtain_state(view->terminal.vterm),
				       &(VTermColor){.rgb = {VTERM_COLOR_RGB, 204, 204, 204}},
				       &(VTermColor){.rgb = {VTERM_COLOR_RGB, 16, 16, 20}});
	terminal_wait_for(&view->terminal, "Begin");
}

static void end(struct view *view)
{
	terminal_stop(&view->terminal);
	site_close(&view->site);
}

static void picture(struct view *view, const char *name)
{
	char path[512];

	terminal_settle(&view->terminal);
	snprintf(path, sizeof(path), "%s/%s.svg", folder, name);
	svg_write(&view->terminal, path);
}

static void the_visit(void **state)
{
	struct view view;

	(void)state;
	begin(&view, 30, 100);
	picture(&view, "welcome");
	site_visit(&view.terminal, NULL);
	terminal_keys(&view.terminal, "Esc Esc End");
	picture(&view, "aftercare");
	terminal_keys(&view.terminal, "Esc Home");
	picture(&view, "steps");
	terminal_keys(&view.terminal, "End Enter End Enter End Enter Tab Tab Enter");
	picture(&view, "receipt");
	end(&view);
}

static void to_the_map(struct view *view)
{
	terminal_keys(&view->terminal, "Enter End Enter");
	terminal_send(&view->terminal, "Ana\r");
	terminal_send(&view->terminal, "López\r");
	terminal_send(&view->terminal, "3/27/1974\r");
	terminal_send(&view->terminal, "52\r");
	terminal_send(&view->terminal, "1\t");
	terminal_send(&view->terminal, "555 0101\r");
	terminal_wait_for(&view->terminal, "Where would you like treatment?");
	terminal_keys(&view->terminal, "Space Down Down Space Down Down Down Down");
}

static void the_body_map(void **state)
{
	struct view view;

	(void)state;
	begin(&view, 50, 160);
	to_the_map(&view);
	picture(&view, "body-map");
	end(&view);
	begin(&view, 24, 80);
	to_the_map(&view);
	terminal_keys(&view.terminal, "F2 F4");
	picture(&view, "body-map-contrast");
	end(&view);
}

static void the_keyboard(void **state)
{
	struct view view;

	(void)state;
	begin(&view, 30, 100);
	terminal_keys(&view.terminal, "F2 Enter End Enter");
	terminal_send(&view.terminal, "Begoña\r");
	terminal_key(&view.terminal, "F8");
	picture(&view, "keyboard");
	end(&view);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_visit),
		cmocka_unit_test(the_body_map),
		cmocka_unit_test(the_keyboard),
	};

	if (argc != 2) {
		fputs("usage: screenshots FOLDER\n", stderr);
		return 2;
	}
	folder = argv[1];
	return cmocka_run_group_tests(tests, NULL, NULL);
}
