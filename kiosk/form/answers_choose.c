#include "slots.h"

#include <kiosk/base/words.h>

#include <string.h>

size_t answers_option_count(const struct answers *answers, size_t slot)
{
	const struct item *item = answers_item(answers, slot);

	if (item->type == ITEM_QUANTITY)
		return item->unit_count > 1 ? item->unit_count : 0;
	return item->type == ITEM_BOOLEAN ? 2 : item->option_count;
}

const char *answers_unit(const struct answers *answers, size_t slot)
{
	const struct item *item = answers_item(answers, slot);

	return item->unit_count == 1 ? item->units[0].label : item->unit_label;
}

const char *answers_option_label(const struct answers *answers, size_t slot, size_t option)
{
	const struct item *item = answers_item(answers, slot);

	if (item->type == ITEM_BOOLEAN)
		return option == 0 ? _("Yes") : _("No");
	if (item->type == ITEM_QUANTITY)
		return item->units[option].label;
	return item->options[option].label;
}

/* Where the option stands or belongs among the picked ones. */
static uint32_t position(const struct answer *answer, size_t option)
{
	uint32_t low = 0, high = answer->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (answer->picked[middle] < option)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool answers_chosen(const struct answers *answers, size_t slot, size_t option)
{
	const struct answer *answer = answers->slots[slot].answer;
	uint32_t at;

	if (!answer || !answer->picked)
		return false;
	at = position(answer, option);
	return at < answer->count && answer->picked[at] == option;
}

static enum status make_room(struct arena *arena, struct answer *answer)
{
	uint32_t room = answer->room ? answer->room * 2 : 4;
	uint32_t *picked;

	if (answer->count < answer->room)
		return STATUS_OK;
	picked = arena_alloc(arena, room * sizeof(*picked));
	if (!picked)
		return STATUS_NOMEM;
	if (answer->count)
		memcpy(picked, answer->picked, answer->count * sizeof(*picked));
	arena_free(arena, answer->picked);
	answer->picked = picked;
	answer->room = room;
	return STATUS_OK;
}

static void drop(struct answer *answer, uint32_t at)
{
	answer->count--;
	memmove(answer->picked + at, answer->picked + at + 1,
		(answer->count - at) * sizeof(*answer->picked));
	answer->picked[answer->count] = 0;
}

/* Takes away what cannot stand beside the option. */
static void make_way(const struct item *item, struct arena *arena, struct answer *answer,
		     size_t option)
{
	bool alone = !item_picks_many(item) || item->options[option].exclusive;

	for (uint32_t i = answer->count; i-- > 0;)
		if (alone || item->options[answer->picked[i]].exclusive)
			drop(answer, i);
	if (alone && item->type == ITEM_OPEN_CHOICE)
		answer_drop_typed(arena, answer);
}

void answer_make_way_for_text(const struct item *item, struct answer *answer)
{
	for (uint32_t i = item->type == ITEM_OPEN_CHOICE ? answer->count : 0; i-- > 0;)
		if (!item_picks_many(item) || item->options[answer->picked[i]].exclusive)
			drop(answer, i);
}

struct coding answer_unit(const struct item *item, const struct answer *answer)
{
	if (item->unit_count == 1)
		return item->units[0].value.coding;
	return answer->count > 0 ? item->units[answer->picked[0]].value.coding : (struct coding){0};
}

static void insert(struct answer *answer, size_t option)
{
	uint32_t at = position(answer, option);

	memmove(answer->picked + at + 1, answer->picked + at,
		(answer->count - at) * sizeof(*answer->picked));
	answer->picked[at] = (uint32_t)option;
	answer->count++;
}

enum status answers_choose(struct answers *answers, size_t slot, size_t option, bool chosen)
{
	const struct item *item = answers_item(answers, slot);
	struct slot *state = &answers->slots[slot];

	if (option >= answers_option_count(answers, slot))
		return STATUS_INVALID;
	if (answers_chosen(answers, slot, option) == chosen)
		return STATUS_OK;
	if (!state->answer)
		state->answer = arena_alloc(answers->arena, sizeof(*state->answer));
	if (!state->answer || make_room(answers->arena, state->answer) != STATUS_OK)
		return STATUS_NOMEM;
	if (chosen) {
		make_way(item, answers->arena, state->answer, option);
		insert(state->answer, option);
	} else {
		drop(state->answer, position(state->answer, option));
	}
	if (item->type == ITEM_QUANTITY)
		state->answer->value.coding = answer_unit(item, state->answer);
	answers_changed(answers, slot);
	return STATUS_OK;
}
