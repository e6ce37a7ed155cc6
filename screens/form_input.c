/* Where an answer is given: fields, options, the body map. */
#include "form_draw.h"

#include <kiosk/base/text.h>
#include <kiosk/base/words.h>

#include <string.h>

#define SEARCH_WIDTH 32
#define MAP_GAP_ROWS 25 /* of the screen, from where on there is one above the map */

/* The cursor stands here until an option is shown that has the focus. */
static int draw_search(const struct drawing *d, int row)
{
	struct field field = {.cursor = strlen(d->state->search)};
	int cursor_row, cursor_column;
	int rows = field_draw(d->ui, d->area, row, 0, SEARCH_WIDTH, &field, d->state->search,
			      _("Type to search"), true, &cursor_row, &cursor_column);

	if (d->ui)
		ui_cursor(d->ui, d->area, cursor_row, cursor_column);
	return rows;
}

static int draw_list_words(const struct drawing *d, int row, const struct form_list *list)
{
	struct buf words;
	int used = 0;

	buf_init(&words, WORDS_MAX, NULL);
	if (!form_list_words(list, &words) && words.len > 0)
		used = ui_wrapped(d->ui, d->area, row, 0, d->area->columns, STYLE_HINT,
				  buf_str(&words));
	buf_release(&words);
	return used;
}

static int draw_long(const struct drawing *d, int row, const struct form_list *list)
{
	int start = row, focus_row = row;

	if (list->searched)
		row += draw_search(d, row);
	row += option_list_draw(d->ui, d->area, row, 0, d->area->columns, &list->list, &focus_row);
	if (d->ui && list->list.focus < list->list.count)
		ui_cursor(d->ui, d->area, focus_row, 0);
	return row + draw_list_words(d, row, list) - start;
}

static int draw_options(const struct drawing *d, int row, size_t slot)
{
	int width = d->area->columns, used, map_rows = 0, map_columns, focus_row = row;
	struct form_list list;
	struct form_map map;

	form_list(d->context, d->state, slot, &list);
	if (list.is_long)
		return draw_long(d, row, &list);
	if (form_map(d->context, slot, &d->state->focus, d->area, &map)) {
		width = map.columns;
		figure_dimensions(map.map.figure, map.map.size, &map_columns, &map_rows);
		if (d->ui)
			body_map_draw(d->ui, d->area, row, map.at, &map.map);
	}
	used = option_list_draw(d->ui, d->area, row, 0, width, &list.list, &focus_row);
	if (d->ui && list.list.focus < list.list.count) {
		if (map_rows > 0)
			form_map_leader(d->ui, d->area, &map, row, focus_row,
					answers_option_label(d->answers, slot, list.list.focus),
					list.list.cards);
		ui_cursor(d->ui, d->area, focus_row, list.list.cards ? OPTION_CARD_COLUMNS : 0);
	}
	return used > map_rows ? used : map_rows;
}

/* Cells that a frame takes on either side. */
static int field_frame(const struct area *area)
{
	return area->touch ? 1 : 0;
}

int form_field_width(const struct item *item, const struct area *area)
{
	int width = 48, columns = area->columns - 2 * field_frame(area);

	if (item->type == ITEM_DATE)
		width = 16;
	else if (item->type == ITEM_DATETIME)
		width = 24;
	else if (item->type == ITEM_INTEGER || item->type == ITEM_DECIMAL ||
		 item->type == ITEM_TIME || item->type == ITEM_QUANTITY)
		width = 12;
	else if (item->type == ITEM_TEXT)
		width = columns;
	else if (item->max_length > 0 && item->max_length < 46)
		width = (int)item->max_length + 2;
	return width < columns ? width : columns;
}

bool form_masked(const struct screen_context *context, size_t slot)
{
	const struct item *item = answers_item(visit_answers_const(context->visit), slot);

	return item_within_code(context->questionnaire, item,
				context->settings->form.masked_fields.system,
				context->settings->form.masked_fields.code);
}

/* What was understood of a date, beside its field, or below it where that is too narrow. Returns
 * the rows that it takes of its own. */
static int draw_meaning(const struct drawing *d, int row, int column, int below, size_t slot)
{
	const struct item *item = answers_item(d->answers, slot);
	struct buf words;
	int used = 0, width;

	if ((item->type != ITEM_DATE && item->type != ITEM_DATETIME) ||
	    answers_count(d->answers, slot) == 0)
		return 0;
	buf_init(&words, WORDS_MAX, NULL);
	if (answers_describe(d->answers, slot, &words))
		buf_truncate(&words, 0);
	width = text_width(buf_str(&words), words.len);
	if (column + width > d->area->columns) {
		row = below;
		column = 0;
		used = 1;
	}
	if (d->ui)
		ui_puts(d->ui, d->area, row, column, STYLE_HINT, buf_str(&words));
	buf_release(&words);
	return used;
}

static int draw_field(const struct drawing *d, int row, struct form_block *block)
{
	size_t slot = block->at.slot;
	const struct item *item = answers_item(d->answers, slot);
	bool focus = d->state->focus.at.slot == slot && form_on_field(d->context, &d->state->focus);
	struct field field =
		focus ? d->state->field : (struct field){.many = item->type == ITEM_TEXT};
	const char *unit = answers_unit(d->answers, slot);
	int frame = field_frame(d->area), border = frame > 0,
	    width = form_field_width(item, d->area);
	int used, cursor_row = row, cursor_column = 0;
	char room[64];

	field.masked = !d->state->unmasked && form_masked(d->context, slot);
	field.many = field.many && !field.masked;
	used = field_draw(d->ui, d->area, row + border, frame, width, &field,
			  answers_typed(d->answers, slot), form_placeholder(d->context, item, room),
			  focus, &cursor_row, &cursor_column);
	block->cursor = cursor_row;
	if (border && d->ui)
		ui_frame(d->ui, d->area, row, 0, used + 2, width + 2 * frame,
			 focus ? STYLE_ACCENT : STYLE_RULE);
	if (unit && d->ui)
		ui_puts(d->ui, d->area, row + border, width + 2 * frame + 1, STYLE_TEXT, unit);
	if (d->ui && focus)
		ui_cursor(d->ui, d->area, cursor_row, cursor_column);
	if (!field.masked)
		used += draw_meaning(d, row + border, width + 2 * frame + 2,
				     row + used + 2 * border, slot);
	return used + 2 * border;
}

int form_draw_input(const struct drawing *d, int row, struct form_block *block)
{
	const struct item *item = answers_item(d->answers, block->at.slot);
	bool typed = item_typed(item);
	int start = row;

	if (typed && item->type == ITEM_QUANTITY) {
		block->field = row;
		row += draw_field(d, row, block);
	}
	if (answers_option_count(d->answers, block->at.slot) > 0) {
		row += item->control == CONTROL_BODY_MAP && d->area->rows >= MAP_GAP_ROWS;
		block->options = row;
		row += draw_options(d, row, block->at.slot);
	}
	if (typed && item->type == ITEM_OPEN_CHOICE)
		row += ui_wrapped(d->ui, d->area, row, 0, d->area->columns, STYLE_HINT,
				  _("Or write your own answer"));
	if (typed && item->type != ITEM_QUANTITY) {
		block->field = row;
		row += draw_field(d, row, block);
	}
	return row - start;
}
