/* The dialogue's own header. It is a machine: each step says what it asks, and takes the next line;
 * plain.c has the one loop. */
#ifndef KIOSK_PLAIN_PRIVATE_H
#define KIOSK_PLAIN_PRIVATE_H

#include <kiosk/form/words.h>
#include <kiosk/session.h>
#include <kiosk/terminal/line.h>

#define PLAIN_PAGE_ENTRIES (2 * (QUESTIONNAIRE_MAX_PAGE + ANSWERS_MAX_ADDED))

struct plain;

/* What is asked now. */
struct asking {
	void (*say)(struct plain *plain);                    /* all of it, but for the prompt */
	void (*take)(struct plain *plain, const char *line); /* no command; "": Enter alone */
	bool (*back)(struct plain *plain);  /* NULL, or false: the visit goes a step back */
	void (*more)(struct plain *plain);  /* NULL: there is never more to hear */
	void (*show)(struct plain *plain);  /* NULL: nothing is hidden here */
	void (*erase)(struct plain *plain); /* NULL: nothing to erase */
	const char *prompt;                 /* N_() */
	const char *about;                  /* N_(): what is to be done here, for help */
};

extern const struct asking asking_welcome, asking_reading, asking_question, asking_own_words,
	asking_unit, asking_repeat, asking_page_end, asking_review, asking_receipt, asking_stop;

struct plain {
	struct session session;
	const struct settings *settings;
	struct visit *visit;     /* of the session */
	struct answers *answers; /* of the visit */
	struct line_terminal *terminal;
	struct buf out;  /* what is being said */
	struct buf line; /* what is being typed */
	const struct asking *asking;
	const struct asking *beneath; /* the step to go back to from asking_stop; NULL */
	enum visit_place place;       /* what has been entered */
	size_t page;
	bool going_back;  /* the last step of a page is wanted */
	int warned;       /* how often, of the end of the visit */
	bool out_of_time; /* it came */

	struct page_entry at; /* of a page of questions; SLOT_NONE: behind the last */
	bool begun;           /* a text of several lines is being typed */
	uint64_t turns;       /* answers_turns when a change from the review began */
	struct buf search;    /* in the options; "" for none */
	size_t listed;        /* how many that match have been read */

	struct buf text; /* of a page to read */
	size_t from, to; /* the portion of it that was read last; of the review: lines */
	bool shown;      /* masked answers are said */
};

/* plain.c */
void plain_ask(struct plain *plain, const struct asking *asking); /* and says it */
void plain_say_again(struct plain *plain);
void plain_back(struct plain *plain);

/* say.c. What is said is lines. Words of the interface come translated. */
void plain_line(struct plain *plain, const char *words);
void plain_linef(struct plain *plain, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* A line that ends like a sentence. */
void plain_sentence(struct plain *plain, const char *words);
typedef enum status plain_words_fn(const struct answers *answers, size_t slot, struct buf *out);
/* What words_of gives, behind before (NULL: nothing), as a sentence; nothing for no words. */
void plain_words(struct plain *plain, const char *before, plain_words_fn *words_of, size_t slot);
void plain_flush(struct plain *plain);

/* command.c */
/* A line that begins with a slash. */
void plain_command(struct plain *plain, const char *line);
/* A line that is no possible answer: true when it is a command's word or letter, which is carried
 * out. */
bool plain_bare_command(struct plain *plain, const char *line);
/* A number from 1 to most that the whole line is; 0. */
size_t plain_number(const char *line, size_t most);

/* page.c: the page of questions under way. */
void plain_enter_page(struct plain *plain);
/* The question was answered, or is left as it is. */
void plain_next_question(struct plain *plain);
bool plain_previous_question(struct plain *plain);
void plain_say_place(struct plain *plain);
void plain_say_words_of(struct plain *plain, size_t slot);
/* True, and said, when the answer cannot stand as it is. */
bool plain_refused(struct plain *plain, enum answer_fault fault);

/* choice.c: the options of the question at hand, or of a quantity's units. */
void plain_say_options(struct plain *plain);
void plain_take_choice(struct plain *plain, const char *line);
void plain_more_options(struct plain *plain);
/* Where several may be chosen: the list waits for the next. */
void plain_more_choices(struct plain *plain);
/* typed.c */
void plain_say_typing(struct plain *plain);
void plain_take_typed(struct plain *plain, const char *line);

#endif
