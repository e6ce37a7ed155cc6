#include "questionnaire_load.h"

#include <string.h>

static const char *const type_names[] = {
	[ITEM_GROUP] = "group",
	[ITEM_DISPLAY] = "display",
	[ITEM_BOOLEAN] = "boolean",
	[ITEM_DECIMAL] = "decimal",
	[ITEM_INTEGER] = "integer",
	[ITEM_DATE] = "date",
	[ITEM_DATETIME] = "dateTime",
	[ITEM_TIME] = "time",
	[ITEM_STRING] = "string",
	[ITEM_TEXT] = "text",
	[ITEM_URL] = "url",
	[ITEM_CHOICE] = "choice",
	[ITEM_OPEN_CHOICE] = "open-choice",
	[ITEM_ATTACHMENT] = "attachment",
	[ITEM_REFERENCE] = "reference",
	[ITEM_QUANTITY] = "quantity",
};

const char *item_type_name(enum item_type type)
{
	return type_names[type];
}

static bool load_type(struct loader *loader, const cJSON *source, enum item_type *out)
{
	const char *name = load_string(loader, source, "type");

	for (size_t i = 0; name && i < sizeof(type_names) / sizeof(*type_names); i++) {
		if (strcmp(type_names[i], name) == 0) {
			*out = (enum item_type)i;
			return true;
		}
	}
	if (!name)
		load_error(loader, source, "say what it is, for example group, string or choice",
			   "\"type\" is missing");
	else if (strcmp(name, "coding") == 0 || strcmp(name, "question") == 0)
		load_error(loader, json_get(source, "type"), "export the form as FHIR R4 (4.0.1)",
			   "the type \"%s\" is not of FHIR R4", name);
	else
		load_error(loader, json_get(source, "type"), "use a type of FHIR R4",
			   "there is no type \"%s\"", name);
	return false;
}

static void load_max_length(struct loader *loader, struct item *item, const cJSON *source)
{
	const cJSON *value = json_get(source, "maxLength");
	double length;

	if (!value)
		return;
	length = cJSON_IsNumber(value) ? value->valuedouble : 0;
	if (length < 1 || length > INT32_MAX || length != (double)(int32_t)length) {
		load_error(loader, value, "write a whole number from 1 on",
			   "\"maxLength\" is no length");
		return;
	}
	if (item->type == ITEM_STRING || item->type == ITEM_TEXT || item->type == ITEM_URL ||
	    item->type == ITEM_INTEGER || item->type == ITEM_DECIMAL)
		item->max_length = (size_t)length;
	else
		load_warning(loader, value, "remove it",
			     "\"maxLength\" means nothing for items of type %s",
			     item_type_name(item->type));
}

static void load_codes(struct loader *loader, struct item *item, const cJSON *source)
{
	const cJSON *list = load_array(loader, source, "code"), *coding;
	struct coding *codes = load_alloc(loader, (size_t)cJSON_GetArraySize(list), sizeof(*codes));

	if (!codes)
		return;
	item->codes = codes;
	cJSON_ArrayForEach(coding, list)
	{
		if (load_coding(loader, coding, &codes[item->code_count]))
			item->code_count++;
	}
}

static void load_words(struct loader *loader, struct item *item, const cJSON *source)
{
	item->text = load_string(loader, source, "text");
	item->prefix = load_string(loader, source, "prefix");
	item->definition = load_string(loader, source, "definition");
	load_codes(loader, item, source);
}

static void load_flags(struct loader *loader, struct item *item, const cJSON *source)
{
	item->required = load_boolean(loader, source, "required", false);
	item->repeats = load_boolean(loader, source, "repeats", false);
	item->read_only = load_boolean(loader, source, "readOnly", false);
	load_extensions(loader, source, LOAD_ITEM, (struct load_target){.item = item});
	load_computed(loader, source);
	if (item->parent != ITEM_NONE && loader->form->items[item->parent].hidden)
		item->hidden = true;
	if (item->type == ITEM_TEXT && item->control == CONTROL_HELP)
		item->type = ITEM_DISPLAY;
	if (item->control == CONTROL_PAGE)
		loader->page_groups++;
	if (item->type != ITEM_DISPLAY)
		return;
	if (item->required)
		load_warning(loader, json_get(source, "required"), "remove it",
			     "a display cannot be required");
	item->required = item->repeats = false;
}

/* Nobody is asked: it is answered by its initial value or not at all. */
static bool silent(const struct item *item)
{
	return item->hidden || item->read_only;
}

static void refuse_type(struct loader *loader, const struct item *item, const cJSON *source)
{
	static const char *const instead[] = {
		[ITEM_DATETIME] = "ask for a date, and for the time as a string",
		[ITEM_TIME] = "ask for it as a string",
		[ITEM_URL] = "ask for it as a string",
		[ITEM_OPEN_CHOICE] =
			"ask a choice with the option \"Other\", and a string that it enables",
		[ITEM_ATTACHMENT] = "remove it: it can be given at the desk",
		[ITEM_REFERENCE] = "ask for it as a string",
		[ITEM_QUANTITY] = "ask for a decimal and name the unit in the text",
	};

	load_error(loader, json_get(source, "type"), instead[item->type],
		   "items of type %s cannot be asked by this version", item_type_name(item->type));
}

static void check_choice(struct loader *loader, const struct item *item, const cJSON *source)
{
	const cJSON *value_set = json_get(source, "answerValueSet");

	if (value_set && !silent(item))
		load_error(loader, value_set, "list its codes as answerOption",
			   "the options stand in a value set, which this version does not read");
	else if (item->option_count == 0 && !silent(item) && !json_get(source, "answerOption"))
		load_error(loader, source, "add answerOption", "a choice without options");
}

/* What this version cannot ask is refused by name, so that no question is left out in silence. */
static void check_supported(struct loader *loader, const struct item *item, const cJSON *source)
{
	switch (item->type) {
	case ITEM_CHOICE:
		check_choice(loader, item, source);
		return;
	case ITEM_DATETIME:
	case ITEM_TIME:
	case ITEM_URL:
		if (!silent(item))
			refuse_type(loader, item, source);
		break;
	case ITEM_OPEN_CHOICE:
	case ITEM_ATTACHMENT:
	case ITEM_REFERENCE:
	case ITEM_QUANTITY:
		if (!silent(item) || json_get(source, "initial"))
			refuse_type(loader, item, source);
		break;
	default:
		break;
	}
	if (item->repeats && (!silent(item) || item->type == ITEM_GROUP || item->initial_count > 1))
		load_error(loader, json_get(source, "repeats"),
			   "set repeats to false, or ask several times by items of their own",
			   item->type == ITEM_GROUP
				   ? "a group that repeats cannot be asked by this version"
				   : "a question of type %s that repeats cannot be asked by this "
				     "version",
			   item_type_name(item->type));
}

static void check_place(struct loader *loader, const struct item *item, const cJSON *source)
{
	const struct item *parent =
		item->parent == ITEM_NONE ? NULL : &loader->form->items[item->parent];

	if (!parent || parent->type == ITEM_GROUP)
		return;
	if (parent->type == ITEM_DISPLAY)
		load_error(loader, source, "put it beside the display", "an item under a display");
	else if (item->type != ITEM_DISPLAY)
		load_error(loader, source, "put it behind the question, with an enableWhen",
			   "an item under a question cannot be asked by this version");
}

void load_item(struct loader *loader, size_t index)
{
	static const char *const keys[] = {"id",
					   "extension",
					   "modifierExtension",
					   "linkId",
					   "definition",
					   "code",
					   "prefix",
					   "text",
					   "type",
					   "enableWhen",
					   "enableBehavior",
					   "required",
					   "repeats",
					   "readOnly",
					   "maxLength",
					   "answerValueSet",
					   "answerOption",
					   "initial",
					   "item"};
	const cJSON *source = loader->source[index];
	struct item *item = &loader->form->items[index];

	loader->where = *item->link_id ? item->link_id : NULL;
	if (!load_other_version(loader, source))
		load_check_keys(loader, source, keys, sizeof(keys) / sizeof(*keys));
	load_words(loader, item, source);
	if (!load_type(loader, source, &item->type))
		return; /* a group by default, and what follows would only repeat the error */
	load_flags(loader, item, source);
	load_max_length(loader, item, source);
	load_options(loader, item, source);
	load_initial(loader, item, source);
	check_supported(loader, item, source);
	check_place(loader, item, source);
}
