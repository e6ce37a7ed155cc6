#include "slots.h"

#include <kiosk/base/text.h>

#include <stdlib.h>
#include <string.h>

#define AGE_OLDEST 130 /* whole years */

enum value_type bound_type(enum item_type type)
{
	switch (type) {
	case ITEM_DATE:
	case ITEM_DATETIME:
		return VALUE_DATETIME; /* of any precision */
	case ITEM_TIME:
		return VALUE_TIME;
	default: /* of a quantity its number */
		return VALUE_DECIMAL;
	}
}

static enum answer_fault fault_of_length(const struct item *item, const char *text)
{
	size_t length = text_length(text, strlen(text));

	if (item->max_length > 0 && length > item->max_length)
		return FAULT_TOO_LONG;
	return length < item->min_length ? FAULT_TOO_SHORT : FAULT_NONE;
}

static enum answer_fault fault_of_bounds(const struct item *item, const struct value *value)
{
	struct value bound = {.type = bound_type(item->type)}, number = *value;

	if (value->type == VALUE_QUANTITY)
		number = (struct value){.type = VALUE_DECIMAL, .text = value->text};
	bound.text = item->min_value;
	if (bound.text && value_order(&number, &bound) == ORDER_LESS)
		return FAULT_TOO_SMALL;
	bound.text = item->max_value;
	if (bound.text && value_order(&number, &bound) == ORDER_GREATER)
		return FAULT_TOO_LARGE;
	return FAULT_NONE;
}

/* Zeros at the end count: who types 1.50 says that he measured it so. */
static bool too_precise(const struct item *item, const struct value *value)
{
	const char *point = strchr(value->text, '.'), *power = strpbrk(value->text, "eE");
	long places = point ? (long)strspn(point + 1, "0123456789") : 0;

	if (power)
		places -= strtol(power + 1, NULL, 10);
	return item->max_places >= 0 && places > item->max_places;
}

enum answer_fault fault_of_limits(const struct item *item, const struct value *value)
{
	bool number = value->type == VALUE_DECIMAL || value->type == VALUE_QUANTITY;
	enum answer_fault fault;

	if (!value->text || value->type == VALUE_REFERENCE)
		return FAULT_NONE;
	fault = fault_of_length(item, value->text);
	if (fault == FAULT_NONE)
		fault = fault_of_bounds(item, value);
	if (fault == FAULT_NONE && number && too_precise(item, value))
		fault = FAULT_PLACES;
	if (fault == FAULT_NONE && item->pattern && !pattern_matches(item->pattern, value->text))
		fault = FAULT_PATTERN;
	return fault;
}

/* A required group needs one answer within (HL7's validator). */
static bool holds_answer(const struct answers *answers, size_t slot)
{
	const struct instances *instances = &answers->instances;
	size_t end = instances_next(instances, slot, false);

	for (size_t at = slot; at != end; at = instances_next(instances, at, true))
		if (answers_enabled(answers, at) && answers_count(answers, at) > 0)
			return true;
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

/* In a group that repeats it may be anybody's. */
static bool in_instance(const struct answers *answers, size_t slot)
{
	for (; slot < INSTANCE_NONE; slot = answers->instances.at[slot].parent)
		if (answers_item(answers, slot)->instances)
			return true;
	return false;
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
	if (in_instance(answers, slot) || !answers_enabled(answers, slot) ||
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
	const struct answer *answer = answers->slots[slot].answer;
	enum answer_fault fault;

	if (!answer || !answer->literal)
		return FAULT_NONE;
	fault = fault_of_limits(item, &answer->value);
	if (fault == FAULT_NONE && answers->instances.at[slot].item == answers->form->birth_date)
		fault = birth_fault(answers, &answer->value);
	if (fault == FAULT_NONE)
		fault = contact_fault(item, answer->literal);
	if (fault == FAULT_NONE && item->type == ITEM_INTEGER &&
	    item_has_code(item, "http://loinc.org", "30525-0") && !in_instance(answers, slot))
		fault = age_fault(answers, &answer->value);
	return fault;
}

/* How often an item is answered, against how often it has to be and may be. */
static enum answer_fault occurrence_fault(const struct answers *answers, const struct item *item,
					  size_t slot, size_t count)
{
	if (count == 0 && item->required)
		return answers_left_out(answers, slot) ? FAULT_NONE : FAULT_REQUIRED;
	if (count == 0)
		return FAULT_NONE;
	if (count < item->min_occurs)
		return FAULT_MIN_OCCURS;
	return item->max_occurs > 0 && count > item->max_occurs ? FAULT_MAX_OCCURS : FAULT_NONE;
}

/* Instances are counted where the first of them stands. */
static size_t occurrences(const struct answers *answers, const struct item *item, size_t slot)
{
	if (item->instances)
		return answers_given(answers, slot);
	return item->type == ITEM_GROUP ? holds_answer(answers, slot)
					: answers_count(answers, slot);
}

/* Options in instances of their own, of which one excludes the others. */
static bool excludes_others(const struct answers *answers, const struct item *item, size_t slot)
{
	const struct answer *answer = answers->slots[slot].answer;

	return item->instances && item_has_options(item) && answer && answer->count > 0 &&
	       item->options[answer->picked[0]].exclusive && answers_given(answers, slot) > 1;
}

enum answer_fault answers_fault(const struct answers *answers, size_t slot)
{
	const struct item *item = answers_item(answers, slot);
	const struct answer *answer = answers->slots[slot].answer;
	enum answer_fault fault;

	if (!answers_enabled(answers, slot) || item->type == ITEM_DISPLAY || item_at_desk(item))
		return FAULT_NONE;
	if (answer && answer->fault != FAULT_NONE)
		return answer->fault;
	if (answer && answer->literal && answers_count(answers, slot) == 0)
		return FAULT_NO_UNIT;
	if (excludes_others(answers, item, slot))
		return FAULT_TOO_MANY;
	fault = item->type == ITEM_GROUP ? FAULT_NONE : value_fault(answers, slot);
	if (fault != FAULT_NONE || (!item->required && item->max_occurs == 0))
		return fault;
	if (item->instances && instances_home(&answers->instances, slot) != slot)
		return FAULT_NONE;
	return occurrence_fault(answers, item, slot, occurrences(answers, item, slot));
}
