#include "slots.h"

#include <kiosk/base/words.h>

#include <stdlib.h>
#include <string.h>

static const char *month_name(int month)
{
	static const char *const names[] = {
		N_("January"),   N_("February"), N_("March"),    N_("April"),
		N_("May"),       N_("June"),     N_("July"),     N_("August"),
		N_("September"), N_("October"),  N_("November"), N_("December"),
	};

	return _(names[month - 1]);
}

enum status describe_date(const char *literal, struct buf *out)
{
	size_t len = strlen(literal);
	int year, month;

	if (!value_literal(VALUE_DATE, literal) || len == 4)
		return buf_adds(out, literal);
	year = (int)strtol(literal, NULL, 10);
	month = (int)strtol(literal + 5, NULL, 10);
	if (len == 7) /* TRANSLATORS: month and year, "March 1974" */
		return buf_addf(out, _("%1$s %2$d"), month_name(month), year);
	/* TRANSLATORS: day, month and year, "27 March 1974" */
	return buf_addf(out, _("%1$d %2$s %3$d"), (int)strtol(literal + 8, NULL, 10),
			month_name(month), year);
}

static enum status describe_one(const struct answers *answers, size_t slot, size_t index,
				struct buf *out)
{
	const struct value *value = answers_value(answers, slot, index);
	const struct item *item = answers_item(answers, slot);

	if (item->type == ITEM_CHOICE || item->type == ITEM_BOOLEAN)
		return buf_adds(out,
				answers_option_label(answers, slot,
						     answers->slots[slot].answer->picked[index]));
	return value->type == VALUE_DATE ? describe_date(value->text, out)
					 : buf_adds(out, value->text);
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
