#include "two_faces.h"

#include "focus.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../corpus/generate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ENTRIES_MAX 2000
#define ROWS        40
#define COLUMNS     120

/* Where a text may have several lines it has two. */
static void break_texts(struct answers *wanted)
{
	for (size_t slot = 0; slot != SLOT_NONE; slot = answers_next(wanted, slot)) {
		char before[ANSWER_TYPED_MAX + 1], text[ANSWER_TYPED_MAX + 16];

		if (answers_item(wanted, slot)->type != ITEM_TEXT ||
		    !answers_typed(wanted, slot)[0])
			continue;
		snprintf(before, sizeof(before), "%s", answers_typed(wanted, slot));
		snprintf(text, sizeof(text), "%s\nand more", before);
		if (answers_type(wanted, slot, text) || answers_fault(wanted, slot))
			assert_int_equal(answers_type(wanted, slot, before), STATUS_OK);
	}
}

void two_faces_open(struct two_faces *faces, const struct questionnaire *form,
		    const struct json *source, const struct answers_options *options,
		    struct arena *arena, unsigned int seed)
{
	size_t stuck = SLOT_NONE;

	*faces = (struct two_faces){0};
	assert_int_equal(answers_open(form, options, arena, &faces->wanted), STATUS_OK);
	assert_int_equal(answers_open(form, options, arena, &faces->model), STATUS_OK);
	if (!generate_answers(faces->wanted, source, seed, &stuck))
		fail_msg("no answer found for %s", answers_item(faces->wanted, stuck)->link_id);
	assert_int_equal(answers_prune(faces->wanted, &(size_t){0}), STATUS_OK);
	break_texts(faces->wanted);
}

void two_faces_close(struct two_faces *faces)
{
	answers_close(faces->wanted);
	answers_close(faces->model);
}

/* --- the model --- */

/* The wanted slot that a slot of the model stands for. */
static size_t wanted_slot(const struct two_faces *faces, size_t slot)
{
	const struct item *item = answers_item(faces->model, slot);
	size_t parent = answers_parent(faces->model, slot), at;

	at = parent == SLOT_NONE ? 0 : wanted_slot(faces, parent);
	while (at != SLOT_NONE &&
	       (strcmp(answers_item(faces->wanted, at)->link_id, item->link_id) != 0 ||
		(parent != SLOT_NONE &&
		 answers_parent(faces->wanted, at) != wanted_slot(faces, parent))))
		at = answers_next(faces->wanted, at);
	for (size_t i = answers_instance(faces->model, slot); i > 0 && at != SLOT_NONE; i--)
		at = answers_next_instance(faces->wanted, at);
	assert_int_not_equal(at, SLOT_NONE);
	return at;
}

static bool is_question(const struct two_faces *faces, size_t slot)
{
	const struct item *item = answers_item(faces->model, slot);

	return item_is_question(item) && !item->read_only && !item_at_desk(item) &&
	       (item_typed(item) || answers_option_count(faces->model, slot) > 0);
}

static size_t option_count(const struct two_faces *faces, size_t slot)
{
	return answers_option_count(faces->model, slot);
}

/* The wanted option; the count of options for none. */
static size_t wanted_option(const struct two_faces *faces, size_t slot)
{
	size_t wanted = wanted_slot(faces, slot), i = 0;

	while (i < option_count(faces, slot) && !answers_chosen(faces->wanted, wanted, i))
		i++;
	return i;
}

static const char *wanted_text(const struct two_faces *faces, size_t slot)
{
	return answers_typed(faces->wanted, wanted_slot(faces, slot));
}

/* The model takes over what was said. */
static void agree(struct two_faces *faces, size_t slot)
{
	size_t wanted = wanted_slot(faces, slot);

	answers_clear(faces->model, slot);
	for (size_t i = 0; i < option_count(faces, slot); i++)
		if (answers_chosen(faces->wanted, wanted, i))
			assert_int_equal(answers_choose(faces->model, slot, i, true), STATUS_OK);
	if (item_typed(answers_item(faces->model, slot)) && wanted_text(faces, slot)[0])
		assert_int_equal(answers_type(faces->model, slot, wanted_text(faces, slot)),
				 STATUS_OK);
}

/* --- the dialogue --- */

static void say(struct two_faces *faces, const char *line)
{
	(void)dialogue_answer(&faces->dialogue, line);
}

static void say_number(struct two_faces *faces, size_t number)
{
	char line[32];

	snprintf(line, sizeof(line), "%zu", number);
	say(faces, line);
}

/* A line each; an empty one ends what may have several. */
static void say_text(struct two_faces *faces, size_t slot)
{
	const char *text = wanted_text(faces, slot);
	bool many = *text && answers_item(faces->model, slot)->type == ITEM_TEXT;
	char line[ANSWER_TYPED_MAX + 2];

	do {
		int len = (int)strcspn(text, "\n");

		snprintf(line, sizeof(line), "%s%.*s", *text == '/' ? "/" : "", len, text);
		say(faces, line);
		text += len + (text[len] == '\n');
	} while (*text);
	if (many)
		say(faces, "");
}

/* By its number or its words. */
static void say_option(struct two_faces *faces, size_t slot, size_t option)
{
	if (option % 2)
		say(faces, answers_option_label(faces->model, slot, option));
	else
		say_number(faces, option + 1);
}

/* A list of one needs no end. */
static void say_options(struct two_faces *faces, size_t slot)
{
	const struct item *item = answers_item(faces->model, slot);
	bool open = item->type == ITEM_OPEN_CHOICE;
	bool many = item_picks_many(item) && (option_count(faces, slot) > 1 || open);
	bool said = false;

	for (size_t i = 0; i < option_count(faces, slot); i++)
		if (answers_chosen(faces->wanted, wanted_slot(faces, slot), i)) {
			say_option(faces, slot, i);
			said = true;
		}
	if (open && wanted_text(faces, slot)[0]) {
		say_number(faces, option_count(faces, slot) + 1);
		say_text(faces, slot);
		said = true;
	}
	if (many || !said)
		say(faces, "");
}

static void answer_in_words(struct two_faces *faces, size_t slot)
{
	enum item_type type = answers_item(faces->model, slot)->type;

	if (!strstr(dialogue_said(&faces->dialogue), "Question "))
		fail_msg("no question is asked: %s", dialogue_said(&faces->dialogue));
	if (option_count(faces, slot) > 0 && type != ITEM_QUANTITY) {
		say_options(faces, slot);
		return;
	}
	say_text(faces, slot);
	if (type == ITEM_QUANTITY && wanted_text(faces, slot)[0] && option_count(faces, slot) > 0)
		say_number(faces, wanted_option(faces, slot) + 1);
}

/* --- the screen --- */

/* The cursor, too, is on what has the focus. */
static void press(struct two_faces *faces, const char *key, size_t times)
{
	focus_key(&faces->terminal, key, times);
}

/* The stop of an option: behind the number, where the question is one. */
static size_t stop_of(const struct two_faces *faces, size_t slot, size_t option)
{
	return option + (answers_item(faces->model, slot)->type == ITEM_QUANTITY);
}

static void type(struct two_faces *faces, const char *text)
{
	char keys[ANSWER_TYPED_MAX + 1];

	snprintf(keys, sizeof(keys), "%s", text);
	for (char *at = keys; *at; at++)
		*at = *at == '\n' ? '\r' : *at;
	terminal_send(&faces->terminal, keys);
}

static void answer_by_keys(struct two_faces *faces, size_t slot)
{
	const struct item *item = answers_item(faces->model, slot);
	bool number = item->type == ITEM_QUANTITY;
	size_t at = 0;

	if (item_typed(item) && (number || option_count(faces, slot) == 0))
		type(faces, wanted_text(faces, slot));
	for (size_t i = 0; i < option_count(faces, slot); i++)
		if (answers_chosen(faces->wanted, wanted_slot(faces, slot), i)) {
			press(faces, "Down", stop_of(faces, slot, i) - at);
			press(faces, "Space", 1);
			at = stop_of(faces, slot, i);
		}
	if (item->type == ITEM_OPEN_CHOICE && wanted_text(faces, slot)[0]) {
		press(faces, "Down", option_count(faces, slot) - at);
		type(faces, wanted_text(faces, slot));
	}
	press(faces, "Tab", 1);
	terminal_settle(&faces->terminal);
}

/* --- both --- */

static size_t entries_of(const struct two_faces *faces, size_t page, struct page_entry *entries)
{
	size_t count = answers_page(faces->model, page, entries, ENTRIES_MAX);

	assert_true(count <= ENTRIES_MAX);
	return count;
}

/* The end of an instance; true when there is one more now. */
static bool pass_end(struct two_faces *faces, size_t slot)
{
	bool last = answers_next_instance(faces->model, slot) == SLOT_NONE;
	bool may_add = last && answers_can_add(faces->model, slot);
	bool may_remove = answers_can_remove(faces->model, slot);
	bool more = last && answers_instances(faces->wanted, wanted_slot(faces, slot)) >
				    answers_instances(faces->model, slot);

	assert_true(!more || may_add);
	if (more) {
		say(faces, "1");
		press(faces, "Space", 1);
		terminal_settle(&faces->terminal);
		assert_int_equal(answers_add(faces->model, slot, &(size_t){0}), STATUS_OK);
		return true;
	}
	if (last && (may_add || may_remove))
		say(faces, "");
	if (may_add || may_remove)
		press(faces, "Tab", 1);
	terminal_settle(&faces->terminal);
	return false;
}

/* Of what stands behind the last question the dialogue waits until it is heard. */
static bool has_words_at_end(const struct two_faces *faces, const struct page_entry *entries,
			     size_t count)
{
	while (count-- > 0 && !(entries[count].end || is_question(faces, entries[count].slot)))
		return true;
	return false;
}

static void answer_page(struct two_faces *faces, size_t page, bool confirm)
{
	struct page_entry entries[ENTRIES_MAX];
	size_t count = entries_of(faces, page, entries);

	for (size_t i = 0; i < count; i++) {
		if (entries[i].end) {
			(void)pass_end(faces, entries[i].slot);
		} else if (is_question(faces, entries[i].slot)) {
			answer_in_words(faces, entries[i].slot);
			answer_by_keys(faces, entries[i].slot);
			agree(faces, entries[i].slot);
		}
		count = entries_of(faces, page, entries);
	}
	if (confirm)
		say(faces, "1");
	else if (has_words_at_end(faces, entries, count))
		say(faces, "");
	press(faces, "Enter", 1);
	terminal_settle(&faces->terminal);
}

/* Pages of text, on the screen by their Enter until a question or the review is there. */
static void read_until(struct two_faces *faces, const char *text)
{
	dialogue_read_on(&faces->dialogue);
	for (int i = 0; i < 20 && !terminal_shows(&faces->terminal, text); i++) {
		terminal_keys(&faces->terminal, "End Enter");
		terminal_settle(&faces->terminal);
	}
}

static void answer_pages(struct two_faces *faces, size_t confirm_page)
{
	const struct questionnaire *form = answers_questionnaire(faces->model);

	for (size_t i = 0; i < form->page_count; i++)
		if (form->pages[i] != confirm_page &&
		    answers_page_shown(faces->model, form->pages[i]))
			answer_page(faces, form->pages[i], false);
}

void two_faces_visit(struct two_faces *faces, struct site *heard, struct site *seen)
{
	const struct questionnaire *form = answers_questionnaire(faces->model);
	size_t confirm = questionnaire_find_code(
		form, "https://kiosk.example.org/fhir/CodeSystem/prp-intake", "confirmation");

	dialogue_open(&faces->dialogue, heard, true);
	site_kiosk(seen, &faces->terminal, true, ROWS, COLUMNS);
	terminal_wait_for(&faces->terminal, "Begin");
	say(faces, "1");
	press(faces, "Enter", 1);
	terminal_settle(&faces->terminal);
	read_until(faces, "Page 1 of");
	answer_pages(faces, confirm);
	read_until(faces, "Check your answers");
	while (strstr(dialogue_said(&faces->dialogue), "of your answers.") ||
	       strstr(dialogue_said(&faces->dialogue), "That was all."))
		say(faces, "");
	press(faces, "Enter", 1);
	terminal_settle(&faces->terminal);
	answer_page(faces, confirm, true);
	dialogue_wait_for(&faces->dialogue, "Your reference is abababab.");
	terminal_wait_for(&faces->terminal, "abababab");
	dialogue_close(&faces->dialogue);
	terminal_stop(&faces->terminal);
}
