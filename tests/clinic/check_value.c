#include "check.h"

#include <math.h>
#include <regex.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* The expressions of http://hl7.org/fhir/R4/datatypes.html, in POSIX's syntax. */
#define YEAR  "([0-9]([0-9]([0-9][1-9]|[1-9]0)|[1-9]00)|[1-9]000)"
#define MONTH "(0[1-9]|1[0-2])"
#define DAY   "(0[1-9]|[12][0-9]|3[01])"
#define CLOCK "([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?"
#define ZONE  "(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))"

static bool matches(const char *text, const char *expression)
{
	regex_t compiled;
	bool matched;

	if (regcomp(&compiled, expression, REG_EXTENDED | REG_NOSUB) != 0)
		return false;
	matched = regexec(&compiled, text, 0, NULL, 0) == 0;
	regfree(&compiled);
	return matched;
}

/* The expressions let 31 February pass. */
static bool day_exists(const char *text)
{
	struct date date;
	char day[11];

	if (strlen(text) < 10)
		return true;
	memcpy(day, text, 10);
	day[10] = '\0';
	return date_parse(day, &date) == STATUS_OK;
}

bool check_date_text(const char *text)
{
	return matches(text, "^" YEAR "(-" MONTH "(-" DAY ")?)?$") && day_exists(text);
}

bool check_datetime_text(const char *text)
{
	return matches(text, "^" YEAR "(-" MONTH "(-" DAY "(T" CLOCK ZONE ")?)?)?$") &&
	       day_exists(text);
}

bool check_time_text(const char *text)
{
	return matches(text, "^" CLOCK "$");
}

void check_issue(const struct check *check, const cJSON *value, const char *code,
		 const char *format, ...)
{
	char text[512], expression[512];
	struct buf path;
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	buf_init(&path, 256, NULL);
	if (json_path(check->json, value, &path))
		buf_truncate(&path, 0);
	snprintf(expression, sizeof(expression), "QuestionnaireResponse%s%s",
		 path.len > 0 ? "." : "", buf_str(&path));
	buf_release(&path);
	outcome_add(check->outcome, "error", code, expression, "%s", text);
}

static void check_text(const struct check *check, const cJSON *value, bool (*valid)(const char *),
		       const char *what)
{
	if (!cJSON_IsString(value) || !valid(value->valuestring))
		check_issue(check, value, "value", "not a %s", what);
}

static void check_integer(const struct check *check, const cJSON *value)
{
	size_t len = 0;
	const char *digits = json_number(check->json, value, &len);

	if (!digits || memchr(digits, '.', len) || memchr(digits, 'e', len) ||
	    memchr(digits, 'E', len) || fabs(value->valuedouble) > 2147483647.0)
		check_issue(check, value, "value", "not an integer of 32 bits");
}

/* "#id" must be the id of a contained resource. */
static void check_reference(const struct check *check, const cJSON *value)
{
	static const struct member members[] = {
		{"id", KIND_STRING},   {"extension", KIND_OBJECTS}, {"reference", KIND_STRING},
		{"type", KIND_STRING}, {"identifier", KIND_OBJECT}, {"display", KIND_STRING},
	};
	const cJSON *contained;
	const char *reference = json_string(value, "reference"), *id;

	check_members(check, value, members, sizeof(members) / sizeof(members[0]));
	if (!reference || reference[0] != '#' || !reference[1])
		return;
	cJSON_ArrayForEach(contained, json_get(json_root(check->json), "contained"))
	{
		id = json_string(contained, "id");
		if (id && strcmp(id, reference + 1) == 0)
			return;
	}
	check_issue(check, value, "not-found", "%s is not contained", reference);
}

static void check_coding(const struct check *check, const cJSON *value)
{
	static const struct member members[] = {
		{"id", KIND_STRING},
		{"extension", KIND_OBJECTS},
		{"system", KIND_STRING},
		{"version", KIND_STRING},
		{"code", KIND_STRING},
		{"display", KIND_STRING},
		{"userSelected", KIND_BOOLEAN},
	};

	check_members(check, value, members, sizeof(members) / sizeof(members[0]));
}

static void check_objects(const struct check *check, const cJSON *value)
{
	const cJSON *element = NULL;

	if (!cJSON_IsArray(value)) {
		check_issue(check, value, "structure", "must be an array");
		return;
	}
	cJSON_ArrayForEach(element, value)
	{
		if (!cJSON_IsObject(element))
			check_issue(check, element, "structure", "must be an object");
	}
}

static void check_structure(const struct check *check, const cJSON *value, enum kind kind)
{
	if (!cJSON_IsObject(value))
		check_issue(check, value, "structure", "must be an object");
	else if (kind == KIND_REFERENCE)
		check_reference(check, value);
	else if (kind == KIND_CODING)
		check_coding(check, value);
}

void check_kind(const struct check *check, const cJSON *value, enum kind kind)
{
	switch (kind) {
	case KIND_STRING:
		if (!cJSON_IsString(value))
			check_issue(check, value, "structure", "must be a string");
		break;
	case KIND_BOOLEAN:
		if (!cJSON_IsBool(value))
			check_issue(check, value, "value", "must be true or false");
		break;
	case KIND_DECIMAL:
		if (!cJSON_IsNumber(value))
			check_issue(check, value, "value", "must be a number");
		break;
	case KIND_INTEGER:
		check_integer(check, value);
		break;
	case KIND_DATE:
		check_text(check, value, check_date_text, "date");
		break;
	case KIND_DATETIME:
		check_text(check, value, check_datetime_text,
			   "dateTime (a time needs seconds and a zone)");
		break;
	case KIND_TIME:
		check_text(check, value, check_time_text, "time");
		break;
	case KIND_OBJECTS:
		check_objects(check, value);
		break;
	case KIND_OBJECT:
	case KIND_REFERENCE:
	case KIND_CODING:
		check_structure(check, value, kind);
		break;
	}
}

static bool primitive(enum kind kind)
{
	return kind != KIND_OBJECT && kind != KIND_OBJECTS && kind != KIND_REFERENCE &&
	       kind != KIND_CODING;
}

void check_members(const struct check *check, const cJSON *object, const struct member *members,
		   size_t count)
{
	const cJSON *member;
	size_t i;

	cJSON_ArrayForEach(member, object)
	{
		for (i = 0; i < count; i++) {
			if (strcmp(member->string, members[i].name) == 0) {
				check_kind(check, member, members[i].kind);
				break;
			}
			if (member->string[0] == '_' && primitive(members[i].kind) &&
			    strcmp(member->string + 1, members[i].name) == 0) {
				check_kind(check, member, KIND_OBJECT);
				break;
			}
		}
		if (i == count)
			check_issue(check, member, "structure", "unknown property \"%.60s\"",
				    member->string);
	}
}
