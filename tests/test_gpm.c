/* The console's mouse: what is asked of gpm, and what its events become. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kiosk/terminal/ui_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { MOVE = 1, DOWN = 4, UP = 8, LEFT = 4, RIGHT = 1 };

struct daemon {
	char folder[32], path[64];
	int listener, client;
};

static void daemon_start(struct daemon *gpm)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	*gpm = (struct daemon){.folder = "/tmp/kiosk-gpm-XXXXXX", .client = -1};
	assert_non_null(mkdtemp(gpm->folder));
	snprintf(gpm->path, sizeof(gpm->path), "%s/gpmctl", gpm->folder);
	snprintf(address.sun_path, sizeof(address.sun_path), "%s", gpm->path);
	gpm->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(gpm->listener, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(listen(gpm->listener, 1), 0);
}

static void daemon_end(struct daemon *gpm)
{
	if (gpm->client >= 0)
		close(gpm->client);
	close(gpm->listener);
	unlink(gpm->path);
	rmdir(gpm->folder);
}

/* The words of an event, as gpm writes them. */
static void tell(struct daemon *gpm, int type, int button, short column, short row)
{
	unsigned char bytes[28] = {(unsigned char)button};

	memcpy(bytes + 8, &column, 2);
	memcpy(bytes + 10, &row, 2);
	memcpy(bytes + 12, &type, 4);
	assert_int_equal(write(gpm->client, bytes, sizeof(bytes)), sizeof(bytes));
}

static void only_a_console_asks(void **state)
{
	static const char *const others[] = {"/dev/pts/3", "/dev/tty",  "/dev/ttyS0",
					     "/dev/tty1x", "/dev/tty0", NULL};
	struct daemon gpm;

	(void)state;
	daemon_start(&gpm);
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		assert_int_equal(ui_gpm_connect(gpm.path, others[i]), -1);
	assert_int_equal(ui_gpm_connect("/nonexistent/gpmctl", "/dev/tty1"), -1);
	daemon_end(&gpm);
}

static void a_click_is_press_and_release(void **state)
{
	struct ui ui = {.input = {.press_row = -1}};
	struct ui_event event = {.key = UI_KEY_NONE};
	unsigned char request[16];
	struct daemon gpm;
	int console;

	(void)state;
	daemon_start(&gpm);
	ui.gpm = ui_gpm_connect(gpm.path, "/dev/tty3");
	assert_true(ui.gpm >= 0);
	gpm.client = accept(gpm.listener, NULL, NULL);
	assert_int_equal(read(gpm.client, request, sizeof(request)), sizeof(request));
	memcpy(&console, request + 12, sizeof(console));
	assert_int_equal(console, 3);
	assert_false(ui_gpm_next(&ui, &event));

	tell(&gpm, MOVE, 0, 9, 9);
	tell(&gpm, DOWN, RIGHT, 9, 9);
	tell(&gpm, UP, RIGHT, 9, 9);
	tell(&gpm, DOWN, LEFT, 5, 7);
	assert_false(ui_gpm_next(&ui, &event));
	tell(&gpm, UP, LEFT, 5, 7);
	assert_true(ui_gpm_next(&ui, &event));
	assert_int_equal(event.key, UI_KEY_CLICK);
	assert_int_equal(event.row, 6);
	assert_int_equal(event.column, 4);

	close(gpm.client); /* gpm ends: the kiosk goes on without */
	gpm.client = -1;
	assert_false(ui_gpm_next(&ui, &event));
	assert_int_equal(ui.gpm, -1);
	assert_false(ui_gpm_next(&ui, &event));
	daemon_end(&gpm);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_a_console_asks),
		cmocka_unit_test(a_click_is_press_and_release),
	};

	return cmocka_run_group_tests_name("gpm", tests, NULL, NULL);
}
