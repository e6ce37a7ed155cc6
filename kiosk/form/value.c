#include "form.h"

#include <ctype.h>
#include <string.h>

static const char *const type_names[] = {
	[VALUE_BOOLEAN] = "boolean",     [VALUE_DECIMAL] = "decimal",
	[VALUE_INTEGER] = "integer",     [VALUE_DATE] = "date",
	[VALUE_DATETIME] = "dateTime",   [VALUE_TIME] = "time",
	[VALUE_STRING] = "string",       [VALUE_URI] = "uri",
	[VALUE_CODING] = "Coding",       [VALUE_QUANTITY] = "Quantity",
	[VALUE_REFERENCE] = "Reference",
};

const char *value_type_name(enum value_type type)
{
	return type_names[type];
}

bool value_type_of(const char *key, enum value_type *out)
{
	for (size_t i = 0; i < sizeof(type_names) / sizeof(*type_names); i++)
		if (toupper((unsigned char)*type_names[i]) == *key &&
		    strcmp(type_names[i] + 1, key + 1) == 0) {
			*out = (enum value_type)i;
			return true;
		}
	return false;
}

static enum order order_of(int difference)
{
	return difference < 0 ? ORDER_LESS : difference > 0 ? ORDER_GREATER : ORDER_EQUAL;
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The digits of a decimal from the first that is not 0, and that digit's power of ten. */
struct decimal {
	int sign; /* -1, 0, 1 */
	long power;
	const char *digits;
};

#define POWER_MAX 1000000000L

static long power_written(const char *text)
{
	long power = 0;
	bool negative;

	text += strcspn(text, "eE");
	if (!*text++)
		return 0;
	negative = *text == '-';
	if (*text == '-' || *text == '+')
		text++;
	for (; digit(*text) && power < POWER_MAX; text++)
		power = power * 10 + (*text - '0');
	return negative ? -power : power;
}

static struct decimal decimal_read(const char *text)
{
	struct decimal decimal = {.sign = *text == '-' ? -1 : 1};
	bool fraction = false;
	long power = -1;

	if (*text == '-' || *text == '+')
		text++;
	for (const char *at = text; digit(*at); at++)
		power++;
	for (; digit(*text) || (*text == '.' && !fraction); text++) {
		if (*text == '.') {
			fraction = true;
			continue;
		}
		if (*text != '0') {
			decimal.digits = text;
			decimal.power = power + power_written(text);
			return decimal;
		}
		power--;
	}
	decimal.sign = 0;
	return decimal;
}

/* The next digit, 0 behind the end. */
static char next_digit(const char **at)
{
	if (**at == '.')
		++*at;
	return digit(**at) ? *(*at)++ : '0';
}

static enum order decimal_order(const char *left, const char *right)
{
	struct decimal a = decimal_read(left), b = decimal_read(right);

	if (a.sign != b.sign || a.sign == 0)
		return order_of(a.sign - b.sign);
	if (a.power != b.power)
		return order_of(a.power < b.power ? -a.sign : a.sign);
	while (digit(*a.digits) || *a.digits == '.' || digit(*b.digits) || *b.digits == '.') {
		int difference = next_digit(&a.digits) - next_digit(&b.digits);

		if (difference)
			return order_of(difference * a.sign);
	}
	return ORDER_EQUAL;
}

/* A date, dateTime or time taken apart; literals are valid here. */
struct moment {
	int part[3]; /* year, month, day */
	int parts;
	bool timed;
	int64_t seconds; /* since 1 March of year 0, UTC, where there is a time; since midnight for
			    a time alone */
	const char *fraction; /* the digits behind the seconds */
};

static int number(const char *text, size_t digits)
{
	int value = 0;

	for (size_t i = 0; i < digits; i++)
		value = value * 10 + (text[i] - '0');
	return value;
}

/* Days of the proleptic Gregorian calendar, counted from 1 March of year 0. */
static int64_t day_number(const int part[3])
{
	int64_t year = part[1] > 2 ? part[0] : part[0] - 1;
	int64_t month = part[1] > 2 ? part[1] - 3 : part[1] + 9;

	return year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + part[2] -
	       1;
}

static int64_t clock_seconds(const char *text)
{
	return number(text, 2) * 3600 + number(text + 3, 2) * 60 + number(text + 6, 2);
}

static struct moment moment_read(enum value_type type, const char *text)
{
	struct moment moment = {.fraction = ""};
	const char *zone;

	if (type != VALUE_TIME) {
		moment.part[moment.parts++] = number(text, 4);
		for (text += 4; *text == '-' && moment.parts < 3; text += 3)
			moment.part[moment.parts++] = number(text + 1, 2);
		if (*text != 'T')
			return moment;
		moment.seconds = day_number(moment.part) * 86400;
		text++;
	}
	moment.timed = true;
	moment.seconds += clock_seconds(text);
	if (text[8] == '.')
		moment.fraction = text + 9;
	zone = text + strcspn(text, "+-");
	if (*zone)
		moment.seconds += (*zone == '-' ? 60 : -60) *
				  (number(zone + 1, 2) * 60 + number(zone + 4, 2));
	return moment;
}

static enum order moment_order(const struct value *left, const struct value *right)
{
	struct moment a = moment_read(left->type, left->text);
	struct moment b = moment_read(right->type, right->text);

	if (a.timed && b.timed) {
		if (a.seconds != b.seconds)
			return a.seconds < b.seconds ? ORDER_LESS : ORDER_GREATER;
		while (digit(*a.fraction) || digit(*b.fraction)) {
			int difference = next_digit(&a.fraction) - next_digit(&b.fraction);

			if (difference)
				return order_of(difference);
		}
		return ORDER_EQUAL;
	}
	for (int i = 0; i < a.parts && i < b.parts; i++)
		if (a.part[i] != b.part[i])
			return order_of(a.part[i] - b.part[i]);
	return a.parts == b.parts && a.timed == b.timed ? ORDER_EQUAL : ORDER_NONE;
}

static bool same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool numeric(enum value_type type)
{
	return type == VALUE_INTEGER || type == VALUE_DECIMAL;
}

static bool calendar(enum value_type type)
{
	return type == VALUE_DATE || type == VALUE_DATETIME;
}

static bool textual(enum value_type type)
{
	return type == VALUE_STRING || type == VALUE_URI;
}

static bool same_unit(const struct coding *a, const struct coding *b)
{
	if (a->code && b->code)
		return same(a->system, b->system) && same(a->code, b->code);
	return same(a->display, b->display) || (!a->code && !a->display) ||
	       (!b->code && !b->display);
}

/* The display counts where there is nothing else: R4 allows a coding without a code. */
static bool same_coding(const struct coding *a, const struct coding *b)
{
	return same(a->system, b->system) && same(a->code, b->code) &&
	       (a->code || same(a->display, b->display));
}

enum order value_order(const struct value *a, const struct value *b)
{
	if (a->type == VALUE_QUANTITY && b->type == VALUE_QUANTITY)
		return same_unit(&a->coding, &b->coding) ? decimal_order(a->text, b->text)
							 : ORDER_NONE;
	if (a->type == VALUE_REFERENCE && b->type == VALUE_REFERENCE)
		return same(a->text, b->text) ? ORDER_EQUAL : ORDER_NONE;
	if (numeric(a->type) && numeric(b->type))
		return decimal_order(a->text, b->text);
	if ((calendar(a->type) && calendar(b->type)) ||
	    (a->type == VALUE_TIME && b->type == VALUE_TIME))
		return moment_order(a, b);
	if (textual(a->type) && textual(b->type))
		return order_of(strcmp(a->text, b->text)); /* UTF-8 sorts as its code points do */
	if (a->type != b->type)
		return ORDER_NONE;
	if (a->type == VALUE_BOOLEAN)
		return order_of(a->boolean - b->boolean);
	return same_coding(&a->coding, &b->coding) ? ORDER_EQUAL : ORDER_NONE;
}

bool value_equal(const struct value *a, const struct value *b)
{
	return a->type == b->type && value_order(a, b) == ORDER_EQUAL;
}
