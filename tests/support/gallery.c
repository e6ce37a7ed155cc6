#include "gallery.h"

#include "site.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

struct look {
	const char *name; /* charset, language, colours */
	const char *term;
	const char *theme; /* of the settings */
	bool spanish;
};

static const struct look looks[] = {
	{"utf8-en-256", "TERM=xterm-256color", "{}", false},
	{"utf8-es-256", "TERM=xterm-256color", "{}", true},
	{"ascii-en-8", "TERM=xterm", "{'ascii': true}", false},
	{"utf8-en-mono", "TERM=xterm-mono", "{}", false},
	{"utf8-es-contrast", "TERM=xterm-256color", "{'highContrast': true}", true},
};

static const char *size;
static int rows, columns;

struct view {
	const struct look *look;
	struct site site;
	struct terminal terminal;
	char shots[64];
};

static void begin(struct view *view, const struct look *look)
{
	view->look = look;
	snprintf(view->shots, sizeof(view->shots), "%s/%s", size, look->name);
	site_open(&view->site, NULL, false);
	site_languages(&view->site, "es", NULL);
	site_set(&view->site, "theme", look->theme);
	view->site.term = look->term;
	site_kiosk(&view->site, &view->terminal, true, rows, columns);
	terminal_wait_for(&view->terminal, "Begin");
	if (look->spanish) {
		terminal_key(&view->terminal, "F2");
		terminal_wait_for(&view->terminal, "Empezar");
	}
}

static void end(struct view *view)
{
	terminal_stop(&view->terminal);
	site_close(&view->site);
}

static void shot(struct view *view, const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", view->shots, name);
	terminal_snapshot(&view->terminal, path);
}

/* Keys, each taken before the next is pressed, and the screen that they lead to; name NULL: none is
 * kept. */
static void go(struct view *view, const char *keys, const char *name)
{
	char copy[256], *key, *rest = copy;

	snprintf(copy, sizeof(copy), "%s", keys);
	while ((key = strsep(&rest, " "))) {
		terminal_key(&view->terminal, key);
		terminal_settle(&view->terminal);
	}
	if (name)
		shot(view, name);
}

static void visit(struct view *view)
{
	(view->look->spanish ? site_visit_in_spanish : site_visit)(&view->terminal, view->shots);
	go(view, "Esc F5", "review-shown");
	go(view, "End Enter Tab Tab Enter", "receipt");
}

/* From the welcome screen on, back to it at the end. */
static void overlays(struct view *view)
{
	go(view, "Right Enter", "learn");
	go(view, "Esc Enter End Enter F1", "help");
	go(view, "Esc F9", "stop");
	go(view, "Esc F8", "keyboard");
	go(view, "Esc F6", "curtain");
	go(view, "Space", "curtain-asks");
	go(view, "Enter Tab Tab Tab Tab Enter", "errors");
	go(view, "F3", "roomy");
	go(view, "F3 F12", "pin");
	terminal_send(&view->terminal, SITE_PIN "\r");
	terminal_wait_for(&view->terminal, "1");
	go(view, "F1", "staff-help");
	go(view, "Esc", "staff");
	go(view, "3 Enter", "queue");
}

static void every_screen_in_every_look(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(looks) / sizeof(*looks); i++) {
		struct view view;

		begin(&view, &looks[i]);
		overlays(&view);
		end(&view);
		begin(&view, &looks[i]);
		visit(&view);
		end(&view);
	}
}

int gallery_run(const char *folder, int screen_rows, int screen_columns)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(every_screen_in_every_look)};

	size = folder;
	rows = screen_rows;
	columns = screen_columns;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
