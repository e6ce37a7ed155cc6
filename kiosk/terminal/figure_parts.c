#include "figure.h"

#include <stdlib.h>

/* Collects the cells that hang together with cell `first`, diagonals included, and marks them seen.
 */
static struct figure_part flood(const struct figure_size *size, bool *seen, int *stack, int first)
{
	struct figure_part part = {.region = (size_t)size->region[first]};
	int depth = 0, cells = 0;

	stack[depth++] = first;
	seen[first] = true;
	while (depth > 0) {
		int cell = stack[--depth], row = cell / size->columns,
		    column = cell % size->columns;

		part.row += row;
		part.column += column;
		cells++;
		for (int i = 0; i < 9; i++) {
			int y = row + i / 3 - 1, x = column + i % 3 - 1,
			    other = y * size->columns + x;

			if (y < 0 || y >= size->rows || x < 0 || x >= size->columns ||
			    seen[other] || size->region[other] != size->region[first])
				continue;
			seen[other] = true;
			stack[depth++] = other;
		}
	}
	part.row /= cells;
	part.column /= cells;
	return part;
}

static int further_left(const void *one, const void *other)
{
	double a = ((const struct figure_part *)one)->column,
	       b = ((const struct figure_part *)other)->column;

	return (a > b) - (a < b);
}

enum status figure_find_parts(struct figure_size *size)
{
	size_t cells = (size_t)size->columns * (size_t)size->rows;
	bool *seen = calloc(cells, sizeof(*seen));
	int *stack = calloc(cells, sizeof(*stack));
	enum status status = STATUS_NOMEM;

	size->parts = calloc(FIGURE_MAX_PARTS, sizeof(*size->parts));
	if (!seen || !stack || !size->parts)
		goto done;
	for (size_t i = 0; i < cells && size->part_count < FIGURE_MAX_PARTS; i++)
		if (size->region[i] >= 0 && !seen[i])
			size->parts[size->part_count++] = flood(size, seen, stack, (int)i);
	qsort(size->parts, size->part_count, sizeof(*size->parts), further_left);
	status = STATUS_OK;
done:
	free(seen);
	free(stack);
	return status;
}

void figure_close(struct figure *figure)
{
	if (!figure)
		return;
	for (size_t i = 0; i < figure->size_count; i++) {
		free(figure->sizes[i].drawing);
		free(figure->sizes[i].ascii);
		free(figure->sizes[i].region);
		free(figure->sizes[i].parts);
	}
	for (size_t i = 0; i < figure->region_count; i++)
		free(figure->codes[i]);
	free(figure->path);
	free(figure);
}

size_t figure_region_count(const struct figure *figure)
{
	return figure->region_count;
}

const struct figure_region *figure_region(const struct figure *figure, size_t region)
{
	return &figure->regions[region];
}

int figure_size_for(const struct figure *figure, int columns, int rows)
{
	int best = -1, best_cells = 0;

	for (size_t i = 0; i < figure->size_count; i++) {
		const struct figure_size *size = &figure->sizes[i];
		int cells = size->columns * size->rows;

		if (size->columns > columns || size->rows > rows || cells <= best_cells)
			continue;
		best = (int)i;
		best_cells = cells;
	}
	return best;
}

void figure_dimensions(const struct figure *figure, int size, int *columns, int *rows)
{
	*columns = figure->sizes[size].columns;
	*rows = figure->sizes[size].rows;
}
