/* Which slots are enabled, kept up to date: a change is carried in the order of evaluation to what
 * depends on it, so that each slot is looked at once and the rest of the form never. */
#include "slots.h"

static void sift_up(uint32_t *heap, size_t at)
{
	while (at > 0 && heap[(at - 1) / 2] > heap[at]) {
		uint32_t above = heap[(at - 1) / 2];

		heap[(at - 1) / 2] = heap[at];
		heap[at] = above;
		at = (at - 1) / 2;
	}
}

static void sift_down(uint32_t *heap, size_t count)
{
	size_t at = 0;

	for (;;) {
		size_t least = at, left = 2 * at + 1;
		uint32_t moved = heap[at];

		if (left < count && heap[left] < heap[least])
			least = left;
		if (left + 1 < count && heap[left + 1] < heap[least])
			least = left + 1;
		if (least == at)
			return;
		heap[at] = heap[least];
		heap[least] = moved;
		at = least;
	}
}

static void push(struct answers *answers, size_t slot)
{
	if (answers->slots[slot].queued)
		return;
	answers->slots[slot].queued = true;
	answers->queue[answers->queued] = answers->form->rank[answers->slots[slot].item];
	sift_up(answers->queue, answers->queued++);
}

static size_t pop(struct answers *answers)
{
	size_t slot = answers_slot(answers, answers->form->ordered[answers->queue[0]]);

	answers->queue[0] = answers->queue[--answers->queued];
	sift_down(answers->queue, answers->queued);
	answers->slots[slot].queued = false;
	return slot;
}

struct source {
	const struct answers *answers;
	size_t slot;
};

static const struct value *value_at(const void *source, size_t index)
{
	const struct source *from = source;

	return answers_value(from->answers, from->slot, index);
}

static bool holds(const struct answers *answers, const struct condition *condition)
{
	struct source from = {answers, answers_slot(answers, condition->question)};
	size_t count = 0;

	if (answers_enabled(answers, from.slot))
		count = answers_count(answers, from.slot);
	return condition_holds(condition, count, value_at, &from);
}

static bool met(const struct answers *answers, const struct item *item)
{
	for (size_t i = 0; i < item->condition_count; i++)
		if (holds(answers, &item->conditions[i]) != item->enable_all)
			return !item->enable_all;
	return item->condition_count == 0 || item->enable_all;
}

/* What stands below a question belongs to its answer (R4: answer.item): without one there is no
 * place for it. A display has no place in the response anyway. */
static bool has_place(const struct answers *answers, const struct item *item)
{
	size_t parent = answers_slot(answers, item->parent);

	return answers_enabled(answers, parent) &&
	       (item->type == ITEM_DISPLAY || !item_is_question(answers_item(answers, parent)) ||
		answers_count(answers, parent) > 0);
}

static void evaluate(struct answers *answers, size_t slot)
{
	const struct item *item = answers_item(answers, slot);
	struct slot *state = &answers->slots[slot];

	state->enabled = met(answers, item);
	if (item->parent != ITEM_NONE)
		state->enabled = state->enabled && has_place(answers, item);
}

static void push_dependents(struct answers *answers, size_t slot)
{
	const struct item *item = answers_item(answers, slot);

	for (size_t i = 0; i < item->dependent_count; i++)
		push(answers, answers_slot(answers, item->dependents[i]));
}

static void push_children(struct answers *answers, size_t slot)
{
	size_t first = answers->slots[slot].item + 1;
	const struct item *items = answers->form->items;
	size_t end = first + items[first - 1].descendants;

	for (size_t child = first; child < end; child += 1 + items[child].descendants)
		push(answers, answers_slot(answers, child));
}

void answers_changed(struct answers *answers, size_t slot)
{
	if (!answers_enabled(answers, slot))
		return; /* it counts as unanswered, as before */
	push_dependents(answers, slot);
	push_children(answers, slot);
	while (answers->queued > 0) {
		size_t next = pop(answers);
		bool before = answers_enabled(answers, next);

		evaluate(answers, next);
		if (answers_enabled(answers, next) == before)
			continue;
		push_children(answers, next);
		if (answers_count(answers, next) > 0)
			push_dependents(answers, next);
	}
}

void answers_enable_all(struct answers *answers)
{
	for (size_t i = 0; i < answers->slot_count; i++)
		evaluate(answers, answers_slot(answers, answers->form->ordered[i]));
}
