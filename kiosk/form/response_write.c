/* One visit's answers as a completed QuestionnaireResponse. */
#include "response.h"

/* The index behind an item and its descendants. */
static size_t after(const struct questionnaire *form, size_t item)
{
	return item + 1 + form->items[item].descendants;
}

static cJSON *items_between(const struct answers *answers, size_t first, size_t end,
			    struct tree *tree);

static void add_weight(const struct item *item, const struct value *value, struct tree *tree,
		       cJSON *answer)
{
	size_t option = item_has_options(item) ? item_option(item, value) : item->option_count;

	if (option < item->option_count)
		tree_weight(tree, answer, &item->options[option]);
}

static cJSON *question_answers(const struct answers *answers, size_t slot, struct tree *tree)
{
	const struct item *item = answers_item(answers, slot);
	cJSON *array = tree_array(tree);
	size_t i, count = answers_count(answers, slot);

	for (i = 0; i < count; i++) {
		cJSON *answer = tree_object(tree);

		tree_value(tree, answer, answers_value(answers, slot, i));
		add_weight(item, answers_value(answers, slot, i), tree, answer);
		tree_append(tree, array, answer);
	}
	return array;
}

/* NULL: the item has nothing to say and is left out. */
static cJSON *write_item(const struct answers *answers, size_t item, struct tree *tree)
{
	const struct questionnaire *form = answers_questionnaire(answers);
	const struct item *source = &form->items[item];
	size_t slot = answers_slot(answers, item);
	bool group = source->type == ITEM_GROUP;
	cJSON *children, *given, *out;

	if (!answers_enabled(answers, slot) || source->type == ITEM_DISPLAY ||
	    (!group && answers_count(answers, slot) == 0))
		return NULL;
	children = items_between(answers, item + 1, after(form, item), tree);
	if (group && !children)
		return NULL;
	out = tree_object(tree);
	tree_text(tree, out, "linkId", source->link_id);
	tree_text(tree, out, "text", source->text);
	if (!group) {
		given = question_answers(answers, slot, tree);
		if (children)
			tree_add(tree, cJSON_GetArrayItem(given, 0), "item", children);
		tree_add(tree, out, "answer", given);
	} else {
		tree_add(tree, out, "item", children);
	}
	return out;
}

/* NULL when none of the items has content: FHIR knows no empty array. */
static cJSON *items_between(const struct answers *answers, size_t first, size_t end,
			    struct tree *tree)
{
	const struct questionnaire *form = answers_questionnaire(answers);
	cJSON *array = NULL;
	size_t item;

	for (item = first; item < end; item = after(form, item)) {
		cJSON *out = write_item(answers, item, tree);

		if (!out)
			continue;
		if (!array)
			array = tree_array(tree);
		tree_append(tree, array, out);
	}
	return array;
}

static void add_head(cJSON *root, const struct questionnaire *form,
		     const struct response_context *context, struct tree *tree)
{
	cJSON *identifier = tree_object(tree);
	struct buf canonical;

	tree_text(tree, identifier, "system", context->identifier_system);
	tree_text(tree, identifier, "value", context->identifier);
	tree_add(tree, root, "identifier", identifier);
	buf_init(&canonical, 8192, NULL);
	if (form->url) {
		if (buf_adds(&canonical, form->url) ||
		    (form->version && buf_addf(&canonical, "|%s", form->version)))
			tree->failed = true;
		tree_text(tree, root, "questionnaire", buf_str(&canonical));
	}
	buf_release(&canonical);
	tree_text(tree, root, "status", "completed");
}

static void add_reference(cJSON *root, const char *key, const char *target, struct tree *tree)
{
	cJSON *reference = tree_object(tree);

	tree_text(tree, reference, "reference", target);
	tree_add(tree, root, key, reference);
}

static void add_narrative(cJSON *root, const struct answers *answers,
			  const struct response_context *context, struct tree *tree)
{
	cJSON *text = tree_object(tree);
	struct buf div;

	buf_init(&div, RESPONSE_MAX_BYTES, NULL);
	tree->failed = narrative_write(answers, context, &div) || tree->failed;
	tree_text(tree, text, "status", "generated");
	tree_text(tree, text, "div", buf_str(&div));
	tree_add(tree, root, "text", text);
	buf_release(&div);
}

static cJSON *write_tree(const struct answers *answers, const struct response_context *context,
			 struct tree *tree)
{
	const struct questionnaire *form = answers_questionnaire(answers);
	cJSON *root = tree_object(tree);
	cJSON *patient, *contained, *items;

	tree_text(tree, root, "resourceType", "QuestionnaireResponse");
	tree_text(tree, root, "language", context->language);
	add_narrative(root, answers, context, tree);
	patient = patient_of(answers, tree);
	if (patient) {
		contained = tree_array(tree);
		tree_append(tree, contained, patient);
		tree_add(tree, root, "contained", contained);
	}
	add_head(root, form, context, tree);
	if (patient)
		add_reference(root, "subject", "#patient", tree);
	tree_text(tree, root, "authored", context->authored);
	if (patient)
		add_reference(root, "source", "#patient", tree);
	items = items_between(answers, 0, form->item_count, tree);
	if (items)
		tree_add(tree, root, "item", items);
	return root;
}

enum status response_write(const struct answers *answers, const struct response_context *context,
			   struct buf *out)
{
	const struct questionnaire *form = answers_questionnaire(answers);
	struct tree tree = {false};
	enum status status;
	cJSON *root;
	size_t i;

	for (i = 0; i < form->item_count; i++)
		if (answers_fault(answers, answers_slot(answers, i)) != FAULT_NONE)
			return STATUS_INVALID;
	root = write_tree(answers, context, &tree);
	status = tree.failed ? STATUS_NOMEM : json_write(root, out);
	cJSON_Delete(root);
	return status;
}
