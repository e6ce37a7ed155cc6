/* QuestionnaireResponse out and in (http://hl7.org/fhir/R4/questionnaireresponse.html). */
#ifndef KIOSK_FORM_RESPONSE_H
#define KIOSK_FORM_RESPONSE_H

#include <kiosk/base/json.h>
#include <kiosk/form/answers.h>

struct response_context {
	const char *identifier_system;
	const char *identifier;  /* UUID */
	const char *authored;    /* FHIR dateTime with zone */
	const char *language;    /* BCP 47 */
	const char *flag_system; /* flags stand first in the narrative; NULL: none are looked for */
};

/* Writes the completed resource: identifier, questionnaire|version, language, status completed,
 * authored, contained Patient and subject from the definitions, source (the patient), items of what
 * is enabled, and a narrative with the reference on top. STATUS_INVALID when an enabled answer has
 * a fault (the caller showed answers_fault first, after answers_prune), STATUS_LIMIT beyond
 * RESPONSE_MAX_BYTES, STATUS_NOMEM. */
MUST_USE enum status response_write(const struct answers *answers,
				    const struct response_context *context, struct buf *out);

/* Fills answers from a response's items. Strict: an unknown linkId, a wrong type, nesting or order,
 * a value that is no option, a disabled item: each a problem with the linkId. STATUS_INVALID with
 * any error in the report. */
MUST_USE enum status response_read(const struct json *response, struct answers *answers,
				   struct report *report);

/* The strict checker: does this response conform to its questionnaire and to R4 (fhir-rules)? Works
 * on the document alone, independent of the writer. STATUS_INVALID with any error in the report. */
MUST_USE enum status response_check(const struct json *response,
				    const struct questionnaire *questionnaire,
				    struct report *report);

#endif
