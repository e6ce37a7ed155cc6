/* Readers for single values: type, form and range. */
#include "settings_private.h"

#include <kiosk/base/text.h>
#include <kiosk/pin.h>

#include <math.h>
#include <string.h>

static const char *kind_of(const cJSON *value)
{
	return cJSON_IsString(value)   ? "a string"
	       : cJSON_IsNumber(value) ? "a number"
	       : cJSON_IsBool(value)   ? "true or false"
	       : cJSON_IsObject(value) ? "an object"
	       : cJSON_IsArray(value)  ? "a list"
				       : "null";
}

bool expect(struct reader *reader, const cJSON *value, cJSON_bool (*is)(const cJSON *),
	    const char *kind)
{
	char mend[64];

	if (is(value))
		return true;
	snprintf(mend, sizeof(mend), "write %s", kind);
	complain(reader, value, mend, "%s stands where %s is expected", kind_of(value), kind);
	return false;
}

const char *expect_text(struct reader *reader, const cJSON *value)
{
	const char *text = cJSON_GetStringValue(value);
	size_t len;

	if (!expect(reader, value, cJSON_IsString, "a string"))
		return NULL;
	len = strlen(text);
	text_trim(text, &len);
	if (len == 0) {
		complain(reader, value, "write it, or remove the key if it is optional",
			 "the text is empty");
		return NULL;
	}
	if (text_has_control(text, strlen(text), false)) {
		complain(reader, value, "remove it", "the text holds a control character");
		return NULL;
	}
	return text;
}

bool expect_list(struct reader *reader, const cJSON *value)
{
	if (!expect(reader, value, cJSON_IsArray, "a list"))
		return false;
	if (cJSON_GetArraySize(value) <= SETTINGS_LIST_MAX)
		return true;
	complain(reader, value, "shorten the list", "more than %d entries", SETTINGS_LIST_MAX);
	return false;
}

static void keep_text(struct reader *reader, const char *text, void *member)
{
	*(char **)member = keep_take(reader, strdup(text));
}

void read_text(struct reader *reader, const struct field *field, const cJSON *value, void *member)
{
	const char *text = value ? expect_text(reader, value) : field->fallback_text;

	if (text)
		keep_text(reader, text, member);
}

void read_bool(struct reader *reader, const struct field *field, const cJSON *value, void *member)
{
	if (!value)
		*(bool *)member = field->fallback != 0;
	else if (expect(reader, value, cJSON_IsBool, "true or false"))
		*(bool *)member = cJSON_IsTrue(value);
}

/* The index of a word, or -1 after a complaint that lists the words. */
int choose(struct reader *reader, const cJSON *value, const char *const *words)
{
	const char *text = expect_text(reader, value);
	char mend[160] = "write one of";
	size_t len = strlen(mend);

	if (!text)
		return -1;
	for (int i = 0; words[i]; i++) {
		if (strcmp(words[i], text) == 0)
			return i;
		if (len < sizeof(mend))
			len += (size_t)snprintf(mend + len, sizeof(mend) - len, "%s \"%s\"",
						i ? "," : "", words[i]);
	}
	complain(reader, value, mend, "\"%s\" is none of the possible words", text);
	return -1;
}

void read_choice(struct reader *reader, const struct field *field, const cJSON *value, void *member)
{
	int chosen = value ? choose(reader, value, field->words) : (int)field->fallback;

	if (chosen >= 0)
		*(unsigned *)member = (unsigned)chosen; /* what gcc and clang keep such enums in */
}

static bool in_range(struct reader *reader, const struct field *field, const cJSON *value,
		     bool whole, const char *unit)
{
	const char *written;
	char mend[96];
	size_t len = 0;
	double number;

	if (!expect(reader, value, cJSON_IsNumber, "a number"))
		return false;
	number = value->valuedouble;
	snprintf(mend, sizeof(mend), "write a %snumber of %s from %g to %g", whole ? "whole " : "",
		 unit, field->min, field->max);
	written = json_number(reader->json, value, &len);
	if (number < field->min || number > field->max)
		complain(reader, value, mend, "%.*s is out of range", (int)len, written);
	else if (whole && floor(number) != number)
		complain(reader, value, mend, "%.*s is not a whole number", (int)len, written);
	else
		return true;
	return false;
}

static void read_number(struct reader *reader, const struct field *field, const cJSON *value,
			void *member, bool whole, const char *unit, double scale)
{
	if (!value || in_range(reader, field, value, whole, unit))
		*(int64_t *)member =
			llround((value ? value->valuedouble : field->fallback) * scale);
}

void read_seconds(struct reader *reader, const struct field *field, const cJSON *value,
		  void *member)
{
	read_number(reader, field, value, member, false, "seconds", 1000);
}

void read_whole_seconds(struct reader *reader, const struct field *field, const cJSON *value,
			void *member)
{
	read_number(reader, field, value, member, true, "seconds", 1000);
}

void read_days(struct reader *reader, const struct field *field, const cJSON *value, void *member)
{
	read_number(reader, field, value, member, true, "days", 1);
}

/* An absolute URI (RFC 3986 3): a scheme, a colon and something behind it, without spaces. */
static bool is_uri(const char *text)
{
	const char *const scheme = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "0123456789+.-";
	size_t len = strspn(text, scheme);

	return len > 1 && !strchr("0123456789+.-", text[0]) && text[len] == ':' && text[len + 1] &&
	       !strpbrk(text, " \t<>\"{}|\\^`");
}

void read_uri(struct reader *reader, const struct field *field, const cJSON *value, void *member)
{
	const char *text = value ? expect_text(reader, value) : field->fallback_text;

	if (!text)
		return;
	if (!is_uri(text))
		complain(reader, value, "write it as https://... or urn:...",
			 "\"%s\" is no absolute URI", text);
	else
		keep_text(reader, text, member);
}

void read_zone(struct reader *reader, const struct field *field, const cJSON *value, void *member)
{
	const char *text = value ? expect_text(reader, value) : field->fallback_text;

	if (!text)
		return;
	if (!clock_zone_exists(text))
		complain(reader, value,
			 "correct the name (as in \"Europe/Madrid\") or install the package tzdata",
			 "the system knows no time zone \"%s\"", text);
	else
		keep_text(reader, text, member);
}

/* The outer form of BCP 47: subtags of 1 to 8 letters or digits, the first of 2 to 3 letters. */
static bool is_language(const char *text)
{
	const char *const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
	size_t len = strspn(text, letters);

	if (len < 2 || len > 3)
		return false;
	while (text[len] == '-') {
		text += len + 1;
		for (len = 0;
		     text[len] && (strchr(letters, text[len]) || strchr("0123456789", text[len]));)
			len++;
		if (len < 1 || len > 8)
			return false;
	}
	return text[len] == '\0';
}

void read_language(struct reader *reader, const struct field *field, const cJSON *value,
		   void *member)
{
	const char *text = value ? expect_text(reader, value) : field->fallback_text;

	if (!text)
		return;
	if (!is_language(text))
		complain(reader, value, "write it as \"en\" or \"pt-BR\"",
			 "\"%s\" is no language tag", text);
	else
		keep_text(reader, text, member);
}

void read_pin(struct reader *reader, const struct field *field, const cJSON *value, void *member)
{
	const char *text = value ? expect_text(reader, value) : field->fallback_text;

	if (!text)
		return;
	if (!pin_hash_valid(text)) /* not repeated: it may be the PIN itself */
		complain(reader, value, "put here what `kiosk pin` prints",
			 "this is no hash of a PIN");
	else
		keep_text(reader, text, member);
}

void read_flow(struct reader *reader, const struct field *field, const cJSON *value, void *member)
{
	static const char *const steps[] = {[STEP_PRIVACY] = "privacy",
					    [STEP_QUESTIONS] = "questions",
					    [STEP_OUTCOME] = "outcome",
					    [STEP_EXPLAINER] = "explainer",
					    [STEP_REVIEW] = "review",
					    [STEP_CONFIRM] = "confirm",
					    NULL};
	size_t *count = (size_t *)(void *)((char *)reader->settings + field->count);
	enum step *flow = member;

	if (!value || !expect_list(reader, value))
		return;
	for (const cJSON *entry = value->child; entry; entry = entry->next) {
		int step = choose(reader, entry, steps);

		if (step < 0)
			continue;
		for (size_t i = 0; i < *count; i++)
			if (flow[i] == (enum step)step)
				complain(reader, entry, "keep one of them",
					 "the step \"%s\" stands twice", steps[step]);
		flow[(*count)++] = (enum step)step;
	}
}
