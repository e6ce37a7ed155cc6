/* Dates as a person reads them, in the language of words.h: the names of months and days are ours,
 * because a bare system has no locale but C.UTF-8. */
#ifndef KIOSK_BASE_DATE_WORDS_H
#define KIOSK_BASE_DATE_WORDS_H

#include <kiosk/base/buf.h>
#include <kiosk/base/clock.h>

enum date_form {
	DATE_FORM_DAY,   /* "Thursday 26 November", "jueves 26 de noviembre" */
	DATE_FORM_SHORT, /* "26 November", "26 de noviembre" */
	DATE_FORM_LONG,  /* "4 March 1980", "4 de marzo de 1980" */
	DATE_FORM_MONTH, /* "March 1980", "marzo de 1980"; the day does not matter */
};

/* Added to out; date_valid must hold. */
MUST_USE enum status date_words(struct date date, enum date_form form, struct buf *out);

/* 0 is Sunday. */
int date_weekday(struct date date);
/* The day that many days later; earlier for a negative number. Stays within the years 1 to 9999. */
struct date date_add_days(struct date date, int days);

#endif
