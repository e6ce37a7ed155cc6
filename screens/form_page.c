#include "form_draw.h"

#include <kiosk/base/text.h>
#include <kiosk/base/words.h>

#include <stdio.h>
#include <string.h>

#define TEXT_MAX    65536 /* of one question */
#define SUMMARY_MAX 16    /* faults */

/* The words of a slot's fault, behind the question's own when with_question. */
static int draw_fault(const struct drawing *d, int row, size_t slot, bool with_question)
{
	enum answer_fault fault = answers_fault(d->answers, slot);
	struct buf words;
	int used;

	if (!fault)
		return 0;
	buf_init(&words, WORDS_MAX, NULL);
	if ((with_question && form_question_words(d->answers, slot, &words)) ||
	    (words.len > 0 && buf_adds(&words, words.data[words.len - 1] == '?' ? " " : ": ")) ||
	    answers_fault_text(d->answers, slot, fault, &words))
		buf_truncate(&words, 0);
	if (d->ui)
		ui_glyph(d->ui, d->area, row, 0, STYLE_ERROR,
			 with_question ? GLYPH_BULLET : GLYPH_CROSS);
	used = ui_wrapped(d->ui, d->area, row, 2, d->area->columns - 2, STYLE_ERROR,
			  words.len > 0 ? buf_str(&words) : _("Check this answer"));
	buf_release(&words);
	return used;
}

static int draw_words(const struct drawing *d, int row, int column, size_t slot, enum style style)
{
	struct buf words;
	int used = 0;

	buf_init(&words, TEXT_MAX, NULL);
	if (form_instance_words(d->answers, slot, &words))
		buf_truncate(&words, 0);
	if (words.len > 0)
		used = ui_wrapped(d->ui, d->area, row, column, d->area->columns - column, style,
				  buf_str(&words));
	buf_release(&words);
	return used;
}

static int draw_hint(const struct drawing *d, int row,
		     enum status (*words_of)(const struct item *item, struct buf *out),
		     const struct item *item)
{
	struct buf words;
	int used = 0;

	buf_init(&words, WORDS_MAX, NULL);
	if (!words_of(item, &words) && words.len > 0)
		used = ui_wrapped(d->ui, d->area, row, 0, d->area->columns, STYLE_HINT,
				  buf_str(&words));
	buf_release(&words);
	return used;
}

static int draw_text(const struct drawing *d, int row, size_t slot)
{
	const struct item *item = answers_item(d->answers, slot);
	bool title =
		(size_t)(item - d->context->questionnaire->items) == visit_page(d->context->visit);
	enum style style = title ? STYLE_TITLE : STYLE_QUESTION;
	int column = 0, start = row;

	if (item->type == ITEM_DISPLAY)
		style = STYLE_TEXT;
	if (item->prefix)
		column = (d->ui ? ui_puts(d->ui, d->area, row, 0, style, item->prefix)
				: (int)text_width(item->prefix, strlen(item->prefix))) +
			 1;
	row += draw_words(d, row, column, slot, style);
	if (item->help)
		row += ui_wrapped(d->ui, d->area, row, 0, d->area->columns, STYLE_HINT, item->help);
	row += draw_hint(d, row, form_range, item);
	row += draw_hint(d, row, form_link, item);
	return row - start;
}

static int draw_end(const struct drawing *d, int row, struct page_entry at)
{
	struct form_end end;

	form_end(d->context, at.slot, &end);
	if (end.count == 0)
		return 0;
	return 1 + parts_buttons(d->ui, d->area, row, end.buttons, end.count,
				 form_same_entry(d->state->focus.at, at) ? d->state->focus.stop
									 : end.count);
}

/* Draws the entry of the block, whose place it fills in but for its first row. */
static int draw_slot(const struct drawing *d, int row, struct form_block *block)
{
	const struct item *item = answers_item(d->answers, block->at.slot);
	int start = row;

	block->row = row;
	block->options = block->field = block->cursor = -1;
	if (block->at.end)
		return draw_end(d, row, block->at);
	row += draw_text(d, row, block->at.slot);
	if (item->type == ITEM_GROUP && d->state->checked)
		row += draw_fault(d, row, block->at.slot, false);
	if (item_at_desk(item))
		row += ui_wrapped(d->ui, d->area, row, 0, d->area->columns, STYLE_HINT,
				  _("Please give this at the front desk."));
	if (!item_is_question(item) || item_at_desk(item))
		return row > start ? row - start + 1 : 0;
	if (d->state->checked)
		row += draw_fault(d, row, block->at.slot, false);
	return row - start + form_draw_input(d, row, block) + 1;
}

static int draw_more_faults(const struct drawing *d, int row, size_t count)
{
	char words[64];

	/* TRANSLATORS: behind the first few of a list of problems */
	snprintf(words, sizeof(words), _("And %zu more below"), count);
	return ui_wrapped(d->ui, d->area, row, 2, d->area->columns - 2, STYLE_ERROR, words);
}

/* It takes half of the screen at most: the first question that is to be mended is seen with it. */
static int draw_summary(const struct drawing *d, int row)
{
	struct drawing measure = *d;
	size_t faults[SUMMARY_MAX], count = 0, i;
	int start = row, last = row + d->area->rows / 2;

	measure.ui = NULL;
	if (d->state->checked)
		count = answers_page_faults(d->answers, visit_page(d->context->visit), faults,
					    SUMMARY_MAX);
	if (count == 0)
		return 0;
	row += ui_wrapped(d->ui, d->area, row, 0, d->area->columns, STYLE_ERROR,
			  _("There is a problem"));
	if (parts_single(d->context)) /* what is wrong stands with its question */
		return row - start + 1;
	for (i = 0; i < count && i < SUMMARY_MAX; i++) {
		if (i > 0 && row + draw_fault(&measure, row, faults[i], true) >= last)
			break;
		row += draw_fault(d, row, faults[i], true);
	}
	if (i < count)
		row += draw_more_faults(d, row, count - i);
	return row - start + 1;
}

static int draw_position(const struct drawing *d, int row)
{
	size_t position, total;
	char words[80];

	if (!form_position(d->context, d->state, &position, &total))
		return 0;
	snprintf(words, sizeof(words), _("Question %zu of %zu"), position, total);
	return ui_wrapped(d->ui, d->area, row, 0, d->area->columns, STYLE_HINT, words);
}

/* What stands above the questions. Where the form has no group to confirm with, it is said what the
 * button does. */
static int draw_head(const struct drawing *d, int top)
{
	int row = top + draw_summary(d, top);

	row += draw_position(d, row);

	if (visit_page(d->context->visit) != ITEM_NONE)
		return row;
	row += ui_wrapped(d->ui, d->area, row, 0, d->area->columns, STYLE_TITLE,
			  _("Send your form"));
	row += ui_wrapped(d->ui, d->area, row, 0, d->area->columns, STYLE_TEXT,
			  _("Your answers go to the clinic when you send them."));
	return row + 1;
}

static void move_block(struct form_block *block, int rows)
{
	block->row += rows;
	block->options += block->options >= 0 ? rows : 0;
	block->field += block->field >= 0 ? rows : 0;
	block->cursor += block->cursor >= 0 ? rows : 0;
}

static void move_down(struct form_layout *layout, int rows)
{
	for (size_t i = 0; i < layout->count; i++)
		move_block(&layout->blocks[i], rows);
	layout->top += rows;
	layout->buttons += rows;
	layout->total += rows;
}

/* Frames have air of their own: where the page fits without the empty rows behind them, they go. */
static void close_up(struct form_layout *layout)
{
	int excess = layout->total - layout->area.rows, framed = 0, gone = 0;

	for (size_t i = 0; i < layout->count; i++)
		framed += layout->blocks[i].options >= 0 || layout->blocks[i].field >= 0;
	if (!layout->area.touch || excess <= 0 || excess > framed)
		return;
	for (size_t i = 0; i < layout->count; i++) {
		struct form_block *block = &layout->blocks[i];
		bool is_framed = block->options >= 0 || block->field >= 0;

		move_block(block, -gone);
		block->rows -= is_framed;
		gone += is_framed;
	}
	layout->buttons -= gone;
	layout->total -= gone;
}

void form_layout(const struct screen_context *context, const struct form_state *state,
		 const struct area *body, struct form_layout *layout)
{
	const struct answers *answers = visit_answers_const(context->visit);
	struct drawing d = {context, state, answers, NULL, &layout->area};
	struct page_entry entries[FORM_PAGE_ENTRIES];
	struct button buttons[2];
	struct area above;
	int row;

	above = form_above_keyboard(state, body);
	layout->area = form_area(context, &above);
	layout->count = form_shown(context, state, entries);
	layout->top = 0;
	layout->repeats = false;
	for (size_t i = 0; i < layout->count; i++)
		layout->repeats = layout->repeats || entries[i].end;
	if (layout->repeats) {
		layout->area.row++;
		layout->area.rows--;
	}
	row = draw_head(&d, 0);
	for (size_t i = 0; i < layout->count; i++) {
		struct form_block *block = &layout->blocks[i];

		block->at = entries[i];
		if (i > 0 && entries[i].end && entries[i - 1].slot == entries[i].slot &&
		    form_stops(context, entries[i]) > 0) { /* the buttons of the field above */
			block[-1].rows--;
			row--;
		}
		block->rows = draw_slot(&d, row, block);
		row += block->rows;
	}
	layout->buttons = row;
	layout->total = row + parts_buttons(NULL, &layout->area, row, buttons,
					    form_buttons(context, state, buttons), 2);
	close_up(layout);
	move_down(layout, parts_margin(&layout->area, layout->total, parts_single(context)));
	form_scroll(context, state, layout);
}

static bool heading_hidden(const struct form_layout *layout, size_t slot)
{
	for (size_t i = 0; i < layout->count; i++)
		if (layout->blocks[i].at.slot == slot && !layout->blocks[i].at.end)
			return layout->blocks[i].row < layout->area.scroll;
	return false;
}

/* The heading of an instance that the focus is in has left the screen. */
static bool path_hidden(const struct drawing *d, const struct form_layout *layout)
{
	size_t slot = d->state->focus.at.slot;

	for (size_t at = slot; at != SLOT_NONE; at = answers_parent(d->answers, at))
		if (form_on_path(d->answers, at, slot) && heading_hidden(layout, at))
			return true;
	return false;
}

static void draw_path(const struct drawing *d, const struct form_layout *layout)
{
	struct area line = layout->area;
	struct buf words;

	line.row--;
	line.rows = 1;
	line.scroll = 0;
	if (!path_hidden(d, layout))
		return;
	buf_init(&words, WORDS_MAX, NULL);
	if (!form_path_line(d->answers, d->state->focus.at.slot, line.columns, &words))
		ui_puts(d->ui, &line, 0, 0, STYLE_ACCENT, buf_str(&words));
	buf_release(&words);
}

void form_draw(const struct screen_context *context, const struct form_state *state, struct ui *ui,
	       const struct form_layout *layout)
{
	struct drawing d = {context, state, visit_answers_const(context->visit), ui, &layout->area};
	struct button buttons[2];
	size_t i, count = form_buttons(context, state, buttons);

	if (layout->repeats)
		draw_path(&d, layout);
	(void)draw_head(&d, layout->top);
	for (i = 0; i < layout->count; i++) {
		struct form_block block = layout->blocks[i];

		(void)draw_slot(&d, block.row, &block);
	}
	parts_buttons(ui, &layout->area, layout->buttons, buttons, count,
		      state->focus.at.slot == SLOT_NONE ? state->focus.stop : count);
	if (!form_in_view(layout)) /* beside the mark that there is more */
		ui_cursor(ui, &layout->area, layout->area.scroll + layout->area.rows - 1, 0);
	parts_more(ui, &layout->area, layout->total);
}
