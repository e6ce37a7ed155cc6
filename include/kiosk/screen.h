/* A screen: one const struct with the functions that it implements; the app's one event loop runs
 * them. Screens never call one another, never block and never loop: a key returns an action, and
 * the app carries it out. draw reads and never changes. A screen's state lives in the arena from
 * enter to leave and is zeroed and wiped by the app. */
#ifndef KIOSK_SCREEN_H
#define KIOSK_SCREEN_H

#include <kiosk/base/content.h>
#include <kiosk/base/uuid.h>
#include <kiosk/base/words.h>
#include <kiosk/settings.h>
#include <kiosk/terminal/figure.h>
#include <kiosk/terminal/logo.h>
#include <kiosk/terminal/ui.h>
#include <kiosk/visit.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum action_kind {
	ACTION_NONE,   /* the event was not for this screen: the app tries the keys that hold
			  everywhere */
	ACTION_REDRAW, /* state changed */
	ACTION_BEGIN,
	ACTION_LEARN,
	ACTION_NEXT,
	ACTION_BACK,
	ACTION_CHANGE,   /* slot: from the review to its page */
	ACTION_ADD,      /* one instance more; like REMOVE within a page of questions only */
	ACTION_REMOVE,   /* one less */
	ACTION_SUBMIT,   /* confirm -> save */
	ACTION_ASK_STOP, /* "Start over": ask first */
	ACTION_END,      /* the visit ends now (stop confirmed, receipt closed) */
	ACTION_LANGUAGE, /* slot: an index into the settings' languages */
	ACTION_HELP,
	ACTION_CURTAIN, /* hide the visit */
	ACTION_PRINT,   /* the aftercare sheet (commands.print, pages.aftercare) */
	ACTION_CLOSE,   /* leave this overlay (help, the stop question, a staff screen) */
	ACTION_STAFF,   /* open the PIN prompt */
	ACTION_PIN,     /* context->pin is complete */
	ACTION_STAFF_RESET,
	ACTION_STAFF_SEND,
	ACTION_STAFF_QUEUE,
	ACTION_STAFF_QUIT,
};
struct action {
	enum action_kind kind;
	size_t slot;
};

enum print_state { PRINT_NONE, PRINT_RUNNING, PRINT_DONE, PRINT_FAILED };

#define QUEUE_ROWS_MAX 200
struct queue_row { /* no personal data */
	char reference[UUID_REFERENCE_MAX];
	char since[CLOCK_INSTANT_MAX];
	int attempts;
	bool refused; /* otherwise waiting */
	char reason[200];
};

#define SCREEN_PIN_MAX 33
/* What screens may see; the app fills it. Pointers are borrowed. */
struct screen_context {
	const struct settings *settings;
	const struct settings_language *language; /* of the visit: an entry of the settings */
	/* Of each of the settings' languages, in itself; where there are several. */
	const char (*language_names)[WORDS_NAME_MAX];
	const struct questionnaire *questionnaire;
	const struct figure *figure; /* NULL: no body map */
	struct content *content;     /* what pages are read from */
	struct visit *visit;
	struct arena *arena;
	int rows, columns;       /* of the terminal */
	bool roomy;              /* F3: more space, and one question at a time */
	const struct logo *logo; /* NULL: none */
	int64_t now;             /* boot ms of this turn of the loop */

	/* These are N_() words: translated when drawn. */
	const char *trouble; /* welcome: why no visit can begin; NULL */
	const char *notice;  /* one line under the header (save failed, staff are called); NULL */
	bool outdated;       /* the configuration on the disk is broken, the last good one serves */
	bool staff_notice;   /* something needs staff: a small mark on the welcome screen */

	char reference[UUID_REFERENCE_MAX];
	enum receipt_state receipt;
	bool call_staff; /* the receipt asks the patient to go to the desk */

	char *pin;              /* SCREEN_PIN_MAX bytes in the arena; written by the PIN screen */
	const char *pin_answer; /* what the last try gave, N_() words; NULL */
	int64_t pin_wait_ms;    /* until the next try is allowed; 0: now */

	const struct queue_row *queue;
	size_t queue_count;
	size_t waiting, refused;
	const char *uploader; /* one line about the uploader, N_() words ("running, 2 waiting", "not
				 running") */

	enum print_state print; /* of the aftercare sheet */

	const struct screen *help_for; /* the screen that F1 was pressed on */
	const void *help_state;        /* its state; NULL: gone */
	int64_t countdown_ms;          /* idle warning: until the end; 0: none */
};

/* One key of the footer and of the help page: a click on it is that key. */
struct hint {
	enum ui_key key;
	/* N_() words: translated when drawn */
	const char *cap; /* "Enter", "F1" */
	const char *label;
};
#define HINTS_MAX 20

struct screen {
	const char *name; /* for logs and tests */
	size_t state_size;
	bool dialog; /* drawn over what stands behind it, in the middle */
	bool alone;  /* drawn without the frame, with no trace of the visit */
	void (*enter)(struct screen_context *context, void *state);
	void (*draw)(const struct screen_context *context, const void *state, struct ui *ui,
		     const struct area *body);
	struct action (*key)(struct screen_context *context, void *state,
			     const struct ui_event *event);
	bool (*tick)(struct screen_context *context,
		     void *state); /* once a second: true to draw again */
	void (*leave)(struct screen_context *context, void *state);
	/* The context has another language now: what the state keeps of the one before. */
	void (*translated)(struct screen_context *context, void *state);
	size_t (*hints)(const struct screen_context *context, const void *state,
			struct hint hints[HINTS_MAX]);
	/* What the screen is for, one paragraph for F1. */
	const char *(*about)(const struct screen_context *context, const void *state);
	/* What stands under the focus: paragraphs for F1, an empty line between them. Added to out.
	 */
	enum status (*explain)(const struct screen_context *context, const void *state,
			       struct buf *out);
};

extern const struct screen screen_welcome, screen_reading, screen_questions, screen_review,
	screen_receipt, screen_stop, screen_idle, screen_curtain, screen_help, screen_pin,
	screen_staff, screen_queue, screen_small;

/* The screen of a place of the visit (questions and confirm share one, so do all pages of text). */
const struct screen *screen_for(enum visit_place place);

/* The frame around every screen: header (clinic, step, progress), footer (hints). Shrinks *body to
 * what is left. */
void frame_draw(const struct screen_context *context, const struct screen *screen,
		const void *state, struct ui *ui, struct area *body);
/* From so many rows on everything that can be pressed is at least three rows high; below that, one.
 */
#define FRAME_TOUCH_ROWS 30
/* The corner whose triple tap opens the staff's PIN prompt: the right end of the header,
 * where nothing else can be pressed. */
bool frame_in_corner(const struct screen_context *context, int row, int column);
/* The keys that hold on a screen: its own, the language's where there are several, and those of
 * every screen: what the footer and F1 show. */
size_t frame_hints(const struct screen_context *context, const struct screen *screen,
		   const void *state, struct hint hints[HINTS_MAX]);
/* The language that F2 changes to: an index. */
size_t frame_next_language(const struct screen_context *context);
/* The key of the footer hint at a cell of the screen; UI_KEY_NONE. */
enum ui_key frame_hint_at(const struct screen_context *context, const struct screen *screen,
			  const void *state, int row, int column);

#endif
