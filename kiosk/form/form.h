/* Private to kiosk/form: what the questionnaire keeps beside its public table, and how values
 * compare. */
#ifndef KIOSK_FORM_FORM_H
#define KIOSK_FORM_FORM_H

#include <kiosk/form/answers.h>
#include <kiosk/form/questionnaire.h>

#define FORM_DECIMAL_DIGITS 18u /* FHIR R4 datatypes, decimal: what every system has to keep */

/* A growing store of small things that live as long as the form. */
struct pool;
struct pool *pool_open(void);
void pool_close(struct pool *pool);
/* Zeroed, aligned for any type; NULL when memory ran out. */
void *pool_alloc(struct pool *pool, size_t size);

struct link {
	const char *link_id;
	size_t item;
};

struct form {
	struct questionnaire questionnaire; /* first: a questionnaire is a form */
	struct json *json;
	struct pool *pool;
	struct pattern *patterns; /* chained */
	struct item *items;
	struct link *links;      /* sorted by linkId */
	const uint32_t *rank;    /* item -> its place in the order of evaluation */
	const uint32_t *ordered; /* the reverse: every item behind its parent and behind what its
				    conditions name */
	const size_t *hidden;    /* the hidden questions */
	size_t hidden_count;
	size_t birth_date; /* item of Patient.birthDate; ITEM_NONE */
};

static inline const struct form *form_of(const struct questionnaire *questionnaire)
{
	return (const struct form *)(const void *)questionnaire;
}

enum order { ORDER_LESS = -1, ORDER_EQUAL = 0, ORDER_GREATER = 1, ORDER_NONE = 2 };

/* How a stands to b by meaning: decimals by their number, dates by the calendar, dateTimes by the
 * instant, strings by code point. ORDER_NONE where there is no answer (types that do not compare,
 * 2020 against 2020-05, codings that differ). */
enum order value_order(const struct value *a, const struct value *b);
/* True when text is a FHIR R4 literal of the type (not boolean, not Coding). */
bool value_literal(enum value_type type, const char *text);
/* As FHIR spells it: "boolean", "Coding". Static. */
const char *value_type_name(enum value_type type);
/* The type of a choice element by what stands behind its name: "DateTime" of valueDateTime. */
bool value_type_of(const char *key, enum value_type *out);
/* As FHIR spells it: "open-choice". Static. */
const char *item_type_name(enum item_type type);
bool item_type_of(const char *name, enum item_type *out);
/* Whether an answer to the item may be of this type; for a choice: whether an option is. */
bool item_takes(const struct item *item, enum value_type type);
/* choice and open-choice */
bool item_has_options(const struct item *item);
/* Index of the option that equals the value; option_count when none does. */
size_t item_option(const struct item *item, const struct value *value);
/* Whether a text is what a person could have typed into the question: no more than
 * ANSWER_TYPED_MAX bytes, not blank, no control characters but the line feeds of ITEM_TEXT. */
bool value_typeable(const struct item *item, const char *text);
/* Whether the value can only be one of the item's options: of an open choice, a string that is none
 * of them stands for itself. */
bool item_wants_option(const struct item *item, const struct value *value);
/* Index of the item's unit that has the same code, or the same name where one of the two lacks a
 * code; unit_count when none does. */
size_t item_unit(const struct item *item, const struct coding *unit);

/* One enableWhen against the answers of its question (count 0: unanswered or disabled), which at()
 * hands out in order. fhir-rules.md "enableWhen": any answer satisfies; != means that no answer
 * equals, and needs an answer. */
bool condition_holds(const struct condition *condition, size_t count,
		     const struct value *(*at)(void *source, size_t index), void *source);

/* A regex extension, compiled. The whole text has to match (the extension regex). The pattern lives
 * as long as the form. NULL with the reason in why, when it is no pattern or one that may take for
 * ever. */
const struct pattern *pattern_compile(struct form *form, const char *regex, char *why,
				      size_t why_size);
bool pattern_matches(const struct pattern *pattern, const char *text);
void patterns_close(struct form *form);

/* How the limits of an item (minValue, maxValue) compare with an answer to it. */
enum value_type bound_type(enum item_type type);
/* What the item's own rules (lengths, limits, decimal places, regex) say of a value; FAULT_NONE
 * when nothing. */
enum answer_fault fault_of_limits(const struct item *item, const struct value *value);

#endif
