/* Saved, then received: the reference that the desk can ask for. */
#include "parts.h"

#include <kiosk/base/words.h>

#define CODE_COLUMNS 29 /* of a QR code that holds a reference: version 1 with its quiet zone */
#define CODE_ROWS    15

/* The words stand beside the code where there is room for both. */
static bool has_code(const struct area *area)
{
	return area->columns >= 2 * CODE_COLUMNS && area->rows > CODE_ROWS;
}

static struct area words_column(const struct area *body)
{
	struct area area = parts_column(body);

	if (has_code(&area))
		area.columns -= CODE_COLUMNS + 3;
	return area;
}

/* The desk's scanner reads the reference off the screen. ASCII has no such code. */
static void draw_code(const struct screen_context *context, struct ui *ui, const struct area *body)
{
	struct area area = parts_column(body);
	int columns;

	if (has_code(&area))
		qr_draw(ui, &area, 1, area.columns - CODE_COLUMNS, context->reference, &columns);
}

struct receipt {
	size_t focus;
};

/* The sheet can be printed where the settings have both it and a printer. */
static size_t receipt_buttons(const struct screen_context *context, struct button buttons[2])
{
	size_t count = 0;

	buttons[count++] = (struct button){_("Finish"), ACTION_END};
	if (context->settings->commands.print.argv[0] && context->settings->pages.aftercare)
		buttons[count++] = (struct button){_("Print the aftercare sheet"), ACTION_PRINT};
	return count;
}

static int draw_print(const struct screen_context *context, struct ui *ui, const struct area *area,
		      int row)
{
	switch (context->print) {
	case PRINT_RUNNING:
		return ui_wrapped(ui, area, row, 0, area->columns, STYLE_HINT,
				  _("The sheet is being printed."));
	case PRINT_DONE:
		return ui_wrapped(ui, area, row, 0, area->columns, STYLE_SUCCESS,
				  _("The sheet is at the printer. Please take it with you."));
	case PRINT_FAILED:
		return ui_wrapped(ui, area, row, 0, area->columns, STYLE_WARNING,
				  _("The printer did not take the sheet. Please ask at the front "
				    "desk."));
	case PRINT_NONE:
		break;
	}
	return 0;
}

static int draw_state(const struct screen_context *context, struct ui *ui, const struct area *area,
		      int row)
{
	ui_glyph(ui, area, row, 0, STYLE_SUCCESS, GLYPH_TICK);
	row += ui_wrapped(ui, area, row, 2, area->columns - 2, STYLE_SUCCESS,
			  _("Saved on this kiosk"));
	switch (context->receipt) {
	case RECEIPT_RECEIVED:
		ui_glyph(ui, area, row, 0, STYLE_SUCCESS, GLYPH_TICK);
		return row + ui_wrapped(ui, area, row, 2, area->columns - 2, STYLE_SUCCESS,
					_("Received by the clinic"));
	case RECEIPT_REFUSED:
		ui_glyph(ui, area, row, 0, STYLE_WARNING, GLYPH_DOT);
		return row + ui_wrapped(ui, area, row, 2, area->columns - 2, STYLE_WARNING,
					_("Please tell the front desk your reference: the form "
					  "needs a look."));
	default:
		ui_glyph(ui, area, row, 0, STYLE_HINT, GLYPH_DOT);
		return row + ui_wrapped(ui, area, row, 2, area->columns - 2, STYLE_HINT,
					_("On its way to the clinic. You do not need to wait."));
	}
}

/* Returns the row of the button. */
static int lay_out(const struct screen_context *context, struct ui *ui, const struct area *area)
{
	int row = 1;

	row += ui_wrapped(ui, area, row, 0, area->columns, STYLE_TITLE,
			  _("Thank you. Your form is complete.")) +
	       1;
	row += ui_wrapped(ui, area, row, 0, area->columns, STYLE_TEXT, _("Your reference"));
	row += ui_wrapped(ui, area, row, 0, area->columns, STYLE_ACCENT, context->reference) + 1;
	row = draw_state(context, ui, area, row) + 1;
	if (context->call_staff)
		row += ui_wrapped(ui, area, row, 0, area->columns, STYLE_STRONG,
				  _("Please go to the front desk now. Our staff will talk with you "
				    "in private.")) +
		       1;
	else
		row += ui_wrapped(ui, area, row, 0, area->columns, STYLE_TEXT,
				  _("Please take a seat. We will call you.")) +
		       1;
	row += draw_print(context, ui, area, row);
	return row + 1;
}

static void draw(const struct screen_context *context, const void *state, struct ui *ui,
		 const struct area *body)
{
	const struct receipt *receipt = state;
	struct area area = words_column(body);
	struct button buttons[2];
	size_t count = receipt_buttons(context, buttons);

	draw_code(context, ui, body);
	parts_buttons(ui, &area, lay_out(context, ui, &area), buttons, count, receipt->focus);
}

static struct action key(struct screen_context *context, void *state, const struct ui_event *event)
{
	struct area body = parts_body(context), area = words_column(&body);
	struct action action = {.kind = ACTION_NONE};
	struct receipt *receipt = state;
	struct button buttons[2];
	size_t at, count = receipt_buttons(context, buttons);
	int row, column;

	if (event->key != UI_KEY_CLICK)
		return parts_buttons_key(event, buttons, count, &receipt->focus);
	if (parts_inside(&area, event->row, event->column, &row, &column)) {
		at = parts_button_at(&area, lay_out(context, NULL, &area), buttons, count, row,
				     column);
		if (at < count)
			action.kind = buttons[at].action;
	}
	return action;
}

static size_t hints(const struct screen_context *context, const void *state,
		    struct hint out[HINTS_MAX])
{
	(void)context;
	(void)state;
	out[0] = (struct hint){UI_KEY_ENTER, "Enter", N_("Finish")};
	out[1] = (struct hint){UI_KEY_F1, "F1", N_("Help")};
	return 2;
}

static const char *about(const struct screen_context *context, const void *state)
{
	(void)context;
	(void)state;
	return _("Your form is saved. Our staff can find it by the reference. This page closes by "
		 "itself.");
}

const struct screen screen_receipt = {
	.name = "receipt",
	.state_size = sizeof(struct receipt),
	.draw = draw,
	.key = key,
	.hints = hints,
	.about = about,
};
