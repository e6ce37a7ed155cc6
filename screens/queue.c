/* What has not been delivered yet, oldest first. No patient data. */
#include "parts.h"

#include <kiosk/base/words.h>

#include <stdio.h>

#define HEAD_ROWS 4

struct queue_view {
	int scroll;
};

static void draw_columns(const struct queue_row *entry, struct ui *ui, const struct area *area,
			 int row)
{
	char line[160];

	ui_puts(ui, area, row, 0, STYLE_STRONG, entry->reference);
	snprintf(line, sizeof(line), "%.10s %.5s", entry->since, entry->since + 11);
	ui_puts(ui, area, row, 11, STYLE_TEXT, line);
	snprintf(line, sizeof(line), "%3d", entry->attempts);
	ui_puts(ui, area, row, 30, STYLE_TEXT, line);
	ui_puts(ui, area, row, 38, entry->refused ? STYLE_WARNING : STYLE_TEXT,
		entry->refused ? _("refused") : _("waiting"));
}

static int draw_row(const struct queue_row *entry, struct ui *ui, const struct area *area, int row)
{
	if (ui)
		draw_columns(entry, ui, area, row);
	row++;
	if (entry->reason[0])
		row += ui_wrapped(ui, area, row, 11, area->columns - 11, STYLE_HINT, entry->reason);
	return row + 1;
}

static int draw_rows(const struct screen_context *context, struct ui *ui, const struct area *area)
{
	size_t i;
	int row = 0;

	if (context->queue_count == 0)
		return ui_wrapped(ui, area, 0, 0, area->columns, STYLE_SUCCESS,
				  _("Nothing waits: all is delivered."));
	for (i = 0; i < context->queue_count; i++)
		row = draw_row(&context->queue[i], ui, area, row);
	return row;
}

/* The title and the names of the columns. */
static struct area head_area(const struct area *body)
{
	struct area area = parts_column(body);
	int top = parts_margin(&area, 0, false);

	area.row += top;
	area.rows -= top;
	return area;
}

static struct area rows_area(const struct area *body)
{
	struct area area = head_area(body);

	area.row += HEAD_ROWS;
	area.rows -= HEAD_ROWS;
	return area;
}

static void queue_draw(const struct screen_context *context, const void *state, struct ui *ui,
		       const struct area *body)
{
	const struct queue_view *view = state;
	struct area head = head_area(body), area = rows_area(body);
	int total = draw_rows(context, NULL, &area);

	ui_puts(ui, &head, 0, 0, STYLE_TITLE, _("The queue, oldest first"));
	ui_puts(ui, &head, 2, 0, STYLE_HINT, _("Reference"));
	ui_puts(ui, &head, 2, 11, STYLE_HINT, _("Since"));
	ui_puts(ui, &head, 2, 30, STYLE_HINT, _("Tries"));
	ui_puts(ui, &head, 2, 38, STYLE_HINT, _("State"));
	area.scroll = parts_scroll(view->scroll, view->scroll, 1, area.rows, total);
	(void)draw_rows(context, ui, &area);
	parts_more(ui, &area, total);
	ui_cursor(ui, &area, area.scroll, 0);
}

static struct action queue_key(struct screen_context *context, void *state,
			       const struct ui_event *event)
{
	struct queue_view *view = state;
	struct area body = parts_body(context), area = rows_area(&body);
	struct action action = {.kind = ACTION_REDRAW};
	int step = event->key == UI_KEY_UP || event->key == UI_KEY_DOWN ? 1 : area.rows - 1;

	if (event->key == UI_KEY_UP || event->key == UI_KEY_PAGE_UP ||
	    event->key == UI_KEY_WHEEL_UP)
		view->scroll = view->scroll > step ? view->scroll - step : 0;
	else if (event->key == UI_KEY_DOWN || event->key == UI_KEY_PAGE_DOWN ||
		 event->key == UI_KEY_WHEEL_DOWN)
		view->scroll = parts_scroll(view->scroll + step, view->scroll + step, 1, area.rows,
					    draw_rows(context, NULL, &area));
	else if (event->key == UI_KEY_TEXT && (event->text[0] == 's' || event->text[0] == 'S'))
		action.kind = ACTION_STAFF_SEND;
	else
		action.kind = ACTION_NONE;
	return action;
}

static size_t queue_hints(const struct screen_context *context, const void *state,
			  struct hint out[HINTS_MAX])
{
	(void)context;
	(void)state;
	out[0] = (struct hint){UI_KEY_ESCAPE, "Esc", N_("Back")};
	out[1] = (struct hint){UI_KEY_DOWN, "\xe2\x86\x91 \xe2\x86\x93", N_("Move")};
	return 2;
}

static const char *queue_about(const struct screen_context *context, const void *state)
{
	(void)context;
	(void)state;
	return _(
		"For staff: forms that have not been delivered yet, and why. It shows no answers.");
}

const struct screen screen_queue = {
	.name = "queue",
	.state_size = sizeof(struct queue_view),
	.draw = queue_draw,
	.key = queue_key,
	.hints = queue_hints,
	.about = queue_about,
};
