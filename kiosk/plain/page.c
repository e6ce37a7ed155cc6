/* A page of questions: one after the other, what stands between them is said before the next. */
#include "plain.h"

#include <kiosk/base/log.h>
#include <kiosk/base/words.h>

static const struct page_entry behind_last = {SLOT_NONE, false};

static bool same(struct page_entry a, struct page_entry b)
{
	return a.slot == b.slot && a.end == b.end;
}

static size_t entries_of(const struct plain *plain, struct page_entry *entries)
{
	size_t count = answers_page(plain->answers, plain->page, entries, PLAIN_PAGE_ENTRIES);

	return count < PLAIN_PAGE_ENTRIES ? count : PLAIN_PAGE_ENTRIES;
}

static bool is_asked(const struct plain *plain, size_t slot)
{
	const struct item *item = answers_item(plain->answers, slot);

	return item_is_question(item) && !item->read_only && !item_at_desk(item) &&
	       (item_typed(item) || answers_option_count(plain->answers, slot) > 0);
}

/* A place where the dialogue waits. Behind the last of several instances it is asked whether there
 * are more, or fewer. */
static bool is_stop(const struct plain *plain, struct page_entry entry)
{
	const struct answers *answers = plain->answers;

	if (!entry.end)
		return is_asked(plain, entry.slot);
	return answers_next_instance(answers, entry.slot) == SLOT_NONE &&
	       (answers_can_add(answers, entry.slot) || answers_can_remove(answers, entry.slot));
}

static size_t index_of(const struct page_entry *entries, size_t count, struct page_entry at)
{
	size_t i = 0;

	while (i < count && !same(entries[i], at))
		i++;
	return i;
}

static bool is_heard(const struct plain *plain, struct page_entry entry)
{
	return !entry.end && !is_stop(plain, entry);
}

/* Something is left to hear behind the last question, or the form is to be sent. */
static bool has_page_end(const struct plain *plain, const struct page_entry *entries, size_t count)
{
	if (plain->place == VISIT_CONFIRM)
		return true;
	while (count-- > 0 && !is_stop(plain, entries[count]))
		if (is_heard(plain, entries[count]))
			return true;
	return count == SIZE_MAX;
}

static const struct asking *asking_at(const struct plain *plain)
{
	if (plain->at.slot == SLOT_NONE)
		return &asking_page_end;
	return plain->at.end ? &asking_repeat : &asking_question;
}

static void go_to(struct plain *plain, struct page_entry at)
{
	plain->at = at;
	plain->begun = false;
	plain->listed = 0;
	buf_truncate(&plain->search, 0);
	plain_ask(plain, asking_at(plain));
}

/* The first stop from an index on, forward or backward. */
static bool go_to_stop(struct plain *plain, const struct page_entry *entries, size_t count,
		       size_t i, bool forward)
{
	for (; i < count; i = forward ? i + 1 : i - 1)
		if (is_stop(plain, entries[i])) {
			go_to(plain, entries[i]);
			return true;
		}
	return false;
}

static void say_what_sending_does(struct plain *plain)
{
	if (plain->place != VISIT_CONFIRM || plain->page != ITEM_NONE)
		return;
	plain_line(plain, _("Send your form."));
	plain_line(plain, _("Your answers go to the clinic when you send them."));
}

void plain_enter_page(struct plain *plain)
{
	struct page_entry entries[PLAIN_PAGE_ENTRIES];
	struct page_entry changed = {visit_changed(plain->visit), false};
	size_t count = entries_of(plain, entries), first = 0;

	if (visit_changing(plain->visit) && changed.slot != SLOT_NONE &&
	    index_of(entries, count, changed) < count)
		first = index_of(entries, count, changed);
	plain->turns = answers_turns(plain->answers);
	if (!plain->going_back)
		say_what_sending_does(plain);
	if (plain->going_back && count > 0 && go_to_stop(plain, entries, count, count - 1, false))
		return;
	if (!go_to_stop(plain, entries, count, first, true))
		go_to(plain, behind_last);
}

/* --- what is said --- */

void plain_say_words_of(struct plain *plain, size_t slot)
{
	const struct item *item = answers_item(plain->answers, slot);
	struct buf words;

	if (item->prefix)
		plain_line(plain, item->prefix);
	plain_words(plain, NULL, form_question_words, slot);
	if (item->help)
		plain_line(plain, item->help);
	buf_init(&words, 4096, NULL);
	if (!form_range(item, &words))
		plain_sentence(plain, buf_str(&words));
	buf_truncate(&words, 0);
	if (!form_link(item, &words) && words.len > 0)
		plain_line(plain, buf_str(&words));
	buf_release(&words);
}

static void say_heard(struct plain *plain, size_t slot)
{
	const struct item *item = answers_item(plain->answers, slot);

	plain_say_words_of(plain, slot);
	if (item_at_desk(item))
		plain_line(plain, _("Please give this at the front desk."));
	else if (item_is_question(item) && answers_count(plain->answers, slot) > 0)
		plain_words(plain, NULL, answers_describe, slot);
}

/* In an instance that may be left out and is empty nothing has to be answered. */
static bool is_required(const struct plain *plain, size_t slot)
{
	return answers_item(plain->answers, slot)->required &&
	       (answers_count(plain->answers, slot) > 0 ||
		answers_fault(plain->answers, slot) != FAULT_NONE);
}

/* "Question 3, page 2 of 14. Required." */
static void say_number(struct plain *plain, size_t number)
{
	const char *need = is_required(plain, plain->at.slot) ? _("Required.") : _("Optional.");
	size_t position, total;

	if (visit_progress(plain->visit, &position, &total))
		plain_linef(plain, _("Question %1$zu, page %2$zu of %3$zu. %4$s"), number, position,
			    total, need);
	else
		plain_linef(plain, _("Question %1$zu. %2$s"), number, need);
}

/* Behind what stands between the question and the one before. */
void plain_say_place(struct plain *plain)
{
	struct page_entry entries[PLAIN_PAGE_ENTRIES];
	size_t count = entries_of(plain, entries), at = index_of(entries, count, plain->at);
	size_t number = 0, begin = at;

	plain_line(plain, "");
	while (begin > 0 && !is_stop(plain, entries[begin - 1]))
		begin--;
	for (size_t i = begin; i < at; i++)
		if (is_heard(plain, entries[i]))
			say_heard(plain, entries[i].slot);
	if (at == count || plain->at.end)
		return;
	for (size_t i = 0; i <= at; i++)
		number += is_stop(plain, entries[i]) && !entries[i].end;
	say_number(plain, number);
}

bool plain_refused(struct plain *plain, enum answer_fault fault)
{
	struct buf words;

	if (!fault)
		return false;
	buf_init(&words, 4096, NULL);
	if (answers_fault_text(plain->answers, plain->at.slot, fault, &words) || words.len == 0)
		plain_sentence(plain, _("Check this answer"));
	else
		plain_sentence(plain, buf_str(&words));
	buf_release(&words);
	return true;
}

/* --- on and back --- */

/* The page is complete: the visit goes on, or the form is sent. */
static void leave_page(struct plain *plain)
{
	struct page_entry entries[PLAIN_PAGE_ENTRIES], fault = {SLOT_NONE, false};
	size_t count, removed;

	if (answers_prune(plain->answers, &removed))
		log_event(LOG_LEVEL_ERROR, "no memory for an answer");
	if (answers_page_faults(plain->answers, plain->page, &fault.slot, 1) > 0) {
		plain->at = fault;
		plain_line(plain, _("There is a problem."));
		plain_words(plain, NULL, form_question_words, fault.slot);
		(void)plain_refused(plain, answers_fault(plain->answers, fault.slot));
		count = entries_of(plain, entries);
		if (!go_to_stop(plain, entries, count, index_of(entries, count, fault), true))
			go_to(plain, behind_last);
	} else if (plain->place != VISIT_CONFIRM) {
		(void)visit_next(plain->visit);
	} else if (session_submit(&plain->session)) {
		plain_line(plain, _("Your answers could not be saved. They are still here. Please "
				    "call our staff."));
	}
}

static bool repeats(const struct plain *plain, size_t slot)
{
	while (slot != SLOT_NONE && !answers_item(plain->answers, slot)->instances)
		slot = answers_parent(plain->answers, slot);
	return slot != SLOT_NONE;
}

/* From the review one answer is changed and no other asked again, but where it opened or closed
 * questions, or there may be more of its kind. */
static bool only_this(const struct plain *plain)
{
	return visit_changing(plain->visit) && plain->at.slot != SLOT_NONE &&
	       plain->turns == answers_turns(plain->answers) && !repeats(plain, plain->at.slot);
}

void plain_next_question(struct plain *plain)
{
	struct page_entry entries[PLAIN_PAGE_ENTRIES];
	size_t count = entries_of(plain, entries), at = index_of(entries, count, plain->at);

	bool ends = plain->at.slot == SLOT_NONE || only_this(plain);

	if (!ends && go_to_stop(plain, entries, count, at + 1, true))
		return;
	if (!ends && has_page_end(plain, entries, count))
		go_to(plain, behind_last);
	else
		leave_page(plain);
}

bool plain_previous_question(struct plain *plain)
{
	struct page_entry entries[PLAIN_PAGE_ENTRIES];
	size_t count = entries_of(plain, entries), at = index_of(entries, count, plain->at);

	return at > 0 && !visit_changing(plain->visit) &&
	       go_to_stop(plain, entries, count, at - 1, false);
}

static void say_page_end(struct plain *plain)
{
	plain_say_place(plain);
	if (plain->place != VISIT_CONFIRM) {
		plain_line(plain, _("Press Enter to go on."));
		return;
	}
	plain_line(plain, _("1. Send my form."));
	plain_line(plain, _("Type 1 to send your form to the clinic."));
}

static void take_page_end(struct plain *plain, const char *line)
{
	bool send = plain->place == VISIT_CONFIRM;

	if (send ? plain_number(line, 1) == 1 : !*line)
		plain_next_question(plain);
	else if (!plain_bare_command(plain, line))
		plain_line(plain, send ? _("Type 1 to send your form, or /b to go back.")
				       : _("Press Enter to go on, or type /b to go back."));
}

const struct asking asking_page_end = {
	.say = say_page_end,
	.take = take_page_end,
	.back = plain_previous_question,
	.prompt = N_("Answer: "),
	.about = N_("You have answered the questions of this page."),
};
