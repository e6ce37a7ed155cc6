#include "form.h"

#include <kiosk/base/text.h>

#include <string.h>

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Where text goes on behind the pattern, in which 9 stands for any digit; NULL when it does not
 * begin so. */
static const char *match(const char *text, const char *pattern)
{
	for (; *pattern; pattern++, text++)
		if (*pattern == '9' ? !digit(*text) : *text != *pattern)
			return NULL;
	return text;
}

static int two(const char *text)
{
	return (text[0] - '0') * 10 + (text[1] - '0');
}

/* A date of full, month or year precision up to its end or the T. */
static const char *match_date(const char *text)
{
	char whole[] = "0000-01-01";
	const char *end = match(text, "9999");
	struct date date;

	if (end && *end == '-')
		end = match(text, "9999-99");
	if (end && *end == '-')
		end = match(text, "9999-99-99");
	if (!end)
		return NULL;
	memcpy(whole, text, (size_t)(end - text));
	return date_parse(whole, &date) == STATUS_OK ? end : NULL;
}

static const char *match_time(const char *text)
{
	const char *end = match(text, "99:99:99");

	if (!end || two(text) > 23 || two(text + 3) > 59 || two(text + 6) > 60)
		return NULL;
	if (*end == '.') {
		if (!digit(*++end))
			return NULL;
		while (digit(*end))
			end++;
	}
	return end;
}

static bool zone_literal(const char *text)
{
	const char *end;

	if (strcmp(text, "Z") == 0)
		return true;
	end = *text == '+' || *text == '-' ? match(text + 1, "99:99") : NULL;
	return end && !*end && two(text + 1) <= 14 && two(text + 4) <= 59;
}

static bool date_time_literal(const char *text)
{
	const char *end = match_date(text);

	if (!end || !*end)
		return end != NULL;
	if (*end != 'T' || end - text != 10)
		return false;
	end = match_time(end + 1);
	return end && zone_literal(end);
}

static const char *skip_digits(const char *text)
{
	while (digit(*text))
		text++;
	return text;
}

static bool decimal_literal(const char *text)
{
	if (*text == '-')
		text++;
	if (!digit(*text) || (*text == '0' && digit(text[1])))
		return false;
	text = skip_digits(text);
	if (*text == '.') {
		if (!digit(*++text))
			return false;
		text = skip_digits(text);
	}
	if (*text == 'e' || *text == 'E') {
		text++;
		if (*text == '+' || *text == '-')
			text++;
		if (!digit(*text))
			return false;
		text = skip_digits(text);
	}
	return *text == '\0';
}

/* FHIR's integer has 32 bits. */
static bool integer_literal(const char *text)
{
	bool negative = *text == '-';
	int64_t value = 0;

	text += negative;
	if (!digit(*text) || (*text == '0' && (digit(text[1]) || negative)))
		return false;
	for (; digit(*text); text++) {
		value = value * 10 + (*text - '0');
		if (value > (int64_t)INT32_MAX + negative)
			return false;
	}
	return *text == '\0';
}

bool value_literal(enum value_type type, const char *text)
{
	const char *end;

	switch (type) {
	case VALUE_DECIMAL:
	case VALUE_QUANTITY:
		return decimal_literal(text);
	case VALUE_INTEGER:
		return integer_literal(text);
	case VALUE_DATE:
		end = match_date(text);
		return end && !*end;
	case VALUE_DATETIME:
		return date_time_literal(text);
	case VALUE_TIME:
		end = match_time(text);
		return end && !*end;
	case VALUE_STRING:
		return *text && text_valid(text, strlen(text));
	case VALUE_REFERENCE:
	case VALUE_URI:
		return *text && text_valid(text, strlen(text)) && !text[strcspn(text, " \t\r\n")];
	case VALUE_BOOLEAN:
	case VALUE_CODING:
		break;
	}
	return false;
}
