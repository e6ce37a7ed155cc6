/* What repeats: its number in words, and the buttons at its end. */
#include "form_page.h"

#include <kiosk/base/text.h>
#include <kiosk/base/words.h>

#include <stdio.h>
#include <string.h>

#define NAME_COLUMNS 24

/* A group is named on its buttons, where its name is short: the buttons of what repeats within it
 * stand right above. */
static const char *name_of(const struct item *item)
{
	const char *name = item->short_label ? item->short_label : item->label;
	bool named =
		item->type == ITEM_GROUP && name && text_width(name, strlen(name)) <= NAME_COLUMNS;

	return named ? name : NULL;
}

static void add_button(struct form_end *end, enum action_kind action, const char *plain,
		       const char *named, const char *name)
{
	char *label = end->labels[end->count];

	snprintf(label, FORM_LABEL_MAX, "%s", plain);
	if (name)
		snprintf(label, FORM_LABEL_MAX, "%s: %s", named, name);
	end->buttons[end->count++] = (struct button){label, action};
}

static void add_remove(struct form_end *end, const char *name, size_t number, size_t instances)
{
	char which[FORM_LABEL_MAX - 40]; /* "Remove: " goes before it */

	if (name)
		/* TRANSLATORS: a group of questions, and which of several: "Medicine (2 of 3)" */
		snprintf(which, sizeof(which), _("%1$s (%2$zu of %3$zu)"), name, number, instances);
	add_button(end, ACTION_REMOVE, _("Remove this one"), _("Remove"), name ? which : NULL);
}

void form_end(const struct screen_context *context, size_t slot, struct form_end *out)
{
	const struct answers *answers = visit_answers_const(context->visit);
	size_t instances = answers_instances(answers, slot);
	const char *name = name_of(answers_item(answers, slot));

	out->count = 0;
	if (answers_instance(answers, slot) + 1 == instances && answers_can_add(answers, slot))
		add_button(out, ACTION_ADD, _("Add another"), _("Add another"), name);
	if (answers_can_remove(answers, slot) && instances > 1)
		add_remove(out, name, answers_instance(answers, slot) + 1, instances);
	else if (answers_can_remove(answers, slot))
		add_button(out, ACTION_REMOVE, _("Clear"), _("Clear"), name);
}

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
