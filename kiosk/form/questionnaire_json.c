/* Members of JSON objects by the type that FHIR gives them. */
#include "questionnaire_load.h"

#include <stdlib.h>
#include <string.h>

static const char *kind(const cJSON *value)
{
	if (cJSON_IsString(value))
		return "a string";
	if (cJSON_IsNumber(value))
		return "a number";
	if (cJSON_IsBool(value))
		return "true or false";
	if (cJSON_IsArray(value))
		return "a list";
	return cJSON_IsObject(value) ? "an object" : "null";
}

/* FHIR R4 datatypes, string: no control characters but these. */
static bool has_control(const char *text)
{
	for (; *text; text++)
		if (((unsigned char)*text < 0x20 && !strchr("\t\r\n", *text)) || *text == 0x7F)
			return true;
	return false;
}

void *load_alloc(struct loader *loader, size_t count, size_t size)
{
	void *room;

	if (count == 0)
		return NULL;
	room = count <= SIZE_MAX / size ? pool_alloc(loader->form->pool, count * size) : NULL;
	if (!room)
		loader->no_memory = true;
	return room;
}

/* The member; NULL where there is none, or a null, which is told. */
static const cJSON *member_of(struct loader *loader, const cJSON *object, const char *key)
{
	const cJSON *value = json_get(object, key);

	if (!cJSON_IsNull(value))
		return value;
	load_warning(loader, value, "leave it out", "\"%s\" is null", key);
	return NULL;
}

const char *load_string(struct loader *loader, const cJSON *object, const char *key)
{
	const cJSON *value = member_of(loader, object, key);
	const char *text = cJSON_GetStringValue(value);

	if (!value)
		return NULL;
	if (!text) {
		load_error(loader, value, "put it into double quotes", "\"%s\" is %s, not a string",
			   key, kind(value));
		return NULL;
	}
	if (has_control(text)) {
		load_error(loader, value, "remove it", "\"%s\" holds a control character", key);
		return NULL;
	}
	if (!*text) {
		load_warning(loader, value, "leave it out", "\"%s\" is empty", key);
		return NULL;
	}
	return text;
}

bool load_boolean(struct loader *loader, const cJSON *object, const char *key, bool fallback)
{
	const cJSON *value = member_of(loader, object, key);
	const char *text = cJSON_GetStringValue(value);
	bool yes = text && strcmp(text, "true") == 0;

	if (!value)
		return fallback;
	if (cJSON_IsBool(value))
		return cJSON_IsTrue(value);
	if (yes || (text && strcmp(text, "false") == 0)) {
		load_warning(loader, value, "write it without quotes", "\"%s\" is a string", key);
		return yes;
	}
	load_error(loader, value, "write true or false", "\"%s\" is %s", key, kind(value));
	return fallback;
}

double load_count(struct loader *loader, const cJSON *object, const char *key)
{
	const cJSON *value = json_get(object, key);
	const char *text = cJSON_GetStringValue(value);

	if (!text || !value_literal(VALUE_INTEGER, text))
		return cJSON_IsNumber(value) ? value->valuedouble : -1;
	load_warning(loader, value, "write it without quotes", "\"%s\" is a string", key);
	return strtod(text, NULL);
}

const cJSON *load_array(struct loader *loader, const cJSON *object, const char *key)
{
	const cJSON *value = member_of(loader, object, key);

	if (!value || cJSON_IsArray(value))
		return value;
	load_error(loader, value, "put it into [ ]", "\"%s\" is %s, not a list", key, kind(value));
	return NULL;
}

const cJSON *load_object(struct loader *loader, const cJSON *object, const char *key)
{
	const cJSON *value = json_get(object, key);

	if (!value || cJSON_IsObject(value))
		return value;
	load_error(loader, value, "write an object { }", "\"%s\" is %s, not an object", key,
		   kind(value));
	return NULL;
}

static bool listed(const char *key, const char *const *keys, size_t count)
{
	key += *key == '_';
	for (size_t i = 0; i < count; i++)
		if (strcmp(key, keys[i]) == 0)
			return true;
	return false;
}

void load_check_keys(struct loader *loader, const cJSON *object, const char *const *keys,
		     size_t count)
{
	const cJSON *member;

	if (!cJSON_IsObject(object))
		return; /* whoever reads it says so */
	cJSON_ArrayForEach(member, object)
	{
		if (!listed(member->string, keys, count))
			load_warning(loader, member, "correct or remove it",
				     "FHIR R4 has no \"%s\" here: it is ignored", member->string);
	}
}
