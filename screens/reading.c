/* A page of text: privacy, outcome, explainer, learn. */
#include "parts.h"

#include <kiosk/base/log.h>
#include <kiosk/base/words.h>

#include <limits.h>

#define PAGE_BYTES_MAX (256u << 10)

struct reading {
	struct page *page; /* NULL: the file could not be read */
	int scroll;
};

static void enter(struct screen_context *context, void *state)
{
	struct reading *reading = state;
	struct buf file, text;

	buf_init(&file, PATH_MAX, NULL);
	buf_init(&text, PAGE_BYTES_MAX, NULL);
	if (settings_page(visit_text_page(context->visit), context->language->tag, &file) ||
	    content_read(context->content, buf_str(&file), &text) ||
	    page_parse(buf_str(&text), text.len, &reading->page))
		log_event(LOG_LEVEL_ERROR, "%s: the page cannot be read", buf_str(&file));
	buf_release(&file);
	buf_release(&text);
}

static void leave(struct screen_context *context, void *state)
{
	(void)context;
	page_close(((struct reading *)state)->page);
}

/* The text's window: an empty row above it (more on a high screen), one below, then the button. */
static struct area text_area(const struct area *body)
{
	struct area area = parts_column(body);
	int top = parts_margin(&area, 0, false);

	area.row += top;
	area.rows -= top + 1 + button_rows(&area);
	return area;
}

static int draw_text(const struct reading *reading, struct ui *ui, const struct area *area)
{
	int row;

	if (!reading->page)
		return ui_wrapped(ui, area, 0, 0, area->columns, STYLE_TEXT,
				  _("This page cannot be shown just now. Please ask our staff."));
	row = ui_wrapped(ui, area, 0, 0, area->columns, STYLE_TITLE, page_title(reading->page)) + 1;
	return row + page_draw(ui, area, row, 0, area->columns, reading->page, true);
}

/* The button's window: behind a short text, at the foot of the screen below a long one. */
static struct area foot_area(const struct reading *reading, const struct area *body)
{
	struct area area = text_area(body), foot = area;
	int total = draw_text(reading, NULL, &area);

	foot.row += (total < area.rows ? total : area.rows) + 1;
	foot.rows = button_rows(&area);
	return foot;
}

/* The last row has been in view. */
static bool at_end(const struct screen_context *context, const struct reading *reading)
{
	struct area body = parts_body(context), area = text_area(&body);

	return reading->scroll + area.rows >= draw_text(reading, NULL, &area);
}

/* What Enter does: nothing that is to be read is passed over. */
static struct button next_button(const struct screen_context *context,
				 const struct reading *reading)
{
	const struct visit *visit = context->visit;
	bool last = visit_place(visit) == VISIT_LEARN &&
		    visit_page(visit) + 1 == context->settings->pages.learn_count;

	if (!at_end(context, reading))
		return (struct button){_("Read on"), ACTION_REDRAW};
	return (struct button){last ? _("Back to the start") : _("Continue"), ACTION_NEXT};
}

/* Back is there for the pointer: the keyboard has Esc for it. */
static void buttons_of(const struct screen_context *context, const struct reading *reading,
		       struct button buttons[2])
{
	buttons[0] = next_button(context, reading);
	buttons[1] = (struct button){_("Back"), ACTION_BACK};
}

static void draw(const struct screen_context *context, const void *state, struct ui *ui,
		 const struct area *body)
{
	const struct reading *reading = state;
	struct area area = text_area(body), foot = foot_area(reading, body);
	struct button buttons[2];
	int total = draw_text(reading, NULL, &area);

	area.scroll = parts_scroll(reading->scroll, reading->scroll, 1, area.rows, total);
	(void)draw_text(reading, ui, &area);
	parts_more(ui, &area, total);
	buttons_of(context, reading, buttons);
	parts_buttons(ui, &foot, 0, buttons, 2, 0);
}

static void scroll_by(const struct screen_context *context, struct reading *reading, int rows)
{
	struct area body = parts_body(context), area = text_area(&body);
	int total = draw_text(reading, NULL, &area);
	int wanted = reading->scroll + rows;

	reading->scroll =
		parts_scroll(wanted < 0 ? 0 : wanted, wanted < 0 ? 0 : wanted, 1, area.rows, total);
}

static void translated(struct screen_context *context, void *state)
{
	struct reading *reading = state;

	page_close(reading->page);
	reading->page = NULL;
	enter(context, state);
	scroll_by(context, reading, 0);
}

static struct action go_on(const struct screen_context *context, struct reading *reading, int page)
{
	struct button button = next_button(context, reading);

	if (button.action == ACTION_REDRAW)
		scroll_by(context, reading, page);
	return (struct action){.kind = button.action};
}

static struct action on_click(const struct screen_context *context, struct reading *reading,
			      const struct ui_event *event, int page)
{
	struct area body = parts_body(context), foot = foot_area(reading, &body),
		    area = text_area(&body);
	struct button buttons[2];
	int row, column;
	size_t at = 2;

	area.scroll = reading->scroll;
	switch (parts_more_at(&area, draw_text(reading, NULL, &area), event)) {
	case UI_KEY_PAGE_UP:
		scroll_by(context, reading, -page);
		return (struct action){.kind = ACTION_REDRAW};
	case UI_KEY_PAGE_DOWN:
		scroll_by(context, reading, page);
		return (struct action){.kind = ACTION_REDRAW};
	default:
		break;
	}
	buttons_of(context, reading, buttons);
	if (parts_inside(&foot, event->row, event->column, &row, &column))
		at = parts_button_at(&foot, 0, buttons, 2, row, column);
	if (at == 0)
		return go_on(context, reading, page);
	return (struct action){.kind = at == 1 ? ACTION_BACK : ACTION_NONE};
}

static struct action key(struct screen_context *context, void *state, const struct ui_event *event)
{
	struct area body = parts_body(context), area = text_area(&body);
	struct action action = {.kind = ACTION_REDRAW};
	int page = area.rows > 2 ? area.rows - 2 : 1;

	switch (event->key) {
	case UI_KEY_ENTER:
		return go_on(context, state, page);
	case UI_KEY_DOWN:
	case UI_KEY_WHEEL_DOWN:
		scroll_by(context, state, event->key == UI_KEY_DOWN ? 1 : 3);
		break;
	case UI_KEY_UP:
	case UI_KEY_WHEEL_UP:
		scroll_by(context, state, event->key == UI_KEY_UP ? -1 : -3);
		break;
	case UI_KEY_SPACE:
	case UI_KEY_PAGE_DOWN:
		scroll_by(context, state, page);
		break;
	case UI_KEY_PAGE_UP:
		scroll_by(context, state, -page);
		break;
	case UI_KEY_HOME:
		scroll_by(context, state, -((struct reading *)state)->scroll);
		break;
	case UI_KEY_END:
		scroll_by(context, state, 1 << 20);
		break;
	case UI_KEY_CLICK:
		return on_click(context, state, event, page);
	default:
		action.kind = ACTION_NONE;
	}
	return action;
}

static size_t hints(const struct screen_context *context, const void *state,
		    struct hint out[HINTS_MAX])
{
	bool end = !state || at_end(context, state);
	size_t count = 0;

	out[count++] = (struct hint){UI_KEY_ENTER, "Enter", end ? N_("Continue") : N_("Read on")};
	out[count++] = (struct hint){UI_KEY_ESCAPE, "Esc", N_("Back")};
	out[count++] = (struct hint){UI_KEY_F1, "F1", N_("Help")};
	if (visit_running(context->visit))
		out[count++] = (struct hint){UI_KEY_F9, "F9", N_("Start over")};
	out[count++] = (struct hint){UI_KEY_F4, "F4", N_("Contrast")};
	return count;
}

static const char *about(const struct screen_context *context, const void *state)
{
	(void)context;
	(void)state;
	return _("This page is for reading. Take your time. A mark at the right edge shows that "
		 "there is more.");
}

const struct screen screen_reading = {
	.name = "reading",
	.state_size = sizeof(struct reading),
	.enter = enter,
	.draw = draw,
	.key = key,
	.leave = leave,
	.translated = translated,
	.hints = hints,
	.about = about,
};
