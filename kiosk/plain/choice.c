/* Options: chosen by number, or by words that they are searched for. */
#include "plain.h"

#include <kiosk/base/log.h>
#include <kiosk/base/text.h>
#include <kiosk/base/words.h>

#include <stdio.h>
#include <string.h>

#define LONG_LIST 20u /* options from here on are not read out but searched */
#define PORTION   8u

static const struct item *item_of(const struct plain *plain)
{
	return answers_item(plain->answers, plain->at.slot);
}

static size_t option_count(const struct plain *plain)
{
	return answers_option_count(plain->answers, plain->at.slot);
}

static const char *label_of(const struct plain *plain, size_t option)
{
	return answers_option_label(plain->answers, plain->at.slot, option);
}

static bool is_body_map(const struct plain *plain)
{
	return item_of(plain)->control == CONTROL_BODY_MAP;
}

static bool is_long(const struct plain *plain)
{
	return option_count(plain) >= LONG_LIST && !is_body_map(plain);
}

/* Options that are numbers themselves are typed as they are: "3" is the three, not the third. */
static bool is_numbered(const struct plain *plain)
{
	for (size_t i = 0; i < option_count(plain); i++) {
		const char *label = label_of(plain, i);

		if (label[strspn(label, "0123456789.,- ")] == '\0')
			return false;
	}
	return true;
}

static bool is_open(const struct plain *plain)
{
	return plain->asking != &asking_unit && item_of(plain)->type == ITEM_OPEN_CHOICE;
}

/* A list of one is answered at once, whatever might stand beside it. */
static bool picks_many(const struct plain *plain)
{
	return plain->asking != &asking_unit && item_picks_many(item_of(plain)) &&
	       (option_count(plain) > 1 || is_open(plain));
}

static void say_option(struct plain *plain, size_t option)
{
	const struct item *item = item_of(plain);
	const char *detail = option < item->option_count ? item->options[option].detail : NULL;
	bool chosen = answers_chosen(plain->answers, plain->at.slot, option);
	const char *label = label_of(plain, option);
	struct buf words;

	buf_init(&words, 4096, NULL);
	if ((is_numbered(plain) && buf_addf(&words, "%zu. ", option + 1)) ||
	    buf_adds(&words, label) || (chosen && buf_addf(&words, ", %s", _("chosen"))) ||
	    (detail && buf_addf(&words, ". %s", detail)))
		buf_truncate(&words, 0);
	plain_sentence(plain, words.len > 0 ? buf_str(&words) : label);
	buf_release(&words);
}

static void say_how(struct plain *plain)
{
	if (is_long(plain))
		plain_linef(plain,
			    _("There are %zu answers. Type some letters of yours, and you hear "
			      "those that fit."),
			    option_count(plain));
	else if (!is_numbered(plain))
		plain_line(plain, _("Type your answer as it stands here."));
	else if (picks_many(plain))
		plain_line(plain,
			   _("Choose all that fit. Type a number to choose it, again to take "
			     "it away."));
	else
		plain_line(plain, _("Type the number of your answer."));
	if (is_open(plain))
		plain_linef(plain, _("Type %zu to give another answer in your own words."),
			    option_count(plain) + 1);
}

void plain_say_options(struct plain *plain)
{
	for (size_t i = 0; i < option_count(plain) && !is_long(plain); i++)
		say_option(plain, i);
	say_how(plain);
}

/* --- searching --- */

static bool fits(const struct plain *plain, size_t option)
{
	return text_contains_words(label_of(plain, option), buf_str(&plain->search));
}

static size_t count_fitting(const struct plain *plain)
{
	size_t count = 0;

	for (size_t i = 0; i < option_count(plain); i++)
		count += fits(plain, i);
	return count;
}

void plain_more_options(struct plain *plain)
{
	size_t seen = 0, said = 0, total = plain->search.len > 0 ? count_fitting(plain) : 0;

	for (size_t i = 0; i < option_count(plain) && total > 0 && said < PORTION; i++)
		if (fits(plain, i) && seen++ >= plain->listed) {
			say_option(plain, i);
			said++;
		}
	plain->listed += said;
	if (said == 0)
		plain_line(plain, _("There is no more to hear."));
	else if (plain->listed < total)
		plain_linef(plain, _("%zu more fit. Type /m to hear more, or other words."),
			    total - plain->listed);
	else
		plain_line(plain, _("Type the number of your answer, or other words."));
}

static void search(struct plain *plain)
{
	plain->listed = 0;
	plain_linef(plain, ngettext("%zu answer fits.", "%zu answers fit.", count_fitting(plain)),
		    count_fitting(plain));
	plain_more_options(plain);
}

/* --- choosing --- */

static void say_chosen(struct plain *plain, size_t option)
{
	if (!picks_many(plain))
		plain_linef(plain, _("You chose: %s."), label_of(plain, option));
	else if (!answers_chosen(plain->answers, plain->at.slot, option))
		plain_linef(plain, _("%s is taken away."), label_of(plain, option));
}

static void choose(struct plain *plain, size_t option)
{
	bool many = picks_many(plain);
	bool wanted = !many || !answers_chosen(plain->answers, plain->at.slot, option);

	if (answers_choose(plain->answers, plain->at.slot, option, wanted)) {
		log_event(LOG_LEVEL_ERROR, "no memory for an answer");
		return;
	}
	say_chosen(plain, option);
}

void plain_more_choices(struct plain *plain)
{
	plain->asking = &asking_question;
	if (answers_count(plain->answers, plain->at.slot) > 0)
		plain_words(plain, _("Chosen now: "), answers_describe, plain->at.slot);
	else
		plain_line(plain, _("Nothing is chosen now."));
	plain_line(plain, _("Type another number, or press Enter to go on."));
}

/* A single answer is complete, of several there may be more. */
static void after_choice(struct plain *plain)
{
	enum answer_fault fault = answers_fault(plain->answers, plain->at.slot);

	buf_truncate(&plain->search, 0);
	if (picks_many(plain))
		plain_more_choices(plain);
	else if (!plain_refused(plain, fault))
		plain_next_question(plain);
}

/* Several numbers on one line, with blanks or commas between them; false when it is anything else.
 */
static bool choose_numbers(struct plain *plain, const char *line)
{
	char copy[TEXT_WORDS_MAX], *rest, *word;
	size_t numbers[32], count = 0;
	bool good = true;

	snprintf(copy, sizeof(copy), "%s", line);
	for (word = strtok_r(copy, " ,;", &rest); word && good;
	     word = strtok_r(NULL, " ,;", &rest)) {
		numbers[count] = plain_number(word, option_count(plain));
		good = numbers[count++] > 0 && count < 32;
	}
	wipe(copy, sizeof(copy));
	if (!good || count == 0 || (count > 1 && !picks_many(plain)))
		return false;
	for (size_t i = 0; i < count; i++)
		choose(plain, numbers[i] - 1);
	after_choice(plain);
	return true;
}

/* The option that the line names: as it stands, by the first letter of Yes or No, or as the only
 * one that fits; the count of options for none. */
static size_t named(const struct plain *plain, const char *line)
{
	size_t count = option_count(plain), found = count;

	for (size_t i = 0; i < count; i++) {
		const char *label = label_of(plain, i);
		char letter[16] = "";

		if (text_same(label, line))
			return i;
		snprintf(letter, sizeof(letter), "%.*s", (int)text_next(label, strlen(label), 0),
			 label);
		if (item_of(plain)->type == ITEM_BOOLEAN && text_same(letter, line))
			return i;
	}
	if (!line[1] || !is_numbered(plain) || count_fitting(plain) != 1)
		return count; /* a letter is too little to answer with */
	for (size_t i = 0; i < count; i++)
		if (fits(plain, i))
			found = i;
	return found;
}

static void refuse(struct plain *plain)
{
	if (is_open(plain))
		plain_linef(
			plain,
			_("No answer fits. Type other words, or %zu for an answer of your own."),
			option_count(plain) + 1);
	else if (is_long(plain) || !is_numbered(plain))
		plain_line(plain, _("No answer fits. Type other words."));
	else
		plain_linef(plain, _("Type a number from 1 to %zu."), option_count(plain));
}

static void take_words(struct plain *plain, const char *line)
{
	size_t option;

	buf_truncate(&plain->search, 0);
	if (buf_adds(&plain->search, line))
		buf_truncate(&plain->search, 0);
	option = named(plain, line);
	if (option < option_count(plain)) {
		choose(plain, option);
		after_choice(plain);
	} else if ((!line[1] || strcmp(line, "?") == 0 || count_fitting(plain) == 0) &&
		   plain_bare_command(plain, line)) {
		return;
	} else if (is_numbered(plain) && (line[1] || is_long(plain)) && count_fitting(plain) > 0) {
		search(plain);
	} else {
		refuse(plain);
	}
}

void plain_take_choice(struct plain *plain, const char *line)
{
	if (!*line && !plain_refused(plain, answers_fault(plain->answers, plain->at.slot)))
		plain_next_question(plain);
	else if (!*line)
		return;
	else if (is_open(plain) && plain_number(line, SIZE_MAX) == option_count(plain) + 1)
		plain_ask(plain, &asking_own_words);
	else if (!is_numbered(plain) || !choose_numbers(plain, line))
		take_words(plain, line);
}
