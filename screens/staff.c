/* The staff menu. No patient's answers are shown here. */
#include "parts.h"

#include <kiosk/base/words.h>

#include <stdio.h>

static const struct entry {
	const char *label;
	const char *detail;
	enum action_kind action;
} entries[] = {
	{N_("Reset the visit"), N_("Erases what was entered and shows the welcome screen"),
	 ACTION_STAFF_RESET},
	{N_("Send now"), N_("Tries to deliver everything that waits"), ACTION_STAFF_SEND},
	{N_("The queue"), N_("What has not been delivered yet, and why"), ACTION_STAFF_QUEUE},
	{N_("Close the kiosk"), N_("Ends the program; what waits is kept"), ACTION_STAFF_QUIT},
};

#define ENTRY_COUNT (sizeof(entries) / sizeof(entries[0]))

struct menu {
	size_t focus;
};

/* Closing stands last in the table: where the settings forbid it, the list is one shorter. */
static size_t entry_count(const struct screen_context *context)
{
	return context->settings->staff.may_close ? ENTRY_COUNT : ENTRY_COUNT - 1;
}

static void get_entry(const void *context, size_t index, struct option_view *out)
{
	(void)context;
	*out = (struct option_view){.label = _(entries[index].label),
				    .detail = _(entries[index].detail)};
}

static struct option_list menu_list(const struct screen_context *context, const struct area *area)
{
	size_t count = entry_count(context);

	return (struct option_list){
		.count = count, .get = get_entry, .focus = count, .cards = area->touch};
}

static int menu_head(const struct screen_context *context, struct ui *ui, const struct area *area)
{
	char line[200];
	int row = parts_margin(area, 0, false);

	row += ui_wrapped(ui, area, row, 0, area->columns, STYLE_TITLE, _("Staff")) + 1;
	snprintf(line, sizeof(line),
		 _("Not delivered yet: %zu waiting, %zu refused by the clinic's server."),
		 context->waiting, context->refused);
	row += ui_wrapped(ui, area, row, 0, area->columns,
			  context->refused ? STYLE_WARNING : STYLE_TEXT, line);
	if (context->outdated)
		row += ui_wrapped(
			ui, area, row, 0, area->columns, STYLE_WARNING,
			_("The settings or the content were changed and have errors: the last "
			  "good ones are in use. \"kiosk check\" lists the errors."));
	if (context->uploader)
		row += ui_wrapped(ui, area, row, 0, area->columns, STYLE_HINT,
				  _(context->uploader));
	return row + 1;
}

static void menu_draw(const struct screen_context *context, const void *state, struct ui *ui,
		      const struct area *body)
{
	const struct menu *menu = state;
	struct area area = parts_column(body);
	struct option_list list = menu_list(context, &area);
	int focus_row = 0, row = menu_head(context, ui, &area);

	list.focus = menu->focus;
	option_list_draw(ui, &area, row, 0, area.columns, &list, &focus_row);
	ui_cursor(ui, &area, focus_row, area.touch ? OPTION_CARD_COLUMNS : 0);
}

static struct action menu_key(struct screen_context *context, void *state,
			      const struct ui_event *event)
{
	struct menu *menu = state;
	struct area body = parts_body(context), area = parts_column(&body);
	size_t count = entry_count(context), at = count;
	struct option_list list = menu_list(context, &area);
	struct action action = {.kind = ACTION_REDRAW};
	int row, column;

	if (event->key == UI_KEY_UP || event->key == UI_KEY_BACKTAB)
		menu->focus = menu->focus > 0 ? menu->focus - 1 : count - 1;
	else if (event->key == UI_KEY_DOWN || event->key == UI_KEY_TAB)
		menu->focus = menu->focus + 1 < count ? menu->focus + 1 : 0;
	else if (event->key == UI_KEY_ENTER || event->key == UI_KEY_SPACE)
		at = menu->focus;
	else if (event->key == UI_KEY_TEXT && event->text[0] >= '1' &&
		 (size_t)(event->text[0] - '1') < count)
		menu->focus = (size_t)(event->text[0] - '1');
	else if (event->key == UI_KEY_CLICK &&
		 parts_inside(&area, event->row, event->column, &row, &column))
		at = option_list_at(&list, area.columns, row - menu_head(context, NULL, &area));
	else
		action.kind = ACTION_NONE;
	if (at < count)
		action.kind = entries[at].action;
	return action;
}

static size_t menu_hints(const struct screen_context *context, const void *state,
			 struct hint out[HINTS_MAX])
{
	(void)context;
	(void)state;
	out[0] = (struct hint){UI_KEY_ENTER, "Enter", N_("Do it")};
	out[1] = (struct hint){UI_KEY_ESCAPE, "Esc", N_("Leave the staff area")};
	return 2;
}

static const char *menu_about(const struct screen_context *context, const void *state)
{
	(void)context;
	(void)state;
	return _("For staff: reset the visit, send what waits, look at the queue. The patient's "
		 "answers are not shown here.");
}

const struct screen screen_staff = {
	.name = "staff",
	.state_size = sizeof(struct menu),
	.draw = menu_draw,
	.key = menu_key,
	.hints = menu_hints,
	.about = menu_about,
};
