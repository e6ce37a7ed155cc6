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

	memcpy(day, literal, len < 10 ? len : 10);
	if (date_parse(day, &date) != STATUS_OK)
		return false;
	write_date(date, order, out);
	used = strlen(out);
	if (len > 16)
		snprintf(out + used, TYPED_DATE_MAX - used, " %.*s",
			 strncmp(literal + 16, ":00", 3) == 0 ? 5 : 8, literal + 11);
	return true;
}

/* What stands in the field, for a literal in the new language; NULL: as it is. */
static const char *rewritten(const struct answers *answers, const struct item *item,
			     struct answer *answer, char room[TYPED_DATE_MAX])
{
	bool comma = answers->options.decimal_sign == ',';
	char *sign;

	if (item->type == ITEM_DECIMAL || item->type == ITEM_QUANTITY) {
		sign = strpbrk(answer->typed, ".,");
		if (sign)
			*sign = comma ? ',' : '.';
		return NULL;
	}
	return rewrite_date(answer->literal, date_entry_of(item, &answers->options).order, room)
		       ? room
		       : NULL;
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

/* Without memory the field keeps its text, and the answer what was meant by it. */
static void translate_slot(struct answers *answers, size_t slot)
{
	const struct item *item = answers_item(answers, slot);
	struct answer *answer = answers->slots[slot].answer;
	bool number = item->type == ITEM_DECIMAL || item->type == ITEM_QUANTITY;
	char room[TYPED_DATE_MAX], *field;
	const char *text;

	if (!answer || !answer->typed ||
	    (!number && item->type != ITEM_DATE && item->type != ITEM_DATETIME))
		return;
	if (!answer->literal) {
		if (!reads_the_same(answers, item, answer))
			(void)!answers_type(answers, slot, answer->typed);
		return;
	}
	if (!number && reads_the_same(answers, item, answer))
		return;
	text = rewritten(answers, item, answer, room);
	field = text ? arena_strndup(answers->arena, text, strlen(text)) : NULL;
	wipe(room, sizeof(room));
	if (!field)
		return;
	arena_free(answers->arena, answer->typed);
	answer->typed = field;
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
