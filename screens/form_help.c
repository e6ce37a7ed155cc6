/* F1 on a page of questions: the question with the focus, in its author's words. */
#include "form_page.h"

#include <kiosk/base/buf.h>
#include <kiosk/base/words.h>

static enum status add_paragraph(const char *words, struct buf *out)
{
	enum status status = STATUS_OK;

	if (!words || !*words)
		return STATUS_OK;
	if (out->len > 0)
		status = buf_adds(out, "\n\n");
	return status ? status : buf_adds(out, words);
}

static enum status add_words(enum status (*words_of)(const struct item *item, struct buf *out),
			     const struct item *item, struct buf *out)
{
	struct buf words;
	enum status status;

	buf_init(&words, 4096, NULL);
	status = words_of(item, &words);
	if (!status)
		status = add_paragraph(buf_str(&words), out);
	buf_release(&words);
	return status;
}

static enum status add_how(const struct screen_context *context, const struct item *item,
			   struct buf *out)
{
	char room[64];
	const char *format = item_typed(item) ? form_placeholder(context, item, room) : NULL;
	enum status status = STATUS_OK;

	if (!format)
		return STATUS_OK;
	if (out->len > 0)
		status = buf_adds(out, "\n\n");
	/* TRANSLATORS: %s is how an answer is typed, as in "MM/DD/YYYY" */
	return status ? status : buf_addf(out, _("Type it like this: %s"), format);
}

/* The groups around it, the outermost first. */
static enum status add_groups(const struct answers *answers, size_t slot, struct buf *out)
{
	size_t parent = answers_parent(answers, slot);
	enum status status;

	if (parent == SLOT_NONE)
		return STATUS_OK;
	status = add_groups(answers, parent, out);
	if (!status)
		status = add_paragraph(answers_item(answers, parent)->label, out);
	return status ? status : add_paragraph(answers_item(answers, parent)->help, out);
}

enum status form_explain(const struct screen_context *context, const void *data, struct buf *out)
{
	const struct answers *answers = visit_answers_const(context->visit);
	const struct form_state *state = data;
	const struct item *item;
	enum status status;

	if (!state || state->focus.at.slot == SLOT_NONE)
		return STATUS_OK;
	item = answers_item(answers, state->focus.at.slot);
	status = add_groups(answers, state->focus.at.slot, out);
	if (!status)
		status = add_paragraph(item->label, out);
	if (!status)
		status = add_paragraph(item->help, out);
	if (!status)
		status = add_words(form_range, item, out);
	if (!status)
		status = add_how(context, item, out);
	return status ? status : add_words(form_link, item, out);
}
