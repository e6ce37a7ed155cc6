#include "form.h"

#include <kiosk/base/text.h>

#include <stdlib.h>
#include <string.h>

static int compare_link(const void *key, const void *element)
{
	const struct link *link = element;

	return strcmp(key, link->link_id);
}

size_t questionnaire_find(const struct questionnaire *questionnaire, const char *link_id)
{
	const struct form *form = form_of(questionnaire);
	const struct link *found = bsearch(link_id, form->links, questionnaire->item_count,
					   sizeof(*found), compare_link);

	return found ? found->item : ITEM_NONE;
}

bool item_has_code(const struct item *item, const char *system, const char *code)
{
	for (size_t i = 0; i < item->code_count; i++) {
		const struct coding *coding = &item->codes[i];

		if (coding->code && strcmp(coding->code, code) == 0 &&
		    (system && coding->system ? strcmp(coding->system, system) == 0
					      : system == coding->system))
			return true;
	}
	return false;
}

bool item_within_code(const struct questionnaire *questionnaire, const struct item *item,
		      const char *system, const char *code)
{
	size_t at = (size_t)(item - questionnaire->items);

	for (; code && at != ITEM_NONE; at = questionnaire->items[at].parent)
		if (item_has_code(&questionnaire->items[at], system, code))
			return true;
	return false;
}

size_t questionnaire_find_code(const struct questionnaire *questionnaire, const char *system,
			       const char *code)
{
	for (size_t i = 0; i < questionnaire->item_count; i++)
		if (item_has_code(&questionnaire->items[i], system, code))
			return i;
	return ITEM_NONE;
}

static bool ends_in(const char *definition, const char *element)
{
	size_t tail = strlen(element), len;

	if (!definition)
		return false;
	len = strlen(definition);
	if (len < tail || strcmp(definition + len - tail, element) != 0)
		return false;
	return len == tail || strchr("#/", definition[len - tail - 1]);
}

size_t questionnaire_find_definition(const struct questionnaire *questionnaire, const char *element)
{
	for (size_t i = 0; i < questionnaire->item_count; i++)
		if (ends_in(questionnaire->items[i].definition, element))
			return i;
	return ITEM_NONE;
}

bool item_is_question(const struct item *item)
{
	return item->type != ITEM_GROUP && item->type != ITEM_DISPLAY;
}

bool item_takes(const struct item *item, enum value_type type)
{
	static const enum value_type of[] = {
		[ITEM_BOOLEAN] = VALUE_BOOLEAN,   [ITEM_DECIMAL] = VALUE_DECIMAL,
		[ITEM_INTEGER] = VALUE_INTEGER,   [ITEM_DATE] = VALUE_DATE,
		[ITEM_DATETIME] = VALUE_DATETIME, [ITEM_TIME] = VALUE_TIME,
		[ITEM_STRING] = VALUE_STRING,     [ITEM_TEXT] = VALUE_STRING,
		[ITEM_URL] = VALUE_URI,
	};

	for (size_t i = 0; i < item->option_count; i++)
		if (item->options[i].value.type == type)
			return true;
	if (item->type == ITEM_QUANTITY)
		return type == VALUE_QUANTITY;
	if (item->type == ITEM_OPEN_CHOICE && type == VALUE_STRING)
		return true;
	return item->type >= ITEM_BOOLEAN && item->type <= ITEM_URL && of[item->type] == type;
}

bool item_at_desk(const struct item *item)
{
	return item->type == ITEM_ATTACHMENT || item->type == ITEM_REFERENCE;
}

bool item_has_options(const struct item *item)
{
	return item->type == ITEM_CHOICE || item->type == ITEM_OPEN_CHOICE;
}

bool item_typed(const struct item *item)
{
	return item_is_question(item) && item->type != ITEM_BOOLEAN && item->type != ITEM_CHOICE &&
	       !item_at_desk(item);
}

bool item_picks_many(const struct item *item)
{
	return item->repeats && item_has_options(item) && !item->instances;
}

bool item_wants_option(const struct item *item, const struct value *value)
{
	if (item->type == ITEM_OPEN_CHOICE && value->type == VALUE_STRING)
		return item_option(item, value) < item->option_count;
	return item_has_options(item);
}

bool value_typeable(const struct item *item, const char *text)
{
	size_t len = strlen(text), inner = len;

	(void)text_trim(text, &inner);
	return inner > 0 && len <= ANSWER_TYPED_MAX &&
	       !text_has_control(text, len, item->type == ITEM_TEXT);
}

static bool same_unit(const struct coding *a, const struct coding *b)
{
	struct value left = {.type = VALUE_CODING, .coding = *a};
	struct value right = {.type = VALUE_CODING, .coding = *b};

	if (a->code && b->code)
		return value_equal(&left, &right);
	return a->display && b->display && strcmp(a->display, b->display) == 0;
}

size_t item_unit(const struct item *item, const struct coding *unit)
{
	size_t i = 0;

	while (i < item->unit_count && !same_unit(&item->units[i].value.coding, unit))
		i++;
	return i;
}

size_t item_option(const struct item *item, const struct value *value)
{
	size_t i = 0;

	while (i < item->option_count && !value_equal(&item->options[i].value, value))
		i++;
	return i;
}

bool questionnaire_approved(const struct questionnaire *questionnaire)
{
	return questionnaire->status && strcmp(questionnaire->status, "active") == 0 &&
	       questionnaire->approval_date;
}
