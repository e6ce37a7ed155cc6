/* Saved, then received: the reference that the desk can ask for. */
#include "parts.h"

#include <kiosk/base/log.h>
#include <kiosk/base/words.h>

#include <limits.h>
#include <stdio.h>
#include <string.h>

#define WIDE_COLUMNS   80
#define WIDER_COLUMNS  120 /* on a large terminal */
#define GAP            3
#define WORDS_COLUMNS  39   /* the least that the words need beside a code */
#define CODE_TEXT_MAX  1200 /* bytes: more than a screen has room for */
#define PAGE_BYTES_MAX (256u << 10)

struct receipt {
	char code[CODE_TEXT_MAX]; /* what the QR code holds; "": no code */
	size_t focus;
};

static void page_text(const struct screen_context *context, struct buf *out)
{
	struct page *page = NULL;
	struct buf file, text;

	buf_init(&file, PATH_MAX, NULL);
	buf_init(&text, PAGE_BYTES_MAX, NULL);
	if (settings_page(context->settings->receipt.qr_page, context->language->tag, &file) ||
	    content_read(context->content, buf_str(&file), &text) ||
	    page_parse(buf_str(&text), text.len, &page) || page_write_plain(page, out)) {
		log_event(LOG_LEVEL_ERROR, "%s: no code of this page", buf_str(&file));
		buf_truncate(out, 0);
	}
	page_close(page);
	buf_release(&text);
	buf_release(&file);
}

static void enter(struct screen_context *context, void *state)
{
	struct receipt *receipt = state;
	struct buf text;

	buf_init(&text, CODE_TEXT_MAX - 1, NULL);
	if (context->settings->receipt.qr_page)
		page_text(context, &text);
	else if (context->settings->receipt.qr_url &&
		 buf_adds(&text, context->settings->receipt.qr_url))
		buf_truncate(&text, 0);
	snprintf(receipt->code, sizeof(receipt->code), "%s", buf_str(&text));
	buf_release(&text);
}

static struct area whole_column(const struct area *body)
{
	return parts_wide(body, body->columns >= WIDER_COLUMNS + 10 ? WIDER_COLUMNS : WIDE_COLUMNS);
}

/* Columns of the code at the right, 0 where it does not fit beside the words. */
static int code_columns(const struct receipt *receipt, const struct area *body)
{
	struct area area = whole_column(body);
	int columns = 0;

	if (!*receipt->code || !qr_draw(NULL, &area, 1, 0, receipt->code, &columns))
		return 0;
	return area.columns >= columns + GAP + WORDS_COLUMNS ? columns : 0;
}

static struct area words_column(const struct receipt *receipt, const struct area *body)
{
	int columns = code_columns(receipt, body);
	struct area area = columns > 0 ? whole_column(body) : parts_column(body);

	if (columns > 0)
		area.columns -= columns + GAP;
	return area;
}

static void draw_code(const struct receipt *receipt, struct ui *ui, const struct area *body)
{
	struct area area = whole_column(body);
	int columns = code_columns(receipt, body), left = area.columns - columns, top, rows;

	if (columns == 0)
		return;
	if (ui_is_ascii(ui)) { /* which has no code */
		ui_wrapped(ui, &area, 0, left, columns, STYLE_STRONG, _("Aftercare"));
		ui_wrapped(ui, &area, 1, left, columns, STYLE_TEXT, receipt->code);
		return;
	}
	rows = qr_draw(NULL, &area, 1, left, receipt->code, &columns);
	top = parts_margin(&area, rows + 1, true);
	ui_wrapped(ui, &area, top, left, columns, STYLE_HINT, _("Aftercare, for your phone"));
	qr_draw(ui, &area, top + 1, left, receipt->code, &columns);
}

static bool can_print(const struct screen_context *context)
{
	return context->settings->commands.print.argv[0] && context->settings->pages.aftercare;
}

static size_t buttons_of(const struct screen_context *context, struct button buttons[2])
{
	size_t count = 0;

	buttons[count++] = (struct button){_("Finish"), ACTION_END};
	if (can_print(context))
		buttons[count++] = (struct button){_("Print the aftercare sheet"), ACTION_PRINT};
	return count;
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

static int draw_next(const struct screen_context *context, struct ui *ui, const struct area *area,
		     int row)
{
	int start = row;

	if (context->call_staff)
		return ui_wrapped(ui, area, row, 0, area->columns, STYLE_STRONG,
				  _("Please go to the front desk now. Our staff will talk with you "
				    "in private."));
	row += ui_wrapped(ui, area, row, 0, area->columns, STYLE_STRONG,
			  _("Please take a seat. We will call you."));
	row += ui_wrapped(ui, area, row, 0, area->columns, STYLE_TEXT,
			  _("Talk to our staff if anything changes or you feel unwell."));
	return row - start;
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
	default:
		return 0;
	}
}

/* Draws the words from a row on, with gap empty rows between them; returns the row of the buttons.
 */
static int draw_words(const struct screen_context *context, struct ui *ui, const struct area *area,
		      int row, int gap)
{
	char line[128];
	int printed;

	row += ui_wrapped(ui, area, row, 0, area->columns, STYLE_TITLE,
			  _("Thank you. Your form is complete.")) +
	       gap;
	snprintf(line, sizeof(line), "%s: %s", _("Your reference"), context->reference);
	row += ui_wrapped(ui, area, row, 0, area->columns, STYLE_TEXT, line);
	row += letters_draw(ui, area, row + gap, 0, area->columns, area->rows / 3, STYLE_ACCENT,
			    context->reference) +
	       2 * gap;
	row = draw_state(context, ui, area, row) + gap;
	row += draw_next(context, ui, area, row) + gap;
	printed = draw_print(context, ui, area, row);
	return row + printed + (printed > 0 ? gap : 0);
}

/* The same, with as much space as there is. */
static int lay_out(const struct screen_context *context, struct ui *ui, const struct area *area)
{
	int buttons = button_rows(area);
	int total = draw_words(context, NULL, area, 0, 1) + buttons;

	if (total > area->rows)
		return draw_words(context, ui, area, 0, 0);
	return draw_words(context, ui, area, parts_margin(area, total, true), 1);
}

static void draw(const struct screen_context *context, const void *state, struct ui *ui,
		 const struct area *body)
{
	const struct receipt *receipt = state;
	struct area area = words_column(receipt, body);
	struct button buttons[2];
	size_t count = buttons_of(context, buttons);

	draw_code(receipt, ui, body);
	parts_buttons(ui, &area, lay_out(context, ui, &area), buttons, count, receipt->focus);
}

static struct action on_click(const struct screen_context *context, struct receipt *receipt,
			      const struct ui_event *event)
{
	struct area body = parts_body(context), area = words_column(receipt, &body);
	struct action action = {.kind = ACTION_NONE};
	struct button buttons[2];
	size_t at, count = buttons_of(context, buttons);
	int row, column;

	if (!parts_inside(&area, event->row, event->column, &row, &column))
		return action;
	at = parts_button_at(&area, lay_out(context, NULL, &area), buttons, count, row, column);
	if (at < count) {
		receipt->focus = at;
		action.kind = buttons[at].action;
	}
	return action;
}

static struct action key(struct screen_context *context, void *state, const struct ui_event *event)
{
	struct receipt *receipt = state;
	struct button buttons[2];
	size_t count = buttons_of(context, buttons);

	if (event->key == UI_KEY_CLICK)
		return on_click(context, receipt, event);
	return parts_buttons_key(event, buttons, count, &receipt->focus);
}

static size_t hints(const struct screen_context *context, const void *state,
		    struct hint out[HINTS_MAX])
{
	const struct receipt *receipt = state;

	(void)context;
	out[0] = (struct hint){UI_KEY_ENTER, "Enter",
			       receipt && receipt->focus > 0 ? N_("Print") : N_("Finish")};
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
	.enter = enter,
	.translated = enter,
	.draw = draw,
	.key = key,
	.hints = hints,
	.about = about,
};
