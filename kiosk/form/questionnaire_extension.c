/* Extensions. HL7's are told by their last part, since they moved between the core and the SDC
 * guide. */
#include "questionnaire_load.h"

#include <string.h>

struct context {
	struct loader *loader;
	const cJSON *extension;
	struct load_target target;
};

enum treatment {
	READ,    /* by its function */
	PASS,    /* says nothing that this version shows or needs */
	SHORTEN, /* a warning: the item is asked without it */
	REFUSE,  /* an error: without it something else would be asked, or allowed */
};

struct rule {
	const char *name;
	enum treatment treatment;
	void (*read)(const struct context *context);
	const char *what;
	const char *mend;
};

static void read_hidden(const struct context *context);
static void read_control(const struct context *context);
static void read_entry_format(const struct context *context);
static void read_minimum(const struct context *context);
static void read_maximum(const struct context *context);
static void read_occurrences(const struct context *context);
static void read_min_length(const struct context *context);
static void read_places(const struct context *context);
static void read_regex(const struct context *context);
static void read_unit(const struct context *context);
static void read_unit_set(const struct context *context);
static void read_weight(const struct context *context);
static void read_prefix(const struct context *context);
static void read_exclusive(const struct context *context);
static void read_sublabel(const struct context *context);

#define BY_HAND   "ask by enableWhen, or leave it out"
#define UNCHECKED "leave it out, or let staff check the answer"

static const struct rule rules[] = {
	{"hidden", READ, read_hidden, NULL, NULL},
	{"itemControl", READ, read_control, NULL, NULL},
	{"entryFormat", READ, read_entry_format, NULL, NULL},
	{"minValue", READ, read_minimum, NULL, NULL},
	{"maxValue", READ, read_maximum, NULL, NULL},
	{"minQuantity", READ, read_minimum, NULL, NULL},
	{"maxQuantity", READ, read_maximum, NULL, NULL},
	{"minLength", READ, read_min_length, NULL, NULL},
	{"maxDecimalPlaces", READ, read_places, NULL, NULL},
	{"regex", READ, read_regex, NULL, NULL},
	{"unit", READ, read_unit, NULL, NULL},
	{"unitOption", READ, read_unit, NULL, NULL},
	{"minOccurs", READ, read_occurrences, NULL, NULL},
	{"maxOccurs", READ, read_occurrences, NULL, NULL},
	{"optionPrefix", READ, read_prefix, NULL, NULL},
	{"optionExclusive", READ, read_exclusive, NULL, NULL},
	{"ordinalValue", READ, read_weight, NULL, NULL},
	{"itemWeight", READ, read_weight, NULL, NULL},
	{"valueset-ordinalValue", READ, read_weight, NULL, NULL},
	{"codesystem-ordinalValue", READ, read_weight, NULL, NULL},
	{"unitValueSet", READ, read_unit_set, NULL, NULL},
	{"sublabel", READ, read_sublabel, NULL, NULL},

	{"enableWhenExpression", REFUSE, NULL, "a condition written as an expression",
	 "write it as enableWhen"},
	{"answerExpression", REFUSE, NULL, "options that an expression makes",
	 "list them as answerOption"},
	{"candidateExpression", REFUSE, NULL, "options that an expression makes",
	 "list them as answerOption"},
	{"answerOptionsToggleExpression", REFUSE, NULL,
	 "options that an expression shows and hides", BY_HAND},
	{"constraint", REFUSE, NULL, "a constraint", UNCHECKED},
	{"targetConstraint", REFUSE, NULL, "a constraint", UNCHECKED},

	{"calculatedExpression", SHORTEN, NULL,
	 "a value that an expression computes is not filled in", NULL},
	{"initialExpression", SHORTEN, NULL,
	 "a first value that an expression computes is not filled in", NULL},
	{"supportLink", SHORTEN, NULL, "the link is not shown", "say what it says in a help text"},

	{"variable", PASS, NULL, NULL, NULL}, /* nothing that is read here uses it */
	{"launchContext", PASS, NULL, NULL, NULL},
	{"choiceOrientation", PASS, NULL, NULL, NULL},
	{"choiceColumn", PASS, NULL, NULL, NULL},
	{"displayCategory", PASS, NULL, NULL, NULL},
	{"collapsible", PASS, NULL, NULL, NULL},
	{"width", PASS, NULL, NULL, NULL},
	{"keyboard", PASS, NULL, NULL, NULL},
	{"shortText", PASS, NULL, NULL, NULL},
	{"sliderStepValue", PASS, NULL, NULL, NULL},
	{"rendering-style", PASS, NULL, NULL, NULL},
	{"rendering-xhtml", PASS, NULL, NULL, NULL},
	{"rendering-markdown", PASS, NULL, NULL, NULL},
	{"translation", PASS, NULL, NULL, NULL},
	{"designNote", PASS, NULL, NULL, NULL},
	{"fhirType", PASS, NULL, NULL, NULL},
	{"observationExtract", PASS, NULL, NULL, NULL},
	{"observationLinkPeriod", PASS, NULL, NULL, NULL},
	{"itemExtractionContext", PASS, NULL, NULL, NULL},
	{"itemPopulationContext", PASS, NULL, NULL, NULL},
	{"preferredTerminologyServer", PASS, NULL, NULL, NULL},
};

/* "hidden" of http://hl7.org/fhir/StructureDefinition/questionnaire-hidden; NULL for a URL that is
 * not HL7's. */
static const char *name_of(const char *url)
{
	static const char base[] = "http://hl7.org/fhir/";
	const char *name = strrchr(url, '/');

	if (strncmp(url, base, sizeof(base) - 1) != 0)
		return NULL;
	name++;
	if (strncmp(name, "sdc-", 4) == 0)
		name += 4;
	return strncmp(name, "questionnaire-", 14) == 0 ? name + 14 : name;
}

static const struct rule *rule_of(const char *url)
{
	const char *name = name_of(url);

	for (size_t i = 0; name && i < sizeof(rules) / sizeof(*rules); i++)
		if (strcmp(rules[i].name, name) == 0)
			return &rules[i];
	return NULL;
}

static void read_hidden(const struct context *context)
{
	if (context->target.item)
		context->target.item->hidden =
			load_boolean(context->loader, context->extension, "valueBoolean", false);
}

struct control {
	const char *code;
	enum item_control control;
};

static const struct control controls[] = {
	{"radio-button", CONTROL_RADIO_BUTTON},
	{"check-box", CONTROL_CHECK_BOX},
	{"drop-down", CONTROL_DROP_DOWN},
	{"help", CONTROL_HELP},
	{"flyover", CONTROL_HELP},
	{"prompt", CONTROL_PROMPT},
	{"page", CONTROL_PAGE},
	{"body-map", CONTROL_BODY_MAP},
};

/* Whether the control can be for an item of the type. */
static bool fits(enum item_control control, enum item_type type)
{
	switch (control) {
	case CONTROL_HELP:
		return type == ITEM_DISPLAY ||
		       type == ITEM_TEXT; /* seen: help texts of type text */
	case CONTROL_PROMPT:
		return type == ITEM_DISPLAY;
	case CONTROL_PAGE:
		return type == ITEM_GROUP;
	case CONTROL_BODY_MAP:
		return type == ITEM_CHOICE;
	default:
		return type != ITEM_GROUP && type != ITEM_DISPLAY;
	}
}

static void take_control(const struct context *context, const cJSON *coding)
{
	const char *code = json_string(coding, "code");
	struct item *item = context->target.item;

	if (!code)
		return;
	for (size_t i = 0; i < sizeof(controls) / sizeof(*controls); i++) {
		if (strcmp(controls[i].code, code) != 0)
			continue;
		if (fits(controls[i].control, item->type))
			item->control = controls[i].control;
		else
			load_warning(context->loader, coding, "remove it",
				     "the control \"%s\" is not for items of type %s", code,
				     item_type_name(item->type));
		return;
	}
	if (load_first_time(context->loader, code))
		load_warning(
			context->loader, coding, NULL,
			"the control \"%s\" is not known here: the item is shown as a plain one",
			code);
}

static void read_control(const struct context *context)
{
	const cJSON *concept =
		load_object(context->loader, context->extension, "valueCodeableConcept"),
		    *list, *coding;

	if (!context->target.item || !concept)
		return;
	list = load_array(context->loader, concept, "coding");
	cJSON_ArrayForEach(coding, list)
	{
		take_control(context, coding);
	}
}

static void read_entry_format(const struct context *context)
{
	if (context->target.item)
		context->target.item->placeholder =
			load_string(context->loader, context->extension, "valueString");
}

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

static const char *read_bound(const struct context *context)
{
	const struct item *item = context->target.item;
	struct value value;

	load_computed(context->loader, context->extension);
	if (!item || !load_value(context->loader, context->extension, "value", &value))
		return NULL;
	if (bounds(item->type, value.type))
		return value.text;
	load_error(context->loader, context->extension, "give a value of the item's type",
		   "a value of type %s cannot be the limit of an item of type %s",
		   value_type_name(value.type), item_type_name(item->type));
	return NULL;
}

static void read_minimum(const struct context *context)
{
	const char *bound = read_bound(context);

	if (bound)
		context->target.item->min_value = bound;
}

static void read_maximum(const struct context *context)
{
	const char *bound = read_bound(context);

	if (bound)
		context->target.item->max_value = bound;
}

/* A whole number from 0 on, 0 after an error. */
static size_t read_count(const struct context *context)
{
	const cJSON *value = json_get(context->extension, "valueInteger");
	double number = cJSON_IsNumber(value) ? value->valuedouble : -1;

	if (number < 0 || number > INT32_MAX || number != (double)(int32_t)number) {
		load_error(context->loader, context->extension, "write a whole number from 0 on",
			   "\"valueInteger\" is missing or no count");
		return 0;
	}
	return (size_t)number;
}

static void read_occurrences(const struct context *context)
{
	bool minimum = strstr(json_string(context->extension, "url"), "minOccurs");
	size_t count = read_count(context);
	struct item *item = context->target.item;

	if (!item)
		return;
	if (minimum)
		item->min_occurs = count;
	else
		item->max_occurs = count;
}

static void read_min_length(const struct context *context)
{
	size_t count = read_count(context);

	if (context->target.item)
		context->target.item->min_length = count;
}

static void read_places(const struct context *context)
{
	size_t count = read_count(context);

	if (context->target.item)
		context->target.item->max_places = count < 100 ? (int)count : 100;
}

static void read_regex(const struct context *context)
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

/* The extension unit has one, unitOption is repeated. A unit of a decimal or an integer is shown
 * beside the field. */
static void read_unit(const struct context *context)
{
	struct item *item = context->target.item;
	struct coding *units;

	if (!item)
		return;
	units = load_alloc(context->loader, item->unit_count + 1, sizeof(*units));
	if (!units)
		return;
	if (item->unit_count)
		memcpy(units, item->units, item->unit_count * sizeof(*units));
	if (!load_unit(context->loader, json_get(context->extension, "valueCoding"),
		       context->extension, &units[item->unit_count]))
		return;
	item->units = units;
	item->unit_count++;
}

static void read_unit_set(const struct context *context)
{
	const struct answer_option *options;
	struct item *item = context->target.item;
	const cJSON *canonical = json_get(context->extension, "valueCanonical");
	size_t count = item ? load_value_set(context->loader,
					     canonical ? canonical : context->extension, &options)
			    : 0;
	struct coding *units = load_alloc(context->loader, count, sizeof(*units));

	if (!units)
		return;
	for (size_t i = 0; i < count; i++)
		units[i] = options[i].value.coding;
	item->units = units;
	item->unit_count = count;
}

/* A score goes along with the answer: whoever adds scores up needs no copy of the form. */
static void read_weight(const struct context *context)
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
	context->target.option->weight_url = json_string(context->extension, "url");
	context->target.option->weight = value.text;
}

static void read_prefix(const struct context *context)
{
	if (context->target.option)
		context->target.option->prefix =
			load_string(context->loader, context->extension, "valueString");
}

static void read_exclusive(const struct context *context)
{
	if (context->target.option)
		context->target.option->exclusive =
			load_boolean(context->loader, context->extension, "valueBoolean", false);
}

static const char *text_of(struct loader *loader, const cJSON *extension)
{
	const char *text = load_string(loader, extension, "valueMarkdown");

	return text ? text : load_string(loader, extension, "valueString");
}

static void read_sublabel(const struct context *context)
{
	if (context->target.option)
		context->target.option->detail = text_of(context->loader, context->extension);
}

static void unknown(struct loader *loader, const cJSON *extension, const char *url)
{
	if (json_get(extension, "valueExpression"))
		load_error(loader, extension, "leave it out",
			   "an expression that this version cannot work out (%s)", url);
	else if (load_first_time(loader, url))
		load_warning(loader, extension, NULL,
			     "the extension %s is not known here: it is ignored", url);
}

static void load_extension(const struct context *context)
{
	struct loader *loader = context->loader;
	const char *url = load_string(loader, context->extension, "url");
	const struct rule *rule = url ? rule_of(url) : NULL;

	if (!url)
		load_error(loader, context->extension, "add its url or remove it",
			   "an extension without a \"url\"");
	else if (!rule)
		unknown(loader, context->extension, url);
	else if (rule->treatment == READ)
		rule->read(context);
	else if (rule->treatment == REFUSE)
		load_error(loader, context->extension, rule->mend,
			   "%s cannot be kept by this version", rule->what);
	else if (rule->treatment == SHORTEN)
		load_warning(loader, context->extension, rule->mend, "%s", rule->what);
}

void load_extensions(struct loader *loader, const cJSON *element, enum load_scope scope,
		     struct load_target target)
{
	const cJSON *modifier = json_get(element, "modifierExtension");
	const cJSON *list = load_array(loader, element, "extension"), *extension;

	if (modifier)
		load_error(
			loader, modifier, "remove it if the form means the same without",
			"a modifierExtension changes the meaning in a way that is not known here");
	cJSON_ArrayForEach(extension, list)
	{
		const char *url = json_string(extension, "url");

		if (scope == LOAD_ROOT && url && !rule_of(url) &&
		    !json_get(extension, "valueExpression"))
			continue; /* of the resource, not of what is asked */
		if (!cJSON_IsObject(extension))
			load_error(loader, extension, "write an object { }",
				   "this extension is no object");
		else
			load_extension(&(struct context){loader, extension, target});
	}
}

const char *load_extension_text(struct loader *loader, const cJSON *element, const char *name)
{
	const cJSON *list = json_get(element, "extension"), *extension;

	cJSON_ArrayForEach(extension, list)
	{
		const char *url = json_string(extension, "url");
		const char *this = url ? name_of(url) : NULL;

		if (this && strcmp(this, name) == 0)
			return text_of(loader, extension);
	}
	return NULL;
}

static bool computed(const cJSON *primitive)
{
	const cJSON *list = json_get(primitive, "extension"), *extension;

	cJSON_ArrayForEach(extension, list)
	{
		const char *url = json_string(extension, "url");
		const char *name = url ? name_of(url) : NULL;

		if (name && (strcmp(name, "cqf-expression") == 0 ||
			     strcmp(name, "cqf-calculatedValue") == 0))
			return true;
	}
	return false;
}

void load_computed(struct loader *loader, const cJSON *element)
{
	const cJSON *member;

	cJSON_ArrayForEach(member, element)
	{
		bool text;

		if (!member->string || *member->string != '_' || !computed(member))
			continue;
		text = strcmp(member->string, "_text") == 0 ||
		       strcmp(member->string, "_prefix") == 0;
		if (text && json_get(element, member->string + 1))
			load_warning(loader, member, NULL,
				     "an expression would compute \"%s\": it is shown as written",
				     member->string + 1);
		else
			load_error(loader, member, "write the value itself",
				   "an expression computes \"%s\": this version cannot work it out",
				   member->string + 1);
	}
}
