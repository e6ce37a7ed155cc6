/* What of a page of questions is in view: the focus, and the text that leads to it. */
#include "form_page.h"

static struct form_rows option_rows(const struct screen_context *context,
				    const struct form_state *state,
				    const struct form_layout *layout,
				    const struct form_block *block)
{
	int width = layout->area.columns;
	struct form_rows rows;
	struct form_list list;
	struct form_map map;

	form_list(context, state, block->at.slot, &list);
	if (form_map(context, block->at.slot, NULL, &layout->area, &map))
		width = map.columns;
	option_list_rows(&list.list, width, list.list.focus, &rows.first, &rows.count);
	rows.first += block->options + list.searched;
	return rows;
}

/* The whole question where there is room, or the stop in it. begin is where the question before it
 * ends: what stands between is read with the first stop. */
static void find_rows(const struct screen_context *context, const struct form_state *state,
		      struct form_layout *layout, const struct form_block *block, int begin)
{
	bool field = form_on_field(context, &state->focus);
	bool whole = block->rows <= layout->area.rows;
	bool field_first =
		block->field >= 0 && (block->options < 0 || block->field < block->options);

	layout->focus = (struct form_rows){block->row, block->rows};
	layout->stop = block->at.end ? block->row : field_first ? block->field : block->options;
	if (!whole && field)
		layout->focus = (struct form_rows){block->cursor, 1};
	else if (!whole)
		layout->focus = option_rows(context, state, layout, block);
	layout->reach = layout->focus;
	if (whole || (field ? block->cursor <= block->field + 1 && block->options < 0
			    : state->focus.stop == 0)) {
		layout->reach.count += layout->focus.first - begin;
		layout->reach.first = begin;
	}
}

void form_scroll(const struct screen_context *context, const struct form_state *state,
		 struct form_layout *layout)
{
	int begin = 0;
	size_t i;

	for (i = 0; i < layout->count; i++) {
		const struct form_block *block = &layout->blocks[i];

		if (form_same_entry(block->at, state->focus.at))
			break;
		if (form_stops(context, block->at) > 0)
			begin = block->row + block->rows;
	}
	if (i < layout->count) {
		find_rows(context, state, layout, &layout->blocks[i], begin);
	} else {
		layout->focus =
			(struct form_rows){layout->buttons, layout->total - layout->buttons};
		layout->reach = (struct form_rows){begin, layout->total - begin};
		layout->stop = layout->buttons;
	}
	layout->area.scroll = parts_scroll(state->scroll, layout->reach.first, layout->reach.count,
					   layout->area.rows, layout->total);
}

bool form_in_view(const struct form_layout *layout)
{
	return layout->focus.first >= layout->area.scroll &&
	       layout->focus.first + layout->focus.count <= layout->area.scroll + layout->area.rows;
}

static void lay_out(const struct screen_context *context, const struct form_state *state,
		    struct form_layout *layout)
{
	struct area body = parts_body(context);

	form_layout(context, state, &body, layout);
}

bool form_reads(const struct screen_context *context, const struct form_state *state)
{
	struct form_layout layout;

	lay_out(context, state, &layout);
	return !form_in_view(&layout);
}

void form_keep_scroll(const struct screen_context *context, struct form_state *state)
{
	struct form_layout layout;

	lay_out(context, state, &layout);
	state->scroll = layout.area.scroll;
}

bool form_read_on(const struct screen_context *context, struct form_state *state, bool forward)
{
	struct form_layout layout;
	int step;

	lay_out(context, state, &layout);
	state->scroll = layout.area.scroll;
	if (layout.reach.count <= layout.area.rows ||
	    (form_in_view(&layout) && (forward || state->focus.stop > 0)))
		return false;
	step = layout.area.rows > 2 ? layout.area.rows - 2 : 1;
	state->scroll += forward ? step : -step;
	state->scroll = parts_scroll(state->scroll, layout.reach.first, layout.reach.count,
				     layout.area.rows, layout.total);
	return state->scroll != layout.area.scroll;
}

void form_arrive(const struct screen_context *context, struct form_state *state)
{
	struct form_layout layout;

	lay_out(context, state, &layout);
	if (layout.stop - layout.reach.first < layout.area.rows)
		form_reveal(context, state);
}

void form_reveal(const struct screen_context *context, struct form_state *state)
{
	struct form_layout layout;

	lay_out(context, state, &layout);
	state->scroll = layout.area.scroll;
	if (!form_in_view(&layout))
		state->scroll = parts_scroll(state->scroll, layout.focus.first, layout.focus.count,
					     layout.area.rows, layout.total);
}
