/* Forms of glyphs and characters for terminals that show less than all of Unicode. */
#ifndef KIOSK_TERMINAL_GLYPHS_H
#define KIOSK_TERMINAL_GLYPHS_H

#include <kiosk/terminal/ui.h>

#include <stdint.h>

/* GLYPHS_CONSOLE: UTF-8, but only what the fonts of a Linux console hold (code page 437 and its
 * like). */
enum glyph_set { GLYPHS_UTF8, GLYPHS_CONSOLE, GLYPHS_ASCII };

/* One character of one cell, static. */
const char *glyph_text(enum glyph_set set, enum glyph glyph);
/* The ASCII character nearest to a code point, '?' where there is none. */
char glyph_ascii(uint32_t point);

#endif
