/* Hex digits as tall block letters. */
#include <kiosk/base/text.h>
#include <kiosk/terminal/widgets.h>

#include <string.h>

#define DOT_ROWS    5
#define DOT_COLUMNS 3

/* As on a display of seven segments: A b C d E F. Rows of three dots, the left one is the highest
 * bit. */
static const struct {
	char letter;
	unsigned char rows[DOT_ROWS];
} letters[] = {
	{'0', {7, 5, 5, 5, 7}}, {'1', {2, 6, 2, 2, 7}}, {'2', {7, 1, 7, 4, 7}},
	{'3', {7, 1, 7, 1, 7}}, {'4', {5, 5, 7, 1, 1}}, {'5', {7, 4, 7, 1, 7}},
	{'6', {7, 4, 7, 5, 7}}, {'7', {7, 1, 2, 2, 2}}, {'8', {7, 5, 7, 5, 7}},
	{'9', {7, 5, 7, 1, 7}}, {'a', {7, 5, 7, 5, 5}}, {'b', {4, 4, 7, 5, 7}},
	{'c', {7, 4, 4, 4, 7}}, {'d', {1, 1, 7, 5, 7}}, {'e', {7, 5, 7, 4, 7}},
	{'f', {7, 4, 7, 4, 4}},
};

/* Cells of a dot's three columns, of a dot's rows, and between letters. */
struct form {
	int columns[DOT_COLUMNS];
	int rows, gap;
};
static const struct form forms[] = {{{4, 4, 4}, 2, 3}, {{2, 2, 2}, 1, 2}, {{1, 2, 1}, 1, 1}};
#define FORMS (sizeof(forms) / sizeof(*forms))

static int letter_width(const struct form *form)
{
	return form->columns[0] + form->columns[1] + form->columns[2];
}

static int line_width(const struct form *form, int count)
{
	return count * (letter_width(form) + form->gap) - form->gap;
}

static const unsigned char *dots_of(char letter)
{
	for (size_t i = 0; i < sizeof(letters) / sizeof(*letters); i++)
		if (letters[i].letter == letter)
			return letters[i].rows;
	return NULL;
}

static void draw_letter(struct ui *ui, const struct area *area, int row, int column,
			enum style style, const struct form *form, const unsigned char *dots)
{
	const char *full = ui_is_ascii(ui) ? "#" : "█";

	for (int y = 0; y < DOT_ROWS * form->rows; y++) {
		int cell = column;

		for (int x = 0; x < DOT_COLUMNS; x++)
			for (int i = 0; i < form->columns[x]; i++, cell++)
				if (dots[y / form->rows] & (4 >> x))
					ui_puts(ui, area, row + y, cell, style, full);
	}
}

/* The largest form in which the letters fit, in one line or two of the same length. */
static const struct form *form_for(int count, int width, int rows, int *per_line)
{
	for (int lines = 1; lines <= 2; lines++)
		for (size_t i = 0; i < FORMS; i++) {
			int height = lines * (DOT_ROWS * forms[i].rows + 1) - 1;

			*per_line = (count + lines - 1) / lines;
			if (count > 0 && line_width(&forms[i], *per_line) <= width &&
			    height <= rows)
				return &forms[i];
		}
	return NULL;
}

int letters_draw(struct ui *ui, const struct area *area, int row, int column, int width, int rows,
		 enum style style, const char *text)
{
	int count = (int)strlen(text), per_line, height;
	const struct form *form = form_for(count, width, rows, &per_line);

	for (int i = 0; i < count; i++)
		if (!dots_of(text[i]))
			form = NULL;
	if (!form)
		return ui_wrapped(ui, area, row, column, width, style, text);
	height = DOT_ROWS * form->rows;
	for (int i = 0; ui && i < count; i++)
		draw_letter(ui, area, row + i / per_line * (height + 1),
			    column + i % per_line * (letter_width(form) + form->gap), style, form,
			    dots_of(text[i]));
	return (count + per_line - 1) / per_line * (height + 1) - 1;
}
