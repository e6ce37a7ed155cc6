/* One visit's answers as a completed QuestionnaireResponse. */
#include "response.h"
#include "slots.h"

static cJSON *children_of(const struct answers *answers, size_t slot, struct tree *tree);

static void add_weight(const struct item *item, const struct value *value, struct tree *tree,
		       cJSON *answer)
{
	size_t option = item_has_options(item) ? item_option(item, value) : item->option_count;

	if (option < item->option_count)
		tree_weight(tree, answer, &item->options[option]);
}

/* Adds the answers of a slot; what stands below it goes with the first of them. */
static void add_answers(const struct answers *answers, size_t slot, struct tree *tree, cJSON *array)
{
	const struct item *item = answers_item(answers, slot);
	size_t count = answers_count(answers, slot);

	for (size_t i = 0; i < count; i++) {
		cJSON *answer = tree_object(tree);
		cJSON *children = i == 0 ? children_of(answers, slot, tree) : NULL;

		tree_value(tree, answer, answers_value(answers, slot, i));
		add_weight(item, answers_value(answers, slot, i), tree, answer);
		if (children)
			tree_add(tree, answer, "item", children);
		tree_append(tree, array, answer);
	}
}

static cJSON *item_of(const struct item *item, struct tree *tree)
{
	cJSON *out = tree_object(tree);

	tree_text(tree, out, "linkId", item->link_id);
	tree_text(tree, out, "text", item->text);
	return out;
}

/* A question with the answers of all its instances; NULL without one. */
static cJSON *write_question(const struct answers *answers, size_t slot, struct tree *tree)
{
	const struct instances *instances = &answers->instances;
	cJSON *given = tree_array(tree), *out;

	for (size_t at = slot; at < INSTANCE_NONE; at = instances->at[at].next)
		if (answers_enabled(answers, at))
			add_answers(answers, at, tree, given);
	if (cJSON_GetArraySize(given) == 0) {
		cJSON_Delete(given);
		return NULL;
	}
	out = item_of(answers_item(answers, slot), tree);
	tree_add(tree, out, "answer", given);
	return out;
}

static cJSON *write_group(const struct answers *answers, size_t slot, struct tree *tree)
{
	cJSON *children, *out;

	if (!answers_enabled(answers, slot) || answers_left_out(answers, slot))
		return NULL;
	children = children_of(answers, slot, tree);
	if (!children)
		return NULL;
	out = item_of(answers_item(answers, slot), tree);
	tree_add(tree, out, "item", children);
	return out;
}

/* Adds an item with all its instances to a list, which is made when it is NULL. */
static void add_items(const struct answers *answers, size_t home, struct tree *tree, cJSON **list)
{
	const struct item *item = answers_item(answers, home);

	for (size_t at = home; at < INSTANCE_NONE; at = answers->instances.at[at].next) {
		cJSON *out = item->type == ITEM_GROUP ? write_group(answers, at, tree)
						      : write_question(answers, at, tree);

		if (out && !*list)
			*list = tree_array(tree);
		if (out)
			tree_append(tree, *list, out);
		if (item->type != ITEM_GROUP)
			break;
	}
}

/* The content of the items from first to before end below a slot (SIZE_MAX: at the top). NULL when
 * none has any: FHIR knows no empty array. */
static cJSON *items_below(const struct answers *answers, size_t slot, size_t first, size_t end,
			  struct tree *tree)
{
	const struct item *items = answers->form->items;
	cJSON *list = NULL;

	for (size_t item = first; item < end; item += 1 + items[item].descendants)
		if (items[item].type != ITEM_DISPLAY)
			add_items(answers, instances_child(&answers->instances, slot, item), tree,
				  &list);
	return list;
}

static cJSON *children_of(const struct answers *answers, size_t slot, struct tree *tree)
{
	size_t item = answers->instances.at[slot].item;

	return items_below(answers, slot, item + 1,
			   item + 1 + answers->form->items[item].descendants, tree);
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
	tree->status = narrative_write(answers, context, &div);
	tree->failed = tree->status || tree->failed;
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
	items = items_below(answers, SIZE_MAX, 0, form->item_count, tree);
	if (items)
		tree_add(tree, root, "item", items);
	return root;
}

enum status response_write(const struct answers *answers, const struct response_context *context,
			   struct buf *out)
{
	struct tree tree = {0};
	enum status status;
	cJSON *root;

	for (size_t slot = 0; slot != SLOT_NONE; slot = answers_next(answers, slot))
		if (answers_fault(answers, slot) != FAULT_NONE)
			return STATUS_INVALID;
	root = write_tree(answers, context, &tree);
	status = tree.status ? tree.status : STATUS_NOMEM;
	if (!tree.failed)
		status = json_write(root, out);
	cJSON_Delete(root);
	return status;
}
