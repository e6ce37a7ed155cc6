/* Exactly once: the real uploader against the real demo clinic, with every fault that a network and
 * a server have. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/delivery_fixture.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static int setup(void **state)
{
	static struct delivery delivery;

	delivery_open(&delivery);
	*state = &delivery;
	return 0;
}

static int teardown(void **state)
{
	delivery_close(*state);
	return 0;
}

static void order(const struct delivery *delivery, const char *text)
{
	clinic_order(&delivery->clinic, text);
}

static int once(const struct delivery *delivery)
{
	return delivery_run(delivery, "--once", NULL);
}

static void what_waits_is_delivered(void **state)
{
	struct delivery *delivery = *state;
	struct outbox_record record;

	assert_int_equal(once(delivery), 0); /* nothing to do */
	delivery_put(delivery, 1);
	delivery_put(delivery, 2);
	assert_int_equal(once(delivery), 0);
	record = delivery_find(delivery, 1);
	assert_int_equal(record.http_status, 201);
	assert_int_equal(record.attempts, 1);
	assert_false(record.in_doubt);
	assert_int_equal(strncmp(record.server_id, "QuestionnaireResponse/", 22), 0);
	assert_non_null(strstr(record.server_id, "/_history/1"));
	assert_int_equal(delivery_requests(delivery, "POST", delivery_id(1)), 1);
	assert_int_equal(delivery_requests(delivery, "GET", "identifier="), 0);
	delivery_expect_once(delivery, 1);
	delivery_expect_once(delivery, 2);
	assert_int_equal(once(delivery), 0);
	assert_int_equal(clinic_count(&delivery->clinic), 2);
	assert_false(delivery_printed(delivery, "err", "Zephyrine"));
	assert_false(delivery_printed(delivery, "out", "Zephyrine"));
}

static void an_unreachable_server_keeps_the_record(void **state)
{
	struct delivery *delivery = *state;
	struct outbox_record record;

	delivery_put(delivery, 1);
	clinic_end(&delivery->clinic);
	assert_int_equal(once(delivery), 3);
	record = delivery_find(delivery, 1);
	assert_int_equal(record.state, OUTBOX_WAITING);
	assert_int_equal(record.http_status, 0);
	assert_false(record.in_doubt);
	assert_string_equal(record.reason, "the clinic's server cannot be reached");
	clinic_restart(&delivery->clinic);
	assert_int_equal(delivery_drain(delivery), 0);
	assert_int_equal(delivery_requests(delivery, "GET", "identifier="), 0);
	delivery_expect_once(delivery, 1);
}

/* Stored, and the reply lost: the server is asked, and nothing is sent again. */
static void after_a_lost_reply_the_server_is_asked(void **state)
{
	struct delivery *delivery = *state;

	delivery_put(delivery, 1);
	order(delivery, "{\"next\":[{\"cut\":\"after-store\"}]}");
	assert_int_equal(once(delivery), 3);
	assert_true(delivery_find(delivery, 1).in_doubt);
	assert_int_equal(delivery_drain(delivery), 0);
	assert_int_equal(delivery_requests(delivery, "POST", delivery_id(1)), 1);
	assert_int_equal(delivery_requests(delivery, "GET", "identifier="), 1);
	delivery_expect_once(delivery, 1);
}

static void a_request_lost_before_the_server_stored_it_is_sent_again(void **state)
{
	struct delivery *delivery = *state;

	delivery_put(delivery, 1);
	order(delivery, "{\"next\":[{\"cut\":\"before-store\"}]}");
	assert_int_equal(delivery_drain(delivery), 0);
	assert_int_equal(delivery_requests(delivery, "POST", delivery_id(1)), 2);
	assert_int_equal(delivery_requests(delivery, "GET", "identifier="), 1);
	delivery_expect_once(delivery, 1);
}

/* A 200 that does not show our response is no proof. */
static void a_success_that_is_not_ours_is_no_success(void **state)
{
	static const char *const orders[] = {
		"{\"next\":[{\"impostor\":true}]}",
		"{\"next\":[{\"status\":200,\"body\":\"<html>Sign in</html>\"}]}",
		"{\"next\":[{\"status\":201}]}",
	};
	struct delivery *delivery = *state;

	for (int i = 0; i < (int)COUNT(orders); i++) {
		int asked = delivery_requests(delivery, "GET", "identifier=");

		delivery_put(delivery, i + 1);
		order(delivery, orders[i]);
		assert_int_equal(delivery_drain(delivery), 0);
		assert_int_equal(delivery_requests(delivery, "GET", "identifier="), asked + 1);
		assert_int_equal(delivery_requests(delivery, "POST", delivery_id(i + 1)), 2);
		delivery_expect_once(delivery, i + 1);
	}
}

static void retry_after_is_waited_for(void **state)
{
	struct delivery *delivery = *state;
	int64_t start = test_now_ms();

	delivery_configure(delivery, "/fhir", DELIVERY_LONG);
	delivery_put(delivery, 1);
	order(delivery, "{\"next\":[{\"status\":503,\"retryAfter\":\"1\"}]}");
	delivery_start(delivery);
	delivery_await(delivery, 1, OUTBOX_DELIVERED);
	assert_true(test_now_ms() - start >= 1000);
	assert_int_equal(delivery_requests(delivery, "POST", delivery_id(1)), 2);
	delivery_expect_once(delivery, 1);
}

static void retry_after_is_capped(void **state)
{
	struct delivery *delivery = *state;

	delivery_put(delivery, 1);
	order(delivery, "{\"next\":[{\"status\":429,\"retryAfter\":\"86400\"}]}");
	delivery_start(delivery);
	delivery_await(delivery, 1, OUTBOX_DELIVERED);
	delivery_expect_once(delivery, 1);
}

/* "Retry-After: 0" must not turn the uploader into a storm of requests. */
static void retry_after_nothing_still_backs_off(void **state)
{
	struct delivery *delivery = *state;

	delivery_put(delivery, 1);
	order(delivery, "{\"always\":{\"status\":503,\"retryAfter\":\"0\"}}");
	assert_int_equal(once(delivery), 3);
	assert_int_equal(delivery_requests(delivery, "POST", delivery_id(1)), 1);
	order(delivery, "{\"always\":null}");
	assert_int_equal(delivery_drain(delivery), 0);
	delivery_expect_once(delivery, 1);
}

static void a_refused_record_does_not_block_the_next(void **state)
{
	struct delivery *delivery = *state;
	struct outbox_record record;

	delivery_put_invalid(delivery, 1);
	delivery_put(delivery, 2);
	assert_int_equal(once(delivery), 4);
	record = delivery_find(delivery, 1);
	assert_int_equal(record.state, OUTBOX_REJECTED);
	assert_in_range(record.http_status, 400, 422);
	assert_non_null(strstr(record.reason, "error code-invalid"));
	assert_null(strstr(record.reason, "no-such-status"));
	assert_int_equal(delivery_held(delivery, 1), 0);
	delivery_expect_once(delivery, 2);
	assert_int_equal(once(delivery), 4); /* until staff act */
	assert_int_equal(delivery_requests(delivery, "POST", delivery_id(1)), 1);
}

/* More words than can be kept: the refusal counts all the same. */
static void a_refusal_with_a_very_long_body(void **state)
{
	struct delivery *delivery = *state;
	size_t len = 3u << 20;
	char *text = malloc(len + 64);
	size_t at;

	assert_non_null(text);
	at = (size_t)sprintf(text, "{\"next\":[{\"status\":400,\"body\":\"");
	memset(text + at, 'x', len);
	memcpy(text + at + len, "\"}]}", sizeof("\"}]}"));
	delivery_configure(delivery, "/plain", "\"method\":\"post\"," DELIVERY_QUICK);
	delivery_put(delivery, 1);
	delivery_put(delivery, 2);
	order(delivery, text);
	free(text);
	assert_int_equal(once(delivery), 4);
	assert_int_equal(delivery_find(delivery, 1).state, OUTBOX_REJECTED);
	delivery_expect_once(delivery, 2);
}

/* The endpoint or our rights are wrong: the next record would fail alike. */
static void a_wrong_endpoint_pauses_the_queue(void **state)
{
	static const struct {
		const char *order, *reason;
	} replies[] = {
		{"{\"always\":{\"status\":401}}", "sign-in"},
		{"{\"always\":{\"status\":403}}", "forbids"},
		{"{\"always\":{\"status\":404}}", "no such endpoint"},
		{"{\"always\":{\"status\":405}}", "no such endpoint"},
		{"{\"always\":{\"status\":410}}", "gone"},
		{"{\"always\":{\"status\":307,\"location\":\"/fhir/QuestionnaireResponse\"}}",
		 "redirects"},
		{"{\"always\":{\"status\":400,\"body\":\"<html>what?</html>\"}}",
		 "the server refuses"},
	};
	struct delivery *delivery = *state;
	int sent = 0;

	delivery_put(delivery, 1);
	delivery_put(delivery, 2);
	for (size_t i = 0; i < COUNT(replies); i++) {
		int64_t end = test_now_ms() + TEST_DEADLINE_MS;
		struct outbox_record record;

		order(delivery, replies[i].order);
		/* A record of the round before may still wait for its next try. */
		while (delivery_requests(delivery, "POST", "/fhir") == sent) {
			assert_true(test_now_ms() < end);
			assert_int_equal(once(delivery), 3);
		}
		assert_int_equal(delivery_requests(delivery, "POST", "/fhir"), ++sent);
		record = delivery_find(delivery, 1);
		if (!strstr(record.reason, replies[i].reason))
			record = delivery_find(delivery, 2);
		if (!strstr(record.reason, replies[i].reason))
			fail_msg("%s: %s", replies[i].order, record.reason);
		assert_int_equal(record.state, OUTBOX_WAITING);
		assert_false(record.in_doubt);
	}
	order(delivery, "{\"always\":null}");
	assert_int_equal(delivery_drain(delivery), 0);
	delivery_expect_once(delivery, 1);
	delivery_expect_once(delivery, 2);
}

static void five_rejections_in_a_row_pause(void **state)
{
	struct delivery *delivery = *state;

	for (int i = 1; i <= 6; i++)
		delivery_put(delivery, i);
	order(delivery, "{\"always\":{\"status\":422}}");
	assert_int_equal(once(delivery), 3);
	assert_int_equal(delivery_requests(delivery, "POST", "/fhir"), 5);
	for (int i = 1; i <= 4; i++)
		assert_int_equal(delivery_find(delivery, i).state, OUTBOX_REJECTED);
	assert_int_equal(delivery_find(delivery, 5).state, OUTBOX_WAITING);
	assert_non_null(strstr(delivery_find(delivery, 5).reason, "in a row"));
	assert_int_equal(delivery_find(delivery, 6).attempts, 0);
	order(delivery, "{\"always\":null}");
	assert_int_equal(delivery_drain(delivery), 4);
	delivery_expect_once(delivery, 5);
	delivery_expect_once(delivery, 6);
}

/* 409 and 412: ask, and only what is not there is sent again. */
static void a_conflict_is_asked_about(void **state)
{
	struct delivery *delivery = *state;

	delivery_put(delivery, 1);
	delivery_put(delivery, 2);
	order(delivery, "{\"next\":[{\"status\":409},{\"status\":412}]}");
	assert_int_equal(delivery_drain(delivery), 0);
	assert_int_equal(delivery_requests(delivery, "GET", "identifier="), 2);
	delivery_expect_once(delivery, 1);
	delivery_expect_once(delivery, 2);
}

/* The server has it twice already, which is nobody's loss, but staff are told. */
static void several_on_the_server_are_delivered_with_a_warning(void **state)
{
	struct delivery *delivery = *state;

	delivery_put(delivery, 1);
	delivery_plant(delivery, 1);
	delivery_plant(delivery, 1);
	assert_int_equal(delivery_drain(delivery), 0);
	assert_int_equal(delivery_find(delivery, 1).state, OUTBOX_DELIVERED);
	assert_int_equal(delivery_held(delivery, 1), 2);
	assert_true(delivery_printed(delivery, "err", "on the server 2 times"));
}

/* The server stores it and never answers. */
static void a_silent_server_times_out(void **state)
{
	struct delivery *delivery = *state;

	delivery_configure(delivery, "/fhir", "\"timeoutSeconds\":1," DELIVERY_QUICK);
	delivery_put(delivery, 1);
	order(delivery, "{\"next\":[{\"replyDelayMs\":60000}]}");
	assert_int_equal(once(delivery), 3);
	assert_true(delivery_find(delivery, 1).in_doubt);
	assert_int_equal(delivery_drain(delivery), 0);
	assert_int_equal(delivery_requests(delivery, "POST", delivery_id(1)), 1);
	delivery_expect_once(delivery, 1);
}

static void await_request(const struct delivery *delivery, int number)
{
	int64_t end = test_now_ms() + TEST_DEADLINE_MS;

	while (delivery_requests(delivery, "POST", delivery_id(number)) == 0) {
		assert_true(test_now_ms() < end);
		test_pause();
	}
}

static void await_held(const struct delivery *delivery, int number)
{
	int64_t end = test_now_ms() + TEST_DEADLINE_MS;

	while (delivery_held(delivery, number) == 0) {
		assert_true(test_now_ms() < end);
		test_pause();
	}
}

static void killed_between_storing_and_the_reply(void **state)
{
	struct delivery *delivery = *state;

	delivery_put(delivery, 1);
	order(delivery, "{\"next\":[{\"replyDelayMs\":60000}]}");
	delivery_start(delivery);
	await_held(delivery, 1);
	delivery_end(delivery, SIGKILL);
	assert_int_equal(delivery_find(delivery, 1).state, OUTBOX_WAITING);
	assert_true(delivery_find(delivery, 1).in_doubt);
	assert_int_equal(once(delivery), 0);
	assert_int_equal(delivery_requests(delivery, "POST", delivery_id(1)), 1);
	delivery_expect_once(delivery, 1);
}

/* The dead uploader's request is stored after its successor has asked. */
static void killed_while_the_server_is_slow(void **state)
{
	struct delivery *delivery = *state;

	delivery_put(delivery, 1);
	order(delivery, "{\"next\":[{\"delayMs\":700}]}");
	delivery_start(delivery);
	await_request(delivery, 1);
	delivery_end(delivery, SIGKILL);
	assert_int_equal(delivery_drain(delivery), 0);
	delivery_put(delivery, 2);
	order(delivery, "{\"next\":[{\"delayMs\":900}]}"); /* longer than the first one's */
	assert_int_equal(delivery_drain(delivery), 0);
	delivery_expect_once(delivery, 1);
	assert_int_equal(clinic_count(&delivery->clinic), 2);
}

static void stopped_in_the_middle_it_asks_later(void **state)
{
	struct delivery *delivery = *state;

	delivery_put(delivery, 1);
	order(delivery, "{\"next\":[{\"replyDelayMs\":60000}]}");
	delivery_start(delivery);
	await_held(delivery, 1);
	delivery_end(delivery, SIGTERM);
	assert_true(delivery_find(delivery, 1).in_doubt);
	assert_int_equal(once(delivery), 0);
	delivery_expect_once(delivery, 1);
}

/* The second record goes over the connection of the first, and libcurl resends by itself. */
static void a_reused_connection_that_dies(void **state)
{
	static const char *const orders[] = {"{\"next\":[{},{\"cut\":\"before-store\"}]}",
					     "{\"next\":[{},{\"cut\":\"after-store\"}]}"};
	struct delivery *delivery = *state;

	for (int i = 0; i < (int)COUNT(orders); i++) {
		delivery_put(delivery, 2 * i + 1);
		delivery_put(delivery, 2 * i + 2);
		order(delivery, orders[i]);
		assert_int_equal(delivery_drain(delivery), 0);
		delivery_expect_once(delivery, 2 * i + 1);
		delivery_expect_once(delivery, 2 * i + 2);
	}
	assert_int_equal(clinic_count(&delivery->clinic), 4);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(what_waits_is_delivered),
		TEST(an_unreachable_server_keeps_the_record),
		TEST(after_a_lost_reply_the_server_is_asked),
		TEST(a_request_lost_before_the_server_stored_it_is_sent_again),
		TEST(a_success_that_is_not_ours_is_no_success),
		TEST(retry_after_is_waited_for),
		TEST(retry_after_is_capped),
		TEST(retry_after_nothing_still_backs_off),
		TEST(a_refused_record_does_not_block_the_next),
		TEST(a_refusal_with_a_very_long_body),
		TEST(a_wrong_endpoint_pauses_the_queue),
		TEST(five_rejections_in_a_row_pause),
		TEST(a_conflict_is_asked_about),
		TEST(several_on_the_server_are_delivered_with_a_warning),
		TEST(a_silent_server_times_out),
		TEST(killed_between_storing_and_the_reply),
		TEST(killed_while_the_server_is_slow),
		TEST(stopped_in_the_middle_it_asks_later),
		TEST(a_reused_connection_that_dies),
	};

	return delivery_possible() ? cmocka_run_group_tests(tests, NULL, NULL) : 0;
}
