#include "glyphs.h"

#include <unictype.h>
#include <uninorm.h>

#include <stdlib.h>

static const char *const forms[GLYPH_COUNT][3] = {
	[GLYPH_HLINE] = {"─", "─", "-"},     [GLYPH_VLINE] = {"│", "│", "|"},
	[GLYPH_CORNER_TL] = {"╭", "┌", "+"}, [GLYPH_CORNER_TR] = {"╮", "┐", "+"},
	[GLYPH_CORNER_BL] = {"╰", "└", "+"}, [GLYPH_CORNER_BR] = {"╯", "┘", "+"},
	[GLYPH_EDGE] = {"▌", "▌", "#"},      [GLYPH_RADIO_OFF] = {"○", "o", "o"},
	[GLYPH_RADIO_ON] = {"◉", "•", "*"},  [GLYPH_CHECK_OFF] = {"□", "·", "."},
	[GLYPH_CHECK_ON] = {"■", "■", "x"},  [GLYPH_BULLET] = {"•", "•", "*"},
	[GLYPH_POINTER] = {"▸", "►", ">"},   [GLYPH_POINTER_BACK] = {"◂", "◄", "<"},
	[GLYPH_BAR_FULL] = {"━", "═", "="},  [GLYPH_BAR_EMPTY] = {"─", "─", "-"},
	[GLYPH_UP] = {"▲", "▲", "^"},        [GLYPH_DOWN] = {"▼", "▼", "v"},
	[GLYPH_ELLIPSIS] = {"…", "»", "~"},  [GLYPH_DOT] = {"·", "·", "-"},
	[GLYPH_TICK] = {"✓", "√", "v"},      [GLYPH_CROSS] = {"✗", "x", "x"},
};

const char *glyph_text(enum glyph_set set, enum glyph glyph)
{
	return forms[glyph][set];
}

/* Sorted by code point. */
static const struct likeness {
	uint32_t point;
	char ascii;
} likenesses[] = {
	{0xA0, ' '},   {0xA1, '!'},    {0xAB, '"'},    {0xAD, '-'},    {0xB0, 'o'},   {0xB1, '~'},
	{0xB4, '\''},  {0xB5, 'u'},    {0xB7, '-'},    {0xBB, '"'},    {0xBF, '?'},   {0xC6, 'A'},
	{0xD0, 'D'},   {0xD7, 'x'},    {0xD8, 'O'},    {0xDE, 'T'},    {0xDF, 's'},   {0xE6, 'a'},
	{0xF0, 'd'},   {0xF7, '/'},    {0xF8, 'o'},    {0xFE, 't'},    {0x110, 'D'},  {0x111, 'd'},
	{0x126, 'H'},  {0x127, 'h'},   {0x131, 'i'},   {0x141, 'L'},   {0x142, 'l'},  {0x152, 'O'},
	{0x153, 'o'},  {0x2010, '-'},  {0x2011, '-'},  {0x2012, '-'},  {0x2013, '-'}, {0x2014, '-'},
	{0x2015, '-'}, {0x2018, '\''}, {0x2019, '\''}, {0x201A, ','},  {0x201C, '"'}, {0x201D, '"'},
	{0x201E, '"'}, {0x2022, '*'},  {0x2026, '~'},  {0x2032, '\''}, {0x2033, '"'}, {0x2039, '<'},
	{0x203A, '>'}, {0x2044, '/'},  {0x20AC, 'E'},  {0x2190, '<'},  {0x2191, '^'}, {0x2192, '>'},
	{0x2193, 'v'}, {0x2212, '-'},  {0x2248, '~'},  {0x2264, '<'},  {0x2265, '>'}, {0x2500, '-'},
	{0x2501, '-'}, {0x2502, '|'},  {0x2503, '|'},  {0x2588, '#'},  {0x2591, '.'}, {0x2592, '#'},
	{0x2593, '#'}, {0x25B2, '^'},  {0x25B8, '>'},  {0x25BC, 'v'},  {0x25CB, 'o'}, {0x25CF, '*'},
	{0x2713, 'v'}, {0x2714, 'v'},  {0x2717, 'x'},  {0x2718, 'x'},
};

static int compare(const void *key, const void *entry)
{
	uint32_t point = *(const uint32_t *)key, other = ((const struct likeness *)entry)->point;

	return (point > other) - (point < other);
}

/* The base letter of a decomposition that consists of it and marks. */
static char base_letter(uint32_t point)
{
	ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
	int tag, count = uc_decomposition(point, &tag, parts);

	if (count < 1)
		return '?';
	for (int i = 1; i < count; i++)
		if (!uc_is_general_category_withtable(parts[i], UC_CATEGORY_MASK_M))
			return '?';
	/* A letter with two marks comes apart one mark at a time. */
	return glyph_ascii(parts[0]);
}

char glyph_ascii(uint32_t point)
{
	const struct likeness *like;

	if (point >= 0x20 && point < 0x7F)
		return (char)point;
	like = bsearch(&point, likenesses, sizeof(likenesses) / sizeof(*likenesses), sizeof(*like),
		       compare);
	return like ? like->ascii : base_letter(point);
}
