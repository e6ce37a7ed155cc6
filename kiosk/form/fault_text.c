/* What is wrong and how to mend it, in words that GOV.UK's design system would use. */
#include "slots.h"

#include <kiosk/base/text.h>
#include <kiosk/base/words.h>

#include <stdio.h>
#include <string.h>

static const char *how_to_type_a_date(enum date_order order)
{
	switch (order) {
	case DATE_MDY:
		return _("Enter the date as month, day, year, for example 03/27/1974");
	case DATE_DMY:
		return _("Enter the date as day, month, year, for example 27/03/1974");
	case DATE_YMD:
		break;
	}
	return _("Enter the date as year, month, day, for example 1974-03-27");
}

static const char *how_to_type_a_moment(enum date_order order)
{
	switch (order) {
	case DATE_MDY:
		return _("Enter date and time, for example 03/27/2026 14:05");
	case DATE_DMY:
		return _("Enter date and time, for example 27/03/2026 14:05");
	case DATE_YMD:
		break;
	}
	return _("Enter date and time, for example 2026-03-27 14:05");
}

/* The pattern itself says nothing to a person; the author's words or format do. */
static enum status pattern_text(const struct item *item, struct buf *out)
{
	if (item->placeholder)
		return buf_addf(out, _("Enter your answer in this form: %s"), item->placeholder);
	return buf_adds(out, _("Your answer does not have the form that is asked for here. Check "
			       "it, or ask our staff"));
}

static enum status date_text(const struct answers *answers, const struct item *item,
			     struct buf *out)
{
	struct date_entry entry = date_entry_of(item, &answers->options);

	if (entry.shown)
		return pattern_text(item, out);
	return buf_adds(out, item->type == ITEM_DATE ? how_to_type_a_date(entry.order)
						     : how_to_type_a_moment(entry.order));
}

static enum status required_text(const struct answers *answers, const struct item *item,
				 struct buf *out)
{
	switch (item->type) {
	case ITEM_GROUP:
		return buf_adds(out, _("Answer at least one of these questions"));
	case ITEM_BOOLEAN:
		return buf_adds(out, _("Select Yes or No"));
	case ITEM_OPEN_CHOICE:
		return buf_adds(out, _("Select an answer, or write your own"));
	case ITEM_CHOICE:
		return buf_adds(out, item_picks_many(item) ? _("Select at least one answer")
							   : _("Select an answer"));
	case ITEM_DATE:
		return date_text(answers, item, out);
	default:
		return buf_adds(out, _("Enter an answer"));
	}
}

static enum status too_long_text(const struct answers *answers, size_t slot,
				 const struct item *item, struct buf *out)
{
	const struct value *value = answers_value(answers, slot, 0);
	size_t length = value ? text_length(value->text, strlen(value->text)) : 0;

	return buf_addf(out,
			ngettext("Your answer must be %1$zu character or fewer. It has %2$zu now",
				 "Your answer must be %1$zu characters or fewer. It has %2$zu now",
				 item->max_length),
			item->max_length, length);
}

static enum status too_short_text(const struct item *item, struct buf *out)
{
	return buf_addf(out,
			ngettext("Your answer must be %zu character or more",
				 "Your answer must be %zu characters or more", item->min_length),
			item->min_length);
}

static enum status places_text(const struct item *item, struct buf *out)
{
	if (item->max_places == 0)
		return buf_adds(out, _("Enter a whole number"));
	return buf_addf(out,
			ngettext("Enter a number with no more than %d digit behind the point",
				 "Enter a number with no more than %d digits behind the point",
				 (unsigned long)item->max_places),
			item->max_places);
}

static enum status time_bounds_text(const struct item *item, struct buf *out)
{
	if (item->min_value && item->max_value)
		return buf_addf(out, _("Enter a time between %1$.5s and %2$.5s"), item->min_value,
				item->max_value);
	if (item->min_value)
		return buf_addf(out, _("Enter a time from %.5s on"), item->min_value);
	return buf_addf(out, _("Enter a time no later than %.5s"), item->max_value);
}

static enum status decimal_text(const struct answers *answers, size_t slot, struct buf *out)
{
	const char *typed = answers_typed(answers, slot);
	size_t digits = 0;

	if (strchr(typed, ','))
		return buf_adds(out,
				_("Enter a number with a point, not a comma, for example 1.5"));
	for (const char *at = typed; *at; at++)
		digits += *at >= '0' && *at <= '9';
	if (digits > FORM_DECIMAL_DIGITS)
		return buf_addf(out, _("Enter a number of %u digits or fewer"),
				FORM_DECIMAL_DIGITS);
	return buf_adds(out, _("Enter a number in figures, for example 1.5"));
}

static enum status number_bounds_text(const struct item *item, struct buf *out)
{
	char low[NUMBER_WORDS_MAX], high[NUMBER_WORDS_MAX];
	const char *min = item->min_value ? number_words(item->min_value, low) : NULL;
	const char *max = item->max_value ? number_words(item->max_value, high) : NULL;

	if (min && max)
		return buf_addf(out, _("Enter a number between %1$s and %2$s"), min, max);
	if (min)
		return buf_addf(out, _("Enter a number that is %s or more"), min);
	return buf_addf(out, _("Enter a number that is %s or less"), max);
}

static enum status date_bounds_text(const struct item *item, struct buf *out)
{
	struct buf low, high;
	enum status status;

	buf_init(&low, 200, NULL);
	buf_init(&high, 200, NULL);
	status = describe_moment(item->min_value ? item->min_value : "", &low);
	if (status == STATUS_OK)
		status = describe_moment(item->max_value ? item->max_value : "", &high);
	if (status == STATUS_OK && low.len && high.len)
		status = buf_addf(out, _("Enter a date between %1$s and %2$s"), buf_str(&low),
				  buf_str(&high));
	else if (status == STATUS_OK && low.len)
		status = buf_addf(out, _("Enter a date on or after %s"), buf_str(&low));
	else if (status == STATUS_OK)
		status = buf_addf(out, _("Enter a date on or before %s"), buf_str(&high));
	buf_release(&low);
	buf_release(&high);
	return status;
}

static enum status bounds_text(const struct answers *answers, size_t slot, enum answer_fault fault,
			       struct buf *out)
{
	const struct item *item = answers_item(answers, slot);
	const struct value *value = answers_value(answers, slot, 0);

	if (item->type == ITEM_TIME)
		return time_bounds_text(item, out);
	if (item->type != ITEM_DATE && item->type != ITEM_DATETIME)
		return number_bounds_text(item, out);
	if (!value || fault_of_limits(item, value) == fault)
		return date_bounds_text(item, out);
	/* No limit of the form: then it is the date of birth that cannot be. */
	return buf_adds(out, fault == FAULT_TOO_LARGE
				     ? _("The date of birth must be in the past. Check the year")
				     : _("Check the year of birth: it is too long ago"));
}

static enum status age_text(const struct answers *answers, struct buf *out)
{
	size_t birth = answers_slot(answers, answers->form->birth_date);
	enum status status;
	struct buf date;

	buf_init(&date, 100, answers->arena);
	status = answers_describe(answers, birth, &date);
	if (status == STATUS_OK)
		status = buf_addf(
			out,
			_("This age and the date of birth, %s, do not match. Change the one "
			  "that is wrong"),
			buf_str(&date));
	buf_release(&date);
	return status;
}

static enum status occurs_text(const struct item *item, enum answer_fault fault, struct buf *out)
{
	if (fault == FAULT_MIN_OCCURS)
		return buf_addf(out,
				item->instances ? _("Give at least %zu of these. Leave none empty")
						: _("Select at least %zu answers"),
				item->min_occurs);
	if (item->instances)
		return buf_addf(out, _("Give no more than %zu of these"), item->max_occurs);
	return buf_addf(out,
			ngettext("Select no more than %zu answer",
				 "Select no more than %zu answers", item->max_occurs),
			item->max_occurs);
}

enum status answers_fault_text(const struct answers *answers, size_t slot, enum answer_fault fault,
			       struct buf *out)
{
	const struct item *item = answers_item(answers, slot);

	if (item->mend && fault != FAULT_NONE && fault != FAULT_REQUIRED)
		return buf_adds(out, item->mend);
	switch (fault) {
	case FAULT_NONE:
		break;
	case FAULT_REQUIRED:
		return required_text(answers, item, out);
	case FAULT_TOO_LONG:
		return too_long_text(answers, slot, item, out);
	case FAULT_NOT_A_DATE:
	case FAULT_NOT_A_DATETIME:
		return date_text(answers, item, out);
	case FAULT_NOT_A_TIME:
		return buf_adds(out, _("Enter the time as hours and minutes, for example 14:05"));
	case FAULT_NOT_A_URL:
		return buf_adds(out, _("Enter a web address without blanks, for example "
				       "https://www.example.org"));
	case FAULT_NOT_A_PHONE:
		return buf_adds(out, _("Enter a phone number in figures, for example 555 0100 or "
				       "+1 (555) 010-0199"));
	case FAULT_NOT_AN_EMAIL:
		return buf_adds(out, _("Enter an email address with an @ in it, for example "
				       "name@example.org"));
	case FAULT_TOO_SHORT:
		return too_short_text(item, out);
	case FAULT_PATTERN:
		return pattern_text(item, out);
	case FAULT_PLACES:
		return places_text(item, out);
	case FAULT_NO_UNIT:
		return buf_adds(out, _("Select the unit"));
	case FAULT_MIN_OCCURS:
	case FAULT_MAX_OCCURS:
		return occurs_text(item, fault, out);
	case FAULT_NOT_AN_INTEGER:
		return buf_adds(out, _("Enter a whole number in figures, for example 12"));
	case FAULT_NOT_A_DECIMAL:
		return decimal_text(answers, slot, out);
	case FAULT_TOO_SMALL:
	case FAULT_TOO_LARGE:
		return bounds_text(answers, slot, fault, out);
	case FAULT_AGE:
		return age_text(answers, out);
	case FAULT_TOO_MANY:
		return buf_adds(out, item->repeats
					     ? _("Select either this answer alone or the others")
					     : _("Select one answer only"));
	case FAULT_NOT_AN_OPTION:
		return buf_adds(out, _("Select one of the answers in the list"));
	}
	return STATUS_OK;
}
