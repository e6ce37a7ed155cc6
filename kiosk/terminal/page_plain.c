/* A page as linear text, for a screen reader. */
#include "chart.h"
#include "page.h"

#define DEPTH_MAX 12 /* lists and quotes within one another; below that they are written flat */

/* depth: of lists within lists, two spaces each. */
static enum status write_blocks(cmark_node *parent, int depth, bool tight, struct buf *out);

static enum status indent(int depth, struct buf *out)
{
	return buf_addf(out, "%*s", 2 * depth, "");
}

/* One line; a hard break begins another. */
static enum status write_inline(cmark_node *node, struct buf *out)
{
	struct styled_text styled;
	enum status status;

	styled_init(&styled);
	status = styled_collect(&styled, node, STYLE_TEXT);
	if (!status)
		status = buf_adds(out, buf_str(&styled.text));
	if (!status)
		status = buf_adds(out, "\n");
	styled_release(&styled);
	return status;
}

/* The marker stands on the line of the item's first words. */
static enum status write_list(cmark_node *list, int depth, struct buf *out)
{
	bool ordered = cmark_node_get_list_type(list) == CMARK_ORDERED_LIST;
	int number = cmark_node_get_list_start(list);
	enum status status = STATUS_OK;

	for (cmark_node *item = cmark_node_first_child(list); item && !status;
	     item = cmark_node_next(item), number++) {
		status = indent(depth, out);
		if (!status)
			status = ordered ? buf_addf(out, "%d. ", number) : buf_adds(out, "- ");
		if (!status)
			status = cmark_node_first_child(item)
					 ? write_blocks(item, depth + 1, true, out)
					 : buf_adds(out, "\n");
	}
	return status;
}

static enum status write_code(cmark_node *node, struct buf *out)
{
	struct chart chart;
	struct date today;

	if (page_chart(node, &chart, &today))
		return chart_write_plain(&chart, today, out);
	return buf_adds(out, cmark_node_get_literal(node));
}

static enum status write_block(cmark_node *node, int depth, struct buf *out)
{
	if (depth > DEPTH_MAX)
		return write_inline(node, out);
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_HEADING:
	case CMARK_NODE_PARAGRAPH:
		return write_inline(node, out);
	case CMARK_NODE_BLOCK_QUOTE:
		return write_blocks(node, depth + 1, false, out);
	case CMARK_NODE_LIST:
		return write_list(node, depth, out);
	case CMARK_NODE_CODE_BLOCK:
		return write_code(node, out);
	default:
		return STATUS_OK;
	}
}

static bool is_silent(cmark_node *node)
{
	cmark_node_type type = cmark_node_get_type(node);

	return type == CMARK_NODE_THEMATIC_BREAK || type == CMARK_NODE_HTML_BLOCK;
}

/* What stands before a block. Within a list item the first block stands behind the marker, and a
 * list begins its own lines. */
static enum status write_gap(cmark_node *node, int depth, bool first, bool tight, struct buf *out)
{
	bool list = cmark_node_get_type(node) == CMARK_NODE_LIST;

	if (!tight)
		return first ? STATUS_OK : buf_adds(out, "\n");
	if (list)
		return first ? buf_adds(out, "\n") : STATUS_OK;
	return first ? STATUS_OK : indent(depth, out);
}

static enum status write_blocks(cmark_node *parent, int depth, bool tight, struct buf *out)
{
	enum status status = STATUS_OK;
	bool first = true;

	for (cmark_node *node = cmark_node_first_child(parent); node && !status;
	     node = cmark_node_next(node)) {
		if (is_silent(node))
			continue;
		status = write_gap(node, depth, first, tight, out);
		if (!status)
			status = write_block(node, depth, out);
		first = false;
	}
	return status;
}

enum status page_write_plain(const struct page *page, struct buf *out)
{
	return write_blocks(page->root, 0, false, out);
}
