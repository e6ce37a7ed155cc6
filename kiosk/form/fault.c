#include "slots.h"

#include <kiosk/base/text.h>

#include <stdlib.h>
#include <string.h>

#define AGE_OLDEST 130 /* whole years */

static enum value_type bound_type(enum item_type type)
{
	switch (type) {
	case ITEM_DATE:
	case ITEM_DATETIME:
		return VALUE_DATETIME; /* of any precision */
	case ITEM_TIME:
		return VALUE_TIME;
	default:
		return VALUE_DECIMAL;
	}
}

enum answer_fault fault_of_limits(const struct item *item, const struct value *value)
{
	struct value bound = {.type = bound_type(item->type)};

	if (!value->text)
		return FAULT_NONE;
	if (item->max_length > 0 &&
	    text_length(value->text, strlen(value->text)) > item->max_length)
		return FAULT_TOO_LONG;
	bound.text = item->min_value;
	if (bound.text && value_order(value, &bound) == ORDER_LESS)
		return FAULT_TOO_SMALL;
	bound.text = item->max_value;
	if (bound.text && value_order(value, &bound) == ORDER_GREATER)
		return FAULT_TOO_LARGE;
	return FAULT_NONE;
}

/* A required group needs one answer within (HL7's validator). */
static bool holds_answer(const struct answers *answers, size_t slot)
{
	size_t first = answers->slots[slot].item;
	size_t end = first + 1 + answers->form->items[first].descendants;

	for (size_t item = first + 1; item < end; item++) {
		size_t below = answers_slot(answers, item);

		if (answers_enabled(answers, below) && answers_count(answers, below) > 0)
			return true;
	}
	return false;
}

static bool full_date(const struct value *value, struct date *out)
{
	return value && value->type == VALUE_DATE && date_parse(value->text, out) == STATUS_OK;
}

static enum answer_fault birth_fault(const struct answers *answers, const struct value *value)
{
	struct date birth;

	if (!full_date(value, &birth))
		return FAULT_NONE;
	if (date_compare(birth, answers->options.today) > 0)
		return FAULT_TOO_LARGE;
	return date_years(birth, answers->options.today) > AGE_OLDEST ? FAULT_TOO_SMALL
								      : FAULT_NONE;
}

/* The age is told twice, as itself and by the date of birth: a person who contradicts himself erred
 * in one of them. */
static enum answer_fault age_fault(const struct answers *answers, const struct value *value)
{
	size_t item = answers->form->birth_date;
	struct date birth;
	size_t slot;

	if (item == ITEM_NONE)
		return FAULT_NONE;
	slot = answers_slot(answers, item);
	if (!answers_enabled(answers, slot) ||
	    !full_date(answers_value(answers, slot, 0), &birth) ||
	    birth_fault(answers, answers_value(answers, slot, 0)) != FAULT_NONE)
		return FAULT_NONE;
	return strtol(value->text, NULL, 10) == date_years(birth, answers->options.today)
		       ? FAULT_NONE
		       : FAULT_AGE;
}

static enum answer_fault value_fault(const struct answers *answers, size_t slot)
{
	const struct item *item = answers_item(answers, slot);
	const struct value *value = answers_value(answers, slot, 0);
	enum answer_fault fault = FAULT_NONE;

	if (item->type == ITEM_CHOICE || item->type == ITEM_BOOLEAN)
		return FAULT_NONE;
	fault = fault_of_limits(item, value);
	if (fault == FAULT_NONE && answers->slots[slot].item == answers->form->birth_date)
		fault = birth_fault(answers, value);
	if (fault == FAULT_NONE && item->type == ITEM_INTEGER &&
	    item_has_code(item, "http://loinc.org", "30525-0"))
		fault = age_fault(answers, value);
	return fault;
}

enum answer_fault answers_fault(const struct answers *answers, size_t slot)
{
	const struct item *item = answers_item(answers, slot);
	const struct answer *answer = answers->slots[slot].answer;

	if (!answers_enabled(answers, slot) || item->type == ITEM_DISPLAY)
		return FAULT_NONE;
	if (item->type == ITEM_GROUP)
		return item->required && !holds_answer(answers, slot) ? FAULT_REQUIRED : FAULT_NONE;
	if (answer && answer->fault != FAULT_NONE)
		return answer->fault;
	if (answers_count(answers, slot) == 0)
		return item->required ? FAULT_REQUIRED : FAULT_NONE;
	return value_fault(answers, slot);
}
