/* The `demo-clinic` command. */
#include "clinic.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct options {
	const char *folder;
	const char *port_file;
	uint16_t port;
	bool control;
};

static int usage(FILE *out, int code)
{
	fputs("usage: demo-clinic --folder DIR [--port N] [--port-file FILE] [--control]\n\n"
	      "A small FHIR R4 endpoint for QuestionnaireResponse on 127.0.0.1, for demonstrations "
	      "and tests.\n\n"
	      "  --folder DIR      keeps DIR/clinic.db and a readable file a response in "
	      "DIR/received/\n"
	      "  --port N          listens there (0, the default: the kernel chooses)\n"
	      "  --port-file FILE  the port is written there once it listens\n"
	      "  --control         POST /control orders faults, GET /control/log lists the "
	      "requests seen\n",
	      out);
	return code;
}

static bool parse_port(const char *text, uint16_t *port)
{
	char *end;
	unsigned long number = strtoul(text, &end, 10);

	if (*text < '0' || *text > '9' || *end || number > UINT16_MAX)
		return false;
	*port = (uint16_t)number;
	return true;
}

/* 0: go on; otherwise the exit code plus one. */
static int parse(int argc, char **argv, struct options *options)
{
	static const struct option longs[] = {
		{"folder", required_argument, NULL, 'd'},
		{"port", required_argument, NULL, 'p'},
		{"port-file", required_argument, NULL, 'f'},
		{"control", no_argument, NULL, 'c'},
		{"help", no_argument, NULL, 'h'},
		{NULL, 0, NULL, 0},
	};
	int c;

	while ((c = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		if (c == 'd')
			options->folder = optarg;
		else if (c == 'f')
			options->port_file = optarg;
		else if (c == 'c')
			options->control = true;
		else if (c != 'p' || !parse_port(optarg, &options->port))
			return 1 + usage(c == 'h' ? stdout : stderr, c == 'h' ? 0 : 2);
	}
	return !options->folder || optind < argc ? 1 + usage(stderr, 2) : 0;
}

static enum status write_port(const char *path, uint16_t port)
{
	char temporary[PATH_MAX];
	enum status status = STATUS_IO;
	FILE *file;

	snprintf(temporary, sizeof(temporary), "%s.tmp", path);
	file = fopen(temporary, "we");
	if (file) {
		bool written = fprintf(file, "%u\n", port) > 0;

		if (fclose(file) == 0 && written && rename(temporary, path) == 0)
			status = STATUS_OK;
	}
	if (status)
		fprintf(stderr, "demo-clinic: %s: %s\n", path, strerror(errno));
	return status;
}

static int serve(struct clinic *clinic, const struct options *options, const sigset_t *ending)
{
	struct server *server = NULL;
	int code = 1, signal_number;

	if (server_open(clinic, options->port, &server))
		return 1;
	if (!options->port_file || !write_port(options->port_file, clinic->port)) {
		printf("demo-clinic: listening on http://127.0.0.1:%u/fhir\n", clinic->port);
		fflush(stdout);
		sigwait(ending, &signal_number);
		code = 0;
	}
	server_close(server);
	return code;
}

int main(int argc, char **argv)
{
	struct options options = {0};
	struct clinic clinic = {.lock = PTHREAD_MUTEX_INITIALIZER};
	int code = parse(argc, argv, &options);
	sigset_t ending;

	if (code)
		return code - 1;
	code = 1;
	json_init();
	signal(SIGPIPE, SIG_IGN);
	/* Blocked before any thread begins, so that only sigwait takes them. */
	sigemptyset(&ending);
	sigaddset(&ending, SIGTERM);
	sigaddset(&ending, SIGINT);
	sigaddset(&ending, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &ending, NULL);
	if (!clock_set_zone("UTC") && !store_open(options.folder, &clinic.store) &&
	    (!options.control || !control_open(&clinic.control)))
		code = serve(&clinic, &options, &ending);
	control_close(clinic.control);
	store_close(clinic.store);
	return code;
}
