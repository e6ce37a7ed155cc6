#include "slots.h"

#include <string.h>

bool answers_shown(const struct answers *answers, size_t slot)
{
	const struct item *item = answers_item(answers, slot);

	return answers_enabled(answers, slot) && !item->hidden && !item->is_help;
}

static bool starts_page(const struct item *item)
{
	return item->type == ITEM_GROUP && item->control == CONTROL_PAGE;
}

/* The shown item behind the given one on the page; ITEM_NONE at the end. What is not shown is
 * passed over whole. */
static size_t next_shown(const struct answers *answers, size_t page_item, size_t item)
{
	const struct item *items = answers->form->items;
	size_t end = page_item + 1 + items[page_item].descendants;

	for (item++; item < end; item += 1 + items[item].descendants)
		if (!starts_page(&items[item]) &&
		    answers_shown(answers, answers_slot(answers, item)))
			return item;
	return ITEM_NONE;
}

size_t answers_page(const struct answers *answers, size_t page_item, size_t *slots, size_t max)
{
	size_t count = 0, item = page_item;

	if (!answers_shown(answers, answers_slot(answers, page_item)))
		return 0;
	for (; item != ITEM_NONE; item = next_shown(answers, page_item, item)) {
		if (count < max)
			slots[count] = answers_slot(answers, item);
		count++;
	}
	return count;
}

bool answers_page_shown(const struct answers *answers, size_t page_item)
{
	size_t item = page_item;

	if (!answers_shown(answers, answers_slot(answers, page_item)))
		return false;
	while (item != ITEM_NONE && answers->form->items[item].type == ITEM_GROUP)
		item = next_shown(answers, page_item, item);
	return item != ITEM_NONE;
}

size_t answers_page_faults(const struct answers *answers, size_t page_item, size_t *slots,
			   size_t max)
{
	size_t count = 0, item = page_item;

	if (!answers_shown(answers, answers_slot(answers, page_item)))
		return 0;
	for (; item != ITEM_NONE; item = next_shown(answers, page_item, item)) {
		size_t slot = answers_slot(answers, item);

		if (answers_fault(answers, slot) == FAULT_NONE)
			continue;
		if (count < max)
			slots[count] = slot;
		count++;
	}
	return count;
}

/* The lowest index below count of the code that the slot's answers hold. */
static size_t rank_of(const struct answers *answers, size_t slot, const char *system,
		      const char *const *codes, size_t count)
{
	for (size_t i = 0; i < answers_count(answers, slot); i++) {
		const struct value *value = answers_value(answers, slot, i);
		const struct coding *coding = &value->coding;

		if (value->type != VALUE_CODING || !coding->system || !coding->code ||
		    strcmp(coding->system, system) != 0)
			continue;
		for (size_t code = 0; code < count; code++)
			if (strcmp(codes[code], coding->code) == 0)
				count = code;
	}
	return count;
}

size_t answers_flag(const struct answers *answers, const char *system, const char *const *codes,
		    size_t count)
{
	const struct form *form = answers->form;

	for (size_t i = 0; system && i < form->hidden_count; i++) {
		size_t slot = answers_slot(answers, form->hidden[i]);

		if (answers_enabled(answers, slot))
			count = rank_of(answers, slot, system, codes, count);
	}
	return count;
}
