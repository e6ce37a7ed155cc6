/* A response's answers back into a visit's. */
#include "response.h"
#include "slots.h"

#include <stdlib.h>
#include <string.h>

static void give_option(struct reading *reading, struct answers *answers, const cJSON *node,
			size_t slot, const struct value *value)
{
	const struct item *item = answers_item(answers, slot);
	size_t option = item->type == ITEM_BOOLEAN ? !value->boolean : item_option(item, value);

	if (option >= answers_option_count(answers, slot))
		reading_error(reading, node, item->link_id, "choose one of the question's options",
			      "the answer is none of the options");
	else if (answers_choose(answers, slot, option, true))
		reading->no_memory = true;
}

static void give_unit(struct answers *answers, size_t slot, const struct value *value,
		      struct reading *reading)
{
	size_t unit = item_unit(answers_item(answers, slot), &value->coding);

	if (unit < answers_option_count(answers, slot) && answers_choose(answers, slot, unit, true))
		reading->no_memory = true;
}

/* The document was told already where a value is of a wrong type; what is left is a value that the
 * question does not take. */
static void unread(struct reading *reading, const struct answers *answers, size_t slot,
		   const cJSON *node)
{
	enum answer_fault fault = answers_fault(answers, slot);
	struct buf words;

	if (fault == FAULT_NONE || fault == FAULT_REQUIRED)
		return;
	buf_init(&words, 4096, NULL);
	if (answers_fault_text(answers, slot, fault, &words))
		reading->no_memory = true;
	reading_error(reading, node, answers_item(answers, slot)->link_id, buf_str(&words),
		      "the question does not take this value");
	buf_release(&words);
}

static void give_value(struct reading *reading, struct answers *answers, size_t place, size_t slot,
		       const struct value *value)
{
	const struct item *item = reading_item(reading, place);
	const cJSON *node = reading->given[place].node;

	if (item->type == ITEM_BOOLEAN || item_wants_option(item, value)) {
		give_option(reading, answers, node, slot, value);
		return;
	}
	if (!value->text)
		return;
	if (item->type == ITEM_QUANTITY)
		give_unit(answers, slot, value, reading);
	if (value_typeable(item, value->text) && answers_take(answers, slot, value))
		reading->no_memory = true;
	else if (!value_typeable(item, value->text))
		reading_error(reading, node, item->link_id,
			      "write a text of 4000 bytes or fewer without control characters",
			      "the answer cannot be taken");
}

static size_t own_words(const struct item *item, const struct given *given)
{
	size_t count = 0;

	for (size_t i = 0; i < given->count; i++)
		count += item->type == ITEM_OPEN_CHOICE &&
			 !item_wants_option(item, &given->values[i]);
	return count;
}

static void give(struct reading *reading, struct answers *answers, size_t place, size_t slot)
{
	const struct item *item = reading_item(reading, place);
	const struct given *given = &reading->given[place];
	size_t errors = reading->report->errors;

	answers_clear(answers, slot);
	for (size_t i = 0; i < given->count; i++)
		give_value(reading, answers, place, slot, &given->values[i]);
	if (reading->report->errors > errors || (given->count > 1 && !item->repeats))
		return; /* told, and what is missing now is missing for that */
	if (item->type == ITEM_QUANTITY && answers_count(answers, slot) > 0 && given->count > 0 &&
	    !value_equal(answers_value(answers, slot, 0), &given->values[0]))
		reading_error(reading, given->node, item->link_id, "use a unit of the question",
			      "the unit is none of the question's");
	else if (own_words(item, given) > 1)
		reading_error(reading, given->node, item->link_id, "write them as one answer",
			      "several answers that are none of the options cannot be taken");
	else if (answers_count(answers, slot) < given->count && item_has_options(item))
		reading_error(reading, given->node, item->link_id,
			      "choose an exclusive option alone, and each option once",
			      "these answers do not go together");
	else if (answers_count(answers, slot) < given->count)
		unread(reading, answers, slot, given->node);
}

/* What nobody can enter is only compared: the form itself gives it. */
static void compare(struct reading *reading, const struct answers *answers, size_t place,
		    size_t slot)
{
	const struct item *item = reading_item(reading, place);
	const struct given *given = &reading->given[place];
	bool same = answers_count(answers, slot) == given->count;

	for (size_t i = 0; same && i < given->count; i++)
		same = value_equal(&given->values[i], answers_value(answers, slot, i));
	if (!same)
		reading_error(
			reading, given->node, item->link_id,
			"leave the item out: the form fills it in",
			"a hidden or read-only item has another value than the form gives it");
}

static bool silent(const struct item *item)
{
	return item->hidden || item->read_only;
}

/* The slot for an instance of the response, added where the answers have none yet; the slots of
 * what stands before it are in slots. SLOT_NONE when there may be no more. */
static size_t slot_for(struct reading *reading, struct answers *answers, const size_t *slots,
		       size_t place)
{
	const struct instances *instances = &reading->instances;
	size_t home = instances_home(instances, place), position = 0, slot;
	uint32_t parent = instances->at[place].parent;

	for (size_t at = home; at != place; at = instances->at[at].next)
		position++;
	if (parent != INSTANCE_NONE && slots[parent] == SLOT_NONE)
		return SLOT_NONE;
	slot = instances_child(&answers->instances,
			       parent == INSTANCE_NONE ? SIZE_MAX : slots[parent],
			       instances->at[place].item);
	for (; position > 0; position--) {
		size_t next = answers->instances.at[slot].next;

		if (next >= INSTANCE_NONE && answers_add(answers, slot, &next)) {
			reading_error(reading, reading->given[place].node,
				      reading_item(reading, place)->link_id,
				      "give as many as maxOccurs allows",
				      "no more of this can be taken");
			return SLOT_NONE;
		}
		slot = next;
	}
	return slot;
}

/* The initial values of the instances that the response does not have go. */
static void clear_rest(struct answers *answers, size_t slot)
{
	while ((slot = answers->instances.at[slot].next) < INSTANCE_NONE)
		answers_clear(answers, slot);
}

static void give_all(struct reading *reading, struct answers *answers, size_t *slots)
{
	for (size_t place = 0; place < reading->instances.count; place++) {
		const struct given *given = &reading->given[place];

		slots[place] = slot_for(reading, answers, slots, place);
		if (slots[place] == SLOT_NONE || given->count == 0 ||
		    silent(reading_item(reading, place)))
			continue;
		give(reading, answers, place, slots[place]);
		if (reading->instances.at[place].next == INSTANCE_NONE)
			clear_rest(answers, slots[place]);
	}
}

static void check_all(struct reading *reading, const struct answers *answers, const size_t *slots)
{
	for (size_t place = 0; place < reading->instances.count; place++) {
		const struct item *item = reading_item(reading, place);

		if (!reading->given[place].node || slots[place] == SLOT_NONE)
			continue;
		if (!answers_enabled(answers, slots[place]))
			reading_error(reading, reading->given[place].node, item->link_id,
				      "remove it, or change the answers that it depends on",
				      "the other answers do not enable this item");
		else if (silent(item))
			compare(reading, answers, place, slots[place]);
	}
}

enum status response_read(const struct json *response, struct answers *answers,
			  struct report *report)
{
	size_t before = report->errors, *slots;
	struct reading reading;
	enum status status =
		reading_open(&reading, response, answers_questionnaire(answers), report);

	slots = calloc(reading.instances.count + 1, sizeof(*slots));
	if (!slots)
		status = STATUS_NOMEM;
	if (!status) {
		answers->still = true;
		give_all(&reading, answers, slots);
		answers->still = false;
		answers_enable_all(answers);
		check_all(&reading, answers, slots);
		status = reading.no_memory ? STATUS_NOMEM : STATUS_OK;
	}
	free(slots);
	reading_release(&reading);
	if (status)
		return status;
	return report->errors > before ? STATUS_INVALID : STATUS_OK;
}
