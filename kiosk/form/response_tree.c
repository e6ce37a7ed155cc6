#include "response.h"

cJSON *tree_object(struct tree *tree)
{
	cJSON *object = cJSON_CreateObject();

	tree->failed = tree->failed || !object;
	return object;
}

cJSON *tree_array(struct tree *tree)
{
	cJSON *array = cJSON_CreateArray();

	tree->failed = tree->failed || !array;
	return array;
}

void tree_add(struct tree *tree, cJSON *object, const char *key, cJSON *child)
{
	if (object && child && cJSON_AddItemToObject(object, key, child))
		return;
	cJSON_Delete(child);
	tree->failed = true;
}

void tree_append(struct tree *tree, cJSON *array, cJSON *child)
{
	if (array && child && cJSON_AddItemToArray(array, child))
		return;
	cJSON_Delete(child);
	tree->failed = true;
}

void tree_text(struct tree *tree, cJSON *object, const char *key, const char *text)
{
	if (text && text[0])
		tree_add(tree, object, key, cJSON_CreateString(text));
}

static void add_coding(struct tree *tree, cJSON *answer, const struct coding *coding)
{
	cJSON *object = tree_object(tree);

	tree_text(tree, object, "system", coding->system);
	tree_text(tree, object, "version", coding->version);
	tree_text(tree, object, "code", coding->code);
	tree_text(tree, object, "display", coding->display);
	tree_add(tree, answer, "valueCoding", object);
}

static void add_quantity(struct tree *tree, cJSON *answer, const struct value *value)
{
	cJSON *object = tree_object(tree);

	tree_add(tree, object, "value", cJSON_CreateRaw(value->text));
	tree_text(tree, object, "unit", value->coding.display);
	if (value->coding.code && value->coding.system) { /* qty-3 */
		tree_text(tree, object, "system", value->coding.system);
		tree_text(tree, object, "code", value->coding.code);
	}
	tree_add(tree, answer, "valueQuantity", object);
}

static void add_reference(struct tree *tree, cJSON *answer, const struct value *value)
{
	cJSON *object = tree_object(tree);

	tree_text(tree, object, "reference", value->text);
	tree_text(tree, object, "display", value->coding.display);
	tree_add(tree, answer, "valueReference", object);
}

void tree_weight(struct tree *tree, cJSON *answer, const struct answer_option *option)
{
	cJSON *coding = cJSON_GetObjectItemCaseSensitive(answer, "valueCoding"), *list, *extension;

	if (!coding || !option->weight)
		return;
	list = tree_array(tree);
	extension = tree_object(tree);
	tree_text(tree, extension, "url", option->weight_url);
	tree_add(tree, extension, "valueDecimal", cJSON_CreateRaw(option->weight));
	tree_append(tree, list, extension);
	tree_add(tree, coding, "extension", list);
}

void tree_value(struct tree *tree, cJSON *answer, const struct value *value)
{
	static const char *const keys[] = {
		[VALUE_DATE] = "valueDate", [VALUE_DATETIME] = "valueDateTime",
		[VALUE_TIME] = "valueTime", [VALUE_STRING] = "valueString",
		[VALUE_URI] = "valueUri",
	};

	switch (value->type) {
	case VALUE_BOOLEAN:
		tree_add(tree, answer, "valueBoolean", cJSON_CreateBool(value->boolean));
		break;
	case VALUE_DECIMAL: /* raw: the digits as they were typed */
		tree_add(tree, answer, "valueDecimal", cJSON_CreateRaw(value->text));
		break;
	case VALUE_INTEGER:
		tree_add(tree, answer, "valueInteger", cJSON_CreateRaw(value->text));
		break;
	case VALUE_CODING:
		add_coding(tree, answer, &value->coding);
		break;
	case VALUE_QUANTITY:
		add_quantity(tree, answer, value);
		break;
	case VALUE_REFERENCE:
		add_reference(tree, answer, value);
		break;
	default:
		tree_text(tree, answer, keys[value->type], value->text);
	}
}
