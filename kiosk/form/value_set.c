/* The ValueSets that a form can name. */
#include "value_set.h"

#include <stdlib.h>
#include <string.h>

enum status value_sets_open(const char *place, struct value_sets **out)
{
	struct value_sets *sets = calloc(1, sizeof(*sets));

	if (sets && place)
		sets->place = strdup(place);
	if (!sets || (place && !sets->place)) {
		free(sets);
		return STATUS_NOMEM;
	}
	*out = sets;
	return STATUS_OK;
}

enum status value_sets_add_take(struct value_sets *sets, struct json *json)
{
	const char *type = json_string(json_root(json), "resourceType");
	struct json **grown;

	if (!type || strcmp(type, "ValueSet") != 0 || !json_string(json_root(json), "url")) {
		json_close(json);
		return STATUS_INVALID;
	}
	grown = reallocarray(sets->sets, sets->count + 1, sizeof(struct json *));
	if (!grown) {
		json_close(json);
		return STATUS_NOMEM;
	}
	sets->sets = grown;
	sets->sets[sets->count++] = json;
	return STATUS_OK;
}

void value_sets_close(struct value_sets *sets)
{
	for (size_t i = 0; sets && i < sets->count; i++)
		json_close(sets->sets[i]);
	free(sets ? sets->sets : NULL);
	free(sets ? sets->place : NULL);
	free(sets);
}

static int compare_names(const void *left, const void *right)
{
	const struct name *a = left, *b = right;
	int order = a->kind == b->kind ? strcmp(a->text, b->text) : (int)a->kind - (int)b->kind;

	return order ? order : (a->known > b->known) - (a->known < b->known);
}

static void know(struct value_sets *sets, const cJSON *contained)
{
	struct known_set *known = sets->known;
	const cJSON *one;

	cJSON_ArrayForEach(one, contained)
	{
		const char *type = json_string(one, "resourceType");
		const char *id = json_string(one, "id"), *url = json_string(one, "url");

		known->set = one;
		if (type && strcmp(type, "ValueSet") == 0 && id)
			sets->names[sets->name_count++] = (struct name){NAME_ID, id, known};
		if (type && strcmp(type, "ValueSet") == 0 && url)
			sets->names[sets->name_count++] = (struct name){NAME_URL, url, known};
		if (type && strcmp(type, "CodeSystem") == 0 && url)
			sets->names[sets->name_count++] = (struct name){NAME_SYSTEM, url, known};
		known++;
	}
	for (size_t i = 0; i < sets->count; i++)
		known[i].set = json_root(sets->sets[i]);
	qsort(sets->names, sets->name_count, sizeof(*sets->names), compare_names);
}

struct value_sets *value_sets_of(struct loader *loader)
{
	const cJSON *contained = json_get(json_root(loader->form->json), "contained");
	const struct value_sets *held = loader->value_sets;
	struct value_sets *sets;
	size_t own;

	if (held && held->form == loader->form)
		return (struct value_sets *)held;
	own = (size_t)cJSON_GetArraySize(contained);
	sets = load_alloc(loader, 1, sizeof(*sets));
	if (!sets)
		return NULL;
	if (held)
		*sets = *held;
	sets->form = loader->form;
	sets->contained = own;
	sets->known = load_alloc(loader, own + sets->count + 1, sizeof(*sets->known));
	sets->names = load_alloc(loader, 2 * own + 1, sizeof(*sets->names));
	if (!sets->known || !sets->names)
		return NULL;
	know(sets, contained);
	loader->value_sets = sets;
	return sets;
}

/* url|version: the version has to be the same where both name one. */
static bool goes_by(const cJSON *set, const char *canonical)
{
	const char *bar = strchr(canonical, '|');
	size_t len = bar ? (size_t)(bar - canonical) : strlen(canonical);
	const char *url = json_string(set, "url"), *version = json_string(set, "version");

	return url && strlen(url) == len && strncmp(url, canonical, len) == 0 &&
	       (!bar || !version || strcmp(version, bar + 1) == 0);
}

static struct known_set *find_held(const struct value_sets *sets, const char *canonical)
{
	for (size_t i = 0; i < sets->count; i++)
		if (goes_by(json_root(sets->sets[i]), canonical))
			return &sets->known[sets->contained + i];
	return NULL;
}

/* The first name at or behind this one; name_count when there is none. */
static size_t seek(const struct value_sets *sets, int kind, const char *text)
{
	struct name key = {kind, text, NULL};
	size_t low = 0, high = sets->name_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_names(&sets->names[middle], &key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool is_named(const struct value_sets *sets, size_t at, int kind, const char *text)
{
	return at < sets->name_count && (int)sets->names[at].kind == kind &&
	       strcmp(sets->names[at].text, text) == 0;
}

static struct known_set *find_id(const struct value_sets *sets, const char *id)
{
	size_t at = seek(sets, NAME_ID, id);

	return is_named(sets, at, NAME_ID, id) ? sets->names[at].known : NULL;
}

/* A set that is contained may be named by its canonical all the same: of several the first. */
static struct known_set *find_contained(const struct value_sets *sets, const char *canonical)
{
	size_t len = strcspn(canonical, "|");
	char *url = strndup(canonical, len);
	struct known_set *found = NULL;

	for (size_t at = url ? seek(sets, NAME_URL, url) : sets->name_count;
	     !found && at < sets->name_count && is_named(sets, at, NAME_URL, url); at++)
		if (goes_by(sets->names[at].known->set, canonical))
			found = sets->names[at].known;
	free(url);
	return found;
}

const cJSON *value_sets_system(const struct value_sets *sets, const char *system,
			       const char *version)
{
	for (size_t at = seek(sets, NAME_SYSTEM, system); is_named(sets, at, NAME_SYSTEM, system);
	     at++) {
		const cJSON *found = sets->names[at].known->set;
		const char *content = json_string(found, "content");
		const char *own = json_string(found, "version");

		if (content && strcmp(content, "complete") == 0 &&
		    (!version || !own || strcmp(version, own) == 0))
			return found;
	}
	return NULL;
}

struct known_set *value_sets_find(const struct value_sets *sets, const char *canonical)
{
	struct known_set *found = NULL;

	if (*canonical == '#')
		return find_id(sets, canonical + 1);
	found = find_contained(sets, canonical);
	return found ? found : find_held(sets, canonical);
}
