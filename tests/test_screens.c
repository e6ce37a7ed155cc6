/* Every screen as a person sees it: the built program on a pseudo-terminal, compared with
 * tests/screens/SIZE/NAME.txt. `make snapshots` writes those files anew for review. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/site.h"

#include <stdio.h>
#include <stdlib.h>

struct size {
	const char *name;
	int rows, columns;
};

static const struct size sizes[] = {{"80x24", 24, 80}, {"120x40", 40, 120}};

static void shot(struct terminal *terminal, const char *size, const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", size, name);
	terminal_snapshot(terminal, path);
}

static void the_visit(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		struct terminal terminal;
		struct site site;

		site_open(&site, NULL, false);
		site_kiosk(&site, &terminal, true, sizes[i].rows, sizes[i].columns);
		site_visit(&terminal, sizes[i].name);
		terminal_key(&terminal, "Enter");
		terminal_wait_for(&terminal, "abababab");
		shot(&terminal, sizes[i].name, "receipt");
		terminal_key(&terminal, "Enter");
		terminal_wait_for(&terminal, "Begin");
		shot(&terminal, sizes[i].name, "welcome");
		terminal_stop(&terminal);
		site_close(&site);
	}
}

static void the_overlays(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		struct terminal terminal;
		struct site site;

		site_open(&site, NULL, false);
		site_kiosk(&site, &terminal, true, sizes[i].rows, sizes[i].columns);
		terminal_wait_for(&terminal, "Begin");
		terminal_keys(&terminal, "Right Enter");
		terminal_wait_for(&terminal, "What the treatment is");
		shot(&terminal, sizes[i].name, "learn");
		terminal_keys(&terminal, "End Enter");
		terminal_wait_gone(&terminal, "What the treatment is");
		terminal_keys(&terminal, "End Enter");
		terminal_wait_for(&terminal, "Begin");
		terminal_keys(&terminal, "Enter End Enter");
		terminal_wait_for(&terminal, "Given name");
		terminal_key(&terminal, "F1");
		shot(&terminal, sizes[i].name, "help");
		terminal_key(&terminal, "Esc");
		terminal_wait_gone(&terminal, "Press Enter or Esc");
		terminal_key(&terminal, "F9");
		shot(&terminal, sizes[i].name, "stop");
		terminal_key(&terminal, "Enter");
		terminal_wait_gone(&terminal, "Start over?");
		terminal_keys(&terminal, "Tab Tab Tab Tab Enter");
		terminal_wait_for(&terminal, "There is a problem");
		shot(&terminal, sizes[i].name, "errors");
		terminal_key(&terminal, "F12");
		terminal_wait_for(&terminal, "Staff PIN");
		shot(&terminal, sizes[i].name, "pin");
		terminal_send(&terminal, SITE_PIN "\r");
		terminal_wait_for(&terminal, "Reset the visit");
		shot(&terminal, sizes[i].name, "staff");
		terminal_keys(&terminal, "3 Enter");
		terminal_wait_for(&terminal, "Nothing waits");
		shot(&terminal, sizes[i].name, "queue");
		terminal_keys(&terminal, "Esc");
		terminal_wait_for(&terminal, "Close the kiosk");
		terminal_keys(&terminal, "4 Enter");
		assert_int_equal(terminal_wait_exit(&terminal), 0);
		terminal_stop(&terminal);
		site_close(&site);
	}
}

static void the_small_window(void **state)
{
	struct terminal terminal;
	struct site site;

	(void)state;
	site_open(&site, NULL, false);
	site_kiosk(&site, &terminal, true, 24, 80);
	terminal_wait_for(&terminal, "Begin");
	terminal_resize(&terminal, 8, 30);
	shot(&terminal, "80x24", "small");
	terminal_resize(&terminal, 24, 80);
	shot(&terminal, "80x24", "welcome");
	terminal_stop(&terminal);
	site_close(&site);
}

/* A clock before the build date: no visit begins, and the patient is sent to the desk. */
static void out_of_order(void **state)
{
	struct terminal terminal;
	struct site site;

	(void)state;
	site_open(&site, NULL, false);
	site.time = "KIOSK_TEST_TIME=1000000000";
	site_kiosk(&site, &terminal, true, 24, 80);
	shot(&terminal, "80x24", "out-of-order");
	terminal_key(&terminal, "Enter");
	terminal_wait_for(&terminal, "What the treatment is"); /* what is left: to read */
	terminal_stop(&terminal);
	site_close(&site);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_visit),
		cmocka_unit_test(the_overlays),
		cmocka_unit_test(the_small_window),
		cmocka_unit_test(out_of_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
