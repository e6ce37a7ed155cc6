/* What takes the focus on a page of questions, and what of the page is shown with it. */
#include "form_page.h"

#include <kiosk/base/words.h>

const struct page_entry form_page_buttons = {SLOT_NONE, false};

size_t form_entries(const struct screen_context *context, struct page_entry *entries)
{
	size_t count = answers_page(visit_answers_const(context->visit), visit_page(context->visit),
				    entries, FORM_PAGE_ENTRIES);

	return count < FORM_PAGE_ENTRIES ? count : FORM_PAGE_ENTRIES;
}

bool form_same_entry(struct page_entry a, struct page_entry b)
{
	return a.slot == b.slot && a.end == b.end;
}

size_t form_stops(const struct screen_context *context, struct page_entry at)
{
	const struct answers *answers = visit_answers_const(context->visit);
	const struct item *item = answers_item(answers, at.slot);
	struct form_end end;

	if (at.end) {
		form_end(context, at.slot, &end);
		return end.count;
	}
	if (!item_is_question(item) || item->read_only || item_at_desk(item))
		return 0;
	return answers_option_count(answers, at.slot) + item_typed(item);
}

size_t form_stop_entries(const struct screen_context *context, struct page_entry *entries)
{
	size_t count = form_entries(context, entries), kept = 0;

	for (size_t i = 0; i < count; i++)
		if (form_stops(context, entries[i]) > 0)
			entries[kept++] = entries[i];
	return kept;
}

size_t form_index(const struct page_entry *entries, size_t count, struct page_entry at)
{
	size_t i;

	for (i = 0; i < count && !form_same_entry(entries[i], at); i++)
		;
	return i;
}

bool form_on_field(const struct screen_context *context, const struct form_focus *focus)
{
	const struct answers *answers = visit_answers_const(context->visit);
	const struct item *item;

	if (focus->at.slot == SLOT_NONE || focus->at.end)
		return false;
	item = answers_item(answers, focus->at.slot);
	return item_typed(item) &&
	       focus->stop == (item->type == ITEM_OPEN_CHOICE
				       ? answers_option_count(answers, focus->at.slot)
				       : 0);
}

/* The field is the first of a quantity's stops. */
static size_t first_option(const struct item *item)
{
	return item->type == ITEM_QUANTITY ? 1 : 0;
}

size_t form_option_stop(const struct screen_context *context, size_t slot, size_t option)
{
	return first_option(answers_item(visit_answers_const(context->visit), slot)) + option;
}

size_t form_option(const struct screen_context *context, const struct form_focus *focus)
{
	const struct answers *answers = visit_answers_const(context->visit);

	if (focus->at.slot == SLOT_NONE)
		return 0;
	if (focus->at.end || form_on_field(context, focus))
		return answers_option_count(answers, focus->at.slot);
	return focus->stop - first_option(answers_item(answers, focus->at.slot));
}

bool form_needs_unit(const struct screen_context *context, const struct form_focus *focus)
{
	return form_on_field(context, focus) &&
	       answers_fault(visit_answers_const(context->visit), focus->at.slot) == FAULT_NO_UNIT;
}

/* --- one question at a time --- */

/* The buttons of a field that repeats stand with it. */
static bool belongs(const struct page_entry *entries, size_t i)
{
	return entries[i].end && i > 0 && !entries[i - 1].end &&
	       entries[i - 1].slot == entries[i].slot;
}

/* The entry that is shown: the one with the focus, and the last one with the page's buttons. count
 * where the page has none. */
static size_t shown_entry(const struct screen_context *context, const struct form_state *state,
			  const struct page_entry *entries, size_t count)
{
	size_t at = form_index(entries, count, state->focus.at);

	for (size_t i = count; at == count && i-- > 0;)
		if (form_stops(context, entries[i]) > 0)
			at = i;
	return at < count && belongs(entries, at) ? at - 1 : at;
}

static bool is_above(const struct answers *answers, size_t group, size_t slot)
{
	while (slot != SLOT_NONE && slot != group)
		slot = answers_parent(answers, slot);
	return slot == group;
}

size_t form_shown(const struct screen_context *context, const struct form_state *state,
		  struct page_entry *entries)
{
	const struct answers *answers = visit_answers_const(context->visit);
	size_t count = form_entries(context, entries), kept = 0, before = 0, behind, at;

	at = parts_single(context) ? shown_entry(context, state, entries, count) : count;
	if (at == count)
		return count;
	for (size_t i = 0; i < at; i++)
		if (form_stops(context, entries[i]) > 0)
			before = i + 1;
	for (behind = at + 1; behind < count && form_stops(context, entries[behind]) == 0; behind++)
		;
	for (size_t i = 0; i < count; i++)
		if ((i >= before && i <= at) || (i == at + 1 && belongs(entries, i)) ||
		    (i > at && behind == count) ||
		    (i < before && !entries[i].end && form_stops(context, entries[i]) == 0 &&
		     is_above(answers, entries[i].slot, entries[at].slot)))
			entries[kept++] = entries[i];
	return kept;
}

/* The questions of the page, each with its buttons. */
static size_t questions(const struct screen_context *context, struct page_entry *entries)
{
	size_t count = form_stop_entries(context, entries), kept = 0;

	for (size_t i = 0; i < count; i++)
		if (!belongs(entries, i))
			entries[kept++] = entries[i];
	return kept;
}

bool form_neighbour(const struct screen_context *context, const struct form_state *state,
		    bool forward, struct page_entry *out)
{
	struct page_entry entries[FORM_PAGE_ENTRIES], at = state->focus.at;
	size_t count = parts_single(context) ? questions(context, entries) : 0, i;

	if (count == 0)
		return false;
	i = form_index(entries, count, at);
	if (i == count) /* the buttons of a field that repeats, or the page's */
		i = form_index(entries, count, (struct page_entry){at.slot, false});
	if (i == count)
		i = count - 1;
	if (forward ? i + 1 == count : i == 0)
		return false;
	*out = entries[forward ? i + 1 : i - 1];
	return true;
}

bool form_position(const struct screen_context *context, const struct form_state *state,
		   size_t *position, size_t *total)
{
	struct page_entry entries[FORM_PAGE_ENTRIES], at = state->focus.at;
	size_t count = parts_single(context) ? questions(context, entries) : 0, number = 0;

	*total = 0;
	for (size_t i = 0; i < count; i++) {
		*total += !entries[i].end;
		if (entries[i].slot == at.slot)
			number = *total;
	}
	*position = number > 0 ? number : *total;
	return *total > 1;
}

size_t form_buttons(const struct screen_context *context, const struct form_state *state,
		    struct button buttons[2])
{
	bool confirm = visit_place(context->visit) == VISIT_CONFIRM;
	struct page_entry next;

	buttons[0] = (struct button){confirm ? _("Send my form") : _("Continue"),
				     confirm ? ACTION_SUBMIT : ACTION_NEXT};
	if (form_neighbour(context, state, true, &next))
		buttons[0] = (struct button){_("Continue"), ACTION_REDRAW};
	buttons[1] = (struct button){_("Back"), ACTION_BACK};
	return 2;
}
