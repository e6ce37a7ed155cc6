#include <kiosk/terminal/keyboard.h>

#include <kiosk/base/text.h>
#include <kiosk/base/words.h>
#include <kiosk/terminal/widgets.h>

#include <string.h>

#define KEYS_MAX   80
#define KEY_WIDEST 9
#define KEY_TALL   3 /* with its frame */

/* Keys that are more than their character. */
enum role { ROLE_TYPE, ROLE_SHIFT, ROLE_TURN, ROLE_DONE };

struct key {
	char label[24];
	struct ui_event event;
	enum role role;
	int row, column, columns; /* row: of keys, not of cells */
};

struct layout {
	size_t count;
	struct key keys[KEYS_MAX];
	int rows;  /* of keys */
	int unit;  /* cells of a letter's key */
	int width; /* cells of the widest row */
};

static const char *letters(const struct keyboard *keyboard)
{
	if (keyboard->symbols)
		/* TRANSLATORS: the second page of the keyboard on the screen: a blank between keys,
		 * a bar between rows */
		return _("1 2 3 4 5 6 7 8 9 0|@ . , : ; ? ! / _ €|( ) & # + = % * \"");
	/* TRANSLATORS: the letters of the language as on its keyboards, a blank between keys, a bar
	 * between rows; letters with accents that are used often may have a row of their own */
	return _("q w e r t y u i o p|a s d f g h j k l|z x c v b n m");
}

/* '~' leaves a gap. */
static const char *pad(const struct keyboard *keyboard)
{
	switch (keyboard->kind) {
	case KEYBOARD_DATE:
		return "1 2 3|4 5 6|7 8 9|/ 0 -";
	case KEYBOARD_MOMENT:
		return "1 2 3|4 5 6|7 8 9|/ 0 :";
	case KEYBOARD_TIME:
		return "1 2 3|4 5 6|7 8 9|: 0 ~";
	case KEYBOARD_PHONE:
		return "1 2 3|4 5 6|7 8 9|+ 0 -";
	case KEYBOARD_NUMBER:
		return "1 2 3|4 5 6|7 8 9|- 0 .";
	default:
		return "1 2 3|4 5 6|7 8 9|~ 0 ~";
	}
}

static bool has_space(enum keyboard_kind kind)
{
	return kind == KEYBOARD_DATE || kind == KEYBOARD_MOMENT || kind == KEYBOARD_PHONE;
}

static struct key *add(struct layout *layout, const char *label, size_t len, int row, int column,
		       int columns)
{
	struct key *key;

	if (layout->count == KEYS_MAX || len >= sizeof(key->label))
		return NULL;
	key = &layout->keys[layout->count++];
	*key = (struct key){.row = row, .column = column, .columns = columns};
	memcpy(key->label, label, len);
	return key;
}

static void add_role(struct layout *layout, const char *label, enum role role, enum ui_key event,
		     int row, int column, int columns)
{
	struct key *key = add(layout, label, strlen(label), row, column, columns);

	if (!key)
		return;
	key->role = role;
	key->event.key = event;
	if (event == UI_KEY_SPACE)
		key->event.text[0] = ' ';
}

static void add_character(struct layout *layout, const char *text, size_t len, bool shift, int row,
			  int column)
{
	struct key *key;
	char capital[TEXT_LETTER_MAX];

	if (*text == '~')
		return;
	if (shift && text_capital(text, len, capital)) {
		text = capital;
		len = strlen(capital);
	}
	key = add(layout, text, len, row, column, layout->unit);
	if (!key || len >= sizeof(key->event.text))
		return;
	key->event.key = UI_KEY_TEXT;
	memcpy(key->event.text, text, len);
}

/* How many keys a row has, and where the next begins; NULL behind the last. */
static const char *next_row(const char *row, int *keys)
{
	const char *end = row + strcspn(row, "|");

	*keys = 0;
	while (row < end) {
		size_t len = strcspn(row, " |");

		*keys += len > 0;
		row += len + (row + len < end);
	}
	return *end ? end + 1 : NULL;
}

static void measure(const char *text, int *rows, int *widest, int *last)
{
	*rows = *widest = *last = 0;
	for (const char *row = text; row; ++*rows) {
		row = next_row(row, last);
		*widest = *last > *widest ? *last : *widest;
	}
}

static void add_rows(struct layout *layout, const char *text, bool shift, int first, int width)
{
	for (int r = first; text; r++) {
		int keys;
		const char *next = next_row(text, &keys);
		int column = (width - keys * layout->unit) / 2;

		for (int k = 0; k < keys; k++) {
			size_t len;

			text += strspn(text, " ");
			len = strcspn(text, " |");
			add_character(layout, text, len, shift, r, column);
			column += layout->unit;
			text += len;
		}
		text = next;
	}
}

static int unit_for(int columns, int keys)
{
	int unit = columns / keys;

	return unit > KEY_WIDEST ? KEY_WIDEST : unit < 3 ? 3 : unit;
}

/* The letters; shift and delete beside the last of their rows; below them what all pages have. */
static void lay_out_text(const struct keyboard *keyboard, int columns, struct layout *layout)
{
	struct keyboard other = *keyboard;
	int rows, widest, last, other_rows, other_widest, other_last, bottom, column = 0;

	other.symbols = !keyboard->symbols;
	measure(letters(keyboard), &rows, &widest, &last);
	measure(letters(&other), &other_rows, &other_widest, &other_last);
	/* The pages are alike in size, so that no key moves away under the finger. */
	widest = other_widest > widest ? other_widest : widest;
	widest = widest < last + 2 ? last + 2 : widest < other_last + 2 ? other_last + 2 : widest;
	widest = widest < 10 ? 10 : widest;
	bottom = other_rows > rows ? other_rows : rows;
	layout->unit = unit_for(columns, widest);
	layout->width = widest * layout->unit;
	layout->rows = bottom + 1;
	add_rows(layout, letters(keyboard), keyboard->shift && !keyboard->symbols, bottom - rows,
		 layout->width);
	column = (layout->width - last * layout->unit) / 2;
	if (!keyboard->symbols)
		add_role(layout, _("Shift"), ROLE_SHIFT, UI_KEY_NONE, bottom - 1, 0, column);
	add_role(layout, _("Delete"), ROLE_TYPE, UI_KEY_BACKSPACE, bottom - 1,
		 layout->width - column, column);
	column = layout->unit;
	/* TRANSLATORS: turns the keyboard on the screen to letters */
	add_role(layout, keyboard->symbols ? _("ABC") : "123", ROLE_TURN, UI_KEY_NONE, bottom, 0,
		 column);
	add_character(layout, "'", 1, false, bottom, column);
	add_character(layout, "-", 1, false, bottom, 2 * column);
	add_role(layout, _("Space"), ROLE_TYPE, UI_KEY_SPACE, bottom, 3 * column,
		 layout->width - 7 * column);
	/* TRANSLATORS: a key that puts an accent on the letter that was typed last */
	add_role(layout, _("Accent"), ROLE_TYPE, UI_KEY_F7, bottom, layout->width - 4 * column,
		 2 * column);
	add_role(layout, _("Done"), ROLE_DONE, UI_KEY_NONE, bottom, layout->width - 2 * column,
		 2 * column);
}

static void lay_out_pad(const struct keyboard *keyboard, int columns, struct layout *layout)
{
	int side;

	layout->unit = unit_for(columns, 5);
	layout->width = 5 * layout->unit;
	layout->rows = 4;
	side = 3 * layout->unit;
	add_rows(layout, pad(keyboard), false, 0, side);
	add_role(layout, _("Delete"), ROLE_TYPE, UI_KEY_BACKSPACE, 0, side, 2 * layout->unit);
	if (has_space(keyboard->kind))
		add_role(layout, _("Space"), ROLE_TYPE, UI_KEY_SPACE, 1, side, 2 * layout->unit);
	add_role(layout, _("Done"), ROLE_DONE, UI_KEY_NONE, 3, side, 2 * layout->unit);
}

static void lay_out(const struct keyboard *keyboard, int columns, struct layout *layout)
{
	layout->count = 0;
	if (keyboard->kind == KEYBOARD_TEXT)
		lay_out_text(keyboard, columns, layout);
	else
		lay_out_pad(keyboard, columns, layout);
}

/* Rows of cells that a key has in an area of the keyboard: 3 with its frame, 2 with a gap below,
 * 1 where there is no room. */
static int key_rows(const struct layout *layout, int rows)
{
	return rows / layout->rows;
}

void keyboard_open(struct keyboard *keyboard, enum keyboard_kind kind)
{
	*keyboard = (struct keyboard){.open = true, .kind = kind};
}

void keyboard_close(struct keyboard *keyboard)
{
	*keyboard = (struct keyboard){0};
}

struct area keyboard_area(const struct keyboard *keyboard, const struct area *body)
{
	struct area area = *body;
	struct layout layout;
	int tall;

	area.scroll = 0;
	area.rows = 0;
	if (!keyboard->open)
		return area;
	lay_out(keyboard, body->columns, &layout);
	tall = body->touch && body->rows >= 24 ? KEY_TALL : body->rows >= 16 ? 2 : 1;
	area.rows = layout.rows * tall;
	area.row = body->row + body->rows - area.rows;
	area.column = body->column + (body->columns - layout.width) / 2;
	area.columns = layout.width;
	return area;
}

static void draw_key(struct ui *ui, const struct area *area, const struct key *key, int tall,
		     bool lit)
{
	bool framed = tall >= KEY_TALL;
	/* In two rows the upper one keeps it apart from what stands above. */
	struct area cap = {.row = area->row + key->row * tall + tall / 2,
			   .column = area->column + key->column + framed,
			   .rows = 1,
			   .columns = key->columns - (framed ? 2 : 1)};
	const char *label = key->label;
	enum style style = lit ? STYLE_BUTTON_FOCUS : STYLE_BUTTON;
	int width = text_width(label, strlen(label));

	if (width > cap.columns && key->event.key == UI_KEY_BACKSPACE)
		label = "<-";
	else if (width > cap.columns && key->role == ROLE_SHIFT)
		label = "Aa";
	width = text_width(label, strlen(label));
	if (framed)
		ui_frame(ui, area, key->row * tall, key->column, KEY_TALL, key->columns,
			 key->role == ROLE_DONE ? STYLE_ACCENT : STYLE_RULE);
	if (framed && !lit)
		style = key->role == ROLE_TYPE ? STYLE_STRONG : STYLE_ACCENT;
	ui_fill(ui, &cap, style);
	ui_text(ui, &cap, 0, width < cap.columns ? (cap.columns - width) / 2 : 0, style, label,
		text_fit(label, strlen(label), cap.columns));
}

static bool is_lit(const struct keyboard *keyboard, const struct key *key)
{
	if (key->role == ROLE_SHIFT)
		return keyboard->shift;
	return keyboard->pressed && keyboard->pressed_row == key->row &&
	       keyboard->pressed_column == key->column;
}

void keyboard_draw(struct ui *ui, const struct area *area, const struct keyboard *keyboard)
{
	struct layout layout;

	if (!keyboard->open || area->rows < 1)
		return;
	lay_out(keyboard, area->columns, &layout);
	ui_fill(ui, area, STYLE_TEXT);
	if (key_rows(&layout, area->rows) == 2)
		ui_hline(ui, area, 0, 0, area->columns, STYLE_RULE);
	for (size_t i = 0; i < layout.count; i++)
		draw_key(ui, area, &layout.keys[i], key_rows(&layout, area->rows),
			 is_lit(keyboard, &layout.keys[i]));
}

static const struct key *key_at(const struct layout *layout, int row, int column)
{
	for (size_t i = 0; i < layout->count; i++) {
		const struct key *key = &layout->keys[i];

		if (row == key->row && column >= key->column && column < key->column + key->columns)
			return key;
	}
	return NULL;
}

static void press(struct keyboard *keyboard, const struct key *key, struct ui_event *event)
{
	keyboard->pressed = keyboard->kind != KEYBOARD_DIGITS;
	keyboard->pressed_row = key->row;
	keyboard->pressed_column = key->column;
	switch (key->role) {
	case ROLE_TYPE:
		*event = key->event;
		if (event->key == UI_KEY_TEXT)
			keyboard->shift = false;
		break;
	case ROLE_SHIFT:
		keyboard->shift = !keyboard->shift;
		break;
	case ROLE_TURN:
		keyboard->symbols = !keyboard->symbols;
		break;
	case ROLE_DONE:
		keyboard_close(keyboard);
		break;
	}
}

bool keyboard_click(struct keyboard *keyboard, const struct area *area, struct ui_event *event)
{
	int row = event->row - area->row, column = event->column - area->column;
	struct layout layout;
	const struct key *key;

	if (!keyboard->open || row < 0 || row >= area->rows)
		return false;
	lay_out(keyboard, area->columns, &layout);
	key = key_at(&layout, row / key_rows(&layout, area->rows), column);
	*event = (struct ui_event){.key = UI_KEY_NONE};
	keyboard->pressed = false;
	if (key)
		press(keyboard, key, event);
	return true;
}
