#include <kiosk/visit.h>

static bool is_masked(const struct settings *settings, const struct questionnaire *form,
		      const struct item *item)
{
	const struct settings_code *groups = &settings->form.masked;
	const struct settings_code *fields = &settings->form.masked_fields;

	return item_within_code(form, item, groups->system, groups->code) ||
	       item_within_code(form, item, fields->system, fields->code);
}

struct gathering {
	const struct answers *answers;
	const struct settings *settings;
	struct review_line *lines;
	size_t count, max;
};

#define PAGE_ENTRIES (2 * (QUESTIONNAIRE_MAX_PAGE + ANSWERS_MAX_ADDED))

static void gather_page(struct gathering *g, size_t page)
{
	const struct questionnaire *form = answers_questionnaire(g->answers);
	struct page_entry entries[PAGE_ENTRIES];
	size_t count = answers_page(g->answers, page, entries, PAGE_ENTRIES);

	for (size_t i = 0; i < count && i < PAGE_ENTRIES && g->count < g->max; i++) {
		const struct item *item = answers_item(g->answers, entries[i].slot);

		if (entries[i].end || !item_is_question(item))
			continue;
		g->lines[g->count++] = (struct review_line){
			.slot = entries[i].slot,
			.page = page,
			.masked = is_masked(g->settings, form, item),
		};
	}
}

size_t visit_review(const struct visit *visit, const struct settings *settings,
		    struct review_line *lines, size_t max)
{
	struct gathering g = {visit_answers_const(visit), settings, lines, 0, max};
	const struct settings_code *confirm = &settings->form.confirmation;
	const struct questionnaire *form = answers_questionnaire(g.answers);

	for (size_t i = 0; i < form->page_count; i++)
		if (answers_page_shown(g.answers, form->pages[i]) &&
		    (!confirm->code ||
		     !item_has_code(&form->items[form->pages[i]], confirm->system, confirm->code)))
			gather_page(&g, form->pages[i]);
	return g.count;
}
