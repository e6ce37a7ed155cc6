/* The built kiosk-uploader against a server that behaves in every way that servers do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/process.h"
#include "support/stub_server.h"

#include <kiosk/base/channel.h>
#include <kiosk/base/json.h>
#include <kiosk/outbox/outbox.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SYSTEM "https://clinic.example/ids"
#define CANARY "Zephyrine"
#define REFUSAL                                                                                    \
	"{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":"      \
	"\"invalid\",\"diagnostics\":\"" CANARY " is no name\",\"expression\":["                   \
	"\"QuestionnaireResponse.item[0]\"]}]}"

static const char settings_format[] =
	"{\"clinic\":{\"name\":\"Sol\"},\"timezone\":\"Europe/Madrid\",\"dateOrder\":\"dmy\","
	"\"form\":{\"questionnaire\":\"q.json\","
	"\"confirmation\":{\"system\":\"urn:x\",\"code\":\"c\"}},"
	"\"flow\":[\"questions\",\"confirm\"],\"identifierSystem\":\"" SYSTEM "\","
	"\"backend\":{\"url\":\"%s\",\"backoff\":{\"firstSeconds\":0.05,\"capSeconds\":%d}%s},"
	"\"outbox\":{\"directory\":\"outbox\",\"publicKey\":\"key.pub\"},"
	"\"uploader\":{\"secretKey\":\"key.secret\",\"socket\":\"up.sock\"},"
	"\"control\":{\"socket\":\"control.sock\"}}\n";

struct desk {
	char folder[FOLDER_MAX];
	char settings[FOLDER_MAX + 32], log[FOLDER_MAX + 32], output[FOLDER_MAX + 32];
	struct seal_public key;
	struct outbox *outbox; /* as the kiosk has it */
	struct stub *stub;
	pid_t uploader;
	int peer;
};

static struct desk desk;

static const char *in_folder(const char *name)
{
	static char path[4][FOLDER_MAX + 32];
	static int next;

	next = (next + 1) % 4;
	snprintf(path[next], sizeof(path[next]), "%s/%s", desk.folder, name);
	return path[next];
}

static int setup(void **state)
{
	(void)state;
	memset(&desk, 0, sizeof(desk));
	desk.peer = -1;
	folder_make(desk.folder);
	snprintf(desk.settings, sizeof(desk.settings), "%s", in_folder("kiosk.json"));
	snprintf(desk.log, sizeof(desk.log), "%s", in_folder("log"));
	snprintf(desk.output, sizeof(desk.output), "%s", in_folder("output"));
	file_write(in_folder("q.json"), "{}");
	file_write(desk.log, "");
	assert_int_equal(seal_make_pair(in_folder("key.secret"), in_folder("key.pub")), STATUS_OK);
	assert_int_equal(seal_public_read(in_folder("key.pub"), NULL, &desk.key), STATUS_OK);
	assert_int_equal(outbox_open(in_folder("outbox"), OUTBOX_ROLE_KIOSK, NULL, &desk.outbox),
			 STATUS_OK);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	if (desk.uploader)
		process_end(desk.uploader, SIGKILL);
	if (desk.peer >= 0)
		close(desk.peer);
	stub_stop(desk.stub);
	outbox_close(desk.outbox);
	folder_remove(desk.folder);
	return 0;
}

static void configure(const char *url, int cap_seconds, const char *more)
{
	char *text = NULL;

	assert_true(asprintf(&text, settings_format, url, cap_seconds, more) > 0);
	file_write(desk.settings, text);
	free(text);
}

/* The server and settings for it; more: further members of "backend". */
static void clinic(const struct stub_step *script, int cap_seconds, const char *more)
{
	desk.stub = stub_start(script);
	configure(stub_url(desk.stub), cap_seconds, more);
}

/* A finished form in the outbox. */
static void put(char id[UUID_MAX])
{
	char *body = NULL;

	assert_int_equal(uuid_make(id), STATUS_OK);
	assert_true(asprintf(&body,
			     "{\"resourceType\":\"QuestionnaireResponse\",\"identifier\":{"
			     "\"system\":\"" SYSTEM "\",\"value\":\"%s\"},\"status\":\"completed\","
			     "\"item\":[{\"linkId\":\"name\",\"answer\":[{\"valueString\":"
			     "\"" CANARY "\"}]}]}",
			     id) > 0);
	assert_int_equal(outbox_put(desk.outbox, &desk.key, id, 1795456800000, "urn:q|1", "00",
				    body, strlen(body)),
			 STATUS_OK);
	free(body);
}

static int run(const char *first, const char *second)
{
	const char *const argv[] = {process_program("UPLOADER_PROGRAM"),
				    "--config",
				    desk.settings,
				    first,
				    second,
				    NULL};

	(void)unlink(desk.output);
	return process_run(argv, desk.output, desk.log);
}

static int once(void)
{
	return run("--once", NULL);
}

/* --once again and again, as a timer of the system would, until nothing waits. */
static int once_until_done(void)
{
	int64_t end = test_now_ms() + TEST_DEADLINE_MS;
	int code;

	while ((code = once()) == 3 && test_now_ms() < end)
		test_pause();
	return code;
}

static void start(void)
{
	const char *const argv[] = {process_program("UPLOADER_PROGRAM"), "--config", desk.settings,
				    NULL};

	desk.uploader = process_start(argv, desk.output, desk.log);
}

static int end(int signal_number)
{
	pid_t pid = desk.uploader;

	desk.uploader = 0;
	return process_end(pid, signal_number);
}

static struct outbox_record record_of(const char *id)
{
	struct outbox_record record;

	assert_int_equal(outbox_find(desk.outbox, id, &record), STATUS_OK);
	return record;
}

static void await_state(const char *id, enum outbox_state wanted)
{
	int64_t deadline = test_now_ms() + TEST_DEADLINE_MS;

	while (record_of(id).state != wanted) {
		if (test_now_ms() > deadline)
			fail_msg("it stays in state %d: %s", record_of(id).state,
				 record_of(id).reason);
		test_pause();
	}
}

static void await_attempt(const char *id)
{
	int64_t deadline = test_now_ms() + TEST_DEADLINE_MS;

	while (record_of(id).http_status == 0) {
		assert_true(test_now_ms() < deadline);
		test_pause();
	}
}

static void expect_in(const char *path, const char *words, bool there)
{
	char *text = file_read(path);

	assert_non_null(text);
	if ((strstr(text, words) != NULL) != there)
		fail_msg("\"%s\" is%s in: %s", words, there ? " not" : "", text);
	free(text);
}

/* Every test ends so: no request beside another of the same form, no answer of a patient in the
 * log. */
static void expect_decent(void)
{
	assert_false(stub_overlapped(desk.stub));
	expect_in(desk.log, CANARY, false);
}

static void all_are_delivered(void **state)
{
	char ids[3][UUID_MAX];
	struct stub_request request;
	char expected[128];
	size_t i;

	(void)state;
	clinic(NULL, 1, "");
	assert_int_equal(once(), 0);
	for (i = 0; i < 3; i++)
		put(ids[i]);
	assert_int_equal(once(), 0);
	assert_int_equal(stub_forms(desk.stub), 3);
	assert_int_equal(stub_count(desk.stub, "GET"), 0);
	for (i = 0; i < 3; i++) {
		assert_int_equal(record_of(ids[i]).state, OUTBOX_DELIVERED);
		request = stub_request(desk.stub, "POST", i);
		assert_string_equal(request.value, ids[i]);
		assert_string_equal(request.idempotency_key, ids[i]);
		snprintf(expected, sizeof(expected), "identifier=" SYSTEM "|%s", ids[i]);
		assert_string_equal(request.if_none_exist, expected);
	}
	assert_string_equal(request.target, "/fhir/QuestionnaireResponse");
	assert_string_equal(request.prefer, "return=representation");
	assert_string_equal(request.content_type, "application/fhir+json");
	assert_string_equal(request.accept, "application/fhir+json");
	assert_string_equal(request.authorization, "");
	assert_string_equal(request.expect, "");
	assert_string_equal(request.user_agent, "kiosk/" KIOSK_VERSION);
	expect_decent();
}

static void a_lost_reply_is_asked_about(void **state)
{
	static const struct stub_step script[] = {{.method = "POST", .deed = STUB_STORE_CUT}, {0}};
	char id[UUID_MAX], target[160];
	struct stub_request ask;

	(void)state;
	clinic(script, 1, "");
	put(id);
	assert_int_equal(once(), 3);
	assert_true(record_of(id).in_doubt);
	assert_int_equal(once_until_done(), 0);
	assert_int_equal(stub_forms(desk.stub), 1);
	assert_int_equal(stub_count(desk.stub, "POST"), 1);
	ask = stub_request(desk.stub, "GET", 0);
	assert_string_equal(ask.cache_control, "no-cache");
	snprintf(target, sizeof(target), "/fhir/QuestionnaireResponse?" SYSTEM "|%s", id);
	assert_string_equal(ask.target, target);
	expect_decent();
}

/* The second form's connection dies: libcurl sends it again by itself, and the condition makes that
 * harmless. */
static void libcurls_own_resend_is_harmless(void **state)
{
	static const struct stub_step script[] = {
		{.method = "POST",
		 .deed = STUB_REPLY,
		 .status = 400,
		 .body = "{\"resourceType\":\"OperationOutcome\"}"},
		{.method = "POST", .deed = STUB_STORE_CUT},
		{0}};
	char first[UUID_MAX], second[UUID_MAX];

	(void)state;
	clinic(script, 1, "");
	put(first);
	put(second);
	assert_int_equal(once_until_done(), 4);
	assert_int_equal(record_of(second).state, OUTBOX_DELIVERED);
	assert_int_equal(stub_count(desk.stub, "POST"), 3);
	assert_int_equal(stub_forms(desk.stub), 1);
	expect_decent();
}

/* Where nothing can tell a duplicate, every request has a connection of its own: no resend within
 * one try. */
static void post_has_fresh_connections(void **state)
{
	static const struct stub_step script[] = {
		{.method = "POST", .deed = STUB_REPLY, .status = 204},
		{.method = "POST", .deed = STUB_STORE_CUT},
		{0}};
	char first[UUID_MAX], second[UUID_MAX];
	struct stub_request request;

	(void)state;
	clinic(script, 1, ",\"method\":\"post\"");
	put(first);
	put(second);
	assert_int_equal(once(), 3);
	assert_int_equal(stub_count(desk.stub, "POST"), 2);
	assert_int_equal(record_of(first).state, OUTBOX_DELIVERED);
	assert_int_equal(once_until_done(), 0);
	assert_int_equal(stub_count(desk.stub, "GET"), 0);
	request = stub_request(desk.stub, "POST", 2);
	assert_string_equal(request.target, "/fhir");
	assert_string_equal(request.if_none_exist, "");
	assert_string_equal(request.idempotency_key, second);
	expect_decent();
}

static void update_writes_to_our_id(void **state)
{
	static const struct stub_step script[] = {{.method = "PUT", .deed = STUB_CUT}, {0}};
	char id[UUID_MAX], target[160];
	struct stub_request request;

	(void)state;
	clinic(script, 1, ",\"method\":\"update\"");
	put(id);
	assert_int_equal(once_until_done(), 0);
	snprintf(target, sizeof(target), "/fhir/QuestionnaireResponse/%s", id);
	assert_string_equal(stub_request(desk.stub, "GET", 0).target, target);
	request = stub_request(desk.stub, "PUT", 1);
	assert_string_equal(request.target, target);
	assert_true(request.has_id);
	assert_int_equal(stub_forms(desk.stub), 1);
	expect_decent();
}

static void conditional_update_names_the_identifier(void **state)
{
	char id[UUID_MAX], target[160];
	struct stub_request request;

	(void)state;
	clinic(NULL, 1, ",\"method\":\"conditional-update\"");
	put(id);
	assert_int_equal(once(), 0);
	request = stub_request(desk.stub, "PUT", 0);
	snprintf(target, sizeof(target), "/fhir/QuestionnaireResponse?" SYSTEM "|%s", id);
	assert_string_equal(request.target, target);
	assert_false(request.has_id);
	expect_decent();
}

static void retry_after_is_honoured(void **state)
{
	static const struct stub_step script[] = {
		{.method = "POST", .deed = STUB_REPLY, .status = 503, .retry_after = "1"}, {0}};
	int64_t first, second;
	char id[UUID_MAX];

	(void)state;
	clinic(script, 60, ",\"search\":false");
	put(id);
	start();
	await_state(id, OUTBOX_DELIVERED);
	assert_int_equal(end(SIGTERM), 0);
	first = stub_request(desk.stub, "POST", 0).at;
	second = stub_request(desk.stub, "POST", 1).at;
	assert_true(second - first >= 990);
	assert_int_equal(stub_count(desk.stub, "GET"), 0);
	expect_decent();
}

static bool find_canary(const char *path)
{
	struct buf file;
	bool found;

	buf_init(&file, 16u << 20, NULL);
	assert_int_equal(buf_read_file(&file, path), STATUS_OK);
	found = memmem(file.data, file.len, CANARY, strlen(CANARY)) != NULL;
	buf_release(&file);
	return found;
}

static void a_refused_form_does_not_block_the_next(void **state)
{
	static const struct stub_step script[] = {
		{.method = "POST", .deed = STUB_REPLY, .status = 422, .body = REFUSAL}, {0}};
	char bad[UUID_MAX], good[UUID_MAX];
	struct outbox_record record;

	(void)state;
	clinic(script, 1, "");
	put(bad);
	put(good);
	assert_int_equal(once(), 4);
	assert_int_equal(record_of(good).state, OUTBOX_DELIVERED);
	record = record_of(bad);
	assert_int_equal(record.state, OUTBOX_REJECTED);
	assert_int_equal(record.http_status, 422);
	assert_string_equal(record.reason, "error invalid QuestionnaireResponse.item[0]");
	assert_false(find_canary(in_folder("outbox/outbox.db")));
	expect_decent();
}

static void five_refusals_in_a_row_pause(void **state)
{
	struct stub_step script[7] = {{0}};
	char ids[6][UUID_MAX];
	size_t i;

	(void)state;
	for (i = 0; i < 6; i++)
		script[i] = (struct stub_step){.method = "POST", .status = 400, .body = REFUSAL};
	clinic(script, 1, "");
	for (i = 0; i < 6; i++)
		put(ids[i]);
	assert_int_equal(once(), 3);
	assert_int_equal(stub_count(desk.stub, "POST"), 5);
	for (i = 0; i < 4; i++)
		assert_int_equal(record_of(ids[i]).state, OUTBOX_REJECTED);
	assert_int_equal(record_of(ids[4]).state, OUTBOX_WAITING);
	assert_int_equal(record_of(ids[5]).attempts, 0);
	expect_decent();
}

static void pauses(int status, const char *body, const char *words)
{
	const struct stub_step script[] = {
		{.method = "POST", .deed = STUB_REPLY, .status = status, .body = body}, {0}};
	char first[UUID_MAX], second[UUID_MAX];
	struct outbox_record record;

	clinic(script, 60, "");
	put(first);
	put(second);
	assert_int_equal(once(), 3);
	assert_int_equal(stub_count(desk.stub, "POST"), 1);
	record = record_of(first);
	assert_int_equal(record.http_status, status);
	assert_false(record.in_doubt);
	assert_non_null(strstr(record.reason, words));
	assert_int_equal(record_of(second).attempts, 0);
	expect_decent();
}

static void a_wrong_sign_in_pauses(void **state)
{
	(void)state;
	pauses(401, REFUSAL, "backend.auth");
}

static void a_wrong_endpoint_pauses(void **state)
{
	(void)state;
	pauses(404, NULL, "backend.url");
}

static void a_refusal_without_a_reason_pauses(void **state)
{
	(void)state;
	pauses(400, "<html>no</html>", "does not say why");
}

static void a_page_of_somebody_elses_is_no_proof(void **state)
{
	static const struct stub_step script[] = {
		{.method = "POST", .deed = STUB_REPLY, .status = 200, .body = "<html>hello</html>"},
		{.method = "POST",
		 .deed = STUB_STORE_LIE,
		 .status = 201,
		 .body = "{\"resourceType\":\"QuestionnaireResponse\",\"identifier\":{"
			 "\"system\":\"" SYSTEM "\",\"value\":\"another\"}}"},
		{0}};
	char id[UUID_MAX];

	(void)state;
	clinic(script, 1, "");
	put(id);
	assert_int_equal(once(), 3);
	assert_true(record_of(id).in_doubt);
	assert_int_equal(once_until_done(), 0);
	assert_int_equal(stub_count(desk.stub, "POST"), 2);
	assert_int_equal(stub_count(desk.stub, "GET"), 2);
	assert_int_equal(stub_forms(desk.stub), 1);
	expect_decent();
}

static void killed_before_the_reply_it_is_still_one(void **state)
{
	static const struct stub_step script[] = {{.method = "POST", .deed = STUB_STORE_HANG}, {0}};
	int64_t deadline = test_now_ms() + TEST_DEADLINE_MS;
	char id[UUID_MAX];

	(void)state;
	clinic(script, 1, "");
	put(id);
	start();
	while (stub_forms(desk.stub) == 0) {
		assert_true(test_now_ms() < deadline);
		test_pause();
	}
	assert_int_equal(end(SIGKILL), 128 + SIGKILL);
	stub_release(desk.stub);
	assert_int_equal(record_of(id).state, OUTBOX_WAITING);
	start();
	await_state(id, OUTBOX_DELIVERED);
	assert_int_equal(end(SIGTERM), 0);
	assert_int_equal(stub_forms(desk.stub), 1);
	assert_int_equal(stub_count(desk.stub, "POST"), 1);
	assert_int_equal(stub_count(desk.stub, "GET"), 1);
}

static void without_a_server_it_waits(void **state)
{
	struct outbox_record record;
	char id[UUID_MAX], url[64];

	(void)state;
	clinic(NULL, 1, "");
	snprintf(url, sizeof(url), "%s", stub_url(desk.stub));
	stub_stop(desk.stub);
	desk.stub = NULL;
	put(id);
	assert_int_equal(once(), 3);
	record = record_of(id);
	assert_false(record.in_doubt);
	assert_int_equal(record.attempts, 1);
	assert_string_equal(record.reason, "the clinic's server cannot be reached");
	expect_in(desk.log, CANARY, false);
}

static void secrets_are_sent_and_not_logged(void **state)
{
	char id[UUID_MAX];

	(void)state;
	file_write(in_folder("token"), "  s3cret-token\n");
	clinic(NULL, 1, ",\"auth\":{\"method\":\"bearer\",\"secretFile\":\"token\"}");
	put(id);
	assert_int_equal(chmod(in_folder("token"), 0644), 0);
	assert_int_equal(once(), 0);
	assert_string_equal(stub_request(desk.stub, "POST", 0).authorization,
			    "Bearer s3cret-token");
	expect_in(desk.log, "chmod 600", true);
	configure(stub_url(desk.stub), 1,
		  ",\"auth\":{\"method\":\"basic\",\"user\":\"kiosk\",\"secretFile\":\"token\"}");
	put(id);
	assert_int_equal(once(), 0);
	assert_string_equal(stub_request(desk.stub, "POST", 1).authorization,
			    "Basic a2lvc2s6czNjcmV0LXRva2Vu");
	expect_in(desk.log, "s3cret", false);
	expect_decent();
}

/* A token that is being replaced stops nothing for good. */
static void without_its_secret_it_waits(void **state)
{
	char id[UUID_MAX];

	(void)state;
	file_write(in_folder("token"), "abc");
	clinic(NULL, 1, ",\"auth\":{\"method\":\"bearer\",\"secretFile\":\"token\"}");
	assert_int_equal(once(), 0);
	assert_int_equal(unlink(in_folder("token")), 0);
	put(id);
	start();
	test_pause();
	file_write(in_folder("token"), "abc");
	await_state(id, OUTBOX_DELIVERED);
	assert_int_equal(end(SIGTERM), 0);
	expect_decent();
}

/* --- the local socket ----------------------------------------------------------------------------
 */

static void connect_peer(void)
{
	int64_t deadline = test_now_ms() + TEST_DEADLINE_MS;

	while (channel_connect(in_folder("up.sock"), &desk.peer) != STATUS_OK) {
		assert_true(test_now_ms() < deadline);
		test_pause();
	}
}

static void say(const char *message)
{
	assert_int_equal(channel_send(desk.peer, message), STATUS_OK);
}

static void hear(const char *expected)
{
	int64_t deadline = test_now_ms() + TEST_DEADLINE_MS;
	char message[CHANNEL_MESSAGE_MAX];
	enum status status;

	while ((status = channel_receive(desk.peer, message)) == STATUS_BUSY) {
		if (test_now_ms() > deadline)
			fail_msg("nobody says \"%s\"", expected);
		test_pause();
	}
	assert_int_equal(status, STATUS_OK);
	assert_string_equal(message, expected);
}

static void hear_of(const char *state, const char *id)
{
	char expected[CHANNEL_MESSAGE_MAX];

	snprintf(expected, sizeof(expected), "%s %s", state, id);
	hear(expected);
}

static void watch(const char *id)
{
	char message[CHANNEL_MESSAGE_MAX];

	snprintf(message, sizeof(message), "watch %s", id);
	say(message);
}

static void a_watched_record_is_told(void **state)
{
	static const struct stub_step script[] = {{.method = "POST", .deed = STUB_STORE_HANG}, {0}};
	char id[UUID_MAX];

	(void)state;
	clinic(script, 1, "");
	start();
	connect_peer();
	say("status");
	hear("ok waiting=0 rejected=0 paused=");
	say("nonsense");
	hear("error unknown request");
	put(id);
	say("work");
	hear("ok");
	watch(id);
	hear_of("waiting", id);
	stub_release(desk.stub);
	hear_of("waiting", id); /* the lost reply */
	hear_of("delivered", id);
	watch(id);
	hear_of("delivered", id);
	assert_int_equal(stub_forms(desk.stub), 1);
	assert_int_equal(end(SIGTERM), 0);
	assert_int_equal(access(in_folder("up.sock"), F_OK), -1);
	expect_decent();
}

/* A pause of 15 minutes: only "send now" can have ended it. */
static void send_now_ends_a_pause(void **state)
{
	static const struct stub_step script[] = {
		{.method = "POST", .deed = STUB_REPLY, .status = 403}, {0}};
	char id[UUID_MAX];

	(void)state;
	clinic(script, 900, "");
	put(id);
	start();
	await_attempt(id);
	connect_peer();
	say("status");
	hear("ok waiting=1 rejected=0 paused=the server forbids it: check the rights of "
	     "backend.auth");
	watch(id);
	hear_of("waiting", id);
	say("send-now");
	hear("ok");
	hear_of("delivered", id);
	say("status");
	hear("ok waiting=0 rejected=0 paused=");
	assert_int_equal(end(SIGTERM), 0);
	expect_decent();
}

static void there_is_one_uploader(void **state)
{
	(void)state;
	clinic(NULL, 1, "");
	start();
	connect_peer();
	assert_int_equal(once(), 1);
	assert_int_equal(run(NULL, NULL), 1);
	assert_int_equal(end(SIGINT), 0);
}

/* --- commands ------------------------------------------------------------------------------------
 */

static void wrong_use_and_wrong_settings(void **state)
{
	const char *program = process_program("UPLOADER_PROGRAM");
	const char *const help[] = {program, "--help", NULL};

	(void)state;
	clinic(NULL, 1, "");
	assert_int_equal(run("--nonsense", NULL), 2);
	assert_int_equal(run("show", NULL), 2);
	assert_int_equal(run("--version", NULL), 0);
	expect_in(desk.output, "kiosk-uploader " KIOSK_VERSION, true);
	assert_int_equal(process_run(help, desk.output, desk.log), 0);
	expect_in(desk.output, "3 something waits", true);
	configure("ftp://clinic.example", 1, "");
	assert_int_equal(once(), 1);
	configure("http://clinic.example/fhir", 1, "");
	assert_int_equal(once(), 1);
	configure(stub_url(desk.stub), 1, "");
	assert_int_equal(chmod(in_folder("key.secret"), 0644), 0);
	assert_int_equal(once(), 1);
	expect_in(desk.log, "key.secret", true);
}

static void keygen_makes_a_pair_once(void **state)
{
	const char *const argv[] = {process_program("UPLOADER_PROGRAM"), "keygen",
				    in_folder("new.secret"), in_folder("new.pub"), NULL};
	struct seal_public key;
	struct stat about;

	(void)state;
	assert_int_equal(process_run(argv, desk.output, desk.log), 0);
	assert_int_equal(seal_public_read(in_folder("new.pub"), NULL, &key), STATUS_OK);
	assert_int_equal(stat(in_folder("new.secret"), &about), 0);
	assert_int_equal(about.st_mode & 0777, 0600);
	assert_int_equal(process_run(argv, desk.output, desk.log), 1);
}

static void show_opens_what_waits(void **state)
{
	char id[UUID_MAX], reference[UUID_REFERENCE_MAX];

	(void)state;
	clinic(NULL, 1, "");
	put(id);
	uuid_reference(id, reference);
	assert_int_equal(run("show", reference), 0);
	expect_in(desk.output, CANARY, true);
	assert_int_equal(run("show", id), 0);
	expect_in(desk.output, id, true);
	reference[7] = '\0';
	assert_int_equal(run("show", reference), 1);
	assert_int_equal(once(), 0);
	assert_int_equal(run("show", id), 1);
	expect_decent();
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(all_are_delivered),
		TEST(a_lost_reply_is_asked_about),
		TEST(libcurls_own_resend_is_harmless),
		TEST(post_has_fresh_connections),
		TEST(update_writes_to_our_id),
		TEST(conditional_update_names_the_identifier),
		TEST(retry_after_is_honoured),
		TEST(a_refused_form_does_not_block_the_next),
		TEST(five_refusals_in_a_row_pause),
		TEST(a_wrong_sign_in_pauses),
		TEST(a_wrong_endpoint_pauses),
		TEST(a_refusal_without_a_reason_pauses),
		TEST(a_page_of_somebody_elses_is_no_proof),
		TEST(killed_before_the_reply_it_is_still_one),
		TEST(without_a_server_it_waits),
		TEST(secrets_are_sent_and_not_logged),
		TEST(without_its_secret_it_waits),
		TEST(a_watched_record_is_told),
		TEST(send_now_ends_a_pause),
		TEST(there_is_one_uploader),
		TEST(wrong_use_and_wrong_settings),
		TEST(keygen_makes_a_pair_once),
		TEST(show_opens_what_waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
