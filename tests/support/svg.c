#include "svg.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <unistr.h>

/* Pixels of a cell. Each half divides evenly, so that blocks meet. */
#define CELL_WIDTH  10
#define CELL_HEIGHT 20
#define BASELINE    15
#define BORDER      16

struct pen {
	unsigned ink, paper; /* 0xRRGGBB */
	bool bold, italic, underline;
};

static unsigned rgb(struct terminal *terminal, VTermColor colour)
{
	vterm_screen_convert_color_to_rgb(terminal->screen, &colour);
	return (unsigned)colour.rgb.red << 16 | (unsigned)colour.rgb.green << 8 | colour.rgb.blue;
}

static struct pen pen_of(struct terminal *terminal, const VTermScreenCell *cell)
{
	struct pen pen = {.ink = rgb(terminal, cell->fg),
			  .paper = rgb(terminal, cell->bg),
			  .bold = cell->attrs.bold,
			  .italic = cell->attrs.italic,
			  .underline = cell->attrs.underline};

	if (cell->attrs.reverse) {
		unsigned ink = pen.ink;

		pen.ink = pen.paper;
		pen.paper = ink;
	}
	return pen;
}

static void rectangle(FILE *out, int x, int y, int width, int height, unsigned colour)
{
	fprintf(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#%06x\"/>\n", x, y,
		width, height, colour);
}

/* U+2580 to U+259F as the quarters of the cell that they fill: 1 upper left, 2 upper right, 4 lower
 * left, 8 lower right. 0 for the others. */
static unsigned quarters_of(uint32_t point)
{
	static const unsigned char quadrants[] = {4, 8, 1, 13, 9, 7, 11, 2, 6, 14};

	switch (point) {
	case 0x2580:
		return 3;
	case 0x2584:
		return 12;
	case 0x2588:
		return 15;
	case 0x258C:
		return 5;
	case 0x2590:
		return 10;
	default:
		return point >= 0x2596 && point <= 0x259F ? quadrants[point - 0x2596] : 0;
	}
}

static void draw_quarters(FILE *out, int x, int y, unsigned quarters, unsigned ink)
{
	for (int i = 0; i < 4; i++)
		if (quarters & 1u << i)
			rectangle(out, x + i % 2 * CELL_WIDTH / 2, y + i / 2 * CELL_HEIGHT / 2,
				  CELL_WIDTH / 2, CELL_HEIGHT / 2, ink);
}

static void draw_character(FILE *out, const VTermScreenCell *cell)
{
	for (size_t i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i]; i++) {
		uint8_t bytes[6];
		int len = u8_uctomb(bytes, cell->chars[i], sizeof(bytes));

		if (cell->chars[i] == '&' || cell->chars[i] == '<')
			fputs(cell->chars[i] == '&' ? "&amp;" : "&lt;", out);
		else if (len > 0)
			fwrite(bytes, 1, (size_t)len, out);
	}
}

static void draw_cell(struct terminal *terminal, FILE *out, int row, int column)
{
	int x = BORDER + column * CELL_WIDTH, y = BORDER + row * CELL_HEIGHT;
	VTermScreenCell cell;
	unsigned quarters;
	struct pen pen;

	vterm_screen_get_cell(terminal->screen, (VTermPos){row, column}, &cell);
	if (cell.chars[0] <= ' ' || cell.chars[0] == (uint32_t)-1)
		return;
	pen = pen_of(terminal, &cell);
	quarters = quarters_of(cell.chars[0]);
	if (quarters) {
		draw_quarters(out, x, y, quarters, pen.ink);
		return;
	}
	fprintf(out, "<text x=\"%d\" y=\"%d\" fill=\"#%06x\"%s%s%s>", x, y + BASELINE, pen.ink,
		pen.bold ? " font-weight=\"bold\"" : "", pen.italic ? " font-style=\"italic\"" : "",
		pen.underline ? " text-decoration=\"underline\"" : "");
	draw_character(out, &cell);
	fputs("</text>\n", out);
}

static unsigned paper_at(struct terminal *terminal, int row, int column)
{
	VTermScreenCell cell;

	vterm_screen_get_cell(terminal->screen, (VTermPos){row, column}, &cell);
	return pen_of(terminal, &cell).paper;
}

static void draw_papers(struct terminal *terminal, FILE *out, int row, unsigned own)
{
	for (int column = 0, end; column < terminal->columns; column = end) {
		unsigned paper = paper_at(terminal, row, column);

		for (end = column + 1;
		     end < terminal->columns && paper_at(terminal, row, end) == paper; end++)
			;
		if (paper != own)
			rectangle(out, BORDER + column * CELL_WIDTH, BORDER + row * CELL_HEIGHT,
				  (end - column) * CELL_WIDTH, CELL_HEIGHT, paper);
	}
}

void svg_write(struct terminal *terminal, const char *path)
{
	int width = terminal->columns * CELL_WIDTH + 2 * BORDER;
	int height = terminal->rows * CELL_HEIGHT + 2 * BORDER;
	VTermColor ink, paper;
	FILE *out = fopen(path, "we");
	unsigned own;

	if (!out)
		fail_msg("%s cannot be written", path);
	vterm_state_get_default_colors(vterm_obtain_state(terminal->vterm), &ink, &paper);
	own = rgb(terminal, paper);
	fprintf(out,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" "
		"height=\"%d\" font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\" "
		"font-size=\"16.6\" xml:space=\"preserve\">\n<rect width=\"%d\" height=\"%d\" "
		"rx=\"10\" fill=\"#%06x\"/>\n",
		width, height, width, height, width, height, own);
	for (int row = 0; row < terminal->rows; row++) {
		draw_papers(terminal, out, row, own);
		for (int column = 0; column < terminal->columns; column++)
			draw_cell(terminal, out, row, column);
	}
	fputs("</svg>\n", out);
	assert_int_equal(fclose(out), 0);
}
