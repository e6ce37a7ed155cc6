#include "slots.h"

#include <kiosk/base/text.h>

#include <string.h>

const struct questionnaire *answers_questionnaire(const struct answers *answers)
{
	return &answers->form->questionnaire;
}

const struct item *answers_item(const struct answers *answers, size_t slot)
{
	return &answers->form->items[answers->instances.at[slot].item];
}

size_t answers_slot(const struct answers *answers, size_t item)
{
	(void)answers;
	return item; /* the items' own instances have the items' numbers */
}

size_t answers_next(const struct answers *answers, size_t slot)
{
	return instances_next(&answers->instances, slot, true);
}

bool answers_enabled(const struct answers *answers, size_t slot)
{
	return answers->slots[slot].enabled;
}

void answer_free(struct arena *arena, struct answer *answer)
{
	if (!answer)
		return;
	arena_free(arena, answer->typed);
	arena_free(arena, answer->literal);
	arena_free(arena, answer->picked);
	arena_free(arena, answer);
}

static struct answer *answer_of(struct answers *answers, size_t slot)
{
	struct slot *state = &answers->slots[slot];

	if (!state->answer)
		state->answer = arena_alloc(answers->arena, sizeof(*state->answer));
	return state->answer;
}

void answers_close(struct answers *answers)
{
	struct arena *arena;

	if (!answers)
		return;
	arena = answers->arena;
	for (size_t i = 0; answers->slots && i < answers->instances.count; i++)
		answer_free(arena, answers->slots[i].answer);
	arena_free(arena, answers->slots);
	arena_free(arena, answers->instances.at);
	arena_free(arena, answers->queue);
	arena_free(arena, answers);
}

static enum value_type literal_type(enum item_type type)
{
	switch (type) {
	case ITEM_DECIMAL:
		return VALUE_DECIMAL;
	case ITEM_INTEGER:
		return VALUE_INTEGER;
	case ITEM_DATE:
		return VALUE_DATE;
	case ITEM_DATETIME:
		return VALUE_DATETIME;
	case ITEM_TIME:
		return VALUE_TIME;
	case ITEM_URL:
		return VALUE_URI;
	case ITEM_QUANTITY:
		return VALUE_QUANTITY;
	default:
		return VALUE_STRING;
	}
}

void answer_drop_typed(struct arena *arena, struct answer *answer)
{
	arena_free(arena, answer->typed);
	arena_free(arena, answer->literal);
	answer->typed = answer->literal = NULL;
	answer->fault = FAULT_NONE;
}

/* Takes over field and literal (arena strings). */
static void set_typed(struct answers *answers, size_t slot, char *field, char *literal,
		      enum answer_fault fault)
{
	const struct item *item = answers_item(answers, slot);
	struct answer *answer = answers->slots[slot].answer;
	const char *before = answer->literal;
	bool same = before && literal ? strcmp(before, literal) == 0 : before == literal;

	answer_drop_typed(answers->arena, answer);
	if (literal)
		answer_make_way_for_text(item, answer);
	answer->typed = field;
	answer->literal = literal;
	answer->value = (struct value){.type = literal_type(item->type), .text = literal};
	if (item->type == ITEM_QUANTITY)
		answer->value.coding = answer_unit(item, answer);
	answer->fault = fault;
	if (!same)
		answers_changed(answers, slot);
}

const char *answers_typed(const struct answers *answers, size_t slot)
{
	const struct answer *answer = answers->slots[slot].answer;

	return answer && answer->typed ? answer->typed : "";
}

enum status answers_type(struct answers *answers, size_t slot, const char *text)
{
	const struct item *item = answers_item(answers, slot);
	size_t len = strnlen(text, ANSWER_TYPED_MAX + 1);
	enum answer_fault fault;
	char *field, *literal;

	if (len > ANSWER_TYPED_MAX)
		return STATUS_LIMIT;
	if (!item_typed(item) || !text_valid(text, len) ||
	    text_has_control(text, len, item->type == ITEM_TEXT))
		return STATUS_INVALID;
	if (!answer_of(answers, slot))
		return STATUS_NOMEM;
	field = arena_strndup(answers->arena, text, len);
	if (!field || typed_read(item->type, date_entry_of(item, &answers->options), text,
				 answers->arena, &literal, &fault) != STATUS_OK) {
		arena_free(answers->arena, field);
		return STATUS_NOMEM;
	}
	set_typed(answers, slot, field, literal, fault);
	return STATUS_OK;
}

void answers_clear(struct answers *answers, size_t slot)
{
	struct answer *answer = answers->slots[slot].answer;
	bool answered = answers_count(answers, slot) > 0;

	answers->slots[slot].answer = NULL;
	answer_free(answers->arena, answer);
	if (answered)
		answers_changed(answers, slot);
}

/* Of a quantity that may have several units, the number alone is no answer yet. */
static bool whole(const struct item *item, const struct answer *answer)
{
	return answer->literal &&
	       (item->type != ITEM_QUANTITY || item->unit_count < 2 || answer->count > 0);
}

size_t answers_count(const struct answers *answers, size_t slot)
{
	const struct item *item = answers_item(answers, slot);
	const struct answer *answer = answers->slots[slot].answer;
	size_t picked;

	if (!answer)
		return 0;
	picked = item->type == ITEM_QUANTITY ? 0 : answer->count;
	return picked + whole(item, answer);
}

const struct value *answers_value(const struct answers *answers, size_t slot, size_t index)
{
	static const struct value yes = {.type = VALUE_BOOLEAN, .boolean = true};
	static const struct value no = {.type = VALUE_BOOLEAN, .boolean = false};
	const struct item *item = answers_item(answers, slot);
	const struct answer *answer = answers->slots[slot].answer;

	if (index >= answers_count(answers, slot))
		return NULL;
	if (item->type == ITEM_BOOLEAN)
		return answer->picked[0] == 0 ? &yes : &no;
	if (item_has_options(item) && index < answer->count)
		return &item->options[answer->picked[index]].value;
	return &answer->value;
}

enum status answers_take(struct answers *answers, size_t slot, const struct value *value)
{
	struct answer *answer = answer_of(answers, slot);
	char *field, *literal;

	if (strlen(value->text) > ANSWER_TYPED_MAX)
		return STATUS_LIMIT;
	if (!answer)
		return STATUS_NOMEM;
	field = arena_strndup(answers->arena, value->text, strlen(value->text));
	literal = arena_strndup(answers->arena, value->text, strlen(value->text));
	if (!field || !literal) {
		arena_free(answers->arena, field);
		arena_free(answers->arena, literal);
		return STATUS_NOMEM;
	}
	answers_sign_decimals(answers, slot, field);
	set_typed(answers, slot, field, literal, FAULT_NONE);
	if (value->type == VALUE_QUANTITY && answers_item(answers, slot)->unit_count == 0)
		answer->value.coding = value->coding;
	return STATUS_OK;
}

/* Of an open choice, words of one's own may stand among options. */
static const struct value *next_own(const struct item *item, const struct value *value)
{
	return item_picks_many(item) && value + 1 < item->initial + item->initial_count ? value + 1
											: NULL;
}

enum status answers_fill_initial(struct answers *answers, size_t slot)
{
	const struct item *item = answers_item(answers, slot);
	size_t which = item->instances ? answers_instance(answers, slot) : 0;
	const struct value *first = which < item->initial_count ? &item->initial[which] : NULL;
	enum status status = STATUS_OK;

	if (item_at_desk(item))
		return STATUS_OK;
	if (item->type == ITEM_BOOLEAN && first)
		return answers_choose(answers, slot, first->boolean ? 0 : 1, true);
	if (item->type == ITEM_QUANTITY && first && item->unit_count > 1 &&
	    item_unit(item, &first->coding) < item->unit_count)
		status = answers_choose(answers, slot, item_unit(item, &first->coding), true);
	for (; !status && first && item_typed(item); first = next_own(item, first)) {
		if (item_wants_option(item, first))
			continue;
		status = answers_take(answers, slot, first);
		break;
	}
	for (size_t i = 0, seen = 0; i < item->option_count && status == STATUS_OK; i++)
		if (item->options[i].initial && (!item->instances || seen++ == which))
			status = answers_choose(answers, slot, i, true);
	return status;
}

enum status answers_make_room(struct answers *answers, size_t more)
{
	size_t count = answers->instances.count, room = count + more;
	struct instance *at;
	struct slot *slots;
	uint64_t *queue;

	if (room <= answers->room)
		return STATUS_OK;
	if (room > answers->form->questionnaire.item_count + ANSWERS_MAX_ADDED)
		return STATUS_LIMIT;
	room += count > 0 ? room / 2 : 0;
	slots = arena_alloc(answers->arena, room * sizeof(*slots));
	at = arena_alloc(answers->arena, room * sizeof(*at));
	queue = arena_alloc(answers->arena, room * sizeof(*queue));
	if (!slots || !at || !queue) {
		arena_free(answers->arena, slots);
		arena_free(answers->arena, at);
		arena_free(answers->arena, queue);
		return STATUS_NOMEM;
	}
	if (count > 0) {
		memcpy(slots, answers->slots, count * sizeof(*slots));
		memcpy(at, answers->instances.at, count * sizeof(*at));
	}
	arena_free(answers->arena, answers->slots);
	arena_free(answers->arena, answers->instances.at);
	arena_free(answers->arena, answers->queue);
	answers->slots = slots;
	answers->instances.at = at;
	answers->queue = queue;
	answers->room = room;
	return STATUS_OK;
}

enum status answers_open(const struct questionnaire *questionnaire,
			 const struct answers_options *options, struct arena *arena,
			 struct answers **out)
{
	struct answers *answers = arena_alloc(arena, sizeof(*answers));
	enum status status;

	if (!answers)
		return STATUS_NOMEM;
	answers->form = form_of(questionnaire);
	answers->arena = arena;
	answers->options = *options;
	status = answers_make_room(answers, questionnaire->item_count);
	if (!status)
		instances_lay(&answers->instances, answers->form, answers->instances.at);
	if (!status)
		status = answers_fill_instances(answers, 0, answers->instances.count);
	for (size_t i = 0; i < answers->instances.count && status == STATUS_OK; i++)
		status = answers_fill_initial(answers, i);
	if (status != STATUS_OK) {
		answers_close(answers);
		return status;
	}
	answers_enable_all(answers);
	*out = answers;
	return STATUS_OK;
}
