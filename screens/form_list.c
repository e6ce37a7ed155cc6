/* Options as they are shown: all of them, or of a long list those that are searched for. */
#include "form_page.h"

#include <kiosk/base/buf.h>
#include <kiosk/base/text.h>
#include <kiosk/base/words.h>

#include <string.h>

static void get_option(const void *context, size_t position, struct option_view *out)
{
	const struct form_list *list = context;
	size_t option = form_list_option(list, position);
	const struct item *item = answers_item(list->answers, list->slot);

	*out = (struct option_view){
		.label = answers_option_label(list->answers, list->slot, option),
		.detail = option < item->option_count ? item->options[option].detail : NULL,
		.chosen = answers_chosen(list->answers, list->slot, option),
	};
}

size_t form_list_option(const struct form_list *list, size_t position)
{
	return list->is_long ? list->window[position] : position;
}

/* The reverse; the list's count when it is not shown. */
static size_t position_of(const struct form_list *list, size_t option)
{
	size_t position = 0;

	if (!list->is_long)
		return option < list->list.count ? option : list->list.count;
	while (position < list->list.count && list->window[position] != option)
		position++;
	return position;
}

static bool is_shown(const struct form_list *list, const char *search, size_t option)
{
	if (!list->searched)
		return answers_chosen(list->answers, list->slot, option);
	return text_contains_words(answers_option_label(list->answers, list->slot, option), search);
}

/* The window is the page of the matches that the focus is on. */
static void fill_window(struct form_list *list, const char *search, size_t focus)
{
	size_t count = answers_option_count(list->answers, list->slot);
	bool held = false; /* the window has the focus */

	for (size_t i = 0; i < count; i++) {
		if (!is_shown(list, search, i))
			continue;
		if (list->list.count == FORM_WINDOW && !held && list->searched) {
			list->before = list->matches;
			list->list.count = 0;
		}
		if (list->list.count < FORM_WINDOW)
			list->window[list->list.count++] = i;
		held = held || i >= focus;
		list->matches++;
	}
}

static bool is_long(const struct screen_context *context, size_t slot)
{
	const struct answers *answers = visit_answers_const(context->visit);
	const struct item *item = answers_item(answers, slot);

	return item->option_count >= FORM_LONG_LIST && item->control != CONTROL_BODY_MAP;
}

static bool has_focus(const struct screen_context *context, const struct form_state *state,
		      size_t slot)
{
	return state && state->focus.at.slot == slot && !state->focus.at.end &&
	       !form_on_field(context, &state->focus);
}

/* Beside a body map, whose regions are targets too, only where all of them fit. */
static bool as_cards(const struct screen_context *context, size_t slot)
{
	const struct answers *answers = visit_answers_const(context->visit);
	struct area body = parts_body(context);

	return body.touch && (answers_item(answers, slot)->control != CONTROL_BODY_MAP ||
			      (int)answers_option_count(answers, slot) * 3 < body.rows - 6);
}

void form_list(const struct screen_context *context, const struct form_state *state, size_t slot,
	       struct form_list *out)
{
	const struct answers *answers = visit_answers_const(context->visit);
	bool focus = has_focus(context, state, slot);
	size_t option = focus ? form_option(context, &state->focus) : SIZE_MAX;

	*out = (struct form_list){.answers = answers, .slot = slot};
	out->is_long = is_long(context, slot);
	out->searched = out->is_long && focus;
	out->list = (struct option_list){
		.count = out->is_long ? 0 : answers_option_count(answers, slot),
		.get = get_option,
		.context = out,
		.multiple = item_picks_many(answers_item(answers, slot)),
		.unnumbered = out->is_long,
		.cards = !out->is_long && as_cards(context, slot),
	};
	if (out->is_long)
		fill_window(out, state ? state->search : "", option);
	out->list.focus = focus ? position_of(out, option) : out->list.count;
}

size_t form_list_next(const struct screen_context *context, const struct form_state *state,
		      size_t slot, size_t option, bool forward)
{
	const struct answers *answers = visit_answers_const(context->visit);
	size_t count = answers_option_count(answers, slot);

	while (forward ? ++option < count : option-- > 0)
		if (!is_long(context, slot) ||
		    text_contains_words(answers_option_label(answers, slot, option), state->search))
			return option;
	return count;
}

/* The focus goes to the first that matches; where none does it stays, and nothing is shown there.
 */
static void focus_first(const struct screen_context *context, struct form_state *state)
{
	size_t slot = state->focus.at.slot;
	size_t first = form_list_next(context, state, slot, SIZE_MAX, true);

	if (first < answers_option_count(visit_answers_const(context->visit), slot))
		state->focus.stop = form_option_stop(context, slot, first);
	state->moved = true;
}

void form_list_page(const struct screen_context *context, struct form_state *state)
{
	size_t slot = state->focus.at.slot;
	size_t count = answers_option_count(visit_answers_const(context->visit), slot), next;
	struct form_list list;

	form_list(context, state, slot, &list);
	if (list.list.count == 0)
		return;
	next = form_list_next(context, state, slot, list.window[list.list.count - 1], true);
	if (next == count)
		focus_first(context, state);
	else
		state->focus.stop = form_option_stop(context, slot, next);
}

/* Space goes on with what is typed where an answer has a word behind it ("New York"), as long as
 * the arrow keys did not mark another answer than the first. */
static bool space_goes_on(const struct screen_context *context, const struct form_state *state)
{
	const struct answers *answers = visit_answers_const(context->visit);
	size_t slot = state->focus.at.slot, count = answers_option_count(answers, slot);
	size_t first = form_list_next(context, state, slot, SIZE_MAX, true), option = first;
	const char *last = strrchr(state->search, ' ');
	char word[FORM_SEARCH_MAX + 1];

	last = last ? last + 1 : state->search;
	if (!*last || form_option(context, &state->focus) != first)
		return false;
	snprintf(word, sizeof(word), "%s ", last);
	while (option < count && !text_contains(answers_option_label(answers, slot, option), word))
		option = form_list_next(context, state, slot, option, true);
	wipe(word, sizeof(word));
	return option < count;
}

static bool is_typed(const struct screen_context *context, const struct form_state *state,
		     const struct ui_event *event)
{
	return event->key == UI_KEY_TEXT || event->key == UI_KEY_BACKSPACE ||
	       (event->key == UI_KEY_SPACE && space_goes_on(context, state));
}

bool form_list_key(const struct screen_context *context, struct form_state *state,
		   const struct ui_event *event)
{
	struct field field = {.cursor = strlen(state->search)};

	if (!is_long(context, state->focus.at.slot) || !is_typed(context, state, event))
		return false;
	if (field_key(&field, event, state->search, sizeof(state->search), 0))
		focus_first(context, state);
	return true;
}

enum status form_list_words(const struct form_list *list, struct buf *out)
{
	size_t count = answers_option_count(list->answers, list->slot);
	size_t behind = list->matches - list->before - list->list.count;

	if (!list->searched)
		return buf_addf(out, _("%zu answers to search in"), count);
	if (list->matches == 0)
		return buf_adds(out, _("No answer matches. Backspace takes a letter away"));
	if (list->before == 0 && behind == 0)
		return STATUS_OK;
	return buf_addf(
		out, _("%1$zu to %2$zu of %3$zu. Type to search, arrow keys or a touch show more"),
		list->before + 1, list->before + list->list.count, list->matches);
}
