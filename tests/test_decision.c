/* The delivery rules' table of replies, row by row, for each method. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kiosk/delivery/decision.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define ON(method)  (1u << (method))
#define CREATE      ON(DELIVERY_CREATE)
#define UPDATE      ON(DELIVERY_UPDATE)
#define CONDITIONAL ON(DELIVERY_CONDITIONAL_UPDATE)
#define POST        ON(DELIVERY_POST)
#define FHIR        (CREATE | UPDATE | CONDITIONAL)
#define ANY         (FHIR | POST)

#define BODIES    5
#define HAS(body) (1u << (body))
#define ANYTHING  (HAS(BODIES) - 1)
#define BUT(body) (ANYTHING & ~HAS(body))

struct row {
	unsigned int methods;
	int from, to;        /* HTTP statuses */
	unsigned int bodies; /* that the row holds for */
	enum record_verdict record;
	enum queue_verdict queue;
};

static const struct row send_rows[] = {
	{FHIR, 200, 299, HAS(BODY_PROOF), RECORD_DELIVERED, QUEUE_GO_ON},
	{FHIR, 200, 299, BUT(BODY_PROOF), RECORD_DOUBT, QUEUE_GO_ON},
	{POST, 200, 299, ANYTHING, RECORD_DELIVERED, QUEUE_GO_ON},
	{FHIR, 400, 400, HAS(BODY_OUTCOME), RECORD_REJECTED, QUEUE_GO_ON},
	{FHIR, 413, 413, HAS(BODY_OUTCOME), RECORD_REJECTED, QUEUE_GO_ON},
	{FHIR, 415, 415, HAS(BODY_OUTCOME), RECORD_REJECTED, QUEUE_GO_ON},
	{FHIR, 422, 422, HAS(BODY_OUTCOME), RECORD_REJECTED, QUEUE_GO_ON},
	{FHIR, 400, 400, BUT(BODY_OUTCOME), RECORD_KEEP, QUEUE_PAUSE},
	{FHIR, 413, 413, BUT(BODY_OUTCOME), RECORD_KEEP, QUEUE_PAUSE},
	{FHIR, 415, 415, BUT(BODY_OUTCOME), RECORD_KEEP, QUEUE_PAUSE},
	{FHIR, 422, 422, BUT(BODY_OUTCOME), RECORD_KEEP, QUEUE_PAUSE},
	{POST, 400, 400, BUT(BODY_NONE), RECORD_REJECTED, QUEUE_GO_ON},
	{POST, 413, 413, BUT(BODY_NONE), RECORD_REJECTED, QUEUE_GO_ON},
	{POST, 415, 415, BUT(BODY_NONE), RECORD_REJECTED, QUEUE_GO_ON},
	{POST, 422, 422, BUT(BODY_NONE), RECORD_REJECTED, QUEUE_GO_ON},
	{POST, 400, 400, HAS(BODY_NONE), RECORD_KEEP, QUEUE_PAUSE},
	{POST, 413, 413, HAS(BODY_NONE), RECORD_KEEP, QUEUE_PAUSE},
	{POST, 415, 415, HAS(BODY_NONE), RECORD_KEEP, QUEUE_PAUSE},
	{POST, 422, 422, HAS(BODY_NONE), RECORD_KEEP, QUEUE_PAUSE},
	{ANY, 300, 399, ANYTHING, RECORD_KEEP, QUEUE_PAUSE},
	{ANY, 401, 401, ANYTHING, RECORD_KEEP, QUEUE_PAUSE},
	{ANY, 403, 403, ANYTHING, RECORD_KEEP, QUEUE_PAUSE},
	{ANY, 404, 405, ANYTHING, RECORD_KEEP, QUEUE_PAUSE},
	{ANY, 410, 410, ANYTHING, RECORD_KEEP, QUEUE_PAUSE},
	{ANY, 409, 409, ANYTHING, RECORD_DOUBT, QUEUE_GO_ON},
	{ANY, 412, 412, ANYTHING, RECORD_DOUBT, QUEUE_GO_ON},
	/* A gateway says 408 and 5xx also when the server behind it has stored the form. */
	{ANY, 408, 408, ANYTHING, RECORD_DOUBT, QUEUE_BACK_OFF},
	{ANY, 500, 599, ANYTHING, RECORD_DOUBT, QUEUE_BACK_OFF},
	{ANY, 425, 425, ANYTHING, RECORD_KEEP, QUEUE_BACK_OFF},
	{ANY, 429, 429, ANYTHING, RECORD_KEEP, QUEUE_BACK_OFF},
	/* What no rule names: nothing may be lost, and staff must see it. */
	{ANY, 100, 199, ANYTHING, RECORD_KEEP, QUEUE_PAUSE},
	{ANY, 402, 402, ANYTHING, RECORD_KEEP, QUEUE_PAUSE},
	{ANY, 418, 418, ANYTHING, RECORD_KEEP, QUEUE_PAUSE},
	{ANY, 600, 999, ANYTHING, RECORD_KEEP, QUEUE_PAUSE},
};

static const struct row ask_rows[] = {
	{FHIR, 200, 299, HAS(BODY_PROOF), RECORD_DELIVERED, QUEUE_GO_ON},
	{FHIR, 200, 200, HAS(BODY_ABSENT), RECORD_SEND, QUEUE_GO_ON},
	/* A page of a gateway answers nothing. */
	{FHIR, 200, 200, HAS(BODY_NONE) | HAS(BODY_OUTCOME) | HAS(BODY_OTHER), RECORD_DOUBT,
	 QUEUE_BACK_OFF},
	{FHIR, 201, 299, BUT(BODY_PROOF), RECORD_DOUBT, QUEUE_BACK_OFF},
	{FHIR, 300, 399, ANYTHING, RECORD_DOUBT, QUEUE_PAUSE},
	{FHIR, 400, 400, ANYTHING, RECORD_DOUBT, QUEUE_BACK_OFF},
	{FHIR, 401, 403, ANYTHING, RECORD_DOUBT, QUEUE_PAUSE},
	{CREATE | CONDITIONAL, 404, 405, ANYTHING, RECORD_DOUBT, QUEUE_PAUSE},
	{UPDATE, 405, 405, ANYTHING, RECORD_DOUBT, QUEUE_PAUSE},
	{UPDATE, 404, 404, ANYTHING, RECORD_SEND, QUEUE_GO_ON},
	{UPDATE, 410, 410, ANYTHING, RECORD_SEND, QUEUE_GO_ON},
	{CREATE | CONDITIONAL, 410, 410, ANYTHING, RECORD_DOUBT, QUEUE_BACK_OFF},
	{FHIR, 408, 408, ANYTHING, RECORD_DOUBT, QUEUE_BACK_OFF},
	{FHIR, 429, 429, ANYTHING, RECORD_DOUBT, QUEUE_BACK_OFF},
	{FHIR, 500, 599, ANYTHING, RECORD_DOUBT, QUEUE_BACK_OFF},
};

static void expect(enum delivery_method method, struct outcome outcome, enum record_verdict record,
		   enum queue_verdict queue)
{
	struct decision decision = decide(method, &outcome);
	bool went_well =
		record == RECORD_DELIVERED || record == RECORD_REJECTED || record == RECORD_SEND;

	if (decision.record != record || decision.queue != queue)
		fail_msg("method %d phase %d status %d body %d: record %d queue %d", method,
			 outcome.phase, outcome.status, outcome.body, decision.record,
			 decision.queue);
	assert_non_null(decision.reason);
	assert_int_equal(decision.reason[0] == '\0', went_well);
}

static void check_row(enum phase phase, const struct row *row)
{
	int method, status, body;

	for (method = DELIVERY_CREATE; method <= DELIVERY_POST; method++)
		for (status = row->from; status <= row->to; status++)
			for (body = 0; body < BODIES; body++)
				if (row->methods & ON(method) && row->bodies & HAS(body))
					expect(method,
					       (struct outcome){.phase = phase,
								.status = status,
								.reached = true,
								.body = body},
					       row->record, row->queue);
}

static void every_reply_to_a_record(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(send_rows); i++)
		check_row(PHASE_SEND, &send_rows[i]);
}

static void every_reply_to_a_question(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(ask_rows); i++)
		check_row(PHASE_ASK, &ask_rows[i]);
}

static void a_broken_connection_by_how_far_it_came(void **state)
{
	const struct outcome unreached = {.phase = PHASE_SEND},
			     lost = {.phase = PHASE_SEND, .reached = true};
	const struct outcome unasked = {.phase = PHASE_ASK},
			     half = {.phase = PHASE_ASK, .reached = true};
	int method;

	(void)state;
	for (method = DELIVERY_CREATE; method <= DELIVERY_POST; method++) {
		expect(method, unreached, RECORD_KEEP, QUEUE_BACK_OFF);
		expect(method, lost, RECORD_DOUBT, QUEUE_BACK_OFF);
		expect(method, unasked, RECORD_DOUBT, QUEUE_BACK_OFF);
		expect(method, half, RECORD_DOUBT, QUEUE_BACK_OFF);
	}
}

static void the_fifth_rejection_in_a_row_pauses(void **state)
{
	struct outcome outcome = {
		.phase = PHASE_SEND, .status = 422, .reached = true, .body = BODY_OUTCOME};
	int method;

	(void)state;
	for (method = DELIVERY_CREATE; method <= DELIVERY_POST; method++) {
		outcome.rejections = 3;
		expect(method, outcome, RECORD_REJECTED, QUEUE_GO_ON);
		outcome.rejections = 4;
		expect(method, outcome, RECORD_KEEP, QUEUE_PAUSE);
		outcome.rejections = 1000;
		expect(method, outcome, RECORD_KEEP, QUEUE_PAUSE);
	}
}

/* However the server behaves, a status alone never makes a FHIR record delivered. */
static void nothing_is_delivered_without_proof(void **state)
{
	int status, body, phase, method;

	(void)state;
	for (method = DELIVERY_CREATE; method <= DELIVERY_CONDITIONAL_UPDATE; method++)
		for (phase = PHASE_SEND; phase <= PHASE_ASK; phase++)
			for (status = 0; status < 1000; status++)
				for (body = 0; body < BODIES; body++) {
					struct outcome outcome = {.phase = phase,
								  .status = status,
								  .reached = true,
								  .body = body};

					if (body != BODY_PROOF || status < 200 || status > 299)
						assert_int_not_equal(
							decide(method, &outcome).record,
							RECORD_DELIVERED);
				}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_reply_to_a_record),
		cmocka_unit_test(every_reply_to_a_question),
		cmocka_unit_test(a_broken_connection_by_how_far_it_came),
		cmocka_unit_test(the_fifth_rejection_in_a_row_pauses),
		cmocka_unit_test(nothing_is_delivered_without_proof),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
