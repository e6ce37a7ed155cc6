#include "ui_private.h"

#include <stdlib.h>

#define CLICK_DRIFT     2    /* cells that a finger may slide between press and release */
#define MOUSE_MODIFIERS 0x1C /* shift, meta, control */
#define MOUSE_LEFT      0
#define MOUSE_RELEASE   3 /* of the old form, which does not say of which button */
#define MOUSE_WHEEL     64
#define MOUSE_ORIGIN    32 /* what the old form adds to every number */

static bool emit(struct ui_event *event, enum ui_key key)
{
	event->key = key;
	return true;
}

static bool near_press(const struct input *input, int row, int column)
{
	int drift = column - input->press_column;

	return input->press_row < 0 ||
	       (row == input->press_row && drift <= CLICK_DRIFT && drift >= -CLICK_DRIFT);
}

/* row and column count from 0. A click is press and release at one place, and counts where it was
 * pressed. */
static bool emit_mouse(struct input *input, int button, bool press, int row, int column,
		       struct ui_event *event)
{
	bool near;

	button &= ~MOUSE_MODIFIERS;
	event->row = row;
	event->column = column;
	if (button == MOUSE_WHEEL || button == MOUSE_WHEEL + 1)
		return press &&
		       emit(event, button == MOUSE_WHEEL ? UI_KEY_WHEEL_UP : UI_KEY_WHEEL_DOWN);
	if (button != MOUSE_LEFT)
		return false;
	if (press) {
		input->press_row = row;
		input->press_column = column;
		return false;
	}
	near = near_press(input, row, column);
	if (near && input->press_row >= 0)
		event->column = input->press_column;
	input->press_row = -1;
	return near && emit(event, UI_KEY_CLICK);
}

bool ui_mouse_button(struct input *input, bool press, int row, int column, struct ui_event *event)
{
	return emit_mouse(input, MOUSE_LEFT, press, row, column, event);
}

/* A number of the report and what ends it. */
static bool take_number(const char **at, char end, int *number)
{
	char *behind;
	long value = strtol(*at, &behind, 10);

	if (behind == *at || *behind != end || value > UINT16_MAX)
		return false;
	*at = behind + 1;
	*number = (int)value;
	return true;
}

/* ESC [ < button ; column ; row M (press) or m (release) */
bool ui_mouse_take(struct input *input, int byte, struct ui_event *event)
{
	const char *at = input->report;
	int button, row, column;

	if ((byte >= '0' && byte <= '9') || byte == ';') {
		if (input->report_len + 1 < sizeof(input->report))
			input->report[input->report_len++] = (char)byte;
		else
			input->mode = INPUT_CSI; /* no mouse says so much */
		return false;
	}
	input->mode = INPUT_PLAIN;
	input->report[input->report_len] = '\0';
	if ((byte != 'M' && byte != 'm') || !take_number(&at, ';', &button) ||
	    !take_number(&at, ';', &column) || !take_number(&at, '\0', &row) || row < 1 ||
	    column < 1)
		return false;
	return emit_mouse(input, button, byte == 'M', row - 1, column - 1, event);
}

/* ESC [ M and three bytes: button, column and row, each with 32 added */
bool ui_mouse_take_old(struct input *input, int byte, struct ui_event *event)
{
	int button, row, column;

	input->report[input->report_len++] = (char)byte;
	if (input->report_len < 3)
		return false;
	input->mode = INPUT_PLAIN;
	button = (unsigned char)input->report[0] - MOUSE_ORIGIN;
	column = (unsigned char)input->report[1] - MOUSE_ORIGIN - 1;
	row = (unsigned char)input->report[2] - MOUSE_ORIGIN - 1;
	if (row < 0 || column < 0)
		return false;
	if ((button & ~MOUSE_MODIFIERS) == MOUSE_RELEASE)
		return emit_mouse(input, MOUSE_LEFT, false, row, column, event);
	return emit_mouse(input, button, true, row, column, event);
}
