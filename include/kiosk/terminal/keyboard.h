/* The on-screen keyboard: for a touch screen without another. Its letters are those of the
 * language (a translated string), a pad of digits serves dates, numbers and PINs. */
#ifndef KIOSK_TERMINAL_KEYBOARD_H
#define KIOSK_TERMINAL_KEYBOARD_H

#include <kiosk/terminal/ui.h>

#include <stdbool.h>

enum keyboard_kind {
	KEYBOARD_TEXT,
	KEYBOARD_NUMBER,
	KEYBOARD_DIGITS, /* nothing else, and no key shows that it was pressed: PINs */
	KEYBOARD_DATE,
	KEYBOARD_MOMENT, /* date and time */
	KEYBOARD_TIME,
	KEYBOARD_PHONE,
};

struct keyboard { /* a value; zero: closed */
	bool open;
	enum keyboard_kind kind;
	bool shift;   /* the next letter is a capital */
	bool symbols; /* the page of digits and signs */
	bool pressed; /* the key at pressed_row, pressed_column shows it */
	int pressed_row, pressed_column;
};

void keyboard_open(struct keyboard *keyboard, enum keyboard_kind kind);
void keyboard_close(struct keyboard *keyboard);
/* The lower part of the body, which the keyboard takes while it is open; no rows while it is
 * closed. Keys have 3 rows and 6 columns or more in a body for touch. */
struct area keyboard_area(const struct keyboard *keyboard, const struct area *body);
void keyboard_draw(struct ui *ui, const struct area *area, const struct keyboard *keyboard);
/* Takes a click, event->row and column on the screen, and makes the key of it that was touched:
 * text, Space, Backspace, F7 (accents); UI_KEY_NONE when it was a key of the keyboard's own (it
 * shifts, turns or closes) or the gap between keys. False for a click beside the keyboard. */
bool keyboard_click(struct keyboard *keyboard, const struct area *area, struct ui_event *event);

#endif
