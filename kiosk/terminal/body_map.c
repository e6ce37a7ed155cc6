#include <kiosk/terminal/widgets.h>

#include "figure.h"

#include <math.h>
#include <string.h>

static const struct figure_size *size_of(const struct body_map *map)
{
	return &map->figure->sizes[map->size];
}

static enum style region_style(const struct body_map *map, size_t region)
{
	bool chosen = map->chosen[region];

	if (region == map->focus)
		return chosen ? STYLE_REGION_CHOSEN_FOCUS : STYLE_REGION_FOCUS;
	return chosen ? STYLE_REGION_CHOSEN : STYLE_REGION;
}

static void draw_cell(struct ui *ui, const struct area *area, int row, int column,
		      const struct body_map *map, int cell)
{
	const struct figure_size *size = size_of(map);
	bool ascii = ui_is_ascii(ui);
	char plain[2] = {size->ascii[cell], '\0'};
	const char *text = ascii ? plain : size->drawing[cell];
	enum style style = STYLE_FIGURE;
	int region = size->region[cell];

	if (region >= 0) {
		style = region_style(map, (size_t)region);
		/* A choice must show without colour too. */
		if (map->chosen[region] && *text == ' ')
			text = ascii ? "#" : "▒";
	} else if (*text == ' ') {
		return;
	}
	ui_puts(ui, area, row + cell / size->columns, column + cell % size->columns, style, text);
}

void body_map_draw(struct ui *ui, const struct area *area, int row, int column,
		   const struct body_map *map)
{
	const struct figure_size *size = size_of(map);

	for (int cell = 0; cell < size->columns * size->rows; cell++)
		draw_cell(ui, area, row, column, map, cell);
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
 * that direction. */
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
	return along >= 1 ? along + 2 * fabs(aside) : -1;
}

static const struct figure_part *first_part(const struct figure_size *size, size_t region)
{
	for (size_t i = 0; i < size->part_count; i++)
		if (size->parts[i].region == region)
			return &size->parts[i];
	return NULL;
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
