/* What may be chosen, and what is answered from the start. */
#include "questionnaire_load.h"

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

	if (!cJSON_IsObject(source)) {
		load_error(loader, source, "write an object { }", "this option is no object");
		return false;
	}
	load_check_keys(loader, source, keys, sizeof(keys) / sizeof(*keys));
	if (!load_value(loader, source, "value", &out->value))
		return false;
	if (out->value.type == VALUE_BOOLEAN || out->value.type == VALUE_DECIMAL ||
	    out->value.type == VALUE_DATETIME || out->value.type == VALUE_URI ||
	    out->value.type == VALUE_QUANTITY) {
		load_error(loader, source,
			   "use a coding, a string, an integer, a date, a time or a reference",
			   "an option cannot be of type %s", value_type_name(out->value.type));
		return false;
	}
	out->label = label_of(loader, &out->value, source);
	out->initial = load_boolean(loader, source, "initialSelected", false);
	load_extensions(loader, source, LOAD_OPTION, target);
	if (out->value.type == VALUE_CODING)
		load_extensions(loader, json_get(source, "valueCoding"), LOAD_OPTION, target);
	return true;
}

/* Long lists come from value sets, which have no twins. */
#define TWINS_LOOKED_FOR 500u

static void check_twins(struct loader *loader, const struct item *item, const cJSON *list)
{
	for (size_t i = 1; i < item->option_count && i < TWINS_LOOKED_FOR; i++)
		for (size_t k = 0; k < i; k++)
			if (value_equal(&item->options[i].value, &item->options[k].value)) {
				load_warning(loader, cJSON_GetArrayItem(list, (int)i),
					     "remove one of them", "the option \"%s\" stands twice",
					     item->options[i].label);
				break;
			}
}

/* In R4 only a choice has options, but tools give them to strings and numbers too, as R5 does: what
 * is meant is a choice among values of the item's type. */
static bool become_choice(struct loader *loader, struct item *item, const cJSON *list)
{
	const cJSON *option;

	if (!item_typed(item) || cJSON_GetArraySize(list) == 0)
		return false;
	cJSON_ArrayForEach(option, list)
	{
		enum value_type type;
		const cJSON *member = option->child;

		while (member && strncmp(member->string, "value", 5) != 0)
			member = member->next;
		if (!member || !value_type_of(member->string + 5, &type) || !item_takes(item, type))
			return false;
	}
	load_warning(loader, list, "make it a choice",
		     "an item of type %s has no options in FHIR R4: it is asked as a choice",
		     item_type_name(item->type));
	item->type = ITEM_CHOICE;
	return true;
}

void load_options(struct loader *loader, struct item *item, const cJSON *source)
{
	const cJSON *list = load_array(loader, source, "answerOption"), *option;
	const cJSON *set = json_get(source, "answerValueSet");
	struct answer_option *options;

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
	if (list && cJSON_GetArraySize(list) == 0)
		load_error(loader, list, "add options", "a choice without options");
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
	check_twins(loader, item, list);
}

/* What the item was given as an initial value: marks the options, or becomes the options where
 * there are none and nobody is asked (flags). */
static void choose_initial(struct loader *loader, struct item *item, const cJSON *list)
{
	struct answer_option *options = (struct answer_option *)item->options;
	bool made = item->option_count == 0 && (item->hidden || item->read_only);

	if (made)
		options = load_alloc(loader, item->initial_count, sizeof(*options));
	for (size_t i = 0; options && i < item->initial_count; i++) {
		const struct value *value = &item->initial[i];
		size_t at = made ? i : item_option(item, value);

		if (made)
			options[i] = (struct answer_option){.value = *value,
							    .label = label_of(loader, value, NULL)};
		if (made || at < item->option_count)
			options[at].initial = true;
		else if (item->type != ITEM_OPEN_CHOICE || value->type != VALUE_STRING)
			load_error(loader, list, "give one of the options",
				   "the initial value is none of the options");
	}
	if (!made)
		return;
	item->options = options;
	item->option_count = options ? item->initial_count : 0;
}

static bool load_one_initial(struct loader *loader, const struct item *item, const cJSON *source,
			     struct value *out)
{
	if (!cJSON_IsObject(source)) {
		load_error(loader, source, "write an object { }",
			   "this initial value is no object");
		return false;
	}
	if (!load_value(loader, source, "value", out))
		return false;
	if (item->type == ITEM_DECIMAL && out->type == VALUE_INTEGER)
		out->type = VALUE_DECIMAL;
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
	if (item->initial_count > 1 && !item->repeats)
		load_error(loader, list, "keep one, or let the item repeat",
			   "several initial values, and the item does not repeat");
	if (!item_has_options(item))
		return;
	if (item->initial_count > 0)
		choose_initial(loader, item, list);
	check_selected(loader, item, source);
}
