/* Letters, and the words that they make. */
#include <kiosk/base/text.h>

#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include <stdint.h>
#include <string.h>

#define CLUSTER_MAX 8

/* Each a round; the forms that most languages have stand first. */
static const char *const rounds[] = {
	"aáàâäãåāăąæ", "cçćčĉċ",      "dđďð",  "eéèêëēęěėĕ", "gğĝģġ",      "hĥħ",  "iíìîïīįĩıĭ",
	"jĵ",          "kķ",          "lłľĺļ", "nñńňņŋ",     "oóòôöõøőōœ", "rřŕŗ", "sšśşșŝß",
	"tťţțŧþ",      "uúùûüůűūųŭũ", "wŵẃẁẅ", "yýÿŷỳ",      "zžźż",       "αά",   "εέ",
	"ηή",          "ιίϊΐ",        "οό",    "υύϋΰ",       "ωώ",         "гґ",   "еёє",
	"иійї",        "уў",          "?¿",    "!¡",         "'’‘",
};

static bool is_word(const char *text, size_t len)
{
	const uint32_t kinds = UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_N;
	ucs4_t point;

	return u8_mbtoucr(&point, (const uint8_t *)text, len) > 0 &&
	       uc_is_general_category_withtable(point, kinds);
}

size_t text_word_prev(const char *text, size_t len, size_t offset)
{
	bool inside = false;

	while (offset > 0) {
		size_t before = text_prev(text, len, offset);
		bool word = is_word(text + before, len - before);

		if (inside && !word)
			break;
		inside = inside || word;
		offset = before;
	}
	return offset;
}

size_t text_word_next(const char *text, size_t len, size_t offset)
{
	bool inside = false;

	while (offset < len) {
		bool word = is_word(text + offset, len - offset);

		if (inside && !word)
			break;
		inside = inside || word;
		offset = text_next(text, len, offset);
	}
	return offset;
}

/* The point that follows in its round; 0 when it stands in none. */
static ucs4_t next_in_round(ucs4_t point)
{
	for (size_t i = 0; i < sizeof(rounds) / sizeof(rounds[0]); i++) {
		const uint8_t *at = (const uint8_t *)rounds[i];
		ucs4_t first = 0, current, next;

		while ((at = u8_next(&current, at)) != NULL) {
			first = first ? first : current;
			if (current != point)
				continue;
			return u8_strmbtouc(&next, at) > 0 ? next : first;
		}
	}
	return 0;
}

bool text_accent_next(const char *cluster, size_t len, char out[TEXT_LETTER_MAX])
{
	uint8_t composed[3 * CLUSTER_MAX]; /* the most that NFC makes of it (UAX #15) */
	size_t size = sizeof(composed);
	ucs4_t point, lower, next;
	bool upper;
	int used;

	/* Letter and mark may have been typed one after the other. */
	if (len == 0 || len > CLUSTER_MAX ||
	    !u8_normalize(UNINORM_NFC, (const uint8_t *)cluster, len, composed, &size) ||
	    u8_mbtoucr(&point, composed, size) != (int)size)
		return false;
	lower = uc_tolower(point);
	upper = lower != point;
	next = next_in_round(lower);
	if (!next)
		return false;
	/* A letter without the other case (ß, ı) would leave the round. */
	while (upper && uc_tolower(uc_toupper(next)) != next)
		next = next_in_round(next);
	used = u8_uctomb((uint8_t *)out, upper ? uc_toupper(next) : next, TEXT_LETTER_MAX - 1);
	if (used < 0)
		return false;
	out[used] = '\0';
	return true;
}

bool text_capital(const char *letter, size_t len, char out[TEXT_LETTER_MAX])
{
	ucs4_t point;
	int used;

	if (u8_mbtoucr(&point, (const uint8_t *)letter, len) != (int)len ||
	    uc_toupper(point) == point)
		return false;
	used = u8_uctomb((uint8_t *)out, uc_toupper(point), TEXT_LETTER_MAX - 1);
	if (used < 0)
		return false;
	out[used] = '\0';
	return true;
}
