/* Private to the response's writer, reader and checker. */
#ifndef KIOSK_FORM_RESPONSE_PRIVATE_H
#define KIOSK_FORM_RESPONSE_PRIVATE_H

#include "instances.h"

#include <kiosk/form/response.h>

#define FHIR_STRUCTURE "http://hl7.org/fhir/StructureDefinition/"

/* --- writing: a cJSON tree; the first failure is remembered, so that callers need not ask after
 * each member ------------- */
struct tree {
	bool failed;        /* the tree is not whole */
	enum status status; /* why, when it was not that memory ran out */
};
cJSON *tree_object(struct tree *tree);
cJSON *tree_array(struct tree *tree);
/* Takes child over, also when it fails. NULL child: failed. */
void tree_add(struct tree *tree, cJSON *object, const char *key, cJSON *child);
void tree_append(struct tree *tree, cJSON *array, cJSON *child);
/* No member for a NULL or empty text. */
void tree_text(struct tree *tree, cJSON *object, const char *key, const char *text);
/* The value as value[x] of an answer object. */
void tree_value(struct tree *tree, cJSON *answer, const struct value *value);
/* The option's score beside the Coding of the answer. */
void tree_weight(struct tree *tree, cJSON *answer, const struct answer_option *option);

/* The Patient that the form's definitions describe; NULL when nothing of it was answered (or memory
 * ran out). */
cJSON *patient_of(const struct answers *answers, struct tree *tree);
/* The XHTML of Narrative.div, added to out. */
MUST_USE enum status narrative_write(const struct answers *answers,
				     const struct response_context *context, struct buf *out);

/* --- reading: the items of a response beside those of its questionnaire
 * -------------------------------------------------- */
struct given {
	const cJSON *node; /* the response's item, of a question's instances the same; NULL: none */
	struct value *values;
	size_t count;
};

struct reading {
	const struct questionnaire *questionnaire;
	const struct json *response;
	struct report *report;
	struct instances instances;
	struct given *given; /* one an instance */
	size_t room;         /* of instances and given */
	bool no_memory;
};

/* Reads the items' structure: order, nesting, names and types; every breach is a problem with the
 * linkId. STATUS_NOMEM; the report tells the rest. reading_release in any case. */
MUST_USE enum status reading_open(struct reading *reading, const struct json *response,
				  const struct questionnaire *questionnaire, struct report *report);
void reading_release(struct reading *reading);
const struct item *reading_item(const struct reading *reading, size_t instance);
void reading_error(struct reading *reading, const cJSON *at, const char *where, const char *mend,
		   const char *format, ...) __attribute__((format(printf, 5, 6)));
/* resourceType and questionnaire (url, version) fit. */
void reading_check_root(struct reading *reading);
/* Members other than those named are problems. */
void reading_check_keys(struct reading *reading, const cJSON *object, const char *where,
			const char *const *keys);

#endif
