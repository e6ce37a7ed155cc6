/* Every answer, with "Change" where the patient can change it; safety answers stay masked until the
 * patient asks to see them. */
#include "form_page.h"

#include <kiosk/base/text.h>
#include <kiosk/base/words.h>

#include <string.h>

#define WORDS_MAX    65536u
#define CHANGE_WIDTH 12
#define HEAD_ROWS    3

struct review {
	size_t focus; /* line; the count of lines: the button */
	int scroll;
	bool shown; /* masked answers are shown */
};

struct line {
	size_t slot;
	size_t page; /* item index of the page it belongs to */
	int row, rows;
	bool masked;
	bool fixed; /* the patient has nothing to change there */
};

struct layout {
	struct area area;
	size_t count;
	struct line lines[REVIEW_MAX];
	int total;
};

static void collect(const struct screen_context *context, struct layout *layout)
{
	const struct answers *answers = visit_answers_const(context->visit);
	struct review_line lines[REVIEW_MAX];

	layout->count = visit_review(context->visit, context->settings, lines, REVIEW_MAX);
	for (size_t i = 0; i < layout->count; i++) {
		const struct item *item = answers_item(answers, lines[i].slot);

		layout->lines[i] = (struct line){
			.slot = lines[i].slot,
			.page = lines[i].page,
			.masked = lines[i].masked,
			.fixed = item->read_only || item_at_desk(item),
		};
	}
}

static int draw_answer(const struct screen_context *context, const struct review *review,
		       const struct line *line, struct ui *ui, const struct area *area, int row)
{
	const struct answers *answers = visit_answers_const(context->visit);
	int width = area->columns - CHANGE_WIDTH - 2;
	struct buf words;
	int used;

	if (item_at_desk(answers_item(answers, line->slot)))
		return ui_wrapped(ui, area, row, 2, width, STYLE_HINT,
				  _("Please give this at the front desk."));
	if (answers_count(answers, line->slot) == 0)
		return ui_wrapped(ui, area, row, 2, width, STYLE_HINT, _("Not provided"));
	if (line->masked && !review->shown)
		return ui_wrapped(ui, area, row, 2, width, STYLE_HINT,
				  _("Answered (hidden here for your privacy)"));
	buf_init(&words, WORDS_MAX, NULL);
	used = ui_wrapped(ui, area, row, 2, width, STYLE_STRONG,
			  answers_describe(answers, line->slot, &words) ? _("Answered")
									: buf_str(&words));
	buf_release(&words);
	return used;
}

typedef enum status words_fn(const struct answers *answers, size_t slot, struct buf *out);

static int draw_words(const struct screen_context *context, words_fn *words_of, size_t slot,
		      struct ui *ui, const struct area *area, int row, int width, enum style style)
{
	struct buf words;
	int used = 0;

	buf_init(&words, WORDS_MAX, NULL);
	if (!words_of(visit_answers_const(context->visit), slot, &words) && words.len > 0)
		used = ui_wrapped(ui, area, row, 0, width, style, buf_str(&words));
	buf_release(&words);
	return used;
}

/* The group that has instances and holds the slot; SLOT_NONE. A question with instances stands
 * right above what is below it. */
static size_t instance_of(const struct screen_context *context, size_t slot)
{
	const struct answers *answers = visit_answers_const(context->visit);

	do
		slot = answers_parent(answers, slot);
	while (slot != SLOT_NONE && (answers_item(answers, slot)->type != ITEM_GROUP ||
				     !answers_item(answers, slot)->instances));
	return slot;
}

static int draw_headings(const struct screen_context *context, const struct line *line,
			 const struct line *before, struct ui *ui, const struct area *area)
{
	const struct item *page = &context->questionnaire->items[line->page];
	const struct item *item = answers_item(visit_answers_const(context->visit), line->slot);
	size_t instance = instance_of(context, line->slot);
	bool repeats = instance != SLOT_NONE &&
		       (!before || instance != instance_of(context, before->slot));
	int row = line->row;

	if ((!before || before->page != line->page) && page != item && page->label &&
	    !page->instances)
		row += ui_wrapped(ui, area, row, 0, area->columns, STYLE_ACCENT, page->label);
	if (repeats)
		row += draw_words(context, form_instance_path, line->slot, ui, area, row,
				  area->columns, STYLE_ACCENT);
	return row - line->row;
}

static int draw_line(const struct screen_context *context, const struct review *review,
		     const struct line *line, const struct line *before, struct ui *ui,
		     const struct area *area, bool focus)
{
	int row = line->row + draw_headings(context, line, before, ui, area);

	if (ui) {
		struct area low = *area; /* the line is the target: three rows high anyway */

		low.touch = false;
		if (!line->fixed)
			button_draw(ui, &low, row, area->columns - CHANGE_WIDTH, _("Change"),
				    focus);
		if (focus)
			ui_cursor(ui, area, row,
				  line->fixed ? 0 : area->columns - CHANGE_WIDTH + 2);
	}
	row += draw_words(context, form_short_words, line->slot, ui, area, row,
			  area->columns - CHANGE_WIDTH - 2,
			  focus && line->fixed ? STYLE_ACCENT : STYLE_TEXT);
	row += draw_answer(context, review, line, ui, area, row);
	return row - line->row + 1;
}

static const struct line *line_before(const struct layout *layout, size_t i)
{
	return i > 0 ? &layout->lines[i - 1] : NULL;
}

static struct area lines_area(const struct area *body)
{
	struct area area = parts_column(body);

	int top = parts_margin(&area, 0, false);

	area.row += top + HEAD_ROWS;
	area.rows -= top + HEAD_ROWS + 1 + button_rows(&area);
	return area;
}

/* What stands still: the title above the lines, the button below them. */
static struct area head_area(const struct area *body)
{
	struct area area = parts_column(body);

	area.row += parts_margin(&area, 0, false);
	return area;
}

static struct area foot_area(const struct area *body)
{
	struct area area = parts_column(body);

	area.row += area.rows - button_rows(&area);
	area.rows = button_rows(&area);
	return area;
}

static void lay_out(const struct screen_context *context, const struct review *review,
		    const struct area *body, struct layout *layout)
{
	size_t i, focus = review->focus;
	int row = 0;

	layout->area = lines_area(body);
	collect(context, layout);
	for (i = 0; i < layout->count; i++) {
		struct line *line = &layout->lines[i];

		line->row = row;
		line->rows = draw_line(context, review, line, line_before(layout, i), NULL,
				       &layout->area, false);
		row += line->rows;
	}
	layout->total = row;
	if (focus < layout->count)
		layout->area.scroll =
			parts_scroll(review->scroll, layout->lines[focus].row,
				     layout->lines[focus].rows, layout->area.rows, layout->total);
	else
		layout->area.scroll = parts_scroll(review->scroll, review->scroll, 1,
						   layout->area.rows, layout->total);
}

/* Back is there for the pointer: the keyboard has Esc for it. */
static void buttons_of(struct button buttons[2])
{
	buttons[0] = (struct button){_("Continue"), ACTION_NEXT};
	buttons[1] = (struct button){_("Back"), ACTION_BACK};
}

static void draw(const struct screen_context *context, const void *state, struct ui *ui,
		 const struct area *body)
{
	const struct review *review = state;
	const char *hint = _("Space changes the marked answer, Enter goes on.");
	struct area head = head_area(body), foot = foot_area(body);
	struct button buttons[2];
	struct layout layout;
	size_t i;

	lay_out(context, review, body, &layout);
	ui_puts(ui, &head, 0, 0, STYLE_TITLE, _("Check your answers"));
	if (text_width(hint, strlen(hint)) <= head.columns) /* the footer says it as well */
		ui_puts(ui, &head, 1, 0, STYLE_HINT, hint);
	for (i = 0; i < layout.count; i++)
		(void)draw_line(context, review, &layout.lines[i], line_before(&layout, i), ui,
				&layout.area, i == review->focus);
	parts_more(ui, &layout.area, layout.total);
	buttons_of(buttons);
	parts_buttons(ui, &foot, 0, buttons, 2, review->focus >= layout.count ? 0 : 2);
}

static struct action change(const struct layout *layout, size_t line)
{
	if (line >= layout->count)
		return (struct action){.kind = ACTION_NEXT};
	if (layout->lines[line].fixed)
		return (struct action){.kind = ACTION_NONE};
	return (struct action){.kind = ACTION_CHANGE, .slot = layout->lines[line].slot};
}

static struct action on_click(const struct layout *layout, const struct area *body,
			      const struct ui_event *event)
{
	struct area foot = foot_area(body);
	struct button buttons[2];
	int row, at;
	size_t i;

	buttons_of(buttons);
	if (parts_inside(&foot, event->row, event->column, &row, &at)) {
		i = parts_button_at(&foot, 0, buttons, 2, row, at);
		return (struct action){.kind = i < 2 ? buttons[i].action : ACTION_NONE};
	}
	if (!parts_inside(&layout->area, event->row, event->column, &row, &at) ||
	    at < layout->area.columns - CHANGE_WIDTH)
		return (struct action){.kind = ACTION_NONE};
	for (i = 0; i < layout->count; i++)
		if (row >= layout->lines[i].row &&
		    row < layout->lines[i].row + layout->lines[i].rows)
			return change(layout, i);
	return (struct action){.kind = ACTION_NONE};
}

/* An answer that is longer than the screen is read before the focus moves on. */
static bool read_on(struct review *review, const struct layout *layout, bool forward)
{
	int visible = layout->area.rows, step = visible > 2 ? visible - 2 : 1, scroll;
	const struct line *line = &layout->lines[review->focus];

	if (review->focus >= layout->count || line->rows - 1 <= visible)
		return false;
	scroll = parts_scroll(review->scroll + (forward ? step : -step), line->row, line->rows - 1,
			      visible, layout->total);
	if (scroll == review->scroll)
		return false;
	review->scroll = scroll;
	return true;
}

static bool move(struct review *review, const struct layout *layout, enum ui_key key)
{
	size_t page = layout->area.rows > 6 ? (size_t)layout->area.rows / 3 : 2;

	switch (key) {
	case UI_KEY_UP:
	case UI_KEY_BACKTAB:
	case UI_KEY_WHEEL_UP:
		if (!read_on(review, layout, false))
			review->focus -= review->focus > 0;
		return true;
	case UI_KEY_DOWN:
	case UI_KEY_TAB:
	case UI_KEY_WHEEL_DOWN:
		if (!read_on(review, layout, true))
			review->focus += review->focus < layout->count;
		return true;
	case UI_KEY_PAGE_UP:
		if (read_on(review, layout, false))
			return true;
		review->focus = review->focus > page ? review->focus - page : 0;
		return true;
	case UI_KEY_PAGE_DOWN:
		if (read_on(review, layout, true))
			return true;
		review->focus =
			review->focus + page < layout->count ? review->focus + page : layout->count;
		return true;
	case UI_KEY_HOME:
		review->focus = 0;
		return true;
	case UI_KEY_END:
		review->focus = layout->count;
		return true;
	default:
		return false;
	}
}

static bool scrolled_by_mark(struct review *review, const struct layout *layout,
			     const struct ui_event *event)
{
	enum ui_key key = parts_more_at(&layout->area, layout->total, event);

	return key != UI_KEY_NONE && move(review, layout, key);
}

static struct action key(struct screen_context *context, void *state, const struct ui_event *event)
{
	struct review *review = state;
	struct area body = parts_body(context);
	struct action action = {.kind = ACTION_REDRAW};
	struct layout layout;

	lay_out(context, review, &body, &layout);
	review->scroll = layout.area.scroll;
	if (event->key == UI_KEY_ENTER)
		action.kind = ACTION_NEXT;
	else if (event->key == UI_KEY_SPACE)
		action = change(&layout, review->focus);
	else if (event->key == UI_KEY_CLICK && !scrolled_by_mark(review, &layout, event))
		action = on_click(&layout, &body, event);
	else if (event->key == UI_KEY_F5)
		review->shown = !review->shown;
	else if (event->key != UI_KEY_CLICK && !move(review, &layout, event->key))
		action.kind = ACTION_NONE;
	else if (review->focus >= layout.count) /* the button has the focus: the end is in view */
		review->scroll = layout.total;
	return action;
}

static size_t hints(const struct screen_context *context, const void *state,
		    struct hint out[HINTS_MAX])
{
	const struct review *review = state;
	size_t count = 0;

	out[count++] = (struct hint){UI_KEY_ENTER, "Enter", N_("Continue")};
	out[count++] = (struct hint){UI_KEY_SPACE, N_("Space"), N_("Change")};
	if (context->settings->form.masked.code || context->settings->form.masked_fields.code)
		out[count++] = (struct hint){UI_KEY_F5, "F5",
					     review && review->shown ? N_("Hide answers")
								     : N_("Show hidden answers")};
	out[count++] = (struct hint){UI_KEY_ESCAPE, "Esc", N_("Back")};
	out[count++] = (struct hint){UI_KEY_F1, "F1", N_("Help")};
	out[count++] = (struct hint){UI_KEY_F9, "F9", N_("Start over")};
	out[count++] = (struct hint){UI_KEY_F4, "F4", N_("Contrast")};
	return count;
}

static const char *about(const struct screen_context *context, const void *state)
{
	(void)context;
	(void)state;
	return _("Read through your answers. To change one, mark it with the arrow keys and press "
		 "Space.");
}

/* Back from a change: its line is marked again. */
static void enter(struct screen_context *context, void *state)
{
	struct review *review = state;
	struct area body = parts_body(context);
	struct layout layout;
	size_t i;

	lay_out(context, review, &body, &layout);
	for (i = 0; i < layout.count; i++)
		if (layout.lines[i].slot == visit_changed(context->visit))
			review->focus = i;
	lay_out(context, review, &body, &layout);
	review->scroll = layout.area.scroll;
}

const struct screen screen_review = {
	.name = "review",
	.state_size = sizeof(struct review),
	.enter = enter,
	.draw = draw,
	.key = key,
	.hints = hints,
	.about = about,
};
