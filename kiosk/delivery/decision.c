#include "decision.h"

#include <stddef.h>

struct row {
	int from, to; /* HTTP statuses */
	struct decision decision;
};

/* Without a proof or a rejection, the status alone decides. The first row that fits counts. */
static const struct row send_rows[] = {
	{200,
	 299,
	 {RECORD_DOUBT, QUEUE_GO_ON, "the server's reply did not show the form: it will be asked"}},
	{300, 399, {RECORD_KEEP, QUEUE_PAUSE, "the server redirects: backend.url is wrong"}},
	{401, 401, {RECORD_KEEP, QUEUE_PAUSE, "the server wants a sign-in: check backend.auth"}},
	{403,
	 403,
	 {RECORD_KEEP, QUEUE_PAUSE, "the server forbids it: check the rights of backend.auth"}},
	{404,
	 405,
	 {RECORD_KEEP, QUEUE_PAUSE, "the server has no such endpoint: backend.url is wrong"}},
	{408, 408, {RECORD_DOUBT, QUEUE_BACK_OFF, "the server timed out"}},
	{409, 409, {RECORD_DOUBT, QUEUE_GO_ON, "the server reports a conflict: it will be asked"}},
	{410, 410, {RECORD_KEEP, QUEUE_PAUSE, "the endpoint is gone: backend.url is wrong"}},
	{412,
	 412,
	 {RECORD_DOUBT, QUEUE_GO_ON, "the server has this form several times: it will be asked"}},
	{425, 425, {RECORD_KEEP, QUEUE_BACK_OFF, "the server wants it later"}},
	{429, 429, {RECORD_KEEP, QUEUE_BACK_OFF, "the server has too many requests"}},
	{500, 599, {RECORD_DOUBT, QUEUE_BACK_OFF, "the server has a fault of its own"}},
	{1, 999, {RECORD_KEEP, QUEUE_PAUSE, "the server gave an unexpected reply"}},
};

static const struct row ask_rows[] = {
	{300, 399, {RECORD_DOUBT, QUEUE_PAUSE, "the server redirects: backend.url is wrong"}},
	{401,
	 403,
	 {RECORD_DOUBT, QUEUE_PAUSE,
	  "the server does not let us search: check backend.auth, or set backend.search to false"}},
	{404,
	 405,
	 {RECORD_DOUBT, QUEUE_PAUSE,
	  "the server cannot be searched: check backend.url, or set backend.search to false"}},
	{400, 499, {RECORD_DOUBT, QUEUE_BACK_OFF, "the server did not answer the search"}},
	{1, 999, {RECORD_DOUBT, QUEUE_BACK_OFF, "the server did not answer the search"}},
};

static const struct decision delivered = {RECORD_DELIVERED, QUEUE_GO_ON, ""};
static const struct decision rejected = {RECORD_REJECTED, QUEUE_GO_ON, ""};
static const struct decision absent = {RECORD_SEND, QUEUE_GO_ON, ""};
static const struct decision unreached = {RECORD_KEEP, QUEUE_BACK_OFF,
					  "the clinic's server cannot be reached"};
static const struct decision lost = {RECORD_DOUBT, QUEUE_BACK_OFF,
				     "the connection broke before the reply"};
static const struct decision no_outcome = {
	RECORD_KEEP, QUEUE_PAUSE,
	"the server refuses without an OperationOutcome: backend.url may be wrong"};
static const struct decision too_many = {
	RECORD_KEEP, QUEUE_PAUSE,
	"the server refused several forms in a row: the fault may not be theirs"};

static struct decision look_up(const struct row *rows, size_t count, int status)
{
	size_t i;

	for (i = 0; i + 1 < count; i++)
		if (status >= rows[i].from && status <= rows[i].to)
			break;
	return rows[i].decision;
}

static bool refuses(int status)
{
	return status == 400 || status == 413 || status == 415 || status == 422;
}

static struct decision decide_ask(enum delivery_method method, const struct outcome *outcome)
{
	if (outcome->status >= 200 && outcome->status <= 299 && outcome->body == BODY_PROOF)
		return delivered;
	if (outcome->status == 200 && outcome->body == BODY_ABSENT)
		return absent;
	/* A read by the id that we chose says "not there" by its status. */
	if (method == DELIVERY_UPDATE && (outcome->status == 404 || outcome->status == 410))
		return absent;
	return look_up(ask_rows, sizeof(ask_rows) / sizeof(*ask_rows), outcome->status);
}

static struct decision decide_broken(const struct outcome *outcome)
{
	struct decision decision = outcome->reached ? lost : unreached;

	if (outcome->phase == PHASE_ASK) /* what was in doubt stays so */
		decision.record = RECORD_DOUBT;
	return decision;
}

struct decision decide(enum delivery_method method, const struct outcome *outcome)
{
	bool post = method == DELIVERY_POST;

	if (outcome->status == 0)
		return decide_broken(outcome);
	if (outcome->phase == PHASE_ASK)
		return decide_ask(method, outcome);
	if (outcome->status >= 200 && outcome->status <= 299 &&
	    (post || outcome->body == BODY_PROOF))
		return delivered;
	if (refuses(outcome->status)) {
		if (post ? outcome->body == BODY_NONE : outcome->body != BODY_OUTCOME)
			return no_outcome;
		return outcome->rejections + 1 >= REJECTIONS_MAX ? too_many : rejected;
	}
	return look_up(send_rows, sizeof(send_rows) / sizeof(*send_rows), outcome->status);
}
