#include "slots.h"

#include <kiosk/base/date_words.h>
#include <kiosk/base/words.h>

#include <stdlib.h>
#include <string.h>

static enum status describe_date(const char *literal, struct buf *out)
{
	size_t len = strlen(literal);
	struct date date = {.day = 1};

	if (!value_literal(VALUE_DATE, literal) || len == 4)
		return buf_adds(out, literal);
	date.year = (int)strtol(literal, NULL, 10);
	date.month = (int)strtol(literal + 5, NULL, 10);
	if (len == 7)
		return date_words(date, DATE_FORM_MONTH, out);
	date.day = (int)strtol(literal + 8, NULL, 10);
	return date_words(date, DATE_FORM_LONG, out);
}

/* 14:05, and the seconds where they are told. */
static enum status describe_time(const char *literal, struct buf *out)
{
	return buf_add(out, literal, strncmp(literal + 5, ":00", 3) == 0 ? 5 : 8);
}

enum status describe_moment(const char *literal, struct buf *out)
{
	const char *time = strchr(literal, 'T');
	char date[16] = "";
	enum status status;

	memcpy(date, literal, time && time - literal == 10 ? 10 : 0);
	if (!date[0])
		return describe_date(literal, out);
	status = describe_date(date, out);
	wipe(date, sizeof(date));
	if (!status)
		status = buf_adds(out, ", ");
	return status ? status : describe_time(time + 1, out);
}

const char *number_words(const char *literal, char room[NUMBER_WORDS_MAX])
{
	size_t len = strlen(literal);
	char *point;

	if (len >= NUMBER_WORDS_MAX)
		return literal;
	memcpy(room, literal, len + 1);
	point = strchr(room, '.');
	if (point)
		*point = words_decimal_sign();
	return room;
}

static enum status with_unit(const char *unit, const char *text, struct buf *out)
{
	return unit ? buf_addf(out, "%s %s", text, unit) : buf_adds(out, text);
}

static enum status describe_number(const char *literal, const char *unit, struct buf *out)
{
	char room[NUMBER_WORDS_MAX];
	enum status status = with_unit(unit, number_words(literal, room), out);

	wipe(room, sizeof(room));
	return status;
}

/* A quantity whose question has no units may have come with one of its own. */
static const char *unit_of(const struct item *item, const struct coding *unit)
{
	size_t i = item_unit(item, unit);

	if (i < item->unit_count)
		return item->units[i].label;
	return unit->display ? unit->display : unit->code;
}

static enum status describe_one(const struct answers *answers, size_t slot, size_t index,
				struct buf *out)
{
	const struct value *value = answers_value(answers, slot, index);
	const struct item *item = answers_item(answers, slot);

	if (item->type != ITEM_QUANTITY && index < answers->slots[slot].answer->count)
		return buf_adds(out,
				answers_option_label(answers, slot,
						     answers->slots[slot].answer->picked[index]));
	switch (value->type) {
	case VALUE_DATE:
		return describe_date(value->text, out);
	case VALUE_DATETIME:
		return describe_moment(value->text, out);
	case VALUE_TIME:
		return describe_time(value->text, out);
	case VALUE_QUANTITY:
		return describe_number(value->text, unit_of(item, &value->coding), out);
	case VALUE_DECIMAL:
		return describe_number(value->text, answers_unit(answers, slot), out);
	default:
		return with_unit(answers_unit(answers, slot), value->text, out);
	}
}

enum status answers_describe(const struct answers *answers, size_t slot, struct buf *out)
{
	size_t count = answers_count(answers, slot), before = out->len;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		if (i > 0)
			status = buf_adds(out, "; ");
		if (status == STATUS_OK)
			status = describe_one(answers, slot, i, out);
	}
	if (status != STATUS_OK)
		buf_truncate(out, before);
	return status;
}
