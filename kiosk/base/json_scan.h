/* The strict half of base/json: checks a text against RFC 8259 and notes where each value stands.
 */
#ifndef KIOSK_BASE_JSON_SCAN_H
#define KIOSK_BASE_JSON_SCAN_H

#include <kiosk/base/status.h>

#include <stddef.h>
#include <stdint.h>

#define JSON_NUMBER_MAX 60u /* characters; cJSON cuts numbers off behind 63 */

/* One value, in the order of the document. Offsets and lengths are bytes. */
struct json_span {
	uint32_t begin; /* of the key for a member of an object, else of the value */
	uint32_t value; /* of the value itself */
	uint32_t len;   /* of the value */
};

struct json_spans {
	struct json_span *span;
	size_t count;
	size_t room;
};

struct json_fault {
	size_t offset;
	char what[120];
	const char *mend; /* static */
};

/* text must have a NUL behind text[len]; len at most JSON_MAX_BYTES. spans starts zeroed; its array
 * is malloc'ed and the caller's to free, on failure too. STATUS_INVALID and STATUS_LIMIT fill
 * fault. */
MUST_USE enum status json_scan(const char *text, size_t len, struct json_spans *spans,
			       struct json_fault *fault);

#endif
