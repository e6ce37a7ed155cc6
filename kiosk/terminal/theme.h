/* What each style looks like where the terminal has 256, 8 or no colours, and in high contrast. */
#ifndef KIOSK_TERMINAL_THEME_H
#define KIOSK_TERMINAL_THEME_H

#include <kiosk/terminal/ui.h>

enum theme { THEME_256, THEME_8, THEME_MONO, THEME_CONTRAST };

enum {
	LOOK_BOLD = 1,
	LOOK_UNDERLINE = 2,
	LOOK_REVERSE = 4,
	LOOK_DIM = 8,
	LOOK_ITALIC = 16,
};

/* Colours are xterm's numbers; -1 is the terminal's own. 8..15 stand for bold 0..7 where there are
 * only 8. */
struct look {
	short foreground;
	short background;
	unsigned attributes;
};

const struct look *theme_look(enum theme theme, enum style style);

#endif
