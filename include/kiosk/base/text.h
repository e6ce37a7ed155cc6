/* UTF-8 text as people see it: grapheme clusters, terminal cells, line breaking (Unicode UAX #11,
 * #14, #29, by libunistring). Offsets and lengths are bytes, widths are terminal cells. */
#ifndef KIOSK_BASE_TEXT_H
#define KIOSK_BASE_TEXT_H

#include <kiosk/base/status.h>

#include <stdbool.h>
#include <stddef.h>

bool text_valid(const char *text, size_t len);
/* Cells that the text takes; control characters count 0, wide characters 2. Invalid bytes count 1
 * each. */
int text_width(const char *text, size_t len);
/* Byte offset of the grapheme cluster boundary after / before offset (text_next returns len at the
 * end, text_prev 0). */
size_t text_next(const char *text, size_t len, size_t offset);
size_t text_prev(const char *text, size_t len, size_t offset);
/* The longest prefix, in bytes, that fits into width cells without cutting a grapheme cluster. */
size_t text_fit(const char *text, size_t len, int width);
/* The start of the word before offset, and the end of the word behind it: letters, digits and
 * marks, as readline moves. */
size_t text_word_prev(const char *text, size_t len, size_t offset);
size_t text_word_next(const char *text, size_t len, size_t offset);
/* The letter that follows a cluster in the round of its accented forms (e, é, è, ... e), in its
 * case; false when it has none. Also ? and ¿, ! and ¡, ' and ’. */
#define TEXT_LETTER_MAX 8
bool text_accent_next(const char *cluster, size_t len, char out[TEXT_LETTER_MAX]);
/* The capital of a letter; false when it has none. */
bool text_capital(const char *letter, size_t len, char out[TEXT_LETTER_MAX]);
/* Number of Unicode code points (FHIR maxLength counts characters). */
size_t text_length(const char *text, size_t len);
/* True when the text holds a C0 or C1 control character other than LF (when allow_lf) . */
bool text_has_control(const char *text, size_t len, bool allow_lf);
/* True when needle occurs in haystack with case and accents ignored; an empty needle matches. */
bool text_contains(const char *haystack, const char *needle);
/* True when each of the words (separated by spaces, at most TEXT_WORDS_MAX bytes of them) occurs so
 * in haystack. */
#define TEXT_WORDS_MAX 256u
bool text_contains_words(const char *haystack, const char *words);
/* The same but for case and accents. */
bool text_same(const char *a, const char *b);

struct text_line {
	size_t offset; /* into the text */
	size_t len;    /* without the trailing space or newline */
	int width;
};

/* Breaks text into lines of at most width cells (width >= 1); LF always breaks; a word longer than
 * a line is cut between grapheme clusters. *lines is malloc'ed and the caller's to free; an empty
 * text gives one empty line. */
MUST_USE enum status text_wrap(const char *text, size_t len, int width, struct text_line **lines,
			       size_t *count);

/* Strips white space (Unicode White_Space) at both ends: returns the start, sets *len. */
const char *text_trim(const char *text, size_t *len);

#endif
