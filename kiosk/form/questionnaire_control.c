/* questionnaire-itemControl: the codes of R4 and of the SDC guide that mean something on a
 * terminal.
 */
#include "questionnaire_load.h"

#include <string.h>

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
	{"unit", CONTROL_UNIT},
	{"lower", CONTROL_LOWER},
	{"upper", CONTROL_UPPER},
	{"page", CONTROL_PAGE},
	{"tab-container", CONTROL_TAB_CONTAINER},
	{"slider", CONTROL_SLIDER},
	{"body-map", CONTROL_BODY_MAP},
};

/* Shown as a list of questions, or in their place, as every item is. */
static const char *const plain[] = {
	"list",    "table",        "htable", "gtable",          "atable",     "grid",
	"header",  "footer",       "inline", "context-display", "legal",      "text-box",
	"spinner", "autocomplete", "lookup", "calendar",        "time-picker"};

static bool is_plain(const char *code)
{
	for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++)
		if (strcmp(plain[i], code) == 0)
			return true;
	return false;
}

/* Whether the control can be for an item of the type. */
static bool fits(enum item_control control, enum item_type type)
{
	switch (control) {
	case CONTROL_HELP:
		return type == ITEM_DISPLAY ||
		       type == ITEM_TEXT; /* seen: help texts of type text */
	case CONTROL_PROMPT:
	case CONTROL_UNIT:
	case CONTROL_LOWER:
	case CONTROL_UPPER:
		return type == ITEM_DISPLAY;
	case CONTROL_PAGE:
	case CONTROL_TAB_CONTAINER:
		return type == ITEM_GROUP;
	case CONTROL_SLIDER:
		return type == ITEM_INTEGER || type == ITEM_DECIMAL || type == ITEM_QUANTITY;
	case CONTROL_BODY_MAP:
		return type == ITEM_CHOICE;
	default:
		return type != ITEM_GROUP && type != ITEM_DISPLAY;
	}
}

static void take_control(const struct extension *context, const cJSON *coding)
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
	if (!is_plain(code))
		report_feature(context->loader->report, code);
	if (!is_plain(code) && load_first_time(context->loader, code))
		load_warning(
			context->loader, coding, NULL,
			"the control \"%s\" is not known here: the item is shown as a plain one",
			code);
}

void extension_control(const struct extension *context)
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
