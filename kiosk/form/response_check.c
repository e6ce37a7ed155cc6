/* The strict checker of a response against R4 and its questionnaire. It knows nothing of `answers`:
 * what is enabled is evaluated here again, from the document. */
#include "response.h"

#include <kiosk/base/text.h>

#include <stdlib.h>
#include <string.h>

struct check {
	struct reading *reading;
	const struct form *form;
	bool *enabled; /* one an item */
};

/* --- the resource (http://hl7.org/fhir/R4/questionnaireresponse.html)
 * ---------------------------------------------------- */

/* No null, no empty string, array or object anywhere (http://hl7.org/fhir/R4/json.html). */
static void check_nothing_empty(struct reading *reading, const cJSON *node)
{
	const cJSON *child;

	if (cJSON_IsNull(node) || (cJSON_IsString(node) && !node->valuestring[0]) ||
	    ((cJSON_IsArray(node) || cJSON_IsObject(node)) && !node->child))
		reading_error(reading, node, NULL, "leave it out", "an empty value");
	cJSON_ArrayForEach(child, node)
	{
		check_nothing_empty(reading, child);
	}
}

static void check_identifier(struct reading *reading, const cJSON *root)
{
	const cJSON *identifier = json_get(root, "identifier");

	if (!cJSON_IsObject(identifier) || !json_string(identifier, "value"))
		reading_error(reading, identifier ? identifier : root, NULL,
			      "give it one identifier with system and value",
			      "identifier is missing or no object with a value");
}

static void check_canonical(struct reading *reading, const cJSON *root)
{
	const struct questionnaire *form = reading->questionnaire;
	const char *canonical = json_string(root, "questionnaire");

	if (!form->url)
		return;
	if (!canonical)
		reading_error(reading, root, NULL, "add url|version", "questionnaire is missing");
	else if (form->version && !strchr(canonical, '|'))
		reading_error(reading, json_get(root, "questionnaire"), NULL, "add |version",
			      "questionnaire names no version");
}

static void check_dates(struct reading *reading, const cJSON *root)
{
	const char *authored = json_string(root, "authored");

	if (!authored)
		reading_error(reading, root, NULL, "add it", "authored is missing");
	else if (!value_literal(VALUE_DATETIME, authored) || !strchr(authored, 'T'))
		reading_error(reading, json_get(root, "authored"), NULL,
			      "write YYYY-MM-DDThh:mm:ss with a zone",
			      "authored is no dateTime with seconds and zone");
}

static void check_narrative(struct reading *reading, const cJSON *root)
{
	static const char *const keys[] = {"id", "extension", "status", "div", NULL};
	static const char head[] = "<div xmlns=\"http://www.w3.org/1999/xhtml\">";
	const cJSON *text = json_get(root, "text");
	const char *div = json_string(text, "div");

	if (!text)
		return;
	reading_check_keys(reading, text, NULL, keys);
	if (!div || !json_string(text, "status") || strncmp(div, head, sizeof(head) - 1) != 0 ||
	    strlen(div) < 6 || strcmp(div + strlen(div) - 6, "</div>") != 0 ||
	    strstr(div, "<script"))
		reading_error(reading, text, NULL, "write status and an XHTML div",
			      "text is no narrative");
}

static bool refers_to(const cJSON *root, const char *key, const char *id)
{
	const char *reference = json_string(json_get(root, key), "reference");

	return reference && reference[0] == '#' && strcmp(reference + 1, id) == 0;
}

/* dom-3: what is contained is referred to; and what is referred to is contained. */
static void check_contained(struct reading *reading, const cJSON *root)
{
	static const char *const keys[] = {"subject", "source", "author"};
	const cJSON *contained = json_get(root, "contained"), *resource;
	size_t i;

	cJSON_ArrayForEach(resource, contained)
	{
		const char *id = json_string(resource, "id");

		if (!id || (!refers_to(root, "subject", id) && !refers_to(root, "source", id) &&
			    !refers_to(root, "author", id)))
			reading_error(reading, resource, NULL, "refer to it or remove it",
				      "a contained resource that nothing refers to (dom-3)");
	}
	for (i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		const char *reference = json_string(json_get(root, keys[i]), "reference");
		bool found = !reference || reference[0] != '#';

		cJSON_ArrayForEach(resource, contained)
		{
			const char *id = json_string(resource, "id");

			found = found || (id && strcmp(id, reference + 1) == 0);
		}
		if (!found)
			reading_error(reading, json_get(root, keys[i]), NULL,
				      "contain the resource",
				      "%s refers to a resource that is not contained", keys[i]);
	}
}

static void check_resource(struct reading *reading)
{
	static const char *const keys[] = {"resourceType", "id",      "meta",      "implicitRules",
					   "language",     "text",    "contained", "extension",
					   "identifier",   "basedOn", "partOf",    "questionnaire",
					   "status",       "subject", "encounter", "authored",
					   "author",       "source",  "item",      NULL};
	const cJSON *root = json_root(reading->response);
	const char *status = json_string(root, "status");

	reading_check_keys(reading, root, NULL, keys);
	check_nothing_empty(reading, root);
	if (!status || strcmp(status, "completed") != 0)
		reading_error(reading, status ? json_get(root, "status") : root, NULL,
			      "write completed", "status is not completed");
	check_identifier(reading, root);
	check_canonical(reading, root);
	check_dates(reading, root);
	check_narrative(reading, root);
	check_contained(reading, root);
}

/* --- the items
 * ------------------------------------------------------------------------------------------------------------
 */

static const struct value *value_at(const void *source, size_t index)
{
	return &((const struct given *)source)->values[index];
}

static bool conditions_hold(const struct check *check, const struct item *item)
{
	size_t i;

	for (i = 0; i < item->condition_count; i++) {
		size_t question = item->conditions[i].question;
		const struct given *given = &check->reading->given[question];
		size_t count = check->enabled[question] ? given->count : 0;

		if (condition_holds(&item->conditions[i], count, value_at, given) !=
		    item->enable_all)
			return !item->enable_all;
	}
	return item->enable_all || item->condition_count == 0;
}

/* Below a question there is a place in its answer only. */
static bool has_place(const struct check *check, const struct item *item)
{
	const struct questionnaire *form = check->reading->questionnaire;

	if (item->parent == ITEM_NONE)
		return true;
	return check->enabled[item->parent] &&
	       (!item_is_question(&form->items[item->parent]) || item->type == ITEM_DISPLAY ||
		check->reading->given[item->parent].count > 0);
}

/* In the order in which every item stands behind its parent and behind what its conditions name. */
static void evaluate(struct check *check)
{
	const struct questionnaire *form = check->reading->questionnaire;
	size_t i;

	for (i = 0; i < form->item_count; i++) {
		size_t index = check->form->ordered[i];
		const struct item *item = &form->items[index];

		check->enabled[index] = has_place(check, item) && conditions_hold(check, item);
	}
}

static void check_text(struct check *check, const struct item *item, const cJSON *node)
{
	const cJSON *text = json_get(node, "text");

	if (text &&
	    (!cJSON_IsString(text) || !item->text || strcmp(text->valuestring, item->text) != 0))
		reading_error(check->reading, text, item->link_id,
			      "write the questionnaire's text, or leave it out",
			      "text is not the questionnaire's");
}

/* The whole Coding as the option has it: a display of one's own is no display of the code system.
 */
static void check_option(struct check *check, const struct item *item, const cJSON *node,
			 const struct value *value)
{
	size_t option = item_option(item, value);
	const struct coding *of;

	if (option >= item->option_count) {
		reading_error(check->reading, node, item->link_id,
			      "choose one of the question's options",
			      "the answer is none of the options");
		return;
	}
	of = &item->options[option].value.coding;
	if (value->type == VALUE_CODING && value->coding.display && of->display &&
	    strcmp(value->coding.display, of->display) != 0)
		reading_error(check->reading, node, item->link_id,
			      "write the option's display, or leave it out",
			      "the answer's display is not the option's");
}

static void check_unit(struct check *check, const struct item *item, const cJSON *node,
		       const struct value *value)
{
	if (item->unit_count > 0 && item_unit(item, &value->coding) == item->unit_count)
		reading_error(check->reading, node, item->link_id, "use a unit of the question",
			      "the unit is none of the question's");
}

static void check_value(struct check *check, const struct item *item, const cJSON *node,
			const struct value *value)
{
	if (item_wants_option(item, value)) {
		check_option(check, item, node, value);
		return;
	}
	if (item->type == ITEM_QUANTITY)
		check_unit(check, item, node, value);
	switch (value->text ? fault_of_limits(item, value) : FAULT_NONE) {
	case FAULT_TOO_LONG:
		reading_error(check->reading, node, item->link_id, "shorten it",
			      "the answer is longer than maxLength");
		break;
	case FAULT_TOO_SHORT:
		reading_error(check->reading, node, item->link_id, "lengthen it",
			      "the answer is shorter than minLength");
		break;
	case FAULT_PATTERN:
		reading_error(check->reading, node, item->link_id, "write it as the regex says",
			      "the answer does not match the regex");
		break;
	case FAULT_PLACES:
		reading_error(check->reading, node, item->link_id, "round it",
			      "the answer has more digits than maxDecimalPlaces");
		break;
	case FAULT_TOO_SMALL:
	case FAULT_TOO_LARGE:
		reading_error(check->reading, node, item->link_id,
			      "give a value within minValue and maxValue",
			      "the answer is out of range");
		break;
	default:
		break;
	}
	if (value->type == VALUE_STRING && value->text &&
	    text_has_control(value->text, strlen(value->text), item->type == ITEM_TEXT))
		reading_error(check->reading, node, item->link_id, "remove it",
			      "the answer holds a control character");
}

static void check_together(struct check *check, const struct item *item, const struct given *given)
{
	size_t i, k;

	for (i = 0; i < given->count; i++) {
		size_t option = item_option(item, &given->values[i]);

		if (given->count > 1 && option < item->option_count &&
		    item->options[option].exclusive)
			reading_error(check->reading, given->node, item->link_id, "give it alone",
				      "an exclusive option stands beside another");
		for (k = 0; k < i; k++)
			if (value_equal(&given->values[i], &given->values[k]))
				reading_error(check->reading, given->node, item->link_id,
					      "give it once", "the same answer twice");
	}
}

/* The values that `initial` gives an item that nobody can change. */
static void check_fixed(struct check *check, const struct item *item, const struct given *given)
{
	size_t i;
	bool same = given->count == item->initial_count;

	if (item->initial_count == 0)
		return;
	for (i = 0; same && i < given->count; i++)
		same = value_equal(&given->values[i], &item->initial[i]);
	if (!same)
		reading_error(check->reading,
			      given->node ? given->node : json_root(check->reading->response),
			      item->link_id, "give it the questionnaire's initial value",
			      given->node ? "a hidden or read-only item has another value than its "
					    "initial one"
					  : "a hidden or read-only item that is enabled and has an "
					    "initial value is missing");
}

static bool has_content(const struct check *check, size_t index)
{
	const struct item *items = check->reading->questionnaire->items;
	size_t i;

	for (i = index + 1; i <= index + items[index].descendants; i++)
		if (check->reading->given[i].count > 0)
			return true;
	return false;
}

static void check_item(struct check *check, size_t index)
{
	const struct item *item = &check->reading->questionnaire->items[index];
	const struct given *given = &check->reading->given[index];
	bool answered = item->type == ITEM_GROUP ? has_content(check, index) : given->count > 0;
	size_t i;

	if (!check->enabled[index]) {
		if (given->node)
			reading_error(check->reading, given->node, item->link_id, "remove it",
				      "the item is not enabled by the other answers");
		return;
	}
	if (item_is_question(item) && (item->hidden || item->read_only))
		check_fixed(check, item, given);
	if (item->required && !answered && item->type != ITEM_DISPLAY)
		reading_error(check->reading, json_root(check->reading->response), item->link_id,
			      "answer it", "a required item has no answer");
	if (!given->node)
		return;
	if (item_is_question(item) && (given->count < item->min_occurs ||
				       (item->max_occurs > 0 && given->count > item->max_occurs)))
		reading_error(check->reading, given->node, item->link_id,
			      "give as many answers as minOccurs and maxOccurs allow",
			      "%zu answers are too few or too many", given->count);
	if (!answered)
		reading_error(check->reading, given->node, item->link_id, "leave it out",
			      "the item has no content");
	check_text(check, item, given->node);
	for (i = 0; i < given->count; i++)
		check_value(check, item, given->node, &given->values[i]);
	if (item_has_options(item))
		check_together(check, item, given);
}

enum status response_check(const struct json *response, const struct questionnaire *questionnaire,
			   struct report *report)
{
	size_t i, before = report->errors;
	struct reading reading;
	struct check check = {.reading = &reading, .form = form_of(questionnaire)};
	enum status status = reading_open(&reading, response, questionnaire, report);

	check.enabled = calloc(questionnaire->item_count + 1, sizeof(*check.enabled));
	if (!check.enabled)
		status = STATUS_NOMEM;
	if (!status) {
		check_resource(&reading);
		evaluate(&check);
		for (i = 0; i < questionnaire->item_count; i++)
			check_item(&check, i);
	}
	free(check.enabled);
	reading_release(&reading);
	if (status)
		return status;
	return report->errors > before ? STATUS_INVALID : STATUS_OK;
}
