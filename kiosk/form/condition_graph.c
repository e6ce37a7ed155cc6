/* What depends on what, and an order in which everything stands behind what it depends on: its
 * parent, and the questions that its conditions name. */
#include "questionnaire_load.h"

#include <stdlib.h>
#include <string.h>

#define PATH_MAX_BYTES 1500u
#define UNRANKED       UINT32_MAX

struct graph {
	struct loader *loader;
	size_t count;
	uint32_t *waits; /* for how many others an item waits */
	uint32_t *rank;
	uint32_t *ordered;
	size_t ranked;
};

/* Calls visit once for each question that the item's conditions name; last keeps who was here. */
static void link_item(struct item *items, size_t index, size_t *last, size_t **lists,
		      uint32_t *waits)
{
	const struct item *item = &items[index];

	for (size_t i = 0; i < item->condition_count; i++) {
		size_t question = item->conditions[i].question;

		if (last[question] == index)
			continue;
		last[question] = index;
		if (lists)
			lists[question][items[question].dependent_count] = index;
		else
			waits[index]++;
		items[question].dependent_count++;
	}
}

/* Counts first, then fills lists of just that size. */
static void link_dependents(struct graph *graph)
{
	struct item *items = graph->loader->form->items;
	size_t *last = malloc(graph->count * sizeof(*last)),
	       **lists = calloc(graph->count, sizeof(*lists));

	if (!last || !lists) {
		graph->loader->no_memory = true;
		goto done;
	}
	memset(last, 0xFF, graph->count * sizeof(*last));
	for (size_t i = 0; i < graph->count; i++)
		link_item(items, i, last, NULL, graph->waits);
	for (size_t i = 0; i < graph->count; i++) {
		lists[i] = load_alloc(graph->loader, items[i].dependent_count, sizeof(**lists));
		items[i].dependents = lists[i];
		items[i].dependent_count = 0;
	}
	memset(last, 0xFF, graph->count * sizeof(*last));
	for (size_t i = 0; i < graph->count && !graph->loader->no_memory; i++)
		link_item(items, i, last, lists, NULL);
done:
	free(last);
	free(lists);
}

static void place(struct graph *graph, size_t item)
{
	graph->rank[item] = (uint32_t)graph->ranked;
	graph->ordered[graph->ranked++] = (uint32_t)item;
}

static void release(struct graph *graph, size_t item)
{
	if (graph->rank[item] == UNRANKED && --graph->waits[item] == 0)
		place(graph, item);
}

/* Lets everything that waited for the items from here on take its place. */
static void propagate(struct graph *graph, size_t from)
{
	const struct item *items = graph->loader->form->items;

	for (; from < graph->ranked; from++) {
		size_t index = graph->ordered[from], end = index + 1 + items[index].descendants;

		for (size_t i = 0; i < items[index].dependent_count; i++)
			release(graph, items[index].dependents[i]);
		for (size_t child = index + 1; child < end; child += 1 + items[child].descendants)
			release(graph, child);
	}
}

/* One that the item still waits for. */
static size_t blocker(const struct graph *graph, size_t index)
{
	const struct item *item = &graph->loader->form->items[index];

	for (size_t i = 0; i < item->condition_count; i++)
		if (graph->rank[item->conditions[i].question] == UNRANKED)
			return item->conditions[i].question;
	return item->parent;
}

static void report_loop(struct graph *graph, size_t start)
{
	struct loader *loader = graph->loader;
	const struct item *items = loader->form->items;
	size_t at = start, asker = start;
	struct buf path;

	buf_init(&path, PATH_MAX_BYTES, NULL);
	do {
		if (items[at].condition_count > 0)
			asker = at;
		if (buf_addf(&path, "%s -> ", items[at].link_id) != STATUS_OK &&
		    buf_adds(&path, "... -> ") != STATUS_OK)
			break;
		at = blocker(graph, at);
	} while (at != start);
	loader->where = items[asker].link_id;
	load_error(loader, json_get(loader->source[asker], "enableWhen"),
		   "remove one of its conditions", "whether it is asked depends on itself: %s%s",
		   buf_str(&path), items[start].link_id);
	loader->where = NULL;
	buf_release(&path);
}

/* The items that are left all wait for one another: follows the waiting until it comes back. */
static size_t find_loop(const struct graph *graph, size_t from, uint32_t *seen, uint32_t walk)
{
	while (seen[from] != walk) {
		seen[from] = walk;
		from = blocker(graph, from);
	}
	return from;
}

static void break_loops(struct graph *graph)
{
	uint32_t *seen = calloc(graph->count, sizeof(*seen)), walk = 0;

	if (!seen) {
		graph->loader->no_memory = true;
		return;
	}
	for (size_t i = 0; i < graph->count; i++) {
		while (graph->rank[i] == UNRANKED) {
			size_t member = find_loop(graph, i, seen, ++walk), from = graph->ranked;

			report_loop(graph, member);
			place(graph, member);
			propagate(graph, from);
		}
	}
	free(seen);
}

void load_graph(struct loader *loader)
{
	struct graph graph = {.loader = loader, .count = loader->form->questionnaire.item_count};

	graph.waits = calloc(graph.count, sizeof(*graph.waits));
	graph.rank = load_alloc(loader, graph.count, sizeof(*graph.rank));
	graph.ordered = load_alloc(loader, graph.count, sizeof(*graph.ordered));
	if (graph.waits && graph.rank && graph.ordered)
		link_dependents(&graph);
	else
		loader->no_memory = true;
	if (!loader->no_memory) {
		memset(graph.rank, 0xFF, graph.count * sizeof(*graph.rank));
		for (size_t i = 0; i < graph.count; i++)
			graph.waits[i] += loader->form->items[i].parent != ITEM_NONE;
		for (size_t i = 0; i < graph.count; i++)
			if (graph.waits[i] == 0)
				place(&graph, i);
		propagate(&graph, 0);
		break_loops(&graph);
	}
	free(graph.waits);
	loader->form->rank = graph.rank;
	loader->form->ordered = graph.ordered;
}
