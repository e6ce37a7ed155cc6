/* The charts of a page: fenced blocks whose first word is "recovery" or "steps".
 *
 *     ```recovery
 *     0-3 days | Your skin may look and feel sunburned. | The redness fades.
 *     2-4 weeks | You may see a change.
 *     ```
 *
 * A line is a span counted from today (days, weeks or months), what is to be expected, and if there
 * is a third part what holds on its last day.
 *
 *     ```steps 60-75
 *     15 | We put numbing cream on your skin.
 *     5-10 | We put on drops of PRP.
 *     ```
 *
 * A line is a step with its minutes, 0 for what is done while another one lasts. They have to add
 * up to what stands behind "steps". */
#ifndef KIOSK_TERMINAL_CHART_H
#define KIOSK_TERMINAL_CHART_H

#include <kiosk/base/clock.h>
#include <kiosk/terminal/widgets.h>

#define CHART_MAX 20u

enum chart_kind { CHART_NONE, CHART_RECOVERY, CHART_STEPS };
enum chart_unit { CHART_DAYS, CHART_WEEKS, CHART_MONTHS };

struct chart_words { /* borrowed from the block; no NUL behind them */
	const char *text;
	size_t len;
};

struct chart_entry {
	int from, to; /* minutes of a step, or units from today */
	enum chart_unit unit;
	struct chart_words words, end; /* end.len 0: none */
};

struct chart {
	enum chart_kind kind;
	int from, to; /* of steps: what their minutes add up to */
	size_t count;
	struct chart_entry entries[CHART_MAX];
};

struct chart_fault {
	int line; /* from 0 within the block, -1: the line of the fence */
	const char *what, *mend;
};

enum chart_kind chart_kind(const char *info);
/* STATUS_INVALID with the first fault. */
MUST_USE enum status chart_parse(const char *info, const char *block, struct chart *out,
				 struct chart_fault *fault);
/* Rows used; ui NULL only measures. */
int chart_draw(struct ui *ui, const struct area *area, int row, int column, int width,
	       const struct chart *chart, struct date today);
/* As sentences, one line each. */
MUST_USE enum status chart_write_plain(const struct chart *chart, struct date today,
				       struct buf *out);
/* "Today to Saturday 28 November"; the last day alone with end. Added to out. */
MUST_USE enum status chart_span_words(const struct chart_entry *entry, struct date today, bool end,
				      struct buf *out);
/* A step and its minutes: "We set the depth. (5 to 10 minutes)". Added to out. */
MUST_USE enum status chart_step_words(const struct chart_entry *entry, struct buf *out);

#endif
