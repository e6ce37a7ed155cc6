/* One patient's visit as a pure machine: which step comes next, what may be gone back to, when it
 * ends. Time is passed in (boot milliseconds); no terminal, no disk. The full screen and the linear
 * dialogue are two faces of one visit. */
#ifndef KIOSK_VISIT_H
#define KIOSK_VISIT_H

#include <kiosk/form/answers.h>
#include <kiosk/settings.h>

enum visit_place {
	VISIT_WELCOME,
	VISIT_LEARN, /* pages without questions; page: index into settings.pages.learn */
	VISIT_PRIVACY,
	VISIT_QUESTIONS, /* page: item index of the page */
	VISIT_OUTCOME,
	VISIT_EXPLAINER, /* page: index into settings.pages.explainer */
	VISIT_REVIEW,
	VISIT_CONFIRM, /* page: item index of the confirmation group; ITEM_NONE: there is none */
	VISIT_RECEIPT,
	VISIT_ENDED, /* wipe and start afresh; see visit_end_reason */
};

enum visit_end {
	VISIT_END_NONE,
	VISIT_END_SENT,
	VISIT_END_STOPPED,
	VISIT_END_IDLE,
	VISIT_END_RESET
};

/* How far what was sent has come. */
enum receipt_state { RECEIPT_SAVED, RECEIPT_RECEIVED, RECEIPT_REFUSED };

enum visit_idle {
	VISIT_AWAKE,
	VISIT_WARNING, /* count down on the screen */
	VISIT_OVER,    /* the visit has ended by this call */
};

struct visit;

/* Borrows everything; the questionnaire's confirmation group is found by
 * settings->form.confirmation. */
MUST_USE enum status visit_open(const struct settings *settings,
				const struct questionnaire *questionnaire,
				const struct answers_options *options, struct arena *arena,
				int64_t now, struct visit **out);
void visit_close(struct visit *visit);

/* answers_translate, and its errors: place and page stay. */
MUST_USE enum status visit_translate(struct visit *visit, const struct questionnaire *questionnaire,
				     const struct answers_options *options);

enum visit_place visit_place(const struct visit *visit);
size_t visit_page(const struct visit *visit);
struct answers *visit_answers(struct visit *visit);
const struct answers *visit_answers_const(const struct visit *visit);
enum visit_end visit_end_reason(const struct visit *visit);
/* True once the patient began to answer (from privacy on, until the receipt). */
bool visit_running(const struct visit *visit);
/* True while going through pages from "Change" on the review. */
bool visit_changing(const struct visit *visit);

void visit_begin(struct visit *visit); /* welcome -> the first step */
void visit_learn(struct visit *visit); /* welcome -> learn */
/* One step on. On questions and confirm only when the page has no fault: false, and nothing moved,
 * otherwise. From the confirm step it does not move either: the app saves first and then calls
 * visit_saved. */
bool visit_next(struct visit *visit);
/* One step back; always possible but on welcome, receipt and ended (false). Faults do not hinder
 * it. */
bool visit_back(struct visit *visit);
/* From the review to the page of a slot; its Continue leads back to the review, through pages that
 * the change opened or invalidated. */
bool visit_change(struct visit *visit, size_t slot);
/* The slot that was given to visit_change last; SLOT_NONE before. */
size_t visit_changed(const struct visit *visit);
/* The response is committed: to the receipt. */
void visit_saved(struct visit *visit);
void visit_end(struct visit *visit, enum visit_end reason);

/* Position among the pages enabled now, counted from 1; false where no progress is shown. */
bool visit_progress(struct visit *visit, size_t *position, size_t *total);
/* Index into settings->form.flags of the most serious flag; flag_count when none. */
size_t visit_flag(const struct visit *visit);
/* Markdown file of the page of text that the visit is at (learn, privacy, the outcome for that
 * flag, explainer). Borrowed from the settings. */
const char *visit_text_page(const struct visit *visit);

/* What the review shows: every question that is asked now but the confirmation's, in order. */
struct review_line {
	size_t slot;
	size_t page; /* item index of the page it belongs to */
	bool masked; /* its answer is not shown until the patient asks (form.masked,
			form.maskedFields) */
};
#define REVIEW_MAX (QUESTIONNAIRE_MAX_ITEMS + ANSWERS_MAX_ADDED)
/* Returns how many lines were written, at most max. */
size_t visit_review(const struct visit *visit, const struct settings *settings,
		    struct review_line *lines, size_t max);

/* The idle clock. touch: the patient did something. idle: the state now; *left_ms is the time until
 * the warning, the end of the countdown, or -1 (welcome has no clock before a visit began). On the
 * receipt OVER means it was shown long enough. */
void visit_touch(struct visit *visit, int64_t now);
/* The visit is heard and typed a line at a time: every place has at least the clock of the pages of
 * text. */
void visit_listen(struct visit *visit);
enum visit_idle visit_idle(struct visit *visit, int64_t now, int64_t *left_ms);

#endif
