#include "slots.h"

#include <string.h>

bool answers_shown(const struct answers *answers, size_t slot)
{
	const struct item *item = answers_item(answers, slot);

	return answers_enabled(answers, slot) && !item->hidden && !item->is_help;
}

/* A page under way: from its own item, and every instance of it, to what stands behind. */
struct walk {
	const struct answers *answers;
	size_t page, end;
	size_t slot; /* SLOT_NONE: at the end */
};

static struct walk walk_page(const struct answers *answers, size_t page_item)
{
	size_t page = answers_slot(answers, page_item), last;
	bool shown;

	if (page_item == ITEM_NONE)
		return (struct walk){.answers = answers, .slot = SLOT_NONE};
	last = instances_last(&answers->instances, page);
	shown = answers_shown(answers, page);
	return (struct walk){.answers = answers,
			     .page = page,
			     .end = instances_next(&answers->instances, last, false),
			     .slot = shown ? page : SLOT_NONE};
}

/* On to the next that is shown. What is not is passed over whole. */
static void walk_on(struct walk *walk)
{
	const struct instances *instances = &walk->answers->instances;
	size_t slot = instances_next(instances, walk->slot, true);

	while (slot != walk->end && ((answers_item(walk->answers, slot)->page &&
				      instances_home(instances, slot) != walk->page) ||
				     !answers_shown(walk->answers, slot)))
		slot = instances_next(instances, slot, false);
	walk->slot = slot == walk->end ? SLOT_NONE : slot;
}

static size_t put(struct page_entry *entries, size_t max, size_t count, struct page_entry entry)
{
	if (count < max)
		entries[count] = entry;
	return count + 1;
}

/* The ends of the instances that the walk has left since it was at the slot. */
static size_t put_ends(const struct walk *walk, size_t slot, struct page_entry *entries, size_t max,
		       size_t count)
{
	const struct instances *instances = &walk->answers->instances;
	size_t top = instances->at[walk->page].parent;

	for (; slot < INSTANCE_NONE && slot != top; slot = instances->at[slot].parent) {
		if (walk->slot != SLOT_NONE && instances_within(instances, walk->slot, slot))
			break;
		if (answers_item(walk->answers, slot)->instances)
			count = put(entries, max, count, (struct page_entry){slot, true});
	}
	return count;
}

size_t answers_page(const struct answers *answers, size_t page_item, struct page_entry *entries,
		    size_t max)
{
	struct walk walk = walk_page(answers, page_item);
	size_t count = 0;

	while (walk.slot != SLOT_NONE) {
		size_t slot = walk.slot;

		count = put(entries, max, count, (struct page_entry){slot, false});
		walk_on(&walk);
		count = put_ends(&walk, slot, entries, max, count);
	}
	return count;
}

bool answers_page_shown(const struct answers *answers, size_t page_item)
{
	struct walk walk = walk_page(answers, page_item);

	while (walk.slot != SLOT_NONE && answers_item(answers, walk.slot)->type == ITEM_GROUP)
		walk_on(&walk);
	return walk.slot != SLOT_NONE;
}

size_t answers_page_faults(const struct answers *answers, size_t page_item, size_t *slots,
			   size_t max)
{
	struct walk walk = walk_page(answers, page_item);
	size_t count = 0;

	for (; walk.slot != SLOT_NONE; walk_on(&walk)) {
		if (answers_fault(answers, walk.slot) == FAULT_NONE)
			continue;
		if (count < max)
			slots[count] = walk.slot;
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

	for (size_t i = 0; system && i < form->hidden_count; i++)
		for (size_t slot = form->hidden[i]; slot < INSTANCE_NONE;
		     slot = answers->instances.at[slot].again)
			if (answers_enabled(answers, slot) && !answers_left_out(answers, slot))
				count = rank_of(answers, slot, system, codes, count);
	return count;
}
