#include "check.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* R4 JSON: nothing is null or empty. */
static void check_nothing_empty(const struct check *check, const cJSON *value)
{
	const cJSON *child;

	if (cJSON_IsNull(value))
		check_issue(check, value, "structure", "must not be null");
	else if (cJSON_IsString(value) &&
		 !value->valuestring[strspn(value->valuestring, " \t\r\n")])
		check_issue(check, value, "value", "must not be empty");
	else if ((cJSON_IsArray(value) || cJSON_IsObject(value)) && !value->child)
		check_issue(check, value, "structure", "must not be empty");
	cJSON_ArrayForEach(child, value)
	{
		check_nothing_empty(check, child);
	}
}

static const struct member answer_members[] = {
	{"id", KIND_STRING},
	{"extension", KIND_OBJECTS},
	{"modifierExtension", KIND_OBJECTS},
	{"item", KIND_OBJECTS},
	{"valueBoolean", KIND_BOOLEAN},
	{"valueDecimal", KIND_DECIMAL},
	{"valueInteger", KIND_INTEGER},
	{"valueDate", KIND_DATE},
	{"valueDateTime", KIND_DATETIME},
	{"valueTime", KIND_TIME},
	{"valueString", KIND_STRING},
	{"valueUri", KIND_STRING},
	{"valueAttachment", KIND_OBJECT},
	{"valueCoding", KIND_CODING},
	{"valueQuantity", KIND_OBJECT},
	{"valueReference", KIND_REFERENCE},
};

static void check_answer(const struct check *check, const cJSON *answer)
{
	const cJSON *member;
	int values = 0;

	check_members(check, answer, answer_members, COUNT(answer_members));
	cJSON_ArrayForEach(member, answer)
	{
		values += strncmp(member->string, "value", 5) == 0;
	}
	if (values > 1)
		check_issue(check, answer, "structure", "several value[x] in one answer");
	if (values == 0 && cJSON_IsObject(answer) && !json_get(answer, "extension"))
		check_issue(check, answer, "required", "an answer without value[x]");
	check_items(check, json_get(answer, "item"));
}

static void check_item(const struct check *check, const cJSON *item)
{
	static const struct member members[] = {
		{"id", KIND_STRING},
		{"extension", KIND_OBJECTS},
		{"modifierExtension", KIND_OBJECTS},
		{"linkId", KIND_STRING},
		{"text", KIND_STRING},
		{"definition", KIND_STRING},
		{"answer", KIND_OBJECTS},
		{"item", KIND_OBJECTS},
	};
	const cJSON *answer;

	check_members(check, item, members, COUNT(members));
	if (cJSON_IsObject(item) && !json_get(item, "linkId"))
		check_issue(check, item, "required", "an item without linkId");
	if (json_get(item, "answer") && json_get(item, "item"))
		check_issue(check, item, "invariant",
			    "qrs-1: an item has answer or item, never both");
	cJSON_ArrayForEach(answer, json_get(item, "answer"))
	{
		check_answer(check, answer);
	}
	check_items(check, json_get(item, "item"));
}

void check_items(const struct check *check, const cJSON *items)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, items)
	{
		check_item(check, item);
	}
}

static void check_status(const struct check *check, const cJSON *root)
{
	static const char *const known[] = {"in-progress", "completed", "amended",
					    "entered-in-error", "stopped"};
	const cJSON *status = json_get(root, "status");
	size_t i;

	if (!status) {
		check_issue(check, root, "required", "status is missing");
		return;
	}
	for (i = 0; cJSON_IsString(status) && i < COUNT(known); i++)
		if (strcmp(status->valuestring, known[i]) == 0)
			return;
	check_issue(check, status, "code-invalid", "not a status of a QuestionnaireResponse");
}

/* True when the resource itself (not what is contained) or another contained one refers to "#id".
 */
static bool referenced(const cJSON *value, const char *id)
{
	const cJSON *child;
	const char *reference = cJSON_IsObject(value) ? json_string(value, "reference") : NULL;

	if (reference && reference[0] == '#' && strcmp(reference + 1, id) == 0)
		return true;
	cJSON_ArrayForEach(child, value)
	{
		if (referenced(child, id))
			return true;
	}
	return false;
}

static void check_contained(const struct check *check, const cJSON *root)
{
	const cJSON *contained;
	const char *id;

	cJSON_ArrayForEach(contained, json_get(root, "contained"))
	{
		id = json_string(contained, "id");
		if (!json_string(contained, "resourceType"))
			check_issue(check, contained, "required",
				    "a contained resource without resourceType");
		if (!id)
			check_issue(check, contained, "required",
				    "a contained resource without id");
		else if (!referenced(root, id))
			check_issue(check, contained, "invariant",
				    "dom-3: #%.64s is not referred to", id);
		if (json_get(contained, "contained"))
			check_issue(check, contained, "invariant",
				    "dom-2: contained in a contained resource");
	}
}

static void check_narrative(const struct check *check, const cJSON *text)
{
	static const struct member members[] = {{"id", KIND_STRING},
						{"extension", KIND_OBJECTS},
						{"status", KIND_STRING},
						{"div", KIND_STRING}};
	const char *div = json_string(text, "div");

	if (!cJSON_IsObject(text))
		return;
	check_members(check, text, members, COUNT(members));
	if (!json_string(text, "status"))
		check_issue(check, text, "required", "a narrative without status");
	if (!div || strncmp(div, "<div", 4) != 0)
		check_issue(check, text, "required", "a narrative is one div");
}

static void check_identifier(const struct check *check, const cJSON *identifier)
{
	static const struct member members[] = {
		{"id", KIND_STRING},     {"extension", KIND_OBJECTS},  {"use", KIND_STRING},
		{"type", KIND_OBJECT},   {"system", KIND_STRING},      {"value", KIND_STRING},
		{"period", KIND_OBJECT}, {"assigner", KIND_REFERENCE},
	};

	if (cJSON_IsObject(identifier))
		check_members(check, identifier, members, COUNT(members));
}

static const struct member root_members[] = {
	{"resourceType", KIND_STRING}, {"id", KIND_STRING},
	{"meta", KIND_OBJECT},         {"implicitRules", KIND_STRING},
	{"language", KIND_STRING},     {"text", KIND_OBJECT},
	{"contained", KIND_OBJECTS},   {"extension", KIND_OBJECTS},
	{"status", KIND_STRING},       {"modifierExtension", KIND_OBJECTS},
	{"identifier", KIND_OBJECT},   {"basedOn", KIND_OBJECTS},
	{"partOf", KIND_OBJECTS},      {"questionnaire", KIND_STRING},
	{"subject", KIND_REFERENCE},   {"encounter", KIND_REFERENCE},
	{"authored", KIND_DATETIME},   {"author", KIND_REFERENCE},
	{"source", KIND_REFERENCE},    {"item", KIND_OBJECTS},
};

void check_resource(const struct json *json, cJSON *outcome)
{
	struct check check = {.json = json, .outcome = outcome};
	const cJSON *root = json_root(json);
	const char *type = json_string(root, "resourceType");

	if (!type || strcmp(type, "QuestionnaireResponse") != 0) {
		check_issue(&check, root, "invalid", "only a QuestionnaireResponse is taken");
		return;
	}
	check_nothing_empty(&check, root);
	check_members(&check, root, root_members, COUNT(root_members));
	check_status(&check, root);
	check_identifier(&check, json_get(root, "identifier"));
	check_narrative(&check, json_get(root, "text"));
	check_contained(&check, root);
	check_items(&check, json_get(root, "item"));
}
