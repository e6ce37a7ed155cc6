#include "questionnaire_load.h"

#include <stdlib.h>
#include <string.h>

#define CHUNK_SIZE 16384u

struct chunk {
	struct chunk *next;
	size_t used;
	size_t size;
	_Alignas(max_align_t) char bytes[];
};

struct pool {
	struct chunk *chunks;
};

struct pool *pool_open(void)
{
	return calloc(1, sizeof(struct pool));
}

void pool_close(struct pool *pool)
{
	while (pool && pool->chunks) {
		struct chunk *next = pool->chunks->next;

		free(pool->chunks);
		pool->chunks = next;
	}
	free(pool);
}

void *pool_alloc(struct pool *pool, size_t size)
{
	size_t align = _Alignof(max_align_t);
	struct chunk *chunk = pool->chunks;
	void *block;

	if (size > SIZE_MAX / 2)
		return NULL;
	size = (size + align - 1) / align * align;
	if (!chunk || chunk->size - chunk->used < size) {
		size_t room = size > CHUNK_SIZE ? size : CHUNK_SIZE;

		chunk = calloc(1, sizeof(*chunk) + room);
		if (!chunk)
			return NULL;
		chunk->size = room;
		chunk->next = pool->chunks;
		pool->chunks = chunk;
	}
	block = chunk->bytes + chunk->used;
	chunk->used += size;
	return block;
}

void questionnaire_close(struct questionnaire *questionnaire)
{
	struct form *form = (struct form *)(void *)questionnaire;

	if (!form)
		return;
	patterns_close(form);
	pool_close(form->pool);
	json_close(form->json);
	free(form);
}

static bool list_pages(struct form *form)
{
	size_t count = 0, room = 0;
	size_t *pages;

	for (size_t i = 0; i < form->questionnaire.item_count; i++)
		room += form->items[i].page;
	pages = pool_alloc(form->pool, (room + 1) * sizeof(*pages));
	if (!pages)
		return false;
	for (size_t i = 0; i < form->questionnaire.item_count; i++) {
		if (form->items[i].page && !form->items[i].hidden)
			pages[count++] = i;
	}
	form->questionnaire.pages = pages;
	form->questionnaire.page_count = count;
	return true;
}

static bool list_hidden(struct form *form)
{
	size_t *hidden = pool_alloc(form->pool, form->questionnaire.item_count * sizeof(*hidden));

	if (!hidden)
		return false;
	for (size_t i = 0; i < form->questionnaire.item_count; i++)
		if (form->items[i].hidden && item_is_question(&form->items[i]))
			hidden[form->hidden_count++] = i;
	form->hidden = hidden;
	return true;
}

static void load_items(struct loader *loader)
{
	struct form *form = loader->form;
	size_t count = form->questionnaire.item_count;

	for (size_t i = 0; i < count && !loader->no_memory; i++)
		load_item(loader, i);
	for (size_t i = 0; i < count && !loader->no_memory; i++)
		load_conditions(loader, i);
	loader->where = NULL;
	if (!loader->no_memory)
		load_help(loader);
	if (!loader->no_memory)
		load_instances(loader);
	if (!loader->no_memory)
		load_checks(loader);
	if (!loader->no_memory)
		load_graph(loader);
	if (!list_pages(form) || !list_hidden(form))
		loader->no_memory = true;
	form->birth_date = questionnaire_find_definition(&form->questionnaire, "Patient.birthDate");
}

static enum status load(struct loader *loader)
{
	const cJSON *root = json_root(loader->form->json);
	size_t errors = loader->report->errors;

	if (load_root(loader, root))
		load_outline(loader, root);
	if (loader->form->questionnaire.item_count > 0 && !loader->no_memory)
		load_items(loader);
	if (loader->no_memory) {
		report_add(loader->report, SEVERITY_ERROR, json_place(loader->form->json, root),
			   NULL, NULL, "not enough memory to read the questionnaire");
		return STATUS_NOMEM;
	}
	if (loader->report->errors == errors && loader->form->questionnaire.page_count == 0)
		load_error(loader, root, "show at least one of its items",
			   "every item is hidden: there is nothing to ask");
	return loader->report->errors > errors ? STATUS_INVALID : STATUS_OK;
}

enum status questionnaire_load_take(struct json *json, const struct questionnaire_options *options,
				    struct report *report, struct questionnaire **out)
{
	struct form *form = calloc(1, sizeof(*form));
	struct loader *loader = calloc(1, sizeof(*loader));
	enum status status = STATUS_NOMEM;

	if (form)
		form->pool = pool_open();
	if (form && form->pool && loader) {
		form->json = json;
		form->birth_date = ITEM_NONE;
		*loader = (struct loader){
			.form = form,
			.report = report,
			.value_sets = options ? options->value_sets : NULL,
			.language = options ? options->language : NULL,
			.only_language = options && options->only_language,
		};
		status = load(loader);
		free(loader->source);
	} else {
		json_close(json);
	}
	free(loader);
	if (status == STATUS_OK)
		*out = &form->questionnaire;
	else
		questionnaire_close(form ? &form->questionnaire : NULL);
	return status;
}
