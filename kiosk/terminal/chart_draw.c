/* A timeline, and the bar of the steps. */
#include <kiosk/base/buf.h>
#include <kiosk/base/text.h>
#include <kiosk/base/words.h>

#include "chart.h"

#include <stdio.h>
#include <string.h>

#define WORDS_MAX 4096

static int draw_words(struct ui *ui, const struct area *area, int row, int column, int width,
		      enum style style, const struct chart_words *words)
{
	struct buf text;
	int rows = 0;

	buf_init(&text, WORDS_MAX, NULL);
	if (!buf_add(&text, words->text, words->len))
		rows = ui_wrapped(ui, area, row, column, width, style, buf_str(&text));
	buf_release(&text);
	return rows;
}

static int draw_span(struct ui *ui, const struct area *area, int row, int column, int width,
		     const struct chart_entry *entry, struct date today, bool end)
{
	struct buf text;
	int rows = 0;

	buf_init(&text, WORDS_MAX, NULL);
	if (!chart_span_words(entry, today, end, &text))
		rows = ui_wrapped(ui, area, row, column, width, STYLE_STRONG, buf_str(&text));
	buf_release(&text);
	return rows;
}

/* A station of the line: its days, and what holds then. */
static int draw_station(struct ui *ui, const struct area *area, int row, int column, int width,
			const struct chart_entry *entry, struct date today, bool end)
{
	int rows = draw_span(ui, area, row, column + 3, width - 3, entry, today, end);

	if (ui)
		ui_glyph(ui, area, row, column, STYLE_ACCENT, end ? GLYPH_TICK : GLYPH_RADIO_ON);
	return rows + draw_words(ui, area, row + rows, column + 3, width - 3, STYLE_TEXT,
				 end ? &entry->end : &entry->words);
}

static int draw_recovery(struct ui *ui, const struct area *area, int row, int column, int width,
			 const struct chart *chart, struct date today)
{
	int start = row, last = row;

	for (size_t i = 0; i < chart->count; i++) {
		for (int end = 0; end < (chart->entries[i].end.len > 0 ? 2 : 1); end++) {
			for (int line = last + 1; ui && line < row; line++)
				ui_glyph(ui, area, line, column, STYLE_ACCENT, GLYPH_VLINE);
			last = row;
			row += draw_station(ui, area, row, column, width, &chart->entries[i], today,
					    end) +
			       1;
		}
	}
	return row - start - 1;
}

/* Where a step begins and ends in a bar of so many cells. */
static int cell_at(const struct chart *chart, size_t step, int width)
{
	int sum = 0, whole = 0;

	for (size_t i = 0; i < chart->count; i++) {
		whole += chart->entries[i].to;
		sum += i < step ? chart->entries[i].to : 0;
	}
	return whole > 0 ? sum * width / whole : 0;
}

/* Steps take turns in two looks, so that each one's share is seen without colour. */
static void draw_bar(struct ui *ui, const struct area *area, int row, int column, int width,
		     const struct chart *chart)
{
	bool ascii = ui_is_ascii(ui), dark = false;

	for (size_t i = 0; i < chart->count; i++) {
		int from = cell_at(chart, i, width), to = cell_at(chart, i + 1, width);
		char number[24];

		if (from == to)
			continue;
		for (int cell = from; cell < to; cell++)
			ui_puts(ui, area, row, column + cell, STYLE_BAR,
				dark ? (ascii ? "=" : "▒") : (ascii ? "#" : "█"));
		snprintf(number, sizeof(number), "%zu", i + 1);
		if (to - from > (int)strlen(number))
			ui_puts(ui, area, row + 1, column + from, STYLE_HINT, number);
		dark = !dark;
	}
}

static int draw_step(struct ui *ui, const struct area *area, int row, int column, int width,
		     const struct chart_entry *entry, size_t number)
{
	struct buf text;
	int rows;
	char digits[24];

	snprintf(digits, sizeof(digits), "%2zu.", number);
	if (ui)
		ui_puts(ui, area, row, column, STYLE_ACCENT, digits);
	buf_init(&text, WORDS_MAX, NULL);
	if (chart_step_words(entry, &text))
		buf_truncate(&text, 0);
	rows = ui_wrapped(ui, area, row, column + 4, width - 4, STYLE_TEXT, buf_str(&text));
	buf_release(&text);
	return rows;
}

static int draw_steps(struct ui *ui, const struct area *area, int row, int column, int width,
		      const struct chart *chart)
{
	int start = row;

	if (ui)
		draw_bar(ui, area, row, column, width, chart);
	row += 2;
	for (size_t i = 0; i < chart->count; i++)
		row += draw_step(ui, area, row, column, width, &chart->entries[i], i + 1);
	return row - start;
}

int chart_draw(struct ui *ui, const struct area *area, int row, int column, int width,
	       const struct chart *chart, struct date today)
{
	if (width < 12)
		width = 12;
	return chart->kind == CHART_STEPS
		       ? draw_steps(ui, area, row, column, width, chart)
		       : draw_recovery(ui, area, row, column, width, chart, today);
}
