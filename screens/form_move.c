/* How the focus moves over a page of questions. */
#include "form_page.h"

#include <string.h>

static struct answers *answers_of(const struct screen_context *context)
{
	return visit_answers(context->visit);
}

size_t form_stops_at(const struct screen_context *context, struct page_entry at)
{
	return at.slot == SLOT_NONE ? 2 : form_stops(context, at);
}

void form_set_focus(const struct screen_context *context, struct form_state *state,
		    struct form_focus focus)
{
	bool stays = form_same_entry(focus.at, state->focus.at);
	bool same = stays && focus.stop == state->focus.stop;

	state->moved = stays && (state->moved || !same);
	if (!same)
		keyboard_close(&state->keyboard);
	if (!stays)
		wipe(state->search, sizeof(state->search));
	if (!stays && parts_single(context)) /* another screen, from its beginning */
		state->scroll = 0;
	state->focus = focus;
	if (!same && form_on_field(context, &focus))
		state->field = (struct field){
			.cursor = strlen(answers_typed(answers_of(context), focus.at.slot)),
			.many = answers_item(answers_of(context), focus.at.slot)->type == ITEM_TEXT,
		};
	if (!stays)
		form_arrive(context, state);
}

/* The stop of the first chosen option. */
static size_t chosen_stop(const struct screen_context *context, size_t slot)
{
	const struct answers *answers = answers_of(context);
	size_t option, count = answers_option_count(answers, slot);

	for (option = 0; option < count; option++)
		if (answers_chosen(answers, slot, option))
			return form_option_stop(context, slot, option);
	return 0;
}

void form_focus_entry(const struct screen_context *context, struct form_state *state,
		      struct page_entry at)
{
	struct form_focus focus = {at, 0};

	if (at.slot != SLOT_NONE && !at.end && !form_on_field(context, &focus))
		focus.stop = chosen_stop(context, at.slot);
	form_set_focus(context, state, focus);
}

void form_move_question(const struct screen_context *context, struct form_state *state,
			bool forward)
{
	struct page_entry entries[FORM_PAGE_ENTRIES];
	size_t count = form_stop_entries(context, entries);
	size_t i = form_index(entries, count, state->focus.at);

	if (!forward && i == 0)
		form_set_focus(context, state, (struct form_focus){form_page_buttons, 1});
	else if (!forward)
		form_focus_entry(context, state, entries[i - 1]);
	else if (i == count && count > 0)
		form_focus_entry(context, state, entries[0]);
	else
		form_focus_entry(context, state,
				 i + 1 < count ? entries[i + 1] : form_page_buttons);
}

/* In a long list the focus goes over what does not match; at its end to the field or on. */
static bool next_in_list(const struct screen_context *context, const struct form_state *state,
			 bool forward, struct form_focus *focus)
{
	struct form_list list;
	size_t option, count;

	if (focus->at.slot == SLOT_NONE || focus->at.end || form_on_field(context, focus))
		return false;
	form_list(context, state, focus->at.slot, &list);
	if (!list.is_long)
		return false;
	count = answers_option_count(answers_of(context), focus->at.slot);
	option = form_list_next(context, state, focus->at.slot, form_option(context, focus),
				forward);
	if (option == count && forward)
		focus->stop = form_option_stop(context, focus->at.slot, count - 1);
	else if (option == count)
		focus->stop = 0;
	else
		focus->stop = form_option_stop(context, focus->at.slot, option);
	return option < count;
}

void form_move_stop(const struct screen_context *context, struct form_state *state, bool forward)
{
	struct page_entry entries[FORM_PAGE_ENTRIES];
	size_t count = form_stop_entries(context, entries);
	size_t i = form_index(entries, count, state->focus.at);
	struct form_focus focus = state->focus;

	if (next_in_list(context, state, forward, &focus)) {
		; /* from match to match */
	} else if (forward && focus.stop + 1 < form_stops_at(context, focus.at)) {
		focus.stop++;
	} else if (forward) {
		if (i == count)
			return;
		focus = (struct form_focus){i + 1 < count ? entries[i + 1] : form_page_buttons, 0};
	} else if (focus.stop > 0) {
		focus.stop--;
	} else {
		if (i == 0 || count == 0)
			return;
		focus.at = entries[i - 1];
		focus.stop = form_stops_at(context, focus.at) - 1;
	}
	form_set_focus(context, state, focus);
}

struct page_entry form_first_stop(const struct screen_context *context, size_t slot)
{
	struct page_entry entries[FORM_PAGE_ENTRIES];
	size_t count = form_entries(context, entries);

	for (size_t i = form_index(entries, count, (struct page_entry){slot, false}); i < count;
	     i++)
		if (form_stops(context, entries[i]) > 0)
			return entries[i];
	return form_page_buttons;
}

void form_move_screen(const struct screen_context *context, struct form_state *state, bool forward)
{
	struct area body = parts_body(context);
	int start = state->scroll, gone = 0;
	struct form_focus before;
	bool stays;

	do {
		if (form_read_on(context, state, forward))
			return;
		before = state->focus;
		form_move_stop(context, state, forward);
		form_keep_scroll(context, state);
		gone = forward ? state->scroll - start : start - state->scroll;
		stays = form_same_entry(before.at, state->focus.at);
		if (!stays && parts_single(context))
			return;
	} while (gone < body.rows * 2 / 3 && (!stays || before.stop != state->focus.stop));
}
