/* The layout of a page of questions: one function measures and draws, so that keys, pointer and
 * picture agree. */
#ifndef KIOSK_SCREENS_FORM_PAGE_H
#define KIOSK_SCREENS_FORM_PAGE_H

#include "parts.h"

#include <kiosk/form/words.h>
#include <kiosk/terminal/keyboard.h>

/* Every slot that a page can have, and its end. */
#define FORM_PAGE_ENTRIES (2 * (QUESTIONNAIRE_MAX_PAGE + ANSWERS_MAX_ADDED))

/* Where the focus is: one of a slot's stops (an option, or the field), one of the buttons at the
 * end of an instance, or with SLOT_NONE one of the page's two buttons. The options stand before an
 * open choice's field and behind a quantity's. */
struct form_focus {
	struct page_entry at;
	size_t stop;
};

#define FORM_SEARCH_MAX 64u /* bytes */

struct form_state {
	struct form_focus focus;
	struct field field;
	struct keyboard keyboard;
	bool unmasked;                /* what is typed into masked fields is shown */
	char search[FORM_SEARCH_MAX]; /* in the long list that has the focus */
	int scroll;
	bool checked; /* Continue was pressed: faults are shown */
	bool moved;   /* the patient moved to the marked option: Enter takes it along */
};

struct form_block {
	struct page_entry at;
	int row;  /* canvas row of its first line */
	int rows; /* with the empty line behind it */
	/* Canvas rows; -1: it has none. */
	int options, field;
	int cursor; /* in the field that has the focus */
};

struct form_rows {
	int first, count; /* canvas rows */
};

struct form_layout {
	struct area area; /* with the scroll that keeps the focus in view */
	size_t count;
	struct form_block blocks[FORM_PAGE_ENTRIES];
	int top;     /* canvas row of the first line: those above it are empty */
	int buttons; /* canvas row */
	int total;
	/* Of the focus: itself, and with the text that leads to it. */
	struct form_rows focus, reach;
	int stop;     /* canvas row of the first stop where the focus is */
	bool repeats; /* the line above the area is for the instance that the focus is in */
};

void form_layout(const struct screen_context *context, const struct form_state *state,
		 const struct area *body, struct form_layout *layout);
void form_draw(const struct screen_context *context, const struct form_state *state, struct ui *ui,
	       const struct form_layout *layout);
/* form_scroll.c: what is to be in view. Fills in the rows of the focus and the scroll of the
 * layout, whose blocks are there. */
void form_scroll(const struct screen_context *context, const struct form_state *state,
		 struct form_layout *layout);
/* The focus is in view, not only text that leads to it. */
bool form_in_view(const struct form_layout *layout);
/* Likewise of the screen that the patient sees: text is read there, the focus comes behind it. */
bool form_reads(const struct screen_context *context, const struct form_state *state);
/* A screen forth or back in text that is longer than the screen; false when there is none that way
 * before the focus moves. */
bool form_read_on(const struct screen_context *context, struct form_state *state, bool forward);
/* The scroll of the picture that the patient sees is where the next one starts from. */
void form_keep_scroll(const struct screen_context *context, struct form_state *state);
/* The focus came to another entry: it is in view, but for text above it that fills the screen,
 * which is read first. */
void form_arrive(const struct screen_context *context, struct form_state *state);
/* The scroll is kept, and the focus is in view. */
void form_reveal(const struct screen_context *context, struct form_state *state);

/* form_list.c: the options of a slot that are shown now. Of a long list these are the ones that
 * match what was typed, a few at a time around the focus; away from the focus, what is chosen. */
#define FORM_LONG_LIST 20u /* options from here on are searched */
#define FORM_WINDOW    8u
struct form_list {
	struct option_list list; /* get's context is this structure */
	const struct answers *answers;
	size_t slot;
	bool is_long, searched; /* searched: a line to type into stands above */
	size_t window[FORM_WINDOW];
	size_t matches, before; /* how many there are, and how many stand before the window */
};
void form_list(const struct screen_context *context, const struct form_state *state, size_t slot,
	       struct form_list *out);
/* Index of the option at a position of the list. */
size_t form_list_option(const struct form_list *list, size_t position);
/* The next or previous option that matches; the slot's number of options at the end. */
size_t form_list_next(const struct screen_context *context, const struct form_state *state,
		      size_t slot, size_t option, bool forward);
/* The focus goes to the next few that match, from the last of them to the first. */
void form_list_page(const struct screen_context *context, struct form_state *state);
/* Types into the search of a long list; true when the event was taken. */
bool form_list_key(const struct screen_context *context, struct form_state *state,
		   const struct ui_event *event);
/* What stands below a long list: how many there are. Added to out. */
MUST_USE enum status form_list_words(const struct form_list *list, struct buf *out);
/* form_hit.c: what stands at a canvas cell; false when nothing that takes the focus does. */
bool form_at(const struct screen_context *context, const struct form_state *state,
	     const struct form_layout *layout, int row, int column, struct form_focus *out);
/* What a row's words belong to, where form_at finds nothing: a question, or the line below a long
 * list that says that there are more. */
enum form_words {
	FORM_WORDS_NONE,
	FORM_WORDS_QUESTION,
	FORM_WORDS_MORE,
};
enum form_words form_words_at(const struct screen_context *context, const struct form_state *state,
			      const struct form_layout *layout, int row, struct page_entry *out);

/* form_stops.c. The entries of the page, at most FORM_PAGE_ENTRIES; those that take the focus;
 * those that are shown now: all, or the question with the focus and what stands around it. */
size_t form_entries(const struct screen_context *context, struct page_entry *entries);
size_t form_stop_entries(const struct screen_context *context, struct page_entry *entries);
size_t form_shown(const struct screen_context *context, const struct form_state *state,
		  struct page_entry *entries);
/* An entry's place; count when it is not among them. */
size_t form_index(const struct page_entry *entries, size_t count, struct page_entry at);
/* Where one question is shown at a time: the one behind or before it; false when there is none, or
 * all are shown. */
bool form_neighbour(const struct screen_context *context, const struct form_state *state,
		    bool forward, struct page_entry *out);
/* Likewise: its number among those of the page; false where that says nothing. */
bool form_position(const struct screen_context *context, const struct form_state *state,
		   size_t *position, size_t *total);
/* The column of the page; wider where it has a body map. */
struct area form_area(const struct screen_context *context, const struct area *body);
/* The focus on the page's own buttons. */
extern const struct page_entry form_page_buttons;
bool form_same_entry(struct page_entry a, struct page_entry b);
/* How many stops an entry has: 0 where there is nothing to answer or to press. */
size_t form_stops(const struct screen_context *context, struct page_entry at);
/* The focus is on a field, not on an option or a button. */
bool form_on_field(const struct screen_context *context, const struct form_focus *focus);
/* It is on a quantity's field with a number in it, and none of its units is chosen. */
bool form_needs_unit(const struct screen_context *context, const struct form_focus *focus);
/* The option under the focus (the number of options when there is none), and the stop of an
 * option. */
size_t form_option(const struct screen_context *context, const struct form_focus *focus);
size_t form_option_stop(const struct screen_context *context, size_t slot, size_t option);
/* Continue with ACTION_REDRAW stands for the next question of the page. */
size_t form_buttons(const struct screen_context *context, const struct form_state *state,
		    struct button buttons[2]);

/* form_move.c: the focus moves. */
void form_set_focus(const struct screen_context *context, struct form_state *state,
		    struct form_focus focus);
/* To an entry: choices are entered at what is chosen. */
void form_focus_entry(const struct screen_context *context, struct form_state *state,
		      struct page_entry at);
/* To the next or previous question or pair of buttons; the page's own stand after the last. */
void form_move_question(const struct screen_context *context, struct form_state *state,
			bool forward);
/* One stop up or down: options, fields and buttons in the order in which they stand. */
void form_move_stop(const struct screen_context *context, struct form_state *state, bool forward);
/* Reads on, or goes stop by stop until about a screen has gone by. */
void form_move_screen(const struct screen_context *context, struct form_state *state, bool forward);
/* The first question at or below a slot: of a group, the first in it. */
struct page_entry form_first_stop(const struct screen_context *context, size_t slot);
/* How many stops there are where the focus is. */
size_t form_stops_at(const struct screen_context *context, struct page_entry at);

/* form_keyboard.c: opens the keyboard on the screen for the field that has the focus, or for the
 * search of a long list; false where nothing is typed. */
bool form_keyboard_open(const struct screen_context *context, struct form_state *state);
/* F8, Esc and clicks, for the keyboard; true when that was all. A key of it that types becomes the
 * event. */
bool form_keyboard_key(const struct screen_context *context, struct form_state *state,
		       struct ui_event *event);
/* What of the body the keyboard leaves. */
struct area form_above_keyboard(const struct form_state *state, const struct area *body);
/* The canvas row is the line that the search of the list with the focus is typed into. */
bool form_search_at(const struct screen_context *context, const struct form_state *state,
		    const struct form_layout *layout, int row);

/* form_help.c: what the question with the focus is for, and what it belongs to. Added to out. */
MUST_USE enum status form_explain(const struct screen_context *context, const void *state,
				  struct buf *out);

/* form_input.c: what is typed into the slot is masked (form.maskedFields). */
bool form_masked(const struct screen_context *context, size_t slot);
/* The width of a slot's field in an area. */
int form_field_width(const struct item *item, const struct area *area);

/* form_repeat.c: instances. The buttons at the end of one; the labels live here. */
#define FORM_LABEL_MAX 160
struct form_end {
	size_t count;
	struct button buttons[2];
	char labels[2][FORM_LABEL_MAX];
};
void form_end(const struct screen_context *context, size_t slot, struct form_end *out);

/* form_words.c: how the answer is to be typed, in the author's words or ours; NULL. */
const char *form_placeholder(const struct screen_context *context, const struct item *item,
			     char room[64]);

/* The body map of a slot, with its chosen regions; false when the slot has none or the figure does
 * not fit. */
struct form_map {
	struct body_map map;
	bool chosen[FIGURE_MAX_REGIONS];
	int columns; /* of the list beside it */
	int at;      /* canvas column of the figure */
};
bool form_map(const struct screen_context *context, size_t slot, const struct form_focus *focus,
	      const struct area *area, struct form_map *out);
/* A line from the marked option's label, which stands in this row, to its region. The figure begins
 * in row top. */
void form_map_leader(struct ui *ui, const struct area *area, const struct form_map *map, int top,
		     int row, const char *label, bool cards);
/* Option of a region and the reverse; the count of the other when there is none. */
size_t form_map_option(const struct screen_context *context, size_t slot, size_t region);

#endif
