/* The items of a response beside those of its questionnaire: order, nesting, names, types. Reader
 * and checker share this. */
#include "response.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void reading_error(struct reading *reading, const cJSON *at, const char *where, const char *mend,
		   const char *format, ...)
{
	char what[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	report_add(reading->report, SEVERITY_ERROR, json_place(reading->response, at), where, mend,
		   "%s", what);
}

void reading_check_keys(struct reading *reading, const cJSON *object, const char *where,
			const char *const *keys)
{
	const cJSON *member;

	if (!cJSON_IsObject(object)) {
		reading_error(reading, object, where, "write an object", "this is no object");
		return;
	}
	cJSON_ArrayForEach(member, object)
	{
		const char *name = member->string[0] == '_' ? member->string + 1 : member->string;
		size_t i = 0;

		while (keys[i] && strcmp(keys[i], name) != 0)
			i++;
		if (!keys[i])
			reading_error(reading, member, where, "remove it",
				      "\"%s\" does not belong here", member->string);
	}
}

/* What a program would carry over from an unfinished response. */
static void check_members(struct reading *reading, const cJSON *root)
{
	static const char *const keys[] = {"resourceType", "id",      "meta",      "implicitRules",
					   "language",     "text",    "contained", "extension",
					   "identifier",   "basedOn", "partOf",    "questionnaire",
					   "status",       "subject", "encounter", "authored",
					   "author",       "source",  "item",      NULL};
	static const char *const texts[] = {"language", "authored", "status"};
	const cJSON *identifier = json_get(root, "identifier");
	const char *status = json_string(root, "status");

	reading_check_keys(reading, root, NULL, keys);
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		if (json_get(root, texts[i]) && !json_string(root, texts[i]))
			reading_error(reading, json_get(root, texts[i]), NULL,
				      "write it in quotes, or leave it out", "%s is no text",
				      texts[i]);
	if (status && strcmp(status, "in-progress") != 0 && strcmp(status, "completed") != 0 &&
	    strcmp(status, "amended") != 0)
		reading_error(reading, json_get(root, "status"), NULL,
			      "give a response that is in-progress or completed",
			      "a response of this status is not filled in");
	if (identifier && !cJSON_IsObject(identifier))
		reading_error(reading, identifier, NULL, "give it one identifier",
			      "identifier is no object");
}

void reading_check_root(struct reading *reading)
{
	const struct questionnaire *form = reading->questionnaire;
	const cJSON *root = json_root(reading->response), *canonical;
	const char *type = json_string(root, "resourceType"), *bar;
	size_t len;

	if (!type || strcmp(type, "QuestionnaireResponse") != 0) {
		reading_error(reading, root, NULL, "give a FHIR R4 QuestionnaireResponse",
			      "this is no QuestionnaireResponse");
		return;
	}
	check_members(reading, root);
	canonical = json_get(root, "questionnaire");
	if (!canonical || !form->url)
		return;
	if (!cJSON_IsString(canonical)) {
		reading_error(reading, canonical, NULL, "write url|version",
			      "questionnaire is no text");
		return;
	}
	bar = strchr(canonical->valuestring, '|');
	len = bar ? (size_t)(bar - canonical->valuestring) : strlen(canonical->valuestring);
	if (strlen(form->url) != len || strncmp(form->url, canonical->valuestring, len) != 0)
		reading_error(reading, canonical, NULL, "give the response of this questionnaire",
			      "the response is to another questionnaire than %s", form->url);
	else if (bar && form->version && strcmp(bar + 1, form->version) != 0)
		reading_error(reading, canonical, NULL, "fill the form in its present version",
			      "the response is to another version than %s", form->version);
}

/* The one value[x] of an answer; NULL when there is none, several, or one of a type that this
 * program does not know. */
static const cJSON *find_value(struct reading *reading, const cJSON *answer, const char *where,
			       enum value_type *type)
{
	const cJSON *member, *found = NULL;
	size_t count = 0;

	cJSON_ArrayForEach(member, answer)
	{
		if (!member->string || strncmp(member->string, "value", 5) != 0)
			continue;
		count++;
		if (value_type_of(member->string + 5, type))
			found = member;
	}
	if (count == 1 && found)
		return found;
	reading_error(reading, answer, where, "give each answer exactly one value",
		      count > 1 ? "an answer has more than one value"
				: "an answer has no value of a known type");
	return NULL;
}

/* A number's digits as a string of their own. */
static const char *number_text(struct reading *reading, const cJSON *member)
{
	size_t len;
	const char *digits = json_number(reading->response, member, &len);
	char *text = digits ? strndup(digits, len) : NULL;

	reading->no_memory = reading->no_memory || (digits && !text);
	return text;
}

static bool text_or_nothing(const cJSON *object, const char *key)
{
	return !json_get(object, key) || json_string(object, key);
}

static bool read_coding(struct reading *reading, const cJSON *member, const char *where,
			struct coding *out)
{
	static const char *const keys[] = {"id",   "extension", "system",       "version",
					   "code", "display",   "userSelected", NULL};

	if (!cJSON_IsObject(member))
		return false;
	reading_check_keys(reading, member, where, keys);
	*out = (struct coding){json_string(member, "system"), json_string(member, "version"),
			       json_string(member, "code"), json_string(member, "display")};
	return (out->code || out->display) && text_or_nothing(member, "system") &&
	       text_or_nothing(member, "version") && text_or_nothing(member, "code") &&
	       text_or_nothing(member, "display");
}

static bool read_quantity(struct reading *reading, const cJSON *member, const char *where,
			  struct value *out)
{
	static const char *const keys[] = {"id",     "extension", "value", "unit",
					   "system", "code",      NULL};
	const cJSON *number = json_get(member, "value");

	if (!cJSON_IsObject(member) || !number)
		return false;
	reading_check_keys(reading, member, where, keys);
	out->coding = (struct coding){.system = json_string(member, "system"),
				      .code = json_string(member, "code"),
				      .display = json_string(member, "unit")};
	out->text = number_text(reading, number);
	return out->text && value_literal(out->type, out->text) &&
	       text_or_nothing(member, "unit") && text_or_nothing(member, "system") &&
	       text_or_nothing(member, "code");
}

static bool read_reference(struct reading *reading, const cJSON *member, const char *where,
			   struct value *out)
{
	static const char *const keys[] = {"id",         "extension", "reference", "type",
					   "identifier", "display",   NULL};
	const char *reference = json_string(member, "reference");

	if (!reference)
		return false;
	reading_check_keys(reading, member, where, keys);
	out->coding.display = json_string(member, "display");
	out->text = strdup(reference);
	reading->no_memory = reading->no_memory || !out->text;
	return out->text && text_or_nothing(member, "display");
}

static bool read_value(struct reading *reading, const cJSON *member, const char *where,
		       struct value *out)
{
	switch (out->type) {
	case VALUE_BOOLEAN:
		out->boolean = cJSON_IsTrue(member);
		return cJSON_IsBool(member);
	case VALUE_DECIMAL:
	case VALUE_INTEGER:
		out->text = number_text(reading, member);
		return out->text && value_literal(out->type, out->text);
	case VALUE_CODING:
		return read_coding(reading, member, where, &out->coding);
	case VALUE_QUANTITY:
		return read_quantity(reading, member, where, out);
	case VALUE_REFERENCE:
		return read_reference(reading, member, where, out);
	default:
		out->text = cJSON_IsString(member) ? strdup(member->valuestring) : NULL;
		return out->text && out->text[0] && value_literal(out->type, out->text);
	}
}

const struct item *reading_item(const struct reading *reading, size_t instance)
{
	return &reading->questionnaire->items[reading->instances.at[instance].item];
}

static bool make_room(struct reading *reading, size_t more)
{
	size_t room = reading->instances.count + more;
	struct instance *at;
	struct given *given;

	if (room <= reading->room)
		return true;
	room += room / 2;
	at = reallocarray(reading->instances.at, room, sizeof(*at));
	if (at)
		reading->instances.at = at;
	given = reallocarray(reading->given, room, sizeof(*given));
	if (given)
		reading->given = given;
	if (!at || !given) {
		reading->no_memory = true;
		return false;
	}
	memset(given + reading->room, 0, (room - reading->room) * sizeof(*given));
	reading->room = room;
	return true;
}

/* One more instance behind the last of the chain; SIZE_MAX where there is none to have. */
static size_t add_instance(struct reading *reading, size_t one, const cJSON *at)
{
	size_t items = reading->questionnaire->item_count;
	size_t block = instances_block(&reading->instances, one);

	if (instances_chain(&reading->instances, one) >= ANSWERS_MAX_INSTANCES ||
	    reading->instances.count + block > items + ANSWERS_MAX_ADDED) {
		reading_error(reading, at, reading_item(reading, one)->link_id, "send fewer",
			      "it is there too often: the limits are %u times, and %u items more "
			      "than the questionnaire's own",
			      ANSWERS_MAX_INSTANCES, ANSWERS_MAX_ADDED);
		return SIZE_MAX;
	}
	return make_room(reading, block) ? instances_add(&reading->instances, one) : SIZE_MAX;
}

static void read_items(struct reading *reading, size_t parent, const cJSON *items);

/* The answer's value, where it is one that the question takes; else it equals nothing. */
static void read_answer(struct reading *reading, const struct item *item, const cJSON *answer,
			struct given *given)
{
	struct value *value = &given->values[given->count];
	const cJSON *member = find_value(reading, answer, item->link_id, &value->type);

	if (!member)
		return;
	given->count++;
	if (!read_value(reading, member, item->link_id, value))
		reading_error(reading, member, item->link_id,
			      "write it as FHIR R4 defines the type", "this is no %s",
			      value_type_name(value->type));
	else if (!item_takes(item, value->type))
		reading_error(reading, member, item->link_id,
			      "give an answer of the question's type",
			      "a value of type %s does not answer a question of type %s",
			      value_type_name(value->type), item_type_name(item->type));
	else
		return;
	if (value->text)
		wipe((char *)(uintptr_t)value->text, strlen(value->text));
	free((char *)(uintptr_t)value->text);
	*value = (struct value){.type = VALUE_CODING};
}

/* The instance for the next answer of a question, with room for the values it may have. */
static size_t answer_place(struct reading *reading, size_t home, size_t last, const cJSON *answers)
{
	bool instances = reading_item(reading, home)->instances;
	size_t place = home, count = instances ? 1 : (size_t)cJSON_GetArraySize(answers);

	if (last != SIZE_MAX && !instances)
		return home;
	if (last != SIZE_MAX)
		place = add_instance(reading, last, answers);
	if (place == SIZE_MAX)
		return SIZE_MAX;
	reading->given[place].node = reading->given[home].node;
	reading->given[place].values = calloc(count, sizeof(*reading->given[place].values));
	if (reading->given[place].values)
		return place;
	reading->no_memory = true;
	return SIZE_MAX;
}

static void read_answers(struct reading *reading, size_t home, const cJSON *answers)
{
	static const char *const keys[] = {
		"id",           "extension",   "item",          "valueBoolean",   "valueDecimal",
		"valueInteger", "valueDate",   "valueDateTime", "valueTime",      "valueString",
		"valueUri",     "valueCoding", "valueQuantity", "valueReference", NULL};
	const struct item *item = reading_item(reading, home);
	size_t place = SIZE_MAX;
	const cJSON *answer;

	if (!cJSON_IsArray(answers) || cJSON_GetArraySize(answers) == 0) {
		reading_error(reading, answers, item->link_id,
			      "leave the item out when it has no answer",
			      "answer is no list with something in it");
		return;
	}
	if (cJSON_GetArraySize(answers) > 1 && !item->repeats)
		reading_error(reading, answers, item->link_id, "keep one",
			      "the question takes one answer");
	cJSON_ArrayForEach(answer, answers)
	{
		place = answer_place(reading, home, place, answers);
		if (place == SIZE_MAX)
			return;
		reading_check_keys(reading, answer, item->link_id, keys);
		if (json_get(answer, "item"))
			read_items(reading, place, json_get(answer, "item"));
		read_answer(reading, item, answer, &reading->given[place]);
	}
}

static void read_content(struct reading *reading, size_t place, const cJSON *node)
{
	const struct item *item = reading_item(reading, place);
	const cJSON *answers = json_get(node, "answer"), *items = json_get(node, "item");

	if (answers && items)
		reading_error(reading, node, item->link_id, "keep one of them",
			      "an item has answers and items (qrs-1)");
	if (answers && !item_is_question(item))
		reading_error(reading, answers, item->link_id, "remove the answer",
			      "a %s takes no answer", item_type_name(item->type));
	else if (answers)
		read_answers(reading, place, answers);
	if (items && item->type != ITEM_GROUP)
		reading_error(reading, items, item->link_id, "put them below the answer",
			      "a question has items beside its answer");
	else if (items)
		read_items(reading, place, items);
}

/* The instance that the node gives, when it may stand here; last is the one before it in this
 * list. */
static size_t place_item(struct reading *reading, size_t parent, size_t last, const cJSON *node,
			 const char *link_id)
{
	const struct questionnaire *form = reading->questionnaire;
	size_t index = link_id ? questionnaire_find(form, link_id) : ITEM_NONE;
	size_t before = last == SIZE_MAX ? ITEM_NONE : reading->instances.at[last].item, place;

	if (!link_id) {
		reading_error(reading, node, NULL, "give it the linkId of its question",
			      "an item has no linkId");
		return SIZE_MAX;
	}
	if (index == ITEM_NONE) {
		reading_error(reading, node, link_id, "correct the linkId or remove the item",
			      "the questionnaire has no such item");
		return SIZE_MAX;
	}
	if (form->items[index].parent !=
	    (parent == SIZE_MAX ? ITEM_NONE : reading->instances.at[parent].item)) {
		reading_error(reading, node, link_id, "nest it as the questionnaire does",
			      "the item stands at the wrong level");
		return SIZE_MAX;
	}
	place = instances_child(&reading->instances, parent, index);
	if (!reading->given[place].node && (before == ITEM_NONE || index > before))
		return place;
	if (index == before && form->items[index].instances &&
	    form->items[index].type == ITEM_GROUP)
		return add_instance(reading, last, node);
	if (reading->given[place].node)
		reading_error(reading, node, link_id, "put all answers into one item",
			      "the item stands here twice");
	else
		reading_error(reading, node, link_id, "keep the questionnaire's order",
			      "the item stands behind one that follows it");
	return SIZE_MAX;
}

/* parent is an instance; SIZE_MAX at the top. */
static void read_items(struct reading *reading, size_t parent, const cJSON *items)
{
	static const char *const keys[] = {"id",   "extension", "linkId", "definition",
					   "text", "answer",    "item",   NULL};
	size_t last = SIZE_MAX;
	const cJSON *node;

	if (!cJSON_IsArray(items) || cJSON_GetArraySize(items) == 0) {
		reading_error(reading, items, NULL, "leave it out when it is empty",
			      "item is no list with something in it");
		return;
	}
	cJSON_ArrayForEach(node, items)
	{
		const char *link_id = json_string(node, "linkId");
		size_t place;

		if (!cJSON_IsObject(node)) {
			reading_error(reading, node, NULL, "write an object",
				      "an item is no object");
			continue;
		}
		reading_check_keys(reading, node, link_id, keys);
		place = place_item(reading, parent, last, node, link_id);
		if (place == SIZE_MAX)
			continue;
		last = place;
		reading->given[place].node = node;
		read_content(reading, place, node);
	}
}

enum status reading_open(struct reading *reading, const struct json *response,
			 const struct questionnaire *questionnaire, struct report *report)
{
	const cJSON *items;

	*reading = (struct reading){
		.questionnaire = questionnaire, .response = response, .report = report};
	if (!make_room(reading, questionnaire->item_count + 1))
		return STATUS_NOMEM;
	instances_lay(&reading->instances, form_of(questionnaire), reading->instances.at);
	reading_check_root(reading);
	items = json_get(json_root(response), "item");
	if (items)
		read_items(reading, SIZE_MAX, items);
	return reading->no_memory ? STATUS_NOMEM : STATUS_OK;
}

void reading_release(struct reading *reading)
{
	for (size_t i = 0; reading->given && i < reading->room; i++) {
		for (size_t k = 0; k < reading->given[i].count; k++) {
			char *text = (char *)(uintptr_t)reading->given[i].values[k].text;

			if (text)
				wipe(text, strlen(text));
			free(text);
		}
		free(reading->given[i].values);
	}
	free(reading->given);
	free(reading->instances.at);
	reading->given = NULL;
	reading->instances.at = NULL;
}
