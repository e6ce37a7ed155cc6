/* "Are you still there?" and the countdown. */
#include "parts.h"

#include <kiosk/base/words.h>

#include <stdio.h>

#define DIALOG_COLUMNS 52

static void idle_draw(const struct screen_context *context, const void *state, struct ui *ui,
		      const struct area *body)
{
	struct area inside = parts_box(ui, body, 6, DIALOG_COLUMNS);
	long seconds = (long)((context->countdown_ms + 999) / 1000);
	char line[160];
	int row;

	(void)state;
	row = ui_wrapped(ui, &inside, 0, 0, inside.columns, STYLE_QUESTION,
			 _("Are you still there?")) +
	      1;
	snprintf(line, sizeof(line),
		 ngettext("Your answers will be erased in %ld second.",
			  "Your answers will be erased in %ld seconds.", (unsigned long)seconds),
		 seconds);
	row += ui_wrapped(ui, &inside, row, 0, inside.columns, STYLE_WARNING, line) + 1;
	ui_cursor(ui, &inside, row, 0);
	ui_wrapped(ui, &inside, row, 0, inside.columns, STYLE_TEXT, _("Press any key to go on."));
}

/* The app takes every event as "I am here" before it reaches this screen. */
static struct action idle_key(struct screen_context *context, void *state,
			      const struct ui_event *event)
{
	(void)context;
	(void)state;
	(void)event;
	return (struct action){.kind = ACTION_CLOSE};
}

const struct screen screen_idle = {
	.name = "idle",
	.dialog = true,
	.draw = idle_draw,
	.key = idle_key,
};
