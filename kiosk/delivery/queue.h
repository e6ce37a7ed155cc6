/* The uploader's work: one record in flight, what comes of it, and when the next one goes. */
#ifndef KIOSK_DELIVERY_QUEUE_H
#define KIOSK_DELIVERY_QUEUE_H

#include "server.h"

#include <kiosk/outbox/outbox.h>

struct queue {
	const struct settings *settings;
	struct outbox *outbox;
	const struct seal_secret *key;
	struct http *http;
	/* Told after every durable change of a record. */
	void (*changed)(void *context, const char *id);
	void *context;

	bool in_flight;
	enum phase phase;
	struct outbox_record record; /* the one in flight */
	struct parcel parcel;
	int failures;       /* of the queue in a row: the exponent of its back-off */
	int rejections;     /* in a row */
	int64_t hold_until; /* boot ms: nothing is sent before */
	const char *paused; /* why, for staff; NULL: not paused */
};

void queue_init(struct queue *queue, const struct settings *settings, struct outbox *outbox,
		const struct seal_secret *key, struct http *http);
void queue_release(struct queue *queue);
/* Takes an ended request's reply and begins the next request. *next is the boot time at which there
 * may be something to do, -1: only after an event. STATUS_IO and the like when the outbox cannot be
 * used. */
MUST_USE enum status queue_step(struct queue *queue, int64_t now, int64_t *next);
/* Send now, or the network came up: no delay holds. */
MUST_USE enum status queue_hurry(struct queue *queue);
/* Why a record could not be opened, in words for the clinic's IT. Static. */
const char *queue_unopened_text(enum status why);

#endif
