/* The inside of check_resource. */
#ifndef TESTS_CLINIC_CHECK_H
#define TESTS_CLINIC_CHECK_H

#include "clinic.h"

struct check {
	const struct json *json;
	cJSON *outcome;
};

enum kind { /* what JSON a member must be */
	    KIND_STRING,
	    KIND_OBJECT,
	    KIND_OBJECTS, /* an array of objects */
	    KIND_BOOLEAN,
	    KIND_DECIMAL,
	    KIND_INTEGER,
	    KIND_DATE,
	    KIND_DATETIME,
	    KIND_TIME,
	    KIND_REFERENCE,
	    KIND_CODING,
};

struct member {
	const char *name;
	enum kind kind;
};

/* An issue about a value, with its FHIRPath. code is an issue-type. */
void check_issue(const struct check *check, const cJSON *value, const char *code,
		 const char *format, ...) __attribute__((format(printf, 4, 5)));
/* The value is of the kind; otherwise an issue. */
void check_kind(const struct check *check, const cJSON *value, enum kind kind);
/* Every member of the object is one of these, of its kind ("_name" may stand beside a primitive);
 * others are issues. */
void check_members(const struct check *check, const cJSON *object, const struct member *members,
		   size_t count);
/* A FHIR dateTime, date or time (R4 datatypes). */
bool check_date_text(const char *text);
bool check_datetime_text(const char *text);
bool check_time_text(const char *text);
/* The items of the root, of an item or of an answer. */
void check_items(const struct check *check, const cJSON *items);

#endif
