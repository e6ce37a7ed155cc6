#include <kiosk/base/text.h>

#include "chart.h"
#include "page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TITLE_MAX 4096u

static cmark_node *first_heading(cmark_node *root)
{
	cmark_node *node = cmark_node_first_child(root);

	while (node && cmark_node_get_type(node) != CMARK_NODE_HEADING)
		node = cmark_node_next(node);
	return node;
}

static enum status take_title(struct page *page)
{
	cmark_node *heading = first_heading(page->root);
	struct styled_text styled;
	enum status status;

	if (!heading)
		return STATUS_OK;
	styled_init(&styled);
	status = styled_collect(&styled, heading, STYLE_TITLE);
	if (status == STATUS_OK)
		status = buf_adds(&page->title, buf_str(&styled.text));
	styled_release(&styled);
	return status;
}

enum status page_parse(const char *markdown, size_t len, struct page **out)
{
	struct page *page;
	enum status status;

	if (!text_valid(markdown, len))
		return STATUS_INVALID;
	page = calloc(1, sizeof(*page));
	if (!page)
		return STATUS_NOMEM;
	page->today = clock_date(clock_real_ms());
	buf_init(&page->title, TITLE_MAX, NULL);
	page->root = cmark_parse_document(markdown, len, CMARK_OPT_DEFAULT);
	status = page->root && cmark_node_set_user_data(page->root, page) ? take_title(page)
									  : STATUS_NOMEM;
	if (status != STATUS_OK) {
		page_close(page);
		return status;
	}
	*out = page;
	return STATUS_OK;
}

void page_close(struct page *page)
{
	if (!page)
		return;
	if (page->root)
		cmark_node_free(page->root);
	buf_release(&page->title);
	free(page);
}

const char *page_title(const struct page *page)
{
	return buf_str(&page->title);
}

/* --- layout --- */

#define DEPTH_MAX 12 /* lists and quotes within one another; below that they are drawn flat */

/* Where blocks are drawn: ui is NULL when only the rows count. */
struct sheet {
	struct ui *ui;
	const struct area *area;
	cmark_node *skip; /* the title that stands elsewhere */
};

struct column {
	int left, width;
	int depth;
};

static int draw_blocks(const struct sheet *sheet, int row, struct column at, cmark_node *parent,
		       bool tight);

static struct column indented(struct column at, int cells)
{
	at.left += cells;
	at.width = at.width > cells ? at.width - cells : 1;
	at.depth++;
	return at;
}

static int draw_inline(const struct sheet *sheet, int row, struct column at, cmark_node *node,
		       enum style base)
{
	struct styled_text styled;
	int rows = 0;

	styled_init(&styled);
	if (styled_collect(&styled, node, base) == STATUS_OK)
		rows = styled_draw(sheet->ui, sheet->area, row, at.left, at.width, &styled);
	styled_release(&styled);
	return rows;
}

static enum style heading_style(cmark_node *node)
{
	return cmark_node_get_heading_level(node) <= 2 ? STYLE_TITLE : STYLE_STRONG;
}

static int draw_quote(const struct sheet *sheet, int row, struct column at, cmark_node *node)
{
	int rows = draw_blocks(sheet, row, indented(at, 2), node, false);

	for (int i = 0; sheet->ui && i < rows; i++)
		ui_glyph(sheet->ui, sheet->area, row + i, at.left, STYLE_ACCENT, GLYPH_VLINE);
	return rows;
}

bool page_chart(cmark_node *node, struct chart *chart, struct date *today)
{
	const char *info = cmark_node_get_fence_info(node);
	struct chart_fault fault;
	cmark_node *root = node;

	while (cmark_node_parent(root))
		root = cmark_node_parent(root);
	*today = ((const struct page *)cmark_node_get_user_data(root))->today;
	return chart_kind(info) != CHART_NONE &&
	       chart_parse(info, cmark_node_get_literal(node), chart, &fault) == STATUS_OK;
}

static int draw_code(const struct sheet *sheet, int row, struct column at, cmark_node *node)
{
	const char *text = cmark_node_get_literal(node);
	size_t len = strlen(text);
	struct chart chart;
	struct date today;
	int rows = 0;

	if (page_chart(node, &chart, &today))
		return chart_draw(sheet->ui, sheet->area, row, at.left, at.width, &chart, today);
	while (len > 0) {
		const char *end = memchr(text, '\n', len);
		size_t line = end ? (size_t)(end - text) : len;

		if (sheet->ui)
			ui_text(sheet->ui, sheet->area, row + rows, at.left + 2, STYLE_HINT, text,
				line);
		rows++;
		text += line + (end ? 1 : 0);
		len -= line + (end ? 1 : 0);
	}
	return rows;
}

static int digits(int number)
{
	return number < 10 ? 1 : number < 100 ? 2 : number < 1000 ? 3 : 9;
}

static int item_count(cmark_node *list)
{
	int count = 0;

	for (cmark_node *item = cmark_node_first_child(list); item; item = cmark_node_next(item))
		count++;
	return count;
}

static void draw_number(const struct sheet *sheet, int row, int left, int room, int number)
{
	char text[16];
	int len = snprintf(text, sizeof(text), "%d.", number);

	ui_text(sheet->ui, sheet->area, row, left + room - len, STYLE_ACCENT, text, (size_t)len);
}

static int draw_list(const struct sheet *sheet, int row, struct column at, cmark_node *list)
{
	bool ordered = cmark_node_get_list_type(list) == CMARK_ORDERED_LIST;
	bool tight = cmark_node_get_list_tight(list);
	int number = cmark_node_get_list_start(list), rows = 0;
	int room = ordered ? digits(number + item_count(list) - 1) + 1 : 1;

	for (cmark_node *item = cmark_node_first_child(list); item;
	     item = cmark_node_next(item), number++) {
		int used;

		if (rows > 0 && !tight)
			rows++;
		if (sheet->ui && ordered)
			draw_number(sheet, row + rows, at.left, room, number);
		else if (sheet->ui)
			ui_glyph(sheet->ui, sheet->area, row + rows, at.left, STYLE_ACCENT,
				 GLYPH_BULLET);
		used = draw_blocks(sheet, row + rows, indented(at, room + 1), item, tight);
		rows += used > 0 ? used : 1;
	}
	return rows;
}

/* Returns 0 for what has nothing to show. */
static int draw_block(const struct sheet *sheet, int row, struct column at, cmark_node *node)
{
	if (at.depth > DEPTH_MAX)
		return draw_inline(sheet, row, at, node, STYLE_TEXT);
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_HEADING:
		return draw_inline(sheet, row, at, node, heading_style(node));
	case CMARK_NODE_PARAGRAPH:
		return draw_inline(sheet, row, at, node, STYLE_TEXT);
	case CMARK_NODE_BLOCK_QUOTE:
		return draw_quote(sheet, row, at, node);
	case CMARK_NODE_LIST:
		return draw_list(sheet, row, at, node);
	case CMARK_NODE_CODE_BLOCK:
		return draw_code(sheet, row, at, node);
	case CMARK_NODE_THEMATIC_BREAK:
		if (sheet->ui)
			ui_hline(sheet->ui, sheet->area, row, at.left, at.width, STYLE_RULE);
		return 1;
	default:
		return 0;
	}
}

/* A heading belongs to what follows it, and a tight list stands close. */
static bool blank_between(cmark_node *before, bool tight)
{
	return !tight && !(cmark_node_get_type(before) == CMARK_NODE_HEADING &&
			   cmark_node_get_heading_level(before) > 1);
}

static int draw_blocks(const struct sheet *sheet, int row, struct column at, cmark_node *parent,
		       bool tight)
{
	cmark_node *before = NULL;
	int rows = 0;

	for (cmark_node *node = cmark_node_first_child(parent); node;
	     node = cmark_node_next(node)) {
		int gap = before && blank_between(before, tight) ? 1 : 0, used;

		if (node == sheet->skip)
			continue;
		used = draw_block(sheet, row + rows + gap, at, node);
		if (used == 0)
			continue;
		rows += gap + used;
		before = node;
	}
	return rows;
}

int page_draw(struct ui *ui, const struct area *area, int row, int column, int width,
	      const struct page *page, bool skip_title)
{
	const struct sheet sheet = {ui, area, skip_title ? first_heading(page->root) : NULL};

	return draw_blocks(&sheet, row, (struct column){column, width, 0}, page->root, false);
}

static void check_chart(cmark_node *node, const char *file, struct report *report)
{
	const char *info = cmark_node_get_fence_info(node);
	struct chart_fault fault;
	struct chart chart;

	if (chart_kind(info) == CHART_NONE ||
	    chart_parse(info, cmark_node_get_literal(node), &chart, &fault) == STATUS_OK)
		return;
	report_add(report, SEVERITY_ERROR,
		   (struct place){file, cmark_node_get_start_line(node) + fault.line + 1, 1}, NULL,
		   fault.mend, "%s", fault.what);
}

void page_check(const struct page *page, const char *file, struct report *report)
{
	cmark_iter *iter = cmark_iter_new(page->root);
	cmark_event_type event;

	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE)
		if (event == CMARK_EVENT_ENTER &&
		    cmark_node_get_type(cmark_iter_get_node(iter)) == CMARK_NODE_CODE_BLOCK)
			check_chart(cmark_iter_get_node(iter), file, report);
	cmark_iter_free(iter);
}
