/* A page of questions, and the confirmation: focus, keys, pointer. Space selects, Enter goes on. */
#include "form_page.h"

#include <kiosk/base/log.h>
#include <kiosk/base/words.h>

#include <string.h>

static struct answers *answers_of(const struct screen_context *context)
{
	return visit_answers(context->visit);
}

/* How many stops for the focus a slot has: its options, or its field. */
static size_t stops_of(const struct screen_context *context, size_t slot)
{
	const struct answers *answers = answers_of(context);
	const struct item *item = answers_item(answers, slot);

	if (!item_is_question(item) || item->read_only || item_at_desk(item))
		return 0;
	return form_stops(context, slot);
}

static void set_focus(const struct screen_context *context, struct form_state *state,
		      struct form_focus focus)
{
	bool same = focus.slot == state->focus.slot && focus.stop == state->focus.stop;

	state->moved = focus.slot == state->focus.slot && (state->moved || !same);
	state->focus = focus;
	if (same || !form_on_field(context, &focus))
		return;
	state->field = (struct field){
		.cursor = strlen(answers_typed(answers_of(context), focus.slot)),
		.many = answers_item(answers_of(context), focus.slot)->type == ITEM_TEXT,
	};
}

/* The slots of the page that can be answered, in order. */
static size_t questions_of(const struct screen_context *context, size_t slots[FORM_PAGE_SLOTS])
{
	size_t i, kept = 0;
	size_t count = answers_page(answers_of(context), visit_page(context->visit), slots,
				    FORM_PAGE_SLOTS);

	if (count > FORM_PAGE_SLOTS)
		count = FORM_PAGE_SLOTS;
	for (i = 0; i < count; i++)
		if (stops_of(context, slots[i]) > 0)
			slots[kept++] = slots[i];
	return kept;
}

static size_t index_of(const size_t *slots, size_t count, size_t slot)
{
	size_t i;

	for (i = 0; i < count && slots[i] != slot; i++)
		;
	return i;
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

/* To the next or previous question; the buttons stand after the last. Choices are entered at what
 * is chosen. */
static void move_question(const struct screen_context *context, struct form_state *state,
			  bool forward)
{
	size_t slots[FORM_PAGE_SLOTS];
	size_t i, count = questions_of(context, slots);
	struct form_focus focus = {SLOT_NONE, 0};

	i = index_of(slots, count, state->focus.slot);
	if (forward ? i + 1 < count || i == count : i > 0) {
		i = forward ? (i == count ? 0 : i + 1) : i - 1;
		focus.slot = i < count ? slots[i] : SLOT_NONE;
	} else if (!forward) {
		focus.stop = 1;
	}
	if (focus.slot != SLOT_NONE && !form_on_field(context, &focus))
		focus.stop = chosen_stop(context, focus.slot);
	set_focus(context, state, focus);
}

/* One stop up or down: options, fields and buttons in the order in which they stand. */
static void move_stop(const struct screen_context *context, struct form_state *state, bool forward)
{
	size_t slots[FORM_PAGE_SLOTS];
	size_t count = questions_of(context, slots), i = index_of(slots, count, state->focus.slot);
	struct form_focus focus = state->focus;
	size_t stops = i < count ? stops_of(context, slots[i]) : 2;

	if (forward && focus.stop + 1 < stops) {
		focus.stop++;
	} else if (forward) {
		if (i == count)
			return;
		focus = (struct form_focus){i + 1 < count ? slots[i + 1] : SLOT_NONE, 0};
	} else if (focus.stop > 0) {
		focus.stop--;
	} else {
		if (i == 0 || count == 0)
			return;
		focus.slot = slots[i - 1];
		focus.stop = stops_of(context, focus.slot) - 1;
	}
	set_focus(context, state, focus);
}

/* Of a group that lacks an answer: the first question in it. */
static struct form_focus first_stop_from(const struct screen_context *context, size_t slot)
{
	size_t slots[FORM_PAGE_SLOTS];
	size_t i, count = answers_page(answers_of(context), visit_page(context->visit), slots,
				       FORM_PAGE_SLOTS);

	count = count < FORM_PAGE_SLOTS ? count : FORM_PAGE_SLOTS;
	for (i = index_of(slots, count, slot); i < count; i++)
		if (stops_of(context, slots[i]) > 0)
			return (struct form_focus){slots[i], 0};
	return (struct form_focus){SLOT_NONE, 0};
}

/* Continue: faults are shown and the first one gets the focus, or the visit goes on. */
static struct action go_on(const struct screen_context *context, struct form_state *state)
{
	struct action action = {.kind = ACTION_REDRAW};
	struct button buttons[2];
	size_t first;

	if (answers_page_faults(answers_of(context), visit_page(context->visit), &first, 1) > 0) {
		state->checked = true;
		state->scroll = 0;
		set_focus(context, state, first_stop_from(context, first));
		return action;
	}
	form_buttons(context, buttons);
	action.kind = buttons[0].action;
	return action;
}

static void choose(const struct screen_context *context, size_t slot, size_t option)
{
	struct answers *answers = answers_of(context);
	bool multiple = item_picks_many(answers_item(answers, slot));

	if (answers_choose(answers, slot, option,
			   !multiple || !answers_chosen(answers, slot, option)))
		log_event(LOG_LEVEL_ERROR, "no memory for an answer");
}

static struct action press(const struct screen_context *context, struct form_state *state,
			   size_t button)
{
	return button == 0 ? go_on(context, state) : (struct action){.kind = ACTION_BACK};
}

/* An option that the patient moved to, in a question with one answer. Where nothing was moved,
 * Enter only goes on: nobody answers a safety question by hurrying. */
static bool takes_along(const struct screen_context *context, const struct form_state *state)
{
	const struct item *item = answers_item(answers_of(context), state->focus.slot);

	return state->moved && !form_on_field(context, &state->focus) && !item_picks_many(item);
}

/* A number stands in a quantity's field, and none of its units is chosen. */
static bool needs_unit(const struct screen_context *context, const struct form_focus *focus)
{
	return answers_fault(answers_of(context), focus->slot) == FAULT_NO_UNIT &&
	       form_on_field(context, focus);
}

/* Enter: on to the next question, from the last one to the next page. In a single choice it takes
 * an option along that the patient moved to; on a multiple choice it never selects. */
static struct action on_enter(const struct screen_context *context, struct form_state *state)
{
	size_t slots[FORM_PAGE_SLOTS];
	size_t count, slot = state->focus.slot;

	if (slot == SLOT_NONE)
		return press(context, state, state->focus.stop);
	if (takes_along(context, state))
		choose(context, slot, form_option(context, &state->focus));
	if (needs_unit(context, &state->focus)) {
		set_focus(context, state,
			  (struct form_focus){slot, form_option_stop(context, slot, 0)});
		return (struct action){.kind = ACTION_REDRAW};
	}
	count = questions_of(context, slots);
	if (index_of(slots, count, slot) + 1 >= count)
		return go_on(context, state);
	move_question(context, state, true);
	return (struct action){.kind = ACTION_REDRAW};
}

static bool edit(const struct screen_context *context, struct form_state *state,
		 const struct ui_event *event)
{
	struct answers *answers = answers_of(context);
	size_t slot = state->focus.slot;
	struct field before = state->field;
	char text[ANSWER_TYPED_MAX + 1];
	bool taken;

	memcpy(text, answers_typed(answers, slot), strlen(answers_typed(answers, slot)) + 1);
	state->field.width = parts_column(&(struct area){.columns = context->columns}).columns;
	taken = field_key(&state->field, event, text, sizeof(text),
			  answers_item(answers, slot)->max_length);
	if (taken && answers_type(answers, slot, text) != STATUS_OK)
		state->field = before;
	wipe(text, sizeof(text));
	return taken;
}

/* Left and right walk over the body. */
static bool move_on_map(const struct screen_context *context, struct form_state *state,
			enum ui_key key)
{
	struct area body = parts_body(context), area = parts_column(&body);
	struct form_map map;
	size_t region, stop;

	if (state->focus.slot == SLOT_NONE ||
	    !form_map(context, state->focus.slot, &state->focus, area.columns, area.rows, &map) ||
	    map.map.focus == figure_region_count(context->figure))
		return false;
	region = body_map_move(&map.map, key);
	stop = form_map_option(context, state->focus.slot, region);
	if (stop < stops_of(context, state->focus.slot))
		state->focus.stop = stop;
	return true;
}

static bool on_option_key(const struct screen_context *context, struct form_state *state,
			  const struct ui_event *event)
{
	size_t number = (size_t)(event->text[0] - '1'), slot = state->focus.slot;

	if (event->key == UI_KEY_SPACE) {
		choose(context, slot, form_option(context, &state->focus));
		return true;
	}
	if (event->key == UI_KEY_TEXT && event->text[0] >= '1' && event->text[0] <= '9' &&
	    number < answers_option_count(answers_of(context), slot)) {
		state->focus.stop = form_option_stop(context, slot, number);
		choose(context, slot, number);
		return true;
	}
	if (event->key == UI_KEY_LEFT || event->key == UI_KEY_RIGHT)
		return move_on_map(context, state, event->key);
	return false;
}

static struct action on_click(const struct screen_context *context, struct form_state *state,
			      const struct ui_event *event)
{
	struct area body = parts_body(context);
	struct form_layout layout;
	struct form_focus hit;
	int row, column;

	form_layout(context, state, &body, &layout);
	if (!parts_inside(&layout.area, event->row, event->column, &row, &column) ||
	    !form_at(context, &layout, row, column, &hit))
		return (struct action){.kind = ACTION_NONE};
	if (hit.slot == SLOT_NONE)
		return press(context, state, hit.stop);
	if (stops_of(context, hit.slot) == 0)
		return (struct action){.kind = ACTION_NONE};
	state->scroll = layout.area.scroll;
	set_focus(context, state, hit);
	if (!form_on_field(context, &hit))
		choose(context, hit.slot, form_option(context, &hit));
	return (struct action){.kind = ACTION_REDRAW};
}

static bool on_move(const struct screen_context *context, struct form_state *state, enum ui_key key)
{
	switch (key) {
	case UI_KEY_UP:
	case UI_KEY_WHEEL_UP:
		move_stop(context, state, false);
		return true;
	case UI_KEY_DOWN:
	case UI_KEY_WHEEL_DOWN:
		move_stop(context, state, true);
		return true;
	case UI_KEY_TAB:
	case UI_KEY_PAGE_DOWN:
		move_question(context, state, true);
		return true;
	case UI_KEY_BACKTAB:
	case UI_KEY_PAGE_UP:
		move_question(context, state, false);
		return true;
	default:
		return false;
	}
}

/* The scroll of the picture that the patient sees is where the next one starts from. */
static void keep_scroll(const struct screen_context *context, struct form_state *state)
{
	struct area body = parts_body(context);
	struct form_layout layout;

	form_layout(context, state, &body, &layout);
	state->scroll = layout.area.scroll;
}

static struct action key(struct screen_context *context, void *data, const struct ui_event *event)
{
	struct form_state *state = data;
	struct action action = {.kind = ACTION_REDRAW};
	bool taken = false;

	if (event->key == UI_KEY_CLICK)
		return on_click(context, state, event);
	if (state->focus.slot == SLOT_NONE) {
		if (event->key == UI_KEY_SPACE || event->key == UI_KEY_ENTER)
			return press(context, state, state->focus.stop);
		if (event->key == UI_KEY_LEFT || event->key == UI_KEY_RIGHT) {
			state->focus.stop = 1 - state->focus.stop;
			taken = true;
		}
	} else if (form_on_field(context, &state->focus)) {
		taken = edit(context, state, event);
	} else {
		taken = on_option_key(context, state, event);
	}
	if (!taken && event->key == UI_KEY_ENTER)
		action = on_enter(context, state);
	else if (!taken && !on_move(context, state, event->key))
		action.kind = ACTION_NONE;
	if (action.kind == ACTION_REDRAW)
		keep_scroll(context, state);
	return action;
}

/* From the review the patient comes to change one answer: there the focus is. */
static void focus_changed(const struct screen_context *context, struct form_state *state)
{
	size_t slots[FORM_PAGE_SLOTS];
	size_t count = questions_of(context, slots), slot = visit_changed(context->visit);

	if (slot == SLOT_NONE || index_of(slots, count, slot) == count)
		return;
	set_focus(context, state, (struct form_focus){slot, 0});
	if (!form_on_field(context, &state->focus))
		state->focus.stop = chosen_stop(context, slot);
	state->moved = false;
	keep_scroll(context, state);
}

static void enter(struct screen_context *context, void *data)
{
	struct form_state *state = data;

	state->focus = (struct form_focus){SLOT_NONE, 0};
	move_question(context, state, true);
	focus_changed(context, state);
}

static void draw(const struct screen_context *context, const void *data, struct ui *ui,
		 const struct area *body)
{
	struct form_layout layout;

	form_layout(context, data, body, &layout);
	form_draw(context, data, ui, &layout);
}

static size_t hints(const struct screen_context *context, const void *data,
		    struct hint out[HINTS_MAX])
{
	const struct form_state *state = data;
	bool options =
		state && state->focus.slot != SLOT_NONE && !form_on_field(context, &state->focus);
	size_t count = 0;

	out[count++] = (struct hint){UI_KEY_ENTER, "Enter", N_("Continue")};
	if (options || !state)
		out[count++] = (struct hint){UI_KEY_SPACE, "Space", N_("Select")};
	out[count++] = (struct hint){UI_KEY_DOWN, "\xe2\x86\x91 \xe2\x86\x93", N_("Move")};
	out[count++] = (struct hint){UI_KEY_ESCAPE, "Esc", N_("Back")};
	out[count++] = (struct hint){UI_KEY_F1, "F1", N_("Help")};
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
		 "Enter goes on. You can "
		 "change your answers later.");
}

const struct screen screen_questions = {
	.name = "questions",
	.state_size = sizeof(struct form_state),
	.enter = enter,
	.draw = draw,
	.key = key,
	.hints = hints,
	.about = about,
};
