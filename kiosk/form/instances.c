#include "instances.h"

static const struct item *item_of(const struct instances *instances, size_t one)
{
	return &instances->form->items[instances->at[one].item];
}

size_t instances_block(const struct instances *instances, size_t one)
{
	return 1 + item_of(instances, one)->descendants;
}

/* Lays a block for the item of first, below its parent. */
static void lay_block(struct instances *instances, size_t first, size_t item, uint32_t parent)
{
	const struct item *items = instances->form->items;

	for (size_t k = 0; k <= items[item].descendants; k++)
		instances->at[first + k] = (struct instance){
			.item = (uint32_t)(item + k),
			.parent = k == 0 ? parent
					 : (uint32_t)(first + (items[item + k].parent - item)),
			.next = INSTANCE_NONE,
			.again = INSTANCE_NONE,
		};
}

void instances_lay(struct instances *instances, const struct form *form, struct instance *at)
{
	size_t count = form->questionnaire.item_count;

	*instances = (struct instances){form, at, count};
	for (size_t item = 0; item < count; item += 1 + form->items[item].descendants)
		lay_block(instances, item, item, INSTANCE_NONE);
}

size_t instances_child(const struct instances *instances, size_t parent, size_t item)
{
	return parent >= INSTANCE_NONE ? item : parent + (item - instances->at[parent].item);
}

size_t instances_home(const struct instances *instances, size_t one)
{
	const struct instance *at = &instances->at[one];

	return instances_child(instances, at->parent, at->item);
}

size_t instances_last(const struct instances *instances, size_t one)
{
	while (instances->at[one].next != INSTANCE_NONE)
		one = instances->at[one].next;
	return one;
}

size_t instances_chain(const struct instances *instances, size_t one)
{
	size_t count = 1;

	for (one = instances_home(instances, one); instances->at[one].next != INSTANCE_NONE;
	     one = instances->at[one].next)
		count++;
	return count;
}

static void link_again(struct instances *instances, size_t one)
{
	struct instance *home = &instances->at[instances->at[one].item];

	instances->at[one].again = home->again;
	home->again = (uint32_t)one;
}

size_t instances_add(struct instances *instances, size_t one)
{
	size_t first = instances->count, block = instances_block(instances, one);

	lay_block(instances, first, instances->at[one].item, instances->at[one].parent);
	instances->count += block;
	instances->at[instances_last(instances, one)].next = (uint32_t)first;
	for (size_t k = 0; k < block; k++)
		link_again(instances, first + k);
	return first;
}

/* The first instance behind this one's chain. */
static size_t behind_chain(const struct instances *instances, size_t one)
{
	const struct item *items = instances->form->items;
	uint32_t parent = instances->at[one].parent;
	size_t next = instances->at[one].item + 1 + item_of(instances, one)->descendants, end;

	if (parent == INSTANCE_NONE)
		end = instances->form->questionnaire.item_count;
	else
		end = instances->at[parent].item + 1 +
		      items[instances->at[parent].item].descendants;
	return next < end ? instances_child(instances, parent, next) : SIZE_MAX;
}

size_t instances_next(const struct instances *instances, size_t one, bool into)
{
	if (into && item_of(instances, one)->descendants > 0)
		return one + 1;
	for (;;) {
		size_t behind;

		if (instances->at[one].next != INSTANCE_NONE)
			return instances->at[one].next;
		behind = behind_chain(instances, one);
		if (behind != SIZE_MAX || instances->at[one].parent == INSTANCE_NONE)
			return behind;
		one = instances->at[one].parent;
	}
}

bool instances_within(const struct instances *instances, size_t one, size_t ancestor)
{
	while (one < INSTANCE_NONE && one > ancestor)
		one = instances->at[one].parent;
	return one == ancestor;
}

static bool holds_item(const struct item *items, size_t item, size_t below)
{
	return below >= item && below <= item + items[item].descendants;
}

size_t instances_nearest(const struct instances *instances, size_t from, size_t question,
			 bool *chain)
{
	const struct item *items = instances->form->items;
	bool precedes = question < instances->at[from].item;
	size_t above = from, path[QUESTIONNAIRE_MAX_DEPTH + 1], depth = 0;

	while (above < INSTANCE_NONE && !holds_item(items, instances->at[above].item, question))
		above = instances->at[above].parent;
	for (size_t item = question;
	     item != ITEM_NONE && (above >= INSTANCE_NONE || item != instances->at[above].item) &&
	     depth <= QUESTIONNAIRE_MAX_DEPTH;
	     item = items[item].parent)
		path[depth++] = item;
	*chain = depth > 0;
	while (depth-- > 0) {
		above = instances_child(instances, above, path[depth]);
		if (depth > 0 && precedes)
			above = instances_last(instances, above);
	}
	return above;
}

void instances_adopt(struct instances *instances, size_t from, size_t to)
{
	size_t block = instances_block(instances, from);

	for (size_t i = from + block; i < instances->count; i++)
		if (instances->at[i].parent != INSTANCE_NONE && instances->at[i].parent >= from &&
		    instances->at[i].parent < from + block)
			instances->at[i].parent -= (uint32_t)(from - to);
}

void instances_mark(struct instances *instances, size_t one, bool with_it)
{
	size_t block = instances_block(instances, one);

	for (size_t k = 0; with_it && k < block; k++)
		instances->at[one + k].gone = true;
	for (size_t i = one + block; i < instances->count; i++) {
		uint32_t parent = instances->at[i].parent;

		if (parent != INSTANCE_NONE && parent >= one && parent < one + block)
			instances->at[i].gone = true;
	}
}

void instances_spread(struct instances *instances)
{
	for (size_t i = 0; i < instances->count; i++) {
		uint32_t parent = instances->at[i].parent;

		if (parent != INSTANCE_NONE && instances->at[parent].gone)
			instances->at[i].gone = true;
	}
}

/* Puts the added instances into their chains again. */
static void link_all(struct instances *instances)
{
	size_t own = instances->form->questionnaire.item_count;

	for (size_t i = 0; i < instances->count; i++)
		instances->at[i].next = instances->at[i].again = INSTANCE_NONE;
	for (size_t i = own; i < instances->count; i++) {
		size_t home = instances_home(instances, i);

		link_again(instances, i);
		if (home != i)
			instances->at[instances_last(instances, home)].next = (uint32_t)i;
	}
}

void instances_compact(struct instances *instances)
{
	struct instance *at = instances->at;
	size_t kept = 0;

	/* next is made anew below: until then it says where an instance went */
	for (size_t i = 0; i < instances->count; i++) {
		struct instance moved = at[i];

		if (moved.gone)
			continue;
		if (moved.parent != INSTANCE_NONE)
			moved.parent = at[moved.parent].next;
		at[i].next = (uint32_t)kept;
		at[kept].item = moved.item;
		at[kept].parent = moved.parent;
		at[kept].gone = false;
		kept++;
	}
	instances->count = kept;
	link_all(instances);
}
