/* The resource itself: what it is, which FHIR it is of, and its outline. */
#include "questionnaire_load.h"

#include <stdlib.h>
#include <string.h>

struct marker {
	const char *key;
	const char *version;
};

/* Elements that other versions have and R4 has not. */
static const struct marker markers[] = {
	{"group", "DSTU2"},
	{"option", "STU3"},
	{"options", "STU3"},
	{"hasAnswer", "STU3"},
	{"copyrightLabel", "R5"},
	{"versionAlgorithmString", "R5"},
	{"versionAlgorithmCoding", "R5"},
	{"disabledDisplay", "R5"},
	{"answerConstraint", "R5"},
};

static const char *version_of(const char *key)
{
	for (size_t i = 0; i < sizeof(markers) / sizeof(*markers); i++)
		if (strcmp(markers[i].key, key) == 0)
			return markers[i].version;
	if (strncmp(key, "initial", 7) == 0 && key[7] >= 'A' && key[7] <= 'Z')
		return "STU3";
	return NULL;
}

bool load_other_version(struct loader *loader, const cJSON *object)
{
	const cJSON *member;
	bool other = false;

	cJSON_ArrayForEach(member, object)
	{
		const char *version = version_of(member->string);

		if (!version)
			continue;
		other = true;
		if (load_first_time(loader, member->string))
			load_error(loader, member, "export the form as FHIR R4 (4.0.1)",
				   "\"%s\" is of FHIR %s", member->string, version);
	}
	return other;
}

static bool is_questionnaire(struct loader *loader, const cJSON *root)
{
	const char *type = json_string(root, "resourceType");

	if (!cJSON_IsObject(root))
		load_error(loader, root, "give a FHIR R4 Questionnaire",
			   "this is no FHIR resource");
	else if (!type)
		load_error(loader, root, "add \"resourceType\": \"Questionnaire\"",
			   "\"resourceType\" is missing");
	else if (strcmp(type, "Questionnaire") != 0)
		load_error(loader, json_get(root, "resourceType"),
			   strcmp(type, "Bundle") == 0 ? "take the Questionnaire out of the Bundle"
						       : "give a FHIR R4 Questionnaire",
			   "this is a %s, not a Questionnaire", type);
	else
		return true;
	return false;
}

static void check_status(struct loader *loader, const cJSON *root)
{
	static const char *const known[] = {"draft", "active", "retired", "unknown"};
	const char *status = loader->form->questionnaire.status;

	for (size_t i = 0; status && i < sizeof(known) / sizeof(*known); i++)
		if (strcmp(status, known[i]) == 0)
			return;
	if (status)
		load_warning(loader, json_get(root, "status"),
			     "write draft, active, retired or unknown", "\"%s\" is no status",
			     status);
	else
		load_warning(loader, root, "add \"status\": \"draft\" or \"active\"",
			     "\"status\" is missing");
}

/* Not an element of the resource, but what some tools write into it. */
static void check_release(struct loader *loader, const cJSON *root)
{
	const char *release = json_string(root, "fhirVersion");

	if (release && strncmp(release, "4.0", 3) != 0)
		load_error(loader, json_get(root, "fhirVersion"),
			   "export the form as FHIR R4 (4.0.1)",
			   "the form says that it is of FHIR %s", release);
}

static const char *const root_keys[] = {"resourceType",
					"id",
					"meta",
					"implicitRules",
					"language",
					"text",
					"contained",
					"extension",
					"modifierExtension",
					"url",
					"identifier",
					"version",
					"name",
					"title",
					"derivedFrom",
					"status",
					"experimental",
					"subjectType",
					"date",
					"publisher",
					"contact",
					"description",
					"useContext",
					"jurisdiction",
					"purpose",
					"copyright",
					"approvalDate",
					"lastReviewDate",
					"effectivePeriod",
					"code",
					"item"};

/* A canonical with its version is what refers to a form. In its own url the part behind the bar
 * would stand before the version once more. */
static void load_url(struct loader *loader, const cJSON *root)
{
	struct questionnaire *questionnaire = &loader->form->questionnaire;
	const char *url = load_string(loader, root, "url");
	size_t len = url ? strcspn(url, "|") : 0;
	char *alone;

	questionnaire->url = url;
	questionnaire->version = load_string(loader, root, "version");
	if (!url || !url[len])
		return;
	load_warning(loader, json_get(root, "url"), "put the version into \"version\"",
		     "the \"url\" names a version");
	if (!questionnaire->version && url[len + 1])
		questionnaire->version = url + len + 1;
	alone = load_alloc(loader, len + 1, 1);
	if (alone)
		memcpy(alone, url, len);
	questionnaire->url = alone && len > 0 ? alone : NULL;
}

bool load_root(struct loader *loader, const cJSON *root)
{
	struct questionnaire *questionnaire = &loader->form->questionnaire;

	if (!is_questionnaire(loader, root))
		return false;
	load_url(loader, root);
	questionnaire->title = load_string(loader, root, "title");
	questionnaire->status = load_string(loader, root, "status");
	questionnaire->approval_date = load_string(loader, root, "approvalDate");
	questionnaire->language = load_string(loader, root, "language");
	check_status(loader, root);
	check_release(loader, root);
	if (!questionnaire->url)
		load_warning(loader, root, "add a url",
			     "without a \"url\" no response can say which form it answers");
	if (json_get(root, "implicitRules"))
		load_error(loader, json_get(root, "implicitRules"),
			   "remove it if the form means the same without",
			   "rules that stand elsewhere (\"implicitRules\") are not known here");
	load_extensions(loader, root, LOAD_ROOT, (struct load_target){0});
	if (!load_other_version(loader, root))
		load_check_keys(loader, root, root_keys, sizeof(root_keys) / sizeof(*root_keys));
	return true;
}

/* How many items there are, however deep. */
static size_t count_items(const cJSON *object)
{
	const cJSON *list = json_get(object, "item"), *item;
	size_t count = 0;

	cJSON_ArrayForEach(item, list)
	{
		if (cJSON_IsObject(item))
			count += 1 + count_items(item);
	}
	return count;
}

static void outline_items(struct loader *loader, const cJSON *owner, size_t parent, unsigned depth)
{
	const cJSON *list = load_array(loader, owner, "item"), *source;
	struct questionnaire *questionnaire = &loader->form->questionnaire;

	if (list && depth > QUESTIONNAIRE_MAX_DEPTH) {
		load_error(loader, list, "flatten the form", "more than %u levels of items",
			   QUESTIONNAIRE_MAX_DEPTH);
		return;
	}
	cJSON_ArrayForEach(source, list)
	{
		size_t index = questionnaire->item_count;
		struct item *item = &loader->form->items[index];
		const cJSON *given = json_get(source, "linkId");
		const char *link_id;

		loader->where = NULL;
		if (!cJSON_IsObject(source)) {
			load_error(loader, source, "write an object { }", "this item is no object");
			continue;
		}
		questionnaire->item_count++;
		loader->source[index] = source;
		link_id = load_string(loader, source, "linkId");
		if (!link_id && (!given || cJSON_IsString(given)))
			load_error(loader, source, "give it a linkId that no other item has",
				   "an item without a \"linkId\"");
		*item = (struct item){.parent = parent, .link_id = link_id ? link_id : ""};
		item->place = json_place(loader->form->json, source);
		loader->where = link_id;
		outline_items(loader, source, index, depth + 1);
		item->descendants = questionnaire->item_count - index - 1;
	}
}

static int compare_links(const void *left, const void *right)
{
	const struct link *a = left, *b = right;
	int order = strcmp(a->link_id, b->link_id);

	return order ? order : (a->item > b->item) - (a->item < b->item);
}

static void index_links(struct loader *loader)
{
	struct form *form = loader->form;
	size_t count = form->questionnaire.item_count;

	for (size_t i = 0; i < count; i++)
		form->links[i] = (struct link){form->items[i].link_id, i};
	qsort(form->links, count, sizeof(*form->links), compare_links);
	for (size_t i = 1; i < count; i++) {
		const struct link *link = &form->links[i];

		if (!*link->link_id || strcmp(link->link_id, link[-1].link_id) != 0)
			continue;
		loader->where = link->link_id;
		load_error(loader, json_get(loader->source[link->item], "linkId"),
			   "give one of them another linkId",
			   "this linkId stands twice (also in line %d)",
			   form->items[link[-1].item].place.line);
	}
}

void load_outline(struct loader *loader, const cJSON *root)
{
	struct form *form = loader->form;
	size_t count = count_items(root);

	if (json_get(root, "item") && !load_array(loader, root, "item"))
		return;
	if (count == 0)
		load_error(loader, root, "add items",
			   "a form without items: there is nothing to ask");
	if (count > QUESTIONNAIRE_MAX_ITEMS)
		load_error(loader, root, "split the form", "%zu items: the limit is %u", count,
			   QUESTIONNAIRE_MAX_ITEMS);
	if (count == 0 || count > QUESTIONNAIRE_MAX_ITEMS)
		return;
	loader->source = calloc(count, sizeof(const cJSON *));
	form->items = load_alloc(loader, count, sizeof(*form->items));
	form->links = load_alloc(loader, count, sizeof(*form->links));
	if (!loader->source || !form->items || !form->links) {
		loader->no_memory = true;
		return;
	}
	form->questionnaire.items = form->items;
	outline_items(loader, root, ITEM_NONE, 1);
	index_links(loader);
	loader->where = NULL;
}
