#include "form_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#define FRAME      "{'resourceType':'Questionnaire','url':'http://t','status':'draft','item':[%s]}"
#define ARENA_SIZE (4u << 20)

static char *quoted(const char *text)
{
	char *copy = strdup(text);

	assert_non_null(copy);
	for (char *at = copy; *at; at++)
		if (*at == '\'')
			*at = '"';
	return copy;
}

static char *framed(const char *items)
{
	size_t room = strlen(items) + sizeof(FRAME);
	char *resource = malloc(room);

	assert_non_null(resource);
	snprintf(resource, room, FRAME, items);
	return resource;
}

static enum status read_form(const char *resource, const struct questionnaire_options *options,
			     struct report *report, struct questionnaire **out)
{
	char *text = quoted(resource);
	struct json *json;
	enum status status = json_parse("form", text, strlen(text), report, &json);

	free(text);
	return status == STATUS_OK ? questionnaire_load_take(json, options, report, out) : status;
}

struct questionnaire *form_of_resource(const char *resource)
{
	return form_of_resource_with(resource, NULL);
}

struct questionnaire *form_of_resource_with(const char *resource,
					    const struct questionnaire_options *options)
{
	struct questionnaire *questionnaire = NULL;
	struct report report;

	report_init(&report);
	if (read_form(resource, options, &report, &questionnaire) != STATUS_OK) {
		report_print(&report, stderr);
		fail_msg("refused: %s", resource);
	}
	assert_int_equal(report.errors, 0);
	report_release(&report);
	return questionnaire;
}

struct questionnaire *form_of_items(const char *items)
{
	char *resource = framed(items);
	struct questionnaire *questionnaire = form_of_resource(resource);

	free(resource);
	return questionnaire;
}

/* Leaves "form:" out of every line. */
static void strip(char *text)
{
	char *to = text;

	for (char *at = text; *at;) {
		if ((at == text || at[-1] == '\n') && strncmp(at, "form:", 5) == 0)
			at += 5;
		else
			*to++ = *at++;
	}
	*to = '\0';
}

char *form_report(const char *resource)
{
	struct questionnaire *questionnaire = NULL;
	struct report report;
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);
	enum status status;

	assert_non_null(out);
	report_init(&report);
	status = read_form(resource, NULL, &report, &questionnaire);
	assert_int_equal(status == STATUS_OK, report.errors == 0);
	assert_int_equal(status == STATUS_OK, questionnaire != NULL);
	report_print(&report, out);
	fclose(out);
	report_release(&report);
	questionnaire_close(questionnaire);
	strip(text);
	return text;
}

char *form_items_report(const char *items)
{
	char *resource = framed(items), *text = form_report(resource);

	free(resource);
	return text;
}

/* The report has exactly one line, and it holds the words. */
static void only_line(char *report, const char *words, const char *text)
{
	char *end = strchr(report, '\n');

	if (!strstr(report, words) || !end || end[1])
		fail_msg("expected one line with \"%s\" for %s, got:\n%s", words, text, report);
	free(report);
}

void form_refused(const char *items, const char *words)
{
	char *report = form_items_report(items);

	assert_null(strstr(report, "warning:"));
	only_line(report, words, items);
}

void form_warned(const char *items, const char *words)
{
	char *report = form_items_report(items);

	assert_non_null(strstr(report, "warning:"));
	only_line(report, words, items);
}

void form_accepted(const char *items)
{
	char *report = form_items_report(items);

	assert_string_equal(report, "");
	free(report);
}

static struct arena *arena; /* of the answers that are open */

struct answers *form_open(const char *items)
{
	static const struct answers_options options = {.date_order = DATE_MDY,
						       .today = {2026, 11, 23}};
	struct questionnaire *questionnaire = form_of_items(items);
	struct answers *answers;

	assert_int_equal(arena_open(ARENA_SIZE, &arena), STATUS_OK);
	assert_int_equal(answers_open(questionnaire, &options, arena, &answers), STATUS_OK);
	return answers;
}

void form_close(struct answers *answers)
{
	struct questionnaire *questionnaire =
		(struct questionnaire *)answers_questionnaire(answers);

	answers_close(answers);
	arena_close(arena);
	questionnaire_close(questionnaire);
}

size_t form_slot(const struct answers *answers, const char *link_id)
{
	size_t item = questionnaire_find(answers_questionnaire(answers), link_id);

	assert_true(item != ITEM_NONE);
	return answers_slot(answers, item);
}

void form_type(struct answers *answers, const char *link_id, const char *text)
{
	assert_int_equal(answers_type(answers, form_slot(answers, link_id), text), STATUS_OK);
}

void form_choose(struct answers *answers, const char *link_id, size_t option, bool chosen)
{
	assert_int_equal(answers_choose(answers, form_slot(answers, link_id), option, chosen),
			 STATUS_OK);
}

bool form_enabled(const struct answers *answers, const char *link_id)
{
	return answers_enabled(answers, form_slot(answers, link_id));
}

void form_expect_fault(const struct answers *answers, const char *link_id, enum answer_fault fault,
		       const char *words)
{
	size_t slot = form_slot(answers, link_id);
	struct buf text;

	buf_init(&text, 1000, NULL);
	if (answers_fault(answers, slot) != fault)
		fail_msg("%s \"%s\": fault %d, not %d", link_id, answers_typed(answers, slot),
			 answers_fault(answers, slot), fault);
	assert_int_equal(answers_fault_text(answers, slot, fault, &text), STATUS_OK);
	assert_string_equal(buf_str(&text), words);
	buf_release(&text);
}
