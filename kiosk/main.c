/* The `kiosk` command: run (default), check, fill, queue, pin, reset, version. */
#include "commands.h"

#include <kiosk/base/json.h>
#include <kiosk/base/words.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

static const struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *summary;
} commands[] = {
	{"run", command_run,
	 "the kiosk in this terminal (what `kiosk` alone does), in lines with --plain"},
	{"check", command_check, "check the settings and the questionnaire, as a start would"},
	{"fill", command_fill, "complete and check a QuestionnaireResponse without a screen"},
	{"queue", command_queue, "what has not been delivered yet, and why"},
	{"pin", command_pin, "make the settings' line for a staff PIN"},
	{"reset", command_reset, "end the running visit from the desk"},
	{"version", command_version, "print the version"},
};

#define COMMAND_COUNT (sizeof(commands) / sizeof(commands[0]))

static int usage(FILE *out, int code)
{
	size_t i;

	fputs("usage: kiosk [COMMAND] [OPTION ...]\n\n", out);
	for (i = 0; i < COMMAND_COUNT; i++)
		fprintf(out, "  %-8s %s\n", commands[i].name, commands[i].summary);
	fputs("\n`kiosk COMMAND --help` lists a command's options.\n", out);
	return code;
}

int command_version(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	puts("kiosk " KIOSK_VERSION);
	return 0;
}

/* No core dump and no reading of this process's memory by other processes of the same user. */
static void keep_private(void)
{
	struct rlimit none = {0, 0};

	(void)setrlimit(RLIMIT_CORE, &none);
	(void)prctl(PR_SET_DUMPABLE, 0);
}

/* What was printed has arrived, or the exit status says that it has not. */
static int end(int code)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return code;
	fprintf(stderr, "kiosk: standard output cannot be written: %s\n", strerror(errno));
	return code ? code : 1;
}

int main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "run";
	size_t i;

	keep_private();
	words_init();
	json_init();
	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
		return usage(stdout, 0);
	if (strcmp(name, "--version") == 0)
		name = "version";
	if (name[0] == '-')
		return command_run(argc, argv);
	for (i = 0; i < COMMAND_COUNT; i++)
		if (strcmp(name, commands[i].name) == 0)
			return end(commands[i].run(argc > 1 ? argc - 1 : argc,
						   argc > 1 ? argv + 1 : argv));
	fprintf(stderr, "kiosk: no such command: %s\n", name);
	return usage(stderr, 2);
}
