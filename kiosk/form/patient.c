/* The contained Patient, out of the items' definitions (SDC definition-based extraction names the
 * same elements). */
#include "response.h"
#include "slots.h"

#include <string.h>

/* The element path of an item's definition ("Patient.birthDate"), or "" when it is no element of
 * Patient. */
static const char *patient_element(const struct item *item)
{
	static const char head[] = FHIR_STRUCTURE "Patient#";

	if (!item->definition || strncmp(item->definition, head, sizeof(head) - 1) != 0)
		return "";
	return item->definition + sizeof(head) - 1;
}

static const char *answer_text(const struct answers *answers, size_t slot)
{
	const struct value *value = answers_value(answers, slot, 0);

	return value->type == VALUE_CODING ? value->coding.code : value->text;
}

static cJSON *member(struct tree *tree, cJSON *patient, const char *key)
{
	cJSON *array = cJSON_GetObjectItemCaseSensitive(patient, key);

	if (!array) {
		array = tree_array(tree);
		tree_add(tree, patient, key, array);
	}
	return array;
}

static cJSON *first_name(struct tree *tree, cJSON *patient)
{
	cJSON *names = member(tree, patient, "name");

	if (names && cJSON_GetArraySize(names) == 0)
		tree_append(tree, names, tree_object(tree));
	return cJSON_GetArrayItem(names, 0);
}

/* What kind of contact a value is: the item's own code says so, with the codes of
 * ContactPoint.system. */
static const char *contact_system(const struct item *item)
{
	size_t i;

	for (i = 0; i < item->code_count; i++)
		if (item->codes[i].system && strcmp(item->codes[i].system, CONTACT_SYSTEM) == 0)
			return item->codes[i].code;
	return NULL;
}

static void add_contact(struct tree *tree, cJSON *patient, const struct item *item,
			const char *text)
{
	cJSON *contact = tree_object(tree);

	tree_text(tree, contact, "system", contact_system(item));
	tree_text(tree, contact, "value", text);
	tree_append(tree, member(tree, patient, "telecom"), contact);
}

/* A second value for what a Patient has once (a repeated group has several) is passed over. */
static void add_once(struct tree *tree, cJSON *object, const char *key, const char *text)
{
	if (!cJSON_GetObjectItemCaseSensitive(object, key))
		tree_text(tree, object, key, text);
}

static void add_element(struct tree *tree, cJSON *patient, const struct item *item,
			const char *text)
{
	const char *element = patient_element(item);

	if (strcmp(element, "Patient.name.family") == 0)
		add_once(tree, first_name(tree, patient), "family", text);
	else if (strcmp(element, "Patient.name.given") == 0)
		tree_append(tree, member(tree, first_name(tree, patient), "given"),
			    cJSON_CreateString(text));
	else if (strcmp(element, "Patient.birthDate") == 0)
		add_once(tree, patient, "birthDate", text);
	else if (strcmp(element, "Patient.gender") == 0)
		add_once(tree, patient, "gender", text);
	else if (strcmp(element, "Patient.telecom.value") == 0 ||
		 strcmp(element, "Patient.telecom") == 0)
		add_contact(tree, patient, item, text);
}

cJSON *patient_of(const struct answers *answers, struct tree *tree)
{
	cJSON *patient = tree_object(tree);

	tree_text(tree, patient, "resourceType", "Patient");
	tree_text(tree, patient, "id", "patient");
	for (size_t slot = 0; slot != SLOT_NONE; slot = answers_next(answers, slot)) {
		const struct item *item = answers_item(answers, slot);

		if (patient_element(item)[0] && item_is_question(item) &&
		    answers_enabled(answers, slot) && !answers_left_out(answers, slot) &&
		    answers_count(answers, slot) > 0)
			add_element(tree, patient, item, answer_text(answers, slot));
	}
	if (!tree->failed && cJSON_GetArraySize(patient) > 2)
		return patient;
	cJSON_Delete(patient);
	return NULL;
}
