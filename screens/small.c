/* The window is below the smallest size that a screen can use. */
#include "parts.h"

#include <kiosk/base/words.h>

static void small_draw(const struct screen_context *context, const void *state, struct ui *ui,
		       const struct area *body)
{
	(void)context;
	(void)state;
	ui_wrapped(ui, body, 0, 0, body->columns > 0 ? body->columns : 1, STYLE_TEXT,
		   _("This window is too small. Please make it larger, at least 40 columns and 12 "
		     "rows."));
	ui_cursor(ui, body, 0, 0);
}

const struct screen screen_small = {
	.name = "small",
	.draw = small_draw,
};
