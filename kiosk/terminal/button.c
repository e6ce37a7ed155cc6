#include <kiosk/base/text.h>
#include <kiosk/terminal/widgets.h>

#include <string.h>

int button_draw(struct ui *ui, const struct area *area, int row, int column, const char *label,
		bool focus)
{
	enum style style = focus ? STYLE_BUTTON_FOCUS : STYLE_BUTTON;
	int used = 0;

	if (!ui)
		return text_width(label, strlen(label)) + 4;
	used += ui_puts(ui, area, row, column + used, style, "[ ");
	used += ui_puts(ui, area, row, column + used, style, label);
	used += ui_puts(ui, area, row, column + used, style, " ]");
	return used;
}
