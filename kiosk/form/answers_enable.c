/* Which slots are enabled, kept up to date: a change is carried in the order of evaluation to what
 * depends on it, so that each slot is looked at once and the rest of the form never. */
#include "slots.h"

static void sift_up(uint64_t *heap, size_t at)
{
	while (at > 0 && heap[(at - 1) / 2] > heap[at]) {
		uint64_t above = heap[(at - 1) / 2];

		heap[(at - 1) / 2] = heap[at];
		heap[at] = above;
		at = (at - 1) / 2;
	}
}

static void sift_down(uint64_t *heap, size_t count)
{
	size_t at = 0;

	for (;;) {
		size_t least = at, left = 2 * at + 1;
		uint64_t moved = heap[at];

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

static uint32_t rank_of(const struct answers *answers, size_t slot)
{
	return answers->form->rank[answers->instances.at[slot].item];
}

static void push(struct answers *answers, size_t slot)
{
	if (answers->slots[slot].queued)
		return;
	answers->slots[slot].queued = true;
	answers->queue[answers->queued] = (uint64_t)rank_of(answers, slot) << 32 | slot;
	sift_up(answers->queue, answers->queued++);
}

static size_t pop(struct answers *answers)
{
	size_t slot = (uint32_t)answers->queue[0];

	answers->queue[0] = answers->queue[--answers->queued];
	sift_down(answers->queue, answers->queued);
	answers->slots[slot].queued = false;
	return slot;
}

/* The answers of one slot, or of it and the instances behind it, handed out in order. */
struct source {
	const struct answers *answers;
	size_t slot;
	size_t before; /* answers of the slots that were passed */
};

static size_t counted(const struct answers *answers, size_t slot)
{
	return answers_enabled(answers, slot) ? answers_count(answers, slot) : 0;
}

static const struct value *value_at(void *source, size_t index)
{
	struct source *from = source;
	size_t count;

	for (;;) {
		count = counted(from->answers, from->slot);
		if (index < from->before + count)
			return answers_value(from->answers, from->slot, index - from->before);
		from->before += count;
		from->slot = from->answers->instances.at[from->slot].next;
	}
}

static bool holds(const struct answers *answers, size_t slot, const struct condition *condition)
{
	struct source from = {.answers = answers};
	size_t count = 0;
	bool chain;

	from.slot = instances_nearest(&answers->instances, slot, condition->question, &chain);
	for (size_t at = from.slot; at < INSTANCE_NONE;
	     at = chain ? answers->instances.at[at].next : INSTANCE_NONE)
		count += counted(answers, at);
	return condition_holds(condition, count, value_at, &from);
}

static bool met(const struct answers *answers, size_t slot)
{
	const struct item *item = answers_item(answers, slot);

	for (size_t i = 0; i < item->condition_count; i++)
		if (holds(answers, slot, &item->conditions[i]) != item->enable_all)
			return !item->enable_all;
	return item->condition_count == 0 || item->enable_all;
}

/* What stands below a question belongs to its answer (R4: answer.item): without one there is no
 * place for it. A display has no place in the response anyway. */
static bool has_place(const struct answers *answers, size_t slot)
{
	size_t parent = answers->instances.at[slot].parent;

	return parent == INSTANCE_NONE || (answers_enabled(answers, parent) &&
					   (answers_item(answers, slot)->type == ITEM_DISPLAY ||
					    !item_is_question(answers_item(answers, parent)) ||
					    answers_count(answers, parent) > 0));
}

static void evaluate(struct answers *answers, size_t slot)
{
	answers->slots[slot].enabled = has_place(answers, slot) && met(answers, slot);
}

static void push_dependents(struct answers *answers, size_t slot)
{
	const struct item *item = answers_item(answers, slot);

	for (size_t i = 0; i < item->dependent_count; i++)
		for (size_t one = item->dependents[i]; one < INSTANCE_NONE;
		     one = answers->instances.at[one].again)
			push(answers, one);
}

static void push_children(struct answers *answers, size_t slot)
{
	const struct instances *instances = &answers->instances;
	const struct item *items = answers->form->items;
	size_t item = instances->at[slot].item, end = item + 1 + items[item].descendants;

	for (size_t child = item + 1; child < end; child += 1 + items[child].descendants)
		for (size_t one = instances_child(instances, slot, child); one < INSTANCE_NONE;
		     one = instances->at[one].next)
			push(answers, one);
}

void answers_changed(struct answers *answers, size_t slot)
{
	if (answers->still || !answers_enabled(answers, slot))
		return; /* it counts as unanswered, as before */
	push_dependents(answers, slot);
	push_children(answers, slot);
	while (answers->queued > 0) {
		size_t next = pop(answers);
		bool before = answers_enabled(answers, next);

		evaluate(answers, next);
		if (answers_enabled(answers, next) == before)
			continue;
		answers->turns++;
		push_children(answers, next);
		if (answers_count(answers, next) > 0)
			push_dependents(answers, next);
	}
}

uint64_t answers_turns(const struct answers *answers)
{
	return answers->turns;
}

void answers_enable_all(struct answers *answers)
{
	if (answers->still)
		return;
	answers->turns++;
	for (size_t i = 0; i < answers->form->questionnaire.item_count; i++)
		for (size_t slot = answers->form->ordered[i]; slot < INSTANCE_NONE;
		     slot = answers->instances.at[slot].again)
			evaluate(answers, slot);
}
