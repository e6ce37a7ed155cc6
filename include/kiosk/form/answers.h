/* One patient's answers to one questionnaire. Everything a person gave lives in the arena. Answers
 * that become hidden are kept (coming back shows them) and are not in the response. A change
 * re-evaluates only what depends on it.
 *
 * A slot is one instance of an item. Groups and typed questions that repeat have several
 * (item.instances), and so has all that stands below them. Slots keep their numbers until an
 * instance is removed. */
#ifndef KIOSK_FORM_ANSWERS_H
#define KIOSK_FORM_ANSWERS_H

#include <kiosk/base/buf.h>
#include <kiosk/base/clock.h>
#include <kiosk/form/limits.h>
#include <kiosk/form/questionnaire.h>

#define SLOT_NONE SIZE_MAX

struct answers;

struct answers_options {
	enum date_order date_order; /* how typed dates are read */
	char decimal_sign; /* of the language: ',' is taken beside the point, and shown; else 0 or
			    * '.'
			    */
	struct date today; /* the clinic's day, for ages */
};

/* Initial values and initialSelected options are filled in. questionnaire and arena outlive the
 * answers. About 50 bytes of the arena an item, and what the answers take. */
MUST_USE enum status answers_open(const struct questionnaire *questionnaire,
				  const struct answers_options *options, struct arena *arena,
				  struct answers **out);
void answers_close(struct answers *answers);

/* Goes on in another language: the questionnaire is the same form loaded in it, and outlives the
 * answers like the one before. No slot changes its number and no answer is lost; dates and decimals
 * that are whole stand in the fields as the new options have them, other text stays and is read by
 * them. STATUS_INVALID when it is another form; unchanged then. */
MUST_USE enum status answers_translate(struct answers *answers,
				       const struct questionnaire *questionnaire,
				       const struct answers_options *options);

const struct questionnaire *answers_questionnaire(const struct answers *answers);
const struct item *answers_item(const struct answers *answers, size_t slot);
/* The first (for an item that does not repeat: the only) slot of an item. */
size_t answers_slot(const struct answers *answers, size_t item);
/* The slot that follows in document order, shown or not, an instance with all that is in it before
 * the next; SLOT_NONE at the end. The first is 0. */
size_t answers_next(const struct answers *answers, size_t slot);
/* SLOT_NONE at the top. */
size_t answers_parent(const struct answers *answers, size_t slot);

/* Instances of the slot's item below the same parent: which of them it is, from 0 on, and how many
 * they are. */
size_t answers_instance(const struct answers *answers, size_t slot);
size_t answers_instances(const struct answers *answers, size_t slot);
/* The first of them, and the next; SLOT_NONE behind the last. */
size_t answers_first_instance(const struct answers *answers, size_t slot);
size_t answers_next_instance(const struct answers *answers, size_t slot);
/* Within maxOccurs and ANSWERS_MAX_INSTANCES. */
bool answers_can_add(const struct answers *answers, size_t slot);
/* One more instance behind the last, with its initial values. STATUS_LIMIT when there may be none,
 * STATUS_NOMEM. */
MUST_USE enum status answers_add(struct answers *answers, size_t slot, size_t *added);
/* More instances than minOccurs, or an only one with something in it. */
bool answers_can_remove(const struct answers *answers, size_t slot);
/* Forgets an instance; the numbers of other slots change. The only one is emptied. STATUS_INVALID
 * when it cannot be removed. */
MUST_USE enum status answers_remove(struct answers *answers, size_t slot);

/* Removes the instances that nobody has filled in, as far as there may be fewer: a response has no
 * place for them, and a condition is to mean the same before and after. Numbers of slots change
 * when *removed is not 0. STATUS_NOMEM. */
MUST_USE enum status answers_prune(struct answers *answers, size_t *removed);

/* Enabled by its own conditions and those of all its ancestors. */
bool answers_enabled(const struct answers *answers, size_t slot);
/* Differs from what it was when anything became enabled or disabled since, or instances changed. */
uint64_t answers_turns(const struct answers *answers);
/* Enabled, not hidden, no help display: what a screen shows. */
bool answers_shown(const struct answers *answers, size_t slot);
/* A slot, or the place behind all that is in it, which every slot of an item with instances has. */
struct page_entry {
	size_t slot;
	bool end;
};
/* The shown slots of a page (the page's own item first, then its descendants in document order), at
 * most max written; returns how many there are. An item that is a page of its own is not listed.
 * ITEM_NONE is an empty page. */
size_t answers_page(const struct answers *answers, size_t page_item, struct page_entry *entries,
		    size_t max);
/* True when the page is to be asked now: its item is shown and at least one question or display in
 * it is shown. */
bool answers_page_shown(const struct answers *answers, size_t page_item);

/* The answers of a slot. count is 0 for no answer, also while the typed text is not valid. Values
 * are borrowed until the next change. */
size_t answers_count(const struct answers *answers, size_t slot);
const struct value *answers_value(const struct answers *answers, size_t slot, size_t index);

/* Typed questions (every type but boolean and choice; of an open-choice: the answer that is none of
 * the options; of a quantity: the number): what stands in the field, valid or not; ""
 * at first. Setting it converts when it can. STATUS_LIMIT beyond ANSWER_TYPED_MAX, STATUS_INVALID
 * for bytes that are not UTF-8 or control characters (LF is allowed in ITEM_TEXT only),
 * STATUS_NOMEM; unchanged then. */
const char *answers_typed(const struct answers *answers, size_t slot);
MUST_USE enum status answers_type(struct answers *answers, size_t slot, const char *text);

/* Boolean questions have two options here, 0 is yes and 1 is no; choice and open-choice questions
 * those of the item, a quantity with several units its units. Choosing in a question that does not
 * repeat replaces; exclusive options clear the others. STATUS_INVALID for an option that is not
 * there, STATUS_NOMEM. Neither choosing nor typing asks whether the item is read-only: that is the
 * caller's. */
size_t answers_option_count(const struct answers *answers, size_t slot);
const char *answers_option_label(const struct answers *answers, size_t slot, size_t option);
/* The unit that stands beside the field of a question with one unit; NULL. */
const char *answers_unit(const struct answers *answers, size_t slot);
bool answers_chosen(const struct answers *answers, size_t slot, size_t option);
MUST_USE enum status answers_choose(struct answers *answers, size_t slot, size_t option,
				    bool chosen);
void answers_clear(struct answers *answers, size_t slot);

/* What the person reads as their answer: option labels joined by "; ", dates written out. Added to
 * out. */
MUST_USE enum status answers_describe(const struct answers *answers, size_t slot, struct buf *out);

enum answer_fault {
	FAULT_NONE = 0,
	FAULT_REQUIRED, /* also a required group without any answer in it */
	FAULT_TOO_LONG,
	FAULT_TOO_SHORT,
	FAULT_PATTERN, /* the regex does not match */
	FAULT_PLACES,  /* more decimal places than maxDecimalPlaces */
	FAULT_NO_UNIT, /* a quantity's number without one of its units */
	FAULT_MIN_OCCURS,
	FAULT_MAX_OCCURS,
	FAULT_NOT_A_DATE,
	FAULT_NOT_A_DATETIME,
	FAULT_NOT_A_TIME,
	FAULT_NOT_A_URL,
	FAULT_NOT_A_PHONE, /* where the item is coded as one (ContactPoint.system) */
	FAULT_NOT_AN_EMAIL,
	FAULT_NOT_AN_INTEGER, /* beyond 32 bits too (FHIR integer) */
	FAULT_NOT_A_DECIMAL,
	FAULT_TOO_SMALL,
	FAULT_TOO_LARGE,
	FAULT_AGE,      /* the age (LOINC 30525-0) contradicts the birth date (definition
			   Patient.birthDate) */
	FAULT_TOO_MANY, /* several answers where the item does not repeat, or an exclusive one among
			   others */
	FAULT_NOT_AN_OPTION,
};

/* The first thing wrong with a slot's answer, as it stands; FAULT_NONE for what is not enabled. */
enum answer_fault answers_fault(const struct answers *answers, size_t slot);
/* One plain sentence that says how to mend it (GOV.UK error messages). Added to out. */
MUST_USE enum status answers_fault_text(const struct answers *answers, size_t slot,
					enum answer_fault fault, struct buf *out);
/* The slots of a page that have a fault, in order, at most max written; returns how many there are.
 */
size_t answers_page_faults(const struct answers *answers, size_t page_item, size_t *slots,
			   size_t max);

/* The rank of a flag: flags are enabled hidden questions whose answer is a coding of the given
 * system. Returns the lowest index into codes[] (most serious first) that is present, count when
 * none is or system is NULL. */
size_t answers_flag(const struct answers *answers, const char *system, const char *const *codes,
		    size_t count);

#endif
