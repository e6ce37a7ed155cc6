/* One question: chosen from its options, typed, or both. */
#include "plain.h"

#include <kiosk/base/words.h>

static const struct item *item_of(const struct plain *plain)
{
	return answers_item(plain->answers, plain->at.slot);
}

/* Options are numbered; a quantity's units are asked afterwards. */
static bool is_choice(const struct plain *plain)
{
	return item_of(plain)->type != ITEM_QUANTITY &&
	       answers_option_count(plain->answers, plain->at.slot) > 0;
}

static void say_state(struct plain *plain)
{
	size_t slot = plain->at.slot;
	const char *typed = answers_typed(plain->answers, slot);

	if (answers_count(plain->answers, slot) > 0)
		plain_words(plain, _("Your answer so far: "), answers_describe, slot);
	else if (*typed) /* a number without its unit */
		plain_linef(plain, _("Your answer so far: %s."), typed);
	else if (answers_fault(plain->answers, slot) == FAULT_NONE)
		plain_line(plain, _("Press Enter to leave it out."));
	if (answers_count(plain->answers, slot) > 0 || *typed)
		plain_line(plain, item_picks_many(item_of(plain)) ? _("Press Enter to go on.")
								  : _("Press Enter to keep it."));
}

static void say(struct plain *plain)
{
	plain_say_place(plain);
	plain_say_words_of(plain, plain->at.slot);
	if (is_choice(plain))
		plain_say_options(plain);
	else
		plain_say_typing(plain);
	say_state(plain);
}

static void take(struct plain *plain, const char *line)
{
	if (is_choice(plain))
		plain_take_choice(plain, line);
	else
		plain_take_typed(plain, line);
}

static void erase(struct plain *plain)
{
	answers_clear(plain->answers, plain->at.slot);
	plain->begun = false;
	plain_line(plain, _("Your answer is taken back."));
	say_state(plain);
}

const struct asking asking_question = {
	.say = say,
	.take = take,
	.back = plain_previous_question,
	.more = plain_more_options,
	.erase = erase,
	.prompt = N_("Answer: "),
	.about = N_("Answer the question and press Enter. You can change your answers later."),
};

/* --- the own words of an open choice --- */

static void say_own_words(struct plain *plain)
{
	plain_line(plain, _("Type your own answer in your own words."));
	plain_line(plain, _("Press Enter alone for the list of answers."));
}

static void take_own_words(struct plain *plain, const char *line)
{
	if (*line)
		plain_take_typed(plain, line);
	else
		plain_ask(plain, &asking_question);
}

static bool back_to_question(struct plain *plain)
{
	plain_ask(plain, &asking_question);
	return true;
}

const struct asking asking_own_words = {
	.say = say_own_words,
	.take = take_own_words,
	.back = back_to_question,
	.prompt = N_("Answer: "),
	.about = N_("Type an answer that is not in the list."),
};

/* --- the unit of a quantity --- */

static void say_unit(struct plain *plain)
{
	plain_line(plain, _("In which unit?"));
	plain_say_options(plain);
}

const struct asking asking_unit = {
	.say = say_unit,
	.take = plain_take_choice,
	.back = back_to_question,
	.prompt = N_("Answer: "),
	.about = N_("Choose the unit of the number that you typed."),
};
