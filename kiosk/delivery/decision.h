/* What a reply means for the record and for the queue: the table of the delivery rules, as a pure
 * function. */
#ifndef KIOSK_DELIVERY_DECISION_H
#define KIOSK_DELIVERY_DECISION_H

#include <kiosk/settings.h>

#include <stdbool.h>

/* Rejections in a row from which on the fault is taken to be ours or the server's, not the
 * record's. */
#define REJECTIONS_MAX 5

enum phase { PHASE_SEND, PHASE_ASK };

enum body_kind {
	BODY_NONE,
	BODY_PROOF,   /* a QuestionnaireResponse (alone or in a Bundle) that bears our identifier */
	BODY_ABSENT,  /* a Bundle without one */
	BODY_OUTCOME, /* an OperationOutcome */
	BODY_OTHER,
};

struct outcome {
	enum phase phase;
	int status;   /* HTTP; 0: a transport error */
	bool reached; /* something may have reached the server; false: the connection never stood */
	enum body_kind body;
	int rejections; /* in a row, before this one */
};

enum record_verdict {
	RECORD_DELIVERED,
	RECORD_REJECTED,
	RECORD_KEEP,  /* not stored by the server: send again */
	RECORD_DOUBT, /* a lost reply: ask before sending again */
	RECORD_SEND,  /* asked, and it is not there: send now */
};

enum queue_verdict { QUEUE_GO_ON, QUEUE_BACK_OFF, QUEUE_PAUSE };

struct decision {
	enum record_verdict record;
	enum queue_verdict queue;
	const char *reason; /* for staff, static; "" for what went well */
};

struct decision decide(enum delivery_method method, const struct outcome *outcome);

#endif
