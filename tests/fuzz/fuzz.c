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
	if (!has_fault(answers)) {
		enum status status = response_write(answers, &context, &text);

		if (status == STATUS_LIMIT)
			goto done;
		if (status != STATUS_OK ||
		    json_parse("written", buf_str(&text), text.len, &report, &json) != STATUS_OK)
			abort();
		if (response_check(json, answers_questionnaire(answers), &report) != STATUS_OK) {
			report_print(&report, stderr);
			fputs(buf_str(&text), stderr);
			abort();
		}
		json_close(json);
	}
done:
	report_release(&report);
	buf_release(&text);
}

/* Choosing, typing and adding leave it to the caller that what nobody is asked stays as it is. */
static bool asked(const struct item *item)
{
	return !item->hidden && !item->read_only && !item_at_desk(item);
}

/* What a patient may do, a byte a step: the bytes of the form serve, from the end. */
static void touch(struct answers *answers, const uint8_t *data, size_t size)
{
	static const char *const texts[] = {"1", "2020-05-07", "08:30", "a",
					    "",  "1.5 ",       "x y",   "-"};
	size_t slot = 0, added;

	for (size_t i = 0; i < size && i < 200 && slot != SLOT_NONE; i++) {
		uint8_t byte = data[size - 1 - i];
		size_t options = answers_option_count(answers, slot);

		if (!asked(answers_item(answers, slot)))
			byte = 7; /* passed over */
		if (byte % 4 == 0 && options > 0)
			(void)!answers_choose(answers, slot, byte / 4 % options, byte < 200);
		else if (byte % 4 == 1)
			(void)!answers_type(answers, slot, texts[byte / 4 % 8]);
		else if (byte % 4 == 2 && answers_can_add(answers, slot))
			(void)!answers_add(answers, slot, &added);
		else if (byte == 3 && answers_can_remove(answers, slot) &&
			 answers_remove(answers, slot) == STATUS_OK)
			slot = 0;
		slot = answers_next(answers, slot);
	}
}

enum status fuzz_visit(const struct questionnaire *form, const struct json *response,
		       const uint8_t *data, size_t size)
{
	static const struct answers_options options = {.date_order = DATE_MDY,
						       .today = {2026, 11, 23}};
	struct answers *answers;
	struct arena *arena;
	struct report report;
	enum status status = arena_open(ARENA_BYTES, &arena);

	if (status)
		return status;
	report_init(&report);
	status = answers_open(form, &options, arena, &answers);
	if (!status) {
		if (response)
			status = response_read(response, answers, &report);
		else
			touch(answers, data, size);
		look(answers);
		if (!status)
			status = answers_prune(answers, &(size_t){0});
		if (!status)
			write_and_check(answers);
		answers_close(answers);
	}
	arena_close(arena);
	report_release(&report);
	return status;
}
