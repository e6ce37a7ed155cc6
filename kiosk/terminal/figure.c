#include <kiosk/base/buf.h>
#include <kiosk/base/text.h>

#include "figure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_MAX (256u * 1024u)

struct reader {
	struct figure *figure;
	struct report *report;
	const char *text;
	size_t len, offset;
	int line;                 /* number of the line read last */
	struct figure_size *size; /* between "size" and "end" */
	size_t errors;            /* in the report before */
};

struct row {
	const char *text;
	size_t len;
};

static struct place here(const struct reader *reader, int column)
{
	return (struct place){reader->figure->path, reader->line, column ? column : 1};
}

#define FAULTS_MAX 50u /* what is no figure at all has a fault in every cell */
#define FAIL(reader, column, mend, ...)                                                            \
	report_add((reader)->report, SEVERITY_ERROR, here(reader, column), NULL, mend, __VA_ARGS__)

static bool next_line(struct reader *reader, struct row *row)
{
	const char *begin = reader->text + reader->offset, *end;
	size_t left = reader->len - reader->offset;

	if (left == 0)
		return false;
	end = memchr(begin, '\n', left);
	row->text = begin;
	row->len = end ? (size_t)(end - begin) : left;
	reader->offset += row->len + (end ? 1 : 0);
	reader->line++;
	if (row->len > 0 && row->text[row->len - 1] == '\r')
		row->len--;
	return true;
}

/* --- rows of cells --- */

static void put_utf8(struct reader *reader, char *cell, int column, const char *text, size_t len)
{
	if (len >= FIGURE_CELL || text_width(text, len) != 1) {
		FAIL(reader, column + 1, "use characters of one cell",
		     "a character that is not one cell wide");
		return;
	}
	memcpy(cell, text, len);
	cell[len] = '\0';
}

static void put_drawing(struct reader *reader, int row, int column, const char *text, size_t len)
{
	put_utf8(reader, reader->size->drawing[row * reader->size->columns + column], column, text,
		 len);
}

static void put_solid(struct reader *reader, int row, int column, const char *text, size_t len)
{
	reader->size->has_solid = true;
	put_utf8(reader, reader->size->solid[row * reader->size->columns + column], column, text,
		 len);
}

static void put_ascii(struct reader *reader, int row, int column, const char *text, size_t len)
{
	struct figure_size *size = reader->size;

	if (len != 1 || *text < ' ' || *text > '~') {
		FAIL(reader, column + 1, "use ASCII here",
		     "the ascii drawing has a character that is not ASCII");
		return;
	}
	size->ascii[row * size->columns + column] = *text;
}

static int region_of_letter(const struct figure *figure, char letter)
{
	for (size_t i = 0; i < figure->region_count; i++)
		if (figure->regions[i].letter == letter)
			return (int)i;
	return -1;
}

static void put_mask(struct reader *reader, int row, int column, const char *text, size_t len)
{
	struct figure_size *size = reader->size;
	int region;

	if (len == 1 && (*text == '.' || *text == ' '))
		return;
	if (len == 1 && *text == ':') {
		size->region[row * size->columns + column] = FIGURE_BODY;
		return;
	}
	region = len == 1 ? region_of_letter(reader->figure, *text) : -1;
	if (region < 0) {
		FAIL(reader, column + 1,
		     "write '.' or ':', or name the letter on a region line above",
		     "the mask has a letter without a region: '%.*s'", (int)len, text);
		return;
	}
	size->region[row * size->columns + column] = (short)region;
}

typedef void put_cell(struct reader *, int row, int column, const char *text, size_t len);

static void read_row(struct reader *reader, int row, const struct row *line, put_cell *put)
{
	int column = 0;

	if (!text_valid(line->text, line->len)) {
		FAIL(reader, 0, "save the file as UTF-8", "the row is not UTF-8");
		return;
	}
	for (size_t at = 0; at < line->len; column++) {
		size_t next = text_next(line->text, line->len, at);

		if (column >= reader->size->columns) {
			FAIL(reader, column + 1, "shorten it or widen the size",
			     "the row is wider than %d columns", reader->size->columns);
			return;
		}
		put(reader, row, column, line->text + at, next - at);
		at = next;
	}
}

static void read_rows(struct reader *reader, const char *what, put_cell *put)
{
	for (int row = 0; row < reader->size->rows; row++) {
		struct row line;

		if (!next_line(reader, &line)) {
			FAIL(reader, 0, "add the missing rows", "the %s has %d rows instead of %d",
			     what, row, reader->size->rows);
			return;
		}
		read_row(reader, row, &line, put);
	}
}

/* --- the words between them --- */

/* "COLUMNS ROWS", each within its limit. */
static bool read_dimensions(const char *text, int *columns, int *rows)
{
	char *end;
	long first = strtol(text, &end, 10), second = strtol(end, &end, 10);

	if (*end || first < 1 || first > FIGURE_MAX_COLUMNS || second < 1 ||
	    second > FIGURE_MAX_ROWS)
		return false;
	*columns = (int)first;
	*rows = (int)second;
	return true;
}

static enum status begin_size(struct reader *reader, const char *arguments)
{
	struct figure *figure = reader->figure;
	struct figure_size *size;
	int columns, rows;
	size_t cells;

	if (reader->size || !read_dimensions(arguments, &columns, &rows)) {
		FAIL(reader, 1, "write: size COLUMNS ROWS, after the end of the one before",
		     "no usable size");
		return STATUS_INVALID;
	}
	if (figure->size_count == FIGURE_MAX_SIZES) {
		FAIL(reader, 1, NULL, "more than %u sizes", FIGURE_MAX_SIZES);
		return STATUS_INVALID;
	}
	cells = (size_t)columns * (size_t)rows;
	size = &figure->sizes[figure->size_count++];
	*size = (struct figure_size){.columns = columns, .rows = rows, .place = here(reader, 1)};
	size->drawing = calloc(cells, FIGURE_CELL);
	size->solid = calloc(cells, FIGURE_CELL);
	size->ascii = malloc(cells);
	size->region = calloc(cells, sizeof(*size->region));
	if (!size->drawing || !size->solid || !size->ascii || !size->region)
		return STATUS_NOMEM;
	memset(size->ascii, ' ', cells);
	for (size_t i = 0; i < cells; i++) {
		size->drawing[i][0] = size->solid[i][0] = ' ';
		size->region[i] = -1;
	}
	reader->size = size;
	return STATUS_OK;
}

static bool region_known(const struct figure *figure, char letter, const char *code)
{
	for (size_t i = 0; i < figure->region_count; i++)
		if (figure->regions[i].letter == letter || strcmp(figure->codes[i], code) == 0)
			return true;
	return false;
}

static enum status add_region(struct reader *reader, const char *arguments)
{
	struct figure *figure = reader->figure;
	size_t index = figure->region_count;
	char letter, code[128], rest;

	if (sscanf(arguments, " %c %127s %c", &letter, code, &rest) != 2 || letter <= ' ' ||
	    letter > '~' || letter == '.' || letter == ':') {
		FAIL(reader, 1, "write: region LETTER CODE", "no usable region");
		return STATUS_INVALID;
	}
	if (index == FIGURE_MAX_REGIONS || region_known(figure, letter, code)) {
		FAIL(reader, 1, "give each region a letter and a code of its own",
		     "region %c is one too many or is there already", letter);
		return STATUS_INVALID;
	}
	figure->codes[index] = strdup(code);
	if (!figure->codes[index])
		return STATUS_NOMEM;
	figure->regions[index] =
		(struct figure_region){letter, figure->codes[index], here(reader, 1)};
	figure->region_count++;
	return STATUS_OK;
}

static bool in_mask(const struct figure_size *size, size_t region)
{
	for (int i = 0; i < size->columns * size->rows; i++)
		if (size->region[i] == (int)region)
			return true;
	return false;
}

static void add_caption(struct reader *reader, const char *arguments)
{
	struct figure_size *size = reader->size;

	if (size->caption_count == FIGURE_MAX_CAPTIONS)
		FAIL(reader, 1, NULL, "more than %u captions", FIGURE_MAX_CAPTIONS);
	else if (figure_caption_parse(arguments, size, &size->captions[size->caption_count]))
		size->caption_count++;
	else
		FAIL(reader, 1, "write: caption ROW COLUMN LANGUAGE TEXT, within the size",
		     "no usable caption");
}

static enum status end_size(struct reader *reader)
{
	struct figure_size *size = reader->size;

	reader->size = NULL;
	return figure_find_parts(size);
}

static enum status read_line(struct reader *reader, const char *line)
{
	struct figure_size *size = reader->size;

	if (strncmp(line, "size ", 5) == 0)
		return begin_size(reader, line + 5);
	if (strncmp(line, "region ", 7) == 0)
		return add_region(reader, line + 7);
	if (size && strncmp(line, "caption ", 8) == 0)
		add_caption(reader, line + 8);
	else if (size && strcmp(line, "drawing") == 0)
		read_rows(reader, line, put_drawing);
	else if (size && strcmp(line, "solid") == 0)
		read_rows(reader, line, put_solid);
	else if (size && strcmp(line, "ascii") == 0)
		read_rows(reader, line, put_ascii);
	else if (size && strcmp(line, "mask") == 0)
		read_rows(reader, line, put_mask);
	else if (size && strcmp(line, "end") == 0)
		return end_size(reader);
	else
		FAIL(reader, 1, "write region, size, caption, drawing, solid, ascii, mask or end",
		     "not understood: %s", line);
	return STATUS_OK;
}

static enum status read_all(struct reader *reader)
{
	struct row row;

	while (next_line(reader, &row)) {
		enum status status;
		char line[256];
		const char *text = text_trim(row.text, &row.len);

		if (row.len == 0 || *text == '#')
			continue;
		snprintf(line, sizeof(line), "%.*s", (int)row.len, text);
		status = read_line(reader, line);
		if (status == STATUS_NOMEM)
			return status;
		if (reader->report->errors > reader->errors + FAULTS_MAX) {
			FAIL(reader, 0, "see the head of config/body.figure for the format",
			     "what follows is no figure either: the rest is not listed");
			return STATUS_INVALID;
		}
	}
	return STATUS_OK;
}

/* What can only be seen at the end. */
static void check(struct reader *reader)
{
	const struct figure *figure = reader->figure;

	if (reader->size)
		FAIL(reader, 0, "write: end", "the last size has no end");
	if (figure->size_count == 0 || figure->region_count == 0)
		FAIL(reader, 0, "see the head of config/body.figure for the format",
		     "no size or no region");
	for (size_t i = 0; i < figure->size_count; i++)
		for (size_t region = 0; region < figure->region_count; region++)
			if (!in_mask(&figure->sizes[i], region))
				report_add(reader->report, SEVERITY_ERROR, figure->sizes[i].place,
					   NULL, "mark its cells",
					   "region %c is not in the mask of this size",
					   figure->regions[region].letter);
}

enum status figure_load(const char *path, struct content *content, struct report *report,
			struct figure **out)
{
	struct figure *figure = calloc(1, sizeof(*figure));
	struct reader reader = {.figure = figure, .report = report, .errors = report->errors};
	enum status status;
	struct buf file;

	if (!figure)
		return STATUS_NOMEM;
	buf_init(&file, FILE_MAX, NULL);
	figure->path = strdup(path);
	status = figure->path ? content_read(content, path, &file) : STATUS_NOMEM;
	if (status != STATUS_OK) {
		report_add(report, SEVERITY_ERROR, (struct place){.file = path}, NULL, NULL,
			   "the figure cannot be read: %s", status_text(status));
		goto done;
	}
	reader.text = buf_str(&file);
	reader.len = file.len;
	status = read_all(&reader);
	if (status == STATUS_OK)
		check(&reader);
	if (status == STATUS_OK && report->errors > reader.errors)
		status = STATUS_INVALID;
done:
	buf_release(&file);
	if (status == STATUS_OK)
		*out = figure;
	else
		figure_close(figure);
	return status;
}
