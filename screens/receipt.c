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

static const struct button *finish(void)
{
	static struct button button;

	button = (struct button){_("Finish"), ACTION_END};
	return &button;
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
	return row + 1;
}

static void draw(const struct screen_context *context, const void *state, struct ui *ui,
		 const struct area *body)
{
	struct area area = words_column(body);

	(void)state;
	draw_code(context, ui, body);
	parts_buttons(ui, &area, lay_out(context, ui, &area), finish(), 1, 0);
}

static struct action key(struct screen_context *context, void *state, const struct ui_event *event)
{
	struct area body = parts_body(context), area = words_column(&body);
	struct action action = {.kind = ACTION_NONE};
	int row, column;

	(void)state;
	if (event->key == UI_KEY_ENTER || event->key == UI_KEY_SPACE)
		action.kind = ACTION_END;
	if (event->key == UI_KEY_CLICK &&
	    parts_inside(&area, event->row, event->column, &row, &column) &&
	    parts_button_at(&area, lay_out(context, NULL, &area), finish(), 1, row, column) == 0)
		action.kind = ACTION_END;
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
	.draw = draw,
	.key = key,
	.hints = hints,
	.about = about,
};
