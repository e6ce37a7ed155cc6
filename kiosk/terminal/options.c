#include <kiosk/base/text.h>
#include <kiosk/terminal/widgets.h>

#include <stdio.h>
#include <string.h>

/* ">(*) 1  Label": pointer, mark, number, label. The mark has room for its ASCII form everywhere,
 * so that a row is where it was measured. */
enum { MARK_COLUMN = 1, NUMBER_COLUMN = 5, SHORTCUTS = 9 };

/* A card's frame and the space within it. */
enum { CARD_ROWS = 1 };

static int label_width(const struct option_list *list, int width)
{
	width -= OPTION_LABEL_COLUMN + (list->cards ? 2 * OPTION_CARD_COLUMNS : 0);
	return width > 1 ? width : 1;
}

static struct option_view view_of(const struct option_list *list, size_t index)
{
	struct option_view view = {0};

	list->get(list->context, index, &view);
	return view;
}

static int option_rows(const struct option_list *list, const struct option_view *view, int width)
{
	int inner = label_width(list, width);
	int rows = ui_wrapped(NULL, NULL, 0, 0, inner, STYLE_TEXT, view->label);

	if (view->detail)
		rows += ui_wrapped(NULL, NULL, 0, 0, inner, STYLE_HINT, view->detail);
	return rows + (list->cards ? 2 * CARD_ROWS : 0);
}

static void draw_mark(struct ui *ui, const struct area *area, int row, int column, enum style style,
		      bool multiple, bool chosen)
{
	bool ascii = ui_is_ascii(ui);

	if (!multiple && !ascii) {
		ui_glyph(ui, area, row, column + 1, style,
			 chosen ? GLYPH_RADIO_ON : GLYPH_RADIO_OFF);
		return;
	}
	ui_puts(ui, area, row, column, style, multiple ? "[ ]" : "( )");
	if (chosen && ascii)
		ui_puts(ui, area, row, column + 1, style, multiple ? "x" : "*");
	else if (chosen)
		ui_glyph(ui, area, row, column + 1, style, GLYPH_TICK);
}

/* The focus takes the pointer, the mark and the number, not the label: a move of the focus then
 * sends few bytes. */
static void draw_handle(struct ui *ui, const struct area *area, int row, int column,
			const struct option_list *list, size_t index, bool chosen)
{
	bool focus = index == list->focus;
	enum style style = focus ? STYLE_FOCUS : STYLE_TEXT;
	bool numbered = index < SHORTCUTS && !list->unnumbered;
	char number[2] = {numbered ? (char)('1' + index) : ' ', '\0'};

	ui_puts(ui, area, row, column, style, "      ");
	if (focus)
		ui_glyph(ui, area, row, column, style, GLYPH_POINTER);
	draw_mark(ui, area, row, column + MARK_COLUMN, style, list->multiple, chosen);
	ui_puts(ui, area, row, column + NUMBER_COLUMN, style, number);
}

/* The focus thickens the left edge alone: a whole frame would cost hundreds of bytes an arrow key.
 */
static void draw_card(struct ui *ui, const struct area *area, int row, int column, int rows,
		      int width, bool chosen, bool focus)
{
	ui_frame(ui, area, row, column, rows, width, chosen ? STYLE_ACCENT : STYLE_RULE);
	for (int i = 0; focus && i < rows; i++)
		ui_glyph(ui, area, row + i, column, STYLE_ACCENT, GLYPH_EDGE);
}

static void draw_option(struct ui *ui, const struct area *area, int row, int column, int width,
			const struct option_list *list, size_t index)
{
	struct option_view view = view_of(list, index);
	enum style style = view.chosen ? STYLE_CHOSEN : STYLE_TEXT;
	int inner = label_width(list, width), labels;

	if (list->cards) {
		draw_card(ui, area, row, column, option_rows(list, &view, width), width,
			  view.chosen, index == list->focus);
		row += CARD_ROWS;
		column += OPTION_CARD_COLUMNS;
	}
	draw_handle(ui, area, row, column, list, index, view.chosen);
	labels = ui_wrapped(ui, area, row, column + OPTION_LABEL_COLUMN, inner, style, view.label);
	if (view.detail)
		ui_wrapped(ui, area, row + labels, column + OPTION_LABEL_COLUMN, inner, STYLE_HINT,
			   view.detail);
}

int option_list_draw(struct ui *ui, const struct area *area, int row, int column, int width,
		     const struct option_list *list, int *focus_row)
{
	int used = 0;

	for (size_t i = 0; i < list->count; i++) {
		struct option_view view = view_of(list, i);

		if (ui)
			draw_option(ui, area, row + used, column, width, list, i);
		if (i == list->focus && focus_row)
			*focus_row = row + used + (list->cards ? CARD_ROWS : 0);
		used += option_rows(list, &view, width);
	}
	return used;
}

size_t option_list_at(const struct option_list *list, int width, int row)
{
	int end = 0;

	if (row < 0)
		return list->count;
	for (size_t i = 0; i < list->count; i++) {
		struct option_view view = view_of(list, i);

		end += option_rows(list, &view, width);
		if (row < end)
			return i;
	}
	return list->count;
}

void option_list_rows(const struct option_list *list, int width, size_t option, int *row, int *rows)
{
	struct option_view view;

	*row = 0;
	*rows = 0;
	for (size_t i = 0; i <= option && i < list->count; i++) {
		view = view_of(list, i);
		*row += *rows;
		*rows = option_rows(list, &view, width);
	}
}
