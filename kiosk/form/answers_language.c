/* The same answers in another language. */
#include "slots.h"

#include <stdio.h>
#include <string.h>

#define TYPED_DATE_MAX 48

static bool same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool same_form(const struct questionnaire *a, const struct questionnaire *b)
{
	if (a->item_count != b->item_count || a->page_count != b->page_count)
		return false;
	for (size_t i = 0; i < a->item_count; i++) {
		const struct item *one = &a->items[i], *other = &b->items[i];

		if (!same(one->link_id, other->link_id) || one->type != other->type ||
		    one->option_count != other->option_count ||
		    one->unit_count != other->unit_count || one->instances != other->instances)
			return false;
	}
	return true;
}

static void write_date(struct date date, enum date_order order, char out[TYPED_DATE_MAX])
{
	if (order == DATE_YMD)
		date_format(date, out);
	else
		snprintf(out, TYPED_DATE_MAX, "%02d/%02d/%04d",
			 order == DATE_MDY ? date.month : date.day,
			 order == DATE_MDY ? date.day : date.month, date.year);
}

/* A whole date, with its time as far as it is told, as it is typed; false for anything else. */
static bool rewrite_date(const char *literal, enum date_order order, char out[TYPED_DATE_MAX])
{
	size_t len = strlen(literal), used;
	char day[11] = "";
	struct date date;
	enum status status;

	memcpy(day, literal, len < 10 ? len : 10);
	status = date_parse(day, &date);
	wipe(day, sizeof(day));
	if (status != STATUS_OK)
		return false;
	write_date(date, order, out);
	used = strlen(out);
	if (len > 16)
		snprintf(out + used, TYPED_DATE_MAX - used, " %.*s",
			 strncmp(literal + 16, ":00", 3) == 0 ? 5 : 8, literal + 11);
	return true;
}

static bool is_number(const struct item *item)
{
	return item->type == ITEM_DECIMAL || item->type == ITEM_QUANTITY;
}

void answers_sign_decimals(const struct answers *answers, size_t slot, char *field)
{
	char *sign = is_number(answers_item(answers, slot)) ? strpbrk(field, ".,") : NULL;

	if (sign)
		*sign = answers->options.decimal_sign == ',' ? ',' : '.';
}

/* Whether the new language reads the field as the one before did. */
static bool reads_the_same(const struct answers *answers, const struct item *item,
			   const struct answer *answer)
{
	enum answer_fault fault;
	char *literal = NULL;
	bool equal;

	if (typed_read(item->type, date_entry_of(item, &answers->options), answer->typed,
		       answers->arena, &literal, &fault))
		return true;
	equal = same(literal, answer->literal);
	arena_free(answers->arena, literal);
	return equal;
}

/* A whole date that the new language would read as another. Without memory the field keeps its
 * text, and the answer what was meant by it. */
static void turn_date(struct answers *answers, const struct item *item, struct answer *answer)
{
	enum date_order order = date_entry_of(item, &answers->options).order;
	char room[TYPED_DATE_MAX], *field = NULL;

	if (!reads_the_same(answers, item, answer) && rewrite_date(answer->literal, order, room)) {
		field = arena_strndup(answers->arena, room, strlen(room));
		wipe(room, sizeof(room));
	}
	if (!field)
		return;
	arena_free(answers->arena, answer->typed);
	answer->typed = field;
}

static void translate_slot(struct answers *answers, size_t slot)
{
	const struct item *item = answers_item(answers, slot);
	struct answer *answer = answers->slots[slot].answer;

	if (!answer || !answer->typed ||
	    (!is_number(item) && item->type != ITEM_DATE && item->type != ITEM_DATETIME))
		return;
	if (!answer->literal && !reads_the_same(answers, item, answer))
		(void)!answers_type(answers, slot, answer->typed);
	else if (answer->literal && is_number(item))
		answers_sign_decimals(answers, slot, answer->typed);
	else if (answer->literal)
		turn_date(answers, item, answer);
}

enum status answers_translate(struct answers *answers, const struct questionnaire *questionnaire,
			      const struct answers_options *options)
{
	if (!same_form(&answers->form->questionnaire, questionnaire))
		return STATUS_INVALID;
	answers->form = answers->instances.form = form_of(questionnaire);
	answers->options = *options;
	for (size_t i = 0; i < answers->instances.count; i++)
		translate_slot(answers, i);
	return STATUS_OK;
}
