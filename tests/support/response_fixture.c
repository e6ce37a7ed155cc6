#include "response_fixture.h"

#include "form_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

static struct arena *arena;

struct answers *response_form_open(const char *resource)
{
	static const struct answers_options options = {.date_order = DATE_MDY,
						       .today = {2026, 11, 23}};
	struct answers *answers;

	assert_int_equal(arena_open(4u << 20, &arena), STATUS_OK);
	assert_int_equal(answers_open(form_of_resource(resource), &options, arena, &answers),
			 STATUS_OK);
	return answers;
}

void response_form_close(struct answers *answers)
{
	struct questionnaire *questionnaire =
		(struct questionnaire *)answers_questionnaire(answers);

	answers_close(answers);
	arena_close(arena);
	questionnaire_close(questionnaire);
}

char *response_edit(const char *text, const char *from, const char *to)
{
	struct buf out;
	const char *at;
	char *copy;

	if (!strstr(text, from))
		fail_msg("there is no %s in %s", from, text);
	buf_init(&out, 1u << 20, NULL);
	while ((at = strstr(text, from))) {
		assert_int_equal(buf_add(&out, text, (size_t)(at - text)), STATUS_OK);
		assert_int_equal(buf_adds(&out, to), STATUS_OK);
		text = at + strlen(from);
	}
	assert_int_equal(buf_adds(&out, text), STATUS_OK);
	copy = strdup(buf_str(&out));
	assert_non_null(copy);
	buf_release(&out);
	return copy;
}

static char *report_text(const struct report *report)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	report_print(report, out);
	fclose(out);
	return text;
}

static struct json *parse(const char *response, struct report *report)
{
	char *text = strdup(response);
	struct json *json = NULL;

	assert_non_null(text);
	if (text[0] && text[1] == '\'')
		for (char *at = text; *at; at++)
			if (*at == '\'')
				*at = '"';
	if (json_parse("response", text, strlen(text), report, &json))
		fail_msg("no JSON: %s", response);
	free(text);
	return json;
}

char *response_check_report(const struct questionnaire *questionnaire, const char *response)
{
	enum status status;
	struct report report;
	struct json *json;
	char *text;

	report_init(&report);
	json = parse(response, &report);
	status = response_check(json, questionnaire, &report);
	assert_int_equal(status, report.errors > 0 ? STATUS_INVALID : STATUS_OK);
	text = report_text(&report);
	json_close(json);
	report_release(&report);
	return text;
}

char *response_read_report(struct answers *answers, const char *response)
{
	enum status status;
	struct report report;
	struct json *json;
	char *text;

	report_init(&report);
	json = parse(response, &report);
	status = response_read(json, answers, &report);
	assert_int_equal(status, report.errors > 0 ? STATUS_INVALID : STATUS_OK);
	text = report_text(&report);
	json_close(json);
	report_release(&report);
	return text;
}
