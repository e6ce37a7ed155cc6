/* The body map of a question: regions of the figure are its options, by code. */
#include "form_page.h"

#include <kiosk/base/text.h>

#include <string.h>

#define LIST_COLUMNS_MIN 28
#define LIST_COLUMNS     34 /* where there is room */
#define GAP              3

/* Of the question above the figure, and the buttons below it. */
static int words_rows(const struct area *area)
{
	return 3 + button_rows(area);
}

static size_t region_of(const struct figure *figure, const char *code)
{
	size_t i, count = figure_region_count(figure);

	for (i = 0; i < count; i++)
		if (code && strcmp(figure_region(figure, i)->code, code) == 0)
			break;
	return i;
}

size_t form_map_option(const struct screen_context *context, size_t slot, size_t region)
{
	const struct item *item = answers_item(visit_answers_const(context->visit), slot);
	const char *code = figure_region(context->figure, region)->code;
	size_t i;

	for (i = 0; i < item->option_count; i++)
		if (item->options[i].value.coding.code &&
		    strcmp(item->options[i].value.coding.code, code) == 0)
			break;
	return i;
}

static bool page_has_map(const struct screen_context *context)
{
	struct page_entry entries[FORM_PAGE_ENTRIES];
	size_t count = form_entries(context, entries);

	for (size_t i = 0; i < count; i++)
		if (answers_item(visit_answers_const(context->visit), entries[i].slot)->control ==
		    CONTROL_BODY_MAP)
			return true;
	return false;
}

struct area form_area(const struct screen_context *context, const struct area *body)
{
	int size, columns, rows;

	if (!context->figure || !page_has_map(context))
		return parts_column(body);
	size = figure_size_for(context->figure, body->columns - 4 - LIST_COLUMNS_MIN - GAP,
			       body->rows - words_rows(body));
	if (size < 0)
		return parts_column(body);
	figure_dimensions(context->figure, size, &columns, &rows);
	columns += LIST_COLUMNS + GAP;
	return parts_wide(body, columns > COLUMN_MAX ? columns : COLUMN_MAX);
}

bool form_map(const struct screen_context *context, size_t slot, const struct form_focus *focus,
	      const struct area *area, struct form_map *out)
{
	const struct answers *answers = visit_answers_const(context->visit);
	const struct item *item = answers_item(answers, slot);
	int width, height;
	size_t i;

	memset(out, 0, sizeof(*out));
	if (item->control != CONTROL_BODY_MAP || !context->figure)
		return false;
	out->map.figure = context->figure;
	out->map.chosen = out->chosen;
	out->map.language = context->language->tag;
	out->map.focus = figure_region_count(context->figure);
	out->map.size = figure_size_for(context->figure, area->columns - LIST_COLUMNS_MIN - GAP,
					area->rows - words_rows(area));
	if (out->map.size < 0)
		return false;
	figure_dimensions(context->figure, out->map.size, &width, &height);
	out->columns = area->columns - width - GAP;
	out->at = area->columns - width;
	for (i = 0; i < item->option_count; i++) {
		size_t region = region_of(context->figure, item->options[i].value.coding.code);

		if (region >= FIGURE_MAX_REGIONS || region == figure_region_count(context->figure))
			continue;
		out->chosen[region] = answers_chosen(answers, slot, i);
		if (focus && focus->at.slot == slot && focus->stop == i)
			out->map.focus = region;
	}
	return true;
}

/* Behind what it crosses. */
static void line_to(struct ui *ui, const struct area *area, const struct form_map *map, int top,
		    int row, int from, int to)
{
	for (int column = from; column < to; column++)
		if (column < map->at || body_map_outside(&map->map, row - top, column - map->at))
			ui_glyph(ui, area, row, column, STYLE_LEADER, GLYPH_HLINE);
}

void form_map_leader(struct ui *ui, const struct area *area, const struct form_map *map, int top,
		     int row, const char *label, bool cards)
{
	int start = (cards ? OPTION_CARD_COLUMNS : 0) + OPTION_LABEL_COLUMN +
		    text_width(label, strlen(label)) + 1;
	int turn = map->at - 2, to_row, to_column;

	if (!body_map_anchor(&map->map, &to_row, &to_column))
		return;
	to_row += top;
	to_column += map->at;
	line_to(ui, area, map, top, row, start, turn);
	line_to(ui, area, map, top, to_row, turn + 1, to_column);
	for (int i = row < to_row ? row + 1 : to_row + 1; i < (row < to_row ? to_row : row); i++)
		ui_glyph(ui, area, i, turn, STYLE_LEADER, GLYPH_VLINE);
	ui_glyph(ui, area, row, turn, STYLE_LEADER,
		 row == to_row  ? GLYPH_HLINE
		 : row < to_row ? GLYPH_CORNER_TR
				: GLYPH_CORNER_BR);
	if (row != to_row)
		ui_glyph(ui, area, to_row, turn, STYLE_LEADER,
			 row < to_row ? GLYPH_CORNER_BL : GLYPH_CORNER_TL);
}
