#include <kiosk/base/date_words.h>
#include <kiosk/base/words.h>

static const char *month_name(int month)
{
	static const char *const names[] = {
		N_("January"),   N_("February"), N_("March"),    N_("April"),
		N_("May"),       N_("June"),     N_("July"),     N_("August"),
		N_("September"), N_("October"),  N_("November"), N_("December"),
	};

	return _(names[month - 1]);
}

static const char *day_name(int weekday)
{
	static const char *const names[] = {
		N_("Sunday"),   N_("Monday"), N_("Tuesday"),  N_("Wednesday"),
		N_("Thursday"), N_("Friday"), N_("Saturday"),
	};

	return _(names[weekday]);
}

enum status date_words(struct date date, enum date_form form, struct buf *out)
{
	const char *month = month_name(date.month);

	switch (form) {
	case DATE_FORM_DAY:
		/* TRANSLATORS: weekday, day and month, "Thursday 26 November" */
		return buf_addf(out, _("%1$s %2$d %3$s"), day_name(date_weekday(date)), date.day,
				month);
	case DATE_FORM_SHORT:
		/* TRANSLATORS: day and month, "26 November" */
		return buf_addf(out, _("%1$d %2$s"), date.day, month);
	case DATE_FORM_LONG:
		/* TRANSLATORS: day, month and year, "27 March 1974" */
		return buf_addf(out, _("%1$d %2$s %3$d"), date.day, month, date.year);
	default:
		/* TRANSLATORS: month and year, "March 1974" */
		return buf_addf(out, _("%1$s %2$d"), month, date.year);
	}
}

/* Days since 0000-03-01: with March in front, the leap day is the last of its year. */
static int day_number(struct date date)
{
	int year = date.year - (date.month < 3), month = (date.month + 9) % 12;

	return 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + date.day -
	       1;
}

int date_weekday(struct date date)
{
	return (day_number(date) + 3) % 7; /* 0000-03-01 was a Wednesday */
}

/* The greatest year whose first of March is not behind the day. */
static int year_of(int number)
{
	int year = (int)(((int64_t)number * 10000 + 14780) / 3652425);

	if (number < day_number((struct date){year, 3, 1}))
		year--;
	return year;
}

struct date date_add_days(struct date date, int days)
{
	static const struct date first = {1, 1, 1}, last = {9999, 12, 31};
	int64_t number = (int64_t)day_number(date) + days;
	int year, month, rest;

	if (number < day_number(first))
		return first;
	if (number > day_number(last))
		return last;
	year = year_of((int)number);
	rest = (int)number - day_number((struct date){year, 3, 1});
	month = (100 * rest + 52) / 3060;
	return (struct date){year + (month > 9), (month + 2) % 12 + 1,
			     rest - (306 * month + 5) / 10 + 1};
}
