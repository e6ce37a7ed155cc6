/* `kiosk reset`: ends the running visit from the desk, over the control socket. */
#include "commands.h"

#include <kiosk/base/channel.h>
#include <kiosk/base/clock.h>
#include <kiosk/settings.h>

#include <getopt.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define ANSWER_MS 5000
/* Between two patients the kiosk is a new process: for a moment nobody listens. */
#define CONNECT_MS 2000

static int usage(FILE *out, int code)
{
	fputs("usage: kiosk reset [--config FILE]\n\n"
	      "Ends the running visit: its answers are wiped, the welcome screen comes up.\n"
	      "Exit status: 0 done, 1 no kiosk runs here or it did not answer, 2 usage.\n",
	      out);
	return code;
}

static enum status connect_patiently(const char *path, int *fd)
{
	int64_t deadline = clock_boot_ms() + CONNECT_MS;
	enum status status;

	while ((status = channel_connect(path, fd)) && clock_boot_ms() < deadline)
		(void)poll(NULL, 0, 50);
	return status;
}

static enum status ask(int fd, const char *request, char answer[CHANNEL_MESSAGE_MAX])
{
	struct pollfd wait = {fd, POLLIN, 0};
	enum status status = channel_send(fd, request);

	if (!status && poll(&wait, 1, ANSWER_MS) <= 0)
		return STATUS_BUSY;
	return status ? status : channel_receive(fd, answer);
}

static int reset(const struct settings *settings)
{
	char answer[CHANNEL_MESSAGE_MAX] = "";
	enum status status;
	int fd = -1;

	status = connect_patiently(settings->control_socket, &fd);
	if (status) {
		fprintf(stderr,
			"kiosk: %s: no kiosk answers here (%s): is it running, and may you reach "
			"it?\n",
			settings->control_socket, status_text(status));
		return 1;
	}
	status = ask(fd, "reset", answer);
	close(fd);
	if (status || strncmp(answer, "ok", 2) != 0) {
		fprintf(stderr, "kiosk: the kiosk did not reset: %s\n",
			status ? status_text(status) : answer);
		return 1;
	}
	puts("The visit was ended.");
	return 0;
}

int command_reset(int argc, char **argv)
{
	static const struct option longs[] = {{"config", required_argument, NULL, 'c'},
					      {"help", no_argument, NULL, 'h'},
					      {NULL, 0, NULL, 0}};
	const char *config = KIOSK_SETTINGS;
	struct settings *settings = NULL;
	struct report report;
	int c, code = 1;

	while ((c = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		if (c == 'h')
			return usage(stdout, 0);
		if (c != 'c')
			return usage(stderr, 2);
		config = optarg;
	}
	if (optind < argc)
		return usage(stderr, 2);
	report_init(&report);
	if (settings_read(config, NULL, &report, &settings) == STATUS_OK)
		code = reset(settings);
	else
		report_print(&report, stderr);
	report_release(&report);
	settings_close(settings);
	return code;
}
