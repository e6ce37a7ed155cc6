/* The small words around a question. */
#include "form_page.h"

#include <kiosk/base/words.h>

#include <stdio.h>

static const char *date_format_words(const struct screen_context *context)
{
	switch (context->settings->date_order) {
	case DATE_MDY:
		return _("MM/DD/YYYY");
	case DATE_DMY:
		return _("DD/MM/YYYY");
	default:
		return _("YYYY-MM-DD");
	}
}

const char *form_placeholder(const struct screen_context *context, const struct item *item,
			     char room[64])
{
	if (item->placeholder)
		return item->placeholder;
	switch (item->type) {
	case ITEM_DATE:
		return date_format_words(context);
	case ITEM_TIME:
		return _("HH:MM");
	case ITEM_DATETIME:
		snprintf(room, 64, "%s %s", date_format_words(context), _("HH:MM"));
		return room;
	default:
		return NULL;
	}
}

static enum status end_words(const char *number, const char *label, struct buf *out)
{
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
