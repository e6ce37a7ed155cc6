/* `kiosk fill`: a response with some answers in, the checked and completed one out. No screen, the
 * same engine. */
#include "commands.h"

#include <kiosk/base/clock.h>
#include <kiosk/base/uuid.h>
#include <kiosk/form/response.h>
#include <kiosk/startup.h>

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#define ARENA_BASE_BYTES     (4u << 20)
#define ARENA_BYTES_PER_ITEM 1024u

static int usage(FILE *out, int code)
{
	fputs("usage: kiosk fill --questionnaire FILE [--answers FILE] [--value-sets DIR]\n"
	      "                  [--language TAG]\n\n"
	      "  --questionnaire FILE  a FHIR R4 Questionnaire\n"
	      "  --answers FILE        a QuestionnaireResponse with some answers; - is standard "
	      "input\n"
	      "  --value-sets DIR      ValueSet resources that the questionnaire may name\n"
	      "  --language TAG        the language of the visit "
	      "(QuestionnaireResponse.language)\n\n"
	      "Prints the completed QuestionnaireResponse, or a line a problem, naming the "
	      "linkId.\n"
	      "Exit status: 0 complete, 1 problems, 2 usage.\n",
	      out);
	return code;
}

struct fill {
	struct value_sets *value_sets;
	struct questionnaire *form;
	struct json *given; /* NULL: no answers */
	struct arena *arena;
	struct answers *answers;
	struct report report;
	const char *language; /* NULL: the response's, else the form's */
};

/* Every fault that stands in the way of "completed", with the words that a patient would read. */
static enum status report_faults(struct fill *fill)
{
	for (size_t slot = 0; slot != SLOT_NONE; slot = answers_next(fill->answers, slot)) {
		const struct item *item = answers_item(fill->answers, slot);
		enum answer_fault fault = answers_fault(fill->answers, slot);
		enum status status;
		struct buf words;

		if (!fault)
			continue;
		buf_init(&words, 4096, NULL);
		/* what a patient reads of an age names the date of birth */
		status = fault == FAULT_AGE
				 ? buf_adds(&words, "the age and the date of birth do not match")
				 : answers_fault_text(fill->answers, slot, fault, &words);
		report_add(&fill->report, SEVERITY_ERROR, item->place, item->link_id, NULL, "%s",
			   status ? "the answer is missing or cannot be taken" : buf_str(&words));
		buf_release(&words);
	}
	return fill->report.errors > 0 ? STATUS_INVALID : STATUS_OK;
}

/* The answers are carried over, and what names the response: the rest is the asking program's. */
static void tell_what_stays(struct fill *fill)
{
	static const char *const keys[] = {"id",      "meta",      "extension", "basedOn", "partOf",
					   "subject", "encounter", "author",    "source"};
	const cJSON *root = json_root(fill->given);

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		const cJSON *member = json_get(root, keys[i]);
		const char *reference = json_string(member, "reference");

		if (member && !(reference && *reference == '#'))
			report_add(&fill->report, SEVERITY_WARNING, json_place(fill->given, member),
				   NULL, NULL, "\"%s\" is not carried over", keys[i]);
	}
}

static const char *given_text(const struct fill *fill, const char *object, const char *key)
{
	const cJSON *root = fill->given ? json_root(fill->given) : NULL;

	return json_string(object ? json_get(root, object) : root, key);
}

static enum status write_response(struct fill *fill, struct buf *out)
{
	char uuid[UUID_MAX], value[UUID_MAX + 16], authored[CLOCK_INSTANT_MAX];
	const char *identifier = given_text(fill, "identifier", "value");
	const char *system = given_text(fill, "identifier", "system");
	const char *given_authored = given_text(fill, NULL, "authored"),
		   *language = given_text(fill, NULL, "language");
	struct response_context context = {.identifier_system = system, .identifier = identifier};
	enum status status = uuid_make(uuid);

	if (status)
		return status;
	if (!identifier) {
		snprintf(value, sizeof(value), "urn:uuid:%s", uuid);
		context.identifier_system = "urn:ietf:rfc:3986";
		context.identifier = value;
	}
	clock_instant(clock_real_ms(), authored);
	context.authored = given_authored ? given_authored : authored;
	language = fill->language ? fill->language : language;
	context.language = language ? language : fill->form->language ? fill->form->language : "en";
	return response_write(fill->answers, &context, out);
}

/* What leaves has passed the strict checker. */
static enum status check_own(struct fill *fill, const struct buf *text)
{
	struct json *json;
	enum status status = json_parse("response", buf_str(text), text->len, &fill->report, &json);

	if (status)
		return status;
	status = response_check(json, fill->form, &fill->report);
	json_close(json);
	return status;
}

static enum status fill_in(struct fill *fill, struct buf *out)
{
	struct answers_options options = {.date_order = DATE_YMD,
					  .today = clock_date(clock_real_ms())};
	enum status status;

	status = arena_open(ARENA_BASE_BYTES + ARENA_BYTES_PER_ITEM * fill->form->item_count,
			    &fill->arena);
	if (!status)
		status = answers_open(fill->form, &options, fill->arena, &fill->answers);
	if (!status && fill->given) {
		tell_what_stays(fill);
		status = response_read(fill->given, fill->answers, &fill->report);
	}
	if (!status)
		status = answers_prune(fill->answers, &(size_t){0});
	if (!status)
		status = report_faults(fill);
	if (!status)
		status = write_response(fill, out);
	return status ? status : check_own(fill, out);
}

static int run(const char *questionnaire, const char *answers, const char *folder,
	       const char *language)
{
	struct questionnaire_options options = {.language = language};
	struct fill fill = {.language = language};
	enum status status;
	struct buf out;

	buf_init(&out, RESPONSE_MAX_BYTES, NULL);
	report_init(&fill.report);
	status = startup_value_sets(folder, NULL, &fill.report, &fill.value_sets);
	options.value_sets = fill.value_sets;
	if (!status)
		status = startup_questionnaire(questionnaire, &options, NULL, &fill.report,
					       &fill.form);
	if (!status && answers)
		status = json_read(answers, NULL, &fill.report, &fill.given);
	if (!status)
		status = fill_in(&fill, &out);
	if (!status)
		puts(buf_str(&out));
	else if (fill.report.errors == 0)
		fprintf(stderr, "kiosk: the response could not be made: %s\n", status_text(status));
	report_print(&fill.report, stderr);
	answers_close(fill.answers);
	arena_close(fill.arena);
	json_close(fill.given);
	questionnaire_close(fill.form);
	value_sets_close(fill.value_sets);
	report_release(&fill.report);
	buf_release(&out);
	return status ? 1 : 0;
}

int command_fill(int argc, char **argv)
{
	static const struct option longs[] = {
		{"questionnaire", required_argument, NULL, 'q'},
		{"answers", required_argument, NULL, 'a'},
		{"value-sets", required_argument, NULL, 'v'},
		{"language", required_argument, NULL, 'l'},
		{"help", no_argument, NULL, 'h'},
		{NULL, 0, NULL, 0},
	};
	const char *questionnaire = NULL, *answers = NULL, *folder = NULL, *language = NULL;
	int c;

	while ((c = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		if (c == 'q')
			questionnaire = optarg;
		else if (c == 'a')
			answers = optarg;
		else if (c == 'v')
			folder = optarg;
		else if (c == 'l')
			language = optarg;
		else
			return usage(c == 'h' ? stdout : stderr, c == 'h' ? 0 : 2);
	}
	if (!questionnaire || optind < argc)
		return usage(stderr, 2);
	return run(questionnaire, answers, folder, language);
}
