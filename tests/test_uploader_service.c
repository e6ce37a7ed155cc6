/* The uploader beyond one reply: the other methods, sign-in, its socket, its keys, `show`. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/delivery_fixture.h"

#include <kiosk/base/channel.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

static void say(const struct delivery *delivery, const char *request)
{
	int fd = delivery_dial(delivery);

	assert_string_equal(delivery_ask(fd, request), "ok");
	close(fd);
}

static void await_reason(const struct delivery *delivery, int number, const char *words)
{
	int64_t end = test_now_ms() + TEST_DEADLINE_MS;

	while (!strstr(delivery_find(delivery, number).reason, words)) {
		assert_true(test_now_ms() < end);
		test_pause();
	}
}

/* Three records: one without a fault, one cut before and one cut after the server stored it. */
static void deliver_three(const struct delivery *delivery)
{
	for (int i = 1; i <= 3; i++)
		delivery_put(delivery, i);
	order(delivery, "{\"next\":[{},{\"cut\":\"before-store\"},{},{\"cut\":\"after-store\"}]}");
	assert_int_equal(delivery_drain(delivery), 0);
	assert_int_equal(clinic_count(&delivery->clinic), 3);
	for (int i = 1; i <= 3; i++)
		delivery_expect_once(delivery, i);
}

static void update_writes_to_the_id_we_chose(void **state)
{
	struct delivery *delivery = *state;
	char expected[96];

	delivery_configure(delivery, "/fhir/", "\"method\":\"update\"," DELIVERY_QUICK);
	deliver_three(delivery);
	assert_true(delivery_requests(delivery, "GET", delivery_id(2)) > 0);
	assert_int_equal(delivery_requests(delivery, "POST", "/fhir"), 0);
	snprintf(expected, sizeof(expected), "QuestionnaireResponse/%s/_history/1", delivery_id(1));
	assert_string_equal(delivery_find(delivery, 1).server_id, expected);
}

static void conditional_update_writes_by_identifier(void **state)
{
	struct delivery *delivery = *state;

	delivery_configure(delivery, "/fhir", "\"method\":\"conditional-update\"," DELIVERY_QUICK);
	deliver_three(delivery);
	assert_true(delivery_requests(delivery, "PUT", "?identifier=") >= 3);
	assert_int_equal(delivery_requests(delivery, "POST", "/fhir"), 0);
}

/* Nothing can be asked there: the same key goes again, and never twice within one try. */
static void post_sends_again_under_the_same_key(void **state)
{
	struct delivery *delivery = *state;

	delivery_configure(delivery, "/plain", "\"method\":\"post\"," DELIVERY_QUICK);
	for (int i = 1; i <= 3; i++)
		delivery_put(delivery, i);
	order(delivery, "{\"next\":[{},{\"cut\":\"before-store\"}]}");
	assert_int_equal(once(delivery), 3);
	assert_int_equal(delivery_requests(delivery, "POST", "/plain"), 2);
	order(delivery, "{\"next\":[{\"cut\":\"after-store\"}]}");
	assert_int_equal(delivery_drain(delivery), 0);
	assert_int_equal(delivery_requests(delivery, "POST", "/plain"), 5);
	assert_int_equal(delivery_requests(delivery, "GET", "identifier="), 0);
	assert_int_equal(clinic_count(&delivery->clinic), 3);
	for (int i = 1; i <= 3; i++)
		delivery_expect_once(delivery, i);
}

static void a_server_that_may_not_be_searched(void **state)
{
	struct delivery *delivery = *state;

	delivery_configure(delivery, "/fhir", "\"search\":false," DELIVERY_QUICK);
	delivery_put(delivery, 1);
	order(delivery, "{\"next\":[{\"cut\":\"after-store\"}]}");
	assert_int_equal(delivery_drain(delivery), 0);
	assert_int_equal(delivery_requests(delivery, "GET", "identifier="), 0);
	assert_int_equal(delivery_requests(delivery, "POST", delivery_id(1)), 2);
	delivery_expect_once(delivery, 1);
}

/* The Authorization header of the first request in the log; free it. */
static char *authorization(const struct delivery *delivery)
{
	struct json *json = clinic_log(&delivery->clinic);
	const char *text = json_string(cJSON_GetArrayItem(json_root(json), 0), "authorization");
	char *copy = text ? strdup(text) : NULL;

	json_close(json);
	return copy;
}

static void a_token_comes_from_its_file_and_is_in_no_log(void **state)
{
	struct delivery *delivery = *state;
	char *header;

	file_write(delivery_path(delivery, "token"), "s3cr3t-t0ken\n");
	assert_int_equal(chmod(delivery_path(delivery, "token"), 0600), 0);
	delivery_configure(
		delivery, "/fhir",
		"\"auth\":{\"method\":\"bearer\",\"secretFile\":\"token\"}," DELIVERY_QUICK);
	delivery_put(delivery, 1);
	assert_int_equal(once(delivery), 0);
	header = authorization(delivery);
	assert_string_equal(header, "Bearer s3cr3t-t0ken");
	free(header);
	assert_false(delivery_printed(delivery, "err", "s3cr3t"));
}

/* A token that is being renewed: nothing leaves without it, nothing is lost. */
static void an_unreadable_token_pauses_the_queue(void **state)
{
	struct delivery *delivery = *state;

	file_write(delivery_path(delivery, "token"), "t0ken");
	delivery_configure(
		delivery, "/fhir",
		"\"auth\":{\"method\":\"bearer\",\"secretFile\":\"token\"}," DELIVERY_LONG);
	delivery_start(delivery);
	unlink(delivery_path(delivery, "token"));
	delivery_put(delivery, 1);
	say(delivery, "work");
	await_reason(delivery, 1, "backend.auth.secretFile");
	assert_false(delivery_find(delivery, 1).in_doubt);
	assert_int_equal(delivery_requests(delivery, "POST", "/fhir"), 0);
	file_write(delivery_path(delivery, "token"), "t0ken");
	say(delivery, "send-now");
	delivery_await(delivery, 1, OUTBOX_DELIVERED);
	delivery_expect_once(delivery, 1);
}

static void a_password_goes_as_basic(void **state)
{
	struct delivery *delivery = *state;
	char *header;

	file_write(delivery_path(delivery, "password"), "open sesame");
	assert_int_equal(chmod(delivery_path(delivery, "password"), 0644), 0);
	delivery_configure(delivery, "/fhir",
			   "\"auth\":{\"method\":\"basic\",\"user\":\"Aladdin\",\"secretFile\":"
			   "\"password\"}," DELIVERY_QUICK);
	delivery_put(delivery, 1);
	assert_int_equal(once(delivery), 0);
	header = authorization(delivery);
	assert_string_equal(header, "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="); /* RFC 7617 2 */
	free(header);
	assert_true(delivery_printed(delivery, "err", "others can read the secret"));
}

static void a_watch_says_when_it_is_delivered(void **state)
{
	struct delivery *delivery = *state;
	char watch[64], waiting[64], delivered[64];
	int fd;

	snprintf(watch, sizeof(watch), "watch %s", delivery_id(1));
	snprintf(waiting, sizeof(waiting), "waiting %s", delivery_id(1));
	snprintf(delivered, sizeof(delivered), "delivered %s", delivery_id(1));
	delivery_configure(delivery, "/fhir", DELIVERY_LONG);
	delivery_start(delivery);
	fd = delivery_dial(delivery);
	assert_string_equal(delivery_ask(fd, "status"), "ok waiting=0 rejected=0 paused=");
	order(delivery, "{\"next\":[{\"status\":401}]}");
	delivery_put(delivery, 1);
	assert_string_equal(delivery_ask(fd, "work"), "ok");
	assert_string_equal(delivery_ask(fd, watch), waiting);
	delivery_await_reply(delivery, 1, 401);
	assert_int_equal(channel_send(fd, "send-now"), STATUS_OK);
	/* The 401 may have come before the watch or after it. */
	for (int i = 0; i < 4 && strcmp(delivery_listen(fd), delivered) != 0; i++)
		assert_in_range(i, 0, 2);
	delivery_expect_once(delivery, 1);
	close(fd);
}

static void a_pause_is_told_and_ended_by_staff(void **state)
{
	struct delivery *delivery = *state;
	int fd;

	delivery_configure(delivery, "/fhir", DELIVERY_LONG);
	delivery_put(delivery, 1);
	order(delivery, "{\"next\":[{\"status\":403}]}");
	delivery_start(delivery);
	fd = delivery_dial(delivery);
	delivery_await_reply(delivery, 1, 403);
	assert_string_equal(
		delivery_ask(fd, "status"),
		"ok waiting=1 rejected=0 paused=the server forbids it: check the rights of "
		"backend.auth");
	delivery_put(delivery, 2);
	assert_string_equal(delivery_ask(fd, "work"), "ok"); /* no reason to end a pause */
	assert_string_equal(delivery_ask(fd, "send-now"), "ok");
	delivery_await(delivery, 1, OUTBOX_DELIVERED);
	delivery_await(delivery, 2, OUTBOX_DELIVERED);
	assert_int_equal(delivery_requests(delivery, "POST", delivery_id(1)), 2);
	assert_string_equal(delivery_ask(fd, "status"), "ok waiting=0 rejected=0 paused=");
	close(fd);
}

static void the_socket_refuses_what_it_does_not_know(void **state)
{
	struct delivery *delivery = *state;
	int fds[24], good;

	delivery_start(delivery);
	/* More peers than it serves, and none of them says anything. */
	for (int i = 0; i < 24; i++)
		fds[i] = delivery_dial(delivery);
	for (int i = 0; i < 24; i++)
		close(fds[i]);
	good = delivery_dial(delivery);
	assert_string_equal(delivery_ask(good, "dance"), "error unknown request");
	assert_string_equal(delivery_ask(good, "watch me"), "error unknown request");
	assert_string_equal(delivery_ask(good, ""), "error unknown request");
	assert_string_equal(delivery_ask(good, "status"), "ok waiting=0 rejected=0 paused=");
	close(good);
}

static void there_is_one_uploader(void **state)
{
	struct delivery *delivery = *state;

	delivery_start(delivery);
	assert_int_equal(once(delivery), 1);
	assert_int_equal(delivery_run(delivery, NULL, NULL), 1);
	assert_true(delivery_printed(delivery, "err", "outbox"));
	delivery_put(delivery, 1);
	close(delivery_dial(delivery)); /* the first one serves on */
	delivery_end(delivery, SIGTERM);
	assert_int_equal(access(delivery_path(delivery, "up.socket"), F_OK), -1);
	assert_int_equal(once(delivery), 0);
}

static void expect_bad_key(struct delivery *delivery, const char *words)
{
	unlink(delivery_path(delivery, "err"));
	assert_int_equal(once(delivery), 1);
	assert_true(delivery_printed(delivery, "err", "key.secret"));
	if (!delivery_printed(delivery, "err", words))
		fail_msg("%s", file_read(delivery_path(delivery, "err")));
}

static void a_wrong_key_file_is_named(void **state)
{
	struct delivery *delivery = *state;
	const char *key = delivery_path(delivery, "key.secret");

	delivery_put(delivery, 1);
	assert_int_equal(chmod(key, 0644), 0);
	expect_bad_key(delivery, "chmod 600");
	file_write(delivery_path(delivery, "key.secret"), "kiosk-secret-key:1:garbage\n");
	assert_int_equal(chmod(delivery_path(delivery, "key.secret"), 0600), 0);
	expect_bad_key(delivery, "key");
	unlink(delivery_path(delivery, "key.secret"));
	expect_bad_key(delivery, "no such");
	assert_int_equal(delivery_find(delivery, 1).attempts, 0);
	assert_int_equal(delivery_requests(delivery, "POST", "/fhir"), 0);
}

/* Sealed to another pair: it stays, staff see why, and the others go. */
static void a_record_of_another_key_does_not_block_the_rest(void **state)
{
	struct delivery *delivery = *state;

	delivery_put(delivery, 1);
	unlink(delivery_path(delivery, "key.secret"));
	unlink(delivery_path(delivery, "key.pub"));
	assert_int_equal(seal_make_pair(delivery_path(delivery, "key.secret"),
					delivery_path(delivery, "key.pub")),
			 STATUS_OK);
	delivery_put(delivery, 2);
	assert_int_equal(once(delivery), 3);
	assert_int_equal(delivery_find(delivery, 1).state, OUTBOX_WAITING);
	assert_non_null(strstr(delivery_find(delivery, 1).reason, "another key"));
	delivery_expect_once(delivery, 2);
}

static void bad_usage_and_settings(void **state)
{
	struct delivery *delivery = *state;

	assert_int_equal(delivery_run(delivery, "dance", NULL), 2);
	assert_int_equal(delivery_run(delivery, "--dance", NULL), 2);
	assert_int_equal(delivery_run(delivery, "show", NULL), 2);
	assert_int_equal(delivery_run(delivery, "--help", NULL), 0);
	delivery_configure(delivery, "/fhir", "\"metod\":\"post\"");
	assert_int_equal(once(delivery), 1);
	assert_true(delivery_printed(delivery, "err", "metod"));
}

static void show_opens_a_record(void **state)
{
	struct delivery *delivery = *state;

	delivery_put(delivery, 1);
	assert_int_equal(delivery_run(delivery, "show", delivery_id(1)), 0);
	assert_true(delivery_printed(delivery, "out", "Zephyrine"));
	unlink(delivery_path(delivery, "out"));
	assert_int_equal(delivery_run(delivery, "show", "00000001"), 0);
	assert_true(delivery_printed(delivery, "out", "Zephyrine"));
	unlink(delivery_path(delivery, "out"));
	assert_int_equal(delivery_run(delivery, "show", "0000"), 1);
	assert_int_equal(delivery_run(delivery, "show", "00000009"), 1);
	assert_true(delivery_printed(delivery, "err", "no record 00000009"));
	assert_int_equal(once(delivery), 0);
	assert_int_equal(delivery_run(delivery, "show", "00000001"), 1); /* its bytes are gone */
	assert_false(delivery_printed(delivery, "out", "Zephyrine"));
}

static void show_opens_what_the_server_said(void **state)
{
	struct delivery *delivery = *state;

	delivery_put_invalid(delivery, 1);
	assert_int_equal(once(delivery), 4);
	assert_false(delivery_printed(delivery, "err", "not a status"));
	assert_int_equal(delivery_run(delivery, "show", "00000001"), 0);
	assert_true(delivery_printed(delivery, "out", "Zephyrine"));
	assert_true(delivery_printed(delivery, "out", "\"OperationOutcome\""));
	assert_true(delivery_printed(delivery, "out", "not a status"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(update_writes_to_the_id_we_chose),
		TEST(conditional_update_writes_by_identifier),
		TEST(post_sends_again_under_the_same_key),
		TEST(a_server_that_may_not_be_searched),
		TEST(a_token_comes_from_its_file_and_is_in_no_log),
		TEST(an_unreadable_token_pauses_the_queue),
		TEST(a_password_goes_as_basic),
		TEST(a_watch_says_when_it_is_delivered),
		TEST(a_pause_is_told_and_ended_by_staff),
		TEST(the_socket_refuses_what_it_does_not_know),
		TEST(there_is_one_uploader),
		TEST(a_wrong_key_file_is_named),
		TEST(a_record_of_another_key_does_not_block_the_rest),
		TEST(bad_usage_and_settings),
		TEST(show_opens_a_record),
		TEST(show_opens_what_the_server_said),
	};

	return delivery_possible() ? cmocka_run_group_tests(tests, NULL, NULL) : 0;
}
