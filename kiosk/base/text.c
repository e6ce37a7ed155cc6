#include <kiosk/base/buf.h>
#include <kiosk/base/text.h>

#include <unicase.h>
#include <unictype.h>
#include <unigbrk.h>
#include <uninorm.h>
#include <unistr.h>
#include <uniwidth.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const uint8_t *u8(const char *text)
{
	return (const uint8_t *)text;
}

/* The code point at text, len > 0; *bytes is at least 1. False where the bytes are no UTF-8. */
static bool decode(const char *text, size_t len, ucs4_t *point, size_t *bytes)
{
	int got = u8_mbtoucr(point, u8(text), len);

	*bytes = got > 0 ? (size_t)got : 1;
	return got > 0;
}

/* Most text is: a cluster and a cell a byte, without a look into Unicode's tables. */
static bool plain(char c)
{
	return c >= ' ' && c <= '~';
}

bool text_valid(const char *text, size_t len)
{
	return u8_check(u8(text), len) == NULL;
}

int text_width(const char *text, size_t len)
{
	int width = 0;

	for (size_t at = 0, bytes; at < len; at += bytes) {
		ucs4_t point;
		int cells = 1;

		bytes = 1;
		if (!plain(text[at]) && decode(text + at, len - at, &point, &bytes))
			cells = uc_width(point, "UTF-8");
		width += cells > 0 ? cells : 0;
	}
	return width;
}

/* libunistring looks at neighbours only: the joined emoji of UAX #29 GB11 are joined here. True
 * when the boundary at offset stands between a zero width joiner and a pictograph. */
static bool joined(const char *text, size_t len, size_t offset)
{
	ucs4_t point;
	size_t bytes;

	return offset >= 3 && offset < len && memcmp(text + offset - 3, "\u200D", 3) == 0 &&
	       decode(text + offset, len - offset, &point, &bytes) &&
	       uc_is_property_extended_pictographic(point);
}

size_t text_next(const char *text, size_t len, size_t offset)
{
	const uint8_t *next;

	if (offset + 1 < len && plain(text[offset]) && plain(text[offset + 1]))
		return offset + 1;
	do {
		if (offset >= len)
			return len;
		next = u8_grapheme_next(u8(text) + offset, u8(text) + len);
		offset = next ? (size_t)(next - u8(text)) : len;
	} while (joined(text, len, offset));
	return offset;
}

size_t text_prev(const char *text, size_t len, size_t offset)
{
	const uint8_t *previous;

	if (offset > len)
		offset = len;
	if (offset > 1 && plain(text[offset - 1]) && plain(text[offset - 2]))
		return offset - 1;
	do {
		if (offset == 0)
			return 0;
		previous = u8_grapheme_prev(u8(text) + offset, u8(text));
		offset = previous ? (size_t)(previous - u8(text)) : 0;
	} while (joined(text, len, offset));
	return offset;
}

size_t text_fit(const char *text, size_t len, int width)
{
	size_t at = 0;

	while (at < len) {
		size_t next = text_next(text, len, at);

		width -= text_width(text + at, next - at);
		if (width < 0)
			break;
		at = next;
	}
	return at;
}

size_t text_length(const char *text, size_t len)
{
	size_t count = 0;

	for (size_t at = 0, bytes; at < len; at += bytes, count++) {
		ucs4_t point;

		decode(text + at, len - at, &point, &bytes);
	}
	return count;
}

bool text_has_control(const char *text, size_t len, bool allow_lf)
{
	for (size_t at = 0, bytes; at < len; at += bytes) {
		ucs4_t point;

		if (!decode(text + at, len - at, &point, &bytes))
			continue;
		if (point == '\n' && allow_lf)
			continue;
		if (point < 0x20 || (point >= 0x7F && point < 0xA0))
			return true;
	}
	return false;
}

/* Drops the combining marks of decomposed text, in place; returns the new length. */
static size_t drop_marks(uint8_t *text, size_t len)
{
	size_t kept = 0;

	for (size_t at = 0, bytes; at < len; at += bytes) {
		ucs4_t point = 0;

		if (decode((char *)text + at, len - at, &point, &bytes) &&
		    uc_is_general_category_withtable(point, UC_CATEGORY_MASK_Mn))
			continue;
		memmove(text + kept, text + at, bytes);
		kept += bytes;
	}
	return kept;
}

static void release(uint8_t *text, size_t len)
{
	if (text)
		wipe(text, len);
	free(text);
}

/* Without case and accents, NUL terminated, malloc'ed; NULL when memory runs out or the text is not
 * UTF-8. */
static char *fold(const char *text, size_t *len)
{
	uint8_t *plain, *folded = NULL;
	size_t plain_len = 0, full;

	plain = u8_normalize(UNINORM_NFKD, u8(text), strlen(text), NULL, &plain_len);
	if (!plain)
		return NULL;
	full = plain_len;
	plain_len = drop_marks(plain, plain_len);
	folded = u8_casefold(plain, plain_len, NULL, NULL, NULL, len);
	release(plain, full);
	if (folded) {
		uint8_t *ended = malloc(*len + 1);

		if (ended) {
			memcpy(ended, folded, *len);
			ended[*len] = '\0';
		}
		release(folded, *len);
		folded = ended;
	}
	return (char *)folded;
}

static bool is_ascii(const char *text)
{
	while (*text && (unsigned char)*text < 0x80)
		text++;
	return !*text;
}

bool text_contains(const char *haystack, const char *needle)
{
	size_t hay_len = 0, needle_len = 0;
	char *hay, *pin;
	bool found;

	if (!*needle || (is_ascii(haystack) && is_ascii(needle)))
		return strcasestr(haystack, needle) != NULL;
	hay = fold(haystack, &hay_len);
	pin = fold(needle, &needle_len);
	found = hay && pin ? strstr(hay, pin) != NULL : strcasestr(haystack, needle) != NULL;
	release((uint8_t *)hay, hay_len);
	release((uint8_t *)pin, needle_len);
	return found;
}

bool text_contains_words(const char *haystack, const char *words)
{
	char copy[TEXT_WORDS_MAX], *rest, *word;
	bool found = true;

	snprintf(copy, sizeof(copy), "%s", words);
	for (word = strtok_r(copy, " ", &rest); word && found; word = strtok_r(NULL, " ", &rest))
		found = text_contains(haystack, word);
	wipe(copy, sizeof(copy));
	return found;
}

bool text_same(const char *a, const char *b)
{
	return text_contains(a, b) && text_contains(b, a);
}

const char *text_trim(const char *text, size_t *len)
{
	size_t begin = 0, end = *len;
	const uint8_t *previous;
	ucs4_t point;
	size_t bytes;

	while (begin < end && decode(text + begin, end - begin, &point, &bytes) &&
	       uc_is_property_white_space(point))
		begin += bytes;
	while (end > begin && (previous = u8_prev(&point, u8(text) + end, u8(text) + begin)) &&
	       uc_is_property_white_space(point))
		end = (size_t)(previous - u8(text));
	*len = end - begin;
	return text + begin;
}
