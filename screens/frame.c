/* The frame around every screen: header, progress, footer. */
#include "parts.h"

#include <kiosk/base/text.h>
#include <kiosk/base/words.h>

#include <stdio.h>
#include <string.h>

#define HEADER_ROWS    2
#define HIGH_HEADER    4 /* on a high terminal: an empty row above and below the words */
#define HIGH_ROWS      40
#define FOOTER_ROWS    1
#define TOUCH_BAR_ROWS 3 /* a line, the hints, an empty row */
#define HINT_GAP       3
#define CORNER_COLUMNS 10

static int header_rows(int rows)
{
	return rows >= HIGH_ROWS ? HIGH_HEADER : HEADER_ROWS;
}

/* The notice begins in the header's last row; how many rows more it takes. */
static int notice_rows(const struct screen_context *context)
{
	struct area area = {.rows = context->rows, .columns = context->columns};

	if (!context->notice)
		return 0;
	area = parts_column(&area);
	return ui_wrapped(NULL, &area, 0, 0, area.columns, STYLE_ERROR, _(context->notice)) - 1;
}

static int footer_rows(int rows)
{
	return rows >= FRAME_TOUCH_ROWS ? TOUCH_BAR_ROWS : FOOTER_ROWS;
}

struct area parts_body(const struct screen_context *context)
{
	int rows = context->rows, header = header_rows(rows) + notice_rows(context);

	return (struct area){
		.row = header,
		.rows = rows - header - footer_rows(rows),
		.columns = context->columns,
		.touch = rows >= FRAME_TOUCH_ROWS || (context->roomy && rows >= 24),
	};
}

bool frame_in_corner(const struct screen_context *context, int row, int column)
{
	return row < header_rows(context->rows) && column >= context->columns - CORNER_COLUMNS;
}

static const char *step_name(const struct screen_context *context)
{
	static const char *const names[] = {
		[VISIT_WELCOME] = N_("Welcome"),
		[VISIT_LEARN] = N_("About the treatment"),
		[VISIT_PRIVACY] = N_("Your privacy"),
		[VISIT_QUESTIONS] = N_("Your questions"),
		[VISIT_OUTCOME] = N_("What happens next"),
		[VISIT_EXPLAINER] = N_("About the treatment"),
		[VISIT_REVIEW] = N_("Check your answers"),
		[VISIT_CONFIRM] = N_("Confirm"),
		[VISIT_RECEIPT] = N_("Finished"),
		[VISIT_ENDED] = N_("Finished"),
	};

	return _(names[visit_place(context->visit)]);
}

/* The clinic's name and where the patient is, over the edges of the column; the name only where
 * there is room for all of it. The welcome screen says it. */
static void draw_words(const struct screen_context *context, struct ui *ui, const struct area *bar,
		       const char *right)
{
	const char *name = context->settings->clinic.name;
	struct area column = parts_column(bar);
	int row = bar->rows / 2, width = text_width(right, strlen(right));

	if (visit_place(context->visit) == VISIT_WELCOME)
		return;
	ui_puts(ui, &column, row, column.columns - width, STYLE_HEADER, right);
	column.columns -= width + 2;
	if (text_width(name, strlen(name)) <= column.columns)
		ui_puts(ui, &column, row, 0, STYLE_HEADER_STRONG, name);
}

static void draw_header(const struct screen_context *context, struct ui *ui)
{
	int rows = header_rows(context->rows);
	struct area bar = {.rows = rows - 1, .columns = context->columns};
	struct area under = {
		.row = rows - 1, .rows = 1 + notice_rows(context), .columns = context->columns};
	char right[128];
	size_t position, total;

	ui_fill(ui, &bar, STYLE_HEADER);
	snprintf(right, sizeof(right), "%s", step_name(context));
	if (visit_progress(context->visit, &position, &total)) {
		snprintf(right, sizeof(right), _("Page %zu of %zu"), position, total);
		ui_bar(ui, &under, 0, 0, under.columns, position, total);
	}
	draw_words(context, ui, &bar, right);
	if (context->notice) {
		ui_fill(ui, &under, STYLE_ERROR);
		under = parts_column(&under);
		ui_wrapped(ui, &under, 0, 0, under.columns, STYLE_ERROR, _(context->notice));
	}
}

size_t frame_next_language(const struct screen_context *context)
{
	size_t at = (size_t)(context->language - context->settings->languages);

	return (at + 1) % context->settings->language_count;
}

static size_t add_hint(struct hint hints[HINTS_MAX], size_t count, enum ui_key key, const char *cap,
		       const char *label)
{
	for (size_t i = 0; i < count; i++)
		if (hints[i].key == key)
			return count;
	if (count < HINTS_MAX)
		hints[count++] = (struct hint){key, cap, label};
	return count;
}

/* Before the first of the keys that are little used. */
static size_t add_language(const struct screen_context *context, struct hint hints[HINTS_MAX],
			   size_t count)
{
	size_t at = 0;

	while (at < count && hints[at].key != UI_KEY_F1 && hints[at].key != UI_KEY_F4)
		at++;
	memmove(&hints[at + 1], &hints[at], (count - at) * sizeof(*hints));
	hints[at] = (struct hint){UI_KEY_F2, "F2",
				  context->language_names[frame_next_language(context)]};
	return count + 1;
}

size_t frame_hints(const struct screen_context *context, const struct screen *screen,
		   const void *state, struct hint hints[HINTS_MAX])
{
	bool of_visit = screen == screen_for(visit_place(context->visit));
	bool running = of_visit && visit_running(context->visit);
	size_t count = screen->hints ? screen->hints(context, state, hints) : 0;

	if (screen == &screen_idle) /* any key */
		return 0;
	if (context->settings->language_count > 1)
		count = add_language(context, hints, count);
	if (screen != &screen_help)
		count = add_hint(hints, count, UI_KEY_F1, "F1", N_("Help"));
	if (running)
		count = add_hint(hints, count, UI_KEY_F9, "F9", N_("Start over"));
	count = add_hint(hints, count, UI_KEY_F3, "F3", N_("Text size"));
	count = add_hint(hints, count, UI_KEY_F4, "F4", N_("Contrast"));
	if (running)
		count = add_hint(hints, count, UI_KEY_F6, "F6", N_("Hide the form"));
	if (of_visit)
		count = add_hint(hints, count, UI_KEY_F12, "F12", N_("Staff"));
	return count;
}

static int hint_width(const struct hint *hint)
{
	const char *cap = _(hint->cap), *label = _(hint->label);

	return text_width(cap, strlen(cap)) + 1 + text_width(label, strlen(label));
}

static int hints_width(const struct hint *hints, size_t count)
{
	int width = -HINT_GAP;

	for (size_t i = 0; i < count; i++)
		width += hint_width(&hints[i]) + HINT_GAP;
	return width;
}

/* A finger needs no arrows: in the touch bar they make room for what it cannot do otherwise. */
static size_t footer_hints(const struct screen_context *context, const struct screen *screen,
			   const void *state, struct hint hints[HINTS_MAX])
{
	size_t count = frame_hints(context, screen, state, hints), kept = 0;

	if (context->rows < FRAME_TOUCH_ROWS || hints_width(hints, count) <= context->columns - 3)
		return count;
	for (size_t i = 0; i < count; i++)
		if (hints[i].key != UI_KEY_DOWN && hints[i].key != UI_KEY_RIGHT &&
		    hints[i].key != UI_KEY_SPACE)
			hints[kept++] = hints[i];
	return kept;
}

/* Columns of the hints that fit, in the order given; returns how many do. Where
 * there is room they begin at the edge of the column that is read. */
static size_t place_hints(const struct hint *hints, size_t count, int columns, int at[HINTS_MAX])
{
	struct area whole = {.columns = columns};
	int column = parts_column(&whole).column;
	size_t i;

	if (column + hints_width(hints, count) > columns - 1)
		column = 2;
	for (i = 0; i < count; i++) {
		int width = hint_width(&hints[i]);

		if (column + width > columns - 1)
			break;
		at[i] = column;
		column += width + HINT_GAP;
	}
	return i;
}

static void draw_footer(const struct screen_context *context, const struct screen *screen,
			const void *state, struct ui *ui)
{
	int rows = footer_rows(context->rows), row = rows / 2;
	struct area footer = {
		.row = context->rows - rows, .rows = rows, .columns = context->columns};
	struct hint hints[HINTS_MAX] = {{0}};
	int at[HINTS_MAX] = {0};
	size_t i, count = footer_hints(context, screen, state, hints);

	ui_fill(ui, &footer, STYLE_TEXT);
	if (rows > 1)
		ui_hline(ui, &footer, 0, 0, footer.columns, STYLE_RULE);
	count = place_hints(hints, count, footer.columns, at);
	for (i = 0; i < count; i++) {
		int used = ui_puts(ui, &footer, row, at[i], STYLE_FOOTER_KEY, _(hints[i].cap));

		ui_puts(ui, &footer, row, at[i] + used + 1, STYLE_FOOTER, _(hints[i].label));
	}
}

void frame_draw(const struct screen_context *context, const struct screen *screen,
		const void *state, struct ui *ui, struct area *body)
{
	draw_header(context, ui);
	draw_footer(context, screen, state, ui);
	*body = parts_body(context);
}

enum ui_key frame_hint_at(const struct screen_context *context, const struct screen *screen,
			  const void *state, int row, int column)
{
	struct hint hints[HINTS_MAX] = {{0}};
	int at[HINTS_MAX];
	size_t i, count = footer_hints(context, screen, state, hints);

	if (row < context->rows - footer_rows(context->rows) || row >= context->rows)
		return UI_KEY_NONE;
	count = place_hints(hints, count, context->columns, at);
	for (i = 0; i < count; i++)
		if (column >= at[i] - 1 && column <= at[i] + hint_width(&hints[i]))
			return hints[i].key;
	return UI_KEY_NONE;
}
