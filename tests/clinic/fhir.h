/* The inside of fhir_answer. */
#ifndef TESTS_CLINIC_FHIR_H
#define TESTS_CLINIC_FHIR_H

#include "clinic.h"

#define TYPE_PATH  "/fhir/QuestionnaireResponse"
#define PLAIN_PATH "/plain" /* takes JSON under an Idempotency-Key, and answers no resource */

/* R4 datatype id. */
bool fhir_id_valid(const char *id);
/* The resource with ETag and, after a write, Location and what Prefer asks for. */
void fhir_reply_resource(struct clinic *clinic, const struct request *request, struct reply *reply,
			 unsigned status, const struct stored *resource);

/* http://hl7.org/fhir/R4/http.html#create, #ccreate, #update, #cond-update */
void fhir_create(struct clinic *clinic, const struct request *request, struct reply *reply);
void fhir_update(struct clinic *clinic, const struct request *request, struct reply *reply);
void fhir_conditional_update(struct clinic *clinic, const struct request *request,
			     struct reply *reply);

#endif
