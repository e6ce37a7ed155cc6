/* ValueSets as lists of options (http://hl7.org/fhir/R4/valueset.html): an expansion, or a compose
 * that enumerates its codes or includes other sets that do. */
#include "questionnaire_load.h"

#include <stdlib.h>
#include <string.h>

#define SETS_DEEP 16u

struct walk {
	struct loader *loader;
	const cJSON *at;              /* the answerValueSet: where problems are reported */
	const cJSON *open[SETS_DEEP]; /* the sets that are being read, outermost first */
	size_t depth;
	struct answer_option *options;
	size_t count, room;
	bool failed;
};

struct value_sets {
	char *place; /* NULL: nowhere */
	struct json **sets;
	size_t count;
};

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
	if (sets) {
		free(sets->sets);
		free(sets->place);
	}
	free(sets);
}

/* url|version: the version has to be the same where both name one. */
static const cJSON *find_held(const struct value_sets *sets, const char *canonical)
{
	const char *bar = strchr(canonical, '|');
	size_t len = bar ? (size_t)(bar - canonical) : strlen(canonical);

	for (size_t i = 0; sets && i < sets->count; i++) {
		const cJSON *root = json_root(sets->sets[i]);
		const char *url = json_string(root, "url"), *version = json_string(root, "version");

		if (strlen(url) == len && strncmp(url, canonical, len) == 0 &&
		    (!bar || !version || strcmp(version, bar + 1) == 0))
			return root;
	}
	return NULL;
}

/* By "#id", or by the canonical of a set that is contained all the same. */
static const cJSON *find_contained(const struct loader *loader, const char *canonical)
{
	const cJSON *list = json_get(json_root(loader->form->json), "contained"), *one;
	const char *key = *canonical == '#' ? "id" : "url";
	const char *name = *canonical == '#' ? canonical + 1 : canonical;

	cJSON_ArrayForEach(one, list)
	{
		const char *type = json_string(one, "resourceType"), *id = json_string(one, key);

		if (type && id && strcmp(type, "ValueSet") == 0 && strcmp(id, name) == 0)
			return one;
	}
	return NULL;
}

static void fail(struct walk *walk, const char *mend, const char *what, const char *name)
{
	walk->failed = true;
	load_error(walk->loader, walk->at, mend, "%s%s%s", what, name ? ": " : "",
		   name ? name : "");
}

static struct coding concept_coding(const char *system, const char *version, const cJSON *concept)
{
	return (struct coding){.system = system,
			       .version = version,
			       .code = json_string(concept, "code"),
			       .display = json_string(concept, "display")};
}

static void add(struct walk *walk, struct coding coding, const cJSON *concept)
{
	struct answer_option *option;
	const char *words;

	if (!coding.code)
		return;
	if (walk->count == walk->room) {
		size_t room = walk->room ? walk->room * 2 : 64;
		struct answer_option *grown = reallocarray(walk->options, room, sizeof(*grown));

		if (!grown) {
			walk->loader->no_memory = walk->failed = true;
			return;
		}
		walk->options = grown;
		walk->room = room;
	}
	option = &walk->options[walk->count++];
	words = load_display(walk->loader, concept);
	*option = (struct answer_option){.value = {.type = VALUE_CODING, .coding = coding},
					 .label = words ? words : coding.code};
	load_extensions(walk->loader, concept, LOAD_OPTION, (struct load_target){.option = option});
}

/* How many concepts are listed, chosen from or not. */
static double add_contains(struct walk *walk, const cJSON *list)
{
	const cJSON *one;
	double listed = 0;

	cJSON_ArrayForEach(one, list)
	{
		if (!cJSON_IsTrue(json_get(one, "abstract")) &&
		    !cJSON_IsTrue(json_get(one, "inactive")))
			add(walk,
			    concept_coding(json_string(one, "system"), json_string(one, "version"),
					   one),
			    one);
		listed += 1 + add_contains(walk, json_get(one, "contains"));
	}
	return listed;
}

/* A server hands out a long expansion in parts, and a part looks like the whole. */
static void add_expansion(struct walk *walk, const cJSON *set, const cJSON *contains)
{
	const cJSON *total = json_get(json_get(set, "expansion"), "total");
	double listed = add_contains(walk, contains);

	if (cJSON_IsNumber(total) && total->valuedouble > listed)
		load_warning(walk->loader, walk->at, "put all of it into the set",
			     "the expansion of the value set lists %.0f of its %.0f codes", listed,
			     total->valuedouble);
}

static void add_named(struct walk *walk, const char *canonical);

static void include(struct walk *walk, const cJSON *part)
{
	const cJSON *concepts = json_get(part, "concept"), *sets = json_get(part, "valueSet"), *one;
	const char *system = json_string(part, "system"), *version = json_string(part, "version");

	if (json_get(part, "filter")) {
		fail(walk, "give the set an expansion",
		     "the value set chooses codes by a filter, which takes a terminology server",
		     system);
		return;
	}
	if ((sets && concepts) || cJSON_GetArraySize(sets) > 1) {
		fail(walk, "give the set an expansion",
		     "the value set takes what several sets have in common", NULL);
		return;
	}
	if (!sets && !concepts) {
		fail(walk, "list the codes, or give the set an expansion",
		     "the value set includes a whole code system", system);
		return;
	}
	cJSON_ArrayForEach(one, concepts)
	{
		add(walk, concept_coding(system, version, one), one);
	}
	cJSON_ArrayForEach(one, sets)
	{
		if (cJSON_IsString(one))
			add_named(walk, one->valuestring);
	}
}

static int compare_codes(const struct coding *a, const struct coding *b)
{
	int order = strcmp(a->code, b->code);

	return order ? order : strcmp(a->system ? a->system : "", b->system ? b->system : "");
}

static int compare_codings(const void *left, const void *right)
{
	return compare_codes(left, right);
}

/* The codes that the set leaves out, not sorted; NULL where there are none. */
static struct coding *list_excluded(struct walk *walk, const cJSON *parts, size_t *count)
{
	const cJSON *part, *one;
	struct coding *codings;
	size_t room = 0;

	cJSON_ArrayForEach(part, parts)
	{
		const cJSON *concepts = json_get(part, "concept");

		room += (size_t)cJSON_GetArraySize(concepts);
		if (!concepts || json_get(part, "filter") || json_get(part, "valueSet"))
			fail(walk, "give the set an expansion",
			     "the value set leaves out more than single codes", NULL);
	}
	*count = 0;
	codings = room ? calloc(room, sizeof(*codings)) : NULL;
	if (room && !codings)
		walk->loader->no_memory = walk->failed = true;
	if (!codings)
		return NULL;
	cJSON_ArrayForEach(part, parts)
	{
		cJSON_ArrayForEach(one, json_get(part, "concept"))
		{
			codings[*count] = concept_coding(json_string(part, "system"), NULL, one);
			*count += codings[*count].code != NULL;
		}
	}
	return codings;
}

/* Of what the set itself has collected, from start on: another set may offer the same code. */
static void exclude(struct walk *walk, const cJSON *parts, size_t start)
{
	size_t count, kept = start;
	struct coding *out = list_excluded(walk, parts, &count);

	if (out)
		qsort(out, count, sizeof(*out), compare_codings);
	for (size_t i = start; out && i < walk->count; i++)
		if (!bsearch(&walk->options[i].value.coding, out, count, sizeof(*out),
			     compare_codings))
			walk->options[kept++] = walk->options[i];
	if (out)
		walk->count = kept;
	free(out);
}

static void add_set(struct walk *walk, const cJSON *set)
{
	const cJSON *contains = json_get(json_get(set, "expansion"), "contains");
	const cJSON *compose = json_get(set, "compose"), *one;
	size_t start = walk->count;

	if (contains) {
		add_expansion(walk, set, contains);
		return;
	}
	if (!json_get(compose, "include"))
		fail(walk, "give the set an expansion, or a compose that lists its codes",
		     "the value set lists no codes", json_string(set, "url"));
	cJSON_ArrayForEach(one, json_get(compose, "include"))
	{
		include(walk, one);
	}
	exclude(walk, json_get(compose, "exclude"), start);
}

static void not_there(struct walk *walk, const char *canonical)
{
	const struct value_sets *sets = walk->loader->value_sets;
	const char *place = sets ? sets->place : NULL;

	walk->failed = true;
	if (*canonical == '#')
		load_error(walk->loader, walk->at, "contain it, or list its codes as answerOption",
			   "the form contains no such value set: %s", canonical);
	else if (place)
		load_error(walk->loader, walk->at,
			   "put the ValueSet there, or list its codes as answerOption",
			   "the value set is in no file of %s: %s", place, canonical);
	else
		load_error(walk->loader, walk->at,
			   "name a folder that has the ValueSet as form.valueSets in the settings "
			   "(--value-sets), or list its codes as answerOption",
			   "the value set is not held here: %s", canonical);
}

static void add_named(struct walk *walk, const char *canonical)
{
	const cJSON *set = find_contained(walk->loader, canonical);

	if (!set && *canonical != '#')
		set = find_held(walk->loader->value_sets, canonical);
	if (!set) {
		not_there(walk, canonical);
		return;
	}
	for (size_t i = 0; i < walk->depth; i++)
		if (walk->open[i] == set) {
			fail(walk, "remove one of the includes", "the value set includes itself",
			     canonical);
			return;
		}
	if (walk->depth == SETS_DEEP) {
		fail(walk, "give it an expansion", "value sets include one another too deep",
		     canonical);
		return;
	}
	walk->open[walk->depth++] = set;
	add_set(walk, set);
	walk->depth--;
}

static int compare_options(const void *left, const void *right)
{
	const struct answer_option *a = *(const struct answer_option *const *)left;
	const struct answer_option *b = *(const struct answer_option *const *)right;
	int order = compare_codes(&a->value.coding, &b->value.coding);

	return order ? order : (a > b) - (a < b);
}

/* A code that stands in two included sets is one option: the later ones go. */
static void drop_twins(struct walk *walk)
{
	struct answer_option **sorted = calloc(walk->count + 1, sizeof(struct answer_option *));
	size_t kept = 0;

	if (!sorted) {
		walk->loader->no_memory = true;
		return;
	}
	for (size_t i = 0; i < walk->count; i++)
		sorted[i] = &walk->options[i];
	qsort(sorted, walk->count, sizeof(struct answer_option *), compare_options);
	for (size_t i = 1; i < walk->count; i++)
		if (compare_codes(&sorted[i - 1]->value.coding, &sorted[i]->value.coding) == 0)
			sorted[i]->label = NULL;
	free(sorted);
	for (size_t i = 0; i < walk->count; i++)
		if (walk->options[i].label)
			walk->options[kept++] = walk->options[i];
	walk->count = kept;
}

size_t load_value_set(struct loader *loader, const cJSON *canonical,
		      const struct answer_option **out)
{
	struct walk walk = {.loader = loader, .at = canonical};
	struct answer_option *options = NULL;

	if (!cJSON_IsString(canonical) || !*canonical->valuestring) {
		load_error(loader, canonical, "name it by its url, or as #id",
			   "this names no value set");
		return 0;
	}
	add_named(&walk, canonical->valuestring);
	if (walk.count > 0)
		drop_twins(&walk);
	if (!walk.failed && walk.count == 0)
		fail(&walk, "list its codes", "the value set holds no code that can be chosen",
		     canonical->valuestring);
	if (!walk.failed)
		options = load_alloc(loader, walk.count, sizeof(*options));
	if (options)
		memcpy(options, walk.options, walk.count * sizeof(*options));
	free(walk.options);
	*out = options;
	return options ? walk.count : 0;
}
