/* ValueSets as lists of options (http://hl7.org/fhir/R4/valueset.html): an expansion, or a compose
 * that enumerates its codes, or includes other sets that do or a code system that the form has. */
#include "value_set.h"

#include <stdlib.h>
#include <string.h>

#define SETS_DEEP 16u

/* One set being listed. */
struct walk {
	struct loader *loader;
	const cJSON *at; /* the answerValueSet: where problems are reported */
	size_t depth;
	struct answer_option *options;
	size_t count, room;
	bool failed;
};

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

/* What codes cost, all sets of the form together: a set may take in another many times over. */
static bool pay(struct walk *walk, size_t count)
{
	struct value_sets *sets = value_sets_of(walk->loader); /* made to find the set */

	if (!sets->full && count <= QUESTIONNAIRE_MAX_CODES - sets->codes) {
		sets->codes += count;
		return true;
	}
	walk->failed = true;
	if (!sets->full)
		load_error(walk->loader, walk->at, "name smaller sets, or fewer",
			   "the form's value sets hold more codes than the limit of %u",
			   QUESTIONNAIRE_MAX_CODES);
	sets->full = true;
	return false;
}

/* Room for so many options more; NULL when there is none. */
static struct answer_option *reserve(struct walk *walk, size_t count)
{
	size_t room = walk->room ? walk->room : 16;
	struct answer_option *grown;

	if (!pay(walk, count))
		return NULL;
	while (room < walk->count + count)
		room *= 2;
	grown = room > walk->room ? reallocarray(walk->options, room, sizeof(*grown))
				  : walk->options;
	if (!grown) {
		walk->loader->no_memory = walk->failed = true;
		return NULL;
	}
	walk->options = grown;
	walk->room = room;
	walk->count += count;
	return &walk->options[walk->count - count];
}

static void add(struct walk *walk, struct coding coding, const cJSON *concept)
{
	struct answer_option *option = coding.code ? reserve(walk, 1) : NULL;
	const char *words;

	if (!coding.code)
		fail(walk, "give each concept a code, in quotes",
		     "a concept of the value set has no code", coding.display);
	if (!option)
		return;
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
		    !cJSON_IsTrue(json_get(one, "inactive")) &&
		    (json_get(one, "code") || !json_get(one, "contains")))
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

static const struct known_set *list_named(const struct walk *from, const char *canonical);

/* Of another set, all of it or what is of one code system (both must hold: compose.include). */
static void include_named(struct walk *walk, const char *canonical, const char *system)
{
	const struct known_set *listed = list_named(walk, canonical);
	struct answer_option *options = listed ? reserve(walk, listed->count) : NULL;
	size_t kept = 0;

	walk->failed = walk->failed || !listed;
	for (size_t i = 0; options && i < listed->count; i++) {
		const char *own = listed->options[i].value.coding.system;

		if (!system || (own && strcmp(own, system) == 0))
			options[kept++] = listed->options[i];
	}
	if (options)
		walk->count -= listed->count - kept;
}

/* CodeSystem.concept.property of http://hl7.org/fhir/concept-properties: there to group others, or
 * no longer used. */
static bool chosen_from(const cJSON *concept)
{
	const cJSON *property;

	cJSON_ArrayForEach(property, json_get(concept, "property"))
	{
		const char *code = json_string(property, "code");

		if (code && cJSON_IsTrue(json_get(property, "valueBoolean")) &&
		    (strcmp(code, "notSelectable") == 0 || strcmp(code, "inactive") == 0))
			return false;
	}
	return true;
}

static void add_concepts(struct walk *walk, const cJSON *part, const cJSON *list)
{
	const cJSON *one;

	cJSON_ArrayForEach(one, list)
	{
		if (chosen_from(one))
			add(walk,
			    concept_coding(json_string(part, "system"),
					   json_string(part, "version"), one),
			    one);
		add_concepts(walk, part, json_get(one, "concept"));
	}
}

/* A whole code system, where the form itself has it. */
static void include_system(struct walk *walk, const cJSON *part)
{
	const struct value_sets *sets = value_sets_of(walk->loader);
	const char *system = json_string(part, "system");
	const cJSON *found = sets && system
				     ? value_sets_system(sets, system, json_string(part, "version"))
				     : NULL;

	if (!found)
		fail(walk, "list the codes, or give the set an expansion",
		     "the value set includes a whole code system", system);
	add_concepts(walk, part, json_get(found, "concept"));
}

static void include(struct walk *walk, const cJSON *part)
{
	const cJSON *concepts = json_get(part, "concept"), *sets = json_get(part, "valueSet"), *one;
	const char *system = json_string(part, "system"), *version = json_string(part, "version");

	if (json_get(part, "filter"))
		fail(walk, "give the set an expansion",
		     "the value set chooses codes by a filter, which takes a terminology server",
		     system);
	else if ((sets && concepts) || cJSON_GetArraySize(sets) > 1)
		fail(walk, "give the set an expansion",
		     "the value set takes what several sets have in common", NULL);
	else if (!sets && !concepts)
		include_system(walk, part);
	cJSON_ArrayForEach(one, concepts)
	{
		add(walk, concept_coding(system, version, one), one);
	}
	cJSON_ArrayForEach(one, sets)
	{
		if (cJSON_IsString(one))
			include_named(walk, one->valuestring, system);
	}
}

/* What a set leaves out stands among its options without a label until they are settled. */
static void exclude(struct walk *walk, const cJSON *part)
{
	const cJSON *concepts = json_get(part, "concept"), *one;

	if (!concepts || json_get(part, "filter") || json_get(part, "valueSet"))
		fail(walk, "give the set an expansion",
		     "the value set leaves out more than single codes", NULL);
	cJSON_ArrayForEach(one, concepts)
	{
		struct coding coding = concept_coding(json_string(part, "system"), NULL, one);
		struct answer_option *option = coding.code ? reserve(walk, 1) : NULL;

		if (option)
			*option = (struct answer_option){.value.coding = coding};
	}
}

static void add_set(struct walk *walk, const cJSON *set)
{
	const cJSON *contains = json_get(json_get(set, "expansion"), "contains");
	const cJSON *compose = json_get(set, "compose"), *one;

	if (contains && (contains->child || !compose))
		compose = NULL;
	else
		contains = NULL; /* an expansion of nothing says less than the compose */
	if (contains)
		add_expansion(walk, set, contains);
	else if (!json_get(compose, "include"))
		fail(walk, "give the set an expansion, or a compose that lists its codes",
		     "the value set lists no codes", json_string(set, "url"));
	cJSON_ArrayForEach(one, json_get(compose, "include"))
	{
		include(walk, one);
	}
	cJSON_ArrayForEach(one, json_get(compose, "exclude"))
	{
		exclude(walk, one);
	}
}

static void not_there(struct loader *loader, const cJSON *at, const char *canonical)
{
	const char *place = loader->value_sets->place;

	if (*canonical == '#')
		load_error(loader, at, "contain it, or list its codes as answerOption",
			   "the form contains no such value set: %s", canonical);
	else if (place)
		load_error(loader, at, "put the ValueSet there, or list its codes as answerOption",
			   "the value set is in no file of %s: %s", place, canonical);
	else
		load_error(loader, at,
			   "name a folder that has the ValueSet as form.valueSets in the settings "
			   "(--value-sets), or list its codes as answerOption",
			   "the value set is not held here: %s", canonical);
}

static int compare_codes(const struct coding *a, const struct coding *b)
{
	int order = strcmp(a->code, b->code);

	return order ? order : strcmp(a->system ? a->system : "", b->system ? b->system : "");
}

static int compare_options(const void *left, const void *right)
{
	const struct answer_option *a = *(const struct answer_option *const *)left;
	const struct answer_option *b = *(const struct answer_option *const *)right;
	int order = compare_codes(&a->value.coding, &b->value.coding);

	if (!order)
		order = (a->label != NULL) - (b->label != NULL);
	return order ? order : (a > b) - (a < b);
}

/* A code that stands in two included sets is one option: the later ones go. All go of a code that
 * is left out, which is sorted before them. */
static void settle(struct walk *walk)
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

/* For as long as the form. Behind the last stands a label: whoever adds to the list has to copy. */
static const struct answer_option *keep(struct loader *loader, const struct answer_option *options,
					size_t count)
{
	struct answer_option *kept = load_alloc(loader, count + 1, sizeof(*kept));

	if (kept && count > 0)
		memcpy(kept, options, count * sizeof(*kept));
	if (kept)
		kept[count].label = "";
	return kept;
}

static void list(struct walk *walk, struct known_set *known)
{
	known->state = SET_OPEN;
	add_set(walk, known->set);
	settle(walk);
	if (!walk->failed)
		known->options = keep(walk->loader, walk->options, walk->count);
	known->state = known->options ? SET_LISTED : SET_FAILED;
	known->count = known->options ? walk->count : 0;
	free(walk->options);
}

/* NULL after an error. */
static const struct known_set *list_named(const struct walk *from, const char *canonical)
{
	struct value_sets *sets = value_sets_of(from->loader);
	struct walk walk = {.loader = from->loader, .at = from->at, .depth = from->depth + 1};
	struct known_set *known = sets ? value_sets_find(sets, canonical) : NULL;

	if (sets && !known)
		not_there(walk.loader, walk.at, canonical);
	if (!known)
		return NULL;
	if (known->state == SET_OPEN)
		fail(&walk, "remove one of the includes", "the value set includes itself",
		     canonical);
	else if (known->state == SET_FAILED)
		fail(&walk, "mend the set",
		     "the value set has errors, told where it is named first", canonical);
	else if (known->state == SET_UNREAD && walk.depth > SETS_DEEP)
		fail(&walk, "give it an expansion", "value sets include one another too deep",
		     canonical);
	else if (known->state == SET_UNREAD)
		list(&walk, known);
	return known->state == SET_LISTED ? known : NULL;
}

/* Which options are chosen at first is written into them: an item that says so needs its own. */
static bool has_initial(const cJSON *member)
{
	while (member->prev->next) /* of the first, prev is the last */
		member = member->prev;
	while (member && (!member->string || strcmp(member->string, "initial") != 0))
		member = member->next;
	return member != NULL;
}

size_t load_value_set(struct loader *loader, const cJSON *canonical,
		      const struct answer_option **out)
{
	struct walk walk = {.loader = loader, .at = canonical};
	const struct known_set *known;

	if (!cJSON_IsString(canonical) || !*canonical->valuestring) {
		fail(&walk, "name it by its url, or as #id", "this names no value set", NULL);
		return 0;
	}
	known = list_named(&walk, canonical->valuestring);
	*out = NULL;
	if (known && known->count == 0)
		fail(&walk, "list its codes", "the value set holds no code that can be chosen",
		     canonical->valuestring);
	else if (known && !has_initial(canonical))
		*out = known->options;
	else if (known && pay(&walk, known->count))
		*out = keep(loader, known->options, known->count);
	return *out ? known->count : 0;
}
