/* Extensions. HL7's are told by their last part, since they moved between the core and the SDC
 * guide. */
#include "questionnaire_load.h"

#include <stdio.h>
#include <string.h>

enum treatment {
	READ,    /* by its function */
	PASS,    /* says nothing that this version shows or needs */
	SHORTEN, /* a warning: the item is asked without it */
	REFUSE,  /* an error: without it something else would be asked, or allowed */
};

struct rule {
	const char *name;
	enum treatment treatment;
	void (*read)(const struct extension *context);
	const char *what;
	const char *mend;
};

static void read_hidden(const struct extension *context);
static void read_link(const struct extension *context);
static void read_mend(const struct extension *context);
static void read_short(const struct extension *context);
static void read_entry_format(const struct extension *context);
static void read_prefix(const struct extension *context);
static void read_exclusive(const struct extension *context);
static void read_sublabel(const struct extension *context);
static void read_filling(const struct extension *context);

#define BY_HAND   "ask by enableWhen, or leave it out"
#define UNCHECKED "leave it out, or let staff check the answer"

static const struct rule rules[] = {
	{"hidden", READ, read_hidden, NULL, NULL},
	{"itemControl", READ, extension_control, NULL, NULL},
	{"entryFormat", READ, read_entry_format, NULL, NULL},
	{"minValue", READ, extension_minimum, NULL, NULL},
	{"maxValue", READ, extension_maximum, NULL, NULL},
	{"minQuantity", READ, extension_minimum, NULL, NULL},
	{"maxQuantity", READ, extension_maximum, NULL, NULL},
	{"minLength", READ, extension_min_length, NULL, NULL},
	{"maxDecimalPlaces", READ, extension_places, NULL, NULL},
	{"regex", READ, extension_regex, NULL, NULL},
	{"unit", READ, extension_unit, NULL, NULL},
	{"unitOption", READ, extension_unit, NULL, NULL},
	{"minOccurs", READ, extension_occurrences, NULL, NULL},
	{"maxOccurs", READ, extension_occurrences, NULL, NULL},
	{"optionPrefix", READ, read_prefix, NULL, NULL},
	{"optionExclusive", READ, read_exclusive, NULL, NULL},
	{"ordinalValue", READ, extension_weight, NULL, NULL},
	{"itemWeight", READ, extension_weight, NULL, NULL},
	{"valueset-ordinalValue", READ, extension_weight, NULL, NULL},
	{"codesystem-ordinalValue", READ, extension_weight, NULL, NULL},
	{"unitValueSet", READ, extension_unit_set, NULL, NULL},
	{"sublabel", READ, read_sublabel, NULL, NULL},
	{"supportLink", READ, read_link, NULL, NULL},
	{"shortText", READ, read_short, NULL, NULL},
	{"validationtext", READ, read_mend, NULL, NULL},
	{"cqf-expression", READ, read_filling, NULL, NULL},
	{"cpg-featureExpression", READ, read_filling, NULL, NULL},

	{"enableWhenExpression", REFUSE, NULL, "a condition written as an expression",
	 "write it as enableWhen"},
	{"answerExpression", REFUSE, NULL, "options that an expression makes",
	 "list them as answerOption"},
	{"candidateExpression", REFUSE, NULL, "options that an expression makes",
	 "list them as answerOption"},
	{"answerOptionsToggleExpression", REFUSE, NULL,
	 "options that an expression shows and hides", BY_HAND},
	{"subQuestionnaire", REFUSE, NULL, "questions that stand in another form",
	 "assemble the form first ($assemble)"},
	{"constraint", REFUSE, NULL, "a constraint", UNCHECKED},
	{"targetConstraint", REFUSE, NULL, "a constraint", UNCHECKED},

	{"calculatedExpression", SHORTEN, NULL,
	 "a value that an expression computes is not filled in", NULL},
	{"initialExpression", SHORTEN, NULL,
	 "a first value that an expression computes is not filled in", NULL},

	{"variable", SHORTEN, NULL, "a variable that an expression computes is not used", NULL},
	{"contextExpression", SHORTEN, NULL, "what an expression would show beside it is not shown",
	 NULL},
	{"launchContext", PASS, NULL, NULL, NULL},
	{"choiceOrientation", PASS, NULL, NULL, NULL},
	{"choiceColumn", PASS, NULL, NULL, NULL},
	{"displayCategory", PASS, NULL, NULL, NULL},
	{"collapsible", PASS, NULL, NULL, NULL},
	{"width", PASS, NULL, NULL, NULL},
	{"keyboard", PASS, NULL, NULL, NULL},
	{"sliderStepValue", PASS, NULL, NULL, NULL},
	{"rendering-style", PASS, NULL, NULL, NULL},
	{"rendering-xhtml", PASS, NULL, NULL, NULL},
	{"rendering-markdown", PASS, NULL, NULL, NULL},
	{"translation", PASS, NULL, NULL, NULL},
	{"designNote", PASS, NULL, NULL, NULL},
	{"fhirType", PASS, NULL, NULL, NULL},
	{"observationExtract", PASS, NULL, NULL, NULL},
	{"observationLinkPeriod", PASS, NULL, NULL, NULL},
	{"itemContext", PASS, NULL, NULL, NULL}, /* the older name of the next */
	{"itemExtractionContext", PASS, NULL, NULL, NULL},
	{"itemPopulationContext", PASS, NULL, NULL, NULL},
	{"preferredTerminologyServer", PASS, NULL, NULL, NULL},
};

/* Of Norway's Directorate of e-health: no extension of HL7's says what to tell a person. */
static const char validation_text[] = "http://ehelse.no/fhir/StructureDefinition/validationtext";

/* "hidden" of http://hl7.org/fhir/StructureDefinition/questionnaire-hidden; NULL for a URL that is
 * not HL7's. */
static const char *name_of(const char *url)
{
	static const char base[] = "http://hl7.org/fhir/";
	const char *name = strrchr(url, '/');

	if (strcmp(url, validation_text) == 0)
		return strrchr(url, '/') + 1;
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

static void read_hidden(const struct extension *context)
{
	if (context->target.item)
		context->target.item->hidden =
			load_boolean(context->loader, context->extension, "valueBoolean", false);
}

static void read_entry_format(const struct extension *context)
{
	if (context->target.item)
		context->target.item->placeholder =
			load_words(context->loader, context->extension, "valueString");
}

/* "a)" and the label are one thing to read. */
static void read_prefix(const struct extension *context)
{
	struct answer_option *option = context->target.option;
	const char *prefix = load_words(context->loader, context->extension, "valueString");
	size_t size;
	char *label;

	if (!option || !prefix || !option->label)
		return;
	size = strlen(prefix) + 1 + strlen(option->label) + 1;
	label = load_alloc(context->loader, size, 1);
	if (!label)
		return;
	snprintf(label, size, "%s %s", prefix, option->label);
	option->label = label;
}

static void read_exclusive(const struct extension *context)
{
	if (context->target.option)
		context->target.option->exclusive =
			load_boolean(context->loader, context->extension, "valueBoolean", false);
}

static void read_sublabel(const struct extension *context)
{
	const char *words = load_extension_words(context->loader, context->extension);

	if (context->target.option)
		context->target.option->detail = words;
	else if (context->target.item && words)
		load_add_help(context->loader, context->target.item, words);
}

static void read_link(const struct extension *context)
{
	if (context->target.item)
		context->target.item->link =
			load_string(context->loader, context->extension, "valueUri");
}

static void read_short(const struct extension *context)
{
	if (context->target.item)
		context->target.item->short_label =
			load_words(context->loader, context->extension, "valueString");
}

static void read_mend(const struct extension *context)
{
	if (context->target.item)
		context->target.item->mend =
			load_extension_words(context->loader, context->extension);
}

static void unknown(struct loader *loader, const cJSON *extension, const char *url)
{
	report_feature(loader->report, url);
	if (json_get(extension, "valueExpression"))
		load_error(loader, extension, "leave it out",
			   "an expression that this version cannot work out (%s)", url);
	else if (load_first_time(loader, url))
		load_warning(loader, extension, NULL,
			     "the extension %s is not known here: it is ignored", url);
}

/* It gives the value of the element that it stands on: of an item, its answer. */
static void read_filling(const struct extension *context)
{
	const char *url = json_string(context->extension, "url");

	if (!context->target.item) {
		unknown(context->loader, context->extension, url);
		return;
	}
	report_feature(context->loader->report, url);
	load_warning(context->loader, context->extension, NULL,
		     "a value that an expression computes is not filled in");
}

static void load_extension(const struct extension *context, const struct rule *rule)
{
	struct loader *loader = context->loader;
	const char *url = load_string(loader, context->extension, "url");

	if (!context->extension->child)
		load_warning(loader, context->extension, "remove it", "an empty extension");
	else if (!url)
		load_error(loader, context->extension, "add its url or remove it",
			   "an extension without a \"url\"");
	else if (!rule)
		unknown(loader, context->extension, url);
	else if (rule->treatment == READ)
		rule->read(context);
	if (rule && (rule->treatment == REFUSE || rule->treatment == SHORTEN))
		report_feature(loader->report, rule->name);
	if (rule && rule->treatment == REFUSE)
		load_error(loader, context->extension, rule->mend,
			   "%s cannot be kept by this version", rule->what);
	else if (rule && rule->treatment == SHORTEN)
		load_warning(loader, context->extension, rule->mend, "%s", rule->what);
}

void load_extensions(struct loader *loader, const cJSON *element, enum load_scope scope,
		     struct load_target target)
{
	const cJSON *modifier = load_array(loader, element, "modifierExtension");
	const cJSON *list = load_array(loader, element, "extension"), *extension;
	bool prefixed = false;

	if (cJSON_GetArraySize(modifier) > 0)
		load_error(
			loader, modifier, "remove it if the form means the same without",
			"a modifierExtension changes the meaning in a way that is not known here");
	cJSON_ArrayForEach(extension, list)
	{
		const char *url = json_string(extension, "url");
		const struct rule *rule = url ? rule_of(url) : NULL;
		bool prefix = rule && rule->read == read_prefix;

		if (scope == LOAD_ROOT && url && !rule && !json_get(extension, "valueExpression"))
			continue; /* of the resource, not of what is asked */
		if (!cJSON_IsObject(extension))
			load_error(loader, extension, "write an object { }",
				   "this extension is no object");
		else if (prefix && prefixed)
			load_warning(loader, extension, "keep one",
				     "an option has one prefix: this one is ignored");
		else
			load_extension(&(struct extension){loader, extension, target}, rule);
		prefixed = prefixed || prefix;
	}
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
