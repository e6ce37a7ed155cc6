/* Behind the last of several instances: one more, or one less. */
#include "plain.h"

#include <kiosk/base/log.h>
#include <kiosk/base/words.h>

static bool can_add(const struct plain *plain)
{
	return answers_can_add(plain->answers, plain->at.slot);
}

/* How many lines there are to remove instances. */
static size_t removals(const struct plain *plain)
{
	return answers_can_remove(plain->answers, plain->at.slot)
		       ? answers_instances(plain->answers, plain->at.slot)
		       : 0;
}

static void say_act(struct plain *plain, size_t number, const char *act, const char *name)
{
	struct buf words;

	buf_init(&words, 4096, NULL);
	if (!buf_addf(&words, "%zu. %s: %s", number, act, name))
		plain_sentence(plain, buf_str(&words));
	buf_release(&words);
}

static void say_removals(struct plain *plain)
{
	size_t slot = answers_first_instance(plain->answers, plain->at.slot);
	size_t count = removals(plain), number = can_add(plain);

	for (size_t i = 0; i < count; i++) {
		struct buf name;

		buf_init(&name, 4096, NULL);
		if (form_short_words(plain->answers, slot, &name) == STATUS_OK)
			say_act(plain, ++number, count > 1 ? _("Remove") : _("Clear"),
				buf_str(&name));
		buf_release(&name);
		slot = answers_next_instance(plain->answers, slot);
	}
}

static void say(struct plain *plain)
{
	const struct item *item = answers_item(plain->answers, plain->at.slot);
	const char *name = item->short_label ? item->short_label : item->label;

	plain_say_place(plain);
	plain_line(plain, _("You can give more of these, or take one away."));
	if (can_add(plain))
		say_act(plain, 1, _("Add another"), name ? name : "");
	say_removals(plain);
	plain_line(plain, _("Press Enter to go on."));
}

/* The first question in an instance is the next stop behind its own entry. */
static void go_into(struct plain *plain, size_t slot)
{
	plain->at = (struct page_entry){slot, false};
	if (item_is_question(answers_item(plain->answers, slot)))
		plain_ask(plain, &asking_question);
	else
		plain_next_question(plain);
}

static void add(struct plain *plain)
{
	size_t slot;

	if (answers_add(plain->answers, plain->at.slot, &slot)) {
		log_event(LOG_LEVEL_ERROR, "no memory for an answer");
		plain_line(plain, _("No more can be added."));
		return;
	}
	go_into(plain, slot);
}

static void remove_one(struct plain *plain, size_t which)
{
	size_t slot = answers_first_instance(plain->answers, plain->at.slot), first = slot;
	bool only = removals(plain) == 1;

	while (which-- > 0)
		slot = answers_next_instance(plain->answers, slot);
	if (answers_remove(plain->answers, slot)) {
		plain_line(plain, _("This one cannot be removed."));
		return;
	}
	plain_line(plain, only ? _("It is empty now.") : _("It is removed."));
	while ((slot = answers_next_instance(plain->answers, first)) != SLOT_NONE)
		first = slot;
	plain->at.slot = first;
	plain_say_again(plain);
}

static void take(struct plain *plain, const char *line)
{
	size_t most = can_add(plain) + removals(plain), number = plain_number(line, most);

	if (!*line)
		plain_next_question(plain);
	else if (number == 1 && can_add(plain))
		add(plain);
	else if (number > 0)
		remove_one(plain, number - 1 - can_add(plain));
	else if (!plain_bare_command(plain, line))
		plain_linef(plain, _("Type a number from 1 to %zu, or press Enter to go on."),
			    most);
}

const struct asking asking_repeat = {
	.say = say,
	.take = take,
	.back = plain_previous_question,
	.prompt = N_("Answer: "),
	.about = N_("You can give more than one here. Type 1 to add another, or press Enter to go "
		    "on."),
};
