/* The first screen: what this is, begin, or read about the treatment. */
#include "parts.h"

#include <kiosk/base/words.h>

struct welcome {
	size_t focus;
};

static size_t buttons_of(const struct screen_context *context, struct button buttons[2])
{
	size_t count = 0;

	if (!context->trouble)
		buttons[count++] = (struct button){_("Begin"), ACTION_BEGIN};
	if (context->settings->pages.learn_count > 0)
		buttons[count++] = (struct button){_("Learn about the treatment"), ACTION_LEARN};
	return count;
}

/* Every language in its own words, where there are several. Behind the other buttons in the order
 * of the focus. */
static size_t languages_of(const struct screen_context *context,
			   struct button buttons[SETTINGS_LIST_MAX])
{
	size_t count = context->settings->language_count;

	for (size_t i = 0; i < count && count > 1; i++)
		buttons[i] = (struct button){context->language_names[i], ACTION_LANGUAGE};
	return count > 1 ? count : 0;
}

/* What small windows do without. */
enum fit { FIT_ALL, FIT_BRIEF, FIT_TIGHT };

static int draw_words(const struct screen_context *context, struct ui *ui, const struct area *area,
		      int row, enum fit fit)
{
	int width = area->columns, gap = fit < FIT_TIGHT;

	row += ui_wrapped(ui, area, row, 0, width, STYLE_TITLE, context->settings->clinic.name) +
	       gap;
	if (context->trouble)
		row += ui_wrapped(ui, area, row, 0, width, STYLE_WARNING, _(context->trouble)) +
		       gap;
	else
		row += ui_wrapped(ui, area, row, 0, width, STYLE_QUESTION,
				  _("Welcome. Fill in your form here before your visit.")) +
		       gap;
	if (!context->trouble && fit < FIT_BRIEF)
		row += ui_wrapped(ui, area, row, 0, width, STYLE_TEXT,
				  _("It takes about 10 minutes. You can go back, get help or stop "
				    "at any time. Our staff are glad to help you, or to give you a "
				    "paper form.")) +
		       gap;
	if (!questionnaire_approved(context->questionnaire))
		row += ui_wrapped(ui, area, row, 0, width, STYLE_WARNING,
				  _("Sample content, not approved for patients")) +
		       gap;
	return row + !gap;
}

struct layout {
	struct area area;
	enum fit fit;
	int logo; /* canvas rows; the logo's: -1 where it does not fit */
	int words, buttons, languages;
};

/* The one layout for drawing and pointing: a block in the middle of the screen. */
static void lay_out(const struct screen_context *context, const struct area *body,
		    struct layout *layout)
{
	const struct logo *logo = context->logo;
	struct button buttons[2], languages[SETTINGS_LIST_MAX];
	size_t count = buttons_of(context, buttons), spoken = languages_of(context, languages);
	int rows, words, above = 0, pressed, choice, gap;

	layout->area = parts_column(body);
	layout->logo = -1;
	pressed = parts_buttons(NULL, &layout->area, 0, buttons, count, count);
	choice = parts_buttons(NULL, &layout->area, 0, languages, spoken, spoken);
	for (layout->fit = FIT_ALL;; layout->fit++) {
		words = draw_words(context, NULL, &layout->area, 0, layout->fit);
		gap = spoken > 0 && layout->fit < FIT_TIGHT;
		rows = words + pressed + gap + choice;
		if (rows <= body->rows || layout->fit == FIT_TIGHT)
			break;
	}
	if (logo && logo_columns(logo) <= layout->area.columns &&
	    rows + logo_rows(logo) + 1 <= body->rows)
		above = logo_rows(logo) + 1;
	layout->words = parts_margin(&layout->area, rows + above, true) + above;
	layout->buttons = layout->words + words;
	layout->languages = layout->buttons + pressed + gap;
	if (above > 0)
		layout->logo = layout->words - above;
}

static void draw(const struct screen_context *context, const void *state, struct ui *ui,
		 const struct area *body)
{
	const struct welcome *welcome = state;
	struct button buttons[2], languages[SETTINGS_LIST_MAX];
	struct layout layout;
	size_t count = buttons_of(context, buttons), spoken = languages_of(context, languages);

	lay_out(context, body, &layout);
	if (layout.logo >= 0 && logo_shows(context->logo, ui))
		logo_draw(ui, &layout.area, layout.logo, 0, context->logo);
	draw_words(context, ui, &layout.area, layout.words, layout.fit);
	parts_buttons(ui, &layout.area, layout.buttons, buttons, count, welcome->focus);
	parts_buttons(ui, &layout.area, layout.languages, languages, spoken,
		      welcome->focus < count ? spoken : welcome->focus - count);
	if (context->staff_notice)
		ui_glyph(ui, body, body->rows - 1, body->columns - 2, STYLE_HINT, GLYPH_DOT);
}

/* The button under a click, counted through both rows; all of them: none. */
static size_t button_at(const struct screen_context *context, const struct ui_event *event)
{
	struct button buttons[2], languages[SETTINGS_LIST_MAX];
	size_t count = buttons_of(context, buttons), spoken = languages_of(context, languages), at;
	struct area body = parts_body(context);
	struct layout layout;
	int row, column;

	lay_out(context, &body, &layout);
	if (!parts_inside(&layout.area, event->row, event->column, &row, &column))
		return count + spoken;
	at = parts_button_at(&layout.area, layout.buttons, buttons, count, row, column);
	if (at < count)
		return at;
	return count +
	       parts_button_at(&layout.area, layout.languages, languages, spoken, row, column);
}

static struct action key(struct screen_context *context, void *state, const struct ui_event *event)
{
	struct welcome *welcome = state;
	struct action action = {.kind = ACTION_NONE};
	struct button buttons[2 + SETTINGS_LIST_MAX];
	size_t count = buttons_of(context, buttons);
	size_t all = count + languages_of(context, buttons + count), at;

	if (all == 0)
		return action;
	if (welcome->focus >= all)
		welcome->focus = 0;
	at = welcome->focus;
	if (event->key != UI_KEY_CLICK)
		action = parts_buttons_key(event, buttons, all, &welcome->focus);
	else if ((at = button_at(context, event)) < all)
		action.kind = buttons[at].action;
	if (action.kind == ACTION_LANGUAGE) {
		welcome->focus = 0; /* with the language chosen, the next thing is to begin */
		action.slot = at - count;
	}
	return action;
}

static size_t hints(const struct screen_context *context, const void *state,
		    struct hint out[HINTS_MAX])
{
	(void)context;
	(void)state;
	out[0] = (struct hint){UI_KEY_ENTER, "Enter", N_("Choose")};
	out[1] = (struct hint){UI_KEY_RIGHT, "\xe2\x86\x90 \xe2\x86\x92", N_("Move")};
	out[2] = (struct hint){UI_KEY_F1, "F1", N_("Help")};
	out[3] = (struct hint){UI_KEY_F4, "F4", N_("Contrast")};
	return 4;
}

static const char *about(const struct screen_context *context, const void *state)
{
	(void)context;
	(void)state;
	return _("Here you begin the form for your visit. You can also read about the treatment "
		 "first, without any "
		 "questions.");
}

const struct screen screen_welcome = {
	.name = "welcome",
	.state_size = sizeof(struct welcome),
	.draw = draw,
	.key = key,
	.hints = hints,
	.about = about,
};
