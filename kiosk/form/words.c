#include "slots.h"

#include <kiosk/form/words.h>

#include <kiosk/base/text.h>
#include <kiosk/base/words.h>

#include <stdio.h>
#include <string.h>

/* Cells of a path: the least of a name, and " (12 of 34), ". */
#define NAME_MIN       6
#define NUMBER_COLUMNS 14

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

void form_cut_name(const char *name, int cells, char out[FORM_NAME_MAX])
{
	size_t len = strcspn(name, "\n");
	bool whole = text_width(name, len) <= cells && len < FORM_NAME_MAX;

	if (!whole)
		len = text_fit(name, len, cells > 4 ? cells - 3 : 1);
	while (len > FORM_NAME_MAX - 4 || (!whole && len > 0 && name[len - 1] == ' '))
		len = text_prev(name, len, len);
	snprintf(out, FORM_NAME_MAX, "%.*s%s", (int)len, name, whole ? "" : "...");
}

/* A group stands in the path, and a question that is answered several times for what is below it.
 */
bool form_on_path(const struct answers *answers, size_t at, size_t slot)
{
	const struct item *item = answers_item(answers, at);

	if (item->type == ITEM_GROUP)
		return item->instances;
	return at != slot && item->instances && answers_instances(answers, at) > 1;
}

/* The slot's short words, the name in at most so many cells (0: as it is). */
static enum status path_name(const struct answers *answers, size_t slot, int cells, struct buf *out)
{
	const struct item *item = answers_item(answers, slot);
	const char *name = item->short_label ? item->short_label : item->label;
	char cut[FORM_NAME_MAX];

	if (!cells || !name)
		return form_short_words(answers, slot, out);
	form_cut_name(name, cells, cut);
	return with_number(answers, slot, cut, out);
}

/* What is left in a line for each name beside the numbers. */
static int path_room(const struct answers *answers, const size_t *path, size_t depth, int columns)
{
	for (size_t i = 0; i < depth; i++)
		columns -= answers_instances(answers, path[i]) > 1 ? NUMBER_COLUMNS : 2;
	columns /= depth > 0 ? (int)depth : 1;
	return columns > NAME_MIN ? columns : NAME_MIN;
}

/* columns 0: without a limit. */
static enum status path_words(const struct answers *answers, size_t slot, int columns,
			      struct buf *out)
{
	size_t path[QUESTIONNAIRE_MAX_DEPTH + 1], depth = 0;
	enum status status = STATUS_OK;
	int cells = 0;

	for (size_t at = slot; at != SLOT_NONE && depth <= QUESTIONNAIRE_MAX_DEPTH;
	     at = answers_parent(answers, at))
		if (form_on_path(answers, at, slot))
			path[depth++] = at;
	if (columns)
		cells = path_room(answers, path, depth, columns);
	while (depth-- > 0 && !status) {
		status = path_name(answers, path[depth], cells, out);
		if (!status && depth > 0)
			status = buf_adds(out, ", ");
	}
	return status;
}

enum status form_instance_path(const struct answers *answers, size_t slot, struct buf *out)
{
	return path_words(answers, slot, 0, out);
}

enum status form_path_line(const struct answers *answers, size_t slot, int columns, struct buf *out)
{
	size_t before = out->len;
	enum status status = path_words(answers, slot, 0, out);

	if (status || text_width(out->data + before, out->len - before) <= columns)
		return status;
	buf_truncate(out, before);
	return path_words(answers, slot, columns, out);
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
