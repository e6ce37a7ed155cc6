/* A page of questions, and the confirmation: focus, keys, pointer. Space selects, Enter goes on. */
#include "form_page.h"

#include <kiosk/base/buf.h>
#include <kiosk/base/log.h>
#include <kiosk/base/words.h>

#include <string.h>

static struct answers *answers_of(const struct screen_context *context)
{
	return visit_answers(context->visit);
}

/* Continue: faults are shown and the first one gets the focus, or the visit goes on. */
static struct action go_on(const struct screen_context *context, struct form_state *state)
{
	struct action action = {.kind = ACTION_REDRAW};
	size_t first, removed;

	if (answers_prune(answers_of(context), &removed) || removed > 0)
		form_set_focus(context, state, (struct form_focus){form_page_buttons, 0});
	if (answers_page_faults(answers_of(context), visit_page(context->visit), &first, 1) > 0) {
		state->checked = true;
		state->scroll = 0;
		form_set_focus(context, state,
			       (struct form_focus){form_first_stop(context, first), 0});
		form_reveal(context, state);
		return action;
	}
	action.kind = visit_place(context->visit) == VISIT_CONFIRM ? ACTION_SUBMIT : ACTION_NEXT;
	return action;
}

/* One instance more, or one less: the focus goes to the first question of the new one, or of the
 * one that is in the place of the removed. */
static struct action press_end(const struct screen_context *context, struct form_state *state)
{
	struct answers *answers = answers_of(context);
	size_t slot = state->focus.at.slot, position = answers_instance(answers, slot);
	struct form_end end;
	enum status status;

	form_end(context, slot, &end);
	if (end.buttons[state->focus.stop].action == ACTION_ADD) {
		status = answers_add(answers, slot, &slot);
	} else {
		slot = answers_first_instance(answers, slot);
		status = answers_remove(answers, state->focus.at.slot);
		for (; position > 0 && answers_next_instance(answers, slot) != SLOT_NONE;
		     position--)
			slot = answers_next_instance(answers, slot);
	}
	if (status)
		log_event(LOG_LEVEL_ERROR, "no memory for an answer");
	form_focus_entry(context, state, form_first_stop(context, slot));
	return (struct action){.kind = ACTION_REDRAW};
}

/* back: what was chosen is taken back, where the question may be left out. */
static void choose(const struct screen_context *context, size_t slot, size_t option, bool back)
{
	struct answers *answers = answers_of(context);
	const struct item *item = answers_item(answers, slot);
	bool takes_back =
		item_picks_many(item) || (back && !item->required && item->type != ITEM_QUANTITY);

	if (answers_choose(answers, slot, option,
			   !takes_back || !answers_chosen(answers, slot, option)))
		log_event(LOG_LEVEL_ERROR, "no memory for an answer");
}

/* The option under the focus, where it is shown: a search may match none. */
static void choose_marked(const struct screen_context *context, const struct form_state *state,
			  bool back)
{
	struct form_list list;

	form_list(context, state, state->focus.at.slot, &list);
	if (list.list.focus < list.list.count)
		choose(context, state->focus.at.slot, form_option(context, &state->focus), back);
}

/* Where one question is shown at a time: to the next or previous one; false at the end. */
static bool turn(const struct screen_context *context, struct form_state *state, bool forward)
{
	struct page_entry to;

	if (!form_neighbour(context, state, forward, &to))
		return false;
	form_focus_entry(context, state, to);
	return true;
}

static struct action press(const struct screen_context *context, struct form_state *state,
			   size_t button)
{
	if (turn(context, state, button == 0))
		return (struct action){.kind = ACTION_REDRAW};
	return button == 0 ? go_on(context, state) : (struct action){.kind = ACTION_BACK};
}

/* An option that the patient moved to, in a question with one answer. Where nothing was moved,
 * Enter only goes on: nobody answers a safety question by hurrying. */
static bool takes_along(const struct screen_context *context, const struct form_state *state)
{
	const struct item *item = answers_item(answers_of(context), state->focus.at.slot);

	return state->moved && !form_on_field(context, &state->focus) && !item_picks_many(item);
}

/* Enter: on to the next question, from the last one to the next page. In a single choice it takes
 * an option along that the patient moved to; on a multiple choice it never selects. */
static struct action on_enter(const struct screen_context *context, struct form_state *state)
{
	struct page_entry entries[FORM_PAGE_ENTRIES], at = state->focus.at;
	size_t count, i;

	if (form_read_on(context, state, true))
		return (struct action){.kind = ACTION_REDRAW};
	if (at.slot == SLOT_NONE && state->focus.stop == 0)
		return go_on(context, state);
	if (at.slot == SLOT_NONE)
		return press(context, state, 1);
	if (at.end)
		return press_end(context, state);
	if (takes_along(context, state))
		choose_marked(context, state, false);
	if (form_needs_unit(context, &state->focus)) {
		form_set_focus(context, state,
			       (struct form_focus){at, form_option_stop(context, at.slot, 0)});
		return (struct action){.kind = ACTION_REDRAW};
	}
	count = form_stop_entries(context, entries);
	for (i = form_index(entries, count, at) + 1; i < count && entries[i].end; i++)
		; /* nobody adds or removes by hurrying */
	if (i >= count)
		return go_on(context, state);
	form_focus_entry(context, state, entries[i]);
	return (struct action){.kind = ACTION_REDRAW};
}

static bool edit(const struct screen_context *context, struct form_state *state,
		 const struct ui_event *event)
{
	struct answers *answers = answers_of(context);
	struct area body = parts_body(context), area = form_area(context, &body);
	size_t slot = state->focus.at.slot;
	struct field before = state->field;
	char text[ANSWER_TYPED_MAX + 1];
	enum status status = STATUS_OK;
	bool taken;

	memcpy(text, answers_typed(answers, slot), strlen(answers_typed(answers, slot)) + 1);
	state->field.width = form_field_width(answers_item(answers, slot), &area);
	taken = field_key(&state->field, event, text, sizeof(text),
			  answers_item(answers, slot)->max_length);
	if (taken)
		status = answers_type(answers, slot, text);
	if (status)
		state->field = before;
	if (status == STATUS_NOMEM)
		log_event(LOG_LEVEL_ERROR, "no memory for an answer");
	wipe(text, sizeof(text));
	return taken;
}

/* Left and right walk over the body. */
static bool move_on_map(const struct screen_context *context, struct form_state *state,
			enum ui_key key)
{
	struct area body = parts_body(context), area = form_area(context, &body);
	struct form_map map;
	size_t slot = state->focus.at.slot, region, stop;

	if (slot == SLOT_NONE || !form_map(context, slot, &state->focus, &area, &map) ||
	    map.map.focus == figure_region_count(context->figure))
		return false;
	region = body_map_move(&map.map, key);
	stop = form_map_option(context, slot, region);
	if (stop < form_stops(context, state->focus.at))
		state->focus.stop = stop;
	return true;
}

static bool on_option_key(const struct screen_context *context, struct form_state *state,
			  const struct ui_event *event)
{
	size_t number = (size_t)(event->text[0] - '1'), slot = state->focus.at.slot;

	if (form_list_key(context, state, event))
		return true;
	if (event->key == UI_KEY_SPACE) {
		choose_marked(context, state, true);
		return true;
	}
	if (event->key == UI_KEY_TEXT && event->text[0] >= '1' && event->text[0] <= '9' &&
	    number < answers_option_count(answers_of(context), slot)) {
		state->focus.stop = form_option_stop(context, slot, number);
		choose(context, slot, number, false);
		return true;
	}
	if (event->key == UI_KEY_LEFT || event->key == UI_KEY_RIGHT)
		return move_on_map(context, state, event->key);
	return false;
}

/* The words of a question take the focus to it; those below a long list show more of it. */
static struct action on_words(const struct screen_context *context, struct form_state *state,
			      const struct form_layout *layout, int row)
{
	struct page_entry at;
	enum form_words words = form_words_at(context, state, layout, row, &at);

	if (words == FORM_WORDS_NONE)
		return (struct action){.kind = ACTION_NONE};
	state->scroll = layout->area.scroll;
	if (words == FORM_WORDS_MORE)
		form_list_page(context, state);
	else if (!form_same_entry(at, state->focus.at))
		form_focus_entry(context, state, at);
	form_reveal(context, state);
	return (struct action){.kind = ACTION_REDRAW};
}

static struct action on_click(const struct screen_context *context, struct form_state *state,
			      const struct ui_event *event)
{
	struct area body = parts_body(context);
	struct form_layout layout;
	struct form_focus hit;
	int row, column;

	form_layout(context, state, &body, &layout);
	switch (parts_more_at(&layout.area, layout.total, event)) {
	case UI_KEY_PAGE_UP:
		form_move_screen(context, state, false);
		return (struct action){.kind = ACTION_REDRAW};
	case UI_KEY_PAGE_DOWN:
		form_move_screen(context, state, true);
		return (struct action){.kind = ACTION_REDRAW};
	default:
		break;
	}
	if (!parts_inside(&layout.area, event->row, event->column, &row, &column))
		return (struct action){.kind = ACTION_NONE};
	if (form_search_at(context, state, &layout, row) && form_keyboard_open(context, state)) {
		form_reveal(context, state);
		return (struct action){.kind = ACTION_REDRAW};
	}
	if (!form_at(context, state, &layout, row, column, &hit))
		return on_words(context, state, &layout, row);
	if (hit.at.slot == SLOT_NONE)
		return press(context, state, hit.stop);
	if (form_stops(context, hit.at) == 0)
		return (struct action){.kind = ACTION_NONE};
	state->scroll = layout.area.scroll;
	form_set_focus(context, state, hit);
	if (hit.at.end)
		return press_end(context, state);
	if (!form_on_field(context, &hit))
		choose(context, hit.at.slot, form_option(context, &hit), true);
	else if (!state->keyboard.open)
		(void)form_keyboard_open(context, state);
	form_reveal(context, state);
	return (struct action){.kind = ACTION_REDRAW};
}

/* Text that is longer than the screen is read before the focus moves on. */
static bool on_move(const struct screen_context *context, struct form_state *state, enum ui_key key)
{
	bool forward = key == UI_KEY_DOWN || key == UI_KEY_WHEEL_DOWN || key == UI_KEY_TAB ||
		       key == UI_KEY_PAGE_DOWN;

	switch (key) {
	case UI_KEY_UP:
	case UI_KEY_WHEEL_UP:
	case UI_KEY_DOWN:
	case UI_KEY_WHEEL_DOWN:
		if (!form_read_on(context, state, forward))
			form_move_stop(context, state, forward);
		return true;
	case UI_KEY_TAB:
	case UI_KEY_PAGE_DOWN:
	case UI_KEY_BACKTAB:
	case UI_KEY_PAGE_UP:
		if (!form_read_on(context, state, forward))
			form_move_question(context, state, forward);
		return true;
	default:
		return false;
	}
}

/* Keys that stand above what has the focus; true when that was all. */
static bool on_first(const struct screen_context *context, struct form_state *state,
		     struct ui_event *event)
{
	if (form_keyboard_key(context, state, event))
		return true;
	if (event->key == UI_KEY_F5 && state->focus.at.slot != SLOT_NONE &&
	    form_masked(context, state->focus.at.slot)) {
		state->unmasked = !state->unmasked;
		return true;
	}
	return event->key == UI_KEY_ESCAPE && turn(context, state, false);
}

/* What is not in view is not chosen: Space reads on like Enter, another key shows the focus. What
 * is typed is seen at once. */
static bool show_first(const struct screen_context *context, struct form_state *state,
		       enum ui_key key)
{
	switch (key) {
	case UI_KEY_SPACE:
		return form_read_on(context, state, true);
	case UI_KEY_TEXT:
	case UI_KEY_BACKSPACE:
	case UI_KEY_DELETE:
	case UI_KEY_LEFT:
	case UI_KEY_RIGHT:
	case UI_KEY_HOME:
	case UI_KEY_END:
		form_reveal(context, state);
		return !form_on_field(context, &state->focus);
	default:
		return false;
	}
}

static struct action key(struct screen_context *context, void *data, const struct ui_event *came)
{
	struct ui_event made = *came, *event = &made;
	struct form_state *state = data;
	struct action action = {.kind = ACTION_REDRAW};
	bool taken = false, seen = false;

	if (on_first(context, state, event)) {
		form_reveal(context, state);
		return action;
	}
	if (event->key == UI_KEY_CLICK)
		return on_click(context, state, event);
	if (form_reads(context, state) && show_first(context, state, event->key))
		return action;
	if (state->focus.at.slot == SLOT_NONE || state->focus.at.end) {
		if (event->key == UI_KEY_SPACE || event->key == UI_KEY_ENTER)
			action = on_enter(context, state);
		taken = event->key == UI_KEY_SPACE || event->key == UI_KEY_ENTER;
		if ((event->key == UI_KEY_LEFT || event->key == UI_KEY_RIGHT) &&
		    form_stops_at(context, state->focus.at) == 2) {
			state->focus.stop = 1 - state->focus.stop;
			taken = true;
		}
	} else if (form_on_field(context, &state->focus)) {
		taken = seen = edit(context, state, event);
	} else {
		taken = seen = on_option_key(context, state, event);
	}
	if (!taken && event->key == UI_KEY_ENTER)
		action = on_enter(context, state);
	else if (!taken && !on_move(context, state, event->key))
		action.kind = ACTION_NONE;
	if (seen)
		form_reveal(context, state);
	else if (action.kind == ACTION_REDRAW)
		form_keep_scroll(context, state);
	return action;
}

/* From the review the patient comes to change one answer: there the focus is. */
static void focus_changed(const struct screen_context *context, struct form_state *state)
{
	struct page_entry entries[FORM_PAGE_ENTRIES], at = {visit_changed(context->visit), false};
	size_t count = form_stop_entries(context, entries);

	if (at.slot == SLOT_NONE || form_index(entries, count, at) == count)
		return;
	form_focus_entry(context, state, at);
	state->moved = false;
	form_reveal(context, state);
}

static void enter(struct screen_context *context, void *data)
{
	struct form_state *state = data;

	state->focus = (struct form_focus){form_page_buttons, 0};
	form_move_question(context, state, true);
	focus_changed(context, state);
}

static void draw(const struct screen_context *context, const void *data, struct ui *ui,
		 const struct area *body)
{
	const struct form_state *state = data;
	struct form_layout layout;
	struct area keyboard;

	form_layout(context, state, body, &layout);
	form_draw(context, data, ui, &layout);
	keyboard = keyboard_area(&state->keyboard, body);
	keyboard_draw(ui, &keyboard, &state->keyboard);
}

/* What Enter does where the focus is. */
static const char *enter_hint(const struct screen_context *context, const struct form_state *state,
			      bool reads, bool lines)
{
	bool sends = state && visit_place(context->visit) == VISIT_CONFIRM &&
		     state->focus.at.slot == SLOT_NONE && state->focus.stop == 0;

	if (reads)
		return N_("Read on");
	if (lines)
		return N_("New line");
	return sends ? N_("Send my form") : N_("Continue");
}

static size_t hints(const struct screen_context *context, const void *data,
		    struct hint out[HINTS_MAX])
{
	const struct form_state *state = data;
	bool reads = state && form_reads(context, state);
	bool options = state && !reads && state->focus.at.slot != SLOT_NONE &&
		       !form_on_field(context, &state->focus);
	bool lines = state && !reads && form_on_field(context, &state->focus) && state->field.many;
	size_t count = 0;

	if (lines)
		out[count++] = (struct hint){UI_KEY_TAB, "Tab", N_("Continue")};
	out[count++] =
		(struct hint){UI_KEY_ENTER, "Enter", enter_hint(context, state, reads, lines)};
	if (options || !state)
		out[count++] = (struct hint){UI_KEY_SPACE, N_("Space"), N_("Select")};
	out[count++] = (struct hint){UI_KEY_DOWN, "\xe2\x86\x91 \xe2\x86\x93", N_("Move")};
	out[count++] = (struct hint){UI_KEY_ESCAPE, "Esc", N_("Back")};
	out[count++] = (struct hint){UI_KEY_F1, "F1", N_("Help")};
	if (state && state->focus.at.slot != SLOT_NONE &&
	    form_masked(context, state->focus.at.slot))
		out[count++] =
			(struct hint){UI_KEY_F5, "F5", state->unmasked ? N_("Mask") : N_("Show")};
	if (state && form_on_field(context, &state->focus)) {
		out[count++] = (struct hint){UI_KEY_F7, "F7", N_("Accent")};
		out[count++] = (struct hint){UI_KEY_F8, "F8", N_("Keyboard")};
	}
	out[count++] = (struct hint){UI_KEY_F9, "F9", N_("Start over")};
	out[count++] = (struct hint){UI_KEY_F4, "F4", N_("Contrast")};
	return count;
}

static const char *about(const struct screen_context *context, const void *data)
{
	(void)data;
	if (visit_place(context->visit) == VISIT_CONFIRM)
		return _("Read the statement, tick it with Space, type your name, and send your "
			 "form.");
	return _("Answer each question. Arrow keys move, Space selects, a number picks an option, "
		 "Enter goes on. An answer that may be left out is taken back by Space or a second "
		 "tap. You can change your answers later.");
}

/* A date that was rewritten may be shorter; the cursor keeps its place in any other text. */
static void translated(struct screen_context *context, void *state)
{
	struct form_state *form = state;
	size_t len;

	if (!form_on_field(context, &form->focus))
		return;
	len = strlen(answers_typed(visit_answers_const(context->visit), form->focus.at.slot));
	if (form->field.cursor > len)
		form->field.cursor = len;
}

const struct screen screen_questions = {
	.name = "questions",
	.state_size = sizeof(struct form_state),
	.enter = enter,
	.draw = draw,
	.key = key,
	.translated = translated,
	.hints = hints,
	.about = about,
	.explain = form_explain,
};
