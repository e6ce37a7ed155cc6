#include "slots.h"

#include <kiosk/form/words.h>

#include <kiosk/base/words.h>

static enum status with_number(const struct answers *answers, size_t slot, const char *words,
			       struct buf *out)
{
	size_t count =
		answers_item(answers, slot)->instances ? answers_instances(answers, slot) : 1;

	if (count < 2)
		return buf_adds(out, words ? words : "");
	/* TRANSLATORS: a group of questions, and which of several: "Medicine (2 of 3)" */
	return buf_addf(out, _("%1$s (%2$zu of %3$zu)"), words ? words : "",
			answers_instance(answers, slot) + 1, count);
}

enum status form_instance_words(const struct answers *answers, size_t slot, struct buf *out)
{
	return with_number(answers, slot, answers_item(answers, slot)->label, out);
}

enum status form_short_words(const struct answers *answers, size_t slot, struct buf *out)
{
	const struct item *item = answers_item(answers, slot);

	return with_number(answers, slot, item->short_label ? item->short_label : item->label, out);
}

enum status form_question_words(const struct answers *answers, size_t slot, struct buf *out)
{
	const struct item *item = answers_item(answers, slot);
	size_t before = out->len;
	bool several = false;

	for (size_t at = answers_parent(answers, slot); at != SLOT_NONE;
	     at = answers_parent(answers, at))
		several = several || (answers_item(answers, at)->instances &&
				      answers_instances(answers, at) > 1);
	if (several && form_instance_path(answers, slot, out))
		return STATUS_NOMEM;
	if (several && item->instances && item->type == ITEM_GROUP)
		return STATUS_OK; /* the path's last */
	if (out->len > before && buf_adds(out, ", "))
		return STATUS_NOMEM;
	return form_instance_words(answers, slot, out);
}

static bool stands_for_itself(const struct item *item)
{
	return item->type == ITEM_GROUP && item->instances;
}

enum status form_instance_path(const struct answers *answers, size_t slot, struct buf *out)
{
	size_t path[QUESTIONNAIRE_MAX_DEPTH + 1], depth = 0;
	enum status status = STATUS_OK;

	for (; slot != SLOT_NONE && depth <= QUESTIONNAIRE_MAX_DEPTH;
	     slot = answers_parent(answers, slot))
		if (stands_for_itself(answers_item(answers, slot)))
			path[depth++] = slot;
	while (depth-- > 0 && !status) {
		status = form_short_words(answers, path[depth], out);
		if (!status && depth > 0)
			status = buf_adds(out, ", ");
	}
	return status;
}

static enum status end_words(const char *number, const char *label, struct buf *out)
{
	char room[NUMBER_WORDS_MAX];

	if (number)
		number = number_words(number, room);
	if (number && label)
		return buf_addf(out, "%s (%s)", number, label);
	return buf_adds(out, number ? number : label);
}

enum status form_range(const struct item *item, struct buf *out)
{
	bool slider = item->control == CONTROL_SLIDER;
	const char *low = slider ? item->min_value : NULL, *high = slider ? item->max_value : NULL;
	struct buf from, to;
	enum status status;

	if ((!low && !item->lower) || (!high && !item->upper))
		return STATUS_OK;
	buf_init(&from, 1000, NULL);
	buf_init(&to, 1000, NULL);
	status = end_words(low, item->lower, &from);
	if (!status)
		status = end_words(high, item->upper, &to);
	/* TRANSLATORS: the ends of a scale: "From 0 (no pain) to 10 (the worst pain)" */
	if (!status)
		status = buf_addf(out, _("From %1$s to %2$s"), buf_str(&from), buf_str(&to));
	buf_release(&from);
	buf_release(&to);
	return status;
}

enum status form_link(const struct item *item, struct buf *out)
{
	return item->link ? buf_addf(out, _("More information: %s"), item->link) : STATUS_OK;
}
