/* The keyboard on the screen, for the field that has the focus. */
#include "form_page.h"

static enum keyboard_kind kind_of(const struct item *item)
{
	switch (item->type) {
	case ITEM_DATE:
		return KEYBOARD_DATE;
	case ITEM_DATETIME:
		return KEYBOARD_MOMENT;
	case ITEM_TIME:
		return KEYBOARD_TIME;
	case ITEM_INTEGER:
	case ITEM_DECIMAL:
	case ITEM_QUANTITY:
		return KEYBOARD_NUMBER;
	default:
		return item_is_phone(item) ? KEYBOARD_PHONE : KEYBOARD_TEXT;
	}
}

/* A long list is searched by typing. */
static bool on_search(const struct screen_context *context, const struct form_state *state)
{
	struct form_list list;

	if (state->focus.at.slot == SLOT_NONE || state->focus.at.end ||
	    form_on_field(context, &state->focus))
		return false;
	form_list(context, state, state->focus.at.slot, &list);
	return list.searched;
}

bool form_keyboard_open(const struct screen_context *context, struct form_state *state)
{
	const struct answers *answers = visit_answers_const(context->visit);

	if (form_on_field(context, &state->focus))
		keyboard_open(&state->keyboard,
			      kind_of(answers_item(answers, state->focus.at.slot)));
	else if (on_search(context, state))
		keyboard_open(&state->keyboard, KEYBOARD_TEXT);
	else
		return false;
	return true;
}

bool form_keyboard_key(const struct screen_context *context, struct form_state *state,
		       struct ui_event *event)
{
	struct area body = parts_body(context), area = keyboard_area(&state->keyboard, &body);

	switch (event->key) {
	case UI_KEY_F8:
		if (!state->keyboard.open)
			return form_keyboard_open(context, state);
		keyboard_close(&state->keyboard);
		return true;
	case UI_KEY_ESCAPE:
		if (!state->keyboard.open)
			return false;
		keyboard_close(&state->keyboard);
		return true;
	case UI_KEY_CLICK:
		return keyboard_click(&state->keyboard, &area, event) && event->key == UI_KEY_NONE;
	default:
		state->keyboard.pressed = false;
		return false;
	}
}

struct area form_above_keyboard(const struct form_state *state, const struct area *body)
{
	struct area above = *body;

	above.rows -= keyboard_area(&state->keyboard, body).rows;
	return above;
}

bool form_search_at(const struct screen_context *context, const struct form_state *state,
		    const struct form_layout *layout, int row)
{
	if (!on_search(context, state))
		return false;
	for (size_t i = 0; i < layout->count; i++)
		if (form_same_entry(layout->blocks[i].at, state->focus.at))
			return layout->blocks[i].options == row;
	return false;
}
