/* How an answer is typed. */
#include "form_page.h"

#include <kiosk/base/words.h>

#include <stdio.h>

static const char *date_format_words(const struct screen_context *context)
{
	switch (context->language->date_order) {
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
