/* What may be chosen, and what is answered from the start. */
#include "questionnaire_load.h"

#include <stdlib.h>
#include <string.h>

static const char *label_of(struct loader *loader, const struct value *value, const cJSON *source)
{
	const char *words = NULL;

	if (value->type == VALUE_REFERENCE)
		return value->coding.display ? value->coding.display : value->text;
	if (value->type == VALUE_STRING)
		words = load_words(loader, source, "valueString");
	if (value->type != VALUE_CODING)
		return words ? words : value->text;
	words = load_display(loader, json_get(source, "valueCoding"));
	if (!words)
		words = value->coding.display ? value->coding.display : value->coding.code;
	return words;
}

/* Questionnaire.item.answerOption.value[x] */
static bool for_options(enum value_type type)
{
	return type == VALUE_CODING || type == VALUE_STRING || type == VALUE_INTEGER ||
	       type == VALUE_DATE || type == VALUE_TIME || type == VALUE_REFERENCE;
}

static bool load_option(struct loader *loader, const cJSON *source, struct answer_option *out)
{
	static const char *const keys[] = {"id",
					   "extension",
					   "modifierExtension",
					   "valueInteger",
					   "valueDate",
					   "valueTime",
					   "valueString",
					   "valueCoding",
					   "valueReference",
					   "initialSelected"};
	struct load_target target = {.option = out};

	if (cJSON_IsNull(source)) {
		load_warning(loader, source, "leave it out", "an option is null");
		return false;
	}
	if (!cJSON_IsObject(source)) {
		load_error(loader, source, "write an object { }", "this option is no object");
		return false;
	}
	load_check_keys(loader, source, keys, sizeof(keys) / sizeof(*keys));
	if (!load_value(loader, source, "value", &out->value))
		return false;
	if (!for_options(out->value.type)) {
		load_error(loader, source,
			   "use a coding, a string, an integer, a date, a time or a reference",
			   "an option cannot be of type %s", value_type_name(out->value.type));
		return false;
	}
	if (out->value.type == VALUE_CODING && !out->value.coding.code)
		load_warning(loader, source, "give it a code",
			     "an option without a code is told from others by its display");
	out->label = label_of(loader, &out->value, source);
	out->initial = load_boolean(loader, source, "initialSelected", false);
	load_extensions(loader, source, LOAD_OPTION, target);
	if (out->value.type == VALUE_CODING)
		load_extensions(loader, json_get(source, "valueCoding"), LOAD_OPTION, target);
	return true;
}

static int compare_texts(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) : (a != NULL) - (b != NULL);
}

/* An order of all values that options can have, in which equal values are next to one another. A
 * date has one spelling, a number and a time have several. */
static int compare_values(const struct value *a, const struct value *b)
{
	int order;

	if (a->type != b->type)
		return a->type < b->type ? -1 : 1;
	if (a->type == VALUE_INTEGER || a->type == VALUE_TIME)
		return (int)value_order(a, b);
	if (a->type != VALUE_CODING)
		return compare_texts(a->text, b->text);
	order = compare_texts(a->coding.code, b->coding.code);
	if (!order)
		order = compare_texts(a->coding.system, b->coding.system);
	return order || a->coding.code ? order
				       : compare_texts(a->coding.display, b->coding.display);
}

static int compare_options(const void *left, const void *right)
{
	const struct answer_option *a = *(const struct answer_option *const *)left;
	const struct answer_option *b = *(const struct answer_option *const *)right;
	int order = compare_values(&a->value, &b->value);

	return order ? order : (a > b) - (a < b);
}

/* The caller's to free; NULL when memory ran out. */
static struct answer_option **sort_options(struct loader *loader, const struct item *item)
{
	struct answer_option *options = (struct answer_option *)item->options;
	struct answer_option **sorted =
		calloc(item->option_count + 1, sizeof(struct answer_option *));

	if (!sorted) {
		loader->no_memory = true;
		return NULL;
	}
	for (size_t i = 0; i < item->option_count; i++)
		sorted[i] = &options[i];
	qsort(sorted, item->option_count, sizeof(struct answer_option *), compare_options);
	return sorted;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* One of them would be taken for the other: the second of two that are the same goes. */
static void settle_twin(struct loader *loader, struct answer_option *option,
			struct answer_option *before, const cJSON *at)
{
	const struct coding *a = &option->value.coding, *b = &before->value.coding;

	if (same_text(a->display, b->display) && same_text(a->version, b->version) &&
	    same_text(option->weight, before->weight)) {
		load_warning(loader, at, "remove one of them",
			     "the option \"%s\" stands twice: it is shown once", option->label);
		before->initial = before->initial || option->initial;
		before->exclusive = before->exclusive || option->exclusive;
		option->label = NULL;
	} else {
		load_error(loader, at, "give each a code of its own",
			   "the options \"%s\" and \"%s\" have the same code", before->label,
			   option->label);
	}
}

/* The source of an option that was loaded: nulls were left out. */
static const cJSON *option_source(const cJSON *list, size_t index)
{
	const cJSON *option;

	cJSON_ArrayForEach(option, list)
	{
		if (!cJSON_IsNull(option) && index-- == 0)
			return option;
	}
	return list;
}

static void settle_twins(struct loader *loader, struct item *item, const cJSON *list)
{
	struct answer_option *options = (struct answer_option *)item->options;
	struct answer_option **sorted = sort_options(loader, item);
	size_t first = 0, kept = 0;

	for (size_t i = 1; sorted && i < item->option_count; i++) {
		if (value_equal(&sorted[i]->value, &sorted[first]->value))
			settle_twin(loader, sorted[i], sorted[first],
				    option_source(list, (size_t)(sorted[i] - options)));
		else
			first = i;
	}
	for (size_t i = 0; i < item->option_count; i++)
		if (options[i].label)
			options[kept++] = options[i];
	item->option_count = kept;
	free(sorted);
}

/* In R4 only a choice has options, but tools give them to strings and numbers too, as R5 does: what
 * is meant is a choice among values of the item's type. */
static bool become_choice(struct loader *loader, struct item *item, const cJSON *list)
{
	const cJSON *option;

	if (!item_typed(item) || !list)
		return false;
	cJSON_ArrayForEach(option, list)
	{
		enum value_type type;
		const cJSON *member = option->child;

		while (member && (!member->string || strncmp(member->string, "value", 5) != 0))
			member = member->next;
		if (!member || !value_type_of(member->string + 5, &type) ||
		    !item_takes(item, type) || !for_options(type))
			return false;
	}
	load_warning(loader, list, "make it a choice",
		     "an item of type %s has no options in FHIR R4: it is asked as a choice",
		     item_type_name(item->type));
	item->type = ITEM_CHOICE;
	return true;
}

/* Tools write what they have nothing for: an empty list or name is as good as none. */
static const cJSON *option_set(struct loader *loader, const cJSON *source)
{
	const cJSON *set = json_get(source, "answerValueSet");

	if ((cJSON_IsString(set) || cJSON_IsNull(set)) &&
	    !load_string(loader, source, "answerValueSet"))
		return NULL;
	return set;
}

void load_options(struct loader *loader, struct item *item, const cJSON *source)
{
	const cJSON *list = load_array(loader, source, "answerOption"), *option;
	const cJSON *set = option_set(loader, source);
	struct answer_option *options;

	if (cJSON_GetArraySize(list) == 0)
		list = NULL;
	if (item_at_desk(item) && (list || set)) {
		load_warning(loader, list ? list : set, NULL,
			     "the options are not shown: it is given at the front desk");
		return;
	}
	if ((list || set) && !item_has_options(item) && !become_choice(loader, item, list)) {
		load_error(loader, list ? list : set, "make it a choice, or remove the options",
			   "an item of type %s has no options in FHIR R4",
			   item_type_name(item->type));
		return;
	}
	if (list && set) { /* que-4 */
		load_error(loader, set, "keep one of them",
			   "answerOption and answerValueSet exclude one another");
		return;
	}
	if (set && (!item->hidden && !item->read_only))
		item->option_count = load_value_set(loader, set, &item->options);
	options = load_alloc(loader, (size_t)cJSON_GetArraySize(list), sizeof(*options));
	if (!options)
		return;
	item->options = options;
	cJSON_ArrayForEach(option, list)
	{
		if (load_option(loader, option, &options[item->option_count]))
			item->option_count++;
	}
	settle_twins(loader, item, list);
}

/* The first of the options that is not before the value. */
static size_t seek(struct answer_option *const *sorted, size_t count, const struct value *value)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_values(&sorted[middle]->value, value) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool has_code(const struct answer_option *option, const struct value *value)
{
	return option->value.type == VALUE_CODING &&
	       strcmp(option->value.coding.code, value->coding.code) == 0;
}

/* The first of the options that equals the value, or the only one with the code of a coding without
 * a system: such a coding is sorted before all others with its code. NULL. */
static struct answer_option *find_option(struct answer_option *const *sorted, size_t count,
					 const struct value *value)
{
	size_t at = seek(sorted, count, value);

	if (at == count)
		return NULL;
	if (value_equal(&sorted[at]->value, value))
		return sorted[at];
	if (value->type != VALUE_CODING || value->coding.system || !has_code(sorted[at], value) ||
	    (at + 1 < count && has_code(sorted[at + 1], value)))
		return NULL;
	return sorted[at];
}

bool load_lacks_set(const struct loader *loader, const struct item *item)
{
	return item->option_count == 0 && !item->hidden && !item->read_only &&
	       json_get(loader->source[item - loader->form->items], "answerValueSet");
}

/* The options that the item was given as initial values are marked. The options are the item's own:
 * a value set's are copied for an item with initial values. */
static void mark_initial(struct loader *loader, struct item *item, const cJSON *list)
{
	struct answer_option **sorted = sort_options(loader, item);

	for (size_t i = 0; sorted && i < item->initial_count; i++) {
		const struct value *value = &item->initial[i];
		struct answer_option *option = find_option(sorted, item->option_count, value);

		if (option && !value_equal(&option->value, value))
			load_warning(loader, list, "add the option's system",
				     "the initial value has no system: the option with its code is "
				     "meant");
		if (option)
			option->initial = true;
		else if (item->type != ITEM_OPEN_CHOICE || value->type != VALUE_STRING)
			load_error(loader, list, "give one of the options",
				   "the initial value is none of the options");
	}
	free(sorted);
}

/* Where nobody is asked and no options are listed, the initial values are the options (flags). */
static void choose_initial(struct loader *loader, struct item *item, const cJSON *list)
{
	struct answer_option *options;

	if (load_lacks_set(loader, item))
		return;
	if (item->option_count > 0 || (!item->hidden && !item->read_only)) {
		mark_initial(loader, item, list);
		return;
	}
	options = load_alloc(loader, item->initial_count, sizeof(*options));
	for (size_t i = 0; options && i < item->initial_count; i++) {
		const struct value *value = &item->initial[i];

		options[i] = (struct answer_option){
			.value = *value, .label = label_of(loader, value, NULL), .initial = true};
	}
	item->options = options;
	item->option_count = options ? item->initial_count : 0;
}

static bool only_a_unit(const cJSON *quantity)
{
	return cJSON_IsObject(quantity) && !json_get(quantity, "value") &&
	       (json_get(quantity, "unit") || json_get(quantity, "code"));
}

/* A value of a type that is written alike is taken as one of the item's. */
static void adapt(struct loader *loader, const struct item *item, const cJSON *source,
		  struct value *value)
{
	static const enum value_type alike[][2] = {
		{VALUE_INTEGER, VALUE_DECIMAL}, {VALUE_DECIMAL, VALUE_INTEGER},
		{VALUE_DATE, VALUE_DATETIME},   {VALUE_DATETIME, VALUE_DATE},
		{VALUE_STRING, VALUE_URI},      {VALUE_URI, VALUE_STRING},
	};

	for (size_t i = 0; i < sizeof(alike) / sizeof(*alike); i++) {
		enum value_type from = alike[i][0], to = alike[i][1];

		if (value->type != from || item_takes(item, from) || !item_takes(item, to) ||
		    !value_literal(to, value->text))
			continue;
		if (from != VALUE_INTEGER)
			load_warning(loader, source, "give a value of the item's type",
				     "a value of type %s is taken as one of type %s",
				     value_type_name(from), value_type_name(to));
		value->type = to;
		return;
	}
}

static bool load_one_initial(struct loader *loader, const struct item *item, const cJSON *source,
			     struct value *out)
{
	if (!cJSON_IsObject(source)) {
		load_error(loader, source, "write an object { }",
			   "this initial value is no object");
		return false;
	}
	if (only_a_unit(json_get(source, "valueQuantity"))) {
		load_warning(loader, source, "give a value too, or remove it",
			     "an initial value that is only a unit fills nothing in");
		return false;
	}
	if (!load_value(loader, source, "value", out))
		return false;
	adapt(loader, item, source, out);
	if (out->text && !value_typeable(item, out->text)) {
		load_error(loader, source, "give a text without them",
			   "the initial value is longer than %u bytes, blank, or has control "
			   "characters",
			   ANSWER_TYPED_MAX);
		return false;
	}
	if (item_has_options(item) || item_takes(item, out->type))
		return true; /* of a choice: whether it is one of the options */
	load_error(loader, source, "give a value of the item's type",
		   "a value of type %s cannot answer an item of type %s",
		   value_type_name(out->type), item_type_name(item->type));
	return false;
}

static void check_selected(struct loader *loader, const struct item *item, const cJSON *source)
{
	size_t selected = 0, exclusive = 0;

	for (size_t i = 0; i < item->option_count; i++) {
		selected += item->options[i].initial;
		exclusive += item->options[i].initial && item->options[i].exclusive;
	}
	if (selected > 1 && !item->repeats)
		load_error(loader, source, "select one, or let the item repeat",
			   "%zu options are selected at first, and the item does not repeat",
			   selected);
	else if (selected > 1 && exclusive > 0)
		load_error(loader, source, "select it alone",
			   "an exclusive option is selected at first, and others with it");
}

static size_t own_words(const struct item *item)
{
	size_t count = 0;

	for (size_t i = 0; i < item->initial_count; i++)
		count += item->type == ITEM_OPEN_CHOICE &&
			 !item_wants_option(item, &item->initial[i]);
	return count;
}

void load_initial(struct loader *loader, struct item *item, const cJSON *source)
{
	const cJSON *list = load_array(loader, source, "initial"), *one;
	struct value *values = NULL;

	if (list && !item_is_question(item))
		load_warning(loader, list, "remove it", "an item of type %s has no initial value",
			     item_type_name(item->type));
	else
		values = load_alloc(loader, (size_t)cJSON_GetArraySize(list), sizeof(*values));
	if (values) {
		item->initial = values;
		cJSON_ArrayForEach(one, list)
		{
			if (load_one_initial(loader, item, one, &values[item->initial_count]))
				item->initial_count++;
		}
	}
	if (own_words(item) > 1 && item->repeats && (item->hidden || item->read_only))
		load_error(
			loader, list, "keep one, or make them options",
			"several initial values that are none of the options: there is one field "
			"for words of one's own");
	else if (own_words(item) > 1 && item->repeats)
		load_warning(loader, list, "keep one, or make them options",
			     "several initial values that are none of the options: the first is "
			     "filled in");
	if (item->initial_count > 1 && !item->repeats)
		load_error(loader, list, "keep one, or let the item repeat",
			   "several initial values, and the item does not repeat");
	if (!item_has_options(item))
		return;
	if (item->initial_count > 0)
		choose_initial(loader, item, list);
	check_selected(loader, item, source);
}
