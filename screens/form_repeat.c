/* What repeats: the buttons at its end. */
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
