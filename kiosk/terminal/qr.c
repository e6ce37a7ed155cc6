#include <kiosk/terminal/widgets.h>

#include <qrencode.h>

#define QUIET 4 /* modules of paper around the code (ISO/IEC 18004, 6.3.8) */

static bool is_ink(const QRcode *code, int row, int column)
{
	row -= QUIET;
	column -= QUIET;
	if (row < 0 || row >= code->width || column < 0 || column >= code->width)
		return false;
	return code->data[row * code->width + column] & 1;
}

/* Two modules, one above the other, in a cell. */
static void draw_cell(struct ui *ui, const struct area *area, int row, int column, bool upper,
		      bool lower)
{
	static const char *const halves[2][2] = {{" ", "▄"}, {"▀", "█"}};

	if (!upper && !lower)
		ui_blanks(ui, area, row, column, 1, STYLE_QR);
	else
		ui_puts(ui, area, row, column, STYLE_QR, halves[upper][lower]);
}

int qr_draw(struct ui *ui, const struct area *area, int row, int column, const char *text,
	    int *columns)
{
	QRcode *code;
	int side, rows = 0;

	if (ui && ui_is_ascii(ui))
		return 0;
	code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
	if (!code)
		return 0;
	side = code->width + 2 * QUIET;
	if (column + side <= area->columns && row + (side + 1) / 2 <= area->rows) {
		for (int y = 0; ui && y < side; y += 2)
			for (int x = 0; x < side; x++)
				draw_cell(ui, area, row + y / 2, column + x, is_ink(code, y, x),
					  is_ink(code, y + 1, x));
		rows = (side + 1) / 2;
		*columns = side;
	}
	QRcode_free(code);
	return rows;
}
