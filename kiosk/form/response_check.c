/* The strict checker of a response against R4 and its questionnaire. It knows nothing of `answers`:
 * what is enabled is evaluated here again, from the document. */
#include "response.h"

#include <kiosk/base/text.h>

#include <stdlib.h>
#include <string.h>

struct check {
	struct reading *reading;
	const struct form *form;
	bool *enabled; /* one an instance */
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
	const cJSON *root = json_root(reading->response);
	const char *status = json_string(root, "status");

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

/* --- the items --- */

/* The answers of one instance, or of it and those behind it, handed out in order. */
struct source {
	const struct check *check;
	size_t place;
	size_t before; /* answers of the instances that were passed */
};

static size_t counted(const struct check *check, size_t place)
{
	return check->enabled[place] ? check->reading->given[place].count : 0;
}

static const struct value *value_at(void *source, size_t index)
{
	struct source *from = source;

	while (index >= from->before + counted(from->check, from->place)) {
		from->before += counted(from->check, from->place);
		from->place = from->check->reading->instances.at[from->place].next;
	}
	return &from->check->reading->given[from->place].values[index - from->before];
}

static bool condition_met(const struct check *check, size_t place,
			  const struct condition *condition)
{
	const struct instances *instances = &check->reading->instances;
	struct source from = {.check = check};
	size_t count = 0;
	bool chain;

	from.place = instances_nearest(instances, place, condition->question, &chain);
	for (size_t at = from.place; at < INSTANCE_NONE;
	     at = chain ? instances->at[at].next : INSTANCE_NONE)
		count += counted(check, at);
	return condition_holds(condition, count, value_at, &from);
}

static bool conditions_hold(const struct check *check, size_t place)
{
	const struct item *item = reading_item(check->reading, place);

	for (size_t i = 0; i < item->condition_count; i++)
		if (condition_met(check, place, &item->conditions[i]) != item->enable_all)
			return !item->enable_all;
	return item->enable_all || item->condition_count == 0;
}

/* Below a question there is a place in its answer only; and in a group that repeats, where it
 * stands. */
static bool has_place(const struct check *check, size_t place)
{
	const struct reading *reading = check->reading;
	uint32_t parent = reading->instances.at[place].parent;
	const struct item *above;

	if (parent == INSTANCE_NONE)
		return true;
	above = reading_item(reading, parent);
	if (!check->enabled[parent])
		return false;
	if (above->instances && above->type == ITEM_GROUP)
		return reading->given[parent].node;
	return !item_is_question(above) || reading_item(reading, place)->type == ITEM_DISPLAY ||
	       reading->given[parent].count > 0;
}

/* In the order in which every item stands behind its parent and behind what its conditions name. */
static void evaluate(struct check *check)
{
	const struct instances *instances = &check->reading->instances;

	for (size_t i = 0; i < check->reading->questionnaire->item_count; i++)
		for (size_t place = check->form->ordered[i]; place < INSTANCE_NONE;
		     place = instances->at[place].again)
			check->enabled[place] =
				has_place(check, place) && conditions_hold(check, place);
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

static void check_twice(struct check *check, const struct item *item, const struct given *given)
{
	for (size_t i = 0; i < given->count; i++)
		for (size_t k = 0; k < i; k++)
			if (value_equal(&given->values[i], &given->values[k]))
				reading_error(check->reading, given->node, item->link_id,
					      "give it once", "the same answer twice");
}

/* All the answers to a question, which may stand in several instances; count and, but for NULL,
 * values. */
static size_t collect(const struct check *check, size_t home, const struct value **values)
{
	size_t count = 0;

	for (size_t place = home; place < INSTANCE_NONE;
	     place = check->reading->instances.at[place].next)
		for (size_t i = 0; i < check->reading->given[place].count; i++, count++)
			if (values)
				values[count] = &check->reading->given[place].values[i];
	return count;
}

static void check_exclusive(struct check *check, const struct item *item, size_t home)
{
	const struct reading *reading = check->reading;
	size_t place = collect(check, home, NULL) > 1 ? home : INSTANCE_NONE;

	for (; place < INSTANCE_NONE; place = reading->instances.at[place].next)
		for (size_t i = 0; i < reading->given[place].count; i++) {
			size_t option = item_option(item, &reading->given[place].values[i]);

			if (option < item->option_count && item->options[option].exclusive)
				reading_error(check->reading, reading->given[place].node,
					      item->link_id, "give it alone",
					      "an exclusive option stands beside another");
		}
}

/* What the form fills in where the item has options: those that are marked, in any order, and words
 * that are none of them. */
static bool same_as_marked(const struct item *item, const struct value *const *values, size_t count)
{
	size_t wanted = 0;
	bool same = true;

	for (size_t i = 0; i < item->option_count; i++)
		wanted += item->options[i].initial;
	for (size_t i = 0; i < item->initial_count; i++)
		wanted += !item_wants_option(item, &item->initial[i]);
	for (size_t i = 0; same && i < count; i++) {
		size_t option = item_option(item, values[i]), own = 0;

		while (own < item->initial_count && !value_equal(values[i], &item->initial[own]))
			own++;
		same = option < item->option_count ? item->options[option].initial
						   : own < item->initial_count;
	}
	return same && count == wanted;
}

static bool same_as_initial(const struct item *item, const struct value *const *values,
			    size_t count)
{
	bool same = count == item->initial_count;

	if (item_has_options(item))
		return same_as_marked(item, values, count);
	for (size_t i = 0; same && i < count; i++)
		same = value_equal(values[i], &item->initial[i]);
	return same;
}

/* The values that `initial` gives an item that nobody can change. */
static void check_fixed(struct check *check, const struct item *item, size_t home)
{
	const cJSON *node = check->reading->given[home].node;
	const struct value **values;
	size_t count;

	values = calloc(collect(check, home, NULL) + 1, sizeof(const struct value *));
	if (!values) {
		check->reading->no_memory = true;
		return;
	}
	count = collect(check, home, values);
	if (!same_as_initial(item, values, count))
		reading_error(check->reading, node ? node : json_root(check->reading->response),
			      item->link_id, "give it the questionnaire's initial value",
			      node ? "a hidden or read-only item has another value than its "
				     "initial one"
				   : "a hidden or read-only item that is enabled and has an "
				     "initial value is missing");
	free((void *)values);
}

static bool has_content(const struct check *check, size_t place)
{
	const struct instances *instances = &check->reading->instances;
	size_t end = instances_next(instances, place, false);

	for (size_t at = place; at != end; at = instances_next(instances, at, true))
		if (check->reading->given[at].count > 0)
			return true;
	return false;
}

static size_t given_groups(const struct check *check, size_t home)
{
	size_t count = 0;

	for (size_t place = home; place < INSTANCE_NONE;
	     place = check->reading->instances.at[place].next)
		count += check->reading->given[place].node && has_content(check, place);
	return count;
}

/* How often the item stands here, against how often it has to and may: told where the first of its
 * instances would be. */
static void check_occurrences(struct check *check, const struct item *item, size_t home)
{
	const cJSON *node = check->reading->given[home].node;
	size_t count =
		item->type == ITEM_GROUP ? given_groups(check, home) : collect(check, home, NULL);

	if (item->type == ITEM_GROUP && !item->instances)
		count = has_content(check, home);
	if (item->required && count == 0)
		reading_error(check->reading, json_root(check->reading->response), item->link_id,
			      "answer it", "a required item has no answer");
	else if (count > 0 &&
		 (count < item->min_occurs || (item->max_occurs > 0 && count > item->max_occurs)))
		reading_error(check->reading, node, item->link_id,
			      "give as many answers as minOccurs and maxOccurs allow",
			      "%zu answers are too few or too many", count);
}

static void check_home(struct check *check, const struct item *item, size_t home)
{
	if (item_is_question(item) && (item->hidden || item->read_only))
		check_fixed(check, item, home);
	if (item_has_options(item))
		check_exclusive(check, item, home);
	if (item->type != ITEM_DISPLAY)
		check_occurrences(check, item, home);
}

static void check_item(struct check *check, size_t place)
{
	const struct item *item = reading_item(check->reading, place);
	const struct given *given = &check->reading->given[place];

	if (!check->enabled[place]) {
		if (given->node)
			reading_error(check->reading, given->node, item->link_id, "remove it",
				      "the item is not enabled by the other answers");
		return;
	}
	if (instances_home(&check->reading->instances, place) == place)
		check_home(check, item, place);
	if (!given->node)
		return;
	if (item->type == ITEM_GROUP ? !has_content(check, place) : given->count == 0)
		reading_error(check->reading, given->node, item->link_id, "leave it out",
			      "the item has no content");
	check_text(check, item, given->node);
	for (size_t i = 0; i < given->count; i++)
		check_value(check, item, given->node, &given->values[i]);
	if (item_has_options(item))
		check_twice(check, item, given);
}

enum status response_check(const struct json *response, const struct questionnaire *questionnaire,
			   struct report *report)
{
	size_t before = report->errors;
	struct reading reading;
	struct check check = {.reading = &reading, .form = form_of(questionnaire)};
	enum status status = reading_open(&reading, response, questionnaire, report);

	check.enabled = calloc(reading.instances.count + 1, sizeof(*check.enabled));
	if (!check.enabled)
		status = STATUS_NOMEM;
	if (!status) {
		check_resource(&reading);
		evaluate(&check);
		for (size_t i = 0; i < reading.instances.count; i++)
			check_item(&check, i);
		status = reading.no_memory ? STATUS_NOMEM : STATUS_OK;
	}
	free(check.enabled);
	reading_release(&reading);
	if (status)
		return status;
	return report->errors > before ? STATUS_INVALID : STATUS_OK;
}
