#include <kiosk/base/text.h>
#include <kiosk/terminal/widgets.h>

#include <string.h>

int button_rows(const struct area *area)
{
	return area && area->touch ? 3 : 1;
}

static void draw_plain(struct ui *ui, const struct area *area, int row, int column,
		       const char *label, int width, bool focus)
{
	enum style style = focus ? STYLE_BUTTON_FOCUS : STYLE_BUTTON;

	ui_blanks(ui, area, row, column, width, style);
	if (focus) {
		ui_glyph(ui, area, row, column, style, GLYPH_POINTER);
		ui_glyph(ui, area, row, column + width - 1, style, GLYPH_POINTER_BACK);
	} else {
		ui_puts(ui, area, row, column, style, "[");
		ui_puts(ui, area, row, column + width - 1, style, "]");
	}
	ui_puts(ui, area, row, column + 2, style, label);
}

static void draw_tall(struct ui *ui, const struct area *area, int row, int column,
		      const char *label, int width, bool focus)
{
	enum style style = focus ? STYLE_BUTTON_FOCUS : STYLE_TEXT;

	for (int i = 0; i < 3; i++)
		ui_blanks(ui, area, row + i, column, width, style);
	if (!focus)
		ui_frame(ui, area, row, column, 3, width, STYLE_RULE);
	else
		ui_glyph(ui, area, row + 1, column + 1, style, GLYPH_POINTER);
	ui_puts(ui, area, row + 1, column + 3, style, label);
}

int button_draw(struct ui *ui, const struct area *area, int row, int column, const char *label,
		bool focus)
{
	bool tall = button_rows(area) > 1;
	int width = text_width(label, strlen(label)) + (tall ? 6 : 4);

	if (!ui)
		return width;
	(tall ? draw_tall : draw_plain)(ui, area, row, column, label, width, focus);
	return width;
}
