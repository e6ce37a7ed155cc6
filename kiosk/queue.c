/* `kiosk queue`: what has not been delivered yet, since when, and why. No patient data. */
#include "commands.h"

#include <kiosk/base/json.h>
#include <kiosk/outbox/outbox.h>
#include <kiosk/settings.h>

#include <getopt.h>
#include <stdio.h>
#include <string.h>

static int usage(FILE *out, int code)
{
	fputs("usage: kiosk queue [--config FILE] [--json]\n\n"
	      "Lists what waits or was refused, oldest first: reference as on the receipt, since "
	      "when, tries, state, reason.\n"
	      "Exit status: 0 listed (also when nothing waits), 1 the queue cannot be read, 2 "
	      "usage.\n",
	      out);
	return code;
}

static const char *state_name(enum outbox_state state)
{
	return state == OUTBOX_WAITING    ? "waiting"
	       : state == OUTBOX_REJECTED ? "refused"
					  : "delivered";
}

static bool print_line(const struct outbox_record *record, void *context)
{
	char reference[UUID_REFERENCE_MAX], since[CLOCK_INSTANT_MAX];
	size_t *count = context;

	uuid_reference(record->id, reference);
	clock_instant(record->created_ms, since);
	if ((*count)++ == 0)
		printf("%-9s  %-25s  %5s  %-8s  %s\n", "REFERENCE", "SINCE", "TRIES", "STATE",
		       "REASON");
	printf("%-9s  %-25s  %5d  %-8s  %s\n", reference, since, record->attempts,
	       state_name(record->state), record->reason);
	return true;
}

static bool add_object(const struct outbox_record *record, void *context)
{
	char since[CLOCK_INSTANT_MAX];
	cJSON *object = cJSON_CreateObject();

	clock_instant(record->created_ms, since);
	cJSON_AddStringToObject(object, "id", record->id);
	cJSON_AddStringToObject(object, "since", since);
	cJSON_AddNumberToObject(object, "attempts", record->attempts);
	cJSON_AddStringToObject(object, "state", state_name(record->state));
	cJSON_AddNumberToObject(object, "httpStatus", record->http_status);
	cJSON_AddStringToObject(object, "reason", record->reason);
	cJSON_AddStringToObject(object, "questionnaire", record->questionnaire);
	return cJSON_AddItemToArray(context, object);
}

static enum status list_json(struct outbox *outbox)
{
	cJSON *array = cJSON_CreateArray();
	enum status status = outbox_each(outbox, false, add_object, array);
	struct buf text;

	buf_init(&text, JSON_MAX_BYTES, NULL);
	if (!status)
		status = json_write(array, &text);
	if (!status)
		puts(buf_str(&text));
	buf_release(&text);
	cJSON_Delete(array);
	return status;
}

static enum status list_lines(struct outbox *outbox)
{
	size_t count = 0;
	enum status status = outbox_each(outbox, false, print_line, &count);

	if (!status && count == 0)
		puts("Nothing waits: all is delivered.");
	return status;
}

static int list(const struct settings *settings, bool json)
{
	struct outbox *outbox = NULL;
	enum status status = clock_set_zone(settings->timezone);
	struct buf explain;

	buf_init(&explain, 4096, NULL);
	if (!status)
		status = outbox_open(settings->outbox.directory, OUTBOX_ROLE_READER, &explain,
				     &outbox);
	if (!status)
		status = json ? list_json(outbox) : list_lines(outbox);
	if (status)
		fprintf(stderr, "kiosk: %s\n",
			explain.len > 0 ? buf_str(&explain) : status_text(status));
	outbox_close(outbox);
	buf_release(&explain);
	return status ? 1 : 0;
}

int command_queue(int argc, char **argv)
{
	static const struct option longs[] = {
		{"config", required_argument, NULL, 'c'},
		{"json", no_argument, NULL, 'j'},
		{"help", no_argument, NULL, 'h'},
		{NULL, 0, NULL, 0},
	};
	const char *config = KIOSK_SETTINGS;
	struct settings *settings = NULL;
	struct report report;
	bool json = false;
	int c, code = 1;

	while ((c = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		if (c == 'c')
			config = optarg;
		else if (c == 'j')
			json = true;
		else
			return usage(c == 'h' ? stdout : stderr, c == 'h' ? 0 : 2);
	}
	if (optind < argc)
		return usage(stderr, 2);
	report_init(&report);
	if (settings_read(config, NULL, &report, &settings) == STATUS_OK)
		code = list(settings, json);
	else
		report_print(&report, stderr);
	report_release(&report);
	settings_close(settings);
	return code;
}
