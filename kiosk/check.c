/* `kiosk check`: what a start would check, with the same messages. */
#include "commands.h"

#include <kiosk/startup.h>

#include <getopt.h>
#include <stdio.h>

static int usage(FILE *out, int code)
{
	fputs("usage: kiosk check [--config FILE] [--questionnaire FILE] [--value-sets DIR]\n"
	      "                   [--language TAG]\n\n"
	      "  --config FILE         the settings and all that they name (default " KIOSK_SETTINGS
	      ")\n"
	      "  --questionnaire FILE  this questionnaire (alone, or with --config before the "
	      "settings)\n"
	      "  --value-sets DIR      ValueSet resources for --questionnaire\n"
	      "  --language TAG        the language of the visit, for --questionnaire\n\n"
	      "Exit status: 0 good (warnings may be printed), 1 the kiosk would not start, 2 "
	      "usage.\n",
	      out);
	return code;
}

static void summary(const struct questionnaire *form)
{
	printf("ok: %s%s%s: %zu items, %zu pages\n", form->url ? form->url : "questionnaire",
	       form->version ? "|" : "", form->version ? form->version : "", form->item_count,
	       form->page_count);
}

static enum status check_questionnaire(const char *file, const char *folder, const char *language,
				       struct report *report)
{
	struct questionnaire *form = NULL;
	struct value_sets *sets = NULL;
	struct questionnaire_options options;
	enum status status = startup_value_sets(folder, NULL, report, &sets);

	options = (struct questionnaire_options){sets, language};
	if (!status)
		status = startup_questionnaire(file, &options, NULL, report, &form);
	if (!status)
		summary(form);
	questionnaire_close(form);
	value_sets_close(sets);
	return status;
}

static enum status check_settings(const char *file, struct report *report)
{
	struct startup *startup;
	enum status status = startup_load_take(file, NULL, report, &startup);

	if (status)
		return status;
	summary(startup->questionnaire);
	startup_close(startup);
	return STATUS_OK;
}

int command_check(int argc, char **argv)
{
	static const struct option longs[] = {
		{"config", required_argument, NULL, 'c'},
		{"questionnaire", required_argument, NULL, 'q'},
		{"value-sets", required_argument, NULL, 'v'},
		{"language", required_argument, NULL, 'l'},
		{"help", no_argument, NULL, 'h'},
		{NULL, 0, NULL, 0},
	};
	const char *config = NULL, *questionnaire = NULL, *folder = NULL, *language = NULL;
	enum status status = STATUS_OK;
	struct report report;
	int c;

	while ((c = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		if (c == 'c')
			config = optarg;
		else if (c == 'q')
			questionnaire = optarg;
		else if (c == 'v')
			folder = optarg;
		else if (c == 'l')
			language = optarg;
		else
			return usage(c == 'h' ? stdout : stderr, c == 'h' ? 0 : 2);
	}
	if (optind < argc)
		return usage(stderr, 2);
	report_init(&report);
	if (questionnaire)
		status = check_questionnaire(questionnaire, folder, language, &report);
	if (!status && (config || !questionnaire))
		status = check_settings(config ? config : KIOSK_SETTINGS, &report);
	report_print(&report, stderr);
	report_release(&report);
	return status ? 1 : 0;
}
