/* What screens are made of. Each widget is drawn from plain state that the screen owns, measures
 * itself without drawing (ui NULL), and answers where its parts are, so that drawing and pointing
 * use one layout. */
#ifndef KIOSK_TERMINAL_WIDGETS_H
#define KIOSK_TERMINAL_WIDGETS_H

#include <kiosk/terminal/figure.h>
#include <kiosk/terminal/ui.h>

#include <stdbool.h>
#include <stddef.h>

/* --- options: a list to choose from, radio or check marks, numbers 1..9 as shortcuts --- */
struct option_view {
	const char *label;
	const char *detail; /* second line, or NULL */
	bool chosen;
};
/* Where the labels begin, and what a card adds before them. */
#define OPTION_LABEL_COLUMN 8
#define OPTION_CARD_COLUMNS 2
struct option_list {
	size_t count;
	void (*get)(const void *context, size_t index, struct option_view *out);
	const void *context;
	bool multiple;   /* check marks instead of radio marks */
	bool unnumbered; /* numbers are no shortcuts here */
	bool cards;      /* each in a frame: large enough for a finger */
	size_t focus;    /* count: the list has no focus */
};
/* Draws at canvas row of area within width from column; returns rows used; ui NULL only measures.
 * *focus_row is the canvas row of the focused option (untouched without one). */
int option_list_draw(struct ui *ui, const struct area *area, int row, int column, int width,
		     const struct option_list *list, int *focus_row);
/* The option at a row counted from the list's first row (as measured for width); count when none.
 */
size_t option_list_at(const struct option_list *list, int width, int row);
/* The row of an option and how many rows it takes. */
void option_list_rows(const struct option_list *list, int width, size_t option, int *row,
		      int *rows);

/* --- field: one line or several lines of typed text --- */
/* Editing state of one field; the text lives with its owner (answers), cursor is a byte offset on a
 * cluster boundary. */
struct field {
	size_t cursor;
	int width; /* of the column it is drawn in, set by its owner: up and down need it in a field
		    * of several lines; 0: those keys are not taken */
	bool masked; /* PIN: each character is shown as a bullet */
	bool many;   /* several lines (ITEM_TEXT) */
};
/* Applies a key to text (len < size, NUL terminated, edited in place). True when the text or cursor
 * changed. max: characters (0: no limit but size). Enter is not taken but in a field of several
 * lines with many. */
struct ui_event;
bool field_key(struct field *field, const struct ui_event *event, char *text, size_t size,
	       size_t max);
int field_draw(struct ui *ui, const struct area *area, int row, int column, int width,
	       const struct field *field, const char *text, const char *placeholder, bool focus,
	       int *cursor_row, int *cursor_column);

/* --- button --- */
/* One row, or three in an area for touch. */
int button_rows(const struct area *area);
/* Draws "[ label ]", or a frame around it; returns the cells used (measure with ui NULL). */
int button_draw(struct ui *ui, const struct area *area, int row, int column, const char *label,
		bool focus);

/* --- body map: the region with the focus is filled, a chosen one is hatched and bears a mark ---
 */
struct body_map {
	const struct figure *figure;
	int size;             /* from figure_size_for */
	size_t focus;         /* region, or figure_region_count for none */
	const bool *chosen;   /* one per region */
	const char *language; /* of the captions, BCP 47 */
};
void body_map_draw(struct ui *ui, const struct area *area, int row, int column,
		   const struct body_map *map);
/* The region at a cell of the drawing, count when none. */
size_t body_map_at(const struct body_map *map, int row, int column);
/* Where a line from the left meets the region with the focus; false without one. */
bool body_map_anchor(const struct body_map *map, int *row, int *column);
/* Nothing of the figure is in the cell. */
bool body_map_outside(const struct body_map *map, int row, int column);
/* The nearest region in a direction (UI_KEY_UP .. UI_KEY_RIGHT) from the focus; the same when there
 * is none. */
size_t body_map_move(const struct body_map *map, enum ui_key direction);

/* --- pages of Markdown (CommonMark by cmark; no tag or entity is ever shown raw) --- */
struct page;
/* STATUS_INVALID when the text is not UTF-8. */
MUST_USE enum status page_parse(const char *markdown, size_t len, struct page **out);
void page_close(struct page *page);
/* The first heading's text, or "". Borrowed. */
const char *page_title(const struct page *page);
/* Draws all blocks but the first heading when skip_title; returns rows used at width (ui NULL:
 * measures). */
int page_draw(struct ui *ui, const struct area *area, int row, int column, int width,
	      const struct page *page, bool skip_title);

/* Faults of its charts (terminal/chart.h has the format), with file and line. */
struct report;
void page_check(const struct page *page, const char *file, struct report *report);

/* The whole page as linear text, to be read aloud: headings as lines, lists numbered or with "- ",
 * paragraphs one line each, an empty line between blocks, no markup. Added to out. */
struct buf;
MUST_USE enum status page_write_plain(const struct page *page, struct buf *out);

/* --- block letters, to be read from a metre --- */
/* Hex digits in the largest form that fits into width x rows, in one line or two; as plain text
 * where none does. Returns the rows used; ui NULL only measures. */
int letters_draw(struct ui *ui, const struct area *area, int row, int column, int width, int rows,
		 enum style style, const char *text);

/* --- QR code (libqrencode) --- */
/* Half-block cells; returns the rows used and *columns. 0, and nothing is drawn, on an ASCII
 * terminal or when it does not fit. */
int qr_draw(struct ui *ui, const struct area *area, int row, int column, const char *text,
	    int *columns);

#endif
