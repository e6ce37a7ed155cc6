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

static bool one_of(const char *text, const char *const *codes)
{
	while (*codes && (!text || strcmp(*codes, text) != 0))
		codes++;
	return *codes;
}

/* Patient.gender has a required binding (AdministrativeGender). */
static const char *gender_of(const struct value *value)
{
	static const char *const codes[] = {"male", "female", "other", "unknown", NULL};
	const char *code = value->type == VALUE_CODING ? value->coding.code : value->text;

	return one_of(code, codes) ? code : NULL;
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

static void add_contact(struct tree *tree, cJSON *patient, const struct item *item,
			const char *text)
{
	cJSON *contact;

	if (!contact_system(item))
		return;
	contact = tree_object(tree);
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

/* What is not of the element's type stays an answer, and does not become a wrong Patient. */
static void add_element(struct tree *tree, cJSON *patient, const struct item *item,
			const struct value *value)
{
	const char *element = patient_element(item);
	bool text = value->type == VALUE_STRING;

	if (strcmp(element, "Patient.name.family") == 0 && text)
		add_once(tree, first_name(tree, patient), "family", value->text);
	else if (strcmp(element, "Patient.name.given") == 0 && text)
		tree_append(tree, member(tree, first_name(tree, patient), "given"),
			    cJSON_CreateString(value->text));
	else if (strcmp(element, "Patient.birthDate") == 0 && value->type == VALUE_DATE)
		add_once(tree, patient, "birthDate", value->text);
	else if (strcmp(element, "Patient.gender") == 0)
		add_once(tree, patient, "gender", gender_of(value));
	else if ((strcmp(element, "Patient.telecom.value") == 0 ||
		  strcmp(element, "Patient.telecom") == 0) &&
		 text)
		add_contact(tree, patient, item, value->text);
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
			add_element(tree, patient, item, answers_value(answers, slot, 0));
	}
	if (!tree->failed && cJSON_GetArraySize(patient) > 2)
		return patient;
	cJSON_Delete(patient);
	return NULL;
}
