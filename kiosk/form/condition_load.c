/* enableWhen as it is written. */
#include "questionnaire_load.h"

#include <string.h>

static bool load_operator(struct loader *loader, const cJSON *source, enum operator* out)
{
	static const char *const names[] = {
		[OPERATOR_EXISTS] = "exists", [OPERATOR_EQ] = "=", [OPERATOR_NE] = "!=",
		[OPERATOR_GT] = ">",          [OPERATOR_LT] = "<", [OPERATOR_GE] = ">=",
		[OPERATOR_LE] = "<=",
	};
	const char *name = load_string(loader, source, "operator");

	for (size_t i = 0; name && i < sizeof(names) / sizeof(*names); i++) {
		if (strcmp(names[i], name) == 0) {
			*out = (enum operator)i;
			return true;
		}
	}
	if (name)
		load_error(loader, json_get(source, "operator"),
			   "use exists, =, !=, >, <, >= or <=", "there is no operator \"%s\"",
			   name);
	else
		load_error(loader, source, "add it: exists, =, !=, >, <, >= or <=",
			   "a condition without an \"operator\"");
	return false;
}

static bool load_question(struct loader *loader, size_t index, const cJSON *source, size_t *out)
{
	const char *name = load_string(loader, source, "question");
	const cJSON *at = json_get(source, "question");
	size_t question = name ? questionnaire_find(&loader->form->questionnaire, name) : ITEM_NONE;

	if (!name)
		load_error(loader, source, "name the question's linkId",
			   "a condition without a \"question\"");
	else if (question == ITEM_NONE)
		load_error(loader, at, "name the linkId of a question of this form",
			   "the condition points nowhere: there is no item \"%s\"", name);
	else if (question == index)
		load_error(loader, at, "name another question",
			   "the condition points at its own item");
	else if (!item_is_question(&loader->form->items[question]))
		load_error(loader, at, "name a question",
			   "the condition is on \"%s\", a %s, which has no answer", name,
			   item_type_name(loader->form->items[question].type));
	else {
		*out = question;
		return true;
	}
	return false;
}

/* Types whose values compare with one another. */
static bool comparable(const struct item *question, enum value_type type)
{
	switch (type) {
	case VALUE_INTEGER:
	case VALUE_DECIMAL:
		return item_takes(question, VALUE_INTEGER) || item_takes(question, VALUE_DECIMAL);
	case VALUE_DATE:
	case VALUE_DATETIME:
		return item_takes(question, VALUE_DATE) || item_takes(question, VALUE_DATETIME);
	case VALUE_STRING:
	case VALUE_URI:
		return item_takes(question, VALUE_STRING) || item_takes(question, VALUE_URI);
	default:
		return item_takes(question, type);
	}
}

static bool has_option(const struct item *question, const struct value *value)
{
	if (question->type == ITEM_OPEN_CHOICE && value->type == VALUE_STRING)
		return true;
	for (size_t i = 0; i < question->option_count; i++)
		if (value_order(&question->options[i].value, value) == ORDER_EQUAL)
			return true;
	return question->option_count == 0;
}

/* A code without a system means the one option that has this code. */
static void adopt_system(struct loader *loader, const cJSON *source, const struct item *question,
			 struct value *value)
{
	const struct coding *found = NULL;

	if (value->type != VALUE_CODING || value->coding.system)
		return;
	for (size_t i = 0; i < question->option_count; i++) {
		const struct coding *coding = &question->options[i].value.coding;

		if (question->options[i].value.type != VALUE_CODING || !coding->code ||
		    strcmp(coding->code, value->coding.code) != 0)
			continue;
		if (found || !coding->system)
			return;
		found = coding;
	}
	if (!found)
		return;
	value->coding.system = found->system;
	load_warning(loader, source, "add the option's system",
		     "the condition's code has no system: the option of \"%s\" with this code is "
		     "meant",
		     question->link_id);
}

/* A comparison that no answer can satisfy would leave a question out in silence. */
static bool check_comparison(struct loader *loader, const cJSON *source,
			     struct condition *condition)
{
	const struct item *question = &loader->form->items[condition->question];
	const struct value *value = &condition->answer;
	enum operator which = condition->operator;
	bool equality = which == OPERATOR_EQ || which == OPERATOR_NE;

	if (value->type == VALUE_CODING && !value->coding.code) {
		load_error(loader, source, "give it the code of an option",
			   "a condition compares codes, and this coding has none");
		return false;
	}
	if (value->type == VALUE_CODING && !equality) {
		load_error(loader, json_get(source, "operator"),
			   "use = or !=", "codings have no order");
		return false;
	}
	if (item_at_desk(question) || load_lacks_set(loader, question) ||
	    (question->type == ITEM_CHOICE && question->option_count == 0))
		return true; /* never answered, or refused already */
	if (!comparable(question, value->type)) {
		load_error(loader, source, "compare with a value of the question's type",
			   "a value of type %s is compared with the answers to \"%s\", which are "
			   "of another type",
			   value_type_name(value->type), question->link_id);
		return false;
	}
	adopt_system(loader, source, question, &condition->answer);
	if (equality && !has_option(question, value))
		load_warning(loader, source,
			     value->type == VALUE_CODING ? "give system and code of an option"
							 : "give the value of an option",
			     "the condition's value is none of the options of \"%s\"",
			     question->link_id);
	return true;
}

static bool load_condition(struct loader *loader, size_t index, const cJSON *source,
			   struct condition *out)
{
	struct condition condition = {0};
	enum operator which;

	if (!cJSON_IsObject(source)) {
		load_error(loader, source, "write an object { }", "this condition is no object");
		return false;
	}
	if (load_other_version(loader, source))
		return false;
	load_extensions(loader, source, LOAD_ITEM, (struct load_target){0});
	if (!load_question(loader, index, source, &condition.question) ||
	    !load_operator(loader, source, &condition.operator) ||
	    !load_value(loader, source, "answer", &condition.answer))
		return false;
	which = condition.operator;
	if (which != OPERATOR_EXISTS && !check_comparison(loader, source, &condition))
		return false;
	if (which == OPERATOR_EXISTS && condition.answer.type != VALUE_BOOLEAN) {
		load_error(loader, source, "write answerBoolean",
			   "the operator exists needs true or false");
		return false;
	}
	*out = condition;
	return true;
}

static bool load_behaviour(struct loader *loader, const cJSON *source, size_t conditions)
{
	const char *name = load_string(loader, source, "enableBehavior");

	if (name && strcmp(name, "all") == 0)
		return true;
	if (name && strcmp(name, "any") != 0)
		load_error(loader, json_get(source, "enableBehavior"), "write all or any",
			   "\"%s\" is no enableBehavior", name);
	if (!name && conditions > 1)
		load_warning(loader, json_get(source, "enableWhen"),
			     "add \"enableBehavior\": \"any\" or \"all\"",
			     "several conditions and no \"enableBehavior\": any of them will do");
	return false;
}

void load_conditions(struct loader *loader, size_t index)
{
	static const char *const keys[] = {
		"id",           "extension",      "modifierExtension", "question",
		"operator",     "answerBoolean",  "answerDecimal",     "answerInteger",
		"answerDate",   "answerDateTime", "answerTime",        "answerString",
		"answerCoding", "answerQuantity", "answerReference"};
	struct item *item = &loader->form->items[index];
	const cJSON *source = loader->source[index], *list, *one;
	struct condition *conditions;
	size_t count;

	loader->where = *item->link_id ? item->link_id : NULL;
	list = load_array(loader, source, "enableWhen");
	count = (size_t)cJSON_GetArraySize(list);
	item->enable_all = load_behaviour(loader, source, count);
	conditions = load_alloc(loader, count, sizeof(*conditions));
	if (!conditions)
		return;
	item->conditions = conditions;
	cJSON_ArrayForEach(one, list)
	{
		load_check_keys(loader, one, keys, sizeof(keys) / sizeof(*keys));
		if (load_condition(loader, index, one, &conditions[item->condition_count]))
			item->condition_count++;
	}
}
