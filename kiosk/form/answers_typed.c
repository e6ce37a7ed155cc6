#include "slots.h"

#include <kiosk/base/text.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A literal may be longer than what was typed: 0.5 for .5, 1974-03-07 for 3/7/1974. */
#define LITERAL_EXTRA CLOCK_INSTANT_MAX

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The sign and the digits without leading zeros: what a person types is not always what JSON
 * allows. */
static const char *read_whole(const char *text, const char *end, char *out)
{
	if (text < end && (*text == '-' || *text == '+')) {
		if (*text == '-')
			*out++ = '-';
		text++;
	}
	while (end - text > 1 && *text == '0' && digit(text[1]))
		text++;
	if (text == end || !digit(*text))
		*out++ = '0';
	while (text < end && digit(*text))
		*out++ = *text++;
	*out = '\0';
	return text;
}

static enum answer_fault read_integer(const char *text, size_t len, char *out)
{
	const char *end = text + len;

	if (!digit(text[len - 1]) || read_whole(text, end, out) != end)
		return FAULT_NOT_AN_INTEGER;
	if (strcmp(out, "-0") == 0)
		memcpy(out, "0", 2);
	return value_literal(VALUE_INTEGER, out) ? FAULT_NONE : FAULT_NOT_AN_INTEGER;
}

static enum answer_fault read_decimal(const char *text, size_t len, struct date_entry entry,
				      char *out)
{
	const char *end = text + len, *at;
	size_t digits = 0;
	char *sign;

	if (!digit(text[len - 1]))
		return FAULT_NOT_A_DECIMAL;
	at = read_whole(text, end, out);
	memcpy(out + strlen(out), at, (size_t)(end - at));
	sign = entry.decimal_sign == ',' ? strchr(out, ',') : NULL;
	if (sign)
		*sign = '.';
	for (at = out; *at; at++)
		digits += digit(*at);
	if (digits > FORM_DECIMAL_DIGITS || strpbrk(out, "eE"))
		return FAULT_NOT_A_DECIMAL;
	return value_literal(VALUE_DECIMAL, out) ? FAULT_NONE : FAULT_NOT_A_DECIMAL;
}

/* A year, or a month of a year with the year before or behind it: "1974", "3/1974", "1974-03". In
 * place of what was typed comes its literal. */
static bool read_partial(int parts, char *out)
{
	size_t first = strspn(out, "0123456789"), gap = strspn(out + first, " /.-");
	const char *second = out + first + gap;
	size_t rest = strspn(second, "0123456789");
	long before = strtol(out, NULL, 10), behind = strtol(second, NULL, 10);

	if (second[rest])
		return false;
	if (parts == 1)
		return first == 4 && gap == 0 && value_literal(VALUE_DATE, out);
	if (gap == 0 || first + rest > 6 || (first != 4 && rest != 4))
		return false;
	snprintf(out, LITERAL_EXTRA, "%04ld-%02ld", first == 4 ? before : behind,
		 first == 4 ? behind : before);
	return value_literal(VALUE_DATE, out);
}

static enum answer_fault read_date(const char *text, size_t len, struct date_entry entry, char *out)
{
	struct date date;

	memcpy(out, text, len);
	if (date_parse_typed(out, entry.order, entry.year_now, &date) != STATUS_OK)
		return entry.parts < 3 && read_partial(entry.parts, out) ? FAULT_NONE
									 : FAULT_NOT_A_DATE;
	memset(out, 0, len);
	date_format(date, out);
	return FAULT_NONE;
}

static enum answer_fault read_time(const char *text, size_t len, char *out)
{
	struct daytime time;

	memcpy(out, text, len);
	if (daytime_parse_typed(out, &time) != STATUS_OK)
		return FAULT_NOT_A_TIME;
	memset(out, 0, len);
	snprintf(out, LITERAL_EXTRA, "%02d:%02d:%02d", time.hour, time.minute, time.second);
	return FAULT_NONE;
}

/* A date alone, or a date, a blank and a time: wherever the blank is that makes sense of both. */
static enum answer_fault read_date_time(const char *text, size_t len, struct date_entry entry,
					char *out)
{
	struct daytime time;
	struct date date;

	memcpy(out, text, len);
	if (date_parse_typed(out, entry.order, entry.year_now, &date) == STATUS_OK) {
		memset(out, 0, len);
		date_format(date, out);
		return FAULT_NONE;
	}
	for (size_t at = 1; at < len; at++) {
		bool found;

		if (out[at] != ' ' && out[at] != 'T')
			continue;
		found = daytime_parse_typed(out + at + 1, &time) == STATUS_OK;
		out[at] = '\0';
		found = found &&
			date_parse_typed(out, entry.order, entry.year_now, &date) == STATUS_OK;
		out[at] = text[at];
		if (!found)
			continue;
		memset(out, 0, len);
		clock_local_instant(date, time, out);
		return FAULT_NONE;
	}
	return value_literal(VALUE_DATETIME, out) ? FAULT_NONE : FAULT_NOT_A_DATETIME;
}

/* out is zeroed: whatever is put there is a string. */
static enum answer_fault read_into(enum item_type type, struct date_entry entry, const char *text,
				   size_t len, char *out)
{
	switch (type) {
	case ITEM_INTEGER:
		return read_integer(text, len, out);
	case ITEM_DATETIME:
		return read_date_time(text, len, entry, out);
	case ITEM_TIME:
		return read_time(text, len, out);
	case ITEM_URL:
		memcpy(out, text, len);
		return value_literal(VALUE_URI, out) ? FAULT_NONE : FAULT_NOT_A_URL;
	case ITEM_QUANTITY:
	case ITEM_DECIMAL:
		return read_decimal(text, len, entry, out);
	case ITEM_DATE:
		return read_date(text, len, entry, out);
	default:
		memcpy(out, text, len);
		return FAULT_NONE;
	}
}

enum status typed_read(enum item_type type, struct date_entry entry, const char *text,
		       struct arena *arena, char **literal, enum answer_fault *fault)
{
	size_t len = strlen(text);
	char *out = NULL;

	text = text_trim(text, &len);
	*fault = FAULT_NONE;
	if (len > 0) {
		out = arena_alloc(arena, len + LITERAL_EXTRA);
		if (!out)
			return STATUS_NOMEM;
		*fault = read_into(type, entry, text, len, out);
	}
	if (*fault != FAULT_NONE) {
		arena_free(arena, out);
		out = NULL;
	}
	*literal = out;
	return STATUS_OK;
}
