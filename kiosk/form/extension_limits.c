/* Extensions that say which answers are good: limits, lengths, counts, patterns, units, scores. */
#include "questionnaire_load.h"

#include <string.h>

static bool bounds(enum item_type type, enum value_type value)
{
	switch (type) {
	case ITEM_INTEGER:
	case ITEM_DECIMAL:
		return value == VALUE_INTEGER || value == VALUE_DECIMAL;
	case ITEM_DATE:
	case ITEM_DATETIME:
		return value == VALUE_DATE || value == VALUE_DATETIME;
	case ITEM_TIME:
		return value == VALUE_TIME;
	case ITEM_QUANTITY:
		return value == VALUE_QUANTITY || value == VALUE_INTEGER || value == VALUE_DECIMAL;
	default:
		return false;
	}
}

static const char *read_bound(const struct extension *context)
{
	const struct item *item = context->target.item;
	size_t errors = context->loader->report->errors;
	struct value value;

	load_computed(context->loader, context->extension);
	if (context->loader->report->errors > errors)
		return NULL; /* there need be no value beside the expression */
	if (!item || !load_value(context->loader, context->extension, "value", &value))
		return NULL;
	if (bounds(item->type, value.type)) {
		if (value.type == VALUE_QUANTITY && (value.coding.code || value.coding.display))
			context->target.item->bound_unit = value.coding;
		return value.text;
	}
	load_error(context->loader, context->extension, "give a value of the item's type",
		   "a value of type %s cannot be the limit of an item of type %s",
		   value_type_name(value.type), item_type_name(item->type));
	return NULL;
}

void extension_minimum(const struct extension *context)
{
	const char *bound = read_bound(context);

	if (bound)
		context->target.item->min_value = bound;
}

void extension_maximum(const struct extension *context)
{
	const char *bound = read_bound(context);

	if (bound)
		context->target.item->max_value = bound;
}

/* A whole number from least (0 or 1) on, 0 after an error. */
static size_t read_count(const struct extension *context, int least)
{
	double number = load_count(context->loader, context->extension, "valueInteger");

	if (number < least || number > INT32_MAX || number != (double)(int32_t)number) {
		load_error(context->loader, context->extension,
			   least ? "write a whole number from 1 on"
				 : "write a whole number from 0 on",
			   "\"valueInteger\" is missing or no count");
		return 0;
	}
	return (size_t)number;
}

void extension_occurrences(const struct extension *context)
{
	bool minimum = strstr(json_string(context->extension, "url"), "minOccurs");
	size_t count = read_count(context, minimum ? 0 : 1); /* who may not answer is not asked */
	struct item *item = context->target.item;

	if (!item)
		return;
	if (minimum)
		item->min_occurs = count;
	else
		item->max_occurs = count;
}

void extension_min_length(const struct extension *context)
{
	size_t count = read_count(context, 0);

	if (context->target.item)
		context->target.item->min_length = count;
}

void extension_places(const struct extension *context)
{
	size_t count = read_count(context, 0);

	if (context->target.item)
		context->target.item->max_places = count < 100 ? (int)count : 100;
}

void extension_regex(const struct extension *context)
{
	struct item *item = context->target.item;
	const char *regex = load_string(context->loader, context->extension, "valueString");
	char why[200];

	if (!item || !regex)
		return;
	item->pattern = pattern_compile(context->loader->form, regex, why, sizeof(why));
	if (!item->pattern)
		load_error(context->loader, context->extension,
			   "write it as FHIR's regex, simpler, or leave it out",
			   "the pattern cannot be used: %s", why);
}

/* Where the item's next unit goes; NULL when memory ran out. A list ends with a label that is no
 * unit's: behind the last unit of one that is full, or that a value set shares with other items. */
static struct answer_option *next_unit(struct loader *loader, struct item *item)
{
	size_t count = item->unit_count, room = count < 4 ? 4 : count * 2;
	struct answer_option *units = (struct answer_option *)item->units;

	if (units && !units[count].label)
		return &units[count];
	units = load_alloc(loader, room + 1, sizeof(*units));
	if (!units)
		return NULL;
	if (item->units)
		memcpy(units, item->units, count * sizeof(*units));
	units[room].label = "";
	item->units = units;
	return &units[count];
}

/* The extension unit has one, unitOption is repeated. A unit of a decimal or an integer is shown
 * beside the field. */
void extension_unit(const struct extension *context)
{
	struct item *item = context->target.item;
	struct answer_option *unit = item ? next_unit(context->loader, item) : NULL;

	if (!unit)
		return;
	if (load_unit(context->loader, json_get(context->extension, "valueCoding"),
		      context->extension, unit))
		item->unit_count++;
	else
		*unit = (struct answer_option){0};
}

void extension_unit_set(const struct extension *context)
{
	struct item *item = context->target.item;
	const cJSON *canonical = json_get(context->extension, "valueCanonical");
	const struct answer_option *units = NULL;
	struct answer_option *unit;
	size_t count = item ? load_value_set(context->loader,
					     canonical ? canonical : context->extension, &units)
			    : 0;

	if (count > 0 && item->unit_count == 0) {
		item->units = units;
		item->unit_count = count;
		return;
	}
	for (size_t i = 0; i < count && (unit = next_unit(context->loader, item)); i++) {
		*unit = units[i];
		item->unit_count++;
	}
}

/* The scores of code systems, value sets and STU3 have names that mean nothing on a Coding in R4.
 */
static const char *weight_url(const char *url)
{
	size_t len = strlen(url), tail = sizeof("ordinalValue") - 1;

	return len > tail && strcmp(url + len - tail, "ordinalValue") == 0
		       ? "http://hl7.org/fhir/StructureDefinition/ordinalValue"
		       : url;
}

/* A score goes along with the answer: whoever adds scores up needs no copy of the form. Beside
 * anything but a Coding R4 has no place for it. */
void extension_weight(const struct extension *context)
{
	struct value value;

	if (!context->target.option ||
	    !load_value(context->loader, context->extension, "value", &value))
		return;
	if (value.type != VALUE_DECIMAL && value.type != VALUE_INTEGER) {
		load_warning(context->loader, context->extension, "write a valueDecimal",
			     "this score is no number");
		return;
	}
	if (context->target.option->value.type != VALUE_CODING)
		load_warning(context->loader, context->extension, "make the option a coding",
			     "the score of an option that is no coding does not go along with the "
			     "answer");
	context->target.option->weight_url = weight_url(json_string(context->extension, "url"));
	context->target.option->weight = value.text;
}
