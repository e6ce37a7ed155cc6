/* value[x] elements of a questionnaire. */
#include "questionnaire_load.h"

#include <stdio.h>
#include <string.h>

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
	const char *quoted = cJSON_GetStringValue(member);
	char other[32], *text;

	if (quoted && value_literal(out->type, quoted)) {
		load_warning(loader, member, "write it without quotes", "\"%s\" is a string",
			     member->string);
		out->text = quoted;
		return true;
	}
	if (!digits && cJSON_IsNumber(member)) { /* of a held ValueSet */
		len = (size_t)snprintf(other, sizeof(other), "%.15g", member->valuedouble);
		digits = other;
	}
	text = digits ? load_alloc(loader, len + 1, 1) : NULL;

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
	load_error(loader, member,
		   out->type == VALUE_INTEGER ? "write a whole number of at most 32 bits"
					      : "write a number such as 1.5",
		   "%s is no %s", text, value_type_name(out->type));
	return false;
}

/* FHIR's time has seconds; a form's author thinks in hours and minutes. */
static const char *with_seconds(struct loader *loader, const cJSON *member, const char *text)
{
	size_t size = strlen(text) + sizeof(":00");
	char *whole = load_alloc(loader, size, 1);

	if (!whole)
		return NULL;
	snprintf(whole, size, "%s:00", text);
	if (strlen(text) != sizeof("hh:mm") - 1 || !value_literal(VALUE_TIME, whole))
		return text;
	load_warning(loader, member, "write hh:mm:ss", "\"%s\" is a time without seconds", text);
	return whole;
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
	if (out->text && out->type == VALUE_TIME)
		out->text = with_seconds(loader, member, out->text);
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
	if (!out->code && !out->display)
		load_error(loader, object, "give it a code",
			   "a coding without a code cannot be told from another");
	return out->code || out->display;
}

static bool read_quantity(struct loader *loader, const cJSON *member, struct value *out)
{
	static const char *const keys[] = {"id",   "extension", "value", "comparator",
					   "unit", "system",    "code"};
	const cJSON *number = json_get(member, "value");

	if (!cJSON_IsObject(member) || !number) {
		load_error(loader, member, "write an object with value and unit",
			   "this quantity has no value");
		return false;
	}
	load_check_keys(loader, member, keys, sizeof(keys) / sizeof(*keys));
	if (json_get(member, "comparator")) {
		load_error(loader, member, "give a value without a comparator",
			   "a quantity with a comparator is no one value");
		return false;
	}
	out->coding = (struct coding){.system = load_string(loader, member, "system"),
				      .code = load_string(loader, member, "code"),
				      .display = load_string(loader, member, "unit")};
	return read_number(loader, number, out);
}

static bool read_reference(struct loader *loader, const cJSON *member, struct value *out)
{
	out->text = load_string(loader, member, "reference");
	out->coding.display = load_string(loader, member, "display");
	if (!out->text)
		load_error(loader, member, "write an object with a reference",
			   "this reference points at nothing");
	return out->text != NULL;
}

bool load_unit(struct loader *loader, const cJSON *coding, const cJSON *at,
	       struct answer_option *out)
{
	struct coding *unit = &out->value.coding;

	if (!cJSON_IsObject(coding)) {
		load_error(loader, at, "write a valueCoding", "this unit is no coding");
		return false;
	}
	*unit = (struct coding){.system = load_string(loader, coding, "system"),
				.code = load_string(loader, coding, "code"),
				.display = load_string(loader, coding, "display")};
	if (unit->code && !unit->system) { /* qty-3 */
		load_warning(loader, at, "add its system, for UCUM http://unitsofmeasure.org",
			     "a unit's code without a system is not sent, its name is");
		unit->display = unit->display ? unit->display : unit->code;
	}
	out->value.type = VALUE_CODING;
	out->label = load_display(loader, coding);
	if (!out->label)
		out->label = unit->display ? unit->display : unit->code;
	if (!out->label)
		load_error(loader, at, "give it a code or a display", "this unit has no name");
	return out->label != NULL;
}

bool load_value(struct loader *loader, const cJSON *object, const char *prefix, struct value *out)
{
	size_t count;
	const cJSON *member = find_member(object, prefix, &count);
	struct value value = {0};
	bool known = member && value_type_of(member->string + strlen(prefix), &value.type), good;

	if (!member)
		load_error(loader, object,
			   count ? "keep one" : "add it, for example as a coding or a string",
			   count ? "more than one %s[x]" : "%s[x] is missing", prefix);
	else if (!known)
		load_error(loader, member, "use a coding, a string, a number, a date or a boolean",
			   "\"%s\" is a type that this version cannot use here", member->string);
	if (!known)
		return false;
	if (value.type == VALUE_BOOLEAN) {
		value.boolean = load_boolean(loader, object, member->string, false);
		good = cJSON_IsBool(member) || cJSON_IsString(member);
	} else if (value.type == VALUE_CODING) {
		good = load_coding(loader, member, &value.coding);
	} else if (value.type == VALUE_QUANTITY) {
		good = read_quantity(loader, member, &value);
	} else if (value.type == VALUE_REFERENCE) {
		good = read_reference(loader, member, &value);
	} else if (value.type == VALUE_INTEGER || value.type == VALUE_DECIMAL) {
		good = read_number(loader, member, &value);
	} else {
		good = read_text(loader, object, member, &value);
	}
	if (good)
		*out = value;
	return good;
}
