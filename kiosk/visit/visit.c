#include "machine.h"

#include <stdlib.h>
#include <string.h>

static const enum visit_place place_of_step[] = {
	[STEP_PRIVACY] = VISIT_PRIVACY, [STEP_QUESTIONS] = VISIT_QUESTIONS,
	[STEP_OUTCOME] = VISIT_OUTCOME, [STEP_EXPLAINER] = VISIT_EXPLAINER,
	[STEP_REVIEW] = VISIT_REVIEW,   [STEP_CONFIRM] = VISIT_CONFIRM,
};

enum status visit_open(const struct settings *settings, const struct questionnaire *questionnaire,
		       const struct answers_options *options, struct arena *arena, int64_t now,
		       struct visit **out)
{
	const struct settings_code *code = &settings->form.confirmation;
	enum status status;
	struct visit *visit;

	visit = arena_alloc(arena, sizeof(*visit));
	if (!visit)
		return STATUS_NOMEM;
	visit->changed = SLOT_NONE;
	visit->settings = settings;
	visit->questionnaire = questionnaire;
	visit->arena = arena;
	visit->touched = now;
	visit->confirm_page =
		code->code ? questionnaire_find_code(questionnaire, code->system, code->code)
			   : ITEM_NONE;
	status = answers_open(questionnaire, options, arena, &visit->answers);
	if (status) {
		arena_free(arena, visit);
		return status;
	}
	*out = visit;
	return STATUS_OK;
}

void visit_close(struct visit *visit)
{
	if (!visit)
		return;
	answers_close(visit->answers);
	arena_free(visit->arena, visit);
}

enum status visit_translate(struct visit *visit, const struct questionnaire *questionnaire,
			    const struct answers_options *options)
{
	enum status status = answers_translate(visit->answers, questionnaire, options);

	if (!status)
		visit->questionnaire = questionnaire;
	return status;
}

enum visit_place visit_place(const struct visit *visit)
{
	return visit->place;
}

size_t visit_page(const struct visit *visit)
{
	return visit->page;
}

struct answers *visit_answers(struct visit *visit)
{
	return visit->answers;
}

const struct answers *visit_answers_const(const struct visit *visit)
{
	return visit->answers;
}

enum visit_end visit_end_reason(const struct visit *visit)
{
	return visit->end;
}

bool visit_changing(const struct visit *visit)
{
	return visit->changing;
}

bool visit_running(const struct visit *visit)
{
	return visit->place >= VISIT_PRIVACY && visit->place <= VISIT_CONFIRM;
}

/* How many pages a place has: the indexes that visit_page may take there. */
static size_t place_pages(const struct visit *visit, enum visit_place place)
{
	switch (place) {
	case VISIT_LEARN:
		return visit->settings->pages.learn_count;
	case VISIT_EXPLAINER:
		return visit->settings->pages.explainer_count;
	case VISIT_QUESTIONS:
		return visit->questionnaire->page_count;
	default:
		return 1;
	}
}

/* The page of questions at an index, or ITEM_NONE when it is not asked now or belongs to the
 * confirmation. */
static size_t asked_page(const struct visit *visit, size_t index)
{
	size_t page = visit->questionnaire->pages[index];

	if (page == visit->confirm_page || !answers_page_shown(visit->answers, page))
		return ITEM_NONE;
	return page;
}

static size_t page_index(const struct visit *visit, size_t page)
{
	size_t i;

	for (i = 0; i < visit->questionnaire->page_count; i++)
		if (visit->questionnaire->pages[i] == page)
			break;
	return i;
}

/* Goes to the first page of a place at or after index (forward) or at or before it. False when none
 * is shown. */
static bool enter_place(struct visit *visit, enum visit_place place, size_t index, bool forward)
{
	size_t count = place_pages(visit, place);

	for (; index < count; index = forward ? index + 1 : index - 1) {
		size_t page = index;

		if (place == VISIT_QUESTIONS)
			page = asked_page(visit, index);
		else if (place == VISIT_CONFIRM)
			page = visit->confirm_page;
		if (page == ITEM_NONE && place == VISIT_QUESTIONS)
			continue;
		visit->place = place;
		visit->page = page;
		if (place == VISIT_OUTCOME)
			visit->seen_flag = visit_flag(visit);
		return true;
	}
	return false;
}

/* The index of the current page within its place. */
static size_t current_index(const struct visit *visit)
{
	switch (visit->place) {
	case VISIT_QUESTIONS:
		return page_index(visit, visit->page);
	case VISIT_EXPLAINER:
	case VISIT_LEARN:
		return visit->page;
	default:
		return 0;
	}
}

static size_t current_step(const struct visit *visit)
{
	size_t i;

	for (i = 0; i < visit->settings->flow_count; i++)
		if (place_of_step[visit->settings->flow[i]] == visit->place)
			break;
	return i;
}

static bool step_forward(struct visit *visit)
{
	size_t step;

	if (enter_place(visit, visit->place, current_index(visit) + 1, true))
		return true;
	for (step = current_step(visit) + 1; step < visit->settings->flow_count; step++)
		if (enter_place(visit, place_of_step[visit->settings->flow[step]], 0, true))
			return true;
	return false;
}

static void to_welcome(struct visit *visit)
{
	visit->place = VISIT_WELCOME;
	visit->page = 0;
}

static void to_review(struct visit *visit)
{
	visit->changing = false;
	visit->place = VISIT_REVIEW;
	visit->page = 0;
}

/* To the first page of questions that has a fault; false when none has. */
static bool to_faulty_page(struct visit *visit)
{
	size_t i;

	for (i = 0; i < visit->questionnaire->page_count; i++) {
		size_t page = asked_page(visit, i);

		if (page == ITEM_NONE || answers_page_faults(visit->answers, page, NULL, 0) == 0)
			continue;
		visit->place = VISIT_QUESTIONS;
		visit->page = page;
		return true;
	}
	return false;
}

static bool has_step(const struct visit *visit, enum step step)
{
	size_t i;

	for (i = 0; i < visit->settings->flow_count; i++)
		if (visit->settings->flow[i] == step)
			return true;
	return false;
}

/* A changed answer may open or invalidate other pages, and may lead to another outcome: both are
 * seen before the review is again. */
static void after_change(struct visit *visit)
{
	if (to_faulty_page(visit))
		return;
	if (has_step(visit, STEP_OUTCOME) && visit_flag(visit) != visit->seen_flag)
		(void)enter_place(visit, VISIT_OUTCOME, 0, true);
	else
		to_review(visit);
}

void visit_begin(struct visit *visit)
{
	if (visit->place != VISIT_WELCOME)
		return;
	visit->begun = true;
	(void)enter_place(visit, place_of_step[visit->settings->flow[0]], 0, true);
}

void visit_learn(struct visit *visit)
{
	if (visit->place == VISIT_WELCOME)
		(void)enter_place(visit, VISIT_LEARN, 0, true);
}

bool visit_next(struct visit *visit)
{
	switch (visit->place) {
	case VISIT_QUESTIONS:
		if (answers_page_faults(visit->answers, visit->page, NULL, 0) > 0)
			return false;
		if (visit->changing) {
			after_change(visit);
			return true;
		}
		return step_forward(visit);
	case VISIT_LEARN:
		if (!enter_place(visit, VISIT_LEARN, visit->page + 1, true))
			to_welcome(visit);
		return true;
	case VISIT_OUTCOME:
		if (!visit->changing)
			return step_forward(visit);
		to_review(visit);
		return true;
	case VISIT_REVIEW:
		if (answers_prune(visit->answers, &(size_t){0}))
			return false;
		visit->changing = to_faulty_page(visit);
		return visit->changing || step_forward(visit);
	case VISIT_PRIVACY:
	case VISIT_EXPLAINER:
		return step_forward(visit);
	default:
		return false;
	}
}

bool visit_back(struct visit *visit)
{
	size_t index = current_index(visit);
	size_t step;

	if (visit->place == VISIT_LEARN) {
		if (index == 0 || !enter_place(visit, VISIT_LEARN, index - 1, false))
			to_welcome(visit);
		return true;
	}
	if (!visit_running(visit))
		return false;
	if (visit->changing) {
		to_review(visit);
		return true;
	}
	if (index > 0 && enter_place(visit, visit->place, index - 1, false))
		return true;
	for (step = current_step(visit); step-- > 0;) {
		enum visit_place place = place_of_step[visit->settings->flow[step]];

		if (enter_place(visit, place, place_pages(visit, place) - 1, false))
			return true;
	}
	to_welcome(visit);
	return true;
}

/* The page that asks an item: the nearest of its ancestors, or itself, that is a page. */
static size_t page_of_item(const struct visit *visit, size_t item)
{
	while (item != ITEM_NONE && page_index(visit, item) == visit->questionnaire->page_count)
		item = visit->questionnaire->items[item].parent;
	return item;
}

bool visit_change(struct visit *visit, size_t slot)
{
	const struct item *item = answers_item(visit->answers, slot);
	size_t page = page_of_item(visit, (size_t)(item - visit->questionnaire->items));

	if (visit->place != VISIT_REVIEW || page == ITEM_NONE || page == visit->confirm_page)
		return false;
	visit->changing = true;
	visit->changed = slot;
	visit->place = VISIT_QUESTIONS;
	visit->page = page;
	return true;
}

size_t visit_changed(const struct visit *visit)
{
	return visit->changed;
}

void visit_saved(struct visit *visit)
{
	if (visit->place != VISIT_CONFIRM)
		return;
	visit->place = VISIT_RECEIPT;
	visit->page = 0;
}

void visit_end(struct visit *visit, enum visit_end reason)
{
	if (visit->place == VISIT_ENDED)
		return;
	visit->place = VISIT_ENDED;
	visit->end = reason;
}

static void count_pages(struct visit *visit)
{
	struct progress *progress = &visit->progress;

	*progress = (struct progress){
		.counted = true, .page = visit->page, .turns = answers_turns(visit->answers)};
	for (size_t i = 0; i < visit->questionnaire->page_count; i++) {
		size_t page = asked_page(visit, i);

		if (page == ITEM_NONE)
			continue;
		progress->total++;
		if (page == visit->page)
			progress->position = progress->total;
	}
}

bool visit_progress(struct visit *visit, size_t *position, size_t *total)
{
	const struct progress *progress = &visit->progress;

	if (visit->place != VISIT_QUESTIONS)
		return false;
	if (!progress->counted || progress->page != visit->page ||
	    progress->turns != answers_turns(visit->answers))
		count_pages(visit);
	*position = progress->position;
	*total = progress->total;
	return progress->position > 0;
}

size_t visit_flag(const struct visit *visit)
{
	const char *codes[SETTINGS_LIST_MAX];
	size_t i;

	for (i = 0; i < visit->settings->form.flag_count; i++)
		codes[i] = visit->settings->form.flags[i].code;
	return answers_flag(visit->answers, visit->settings->form.flag_system, codes, i);
}

static const char *outcome_page(const struct visit *visit)
{
	size_t flag = visit_flag(visit);

	for (; flag < visit->settings->form.flag_count; flag++)
		if (visit->settings->form.flags[flag].page)
			return visit->settings->form.flags[flag].page;
	return visit->settings->form.no_flag_page;
}

const char *visit_text_page(const struct visit *visit)
{
	switch (visit->place) {
	case VISIT_PRIVACY:
		return visit->settings->pages.privacy;
	case VISIT_LEARN:
		return visit->settings->pages.learn[visit->page];
	case VISIT_EXPLAINER:
		return visit->settings->pages.explainer[visit->page];
	default:
		return outcome_page(visit);
	}
}
