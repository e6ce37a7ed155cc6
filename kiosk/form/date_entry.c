/* What an entryFormat says of the way in which a date is typed. */
#include "slots.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static size_t run_length(const char *text)
{
	size_t len = 0;

	while (isalpha((unsigned char)text[len]) || (unsigned char)text[len] >= 0x80)
		len++;
	return len;
}

static bool repeats_one(const char *text, size_t len)
{
	for (size_t i = 1; i < len; i++)
		if (tolower((unsigned char)text[i]) != tolower((unsigned char)text[0]))
			return false;
	return true;
}

/* 'd', 'm' or 'y'; '?' for a word. The month has an M in most languages, the year four letters
 * (TT.MM.JJJJ, JJ/MM/AAAA). */
static char part_of(const char *text, size_t len)
{
	int letter = tolower((unsigned char)*text);

	if (len > 4 || (unsigned char)*text >= 0x80)
		return '?';
	if (letter == 'm' && (repeats_one(text, len) || strncasecmp(text, "mon", len) == 0))
		return 'm';
	if (!repeats_one(text, len))
		return '?';
	return letter == 'y' || len == 4 ? 'y' : 'd';
}

struct date_entry date_entry_of(const struct item *item, const struct answers_options *options)
{
	struct date_entry entry = {.order = options->date_order,
				   .parts = 3,
				   .year_now = options->today.year,
				   .decimal_sign = options->decimal_sign};
	const char *at = item->placeholder;
	char parts[4] = "";
	bool whole = false;

	if (!at || (item->type != ITEM_DATE && item->type != ITEM_DATETIME))
		return entry;
	for (size_t count = 0, len; count < 3 && *at; at += len) {
		len = run_length(at);
		if (len > 0)
			parts[count++] = part_of(at, len);
		whole = whole || (len == 4 && parts[count - 1] == 'y');
		len = len > 0 ? len : 1;
	}
	if (strcmp(parts, "mdy") == 0)
		entry.order = DATE_MDY;
	else if (strcmp(parts, "dmy") == 0)
		entry.order = DATE_DMY;
	else if (strcmp(parts, "ymd") == 0)
		entry.order = DATE_YMD;
	else if (item->type == ITEM_DATE && (strcmp(parts, "my") == 0 || strcmp(parts, "ym") == 0))
		entry.parts = 2;
	else if (item->type == ITEM_DATE && strcmp(parts, "y") == 0)
		entry.parts = 1;
	else
		return entry;
	entry.shown = whole;
	return entry;
}
