#include "queue.h"

#include "backoff.h"

#include <kiosk/base/log.h>

#include <string.h>
#include <sys/random.h>

#define WORDS_MAX (64u << 10) /* bytes of a refusal's body that are kept, sealed */

void queue_init(struct queue *queue, const struct settings *settings, struct outbox *outbox,
		const struct seal_secret *key, struct http *http)
{
	*queue = (struct queue){.settings = settings, .outbox = outbox, .key = key, .http = http};
	buf_init(&queue->parcel.body, HTTP_BODY_MAX, NULL);
}

void queue_release(struct queue *queue)
{
	parcel_release(&queue->parcel);
}

static int64_t delay(const struct queue *queue, int failures)
{
	uint32_t random = 0x80000000u;

	(void)!getrandom(&random, sizeof(random), 0);
	return backoff_delay(failures, queue->settings->backend.backoff_first_ms,
			     queue->settings->backend.backoff_cap_ms, random);
}

static const char *reference(const struct queue *queue, char out[UUID_REFERENCE_MAX])
{
	uuid_reference(queue->record.id, out);
	return out;
}

static void tell(struct queue *queue)
{
	if (queue->changed)
		queue->changed(queue->context, queue->record.id);
}

static enum status mark_delivered(struct queue *queue, const struct http_reply *reply,
				  const struct server_answer *answer)
{
	char ref[UUID_REFERENCE_MAX];

	queue->rejections = 0;
	log_event(LOG_LEVEL_INFO, "%s delivered (%d)", reference(queue, ref), reply->status);
	return outbox_delivered(queue->outbox, queue->record.id, reply->status, answer->server_id,
				clock_real_ms());
}

static enum status mark_rejected(struct queue *queue, struct http_reply *reply,
				 const struct server_answer *answer)
{
	char ref[UUID_REFERENCE_MAX];

	queue->rejections++;
	if (reply->body.len > WORDS_MAX) /* however much a server says, its refusal is stored */
		buf_truncate(&reply->body, WORDS_MAX);
	log_event(LOG_LEVEL_WARNING, "%s refused by the server (%d) %s", reference(queue, ref),
		  reply->status, answer->reason);
	return outbox_rejected(queue->outbox, queue->record.id, reply->status,
			       answer->reason[0] ? answer->reason : "refused by the server",
			       seal_secret_public(queue->key), buf_str(&reply->body),
			       clock_real_ms());
}

static enum status mark_later(struct queue *queue, const struct decision *decision,
			      const struct http_reply *reply, int64_t next)
{
	char ref[UUID_REFERENCE_MAX];

	log_event(LOG_LEVEL_NOTICE, "%s waits (%d): %s%s%s", reference(queue, ref), reply->status,
		  decision->reason, reply->error[0] ? ": " : "", reply->error);
	return outbox_later(queue->outbox, queue->record.id, decision->record == RECORD_DOUBT,
			    reply->status, decision->reason, next);
}

/* How long the queue, or only this record, is left alone. */
static int64_t wait_for(struct queue *queue, const struct decision *decision,
			const struct http_reply *reply, int64_t now)
{
	int64_t cap = queue->settings->backend.backoff_cap_ms, wait, asked;

	if (decision->queue == QUEUE_GO_ON)
		return now + delay(queue, queue->record.attempts);
	wait = decision->queue == QUEUE_PAUSE ? cap : delay(queue, queue->failures);
	asked = backoff_retry_after(reply->retry_after, clock_real_ms(), cap);
	if (asked > wait) /* never sooner than our own delay: "Retry-After: 0" would be a storm */
		wait = asked;
	queue->failures++;
	queue->paused = decision->queue == QUEUE_PAUSE ? decision->reason : NULL;
	queue->hold_until = now + wait;
	return queue->hold_until;
}

/* Without its secret no request can leave: as after a 401. */
static enum status hold_without_secret(struct queue *queue, bool in_doubt)
{
	queue->paused = "the secret cannot be read: check backend.auth.secretFile";
	queue->hold_until = clock_boot_ms() + queue->settings->backend.backoff_cap_ms;
	return outbox_later(queue->outbox, queue->record.id, in_doubt, 0, queue->paused,
			    queue->hold_until);
}

static enum status start(struct queue *queue, enum phase phase)
{
	enum status status = STATUS_OK;

	if (phase == PHASE_SEND)
		status = outbox_begin(queue->outbox, queue->record.id);
	if (!status)
		status = server_request(queue->http, queue->settings, phase, &queue->parcel);
	queue->phase = phase;
	queue->in_flight = status == STATUS_OK;
	if (status == STATUS_DENIED)
		status = hold_without_secret(queue, queue->record.in_doubt);
	return status;
}

static enum status settle(struct queue *queue, struct http_reply *reply, int64_t now)
{
	struct outcome outcome = {.phase = queue->phase,
				  .status = reply->status,
				  .reached = reply->reached,
				  .rejections = queue->rejections};
	char ref[UUID_REFERENCE_MAX];
	struct server_answer answer;
	struct decision decision;
	enum status status;

	server_read(reply, &queue->parcel, &answer);
	outcome.body = answer.body;
	decision = decide(queue->settings->backend.method, &outcome);
	if (decision.queue == QUEUE_GO_ON) {
		queue->failures = 0;
		queue->paused = NULL;
	}
	if (answer.copies > 1)
		log_event(LOG_LEVEL_WARNING, "%s is on the server %d times", reference(queue, ref),
			  answer.copies);
	if (decision.record == RECORD_SEND)
		return start(queue, PHASE_SEND);
	if (decision.record == RECORD_DELIVERED)
		status = mark_delivered(queue, reply, &answer);
	else if (decision.record == RECORD_REJECTED)
		status = mark_rejected(queue, reply, &answer);
	else
		status =
			mark_later(queue, &decision, reply, wait_for(queue, &decision, reply, now));
	tell(queue);
	return status;
}

const char *queue_unopened_text(enum status why)
{
	return why == STATUS_DENIED ? "it was sealed to another key than uploader.secretKey"
				    : status_text(why);
}

/* A record that cannot be opened does not stop the rest: it stays, and staff see why. */
static enum status set_aside(struct queue *queue, enum status why, int64_t now)
{
	char ref[UUID_REFERENCE_MAX];
	enum status status;

	log_event(LOG_LEVEL_ERROR, "%s cannot be opened: %s", reference(queue, ref),
		  queue_unopened_text(why));
	if (why == STATUS_DENIED)
		status = outbox_later(queue->outbox, queue->record.id, queue->record.in_doubt, 0,
				      queue_unopened_text(why),
				      now + queue->settings->backend.backoff_cap_ms);
	else
		status = outbox_rejected(queue->outbox, queue->record.id, 0,
					 "the stored record is damaged",
					 seal_secret_public(queue->key), NULL, clock_real_ms());
	tell(queue);
	return status;
}

static enum status open_record(struct queue *queue)
{
	enum status status;

	parcel_release(&queue->parcel);
	buf_init(&queue->parcel.body, HTTP_BODY_MAX, NULL);
	memcpy(queue->parcel.id, queue->record.id, sizeof(queue->parcel.id));
	status = outbox_read(queue->outbox, queue->key, queue->record.id, &queue->parcel.body);
	return status ? status : parcel_read(&queue->parcel);
}

static enum status begin_next(struct queue *queue, int64_t now, int64_t *next)
{
	bool can_ask =
		queue->settings->backend.search && queue->settings->backend.method != DELIVERY_POST;
	enum status status = outbox_due(queue->outbox, now, &queue->record, next);

	if (status == STATUS_NOTFOUND)
		return STATUS_OK;
	if (status)
		return status;
	*next = now;
	status = open_record(queue);
	if (status == STATUS_DENIED || status == STATUS_CORRUPT)
		return set_aside(queue, status, now);
	if (status)
		return status;
	return start(queue, queue->record.in_doubt && can_ask ? PHASE_ASK : PHASE_SEND);
}

enum status queue_step(struct queue *queue, int64_t now, int64_t *next)
{
	enum status status = STATUS_OK;
	struct http_reply reply;

	*next = -1;
	if (queue->in_flight && http_done(queue->http, &reply)) {
		queue->in_flight = false;
		status = settle(queue, &reply, now);
		buf_release(&reply.body);
		*next = now;
	}
	if (status || queue->in_flight)
		return status;
	if (now < queue->hold_until) {
		*next = queue->hold_until;
		return STATUS_OK;
	}
	return begin_next(queue, now, next);
}

enum status queue_hurry(struct queue *queue)
{
	queue->hold_until = 0;
	queue->failures = 0;
	queue->paused = NULL;
	return outbox_hurry(queue->outbox);
}
