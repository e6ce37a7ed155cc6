/* The body map of a question: regions of the figure are its options, by code. */
#include "form_page.h"

#include <string.h>

#define LIST_COLUMNS_MIN 28
#define GAP              3

static size_t region_of(const struct figure *figure, const char *code)
{
	size_t i, count = figure_region_count(figure);

	for (i = 0; i < count; i++)
		if (code && strcmp(figure_region(figure, i)->code, code) == 0)
			break;
	return i;
}

size_t form_map_option(const struct screen_context *context, size_t slot, size_t region)
{
	const struct item *item = answers_item(visit_answers_const(context->visit), slot);
	const char *code = figure_region(context->figure, region)->code;
	size_t i;

	for (i = 0; i < item->option_count; i++)
		if (item->options[i].value.coding.code &&
		    strcmp(item->options[i].value.coding.code, code) == 0)
			break;
	return i;
}

bool form_map(const struct screen_context *context, size_t slot, const struct form_focus *focus,
	      int columns, int rows, struct form_map *out)
{
	const struct answers *answers = visit_answers_const(context->visit);
	const struct item *item = answers_item(answers, slot);
	int width, height;
	size_t i;

	memset(out, 0, sizeof(*out));
	if (item->control != CONTROL_BODY_MAP || !context->figure)
		return false;
	out->map.figure = context->figure;
	out->map.chosen = out->chosen;
	out->map.focus = figure_region_count(context->figure);
	out->map.size = figure_size_for(context->figure, columns - LIST_COLUMNS_MIN - GAP, rows);
	if (out->map.size < 0)
		return false;
	figure_dimensions(context->figure, out->map.size, &width, &height);
	out->columns = columns - width - GAP;
	out->at = columns - width;
	for (i = 0; i < item->option_count; i++) {
		size_t region = region_of(context->figure, item->options[i].value.coding.code);

		if (region >= FIGURE_MAX_REGIONS || region == figure_region_count(context->figure))
			continue;
		out->chosen[region] = answers_chosen(answers, slot, i);
		if (focus && focus->at.slot == slot && focus->stop == i)
			out->map.focus = region;
	}
	return true;
}
