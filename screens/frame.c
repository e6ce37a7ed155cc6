/* The frame around every screen: header, progress, footer. */
#include "parts.h"

#include <kiosk/base/text.h>
#include <kiosk/base/words.h>

#include <stdio.h>
#include <string.h>

#define HEADER_ROWS 2
#define FOOTER_ROWS 1
#define HINT_GAP    3

void frame_body(int rows, int columns, struct area *body)
{
	*body = (struct area){
		.row = HEADER_ROWS, .rows = rows - HEADER_ROWS - FOOTER_ROWS, .columns = columns};
}

struct area parts_body(const struct screen_context *context)
{
	struct area body;

	frame_body(context->rows + HEADER_ROWS + FOOTER_ROWS, context->columns, &body);
	return body;
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

static void draw_header(const struct screen_context *context, struct ui *ui)
{
	struct area header = {.rows = 1, .columns = ui_columns(ui)};
	struct area under = {.row = 1, .rows = 1, .columns = ui_columns(ui)};
	char right[128];
	size_t position, total;
	int width;

	ui_fill(ui, &header, STYLE_HEADER);
	snprintf(right, sizeof(right), "%s", step_name(context));
	if (visit_progress(context->visit, &position, &total)) {
		snprintf(right, sizeof(right), _("Page %zu of %zu"), position, total);
		ui_bar(ui, &under, 0, 0, under.columns, position, total);
	}
	width = text_width(right, strlen(right));
	ui_puts(ui, &header, 0, header.columns - width - 2, STYLE_HEADER, right);
	header.columns -= width + 4;
	ui_puts(ui, &header, 0, 2, STYLE_HEADER_STRONG, context->settings->clinic.name);
	if (context->notice) {
		ui_fill(ui, &under, STYLE_ERROR);
		ui_puts(ui, &under, 0, 2, STYLE_ERROR, context->notice);
	}
}

static int hint_width(const struct hint *hint)
{
	const char *label = _(hint->label);

	return text_width(hint->cap, strlen(hint->cap)) + 1 + text_width(label, strlen(label));
}

/* Columns of the hints that fit, in the order given; returns how many do. */
static size_t place_hints(const struct hint *hints, size_t count, int columns, int at[HINTS_MAX])
{
	int column = 2;
	size_t i;

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
	struct area footer = {.row = ui_rows(ui) - 1, .rows = 1, .columns = ui_columns(ui)};
	struct hint hints[HINTS_MAX] = {{0}};
	int at[HINTS_MAX] = {0};
	size_t i, count = screen->hints ? screen->hints(context, state, hints) : 0;

	ui_fill(ui, &footer, STYLE_FOOTER);
	count = place_hints(hints, count, footer.columns, at);
	for (i = 0; i < count; i++) {
		int used = ui_puts(ui, &footer, 0, at[i], STYLE_FOOTER_KEY, hints[i].cap);

		ui_puts(ui, &footer, 0, at[i] + used + 1, STYLE_FOOTER, _(hints[i].label));
	}
}

void frame_draw(const struct screen_context *context, const struct screen *screen,
		const void *state, struct ui *ui, struct area *body)
{
	draw_header(context, ui);
	draw_footer(context, screen, state, ui);
	frame_body(ui_rows(ui), ui_columns(ui), body);
}

enum ui_key frame_hint_at(const struct screen_context *context, const struct screen *screen,
			  const void *state, const struct ui *ui, int row, int column)
{
	struct hint hints[HINTS_MAX] = {{0}};
	int at[HINTS_MAX];
	size_t i, count = screen->hints ? screen->hints(context, state, hints) : 0;

	if (row != ui_rows(ui) - 1)
		return UI_KEY_NONE;
	count = place_hints(hints, count, ui_columns(ui), at);
	for (i = 0; i < count; i++)
		if (column >= at[i] && column < at[i] + hint_width(&hints[i]))
			return hints[i].key;
	return UI_KEY_NONE;
}
