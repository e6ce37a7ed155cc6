/* value[x] elements of a questionnaire. */
#include "questionnaire_load.h"

#include <string.h>

struct kind {
	const char *name;
	enum value_type type;
};

static const struct kind kinds[] = {
	{"Boolean", VALUE_BOOLEAN}, {"Decimal", VALUE_DECIMAL},   {"Integer", VALUE_INTEGER},
	{"Date", VALUE_DATE},       {"DateTime", VALUE_DATETIME}, {"Time", VALUE_TIME},
	{"String", VALUE_STRING},   {"Uri", VALUE_URI},           {"Coding", VALUE_CODING},
};

static const struct kind *kind_of(const char *name)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
	return NULL;
}

/* The one member whose name is the prefix and a type; NULL, with *count the number of such members.
 */
static const cJSON *find_member(const cJSON *object, const char *prefix, size_t *count)
{
	const cJSON *member, *found = NULL;
	size_t len = strlen(prefix);

	*count = 0;
	cJSON_ArrayForEach(member, object)
	{
		const char *rest = member->string + len;

		if (strncmp(member->string, prefix, len) != 0 || *rest < 'A' || *rest > 'Z')
			continue;
		found = member;
		++*count;
	}
	return *count == 1 ? found : NULL;
}

static bool read_number(struct loader *loader, const cJSON *member, struct value *out)
{
	size_t len;
	const char *digits = json_number(loader->form->json, member, &len);
	char *text = digits ? load_alloc(loader, len + 1, 1) : NULL;

	if (!digits) {
		load_error(loader, member, "write it without quotes", "\"%s\" is no number",
			   member->string);
		return false;
	}
	if (!text)
		return false;
	memcpy(text, digits, len);
	out->text = text;
	if (value_literal(out->type, text))
		return true;
	load_error(loader, member, "write a whole number of at most 32 bits", "%s is no %s", text,
		   value_type_name(out->type));
	return false;
}

static bool read_text(struct loader *loader, const cJSON *object, const cJSON *member,
		      struct value *out)
{
	static const char *const mends[] = {
		[VALUE_DATE] = "write YYYY-MM-DD",
		[VALUE_DATETIME] = "write YYYY-MM-DDThh:mm:ss with a zone",
		[VALUE_TIME] = "write hh:mm:ss",
		[VALUE_STRING] = "write a text",
		[VALUE_URI] = "write an address without spaces",
	};

	out->text = load_string(loader, object, member->string);
	if (!out->text)
		return false;
	if (value_literal(out->type, out->text))
		return true;
	load_error(loader, member, mends[out->type], "\"%s\" is no %s", out->text,
		   value_type_name(out->type));
	return false;
}

bool load_coding(struct loader *loader, const cJSON *object, struct coding *out)
{
	static const char *const keys[] = {"id",   "extension", "system",      "version",
					   "code", "display",   "userSelected"};

	if (!cJSON_IsObject(object)) {
		load_error(loader, object, "write an object with system and code",
			   "this coding is no object");
		return false;
	}
	load_check_keys(loader, object, keys, sizeof(keys) / sizeof(*keys));
	*out = (struct coding){
		.system = load_string(loader, object, "system"),
		.version = load_string(loader, object, "version"),
		.code = load_string(loader, object, "code"),
		.display = load_string(loader, object, "display"),
	};
	if (!out->code)
		load_error(loader, object, "give it a code",
			   "a coding without a code cannot be told from another");
	return out->code != NULL;
}

bool load_value(struct loader *loader, const cJSON *object, const char *prefix, struct value *out)
{
	size_t count;
	const cJSON *member = find_member(object, prefix, &count);
	const struct kind *kind = member ? kind_of(member->string + strlen(prefix)) : NULL;
	struct value value = {.type = kind ? kind->type : VALUE_STRING};
	bool good;

	if (!member)
		load_error(loader, object,
			   count ? "keep one" : "add it, for example as a coding or a string",
			   count ? "more than one %s[x]" : "%s[x] is missing", prefix);
	else if (!kind)
		load_error(loader, member, "use a coding, a string, a number, a date or a boolean",
			   "\"%s\" is a type that this version cannot use here", member->string);
	if (!kind)
		return false;
	if (kind->type == VALUE_BOOLEAN) {
		value.boolean = load_boolean(loader, object, member->string, false);
		good = cJSON_IsBool(member) || cJSON_IsString(member);
	} else if (kind->type == VALUE_CODING) {
		good = load_coding(loader, member, &value.coding);
	} else if (kind->type == VALUE_INTEGER || kind->type == VALUE_DECIMAL) {
		good = read_number(loader, member, &value);
	} else {
		good = read_text(loader, object, member, &value);
	}
	if (good)
		*out = value;
	return good;
}
