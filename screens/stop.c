/* "Start over?": asked before anything is erased. */
#include "parts.h"

#include <kiosk/base/words.h>

#define DIALOG_COLUMNS 52

struct stop {
	size_t focus;
};

static void stop_buttons(struct button buttons[2])
{
	buttons[0] = (struct button){_("No, go on"), ACTION_CLOSE};
	buttons[1] = (struct button){_("Yes, start over"), ACTION_END};
}

static int stop_text(struct ui *ui, const struct area *inside)
{
	int row =
		ui_wrapped(ui, inside, 0, 0, inside->columns, STYLE_QUESTION, _("Start over?")) + 1;

	return row + 1 +
	       ui_wrapped(ui, inside, row, 0, inside->columns, STYLE_TEXT,
			  _("Everything that you have entered will be erased."));
}

static struct area stop_box(struct ui *ui, const struct area *body)
{
	struct area measure = parts_box(NULL, body, body->rows, DIALOG_COLUMNS);
	struct button buttons[2];

	stop_buttons(buttons);
	return parts_box(ui, body,
			 stop_text(NULL, &measure) +
				 parts_buttons(NULL, &measure, 0, buttons, 2, 2),
			 DIALOG_COLUMNS);
}

static void stop_draw(const struct screen_context *context, const void *state, struct ui *ui,
		      const struct area *body)
{
	const struct stop *stop = state;
	struct area inside = stop_box(ui, body);
	struct button buttons[2];

	(void)context;
	stop_buttons(buttons);
	parts_buttons(ui, &inside, stop_text(ui, &inside), buttons, 2, stop->focus);
}

static struct action stop_key(struct screen_context *context, void *state,
			      const struct ui_event *event)
{
	struct stop *stop = state;
	struct area body = parts_body(context), inside = stop_box(NULL, &body);
	struct action action = {.kind = ACTION_NONE};
	struct button buttons[2];
	int row, column;
	size_t at;

	stop_buttons(buttons);
	if (event->key != UI_KEY_CLICK)
		return parts_buttons_key(event, buttons, 2, &stop->focus);
	if (parts_inside(&inside, event->row, event->column, &row, &column)) {
		at = parts_button_at(&inside, stop_text(NULL, &inside), buttons, 2, row, column);
		if (at < 2)
			action.kind = buttons[at].action;
	}
	return action;
}

static size_t stop_hints(const struct screen_context *context, const void *state,
			 struct hint out[HINTS_MAX])
{
	(void)context;
	(void)state;
	out[0] = (struct hint){UI_KEY_ENTER, "Enter", N_("Choose")};
	out[1] = (struct hint){UI_KEY_ESCAPE, "Esc", N_("Go on with the form")};
	return 2;
}

static const char *stop_about(const struct screen_context *context, const void *state)
{
	(void)context;
	(void)state;
	return _("Here you can end your visit. What you entered is erased then.");
}

const struct screen screen_stop = {
	.name = "stop",
	.state_size = sizeof(struct stop),
	.dialog = true,
	.draw = stop_draw,
	.key = stop_key,
	.hints = stop_hints,
	.about = stop_about,
};
