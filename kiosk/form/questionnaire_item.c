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

bool item_type_of(const char *name, enum item_type *out)
{
	for (size_t i = 0; i < sizeof(type_names) / sizeof(*type_names); i++) {
		if (strcmp(type_names[i], name) == 0) {
			*out = (enum item_type)i;
			return true;
		}
	}
	return false;
}

static bool load_type(struct loader *loader, const cJSON *source, enum item_type *out)
{
	const char *name = load_string(loader, source, "type");

	if (name && item_type_of(name, out))
		return true;
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
	length = load_count(loader, source, "maxLength");
	if (length < 1 || length > INT32_MAX || length != (double)(int32_t)length) {
		load_error(loader, value, "write a whole number from 1 on",
			   "\"maxLength\" is no length");
		return;
	}
	if (item->type == ITEM_STRING || item->type == ITEM_TEXT || item->type == ITEM_URL ||
	    item->type == ITEM_INTEGER || item->type == ITEM_DECIMAL ||
	    item->type == ITEM_OPEN_CHOICE) /* que-10 */
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
		if (cJSON_IsObject(coding) && !json_get(coding, "code"))
			load_warning(loader, coding, "give it a code",
				     "a code of the item without a code is left aside");
		else if (load_coding(loader, coding, &codes[item->code_count]))
			item->code_count++;
	}
}

static void load_texts(struct loader *loader, struct item *item, const cJSON *source)
{
	item->text = load_string(loader, source, "text");
	item->max_places = -1;
	item->label = load_words(loader, source, "text");
	item->prefix = load_string(loader, source, "prefix");
	if (item->prefix)
		item->prefix = load_words(loader, source, "prefix");
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

/* Where options are named and there are none, that has been told. */
static void check_choice(struct loader *loader, const struct item *item, const cJSON *source)
{
	const cJSON *list = json_get(source, "answerOption"), *option = NULL;
	const cJSON *set = json_get(source, "answerValueSet");
	bool named = (list && !cJSON_IsArray(list)) ||
		     (set && !cJSON_IsNull(set) && !(cJSON_IsString(set) && !*set->valuestring));

	cJSON_ArrayForEach(option, list)
	{
		named = named || !cJSON_IsNull(option);
	}
	if (item->option_count == 0 && item->type == ITEM_CHOICE && !silent(item) && !named)
		load_error(loader, source, "add answerOption", "a choice without options");
}

static void check_at_desk(struct loader *loader, const struct item *item, const cJSON *source)
{
	report_feature(loader->report, item_type_name(item->type));
	if (item->required && !silent(item))
		load_error(loader, json_get(source, "required"),
			   "remove required, so that it can be given at the desk",
			   "a required %s cannot be given at a terminal",
			   item_type_name(item->type));
	else if (!silent(item))
		load_warning(loader, json_get(source, "type"), NULL,
			     "patients are told to give it at the front desk");
}

/* What this version cannot ask is refused by name, so that no question is left out in silence. */
static void check_supported(struct loader *loader, const struct item *item, const cJSON *source)
{
	if (item_at_desk(item)) {
		check_at_desk(loader, item, source);
		return;
	}
	if (item_has_options(item))
		check_choice(loader, item, source);
}

static void check_place(struct loader *loader, const struct item *item, const cJSON *source)
{
	const struct item *parent =
		item->parent == ITEM_NONE ? NULL : &loader->form->items[item->parent];

	if (!parent || parent->type == ITEM_GROUP)
		return;
	if (parent->type == ITEM_DISPLAY && item->type == ITEM_DISPLAY) /* que-1 */
		load_warning(loader, source, "put it beside the display",
			     "a display under a display is shown behind it");
	else if (parent->type == ITEM_DISPLAY)
		load_error(loader, source, "put it beside the display", "an item under a display");
	else if (item->type != ITEM_DISPLAY && item_at_desk(parent))
		load_error(loader, source, "put it behind the question",
			   "an item under an %s, which is not answered here",
			   item_type_name(parent->type));
}

/* Known before the item's words are read. */
static bool unseen(const struct loader *loader, const struct item *item, const cJSON *source)
{
	const cJSON *extension;

	if (item->parent != ITEM_NONE && loader->form->items[item->parent].hidden)
		return true;
	cJSON_ArrayForEach(extension, json_get(source, "extension"))
	{
		const char *url = json_string(extension, "url");

		if (url && strstr(url, "/questionnaire-hidden") &&
		    cJSON_IsTrue(json_get(extension, "valueBoolean")))
			return true;
	}
	return false;
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
	loader->unseen = loader->only_language && unseen(loader, item, source);
	if (!load_other_version(loader, source))
		load_check_keys(loader, source, keys, sizeof(keys) / sizeof(*keys));
	load_texts(loader, item, source);
	if (!load_type(loader, source, &item->type))
		return; /* a group by default, and what follows would only repeat the error */
	load_flags(loader, item, source);
	load_max_length(loader, item, source);
	load_options(loader, item, source);
	load_initial(loader, item, source);
	if (item->min_occurs > 0)
		item->required = true;
	check_supported(loader, item, source);
	check_place(loader, item, source);
}
