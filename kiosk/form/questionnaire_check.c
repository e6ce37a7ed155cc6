/* What can only be told once every item is read. */
#include "questionnaire_load.h"

#include <string.h>

/* A display that is words of its parent. One with a condition is shown in its place, and so is what
 * has no field to stand beside. */
static bool gives_words(const struct loader *loader, const struct item *item)
{
	if (item->type != ITEM_DISPLAY || item->parent == ITEM_NONE || !item->label ||
	    item->hidden || item->condition_count > 0)
		return false;
	switch (item->control) {
	case CONTROL_HELP:
		return true;
	case CONTROL_PROMPT:
	case CONTROL_UNIT:
	case CONTROL_LOWER:
	case CONTROL_UPPER:
		return item_is_question(&loader->form->items[item->parent]);
	default:
		return false;
	}
}

/* Of a help text with this many bytes: lines are added in place until the next power of two. */
static size_t help_room(size_t bytes)
{
	size_t room = 16;

	while (room < bytes)
		room *= 2;
	return room;
}

void load_add_help(struct loader *loader, struct item *item, const char *text)
{
	size_t before = item->help ? strlen(item->help) + 1 : 0, bytes = before + strlen(text) + 1;
	char *help = (char *)item->help;

	if (bytes > QUESTIONNAIRE_MAX_HELP) {
		load_error(loader, loader->source[item - loader->form->items], "shorten it",
			   "the help texts of \"%s\" are longer than the limit of %u bytes",
			   item->link_id, QUESTIONNAIRE_MAX_HELP);
		return;
	}
	if (!help || help_room(before) < bytes)
		help = load_alloc(loader, help_room(bytes), 1);
	if (!help)
		return;
	if (before && help != item->help)
		memcpy(help, item->help, before);
	if (before)
		help[before - 1] = '\n';
	memcpy(help + before, text, bytes - before);
	item->help = help;
}

static void give_words(struct loader *loader, struct item *parent, const struct item *item)
{
	switch (item->control) {
	case CONTROL_UNIT:
		parent->unit_label = item->label;
		break;
	case CONTROL_LOWER:
		parent->lower = item->label;
		break;
	case CONTROL_UPPER:
		parent->upper = item->label;
		break;
	default:
		load_add_help(loader, parent, item->label);
	}
}

void load_help(struct loader *loader)
{
	struct item *items = loader->form->items;

	for (size_t i = 0; i < loader->form->questionnaire.item_count; i++) {
		if (!gives_words(loader, &items[i]))
			continue;
		items[i].is_help = true;
		give_words(loader, &items[items[i].parent], &items[i]);
	}
}

static bool has_initial(const struct item *item)
{
	for (size_t i = 0; i < item->option_count; i++)
		if (item->options[i].initial)
			return true;
	return item->type != ITEM_CHOICE && item->initial_count > 0;
}

/* A question below that a person can answer here. */
static bool holds_answerable(const struct loader *loader, size_t group)
{
	const struct item *items = loader->form->items;

	for (size_t i = group + 1; i <= group + items[group].descendants; i++)
		if (item_is_question(&items[i]) && !items[i].hidden && !items[i].read_only &&
		    !item_at_desk(&items[i]))
			return true;
	return false;
}

static bool holds_question(const struct loader *loader, size_t group)
{
	const struct item *items = loader->form->items;

	for (size_t i = group + 1; i <= group + items[group].descendants; i++)
		if (item_is_question(&items[i]))
			return true;
	return false;
}

static void check_counts(struct loader *loader, struct item *item, const cJSON *source)
{
	if (item->min_length > 0 && item->max_length > 0 && item->min_length > item->max_length)
		load_error(loader, source, "correct one of them",
			   "minLength %zu is beyond maxLength %zu", item->min_length,
			   item->max_length);
	if (item->min_length > ANSWER_TYPED_MAX)
		load_error(loader, source, "lower it", "minLength %zu is more than the limit of %u",
			   item->min_length, ANSWER_TYPED_MAX);
	if (item->max_occurs > 0 && item->initial_count > item->max_occurs)
		load_error(loader, json_get(source, "initial"), "remove some, or raise maxOccurs",
			   "%zu initial values, and maxOccurs is %zu", item->initial_count,
			   item->max_occurs);
	if (item->max_occurs > 0 && item->min_occurs > item->max_occurs)
		load_error(loader, source, "correct one of them",
			   "minOccurs %zu is beyond maxOccurs %zu", item->min_occurs,
			   item->max_occurs);
	else if (item->min_occurs > 1 && !item->repeats)
		load_error(loader, source, "let it repeat, or lower minOccurs",
			   "minOccurs asks for %zu answers, and the item does not repeat",
			   item->min_occurs);
	else if (item->min_occurs > ANSWERS_MAX_INSTANCES)
		load_error(loader, source, "lower minOccurs",
			   "minOccurs asks for %zu answers, more than the limit of %u",
			   item->min_occurs, ANSWERS_MAX_INSTANCES);
	else if (item_picks_many(item) && item->type == ITEM_CHOICE &&
		 item->min_occurs > item->option_count)
		load_error(loader, source, "lower minOccurs or add options",
			   "minOccurs asks for %zu answers, and there are %zu options",
			   item->min_occurs, item->option_count);
	if (item->max_occurs > 1 && !item->repeats)
		load_warning(loader, source, "let it repeat, or remove maxOccurs",
			     "maxOccurs is %zu, and the item does not repeat: it is asked once",
			     item->max_occurs);
	if ((item->min_value || item->max_value) && item->unit_count > 1)
		load_error(loader, source, "keep one unit, or remove the limit",
			   "a limit means another amount in each of several units");
	else if (item->unit_count == 1 && (item->bound_unit.code || item->bound_unit.display) &&
		 item_unit(item, &item->bound_unit) == item->unit_count)
		load_error(loader, source, "give it in the question's unit",
			   "a limit in another unit than the question's");
}

static void check_group(struct loader *loader, size_t index)
{
	struct item *item = &loader->form->items[index];
	const cJSON *source = loader->source[index];

	check_counts(loader, item, source);
	if (item->required && item->descendants > 0 && !holds_question(loader, index)) {
		load_warning(loader, source, "remove required",
			     "a required group without a question: there is nothing to require");
		item->required = false;
	} else if (item->required && !item->hidden && !holds_answerable(loader, index))
		load_error(loader, source, "add a question, or remove required",
			   "a required group without a question that can be answered here");
	else if (item->descendants == 0)
		load_warning(loader, source, "add items, or make it a display",
			     "a group without items");
}

static void check_limits(struct loader *loader, const struct item *item, const cJSON *source)
{
	struct value low = {.type = bound_type(item->type), .text = item->min_value};

	if (item->min_value && item->max_value) {
		struct item above = {
			.type = item->type, .max_value = item->max_value, .max_places = -1};

		if (fault_of_limits(&above, &low) == FAULT_TOO_LARGE)
			load_error(loader, source, "correct one of them",
				   "minValue %s is beyond maxValue %s", item->min_value,
				   item->max_value);
	}
	for (size_t i = 0; i < item->initial_count && !item_has_options(item); i++)
		if (fault_of_limits(item, &item->initial[i]) != FAULT_NONE)
			load_error(loader, json_get(source, "initial"),
				   "correct the value or the limit",
				   "the initial value breaks the item's own limits");
}

/* An initial value without a unit leaves the unit to the patient, where there is one to choose. */
static void check_initial_unit(struct loader *loader, const struct item *item, const cJSON *source)
{
	for (size_t i = 0; i < item->initial_count && item->unit_count > 0; i++) {
		const struct coding *unit = &item->initial[i].coding;

		if (item->initial[i].type == VALUE_QUANTITY && (unit->code || unit->display) &&
		    item_unit(item, unit) == item->unit_count)
			load_error(loader, json_get(source, "initial"),
				   "use a unit of the question",
				   "the unit of the initial value is none of the question's");
		else if (item->initial[i].type == VALUE_QUANTITY && !unit->code && !unit->display &&
			 item->unit_count > 1 && (item->hidden || item->read_only))
			load_error(loader, json_get(source, "initial"), "give it a unit",
				   "the initial value has no unit, and nobody can choose one");
	}
}

static void check_question(struct loader *loader, struct item *item, const cJSON *source)
{
	if (item->required && (item->hidden || item->read_only) && !has_initial(item))
		load_error(loader, source, "give it an initial value, or remove required",
			   "a required question that nobody can answer: it is %s and has no "
			   "initial value",
			   item->hidden ? "hidden" : "read-only");
	if (!item->label && !item->hidden)
		load_warning(loader, source, "add a text", "a question without a text");
	check_counts(loader, item, source);
	check_limits(loader, item, source);
	check_initial_unit(loader, item, source);
}

/* Questions below a question, which belong to one of its answers. */
static bool has_questions_below(const struct loader *loader, size_t index)
{
	return item_is_question(&loader->form->items[index]) && holds_question(loader, index);
}

static size_t repeater_above(const struct item *items, size_t index)
{
	size_t above = items[index].parent;

	while (above != ITEM_NONE && !items[above].instances)
		above = items[above].parent;
	return above;
}

static void set_page(struct loader *loader, size_t index)
{
	struct item *items = loader->form->items, *item = &items[index];
	bool tab =
		item->parent != ITEM_NONE && items[item->parent].control == CONTROL_TAB_CONTAINER;
	bool group = item->type == ITEM_GROUP && (item->control == CONTROL_PAGE || tab);

	item->page = item->parent == ITEM_NONE || group;
	if (item->parent == ITEM_NONE || !group || repeater_above(items, index) == ITEM_NONE)
		return;
	item->page = false;
	loader->where = item->link_id;
	load_warning(loader, loader->source[index], NULL,
		     "a page within \"%s\", which repeats, is shown on the page of that",
		     items[repeater_above(items, index)].link_id);
}

void load_instances(struct loader *loader)
{
	struct item *items = loader->form->items;

	for (size_t i = 0; i < loader->form->questionnaire.item_count; i++) {
		struct item *item = &items[i];

		item->instances = item->repeats && !item_at_desk(item) &&
				  (!item_has_options(item) || has_questions_below(loader, i));
		set_page(loader, i);
	}
	loader->where = NULL;
}

/* What others would fill in (an expression, a launch context) stays empty here, and what depends on
 * it is not asked. */
static void check_condition_answered(struct loader *loader, size_t index,
				     const struct condition *condition)
{
	const struct item *question = &loader->form->items[condition->question];
	bool desk = item_at_desk(question);

	if ((!desk && !question->hidden && !question->read_only) ||
	    (!desk && has_initial(question)) ||
	    (condition->operator== OPERATOR_EXISTS && !condition->answer.boolean))
		return;
	load_warning(loader, json_get(loader->source[index], "enableWhen"),
		     "let it be asked, or give it an initial value",
		     "the condition never holds: \"%s\" is %s", question->link_id,
		     desk               ? "left for the desk"
		     : question->hidden ? "hidden and has no initial value"
					: "read-only and has no initial value");
}

/* An instance that a patient leaves empty is not in the response, so that nothing may depend on
 * what the form itself has filled in there. */
static void check_condition_place(struct loader *loader, size_t index,
				  const struct condition *condition)
{
	const struct item *items = loader->form->items, *question = &items[condition->question];
	size_t above = repeater_above(items, condition->question);

	if (!question->hidden && !question->read_only)
		return;
	while (above != ITEM_NONE && (items[above].required || items[above].type != ITEM_GROUP))
		above = repeater_above(items, above);
	if (above == ITEM_NONE || (index >= above && index <= above + items[above].descendants))
		return;
	load_error(
		loader, json_get(loader->source[index], "enableWhen"),
		"put the question beside the group, or let the group be required",
		"the condition is on \"%s\", which the form fills in, in a group that repeats and "
		"may be left out",
		question->link_id);
}

#define SLOTS_AT_FIRST (QUESTIONNAIRE_MAX_ITEMS + ANSWERS_MAX_ADDED)

static void check_page(struct loader *loader, size_t index)
{
	const struct item *items = loader->form->items;
	size_t end = index + items[index].descendants, count = 1;

	for (size_t i = index + 1; i <= end; i++) {
		if (items[i].page)
			i += items[i].descendants;
		else
			count++;
	}
	if (count > QUESTIONNAIRE_MAX_PAGE)
		load_error(loader, loader->source[index],
			   "divide it by groups with the item control page",
			   "%zu items on one page are more than the limit of %u", count,
			   QUESTIONNAIRE_MAX_PAGE);
}

/* How many slots the items have at the start, each with its first instances; no more than the limit
 * and one. */
static size_t slots_at_first(struct loader *loader)
{
	const struct item *items = loader->form->items;
	size_t count = loader->form->questionnaire.item_count, total = 0;
	size_t *blocks = load_alloc(loader, count, sizeof(*blocks));

	for (size_t i = blocks ? count : 0; i-- > 0;) {
		size_t times =
			items[i].instances && items[i].min_occurs > 1 ? items[i].min_occurs : 1;

		blocks[i] = (blocks[i] + 1) * times;
		if (blocks[i] > SLOTS_AT_FIRST)
			blocks[i] = SLOTS_AT_FIRST + 1;
		if (items[i].parent == ITEM_NONE)
			total += blocks[i];
		else
			blocks[items[i].parent] += blocks[i];
	}
	return total;
}

static void check_slots(struct loader *loader)
{
	size_t count = loader->form->questionnaire.item_count;

	if (slots_at_first(loader) > count + ANSWERS_MAX_ADDED)
		load_error(loader, json_root(loader->form->json), "lower minOccurs",
			   "minOccurs asks for more items in added instances than the limit of %u",
			   ANSWERS_MAX_ADDED);
}

void load_checks(struct loader *loader)
{
	check_slots(loader);
	for (size_t i = 0; i < loader->form->questionnaire.item_count; i++) {
		struct item *item = &loader->form->items[i];
		const char *type = json_string(loader->source[i], "type");

		loader->where = *item->link_id ? item->link_id : NULL;
		if (item->page)
			check_page(loader, i);
		for (size_t k = 0; k < item->condition_count; k++) {
			check_condition_place(loader, i, &item->conditions[k]);
			check_condition_answered(loader, i, &item->conditions[k]);
		}
		if (!type || !item_type_of(type, &(enum item_type){0}))
			continue; /* refused for that */
		if (item->type == ITEM_GROUP)
			check_group(loader, i);
		else if (item_is_question(item))
			check_question(loader, item, loader->source[i]);
		else if (!item->label && !item->hidden)
			load_warning(loader, loader->source[i], "add a text, or remove it",
				     "a display without a text");
	}
	loader->where = NULL;
}
