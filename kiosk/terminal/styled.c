#include <kiosk/base/text.h>

#include "page.h"

#include <stdlib.h>

#define TEXT_MAX (256u * 1024u)

void styled_init(struct styled_text *styled)
{
	*styled = (struct styled_text){0};
	buf_init(&styled->text, TEXT_MAX, NULL);
}

void styled_release(struct styled_text *styled)
{
	buf_release(&styled->text);
	free(styled->spans);
	styled_init(styled);
}

static enum status add(struct styled_text *styled, enum style style, const char *text)
{
	struct span *grown;

	if (styled->count > 0 && styled->spans[styled->count - 1].style == style)
		return buf_adds(&styled->text, text);
	if (styled->count == styled->room) {
		size_t room = styled->room ? styled->room * 2 : 8;

		grown = reallocarray(styled->spans, room, sizeof(*grown));
		if (!grown)
			return STATUS_NOMEM;
		styled->spans = grown;
		styled->room = room;
	}
	styled->spans[styled->count++] = (struct span){styled->text.len, style};
	return buf_adds(&styled->text, text);
}

/* How deep the iterator stands in each kind of emphasis. */
struct depth {
	int strong, emphasis;
};

static enum style style_at(const struct depth *depth, enum style base)
{
	if (depth->strong > 0)
		return base == STYLE_TEXT ? STYLE_STRONG : base;
	return depth->emphasis > 0 && base == STYLE_TEXT ? STYLE_EMPHASIS : base;
}

static enum status take(struct styled_text *styled, struct depth *depth, cmark_event_type event,
			cmark_node *node, enum style base)
{
	int step = event == CMARK_EVENT_ENTER ? 1 : -1;

	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_STRONG:
		depth->strong += step;
		return STATUS_OK;
	case CMARK_NODE_EMPH:
		depth->emphasis += step;
		return STATUS_OK;
	case CMARK_NODE_TEXT:
	case CMARK_NODE_CODE:
		return add(styled, style_at(depth, base), cmark_node_get_literal(node));
	case CMARK_NODE_SOFTBREAK:
		return add(styled, style_at(depth, base), " ");
	case CMARK_NODE_LINEBREAK:
		return add(styled, style_at(depth, base), "\n");
	default:
		return STATUS_OK;
	}
}

enum status styled_collect(struct styled_text *styled, cmark_node *node, enum style base)
{
	struct depth depth = {0};
	cmark_iter *iter = cmark_iter_new(node);
	enum status status = STATUS_OK;
	cmark_event_type event;

	while (status == STATUS_OK && (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE)
		status = take(styled, &depth, event, cmark_iter_get_node(iter), base);
	cmark_iter_free(iter);
	return status;
}

/* One line, cut where the style changes. */
static void draw_line(struct ui *ui, const struct area *area, int row, int column,
		      const struct styled_text *styled, const struct text_line *line)
{
	size_t end = line->offset + line->len;

	for (size_t i = 0; i < styled->count; i++) {
		size_t from = styled->spans[i].offset;
		size_t to = i + 1 < styled->count ? styled->spans[i + 1].offset : styled->text.len;

		if (from < line->offset)
			from = line->offset;
		if (to > end)
			to = end;
		if (from < to)
			column += ui_text(ui, area, row, column, styled->spans[i].style,
					  styled->text.data + from, to - from);
	}
}

int styled_draw(struct ui *ui, const struct area *area, int row, int column, int width,
		const struct styled_text *styled)
{
	struct text_line *lines;
	size_t count;

	if (text_wrap(buf_str(&styled->text), styled->text.len, width, &lines, &count) != STATUS_OK)
		return 0;
	for (size_t i = 0; ui && i < count; i++)
		draw_line(ui, area, row + (int)i, column, styled, &lines[i]);
	free(lines);
	return (int)count;
}
