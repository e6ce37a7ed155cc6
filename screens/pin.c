/* The staff PIN prompt. It hides what stands behind it: a patient may have walked away. */
#include "parts.h"

#include <kiosk/base/words.h>
#include <kiosk/terminal/keyboard.h>

#include <stdio.h>

struct prompt {
	struct field field;
	struct keyboard keyboard;
};

static void pin_enter(struct screen_context *context, void *state)
{
	((struct prompt *)state)->field.masked = true;
	wipe(context->pin, SCREEN_PIN_MAX);
}

static struct area pin_box(struct ui *ui, const struct area *body, const struct prompt *prompt)
{
	struct area above = *body;

	above.rows -= keyboard_area(&prompt->keyboard, body).rows;
	return parts_box(ui, &above, 6, 46);
}

static void pin_draw(const struct screen_context *context, const void *state, struct ui *ui,
		     const struct area *body)
{
	const struct prompt *prompt = state;
	struct area pad = keyboard_area(&prompt->keyboard, body);
	struct area inside = pin_box(ui, body, prompt);
	int row = 0, cursor_row = 0, cursor_column = 0;
	char line[160];

	row += ui_wrapped(ui, &inside, row, 0, inside.columns, STYLE_QUESTION, _("Staff PIN")) + 1;
	row += field_draw(ui, &inside, row, 0, 34, &prompt->field, context->pin, NULL, true,
			  &cursor_row, &cursor_column) +
	       1;
	if (context->pin_answer)
		row += ui_wrapped(ui, &inside, row, 0, inside.columns, STYLE_ERROR,
				  _(context->pin_answer));
	if (context->pin_wait_ms > 0) {
		long seconds = (long)((context->pin_wait_ms + 999) / 1000);

		snprintf(line, sizeof(line),
			 ngettext("Try again in %ld second.", "Try again in %ld seconds.",
				  (unsigned long)seconds),
			 seconds);
		ui_wrapped(ui, &inside, row, 0, inside.columns, STYLE_HINT, line);
	}
	ui_cursor(ui, &inside, cursor_row, cursor_column);
	keyboard_draw(ui, &pad, &prompt->keyboard);
}

/* The pad of digits: by F8, or by a touch of the box. True when that was all. */
static bool on_pad(const struct screen_context *context, struct prompt *prompt,
		   struct ui_event *event)
{
	struct area body = parts_body(context), pad = keyboard_area(&prompt->keyboard, &body);
	struct area box = pin_box(NULL, &body, prompt);
	int row, column;

	if (event->key == UI_KEY_CLICK && keyboard_click(&prompt->keyboard, &pad, event))
		return event->key == UI_KEY_NONE;
	if (prompt->keyboard.open) {
		if (event->key != UI_KEY_F8 && event->key != UI_KEY_ESCAPE)
			return false;
		keyboard_close(&prompt->keyboard);
		return true;
	}
	if (event->key != UI_KEY_F8 &&
	    (event->key != UI_KEY_CLICK ||
	     !parts_inside(&box, event->row, event->column, &row, &column)))
		return false;
	keyboard_open(&prompt->keyboard, KEYBOARD_DIGITS);
	return true;
}

static struct action pin_key(struct screen_context *context, void *state,
			     const struct ui_event *came)
{
	struct ui_event made = *came, *event = &made;
	struct prompt *prompt = state;
	struct action action = {.kind = ACTION_REDRAW};

	if (on_pad(context, prompt, event)) {
		/* Done on the pad is Enter, as nothing else is left to type. */
		if (came->key != UI_KEY_CLICK || prompt->keyboard.open || !context->pin[0])
			return action;
		event->key = UI_KEY_ENTER;
	}
	if (event->key == UI_KEY_ENTER) {
		prompt->field.cursor = 0;
		action.kind = context->pin[0] ? ACTION_PIN : ACTION_REDRAW;
		return action;
	}
	if (event->key == UI_KEY_TEXT && (event->text[0] < '0' || event->text[0] > '9'))
		return action;
	if (!field_key(&prompt->field, event, context->pin, SCREEN_PIN_MAX, SCREEN_PIN_MAX - 1))
		action.kind = ACTION_NONE;
	return action;
}

static void pin_leave(struct screen_context *context, void *state)
{
	(void)state;
	wipe(context->pin, SCREEN_PIN_MAX);
}

static bool pin_tick(struct screen_context *context, void *state)
{
	(void)state;
	return context->pin_wait_ms > 0;
}

static size_t pin_hints(const struct screen_context *context, const void *state,
			struct hint out[HINTS_MAX])
{
	(void)context;
	(void)state;
	out[0] = (struct hint){UI_KEY_ENTER, "Enter", N_("Go on")};
	out[1] = (struct hint){UI_KEY_ESCAPE, "Esc", N_("Back")};
	out[2] = (struct hint){UI_KEY_F8, "F8", N_("Keyboard")};
	return 3;
}

static const char *pin_about(const struct screen_context *context, const void *state)
{
	(void)context;
	(void)state;
	return _("Staff type their PIN here. Patients go on with Esc.");
}

const struct screen screen_pin = {
	.name = "pin",
	.state_size = sizeof(struct prompt),
	.enter = pin_enter,
	.draw = pin_draw,
	.key = pin_key,
	.tick = pin_tick,
	.leave = pin_leave,
	.hints = pin_hints,
	.about = pin_about,
};
