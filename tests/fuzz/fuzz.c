#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>

#define ARENA_BYTES (8u << 20)

struct questionnaire *fuzz_form(const char *text, size_t len)
{
	struct questionnaire_options options = {.language = "es"};
	struct questionnaire *form = NULL;
	struct report report;
	struct json *json;

	report_init(&report);
	if (json_parse("form", text, len, &report, &json) == STATUS_OK &&
	    questionnaire_load_take(json, &options, &report, &form) != STATUS_OK)
		form = NULL;
	report_release(&report);
	return form;
}

/* What a screen reads. */
static void look(const struct answers *answers)
{
	const struct questionnaire *form = answers_questionnaire(answers);
	struct page_entry entries[50];
	struct buf words;

	buf_init(&words, 1u << 20, NULL);
	for (size_t i = 0; i < form->page_count; i++)
		(void)answers_page(answers, form->pages[i], entries, 50);
	for (size_t slot = 0; slot != SLOT_NONE; slot = answers_next(answers, slot)) {
		enum answer_fault fault = answers_fault(answers, slot);

		if (answers_describe(answers, slot, &words) ||
		    answers_fault_text(answers, slot, fault, &words))
			break;
	}
	buf_release(&words);
}

static bool has_fault(const struct answers *answers)
{
	for (size_t slot = 0; slot != SLOT_NONE; slot = answers_next(answers, slot))
		if (answers_fault(answers, slot) != FAULT_NONE)
			return true;
	return false;
}

static void write_and_check(const struct answers *answers)
{
	static const struct response_context context = {
		.identifier_system = "http://t/ids",
		.identifier = "1",
		.authored = "2026-11-23T14:05:09+01:00",
		.language = "en",
	};
	struct report report;
	struct json *json;
	struct buf text;

	buf_init(&text, RESPONSE_MAX_BYTES, NULL);
	report_init(&report);
	if (!has_fault(answers) && response_write(answers, &context, &text) == STATUS_OK) {
		if (json_parse("written", buf_str(&text), text.len, &report, &json) != STATUS_OK)
			abort();
		if (response_check(json, answers_questionnaire(answers), &report) != STATUS_OK) {
			report_print(&report, stderr);
			fputs(buf_str(&text), stderr);
			abort();
		}
		json_close(json);
	}
	report_release(&report);
	buf_release(&text);
}

enum status fuzz_visit(const struct questionnaire *form, const struct json *response)
{
	static const struct answers_options options = {DATE_MDY, {2026, 11, 23}};
	struct answers *answers;
	struct arena *arena;
	struct report report;
	enum status status = arena_open(ARENA_BYTES, &arena);
	size_t added;

	if (status)
		return status;
	report_init(&report);
	status = answers_open(form, &options, arena, &answers);
	if (!status) {
		if (response)
			status = response_read(response, answers, &report);
		for (size_t slot = 0; slot != SLOT_NONE; slot = answers_next(answers, slot))
			if (!response && slot < 20 && answers_can_add(answers, slot))
				(void)!answers_add(answers, slot, &added);
		look(answers);
		if (!status)
			write_and_check(answers);
		answers_close(answers);
	}
	arena_close(arena);
	report_release(&report);
	return status;
}
