#include "clinic.h"

static void add_coded(cJSON *array, const char *code)
{
	cJSON *entry = cJSON_CreateObject();

	cJSON_AddStringToObject(entry, "code", code);
	cJSON_AddItemToArray(array, entry);
}

static cJSON *make_resource(void)
{
	static const char *const interactions[] = {"create", "update", "read", "search-type"};
	cJSON *resource = cJSON_CreateObject(), *array, *parameter;
	size_t i;

	cJSON_AddStringToObject(resource, "type", "QuestionnaireResponse");
	array = cJSON_AddArrayToObject(resource, "interaction");
	for (i = 0; i < sizeof(interactions) / sizeof(interactions[0]); i++)
		add_coded(array, interactions[i]);
	cJSON_AddTrueToObject(resource, "updateCreate");
	cJSON_AddTrueToObject(resource, "conditionalCreate");
	cJSON_AddTrueToObject(resource, "conditionalUpdate");
	array = cJSON_AddArrayToObject(resource, "searchParam");
	parameter = cJSON_CreateObject();
	cJSON_AddStringToObject(parameter, "name", "identifier");
	cJSON_AddStringToObject(parameter, "type", "token");
	cJSON_AddItemToArray(array, parameter);
	return resource;
}

/* CapabilityStatement (R4), the required elements and what this endpoint can do. */
void fhir_capability(struct clinic *clinic, struct reply *reply)
{
	cJSON *tree = cJSON_CreateObject(), *rest = cJSON_CreateObject(), *part;
	char now[CLOCK_INSTANT_MAX];

	(void)clinic;
	clock_instant(clock_real_ms(), now);
	cJSON_AddStringToObject(tree, "resourceType", "CapabilityStatement");
	cJSON_AddStringToObject(tree, "status", "active");
	cJSON_AddStringToObject(tree, "date", now);
	cJSON_AddStringToObject(tree, "kind", "instance");
	part = cJSON_AddObjectToObject(tree, "implementation");
	cJSON_AddStringToObject(part, "description", "demo clinic of the intake kiosk");
	cJSON_AddStringToObject(tree, "fhirVersion", "4.0.1");
	cJSON_AddItemToArray(cJSON_AddArrayToObject(tree, "format"),
			     cJSON_CreateString("application/fhir+json"));
	cJSON_AddItemToArray(cJSON_AddArrayToObject(tree, "rest"), rest);
	cJSON_AddStringToObject(rest, "mode", "server");
	cJSON_AddItemToArray(cJSON_AddArrayToObject(rest, "resource"), make_resource());
	reply_json(reply, 200, tree);
	cJSON_Delete(tree);
}
