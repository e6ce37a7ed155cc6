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
	int scroll; /* of words that are more than the screen has room for */
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

/* Where the words and the buttons stand. What does not fit scrolls above buttons that stay. */
struct layout {
	struct area words, foot;
	int first, gap; /* canvas rows of the words: the first, and those between them */
	int total;      /* of all words */
	int buttons;    /* canvas row of foot */
	struct button list[2];
	size_t count;
};

static void lay_out(const struct screen_context *context, const struct receipt *receipt,
		    const struct area *body, struct layout *out)
{
	int rows;

	out->count = buttons_of(context, out->list);
	out->foot = out->words = words_column(receipt, body);
	rows = parts_buttons(NULL, &out->foot, 0, out->list, out->count, out->count);
	out->first = 0;
	out->gap = 1;
	out->total = draw_words(context, NULL, &out->words, 0, 1);
	if (out->total + rows <= body->rows) {
		out->first = parts_margin(&out->words, out->total + rows, true);
		out->buttons = out->first + out->total;
		return;
	}
	out->gap = 0;
	out->total = draw_words(context, NULL, &out->words, 0, 0);
	out->buttons = out->total;
	if (out->total + rows <= body->rows)
		return;
	out->buttons = body->rows - rows;
	out->words.rows = out->buttons;
	out->total = draw_words(context, NULL, &out->words, 0, 0);
	out->words.scroll =
		parts_scroll(receipt->scroll, receipt->scroll, 1, out->words.rows, out->total);
}

static bool at_end(const struct layout *layout)
{
	return layout->words.scroll + layout->words.rows >= layout->total;
}

static void draw(const struct screen_context *context, const void *state, struct ui *ui,
		 const struct area *body)
{
	const struct receipt *receipt = state;
	struct layout layout;

	lay_out(context, receipt, body, &layout);
	draw_code(receipt, ui, body);
	draw_words(context, ui, &layout.words, layout.first, layout.gap);
	parts_more(ui, &layout.words, layout.total);
	parts_buttons(ui, &layout.foot, layout.buttons, layout.list, layout.count, receipt->focus);
}

static struct action scroll_by(struct receipt *receipt, const struct layout *layout, int rows)
{
	int wanted = layout->words.scroll + rows;

	wanted = wanted < 0 ? 0 : wanted;
	receipt->scroll = parts_scroll(wanted, wanted, 1, layout->words.rows, layout->total);
	return (struct action){.kind = ACTION_REDRAW};
}

/* Nothing that is to be read is passed over. */
static struct action press(struct receipt *receipt, const struct layout *layout, size_t button)
{
	receipt->focus = button;
	if (layout->list[button].action == ACTION_END && !at_end(layout))
		return scroll_by(receipt, layout,
				 layout->words.rows > 2 ? layout->words.rows - 1 : 1);
	return (struct action){.kind = layout->list[button].action};
}

static struct action on_click(struct receipt *receipt, const struct layout *layout,
			      const struct ui_event *event)
{
	enum ui_key more = parts_more_at(&layout->words, layout->total, event);
	int row, column;
	size_t at;

	if (more != UI_KEY_NONE)
		return scroll_by(receipt, layout,
				 more == UI_KEY_PAGE_UP ? -layout->words.rows : layout->words.rows);
	if (!parts_inside(&layout->foot, event->row, event->column, &row, &column))
		return (struct action){.kind = ACTION_NONE};
	at = parts_button_at(&layout->foot, layout->buttons, layout->list, layout->count, row,
			     column);
	if (at == layout->count)
		return (struct action){.kind = ACTION_NONE};
	return press(receipt, layout, at);
}

static struct action key(struct screen_context *context, void *state, const struct ui_event *event)
{
	struct area body = parts_body(context);
	struct receipt *receipt = state;
	struct layout layout;
	bool scrolls;

	lay_out(context, receipt, &body, &layout);
	scrolls = layout.total > layout.words.rows;
	switch (event->key) {
	case UI_KEY_CLICK:
		return on_click(receipt, &layout, event);
	case UI_KEY_ENTER:
	case UI_KEY_SPACE:
		return press(receipt, &layout, receipt->focus);
	case UI_KEY_UP:
	case UI_KEY_WHEEL_UP:
		if (scrolls)
			return scroll_by(receipt, &layout, -1);
		break;
	case UI_KEY_DOWN:
	case UI_KEY_WHEEL_DOWN:
		if (scrolls)
			return scroll_by(receipt, &layout, 1);
		break;
	default:
		break;
	}
	return parts_buttons_key(event, layout.list, layout.count, &receipt->focus);
}

static const char *enter_hint(const struct screen_context *context, const struct receipt *receipt)
{
	struct area body = parts_body(context);
	struct layout layout;

	if (!receipt)
		return N_("Finish");
	if (receipt->focus > 0)
		return N_("Print");
	lay_out(context, receipt, &body, &layout);
	return at_end(&layout) ? N_("Finish") : N_("Read on");
}

static size_t hints(const struct screen_context *context, const void *state,
		    struct hint out[HINTS_MAX])
{
	out[0] = (struct hint){UI_KEY_ENTER, "Enter", enter_hint(context, state)};
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
