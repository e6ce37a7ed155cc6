/* Private to kiosk/form: which instances of its items a form has at the moment, for answers and
 * for a response that is read.
 *
 * The first item_count instances are the items' own, of the same numbers. An instance more is a
 * block for the item and all its descendants: child c of an instance p of item i stands first at
 * p + (c - i). Instances of one item below one parent follow one another in the order of their
 * numbers, and every instance has a higher number than its parent. */
#ifndef KIOSK_FORM_INSTANCES_H
#define KIOSK_FORM_INSTANCES_H

#include "form.h"

#define INSTANCE_NONE UINT32_MAX

struct instance {
	uint32_t item;
	uint32_t parent; /* instance; INSTANCE_NONE at the top */
	uint32_t next;   /* the next of this item below the same parent; INSTANCE_NONE */
	uint32_t again;  /* another of this item anywhere, home first; INSTANCE_NONE */
	bool gone;       /* until instances_compact */
};

struct instances {
	const struct form *form;
	struct instance *at; /* the owner's, with room for all of them */
	size_t count;
};

/* The items' own. at has room for them. */
void instances_lay(struct instances *instances, const struct form *form, struct instance *at);
/* How many instances one more of this one's item adds. */
size_t instances_block(const struct instances *instances, size_t one);
/* One more behind the last that has the same item and parent as this one; at has room. */
size_t instances_add(struct instances *instances, size_t one);
/* The first of those with the same item and parent, the last, and how many they are. */
size_t instances_home(const struct instances *instances, size_t one);
size_t instances_last(const struct instances *instances, size_t one);
size_t instances_chain(const struct instances *instances, size_t one);
/* The first of a child item below an instance (SIZE_MAX: at the top). */
size_t instances_child(const struct instances *instances, size_t parent, size_t item);
/* What follows in document order, with its descendants or behind them; SIZE_MAX at the end. */
size_t instances_next(const struct instances *instances, size_t one, bool into);
bool instances_within(const struct instances *instances, size_t one, size_t ancestor);
/* The instance of a question that a condition of another item means (R4
 * Questionnaire.item.enableWhen.question: the nearest along ancestors, then what precedes, then
 * what follows). *chain: with all that follow it below the same parent, which are answers of one
 * question. */
size_t instances_nearest(const struct instances *instances, size_t from, size_t question,
			 bool *chain);

/* Gives all that stands below from another parent, to, an earlier instance of the same item. */
void instances_adopt(struct instances *instances, size_t from, size_t to);
/* Marks as gone what was added below an instance; with the whole block of itself when with_it. */
void instances_mark(struct instances *instances, size_t one, bool with_it);
/* Spreads the marks to all that stands below. */
void instances_spread(struct instances *instances);
/* Numbers anew what is not gone, keeping the order. */
void instances_compact(struct instances *instances);

#endif
