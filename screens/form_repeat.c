/* What repeats: the buttons at its end. */
#include "form_page.h"

#include <kiosk/base/text.h>
#include <kiosk/base/words.h>

#include <stdio.h>
#include <string.h>

#define NAME_COLUMNS 24
#define NAME_MIN     6

/* What a button names, where there is a choice of what it could mean: the buttons of what repeats
 * within a group or below a question stand right above those of the group or question. */
static const char *name_of(const struct item *item)
{
	const char *name = item->short_label ? item->short_label : item->label;

	return item->type == ITEM_GROUP || item->descendants > 0 ? name : NULL;
}

/* The label is the plain one without a name. */
static void add_button(struct form_end *end, enum action_kind action, const char *plain,
		       const char *named, const char *name)
{
	char *label = end->labels[end->count];

	if (name)
		snprintf(label, FORM_LABEL_MAX, "%s: %s", named, name);
	else
		snprintf(label, FORM_LABEL_MAX, "%s", plain);
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

static void fill_end(const struct answers *answers, size_t slot, const char *name,
		     struct form_end *out)
{
	size_t instances = answers_instances(answers, slot);

	out->count = 0;
	if (answers_instance(answers, slot) + 1 == instances && answers_can_add(answers, slot))
		add_button(out, ACTION_ADD, _("Add another"), _("Add another"), name);
	if (answers_can_remove(answers, slot) && instances > 1)
		add_remove(out, name, answers_instance(answers, slot) + 1, instances);
	else if (answers_can_remove(answers, slot))
		add_button(out, ACTION_REMOVE, _("Clear"), _("Clear"), name);
}

/* The cells that are left for the name on each of the buttons, which stand below one another where
 * they do not fit beside. */
static int name_room(const struct screen_context *context, const struct form_end *nameless)
{
	struct area body = parts_body(context), area = parts_column(&body);
	int widest = 0;

	for (size_t i = 0; i < nameless->count; i++) {
		int width = button_draw(NULL, &area, 0, 0, nameless->labels[i], false);

		widest = width > widest ? width : widest;
	}
	return area.columns - widest;
}

void form_end(const struct screen_context *context, size_t slot, struct form_end *out)
{
	const struct answers *answers = visit_answers_const(context->visit);
	const char *name = name_of(answers_item(answers, slot));
	char cut[FORM_NAME_MAX];
	int room;

	fill_end(answers, slot, name ? "" : NULL, out);
	if (!name)
		return;
	room = name_room(context, out);
	form_cut_name(name, room < NAME_COLUMNS ? room : NAME_COLUMNS, cut);
	fill_end(answers, slot, room >= NAME_MIN ? cut : NULL, out);
}
