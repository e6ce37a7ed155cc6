#include <kiosk/terminal/widgets.h>

#include <qrencode.h>

#define QUIET 2 /* modules of paper around the code */

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

	ui_puts(ui, area, row, column, STYLE_QR, halves[upper][lower]);
}

enum status qr_draw(struct ui *ui, const struct area *area, int row, int column, const char *text,
		    int *rows, int *columns)
{
	QRcode *code;
	int side;
	enum status status = STATUS_UNSUPPORTED;

	if (ui && ui_is_ascii(ui))
		return STATUS_UNSUPPORTED;
	code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
	if (!code)
		return STATUS_UNSUPPORTED;
	side = code->width + 2 * QUIET;
	if (column + side > area->columns || (side + 1) / 2 > area->rows)
		goto done;
	for (int y = 0; ui && y < side; y += 2)
		for (int x = 0; x < side; x++)
			draw_cell(ui, area, row + y / 2, column + x, is_ink(code, y, x),
				  is_ink(code, y + 1, x));
	*rows = (side + 1) / 2;
	*columns = side;
	status = STATUS_OK;
done:
	QRcode_free(code);
	return status;
}
