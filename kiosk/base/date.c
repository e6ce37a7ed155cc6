#include <kiosk/base/clock.h>

#include <stdio.h>
#include <string.h>
#include <strings.h>

static int month_days(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

bool date_valid(struct date date)
{
	return date.year >= 1 && date.year <= 9999 && date.month >= 1 && date.month <= 12 &&
	       date.day >= 1 && date.day <= month_days(date.year, date.month);
}

int date_compare(struct date a, struct date b)
{
	if (a.year != b.year)
		return a.year < b.year ? -1 : 1;
	if (a.month != b.month)
		return a.month < b.month ? -1 : 1;
	return (a.day > b.day) - (a.day < b.day);
}

int date_years(struct date from, struct date to)
{
	int years = to.year - from.year;

	if (date_compare(from, to) > 0)
		return -date_years(to, from);
	if (to.month < from.month || (to.month == from.month && to.day < from.day))
		years--;
	return years;
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Exactly count digits; -1 when there are fewer. */
static int digits(const char *text, size_t count)
{
	int value = 0;

	for (size_t i = 0; i < count; i++) {
		if (!digit(text[i]))
			return -1;
		value = value * 10 + (text[i] - '0');
	}
	return value;
}

enum status date_parse(const char *text, struct date *out)
{
	struct date date;

	if (strlen(text) != 10 || text[4] != '-' || text[7] != '-')
		return STATUS_INVALID;
	date = (struct date){digits(text, 4), digits(text + 5, 2), digits(text + 8, 2)};
	if (!date_valid(date))
		return STATUS_INVALID;
	*out = date;
	return STATUS_OK;
}

struct number {
	int value;
	size_t digits;
};

static const char *const separators = " /.-";

/* Splits into three numbers of 1 to 4 digits; false when there is anything else. */
static bool split(const char *text, struct number part[3])
{
	for (size_t i = 0; i < 3; i++) {
		size_t count = 0;

		if (i > 0) {
			size_t gap = strspn(text, separators);

			if (gap == 0)
				return false;
			text += gap;
		}
		while (digit(text[count]))
			count++;
		if (count < 1 || count > 4)
			return false;
		part[i] = (struct number){digits(text, count), count};
		text += count;
	}
	return text[strspn(text, " ")] == '\0';
}

/* Eight digits without a separator, or six with a short year. */
static bool split_compact(const char *text, enum date_order order, struct number part[3])
{
	size_t count = strspn(text, "0123456789"), year = count == 6 ? 2 : 4;
	size_t first = order == DATE_YMD ? year : 2, last = order == DATE_YMD ? 2 : year;

	if ((count != 8 && count != 6) || text[count + strspn(text + count, " ")] != '\0')
		return false;
	part[0] = (struct number){digits(text, first), first};
	part[1] = (struct number){digits(text + first, 2), 2};
	part[2] = (struct number){digits(text + first + 2, last), last};
	return true;
}

/* The year that is meant; 0 for none. */
static int whole_year(struct number year, int year_now)
{
	int whole = year_now - year_now % 100 + year.value;

	if (year.digits == 4)
		return year.value;
	if (year.digits != 2)
		return 0;
	return whole > year_now ? whole - 100 : whole;
}

enum status date_parse_typed(const char *text, enum date_order order, int year_now,
			     struct date *out)
{
	struct number part[3], year, month, day;
	struct date date;

	text += strspn(text, " ");
	if (!split_compact(text, order, part) && !split(text, part))
		return STATUS_INVALID;
	if (part[0].digits == 4) /* a year in front is ISO 8601 in every clinic */
		order = DATE_YMD;
	year = order == DATE_YMD ? part[0] : part[2];
	month = order == DATE_MDY ? part[0] : part[1];
	day = order == DATE_YMD ? part[2] : order == DATE_MDY ? part[1] : part[0];
	date = (struct date){whole_year(year, year_now), month.value, day.value};
	if (month.digits > 2 || day.digits > 2 || !date_valid(date))
		return STATUS_INVALID;
	*out = date;
	return STATUS_OK;
}

void date_format(struct date date, char out[CLOCK_INSTANT_MAX])
{
	snprintf(out, CLOCK_INSTANT_MAX, "%04d-%02d-%02d", date.year, date.month, date.day);
}

/* "am" 0, "pm" 12, neither -1; *text goes behind it. */
static int half_of_day(const char **text)
{
	static const char *const words[] = {"a.m.", "am", "a", "p.m.", "pm", "p"};

	for (int i = 0; i < 6; i++) {
		size_t len = strlen(words[i]);

		if (strncasecmp(*text, words[i], len) == 0) {
			*text += len;
			return i < 3 ? 0 : 12;
		}
	}
	return -1;
}

/* One or two digits, and what separates them from the next; -1 when there are none. */
static int next_part(const char **text)
{
	size_t count = 0;
	int value;

	while (count < 2 && digit((*text)[count]))
		count++;
	value = count ? digits(*text, count) : -1;
	*text += count;
	if ((**text == ':' || **text == '.') && digit((*text)[1]))
		++*text;
	return value;
}

enum status daytime_parse_typed(const char *text, struct daytime *out)
{
	struct daytime time = {0};
	int part[3] = {-1, -1, -1}, half;

	text += strspn(text, " ");
	for (int i = 0; i < 3 && digit(*text); i++)
		part[i] = next_part(&text);
	text += strspn(text, " ");
	half = half_of_day(&text);
	text += strspn(text, " ");
	if (*text || part[0] < 0 || (half < 0 && part[1] < 0) ||
	    (half >= 0 && (part[0] < 1 || part[0] > 12)))
		return STATUS_INVALID;
	time.hour = half < 0 ? part[0] : part[0] % 12 + half;
	time.minute = part[1] < 0 ? 0 : part[1];
	time.second = part[2] < 0 ? 0 : part[2];
	if (time.hour > 23 || time.minute > 59 || time.second > 59)
		return STATUS_INVALID;
	*out = time;
	return STATUS_OK;
}
