#include <kiosk/base/text.h>
#include <kiosk/terminal/widgets.h>

#include "figure.h"

#include <math.h>
#include <string.h>

#define FULL "█"

static const struct figure_size *size_of(const struct body_map *map)
{
	return &map->figure->sizes[map->size];
}

static enum style region_style(const struct body_map *map, size_t region)
{
	bool chosen = map->chosen[region];

	if (region == map->focus)
		return chosen ? STYLE_REGION_CHOSEN_FOCUS : STYLE_REGION_FOCUS;
	return STYLE_REGION_CHOSEN;
}

/* Fonts of a Linux console lack most of the blocks that figures are drawn with. */
static bool is_plain(const struct ui *ui)
{
	return ui_is_ascii(ui) || ui_is_console(ui);
}

static bool is_full(const struct figure_size *size, int cell)
{
	return size->has_solid && strcmp(size->solid[cell], FULL) == 0;
}

/* What a choice and the focus look like shows without colour too. */
static const char *plain_text(const struct body_map *map, int cell, char out[2])
{
	const struct figure_size *size = size_of(map);
	int region = size->region[cell];

	out[0] = size->ascii[cell];
	out[1] = '\0';
	if (region >= 0 && (size_t)region == map->focus)
		out[0] = '#';
	else if (region >= 0 && out[0] == ' ' && map->chosen[region])
		out[0] = ':';
	return out;
}

static const char *block_text(const struct body_map *map, int cell)
{
	const struct figure_size *size = size_of(map);
	const char *text = size->drawing[cell];
	int region = size->region[cell];

	if (region < 0)
		return text;
	if ((size_t)region == map->focus && size->has_solid)
		return size->solid[cell];
	if (*text != ' ' || (size->has_solid && !is_full(size, cell)))
		return text;
	if ((size_t)region == map->focus)
		return FULL;
	return map->chosen[region] ? "▒" : text;
}

static enum style cell_style(const struct body_map *map, int cell)
{
	const struct figure_size *size = size_of(map);
	int region = size->region[cell];

	if (region >= 0 && ((size_t)region == map->focus || map->chosen[region]))
		return region_style(map, (size_t)region);
	/* The inside has a tint; the edge leaves the ground as it is. */
	return region != -1 && is_full(size, cell) ? STYLE_REGION : STYLE_FIGURE;
}

static void draw_cell(struct ui *ui, const struct area *area, int row, int column,
		      const struct body_map *map, int cell)
{
	const struct figure_size *size = size_of(map);
	char plain[2];
	const char *text = is_plain(ui) ? plain_text(map, cell, plain) : block_text(map, cell);

	if (*text == ' ' && size->region[cell] == -1)
		return;
	ui_puts(ui, area, row + cell / size->columns, column + cell % size->columns,
		cell_style(map, cell), text);
}

/* A badge in every part of what is chosen. */
static void draw_mark(struct ui *ui, const struct area *area, int row, int column,
		      const struct figure_size *size, int cell)
{
	row += cell / size->columns;
	column += cell % size->columns;
	if (figure_wide(size, cell))
		ui_blanks(ui, area, row, column - 1, 3, STYLE_REGION_MARK);
	ui_glyph(ui, area, row, column, STYLE_REGION_MARK,
		 ui_is_ascii(ui) ? GLYPH_CHECK_ON : GLYPH_TICK);
}

void body_map_draw(struct ui *ui, const struct area *area, int row, int column,
		   const struct body_map *map)
{
	const struct figure_size *size = size_of(map);

	for (int cell = 0; cell < size->columns * size->rows; cell++)
		draw_cell(ui, area, row, column, map, cell);
	for (size_t i = 0; i < size->part_count; i++)
		if (map->chosen[size->parts[i].region])
			draw_mark(ui, area, row, column, size, size->parts[i].mark);
	for (size_t i = 0; i < size->caption_count; i++) {
		const struct figure_caption *caption = &size->captions[i];

		if (figure_caption_shown(size, i, map->language))
			ui_puts(ui, area, row + caption->row,
				column + caption->column -
					text_width(caption->text, strlen(caption->text)) / 2,
				STYLE_HINT, caption->text);
	}
}

size_t body_map_at(const struct body_map *map, int row, int column)
{
	const struct figure_size *size = size_of(map);
	int region = -1;

	if (row >= 0 && row < size->rows && column >= 0 && column < size->columns)
		region = size->region[row * size->columns + column];
	return region >= 0 ? (size_t)region : figure_region_count(map->figure);
}

/* How far a part lies from another in a direction; what lies aside counts double. Negative: not in
 * that direction, or too far aside. */
static double distance(const struct figure_part *from, const struct figure_part *to,
		       enum ui_key direction)
{
	double down = (to->row - from->row) * 2; /* a cell is twice as high as wide */
	double right = to->column - from->column;
	double along, aside;

	switch (direction) {
	case UI_KEY_UP:
	case UI_KEY_DOWN:
		along = direction == UI_KEY_DOWN ? down : -down;
		aside = right;
		break;
	case UI_KEY_LEFT:
	case UI_KEY_RIGHT:
		along = direction == UI_KEY_RIGHT ? right : -right;
		aside = down;
		break;
	default:
		return -1;
	}
	return along >= 1 && fabs(aside) <= 2 * along ? along + 2 * fabs(aside) : -1;
}

static const struct figure_part *first_part(const struct figure_size *size, size_t region)
{
	for (size_t i = 0; i < size->part_count; i++)
		if (size->parts[i].region == region)
			return &size->parts[i];
	return NULL;
}

bool body_map_anchor(const struct body_map *map, int *row, int *column)
{
	const struct figure_size *size = size_of(map);
	const struct figure_part *part = first_part(size, map->focus);
	int cell;

	if (!part)
		return false;
	cell = part->mark;
	while (cell % size->columns > 0 && size->region[cell - 1] == size->region[cell])
		cell--;
	*row = cell / size->columns;
	*column = cell % size->columns;
	return true;
}

bool body_map_outside(const struct body_map *map, int row, int column)
{
	const struct figure_size *size = size_of(map);
	int cell = row * size->columns + column;

	return row >= 0 && row < size->rows && column >= 0 && column < size->columns &&
	       size->region[cell] == -1 && size->drawing[cell][0] == ' ' &&
	       size->ascii[cell] == ' ';
}

size_t body_map_move(const struct body_map *map, enum ui_key direction)
{
	const struct figure_size *size = size_of(map);
	const struct figure_part *from = first_part(size, map->focus);
	size_t best = map->focus;
	double shortest = HUGE_VAL;

	if (!from)
		return size->part_count > 0 ? size->parts[0].region : map->focus;
	for (size_t i = 0; i < size->part_count; i++) {
		const struct figure_part *to = &size->parts[i];
		double far = distance(from, to, direction);

		/* Where the focus would stand: other parts would only be in the way. */
		if (to != first_part(size, to->region) || to->region == map->focus || far < 0 ||
		    far >= shortest)
			continue;
		shortest = far;
		best = to->region;
	}
	return best;
}
