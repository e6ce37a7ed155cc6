/* Instances: one more, one less, and which of them say anything. */
#include "slots.h"

size_t answers_instance(const struct answers *answers, size_t slot)
{
	size_t position = 0;

	for (size_t at = instances_home(&answers->instances, slot); at != slot;
	     at = answers->instances.at[at].next)
		position++;
	return position;
}

size_t answers_instances(const struct answers *answers, size_t slot)
{
	return instances_chain(&answers->instances, slot);
}

/* How many of them have to be there. */
static size_t least(const struct item *item)
{
	return item->min_occurs > 0 ? item->min_occurs : item->required;
}

size_t answers_first_instance(const struct answers *answers, size_t slot)
{
	return instances_home(&answers->instances, slot);
}

static size_t or_none(uint32_t instance)
{
	return instance == INSTANCE_NONE ? SLOT_NONE : instance;
}

size_t answers_next_instance(const struct answers *answers, size_t slot)
{
	return or_none(answers->instances.at[slot].next);
}

size_t answers_parent(const struct answers *answers, size_t slot)
{
	return or_none(answers->instances.at[slot].parent);
}

bool answers_can_add(const struct answers *answers, size_t slot)
{
	const struct item *item = answers_item(answers, slot);
	size_t count = answers_instances(answers, slot);

	return item->instances && !item->read_only && count < ANSWERS_MAX_INSTANCES &&
	       (item->max_occurs == 0 || count < item->max_occurs) &&
	       answers->instances.count + instances_block(&answers->instances, slot) <=
		       answers->form->questionnaire.item_count + ANSWERS_MAX_ADDED;
}

bool answers_can_remove(const struct answers *answers, size_t slot)
{
	const struct item *item = answers_item(answers, slot);

	if (!item->instances || item->read_only)
		return false;
	return answers_instances(answers, slot) > (least(item) > 1 ? least(item) : 1) ||
	       answers_content(answers, slot);
}

static enum status add(struct answers *answers, size_t slot)
{
	enum status status = answers_make_room(answers, instances_block(&answers->instances, slot));
	size_t first;

	if (status)
		return status;
	first = instances_add(&answers->instances, slot);
	for (size_t i = first; i < answers->instances.count; i++)
		answers->slots[i] = (struct slot){0};
	return STATUS_OK;
}

enum status answers_add(struct answers *answers, size_t slot, size_t *added)
{
	size_t first = answers->instances.count;
	enum status status = answers_can_add(answers, slot) ? add(answers, slot) : STATUS_LIMIT;

	if (!status)
		status = answers_fill_instances(answers, first, answers->instances.count);
	if (status)
		return status;
	*added = first;
	for (size_t i = first; !status && i < answers->instances.count; i++)
		status = answers_fill_initial(answers, i);
	answers_enable_all(answers);
	return status;
}

/* Forgets the answers in an instance, and what was added below it. */
static void empty(struct answers *answers, size_t slot)
{
	size_t block = instances_block(&answers->instances, slot);

	instances_mark(&answers->instances, slot, false);
	for (size_t k = 0; k < block; k++) {
		answer_free(answers->arena, answers->slots[slot + k].answer);
		answers->slots[slot + k].answer = NULL;
	}
}

static void move_block(struct answers *answers, size_t from, size_t to)
{
	size_t block = instances_block(&answers->instances, from);

	for (size_t k = 0; k < block; k++) {
		answers->slots[to + k].answer = answers->slots[from + k].answer;
		answers->slots[from + k].answer = NULL;
	}
	instances_adopt(&answers->instances, from, to);
}

/* Takes what is marked as gone out of the slots. */
static void compact(struct answers *answers)
{
	size_t kept = 0;

	instances_spread(&answers->instances);
	for (size_t i = 0; i < answers->instances.count; i++) {
		struct slot slot = answers->slots[i];

		answers->slots[i] = (struct slot){0};
		if (answers->instances.at[i].gone)
			answer_free(answers->arena, slot.answer);
		else
			answers->slots[kept++] = slot;
	}
	instances_compact(&answers->instances);
}

/* What the form itself fills in stands in an emptied instance too, and as many instances as a fresh
 * one has. */
static enum status refill(struct answers *answers, size_t slot)
{
	size_t end = slot + instances_block(&answers->instances, slot);
	size_t added = answers->instances.count;
	enum status status = answers_fill_instances(answers, slot + 1, end);

	for (; slot < answers->instances.count && !status;
	     slot = slot + 1 == end ? added : slot + 1)
		if (answers_item(answers, slot)->hidden || answers_item(answers, slot)->read_only)
			status = answers_fill_initial(answers, slot);
	return status;
}

enum status answers_remove(struct answers *answers, size_t slot)
{
	const struct item *item = answers_item(answers, slot);
	bool fewer = answers_instances(answers, slot) > (least(item) > 1 ? least(item) : 1);
	enum status status = STATUS_OK;
	size_t next;

	if (!answers_can_remove(answers, slot))
		return STATUS_INVALID;
	empty(answers, slot);
	for (; fewer && (next = answers->instances.at[slot].next) < INSTANCE_NONE; slot = next)
		move_block(answers, next, slot);
	if (fewer)
		instances_mark(&answers->instances, slot, true);
	compact(answers); /* what is gone stands behind the slot */
	if (!fewer)
		status = refill(answers, slot);
	answers_enable_all(answers);
	return status;
}

static size_t initial_values(const struct item *item)
{
	size_t count = 0;

	for (size_t i = 0; i < item->option_count; i++)
		count += item->options[i].initial;
	return item->option_count > 0 ? count : item->initial_count;
}

static enum status fill_chain(struct answers *answers, size_t slot)
{
	const struct item *item = answers_item(answers, slot);
	size_t wanted = initial_values(item);
	enum status status = STATUS_OK;

	if (!item->instances || instances_home(&answers->instances, slot) != slot)
		return STATUS_OK;
	wanted = item->min_occurs > wanted ? item->min_occurs : wanted;
	for (size_t count = 1; count < wanted && !status; count++)
		status = add(answers, slot);
	return status;
}

enum status answers_fill_instances(struct answers *answers, size_t first, size_t end)
{
	size_t added = answers->instances.count;
	enum status status = STATUS_OK;

	for (size_t i = first; i < end && !status; i++)
		status = fill_chain(answers, i);
	for (size_t i = end > added ? end : added; i < answers->instances.count && !status; i++)
		status = fill_chain(answers, i);
	return status == STATUS_LIMIT ? STATUS_OK : status; /* the patient sees how many are asked
							       for */
}

static bool slot_content(const struct answers *answers, size_t slot)
{
	const struct item *item = answers_item(answers, slot);

	return item_is_question(item) && !item->hidden && !item->read_only &&
	       answers_enabled(answers, slot) &&
	       (answers_count(answers, slot) > 0 || answers_typed(answers, slot)[0]);
}

bool answers_content(const struct answers *answers, size_t slot)
{
	const struct instances *instances = &answers->instances;
	size_t end = instances_next(instances, slot, false);

	for (size_t at = slot; at != end; at = instances_next(instances, at, true))
		if (slot_content(answers, at))
			return true;
	return false;
}

/* Of a question, whoever answered it. */
static bool given(const struct answers *answers, size_t slot)
{
	if (!item_is_question(answers_item(answers, slot)))
		return answers_content(answers, slot);
	return answers_enabled(answers, slot) &&
	       (answers_count(answers, slot) > 0 || answers_typed(answers, slot)[0]);
}

size_t answers_given(const struct answers *answers, size_t slot)
{
	size_t count = 0;

	for (slot = instances_home(&answers->instances, slot); slot < INSTANCE_NONE;
	     slot = answers->instances.at[slot].next)
		count += given(answers, slot);
	return count;
}

/* Nobody would miss it: not one of those that have to be there, and nothing in it. */
static bool idle(const struct answers *answers, size_t slot)
{
	const struct item *item = answers_item(answers, slot);

	return item->instances && !item->hidden && !item->read_only &&
	       answers_instances(answers, slot) > (least(item) > 1 ? least(item) : 1) &&
	       !given(answers, slot);
}

enum status answers_prune(struct answers *answers, size_t *removed)
{
	size_t before;

	*removed = 0;
	do { /* what depends on one may empty another */
		before = *removed;
		for (size_t slot = 0; slot < answers->instances.count; slot++)
			while (slot < answers->instances.count && idle(answers, slot)) {
				enum status status = answers_remove(answers, slot);

				if (status)
					return status;
				++*removed;
			}
	} while (*removed > before);
	return STATUS_OK;
}

bool answers_left_out(const struct answers *answers, size_t slot)
{
	for (; slot < INSTANCE_NONE; slot = answers->instances.at[slot].parent) {
		const struct item *item = answers_item(answers, slot);

		if (item->instances && item->type == ITEM_GROUP &&
		    answers_instance(answers, slot) >= least(item) &&
		    !answers_content(answers, slot))
			return true;
	}
	return false;
}
