/* A response's answers back into a visit's. */
#include "response.h"

static void give_option(struct reading *reading, struct answers *answers, size_t index,
			const struct value *value)
{
	const struct item *item = &reading->questionnaire->items[index];
	size_t slot = answers_slot(answers, index);
	size_t option = item->type == ITEM_BOOLEAN ? !value->boolean : item_option(item, value);

	if (option >= answers_option_count(answers, slot))
		reading_error(reading, reading->given[index].node, item->link_id,
			      "choose one of the question's options",
			      "the answer is none of the options");
	else if (answers_choose(answers, slot, option, true))
		reading->no_memory = true;
}

static void give_unit(struct answers *answers, size_t slot, const struct value *value,
		      struct reading *reading)
{
	size_t unit = item_unit(answers_item(answers, slot), &value->coding);

	if (unit < answers_option_count(answers, slot) && answers_choose(answers, slot, unit, true))
		reading->no_memory = true;
}

/* The document was told already where a value is of a wrong type; what is left is a value that the
 * question does not take. */
static void unread(struct reading *reading, const struct answers *answers, size_t slot,
		   const cJSON *node)
{
	enum answer_fault fault = answers_fault(answers, slot);
	struct buf words;

	if (fault == FAULT_NONE || fault == FAULT_REQUIRED)
		return;
	buf_init(&words, 4096, NULL);
	if (answers_fault_text(answers, slot, fault, &words))
		reading->no_memory = true;
	reading_error(reading, node, answers_item(answers, slot)->link_id, buf_str(&words),
		      "the question does not take this value");
	buf_release(&words);
}

static void give(struct reading *reading, struct answers *answers, size_t index)
{
	const struct item *item = &reading->questionnaire->items[index];
	const struct given *given = &reading->given[index];
	size_t i, slot = answers_slot(answers, index);
	enum status status;

	answers_clear(answers, slot);
	for (i = 0; i < given->count; i++) {
		const struct value *value = &given->values[i];

		if (item->type == ITEM_BOOLEAN || item_wants_option(item, value)) {
			give_option(reading, answers, index, value);
			continue;
		}
		if (!value->text)
			continue;
		if (item->type == ITEM_QUANTITY)
			give_unit(answers, slot, value, reading);
		status = answers_type(answers, slot, value->text);
		if (status == STATUS_NOMEM)
			reading->no_memory = true;
		else if (status)
			reading_error(reading, given->node, item->link_id,
				      "shorten it, and use no control characters",
				      "the answer cannot be taken");
	}
	if (item->type == ITEM_QUANTITY && answers_count(answers, slot) > 0 && given->count > 0 &&
	    !value_equal(answers_value(answers, slot, 0), &given->values[0]))
		reading_error(reading, given->node, item->link_id, "use a unit of the question",
			      "the unit is none of the question's");
	else if (answers_count(answers, slot) < given->count && item_has_options(item))
		reading_error(reading, given->node, item->link_id,
			      "choose an exclusive option alone, and each option once",
			      "these answers do not go together");
	else if (answers_count(answers, slot) < given->count)
		unread(reading, answers, slot, given->node);
}

/* What nobody can enter is only compared: the form itself gives it. */
static void compare(struct reading *reading, const struct answers *answers, size_t index)
{
	const struct item *item = &reading->questionnaire->items[index];
	const struct given *given = &reading->given[index];
	size_t i, slot = answers_slot(answers, index);
	bool same = answers_count(answers, slot) == given->count;

	for (i = 0; same && i < given->count; i++)
		same = value_equal(&given->values[i], answers_value(answers, slot, i));
	if (!same)
		reading_error(
			reading, given->node, item->link_id,
			"leave the item out: the form fills it in",
			"a hidden or read-only item has another value than the form gives it");
}

enum status response_read(const struct json *response, struct answers *answers,
			  struct report *report)
{
	const struct questionnaire *form = answers_questionnaire(answers);
	size_t i, before = report->errors;
	struct reading reading;
	enum status status = reading_open(&reading, response, form, report);

	for (i = 0; !status && i < form->item_count; i++)
		if (reading.given[i].count > 0 && !form->items[i].hidden &&
		    !form->items[i].read_only)
			give(&reading, answers, i);
	for (i = 0; !status && i < form->item_count; i++) {
		if (!reading.given[i].node)
			continue;
		if (!answers_enabled(answers, answers_slot(answers, i)))
			reading_error(&reading, reading.given[i].node, form->items[i].link_id,
				      "remove it, or change the answers that it depends on",
				      "the other answers do not enable this item");
		else if (form->items[i].hidden || form->items[i].read_only)
			compare(&reading, answers, i);
	}
	if (!status && reading.no_memory)
		status = STATUS_NOMEM;
	reading_release(&reading);
	if (status)
		return status;
	return report->errors > before ? STATUS_INVALID : STATUS_OK;
}
