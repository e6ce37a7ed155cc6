/* The reply table of the delivery rules, row by row. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kiosk/delivery/decision.h"

struct row {
	const char *what;
	enum delivery_method method;
	struct outcome outcome;
	enum record_verdict record;
	enum queue_verdict queue;
};

#define COUNT(rows) (sizeof(rows) / sizeof(*(rows)))
#define SENT(http, body, refused)                                                                  \
	{                                                                                          \
		PHASE_SEND, http, true, body, refused                                              \
	}
#define ASKED(http, body)                                                                          \
	{                                                                                          \
		PHASE_ASK, http, true, body, 0                                                     \
	}

static void check(const struct row *rows, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		struct decision got = decide(rows[i].method, &rows[i].outcome);

		if (got.record != rows[i].record || got.queue != rows[i].queue)
			fail_msg("%s: record %d, queue %d", rows[i].what, got.record, got.queue);
		assert_non_null(got.reason);
		if (got.record == RECORD_KEEP || got.record == RECORD_DOUBT)
			assert_true(got.reason[0] != '\0');
	}
}

static void success_needs_a_proof(void **state)
{
	static const struct row rows[] = {
		{"201 ours", DELIVERY_CREATE, SENT(201, BODY_PROOF, 0), RECORD_DELIVERED,
		 QUEUE_GO_ON},
		{"200 ours", DELIVERY_UPDATE, SENT(200, BODY_PROOF, 4), RECORD_DELIVERED,
		 QUEUE_GO_ON},
		{"299 ours", DELIVERY_CONDITIONAL_UPDATE, SENT(299, BODY_PROOF, 0),
		 RECORD_DELIVERED, QUEUE_GO_ON},
		{"201 empty", DELIVERY_CREATE, SENT(201, BODY_NONE, 0), RECORD_DOUBT, QUEUE_GO_ON},
		{"200 page", DELIVERY_CREATE, SENT(200, BODY_OTHER, 0), RECORD_DOUBT, QUEUE_GO_ON},
		{"200 outcome", DELIVERY_UPDATE, SENT(200, BODY_OUTCOME, 0), RECORD_DOUBT,
		 QUEUE_GO_ON},
		{"200 bundle", DELIVERY_CONDITIONAL_UPDATE, SENT(200, BODY_ABSENT, 0), RECORD_DOUBT,
		 QUEUE_GO_ON},
		{"post 204", DELIVERY_POST, SENT(204, BODY_NONE, 0), RECORD_DELIVERED, QUEUE_GO_ON},
		{"post 200 page", DELIVERY_POST, SENT(200, BODY_OTHER, 0), RECORD_DELIVERED,
		 QUEUE_GO_ON},
	};

	(void)state;
	check(rows, COUNT(rows));
}

static void refusals(void **state)
{
	static const int statuses[] = {400, 413, 415, 422};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(statuses); i++) {
		int http = statuses[i];
		const struct row rows[] = {
			{"with outcome", DELIVERY_CREATE, SENT(http, BODY_OUTCOME, 0),
			 RECORD_REJECTED, QUEUE_GO_ON},
			{"the fourth", DELIVERY_CREATE,
			 SENT(http, BODY_OUTCOME, REJECTIONS_MAX - 2), RECORD_REJECTED,
			 QUEUE_GO_ON},
			{"the fifth", DELIVERY_CREATE, SENT(http, BODY_OUTCOME, REJECTIONS_MAX - 1),
			 RECORD_KEEP, QUEUE_PAUSE},
			{"the sixth", DELIVERY_UPDATE, SENT(http, BODY_OUTCOME, REJECTIONS_MAX),
			 RECORD_KEEP, QUEUE_PAUSE},
			{"a page", DELIVERY_CREATE, SENT(http, BODY_OTHER, 0), RECORD_KEEP,
			 QUEUE_PAUSE},
			{"nothing", DELIVERY_CONDITIONAL_UPDATE, SENT(http, BODY_NONE, 0),
			 RECORD_KEEP, QUEUE_PAUSE},
			{"ours", DELIVERY_CREATE, SENT(http, BODY_PROOF, 0), RECORD_KEEP,
			 QUEUE_PAUSE},
			{"post, a page", DELIVERY_POST, SENT(http, BODY_OTHER, 0), RECORD_REJECTED,
			 QUEUE_GO_ON},
			{"post, nothing", DELIVERY_POST, SENT(http, BODY_NONE, 0), RECORD_KEEP,
			 QUEUE_PAUSE},
			{"post, the fifth", DELIVERY_POST,
			 SENT(http, BODY_OTHER, REJECTIONS_MAX - 1), RECORD_KEEP, QUEUE_PAUSE},
		};

		check(rows, COUNT(rows));
	}
}

static void wrong_endpoint_or_sign_in_pauses(void **state)
{
	static const int statuses[] = {300, 301, 302, 304, 307, 308, 401, 403, 404, 405, 410};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(statuses); i++) {
		const struct row rows[] = {
			{"page", DELIVERY_CREATE, SENT(statuses[i], BODY_OTHER, 0), RECORD_KEEP,
			 QUEUE_PAUSE},
			{"outcome", DELIVERY_UPDATE, SENT(statuses[i], BODY_OUTCOME, 0),
			 RECORD_KEEP, QUEUE_PAUSE},
			{"post", DELIVERY_POST, SENT(statuses[i], BODY_NONE, 0), RECORD_KEEP,
			 QUEUE_PAUSE},
		};

		check(rows, COUNT(rows));
	}
}

static void conflicts_are_asked_about(void **state)
{
	static const struct row rows[] = {
		{"409", DELIVERY_UPDATE, SENT(409, BODY_OUTCOME, 0), RECORD_DOUBT, QUEUE_GO_ON},
		{"412", DELIVERY_CREATE, SENT(412, BODY_OUTCOME, 0), RECORD_DOUBT, QUEUE_GO_ON},
		{"412 empty", DELIVERY_CONDITIONAL_UPDATE, SENT(412, BODY_NONE, 0), RECORD_DOUBT,
		 QUEUE_GO_ON},
	};

	(void)state;
	check(rows, COUNT(rows));
}

/* 408 and 5xx may hide a stored form: those are asked about as well. */
static void faults_back_off(void **state)
{
	static const struct row rows[] = {
		{"408", DELIVERY_CREATE, SENT(408, BODY_NONE, 0), RECORD_DOUBT, QUEUE_BACK_OFF},
		{"425", DELIVERY_CREATE, SENT(425, BODY_NONE, 0), RECORD_KEEP, QUEUE_BACK_OFF},
		{"429", DELIVERY_POST, SENT(429, BODY_OTHER, 0), RECORD_KEEP, QUEUE_BACK_OFF},
		{"500", DELIVERY_CREATE, SENT(500, BODY_OUTCOME, 0), RECORD_DOUBT, QUEUE_BACK_OFF},
		{"502", DELIVERY_UPDATE, SENT(502, BODY_OTHER, 0), RECORD_DOUBT, QUEUE_BACK_OFF},
		{"503", DELIVERY_CREATE, SENT(503, BODY_NONE, 9), RECORD_DOUBT, QUEUE_BACK_OFF},
		{"599", DELIVERY_POST, SENT(599, BODY_NONE, 0), RECORD_DOUBT, QUEUE_BACK_OFF},
		{"no connection",
		 DELIVERY_CREATE,
		 {PHASE_SEND, 0, false, BODY_NONE, 0},
		 RECORD_KEEP,
		 QUEUE_BACK_OFF},
		{"lost reply", DELIVERY_CREATE, SENT(0, BODY_NONE, 0), RECORD_DOUBT,
		 QUEUE_BACK_OFF},
		{"lost reply, post", DELIVERY_POST, SENT(0, BODY_NONE, 0), RECORD_DOUBT,
		 QUEUE_BACK_OFF},
	};

	(void)state;
	check(rows, COUNT(rows));
}

static void what_an_ask_tells(void **state)
{
	static const struct row rows[] = {
		{"there", DELIVERY_CREATE, ASKED(200, BODY_PROOF), RECORD_DELIVERED, QUEUE_GO_ON},
		{"not there", DELIVERY_CREATE, ASKED(200, BODY_ABSENT), RECORD_SEND, QUEUE_GO_ON},
		{"read by id", DELIVERY_UPDATE, ASKED(404, BODY_OUTCOME), RECORD_SEND, QUEUE_GO_ON},
		{"deleted", DELIVERY_UPDATE, ASKED(410, BODY_NONE), RECORD_SEND, QUEUE_GO_ON},
		{"page", DELIVERY_CREATE, ASKED(200, BODY_OTHER), RECORD_DOUBT, QUEUE_BACK_OFF},
		{"empty", DELIVERY_CREATE, ASKED(200, BODY_NONE), RECORD_DOUBT, QUEUE_BACK_OFF},
		{"301", DELIVERY_CREATE, ASKED(301, BODY_NONE), RECORD_DOUBT, QUEUE_PAUSE},
		{"401", DELIVERY_CREATE, ASKED(401, BODY_NONE), RECORD_DOUBT, QUEUE_PAUSE},
		{"403", DELIVERY_UPDATE, ASKED(403, BODY_OUTCOME), RECORD_DOUBT, QUEUE_PAUSE},
		{"404", DELIVERY_CREATE, ASKED(404, BODY_OUTCOME), RECORD_DOUBT, QUEUE_PAUSE},
		{"400", DELIVERY_CREATE, ASKED(400, BODY_OUTCOME), RECORD_DOUBT, QUEUE_BACK_OFF},
		{"503", DELIVERY_CREATE, ASKED(503, BODY_NONE), RECORD_DOUBT, QUEUE_BACK_OFF},
		{"lost", DELIVERY_CREATE, ASKED(0, BODY_NONE), RECORD_DOUBT, QUEUE_BACK_OFF},
		{"no connection",
		 DELIVERY_CREATE,
		 {PHASE_ASK, 0, false, BODY_NONE, 0},
		 RECORD_DOUBT,
		 QUEUE_BACK_OFF},
	};

	(void)state;
	check(rows, COUNT(rows));
}

/* Whatever comes, a form is only let go of on a proof or a refusal. */
static void nothing_else_ends_a_record(void **state)
{
	int status, body, phase;

	(void)state;
	for (status = 0; status <= 999; status++)
		for (body = BODY_NONE; body <= BODY_OTHER; body++)
			for (phase = PHASE_SEND; phase <= PHASE_ASK; phase++) {
				struct outcome outcome = {(enum phase)phase, status, true,
							  (enum body_kind)body, 0};
				struct decision got = decide(DELIVERY_CREATE, &outcome);
				bool success = status >= 200 && status <= 299;

				if (got.record == RECORD_DELIVERED)
					assert_true(success && body == BODY_PROOF);
				if (got.record == RECORD_REJECTED)
					assert_true(phase == PHASE_SEND && body == BODY_OUTCOME);
				if (got.record == RECORD_SEND)
					assert_true(phase == PHASE_ASK && success);
			}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(success_needs_a_proof),
		cmocka_unit_test(refusals),
		cmocka_unit_test(wrong_endpoint_or_sign_in_pauses),
		cmocka_unit_test(conflicts_are_asked_about),
		cmocka_unit_test(faults_back_off),
		cmocka_unit_test(what_an_ask_tells),
		cmocka_unit_test(nothing_else_ends_a_record),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
