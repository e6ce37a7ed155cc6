/* F1: what the screen is for, and its keys: the same list as the footer's. */
#include "parts.h"

#include <kiosk/base/words.h>

static int draw_keys(const struct screen_context *context, struct ui *ui, const struct area *area,
		     int row)
{
	const struct screen *screen = context->help_for;
	struct hint hints[HINTS_MAX];
	size_t i, count = frame_hints(context, screen, NULL, hints);

	for (i = 0; i < count; i++, row++) {
		ui_puts(ui, area, row, 0, STYLE_FOOTER_KEY, _(hints[i].cap));
		ui_puts(ui, area, row, 12, STYLE_TEXT, _(hints[i].label));
	}
	return row;
}

static void draw(const struct screen_context *context, const void *state, struct ui *ui,
		 const struct area *body)
{
	const struct screen *screen = context->help_for;
	struct area area = parts_column(body);
	int row = 1;

	(void)state;
	row += ui_wrapped(ui, &area, row, 0, area.columns, STYLE_TITLE, _("Help")) + 1;
	if (screen->about)
		row += ui_wrapped(ui, &area, row, 0, area.columns, STYLE_TEXT,
				  screen->about(context, NULL)) +
		       1;
	row = draw_keys(context, ui, &area, row) + 1;
	row += ui_wrapped(ui, &area, row, 0, area.columns, STYLE_TEXT,
			  _("Our staff are glad to help you, in private if you like. A paper form "
			    "is at the desk.")) +
	       1;
	ui_cursor(ui, &area, row, 0);
	ui_wrapped(ui, &area, row, 0, area.columns, STYLE_HINT,
		   _("Press Enter or Esc to go on with the form."));
}

static struct action key(struct screen_context *context, void *state, const struct ui_event *event)
{
	bool closes = event->key == UI_KEY_ENTER || event->key == UI_KEY_ESCAPE ||
		      event->key == UI_KEY_F1 || event->key == UI_KEY_SPACE ||
		      event->key == UI_KEY_CLICK;

	(void)context;
	(void)state;
	return (struct action){.kind = closes ? ACTION_CLOSE : ACTION_NONE};
}

static size_t hints(const struct screen_context *context, const void *state,
		    struct hint out[HINTS_MAX])
{
	(void)context;
	(void)state;
	out[0] = (struct hint){UI_KEY_ESCAPE, "Esc", N_("Go on with the form")};
	out[1] = (struct hint){UI_KEY_F4, "F4", N_("Contrast")};
	return 2;
}

const struct screen screen_help = {
	.name = "help",
	.draw = draw,
	.key = key,
	.hints = hints,
};
