/* The inside of a page: a cmark tree, and text with styles as its paragraphs become. */
#ifndef KIOSK_TERMINAL_PAGE_H
#define KIOSK_TERMINAL_PAGE_H

#include <kiosk/base/buf.h>
#include <kiosk/base/clock.h>
#include <kiosk/terminal/widgets.h>

#include <cmark.h>

struct page {
	cmark_node *root;
	struct buf title;
	struct date today; /* charts count from it */
};

/* From offset to the next span's. */
struct span {
	size_t offset;
	enum style style;
};

struct styled_text {
	struct buf text;
	struct span *spans;
	size_t count, room;
};

/* A fenced block as a chart, and the day that its page counts from; false when it is none. */
struct chart;
bool page_chart(cmark_node *node, struct chart *chart, struct date *today);

void styled_init(struct styled_text *styled);
void styled_release(struct styled_text *styled);
/* The inline content of a node, links and images as their text, HTML left out. base is the style of
 * plain words. */
MUST_USE enum status styled_collect(struct styled_text *styled, cmark_node *node, enum style base);
/* Wraps and draws; returns the rows used; ui NULL only measures. */
int styled_draw(struct ui *ui, const struct area *area, int row, int column, int width,
		const struct styled_text *styled);

#endif
