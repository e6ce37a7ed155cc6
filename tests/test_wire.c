/* What the built kiosk-uploader puts on the wire, request by request, as a scripted server in this
 * process sees it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/process.h"
#include "support/stub_server.h"

#include <kiosk/outbox/outbox.h>

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
	folder_make(desk.folder);
	snprintf(desk.settings, sizeof(desk.settings), "%s", in_folder("kiosk.json"));
	snprintf(desk.log, sizeof(desk.log), "%s", in_folder("log"));
	snprintf(desk.output, sizeof(desk.output), "%s", in_folder("output"));
	file_write(in_folder("q.json"), "{}");
	file_write(desk.log, "");
	assert_int_equal(seal_make_pair(in_folder("key.secret"), in_folder("key.pub")), STATUS_OK);
	assert_int_equal(seal_public_read(in_folder("key.pub"), NULL, NULL, &desk.key), STATUS_OK);
	assert_int_equal(outbox_open(in_folder("outbox"), OUTBOX_ROLE_KIOSK, NULL, &desk.outbox),
			 STATUS_OK);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
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

/* A finished form in the outbox, identified in a system, with as many blanks at its end. */
static void put_in(const char *system, int blanks, char id[UUID_MAX])
{
	char *body = NULL;

	assert_int_equal(uuid_make(id), STATUS_OK);
	assert_true(asprintf(&body,
			     "{\"resourceType\":\"QuestionnaireResponse\",\"identifier\":{"
			     "\"system\":\"%s\",\"value\":\"%s\"},\"status\":\"completed\","
			     "\"item\":[{\"linkId\":\"name\",\"answer\":[{\"valueString\":"
			     "\"" CANARY "\"}]}]}%*s",
			     system, id, blanks, "") > 0);
	assert_int_equal(outbox_put(desk.outbox, &desk.key, id, 1795456800000, "urn:q|1", "00",
				    body, strlen(body)),
			 STATUS_OK);
	free(body);
}

static void put(char id[UUID_MAX])
{
	put_in(SYSTEM, 0, id);
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

static struct outbox_record record_of(const char *id)
{
	struct outbox_record record;

	assert_int_equal(outbox_find(desk.outbox, id, &record), STATUS_OK);
	return record;
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
	char expected[STUB_TEXT_MAX];
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
	char id[UUID_MAX], target[STUB_TEXT_MAX];
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
	char id[UUID_MAX], target[STUB_TEXT_MAX];
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

/* A token that is being replaced loses nothing and stops nothing for good. */
static void without_its_secret_it_waits(void **state)
{
	struct outbox_record record;
	char id[UUID_MAX];

	(void)state;
	clinic(NULL, 1, ",\"auth\":{\"method\":\"bearer\",\"secretFile\":\"token\"}");
	put(id);
	assert_int_equal(once(), 3);
	record = record_of(id);
	assert_false(record.in_doubt);
	assert_non_null(strstr(record.reason, "backend.auth.secretFile"));
	assert_int_equal(stub_count(desk.stub, "POST"), 0);
	file_write(in_folder("token"), "abc");
	assert_int_equal(once_until_done(), 0);
	assert_string_equal(stub_request(desk.stub, "POST", 0).authorization, "Bearer abc");
	expect_decent();
}

/* What would end or change a query is encoded; the rest stays as the settings have it. */
static void an_odd_identifier_system_is_encoded(void **state)
{
	struct stub_request request;
	char id[UUID_MAX];

	(void)state;
	clinic(NULL, 1, "");
	put_in("https://clinic.example/a&b=c%20d", 0, id);
	assert_int_equal(once(), 0);
	request = stub_request(desk.stub, "POST", 0);
	assert_int_equal(strncmp(request.if_none_exist,
				 "identifier=https://clinic.example/a%26b=c%2520d|", 48),
			 0);
}

/* libcurl asks before it sends more than a megabyte, and a refusal would mean a second request. */
static void a_large_form_goes_without_asking(void **state)
{
	char id[UUID_MAX];

	(void)state;
	clinic(NULL, 1, "");
	put_in(SYSTEM, 1500000, id);
	assert_int_equal(once(), 0);
	assert_int_equal(stub_count(desk.stub, "POST"), 1);
	assert_string_equal(stub_request(desk.stub, "POST", 0).expect, "");
	expect_decent();
}

static void several_of_one_form_are_reported(void **state)
{
	char id[UUID_MAX], entry[256], bundle[1024];
	struct stub_step script[] = {{.method = "POST", .status = 412},
				     {.method = "GET", .status = 200, .body = bundle},
				     {0}};

	(void)state;
	clinic(script, 1, "");
	put(id);
	snprintf(entry, sizeof(entry),
		 "{\"resource\":{\"resourceType\":\"QuestionnaireResponse\",\"identifier\":{"
		 "\"system\":\"" SYSTEM "\",\"value\":\"%s\"}}}",
		 id);
	snprintf(bundle, sizeof(bundle),
		 "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[%s,%s]}", entry,
		 entry);
	assert_int_equal(once_until_done(), 0);
	assert_int_equal(record_of(id).state, OUTBOX_DELIVERED);
	expect_in(desk.log, "is on the server 2 times", true);
	expect_decent();
}

/* A Bundle that is no search result does not say that the form is missing. */
static void only_a_search_result_says_absent(void **state)
{
	static const struct stub_step script[] = {
		{.method = "POST", .deed = STUB_STORE_CUT},
		{.method = "GET",
		 .status = 200,
		 .body = "{\"resourceType\":\"Bundle\",\"type\":\"batch-response\"}"},
		{0}};
	char id[UUID_MAX];

	(void)state;
	clinic(script, 1, "");
	put(id);
	assert_int_equal(once_until_done(), 0);
	assert_int_equal(stub_count(desk.stub, "POST"), 1);
	assert_int_equal(stub_count(desk.stub, "GET"), 2);
	expect_decent();
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(all_are_delivered),
		TEST(libcurls_own_resend_is_harmless),
		TEST(post_has_fresh_connections),
		TEST(update_writes_to_our_id),
		TEST(conditional_update_names_the_identifier),
		TEST(a_refused_form_does_not_block_the_next),
		TEST(secrets_are_sent_and_not_logged),
		TEST(without_its_secret_it_waits),
		TEST(an_odd_identifier_system_is_encoded),
		TEST(a_large_form_goes_without_asking),
		TEST(several_of_one_form_are_reported),
		TEST(only_a_search_result_says_absent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
