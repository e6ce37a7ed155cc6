/* The privacy curtain: the clinic's name and nothing of the visit. A key only leads to the
 * question whether the patient is there; it does nothing else. */
#include "parts.h"

#include <kiosk/base/words.h>

#include <stdio.h>

#define DIALOG_COLUMNS 52

struct curtain {
	bool asked;
	size_t focus;
};

static void curtain_buttons(struct button buttons[2])
{
	buttons[0] = (struct button){_("Yes, go on"), ACTION_CLOSE};
	buttons[1] = (struct button){_("Start over"), ACTION_END};
}

static int draw_countdown(const struct screen_context *context, struct ui *ui,
			  const struct area *area, int row)
{
	long seconds = (long)((context->countdown_ms + 999) / 1000);
	char line[160];

	if (seconds <= 0)
		return 0;
	snprintf(line, sizeof(line),
		 ngettext("The form will be erased in %ld second.",
			  "The form will be erased in %ld seconds.", (unsigned long)seconds),
		 seconds);
	return ui_wrapped(ui, area, row, 0, area->columns, STYLE_WARNING, line) + 1;
}

static int draw_question(const struct screen_context *context, struct ui *ui,
			 const struct area *area)
{
	int row = ui_wrapped(ui, area, 0, 0, area->columns, STYLE_QUESTION,
			     _("Are you still filling in your form?")) +
		  1;

	return row + draw_countdown(context, ui, area, row);
}

static struct area question_box(const struct screen_context *context, struct ui *ui,
				const struct area *body)
{
	struct area measure = {.columns = DIALOG_COLUMNS, .rows = 100, .touch = body->touch};
	struct button buttons[2];
	int rows = draw_question(context, NULL, &measure);

	curtain_buttons(buttons);
	return parts_box(ui, body, rows + parts_buttons(NULL, &measure, 0, buttons, 2, 0),
			 DIALOG_COLUMNS);
}

static struct area whole(const struct screen_context *context)
{
	struct area body = parts_body(context);

	body.row = 0;
	body.rows = context->rows;
	return body;
}

static void draw_name(const struct screen_context *context, struct ui *ui, const struct area *body)
{
	struct area area = parts_column(body);
	int row = parts_margin(&area, 4, true);

	row += ui_wrapped(ui, &area, row, 0, area.columns, STYLE_TITLE,
			  context->settings->clinic.name) +
	       1;
	row += draw_countdown(context, ui, &area, row);
	ui_cursor(ui, &area, row, 0);
	ui_wrapped(ui, &area, row, 0, area.columns, STYLE_HINT, _("Press any key or touch here."));
}

static void curtain_draw(const struct screen_context *context, const void *state, struct ui *ui,
			 const struct area *body)
{
	const struct curtain *curtain = state;
	struct area screen = whole(context), inside;
	struct button buttons[2];

	(void)body;
	if (!curtain->asked) {
		draw_name(context, ui, &screen);
		return;
	}
	inside = question_box(context, ui, &screen);
	curtain_buttons(buttons);
	parts_buttons(ui, &inside, draw_question(context, ui, &inside), buttons, 2, curtain->focus);
}

static struct action on_click(const struct screen_context *context, const struct ui_event *event)
{
	struct area screen = whole(context), inside = question_box(context, NULL, &screen);
	struct action action = {.kind = ACTION_REDRAW};
	struct button buttons[2];
	int row, column;
	size_t at;

	curtain_buttons(buttons);
	if (!parts_inside(&inside, event->row, event->column, &row, &column))
		return action;
	at = parts_button_at(&inside, draw_question(context, NULL, &inside), buttons, 2, row,
			     column);
	if (at < 2)
		action.kind = buttons[at].action;
	return action;
}

/* Takes every event: none may reach what is behind it. */
static struct action curtain_key(struct screen_context *context, void *state,
				 const struct ui_event *event)
{
	struct curtain *curtain = state;
	struct action action = {.kind = ACTION_REDRAW};
	struct button buttons[2];

	if (!curtain->asked) {
		curtain->asked = true;
		return action;
	}
	if (event->key == UI_KEY_CLICK)
		return on_click(context, event);
	if (event->key == UI_KEY_F6 || event->key == UI_KEY_ESCAPE) {
		*curtain = (struct curtain){0};
		return action;
	}
	curtain_buttons(buttons);
	action = parts_buttons_key(event, buttons, 2, &curtain->focus);
	if (action.kind == ACTION_NONE)
		action.kind = ACTION_REDRAW;
	return action;
}

const struct screen screen_curtain = {
	.name = "curtain",
	.state_size = sizeof(struct curtain),
	.alone = true,
	.draw = curtain_draw,
	.key = curtain_key,
};
