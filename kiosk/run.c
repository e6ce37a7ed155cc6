/* `kiosk run`: one visit in this terminal, then a fresh process for the next patient. */
#include "commands.h"

#include <kiosk/app.h>
#include <kiosk/base/log.h>
#include <kiosk/plain.h>

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct run_options {
	const char *config;
	int termios_fd; /* from the process before this one; -1: none */
	int content_fd; /* likewise: the files that it served with */
	bool ascii;
	bool plain; /* the dialogue instead of the full screen */
};

/* The terminal that a patient is served at, by the one face or the other. */
struct face {
	struct ui *ui;
	struct line_terminal *line;
};

static int usage(FILE *out, int code)
{
	fputs("usage: kiosk run [--config FILE] [--ascii | --plain]\n\n"
	      "  --config FILE   the settings (default " KIOSK_SETTINGS ")\n"
	      "  --ascii         draw with ASCII only\n"
	      "  --plain         a dialogue in lines, for speech and braille\n",
	      out);
	return code;
}

/* 0: go on; otherwise the exit code plus one. */
static int parse(int argc, char **argv, struct run_options *options)
{
	static const struct option longs[] = {
		{"config", required_argument, NULL, 'c'},
		{"ascii", no_argument, NULL, 'a'},
		{"plain", no_argument, NULL, 'p'},
		/* between the kiosk and its successor */
		{"termios-fd", required_argument, NULL, 't'},
		{"content-fd", required_argument, NULL, 'f'},
		{"help", no_argument, NULL, 'h'},
		{NULL, 0, NULL, 0},
	};
	int c;

	while ((c = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		if (c == 'c')
			options->config = optarg;
		else if (c == 'a')
			options->ascii = true;
		else if (c == 'p')
			options->plain = true;
		else if (c == 't')
			options->termios_fd = (int)strtol(optarg, NULL, 10);
		else if (c == 'f')
			options->content_fd = (int)strtol(optarg, NULL, 10);
		else
			return 1 + usage(c == 'h' ? stdout : stderr, c == 'h' ? 0 : 2);
	}
	return optind < argc ? 1 + usage(stderr, 2) : 0;
}

/* Standard error is the patient's screen when it is a terminal: the log goes to its file, or
 * nowhere. */
static void open_log(const struct settings *settings)
{
	int fd = -1;

	if (settings->log_file) {
		fd = open(settings->log_file,
			  O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0640);
		if (fd < 0)
			fprintf(stderr, "kiosk: %s: cannot write the log: %s\n", settings->log_file,
				strerror(errno));
	}
	if (fd < 0 && !isatty(STDERR_FILENO))
		fd = STDERR_FILENO;
	log_to(fd);
}

/* The installed program at its path, not this process's file: an upgrade takes effect with the next
 * patient. */
static void become_next(const char *program, const struct run_options *options, int termios_fd,
			int content_fd)
{
	char termios[16], content[16], config[PATH_MAX];
	const char *argv[] = {"kiosk", "run",          "--config", config, "--termios-fd",
			      termios, "--content-fd", content,    NULL,   NULL};

	snprintf(termios, sizeof(termios), "%d", termios_fd);
	snprintf(content, sizeof(content), "%d", content_fd);
	snprintf(config, sizeof(config), "%s", options->config);
	if (options->plain)
		argv[8] = "--plain";
	else if (options->ascii)
		argv[8] = "--ascii";
	execv(program, (char *const *)(uintptr_t)argv);
	log_event(LOG_LEVEL_ERROR, "%s: cannot start for the next patient: %s", program,
		  strerror(errno));
}

static void close_face(const struct face *face)
{
	ui_close(face->ui);
	line_close(face->line);
}

static enum app_result serve(struct startup *startup, const struct face *face)
{
	enum app_result result;
	struct buf explain;

	buf_init(&explain, 4096, NULL);
	result = face->line ? plain_run(startup, face->line, &explain)
			    : app_run(startup, face->ui, &explain);
	if (result == APP_RESULT_FAILED) {
		close_face(face);
		fprintf(stderr, "kiosk: %s\n", buf_str(&explain));
		log_event(LOG_LEVEL_ERROR, "%s", buf_str(&explain));
	}
	buf_release(&explain);
	return result;
}

static struct ui *open_ui(const struct settings *settings, const struct run_options *options)
{
	struct ui_options ui_options = {
		.ascii = options->ascii || settings->theme.ascii,
		.high_contrast = settings->theme.high_contrast,
		.termios_fd = options->termios_fd,
	};
	struct buf explain;
	struct ui *ui = NULL;

	buf_init(&explain, 4096, NULL);
	if (ui_open(&ui_options, &explain, &ui))
		fprintf(stderr, "kiosk: %s\n", buf_str(&explain));
	buf_release(&explain);
	return ui;
}

static bool open_face(const struct settings *settings, const struct run_options *options,
		      struct face *face)
{
	if (!options->plain) {
		face->ui = open_ui(settings, options);
		return face->ui;
	}
	if (line_open(options->termios_fd, &face->line) == STATUS_OK)
		return true;
	fputs("kiosk: the terminal cannot be used\n", stderr);
	return false;
}

static int hand_over(const struct face *face)
{
	return face->line ? line_hand_over(face->line) : ui_hand_over(face->ui);
}

/* A successor that cannot start still holds the terminal that its predecessor left raw. */
static void give_terminal_back(const struct run_options *options)
{
	struct line_terminal *line;
	struct ui_options ui_options = {.termios_fd = options->termios_fd};
	struct buf explain;
	struct ui *ui;

	if (options->plain) {
		if (line_open(options->termios_fd, &line) == STATUS_OK)
			line_close(line);
		return;
	}
	buf_init(&explain, 4096, NULL);
	if (options->termios_fd >= 0 && ui_open(&ui_options, &explain, &ui) == STATUS_OK)
		ui_close(ui);
	buf_release(&explain);
}

/* What the process before this one served with, when the files on the disk are broken. */
static enum status load_last_good(const struct run_options *options, struct startup **out)
{
	struct content *content;
	struct report report;
	enum status status;

	if (options->content_fd < 0)
		return STATUS_NOTFOUND;
	report_init(&report);
	status = content_receive_take(options->content_fd, &content);
	if (!status)
		status = startup_load_take(options->config, content, &report, out);
	if (!status)
		(*out)->outdated = true;
	report_release(&report);
	return status;
}

static enum status load(const struct run_options *options, struct report *report,
			struct startup **out)
{
	struct content *content;
	enum status status = content_open(&content);

	if (!status)
		status = startup_load_take(options->config, content, report, out);
	if (status)
		return load_last_good(options, out) ? status : STATUS_OK;
	if (options->content_fd >= 0)
		close(options->content_fd);
	return STATUS_OK;
}

static int run(const char *program, const struct run_options *options)
{
	struct startup *startup = NULL;
	struct report report;
	struct face face = {NULL, NULL};
	enum app_result result;
	int termios_fd, code = 1;

	report_init(&report);
	if (load(options, &report, &startup) || clock_set_zone(startup->settings->timezone)) {
		give_terminal_back(options);
		report_print(&report, stderr);
		goto done;
	}
	if (options->termios_fd < 0) /* later on a patient sits in front of it */
		report_print(&report, stderr);
	open_log(startup->settings);
	if (startup->outdated)
		log_event(LOG_LEVEL_ERROR,
			  "%s: %zu error(s): the last good configuration serves on; `kiosk check` "
			  "lists them",
			  options->config, report.errors);
	if (!open_face(startup->settings, options, &face)) {
		code = 2;
		goto done;
	}
	result = serve(startup, &face);
	if (result == APP_RESULT_AGAIN) {
		termios_fd = hand_over(&face);
		become_next(program, options, termios_fd, content_hand_over(startup->content));
	} else if (result == APP_RESULT_QUIT) {
		close_face(&face);
		code = 0;
	}
done:
	report_release(&report);
	startup_close(startup);
	return code;
}

int command_run(int argc, char **argv)
{
	struct run_options options = {.config = KIOSK_SETTINGS, .termios_fd = -1, .content_fd = -1};
	char program[PATH_MAX];
	ssize_t len;
	int stop = parse(argc, argv, &options);

	if (stop)
		return stop - 1;
	if (!options.plain && (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))) {
		fputs("kiosk: the kiosk needs a terminal on standard input and output\n", stderr);
		return 2;
	}
	len = readlink("/proc/self/exe", program, sizeof(program) - 1);
	if (len < 0) {
		fprintf(stderr, "kiosk: /proc/self/exe: %s: mount /proc\n", strerror(errno));
		return 1;
	}
	program[len] = '\0';
	return run(program, &options);
}
