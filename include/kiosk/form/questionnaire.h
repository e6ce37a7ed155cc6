/* A FHIR R4 Questionnaire (http://hl7.org/fhir/R4/questionnaire.html, SDC rendering) as a read-only
 * table of items in document order: item i's descendants are i+1 .. i+item.descendants. Pure: bytes
 * in, no disk, no terminal. */
#ifndef KIOSK_FORM_QUESTIONNAIRE_H
#define KIOSK_FORM_QUESTIONNAIRE_H

#include <kiosk/base/json.h>
#include <kiosk/base/report.h>
#include <kiosk/base/status.h>
#include <kiosk/form/limits.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ITEM_NONE SIZE_MAX

enum item_type {
	ITEM_GROUP,
	ITEM_DISPLAY,
	ITEM_BOOLEAN,
	ITEM_DECIMAL,
	ITEM_INTEGER,
	ITEM_DATE,
	ITEM_DATETIME,
	ITEM_TIME,
	ITEM_STRING,
	ITEM_TEXT,
	ITEM_URL,
	ITEM_CHOICE,
	ITEM_OPEN_CHOICE,
	ITEM_ATTACHMENT,
	ITEM_REFERENCE,
	ITEM_QUANTITY,
};

/* Absent parts are NULL, never "". */
struct coding {
	const char *system;
	const char *version;
	const char *code;
	const char *display;
};

enum value_type {
	VALUE_BOOLEAN,
	VALUE_DECIMAL,
	VALUE_INTEGER,
	VALUE_DATE,
	VALUE_DATETIME,
	VALUE_TIME,
	VALUE_STRING,
	VALUE_URI,
	VALUE_CODING,
	VALUE_QUANTITY,
	VALUE_REFERENCE,
};

struct value {
	enum value_type type;
	bool boolean;
	/* The FHIR lexical form of every type but boolean and Coding; a decimal keeps its digits.
	 * Of a Quantity: its value; of a Reference: Reference.reference. */
	const char *text;
	struct coding coding; /* of a Quantity: its unit (display is Quantity.unit); of a Reference:
				 display */
};

struct answer_option { /* not "option": getopt.h has that name */
	struct value value;
	/* What a person reads, behind its questionnaire-optionPrefix: a rendering or translation on
	 * Coding._display (a coding's display is its code system's own words), else Coding.display
	 * (or its code), or the value's text. */
	const char *label;
	const char *detail; /* a second line under the label (questionnaire-sublabel); NULL */
	/* ordinalValue or itemWeight: the extension's url and the number's digits; NULL */
	const char *weight_url, *weight;
	bool exclusive; /* optionExclusive: choosing it clears the others, and the reverse */
	bool initial;   /* initialSelected */
};

enum operator{
	OPERATOR_EXISTS,
	OPERATOR_EQ,
	OPERATOR_NE,
	OPERATOR_GT,
	OPERATOR_LT,
	OPERATOR_GE,
	OPERATOR_LE
};

struct condition {       /* one enableWhen */
	size_t question; /* item index */
	enum operator operator;
	struct value answer;
};

/* Item controls that change what is shown (questionnaire-itemControl, and our own body-map);
 * others: CONTROL_NONE. */
enum item_control {
	CONTROL_NONE,
	CONTROL_RADIO_BUTTON,
	CONTROL_CHECK_BOX,
	CONTROL_DROP_DOWN,
	CONTROL_HELP,
	CONTROL_PROMPT,
	CONTROL_PAGE,
	CONTROL_TAB_CONTAINER, /* its groups are pages */
	CONTROL_SLIDER,        /* a number with its range */
	CONTROL_UNIT,          /* a display: words of its parent, as lower and upper are */
	CONTROL_LOWER,
	CONTROL_UPPER,
	CONTROL_BODY_MAP,
};

struct item {
	size_t parent;      /* item index, ITEM_NONE at the top */
	size_t descendants; /* how many items below this one follow it */
	const char *link_id;
	const char *text; /* the questionnaire's own, as a response has it; NULL when absent */
	/* What a person reads, in the visit's language and without markup; NULL when absent. */
	const char *label, *prefix;
	const char *short_label; /* questionnaire-shortText, for lists; NULL */
	/* "http://hl7.org/fhir/StructureDefinition/Patient#Patient.birthDate" */
	const char *definition;
	/* Lines under the label: sublabel, and the words of its child displays with the control
	 * help, flyover or prompt; NULL. Those children are not shown, nor are those with unit,
	 * lower and upper. */
	const char *help;
	const char *unit_label, *lower, *upper; /* beside the field; at the ends of its range */
	const char *link;                       /* supportLink; NULL */
	const char *placeholder;                /* entryFormat; NULL */
	const char *mend; /* the author's words for an answer that breaks the rules; NULL */
	enum item_type type;
	enum item_control control;
	bool required, repeats, read_only, hidden; /* hidden: this one or an ancestor */
	bool is_help;                              /* a display that serves as its parent's help */
	/* It repeats, and each time is an instance with a slot of its own: a group, a typed
	 * question, a question with questions below. */
	bool instances;
	bool page;                         /* asked on a page of its own, and not on its parent's */
	size_t min_length, max_length;     /* characters; 0: none */
	const char *min_value, *max_value; /* lexical; of a quantity its value; NULL */
	struct coding bound_unit;          /* of a quantity's limits, where they name one */
	int max_places;                    /* maxDecimalPlaces; -1: none */
	size_t min_occurs, max_occurs;     /* answers; 0: none beyond required and repeats */
	const struct pattern *pattern;     /* regex; NULL */
	const struct answer_option *units; /* of a quantity: codings that may lack a code */
	size_t unit_count;
	const struct coding *codes;
	size_t code_count;
	/* Boolean items have none: yes and no are the interface's words. A choice that is hidden or
	 * read-only and lists none has its initial values as options. */
	const struct answer_option *options;
	size_t option_count;
	const struct value *initial;
	size_t initial_count;
	const struct condition *conditions;
	size_t condition_count;
	bool enable_all;          /* enableBehavior all; false: any */
	const size_t *dependents; /* items whose own conditions name this one */
	size_t dependent_count;
	struct place place; /* of the item in its file */
};

struct questionnaire {
	/* NULL when absent */
	const char *url, *version, *title, *status, *approval_date, *language;
	/* SHA-256 or BLAKE2b-256 of the bytes, hex: set by the caller of questionnaire_load_take,
	 * "" until then */
	char hash[65];
	const struct item *items;
	size_t item_count;
	/* Top-level items and page groups in order (design section 6), hidden ones left out. */
	const size_t *pages;
	size_t page_count;
};

/* ValueSet resources held on this machine, for answerValueSet. */
struct value_sets;
/* place is where they come from, for messages; NULL: nowhere. Copied. */
MUST_USE enum status value_sets_open(const char *place, struct value_sets **out);
/* Takes the document, on failure too. STATUS_INVALID when it is no ValueSet with a url. */
MUST_USE enum status value_sets_add_take(struct value_sets *sets, struct json *json);
void value_sets_close(struct value_sets *sets);

struct questionnaire_options {
	const struct value_sets *value_sets; /* outlive the questionnaire; NULL: none */
	const char *language; /* of the visit, BCP 47: picks translations; NULL: the form's own */
	/* The report gets what the language lacks, a warning each, and the errors of its
	 * translations: of a form whose other problems have been told. */
	bool only_language;
};

/* Reads the form out of a parsed document, which the questionnaire keeps alive by taking it over
 * (also on failure it is closed). Every problem goes to the report: warnings where the meaning is
 * clear; errors, with the item's linkId, for what is wrong or cannot be asked (STATUS_INVALID, *out
 * untouched). */
MUST_USE enum status questionnaire_load_take(struct json *json,
					     const struct questionnaire_options *options,
					     struct report *report, struct questionnaire **out);
void questionnaire_close(struct questionnaire *questionnaire);

/* Left for staff: an attachment or a reference, which cannot be given at a terminal. */
bool item_at_desk(const struct item *item);
/* A string coded as a phone, fax or pager number (ContactPoint.system). */
bool item_is_phone(const struct item *item);
/* Answered by typing, at least in part: every question but boolean, choice and what is left for
 * staff. */
bool item_typed(const struct item *item);
/* Several options may be chosen: a choice or an open choice that repeats without instances. */
bool item_picks_many(const struct item *item);
/* Item index of a linkId; ITEM_NONE. Logarithmic or better. */
size_t questionnaire_find(const struct questionnaire *questionnaire, const char *link_id);
/* First item with this code (system NULL matches a code without a system); ITEM_NONE. */
size_t questionnaire_find_code(const struct questionnaire *questionnaire, const char *system,
			       const char *code);
/* First item whose definition ends in the given element path, as "Patient.birthDate"; ITEM_NONE. */
size_t questionnaire_find_definition(const struct questionnaire *questionnaire,
				     const char *element);
/* It or one of the items around it has this code; never for a NULL code. */
bool item_within_code(const struct questionnaire *questionnaire, const struct item *item,
		      const char *system, const char *code);
bool item_has_code(const struct item *item, const char *system, const char *code);
/* True for every type that takes an answer (not group, not display). */
bool item_is_question(const struct item *item);
/* Codings are equal by system and code (fhir: displays count only where neither has a code); other
 * values by type and meaning (1.0 = 1.00). */
bool value_equal(const struct value *a, const struct value *b);
/* active with an approvalDate */
bool questionnaire_approved(const struct questionnaire *questionnaire);

#endif
