/* F1: what the screen is for, the question at hand, and the keys: the same list as the footer's,
 * with those that did not fit there. */
#include "parts.h"

#include <kiosk/base/buf.h>
#include <kiosk/base/text.h>
#include <kiosk/base/words.h>

#include <string.h>

#define EXPLAIN_MAX 65536
#define CAP_COLUMNS 8

struct help {
	int scroll;
};

static int draw_question(const struct screen_context *context, struct ui *ui,
			 const struct area *area, int row)
{
	const struct screen *screen = context->help_for;
	struct buf words;
	int used = 0;

	if (!screen->explain || !context->help_state)
		return 0;
	buf_init(&words, EXPLAIN_MAX, NULL);
	if (screen->explain(context, context->help_state, &words))
		buf_truncate(&words, 0);
	if (words.len > 0) {
		used = ui_wrapped(ui, area, row, 0, area->columns, STYLE_QUESTION,
				  _("This question"));
		used += ui_wrapped(ui, area, row + used, 0, area->columns, STYLE_TEXT,
				   buf_str(&words)) +
			1;
	}
	buf_release(&words);
	return used;
}

static int draw_keys(const struct screen_context *context, struct ui *ui, const struct area *area,
		     int row)
{
	struct hint hints[HINTS_MAX];
	size_t count = frame_hints(context, context->help_for, context->help_state, hints);
	int start = row;

	row += ui_wrapped(ui, area, row, 0, area->columns, STYLE_QUESTION, _("Keys"));
	for (size_t i = 0; i < count; i++, row++) {
		if (!ui)
			continue;
		ui_puts(ui, area, row, 0, STYLE_FOOTER_KEY, _(hints[i].cap));
		ui_puts(ui, area, row, CAP_COLUMNS, STYLE_TEXT, _(hints[i].label));
	}
	return row - start + 1;
}

/* Returns the rows used; ui NULL only measures. */
static int draw_all(const struct screen_context *context, struct ui *ui, const struct area *area)
{
	const struct screen *screen = context->help_for;
	int row = 0;

	row += ui_wrapped(ui, area, row, 0, area->columns, STYLE_TITLE, _("Help")) + 1;
	if (screen->about)
		row += ui_wrapped(ui, area, row, 0, area->columns, STYLE_TEXT,
				  screen->about(context, context->help_state)) +
		       1;
	row += draw_question(context, ui, area, row);
	row += draw_keys(context, ui, area, row);
	return row + ui_wrapped(ui, area, row, 0, area->columns, STYLE_TEXT,
				_("Our staff are glad to help you, in private if you like. A paper "
				  "form is at the desk."));
}

/* The last row of the body says how to leave. */
/* How to go on: in the last rows, drawn from row. */
static int draw_end(struct ui *ui, const struct area *column, int row)
{
	return ui_wrapped(ui, column, row, 0, column->columns, STYLE_HINT,
			  _("Press Enter or Esc to go on with the form. A touch does the same."));
}

static struct area words_area(const struct area *body)
{
	struct area area = parts_column(body);

	area.rows -= 1 + draw_end(NULL, &area, 0);
	return area;
}

static struct area scrolled(const struct screen_context *context, const struct help *help,
			    const struct area *body, int *total)
{
	struct area area = words_area(body);

	*total = draw_all(context, NULL, &area);
	area.scroll = parts_scroll(help->scroll, help->scroll, 1, area.rows, *total);
	return area;
}

static void draw(const struct screen_context *context, const void *state, struct ui *ui,
		 const struct area *body)
{
	struct area column = parts_column(body), area;
	int total, last = column.rows - draw_end(NULL, &column, 0);

	area = scrolled(context, state, body, &total);
	(void)draw_all(context, ui, &area);
	parts_more(ui, &area, total);
	ui_cursor(ui, &column, last, 0);
	(void)draw_end(ui, &column, last);
}

/* How far a key scrolls; 0: it does not. */
static int scrolls(enum ui_key key, int page)
{
	switch (key) {
	case UI_KEY_UP:
	case UI_KEY_WHEEL_UP:
		return -1;
	case UI_KEY_DOWN:
	case UI_KEY_WHEEL_DOWN:
		return 1;
	case UI_KEY_PAGE_UP:
		return -page;
	case UI_KEY_PAGE_DOWN:
		return page;
	default:
		return 0;
	}
}

static struct action key(struct screen_context *context, void *state, const struct ui_event *event)
{
	struct area body = parts_body(context), area;
	enum ui_key pressed = event->key;
	struct help *help = state;
	int total, by;

	area = scrolled(context, help, &body, &total);
	if (pressed == UI_KEY_CLICK && parts_more_at(&area, total, event) != UI_KEY_NONE)
		pressed = parts_more_at(&area, total, event);
	by = scrolls(pressed, area.rows > 3 ? area.rows - 2 : 1);
	if (by != 0) {
		area.scroll += by;
		help->scroll = parts_scroll(area.scroll, area.scroll, 1, area.rows, total);
		return (struct action){.kind = ACTION_REDRAW};
	}
	if (pressed == UI_KEY_ENTER || pressed == UI_KEY_ESCAPE || pressed == UI_KEY_F1 ||
	    pressed == UI_KEY_SPACE || pressed == UI_KEY_CLICK)
		return (struct action){.kind = ACTION_CLOSE};
	return (struct action){.kind = ACTION_NONE};
}

static size_t hints(const struct screen_context *context, const void *state,
		    struct hint out[HINTS_MAX])
{
	(void)context;
	(void)state;
	out[0] = (struct hint){UI_KEY_ESCAPE, "Esc", N_("Go on with the form")};
	out[1] = (struct hint){UI_KEY_DOWN, "\xe2\x86\x91 \xe2\x86\x93", N_("Move")};
	return 2;
}

const struct screen screen_help = {
	.name = "help",
	.state_size = sizeof(struct help),
	.draw = draw,
	.key = key,
	.hints = hints,
};
