/* Private to the answers: how one patient's answers lie in the arena. */
#ifndef KIOSK_FORM_SLOTS_H
#define KIOSK_FORM_SLOTS_H

#include "instances.h"

/* What a person gave to one slot; made at the first answer. */
struct answer {
	char *typed;   /* typed questions: the field as it stands; NULL: "" */
	char *literal; /* its value in FHIR's form; value.text points here */
	struct value value;
	enum answer_fault fault; /* why typed is no value; FAULT_NONE */
	uint32_t *picked;        /* chosen options (of a quantity: its unit), ascending */
	uint32_t count;          /* of picked */
	uint32_t room;           /* of picked */
};

/* Beside the instance of the same number. */
struct slot {
	bool enabled; /* its own conditions hold, and those of all its ancestors */
	bool queued;
	struct answer *answer; /* NULL: never answered */
};

struct answers {
	const struct form *form;
	struct arena *arena;
	struct answers_options options;
	struct instances instances;
	struct slot *slots;
	size_t room;     /* slots that instances, slots and queue have room for */
	uint64_t *queue; /* a heap of rank and slot to evaluate, the lowest on top */
	size_t queued;
	uint64_t turns; /* how often anything became enabled or disabled */
	bool still;     /* many changes are being made: answers_enable_all comes behind them */
};

/* Makes room for more slots. STATUS_LIMIT beyond ANSWERS_MAX_ADDED, STATUS_NOMEM; unchanged then.
 */
MUST_USE enum status answers_make_room(struct answers *answers, size_t more);
/* Gives a typed question a value in FHIR's form as it stands: a program that says it needs no
 * reading of what a person might mean. STATUS_LIMIT beyond ANSWER_TYPED_MAX, STATUS_NOMEM. */
MUST_USE enum status answers_take(struct answers *answers, size_t slot, const struct value *value);
/* The initial value or the initially selected options of a slot. */
MUST_USE enum status answers_fill_initial(struct answers *answers, size_t slot);
/* Instances of what stands from one slot to before another, and of what is added by that: for
 * minOccurs and for several initial values, as far as there is room. */
MUST_USE enum status answers_fill_instances(struct answers *answers, size_t first, size_t end);
/* Whether it is, or has in it, something that a patient gave: an answer, or words that are none
 * yet. What is hidden or read-only does not count. */
bool answers_content(const struct answers *answers, size_t slot);
/* How many of the slot's item below the same parent have content; of a question: an answer. */
size_t answers_given(const struct answers *answers, size_t slot);
/* In an instance without content of a group that may be left out, or another time: nothing in it
 * has to be answered, and it is not in the response. */
bool answers_left_out(const struct answers *answers, size_t slot);
void answer_free(struct arena *arena, struct answer *answer);

/* Evaluates every condition once, in order. */
void answers_enable_all(struct answers *answers);
/* The answers of a slot have changed: evaluates what depends on them, and what depends on that. */
void answers_changed(struct answers *answers, size_t slot);

/* Takes what was typed out of an answer. */
void answer_drop_typed(struct arena *arena, struct answer *answer);
/* Takes the picked options that cannot stand beside typed text. */
void answer_make_way_for_text(const struct item *item, struct answer *answer);
/* The unit that a quantity's answer has: the chosen one, or the only one; no code and no display
 * where there is none. */
struct coding answer_unit(const struct item *item, const struct answer *answer);

/* How a date or a number is typed into a question: a date as its entryFormat says (DD.MM.YYYY,
 * MM/YYYY, YYYY), else as the clinic is used to. */
struct date_entry {
	enum date_order order;
	int parts;         /* 3: day, month and year; 2: a month of a year will do; 1: a year */
	bool shown;        /* the entryFormat is what has to be typed, year in four digits */
	int year_now;      /* the year of two digits is near it */
	char decimal_sign; /* of numbers: answers_options */
};
struct date_entry date_entry_of(const struct item *item, const struct answers_options *options);

/* Reads what a person typed into a question. *literal is NULL (and *fault says why, FAULT_NONE for
 * blank) or an arena string. STATUS_NOMEM leaves both alone. */
MUST_USE enum status typed_read(enum item_type type, struct date_entry entry, const char *text,
				struct arena *arena, char **literal, enum answer_fault *fault);

/* contact.c: what kind of contact an item asks for: its own code says so, with the codes of
 * ContactPoint.system. NULL when it does not: a value without a system is none (cpt-2). */
const char *contact_system(const struct item *item);
/* FAULT_NONE too for an item that asks for no contact. */
enum answer_fault contact_fault(const struct item *item, const char *text);

/* A FHIR date or dateTime (whole or partial) in words: "27 March 1974", "27 March 1974, 14:05".
 * Other text is added as it is. */
MUST_USE enum status describe_moment(const char *literal, struct buf *out);

/* answers_language.c: gives a number in a field the decimal sign of the answers' options. */
void answers_sign_decimals(const struct answers *answers, size_t slot, char *field);

#define NUMBER_WORDS_MAX 64
/* A decimal's literal with the sign of the language that is spoken, in room; a longer one as it is.
 */
const char *number_words(const char *literal, char room[NUMBER_WORDS_MAX]);

#endif
