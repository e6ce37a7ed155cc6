/* What repeats: its number in words, and the buttons at its end. */
#include "form_page.h"

#include <kiosk/base/words.h>

size_t form_end_buttons(const struct screen_context *context, size_t slot, struct button buttons[2])
{
	const struct answers *answers = visit_answers_const(context->visit);
	size_t instances = answers_instances(answers, slot), count = 0;

	if (answers_instance(answers, slot) + 1 == instances && answers_can_add(answers, slot))
		buttons[count++] = (struct button){_("Add another"), ACTION_ADD};
	if (answers_can_remove(answers, slot))
		buttons[count++] = (struct button){
			instances > 1 ? _("Remove this one") : _("Clear"), ACTION_REMOVE};
	return count;
}

enum status form_instance_words(const struct answers *answers, size_t slot, struct buf *out)
{
	const struct item *item = answers_item(answers, slot);
	size_t count = item->instances ? answers_instances(answers, slot) : 1;

	if (count < 2)
		return buf_adds(out, item->text ? item->text : "");
	/* TRANSLATORS: a group of questions, and which of several: "Medicine (2 of 3)" */
	return buf_addf(out, _("%1$s (%2$zu of %3$zu)"), item->text ? item->text : "",
			answers_instance(answers, slot) + 1, count);
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
		status = form_instance_words(answers, path[depth], out);
		if (!status && depth > 0)
			status = buf_adds(out, ", ");
	}
	return status;
}
