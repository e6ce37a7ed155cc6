/* Screens that only some kiosks show; those of a visit are in the galleries (test_screens_SIZE). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/site.h"

#include <stdio.h>
#include <stdlib.h>

static void shot(struct terminal *terminal, const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "80x24/%s", name);
	terminal_snapshot(terminal, path);
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
	shot(&terminal, "small");
	terminal_resize(&terminal, 24, 80);
	shot(&terminal, "welcome");
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
	shot(&terminal, "out-of-order");
	terminal_key(&terminal, "Enter");
	terminal_wait_for(&terminal, "What the treatment is"); /* what is left: to read */
	terminal_stop(&terminal);
	site_close(&site);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_small_window),
		cmocka_unit_test(out_of_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
