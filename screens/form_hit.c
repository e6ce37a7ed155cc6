/* What stands under the pointer on a page of questions. */
#include "form_page.h"

static bool option_at(const struct screen_context *context, const struct form_state *state,
		      const struct form_layout *layout, const struct form_block *block, int row,
		      int column, struct form_focus *out)
{
	size_t count = answers_option_count(visit_answers_const(context->visit), block->at.slot);
	size_t option = count, position;
	int width = layout->area.columns;
	struct form_list list;
	struct form_map map;

	form_list(context, state, block->at.slot, &list);

	if (form_map(context, block->at.slot, NULL, &layout->area, &map)) {
		width = map.columns;
		if (column >= map.at) {
			size_t region =
				body_map_at(&map.map, row - block->options, column - map.at);

			if (region < figure_region_count(context->figure))
				option = form_map_option(context, block->at.slot, region);
		}
	}
	position = option_list_at(&list.list, width, row - block->options - list.searched);
	if (column < width && position < list.list.count)
		option = form_list_option(&list, position);
	*out = (struct form_focus){block->at, form_option_stop(context, block->at.slot, option)};
	return option < count;
}

static bool end_at(const struct screen_context *context, const struct form_layout *layout,
		   const struct form_block *block, int row, int column, struct form_focus *out)
{
	struct form_end end;

	form_end(context, block->at.slot, &end);
	*out = (struct form_focus){block->at, parts_button_at(&layout->area, block->row,
							      end.buttons, end.count, row, column)};
	return out->stop < end.count;
}

static bool stop_at(const struct screen_context *context, const struct form_state *state,
		    const struct form_layout *layout, const struct form_block *block, int row,
		    int column, struct form_focus *out)
{
	int field = block->field, options = block->options;

	if (block->at.end)
		return end_at(context, layout, block, row, column, out);
	if (field >= 0 && row >= field && (options < field || row < options)) {
		*out = (struct form_focus){block->at, 0};
		if (options >= 0 && options < field)
			out->stop = form_stops(context, block->at) - 1;
		return true;
	}
	return options >= 0 && row >= options &&
	       option_at(context, state, layout, block, row, column, out);
}

bool form_at(const struct screen_context *context, const struct form_state *state,
	     const struct form_layout *layout, int row, int column, struct form_focus *out)
{
	struct button buttons[2];
	size_t i, at, count = form_buttons(context, state, buttons);

	at = parts_button_at(&layout->area, layout->buttons, buttons, count, row, column);
	if (at < count) {
		*out = (struct form_focus){{SLOT_NONE, false}, at};
		return true;
	}
	for (i = 0; i < layout->count; i++) {
		const struct form_block *block = &layout->blocks[i];

		if (row >= block->row && row < block->row + block->rows)
			return stop_at(context, state, layout, block, row, column, out);
	}
	return false;
}

/* The words below the options of a long list, which say that there are more. */
static bool on_list_words(const struct screen_context *context, const struct form_state *state,
			  const struct form_layout *layout, const struct form_block *block, int row)
{
	struct form_list list;
	int end;

	if (block->options < 0)
		return false;
	form_list(context, state, block->at.slot, &list);
	end = block->options + list.searched +
	      option_list_draw(NULL, NULL, 0, 0, layout->area.columns, &list.list, NULL);
	return list.searched && row >= end && row < block->row + block->rows - 1 &&
	       (block->field < 0 || row < block->field - 1);
}

enum form_words form_words_at(const struct screen_context *context, const struct form_state *state,
			      const struct form_layout *layout, int row, struct page_entry *out)
{
	for (size_t i = 0; i < layout->count; i++) {
		const struct form_block *block = &layout->blocks[i];

		if (row < block->row || row >= block->row + block->rows || block->at.end ||
		    form_stops(context, block->at) == 0)
			continue;
		*out = block->at;
		return on_list_words(context, state, layout, block, row) ? FORM_WORDS_MORE
									 : FORM_WORDS_QUESTION;
	}
	return FORM_WORDS_NONE;
}
