#include "form_page.h"

#include <kiosk/base/words.h>

#include <stdio.h>
#include <string.h>

#define WORDS_MAX 4096

struct drawing {
	const struct screen_context *context;
	const struct form_state *state;
	const struct answers *answers;
	struct ui *ui; /* NULL: only measures */
	const struct area *area;
};

bool form_has_options(const struct screen_context *context, size_t slot)
{
	enum item_type type = answers_item(visit_answers_const(context->visit), slot)->type;

	return type == ITEM_BOOLEAN || type == ITEM_CHOICE;
}

size_t form_buttons(const struct screen_context *context, struct button buttons[2])
{
	bool confirm = visit_place(context->visit) == VISIT_CONFIRM;

	buttons[0] = (struct button){confirm ? _("Send my form") : _("Continue"),
				     confirm ? ACTION_SUBMIT : ACTION_NEXT};
	buttons[1] = (struct button){_("Back"), ACTION_BACK};
	return 2;
}

struct option_source {
	const struct answers *answers;
	size_t slot;
};

static void get_option(const void *context, size_t index, struct option_view *out)
{
	const struct option_source *source = context;
	const struct item *item = answers_item(source->answers, source->slot);

	*out = (struct option_view){
		.label = answers_option_label(source->answers, source->slot, index),
		.detail = index < item->option_count ? item->options[index].detail : NULL,
		.chosen = answers_chosen(source->answers, source->slot, index),
	};
}

static struct option_list list_of(const struct option_source *source,
				  const struct form_focus *focus)
{
	size_t count = answers_option_count(source->answers, source->slot);

	return (struct option_list){
		.count = count,
		.get = get_option,
		.context = source,
		.multiple = answers_item(source->answers, source->slot)->repeats,
		.focus = focus && focus->slot == source->slot ? focus->option : count,
	};
}

static int draw_options(const struct drawing *d, int row, size_t slot)
{
	struct option_source source = {d->answers, slot};
	struct option_list list = list_of(&source, &d->state->focus);
	int width = d->area->columns, used, map_rows = 0, map_columns, focus_row = row;
	struct form_map map;

	if (form_map(d->context, slot, &d->state->focus, width, d->area->rows, &map)) {
		width = map.columns;
		figure_dimensions(map.map.figure, map.map.size, &map_columns, &map_rows);
		if (d->ui)
			body_map_draw(d->ui, d->area, row, map.at, &map.map);
	}
	used = option_list_draw(d->ui, d->area, row, 0, width, &list, &focus_row);
	if (d->ui && list.focus < list.count)
		ui_cursor(d->ui, d->area, focus_row, 0);
	return used > map_rows ? used : map_rows;
}

static const char *date_format_words(const struct screen_context *context)
{
	switch (context->settings->date_order) {
	case DATE_MDY:
		return _("MM/DD/YYYY");
	case DATE_DMY:
		return _("DD/MM/YYYY");
	default:
		return _("YYYY-MM-DD");
	}
}

static int field_width(const struct item *item, int columns)
{
	int width = 48;

	if (item->type == ITEM_DATE)
		width = 16;
	else if (item->type == ITEM_INTEGER || item->type == ITEM_DECIMAL)
		width = 12;
	else if (item->type == ITEM_TEXT)
		width = columns;
	else if (item->max_length > 0 && item->max_length < 46)
		width = (int)item->max_length + 2;
	return width < columns ? width : columns;
}

static int draw_field(const struct drawing *d, int row, size_t slot)
{
	const struct item *item = answers_item(d->answers, slot);
	bool focus = d->state->focus.slot == slot;
	struct field plain = {.many = item->type == ITEM_TEXT};
	const char *placeholder = item->placeholder;
	int used, cursor_row = row, cursor_column = 0;

	if (!placeholder && item->type == ITEM_DATE)
		placeholder = date_format_words(d->context);
	used = field_draw(d->ui, d->area, row, 0, field_width(item, d->area->columns),
			  focus ? &d->state->field : &plain, answers_typed(d->answers, slot),
			  placeholder, focus, &cursor_row, &cursor_column);
	if (d->ui && focus)
		ui_cursor(d->ui, d->area, cursor_row, cursor_column);
	return used;
}

/* The words of a slot's fault, behind the question's own when with_question. */
static int draw_fault(const struct drawing *d, int row, size_t slot, bool with_question)
{
	enum answer_fault fault = answers_fault(d->answers, slot);
	const char *question = answers_item(d->answers, slot)->text;
	struct buf words;
	int used;

	if (!fault)
		return 0;
	buf_init(&words, WORDS_MAX, NULL);
	if ((with_question && question &&
	     buf_addf(&words, strchr(question, '?') ? "%s " : "%s: ", question)) ||
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
				: (int)strlen(item->prefix)) +
			 1;
	if (item->text)
		row += ui_wrapped(d->ui, d->area, row, column, d->area->columns - column, style,
				  item->text);
	if (item->help)
		row += ui_wrapped(d->ui, d->area, row, 0, d->area->columns, STYLE_HINT, item->help);
	return row - start;
}

static int draw_slot(const struct drawing *d, int row, size_t slot, int *input)
{
	const struct item *item = answers_item(d->answers, slot);
	int start = row;

	row += draw_text(d, row, slot);
	*input = row;
	if (!item_is_question(item))
		return row > start ? row - start + 1 : 0;
	if (d->state->checked)
		row += draw_fault(d, row, slot, false);
	*input = row;
	row += form_has_options(d->context, slot) ? draw_options(d, row, slot)
						  : draw_field(d, row, slot);
	return row - start + 1;
}

static int draw_summary(const struct drawing *d, int row)
{
	size_t faults[16];
	size_t i,
		count = answers_page_faults(d->answers, visit_page(d->context->visit), faults, 16);
	int start = row;

	if (!d->state->checked || count == 0)
		return 0;
	row += ui_wrapped(d->ui, d->area, row, 0, d->area->columns, STYLE_ERROR,
			  _("There is a problem"));
	for (i = 0; i < count && i < 16; i++)
		row += draw_fault(d, row, faults[i], true);
	return row - start + 1;
}

/* The canvas rows that must be in view for the focus. */
static void focus_rows(const struct screen_context *context, const struct form_state *state,
		       const struct form_layout *layout, int *row, int *rows)
{
	const struct answers *answers = visit_answers_const(context->visit);
	size_t i;

	*row = layout->buttons;
	*rows = 1;
	for (i = 0; i < layout->count; i++) {
		const struct form_block *block = &layout->blocks[i];
		struct option_source source = {answers, block->slot};
		struct option_list list;
		struct form_map map;
		int width = layout->area.columns;

		if (block->slot != state->focus.slot)
			continue;
		*row = block->input;
		if (!form_has_options(context, block->slot)) {
			*rows = block->row + block->rows - block->input;
			return;
		}
		if (form_map(context, block->slot, NULL, width, layout->area.rows, &map))
			width = map.columns;
		list = list_of(&source, NULL);
		option_list_rows(&list, width, state->focus.option, row, rows);
		*row += block->input;
		if (state->focus.option == 0) { /* the question stands with its first option */
			*rows += *row - block->row;
			*row = block->row;
		}
		return;
	}
}

void form_layout(const struct screen_context *context, const struct form_state *state,
		 const struct area *body, struct form_layout *layout)
{
	const struct answers *answers = visit_answers_const(context->visit);
	struct drawing d = {context, state, answers, NULL, &layout->area};
	size_t slots[FORM_PAGE_SLOTS];
	size_t i, count = answers_page(answers, visit_page(context->visit), slots, FORM_PAGE_SLOTS);
	int row, rows, focus;

	layout->area = parts_column(body);
	layout->count = count < FORM_PAGE_SLOTS ? count : FORM_PAGE_SLOTS;
	row = draw_summary(&d, 0);
	for (i = 0; i < layout->count; i++) {
		struct form_block *block = &layout->blocks[i];

		block->slot = slots[i];
		block->row = row;
		block->rows = draw_slot(&d, row, slots[i], &block->input);
		row += block->rows;
	}
	layout->buttons = row;
	layout->total = row + 1;
	focus_rows(context, state, layout, &focus, &rows);
	layout->area.scroll =
		parts_scroll(state->scroll, focus, rows, layout->area.rows, layout->total);
}

void form_draw(const struct screen_context *context, const struct form_state *state, struct ui *ui,
	       const struct form_layout *layout)
{
	struct drawing d = {context, state, visit_answers_const(context->visit), ui, &layout->area};
	struct button buttons[2];
	size_t i, count = form_buttons(context, buttons);
	int input;

	(void)draw_summary(&d, 0);
	for (i = 0; i < layout->count; i++)
		(void)draw_slot(&d, layout->blocks[i].row, layout->blocks[i].slot, &input);
	parts_buttons(ui, &layout->area, layout->buttons, buttons, count,
		      state->focus.slot == SLOT_NONE ? state->focus.option : count);
	parts_more(ui, &layout->area, layout->total);
}

static bool option_at(const struct screen_context *context, const struct form_layout *layout,
		      const struct form_block *block, int row, int column, struct form_focus *out)
{
	struct option_source source = {visit_answers_const(context->visit), block->slot};
	struct option_list list = list_of(&source, NULL);
	int width = layout->area.columns;
	struct form_map map;

	out->slot = block->slot;
	out->option = list.count;
	if (form_map(context, block->slot, NULL, width, layout->area.rows, &map)) {
		width = map.columns;
		if (column >= map.at) {
			size_t region = body_map_at(&map.map, row - block->input, column - map.at);

			if (region < figure_region_count(context->figure))
				out->option = form_map_option(context, block->slot, region);
			return out->option < list.count;
		}
	}
	if (column < width)
		out->option = option_list_at(&list, width, row - block->input);
	return out->option < list.count;
}

bool form_at(const struct screen_context *context, const struct form_layout *layout, int row,
	     int column, struct form_focus *out)
{
	struct button buttons[2];
	size_t i, at, count = form_buttons(context, buttons);

	at = parts_button_at(&layout->area, layout->buttons, buttons, count, row, column);
	if (at < count) {
		*out = (struct form_focus){SLOT_NONE, at};
		return true;
	}
	for (i = 0; i < layout->count; i++) {
		const struct form_block *block = &layout->blocks[i];

		if (row < block->input || row >= block->row + block->rows ||
		    !item_is_question(
			    answers_item(visit_answers_const(context->visit), block->slot)))
			continue;
		if (form_has_options(context, block->slot))
			return option_at(context, layout, block, row, column, out);
		*out = (struct form_focus){block->slot, 0};
		return true;
	}
	return false;
}
