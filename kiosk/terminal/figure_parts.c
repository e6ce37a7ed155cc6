#include "figure.h"

#include <stdlib.h>

struct flood {
	bool *seen;
	int *cells; /* of the part, in the order in which they were found */
};

/* Collects the cells that hang together with cell `first`, diagonals included, and marks them seen.
 * Returns how many there are. */
static int spread(const struct figure_size *size, struct flood *flood, int first)
{
	int count = 0;

	flood->cells[count++] = first;
	flood->seen[first] = true;
	for (int done = 0; done < count; done++) {
		int row = flood->cells[done] / size->columns,
		    column = flood->cells[done] % size->columns;

		for (int i = 0; i < 9; i++) {
			int y = row + i / 3 - 1, x = column + i % 3 - 1,
			    other = y * size->columns + x;

			if (y < 0 || y >= size->rows || x < 0 || x >= size->columns ||
			    flood->seen[other] || size->region[other] != size->region[first])
				continue;
			flood->seen[other] = true;
			flood->cells[count++] = other;
		}
	}
	return count;
}

bool figure_wide(const struct figure_size *size, int cell)
{
	int column = cell % size->columns;

	return column > 0 && column < size->columns - 1 &&
	       size->region[cell - 1] == size->region[cell] &&
	       size->region[cell + 1] == size->region[cell];
}

/* How badly a mark stands in a cell: far from the centre, or where its badge has no room. */
static double mark_cost(const struct figure_size *size, const struct figure_part *part, int cell)
{
	int row = cell / size->columns, column = cell % size->columns;
	double down = 2 * (row - part->row), right = column - part->column;

	return down * down + right * right + (figure_wide(size, cell) ? 0 : 6);
}

static struct figure_part make_part(const struct figure_size *size, const int *cells, int count)
{
	struct figure_part part = {.region = (size_t)size->region[cells[0]], .mark = cells[0]};

	for (int i = 0; i < count; i++) {
		int row = cells[i] / size->columns, column = cells[i] % size->columns;

		part.row += row;
		part.column += column;
	}
	part.row /= count;
	part.column /= count;
	for (int i = 1; i < count; i++)
		if (mark_cost(size, &part, cells[i]) < mark_cost(size, &part, part.mark))
			part.mark = cells[i];
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
	struct flood flood = {calloc(cells, sizeof(*flood.seen)),
			      calloc(cells, sizeof(*flood.cells))};
	enum status status = STATUS_NOMEM;

	size->parts = calloc(FIGURE_MAX_PARTS, sizeof(*size->parts));
	if (!flood.seen || !flood.cells || !size->parts)
		goto done;
	for (size_t i = 0; i < cells && size->part_count < FIGURE_MAX_PARTS; i++) {
		if (size->region[i] < 0 || flood.seen[i])
			continue;
		size->parts[size->part_count++] =
			make_part(size, flood.cells, spread(size, &flood, (int)i));
	}
	qsort(size->parts, size->part_count, sizeof(*size->parts), further_left);
	status = STATUS_OK;
done:
	free(flood.seen);
	free(flood.cells);
	return status;
}

void figure_close(struct figure *figure)
{
	if (!figure)
		return;
	for (size_t i = 0; i < figure->size_count; i++) {
		free(figure->sizes[i].drawing);
		free(figure->sizes[i].solid);
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
