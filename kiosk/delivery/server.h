/* The clinic's FHIR server as requests and replies (http://hl7.org/fhir/R4/http.html). */
#ifndef KIOSK_DELIVERY_SERVER_H
#define KIOSK_DELIVERY_SERVER_H

#include "decision.h"
#include "http.h"

#include <kiosk/base/uuid.h>
#include <kiosk/outbox/outbox.h>

/* One record on its way: its frozen bytes and what they say of themselves. */
struct parcel {
	char id[UUID_MAX];
	struct buf body;
	char system[512]; /* identifier.system of the response */
	char value[256];  /* identifier.value */
	bool has_id;      /* the body was given an id */
};

/* Reads system and value out of body. STATUS_CORRUPT when they are not there. */
MUST_USE enum status parcel_read(struct parcel *parcel);
void parcel_release(struct parcel *parcel);

/* Begins the request of a phase. The parcel's body must stay until the reply; for the method
 * `update` it is given the id. STATUS_DENIED: nothing has left, the secret of backend.auth cannot
 * be read. */
MUST_USE enum status server_request(struct http *http, const struct settings *settings,
				    enum phase phase, struct parcel *parcel);

struct server_answer {
	enum body_kind body;
	int copies;                      /* of ours in a Bundle: more than one is worth a warning */
	char server_id[OUTBOX_TEXT_MAX]; /* type/id/_history/version of our resource, with
					    BODY_PROOF */
	char reason[OUTBOX_REASON_MAX];  /* severity, code and place of an OperationOutcome: none of
					    its free text */
};
/* What a reply's body is. */
void server_read(const struct http_reply *reply, const struct parcel *parcel,
		 struct server_answer *out);

#endif
