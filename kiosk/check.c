/* `kiosk check`: what a start would check, with the same messages. */
#include "commands.h"

#include <kiosk/base/json.h>
#include <kiosk/languages.h>
#include <kiosk/startup.h>

#include <getopt.h>
#include <stdio.h>

#define JSON_MAX (64u << 20)

static int usage(FILE *out, int code)
{
	fputs("usage: kiosk check [--config FILE] [--questionnaire FILE] [--value-sets DIR]\n"
	      "                   [--language TAG] [--json]\n\n"
	      "  --config FILE         the settings and all that they name (default " KIOSK_SETTINGS
	      ")\n"
	      "  --questionnaire FILE  this questionnaire (alone, or with --config before the "
	      "settings)\n"
	      "  --value-sets DIR      ValueSet resources for --questionnaire\n"
	      "  --language TAG        the language of the visit, for --questionnaire\n"
	      "  --json                one JSON object on standard output, in place of lines\n\n"
	      "Exit status: 0 good (warnings may be printed), 1 the kiosk would not start, 2 "
	      "usage.\n",
	      out);
	return code;
}

struct check {
	struct report report;
	/* Of the last questionnaire that could be read; NULL: none. */
	struct questionnaire *form;
	struct startup *startup;
	struct value_sets *sets;
};

static enum status check_questionnaire(struct check *check, const char *file, const char *folder,
				       const char *language)
{
	enum status status = startup_value_sets(folder, NULL, &check->report, &check->sets);
	struct questionnaire_options options = {.value_sets = check->sets, .language = language};

	return status ? status
		      : startup_questionnaire(file, &options, NULL, &check->report, &check->form);
}

static const struct questionnaire *form_of(const struct check *check)
{
	return check->startup ? check->startup->questionnaire : check->form;
}

/* --- for people --- */

static void print_features(const struct report *report, FILE *out)
{
	for (size_t i = 0; i < report->feature_count; i++)
		fprintf(out, "%s%s (%zu)%s", i == 0 ? "not done here: " : ", ",
			report->features[i].name, report->features[i].count,
			i + 1 == report->feature_count ? "\n" : "");
}

static void print_lines(const struct check *check, enum status status)
{
	const struct questionnaire *form = form_of(check);

	report_print(&check->report, stderr);
	print_features(&check->report, stderr);
	if (!status && form)
		printf("ok: %s%s%s: %zu items, %zu pages\n",
		       form->url ? form->url : "questionnaire", form->version ? "|" : "",
		       form->version ? form->version : "", form->item_count, form->page_count);
}

/* --- for programs --- */

static void add_text(cJSON *object, const char *key, const char *text)
{
	if (text)
		cJSON_AddStringToObject(object, key, text);
}

static cJSON *problem_of(const struct problem *problem)
{
	cJSON *object = cJSON_CreateObject();

	add_text(object, "severity", problem->severity == SEVERITY_ERROR ? "error" : "warning");
	add_text(object, "file", problem->file);
	if (problem->line > 0) {
		cJSON_AddNumberToObject(object, "line", problem->line);
		cJSON_AddNumberToObject(object, "column", problem->column);
	}
	add_text(object, "where", problem->where);
	add_text(object, "message", problem->what);
	add_text(object, "mend", problem->mend);
	return object;
}

static cJSON *json_of(const struct check *check, enum status status)
{
	const struct questionnaire *form = form_of(check);
	cJSON *root = cJSON_CreateObject(), *list, *features;

	cJSON_AddBoolToObject(root, "ok", !status);
	if (!status && form) {
		add_text(root, "url", form->url);
		add_text(root, "version", form->version);
		cJSON_AddNumberToObject(root, "items", (double)form->item_count);
		cJSON_AddNumberToObject(root, "pages", (double)form->page_count);
	}
	cJSON_AddNumberToObject(root, "errors", (double)check->report.errors);
	cJSON_AddNumberToObject(
		root, "warnings",
		(double)(check->report.count + check->report.lost - check->report.errors));
	list = cJSON_AddArrayToObject(root, "problems");
	for (size_t i = 0; i < check->report.count; i++)
		cJSON_AddItemToArray(list, problem_of(&check->report.problems[i]));
	features = cJSON_AddObjectToObject(root, "notDone");
	for (size_t i = 0; i < check->report.feature_count; i++)
		cJSON_AddNumberToObject(features, check->report.features[i].name,
					(double)check->report.features[i].count);
	return root;
}

static void print_json(const struct check *check, enum status status)
{
	cJSON *root = json_of(check, status);
	struct buf out;

	buf_init(&out, JSON_MAX, NULL);
	if (!root || json_write(root, &out))
		fputs("kiosk: not enough memory for the report\n", stderr);
	else
		puts(buf_str(&out));
	cJSON_Delete(root);
	buf_release(&out);
}

struct arguments {
	const char *config, *questionnaire, *folder, *language;
	bool json;
};

/* 0, or the exit status of a usage. */
static int read_arguments(int argc, char **argv, struct arguments *out, bool *help)
{
	static const struct option longs[] = {
		{"config", required_argument, NULL, 'c'},
		{"questionnaire", required_argument, NULL, 'q'},
		{"value-sets", required_argument, NULL, 'v'},
		{"language", required_argument, NULL, 'l'},
		{"json", no_argument, NULL, 'j'},
		{"help", no_argument, NULL, 'h'},
		{NULL, 0, NULL, 0},
	};
	int c;

	while ((c = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		if (c == 'c')
			out->config = optarg;
		else if (c == 'q')
			out->questionnaire = optarg;
		else if (c == 'v')
			out->folder = optarg;
		else if (c == 'l')
			out->language = optarg;
		else if (c == 'j')
			out->json = true;
		else
			*help = c == 'h';
		if (c == '?' || c == 'h')
			return *help ? 1 : 2;
	}
	return optind < argc ? 2 : 0;
}

int command_check(int argc, char **argv)
{
	struct arguments arguments = {0};
	enum status status = STATUS_OK;
	struct check check = {0};
	bool help = false;

	if (read_arguments(argc, argv, &arguments, &help) != 0)
		return usage(help ? stdout : stderr, help ? 0 : 2);
	report_init(&check.report);
	if (arguments.questionnaire)
		status = check_questionnaire(&check, arguments.questionnaire, arguments.folder,
					     arguments.language);
	if (!status && (arguments.config || !arguments.questionnaire))
		status = startup_load_take(arguments.config ? arguments.config : KIOSK_SETTINGS,
					   NULL, &check.report, &check.startup);
	if (!status && check.startup)
		languages_check(check.startup, &check.report);
	if (!status && check.report.errors > 0)
		status = STATUS_INVALID;
	if (arguments.json)
		print_json(&check, status);
	else
		print_lines(&check, status);
	startup_close(check.startup);
	questionnaire_close(check.form);
	value_sets_close(check.sets);
	report_release(&check.report);
	return status ? 1 : 0;
}
