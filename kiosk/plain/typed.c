/* An answer in words or figures. */
#include "plain.h"

#include <kiosk/base/log.h>
#include <kiosk/base/text.h>
#include <kiosk/base/words.h>

#include <string.h>

static const struct item *item_of(const struct plain *plain)
{
	return answers_item(plain->answers, plain->at.slot);
}

/* What is wrong with an answer that has not this type says how to type one. */
static enum answer_fault fault_of_type(enum item_type type)
{
	switch (type) {
	case ITEM_DATE:
		return FAULT_NOT_A_DATE;
	case ITEM_DATETIME:
		return FAULT_NOT_A_DATETIME;
	case ITEM_TIME:
		return FAULT_NOT_A_TIME;
	case ITEM_INTEGER:
		return FAULT_NOT_AN_INTEGER;
	case ITEM_DECIMAL:
	case ITEM_QUANTITY:
		return FAULT_NOT_A_DECIMAL;
	case ITEM_URL:
		return FAULT_NOT_A_URL;
	default:
		return FAULT_NONE;
	}
}

void plain_say_typing(struct plain *plain)
{
	const struct item *item = item_of(plain);
	const char *unit = answers_unit(plain->answers, plain->at.slot);

	if (item->placeholder)
		plain_linef(plain, _("Type it in this form: %s"), item->placeholder);
	else if (!plain_refused(plain, fault_of_type(item->type)) && item->type != ITEM_TEXT)
		plain_line(plain, _("Type your answer."));
	if (item->type == ITEM_TEXT)
		plain_line(plain, _("Type as many lines as you like. An empty line ends your "
				    "answer."));
	if (unit)
		plain_linef(plain, _("The unit is: %s."), unit);
}

/* Behind what was typed before, where a text has several lines. */
static enum status type_line(struct plain *plain, const char *line)
{
	enum status status = STATUS_OK;
	struct buf text;

	if (!plain->begun)
		return answers_type(plain->answers, plain->at.slot, line);
	buf_init(&text, 2 * ANSWER_TYPED_MAX, plain->session.arena);
	status = buf_addf(&text, "%s\n%s", answers_typed(plain->answers, plain->at.slot), line);
	if (!status)
		status = answers_type(plain->answers, plain->at.slot, buf_str(&text));
	buf_release(&text);
	return status;
}

/* Numbers and dates are said as they were understood. */
static void say_understood(struct plain *plain)
{
	if (fault_of_type(item_of(plain)->type) != FAULT_NONE)
		plain_words(plain, _("Your answer: "), answers_describe, plain->at.slot);
}

static void after_typing(struct plain *plain)
{
	size_t slot = plain->at.slot;

	plain->begun = false;
	if (answers_fault(plain->answers, slot) == FAULT_NO_UNIT ||
	    (item_of(plain)->type == ITEM_QUANTITY && answers_count(plain->answers, slot) > 0 &&
	     answers_option_count(plain->answers, slot) > 0))
		plain_ask(plain, &asking_unit);
	else if (plain->asking == &asking_own_words && item_picks_many(item_of(plain)))
		plain_more_choices(plain);
	else if (!plain_refused(plain, answers_fault(plain->answers, slot)))
		plain_next_question(plain);
}

static bool explain(struct plain *plain, enum status status)
{
	if (status == STATUS_LIMIT)
		plain_line(plain, _("That is too long. Type a shorter answer."));
	else if (status == STATUS_INVALID)
		plain_line(plain,
			   _("That has signs that cannot be taken. Type letters and numbers."));
	else if (status)
		log_event(LOG_LEVEL_ERROR, "no memory for an answer");
	return status != STATUS_OK;
}

/* What cannot stand is not kept: the answer before it is back. */
static void type_answer(struct plain *plain, const char *line)
{
	const struct item *item = item_of(plain);
	enum answer_fault fault;
	struct buf before;

	buf_init(&before, ANSWER_TYPED_MAX, plain->session.arena);
	if (buf_adds(&before, answers_typed(plain->answers, plain->at.slot)) ||
	    explain(plain, type_line(plain, line)))
		goto done;
	fault = answers_fault(plain->answers, plain->at.slot);
	if (fault != FAULT_NO_UNIT && plain_refused(plain, fault)) {
		if (answers_type(plain->answers, plain->at.slot, buf_str(&before)))
			log_event(LOG_LEVEL_ERROR, "no memory for an answer");
		goto done;
	}
	if (item->type == ITEM_TEXT) {
		plain->begun = true;
		plain_line(plain, _("Next line, or Enter to end."));
		goto done;
	}
	say_understood(plain);
	after_typing(plain);
done:
	buf_release(&before);
}

/* Anything may be an answer to these: a command needs its slash. */
static bool takes_any_words(enum item_type type)
{
	return type == ITEM_STRING || type == ITEM_TEXT || type == ITEM_URL ||
	       type == ITEM_OPEN_CHOICE;
}

void plain_take_typed(struct plain *plain, const char *line)
{
	bool number = *line >= '0' && *line <= '9';

	if (!*line)
		after_typing(plain);
	else if (takes_any_words(item_of(plain)->type) || number ||
		 !plain_bare_command(plain, line))
		type_answer(plain, line);
}
