/* The demo clinic, as its clients see it. */
#include "support/http_client.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SYSTEM     "https://clinic.example/ids"
#define VALUE      "5e1fab1e-0000-4000-8000-00000000000a"
#define CONDITION  "If-None-Exist: identifier=https%3A%2F%2Fclinic.example%2Fids%7C" VALUE
#define FHIR_TYPE  "Content-Type: application/fhir+json; charset=utf-8"
#define HEAD       "{\"resourceType\":\"QuestionnaireResponse\",\"status\":\"completed\""
#define IDENTIFIED ",\"identifier\":{\"system\":\"" SYSTEM "\",\"value\":\"" VALUE "\"}"
#define RESPONSE                                                                                   \
	HEAD IDENTIFIED ",\"item\":[{\"linkId\":\"a\",\"answer\":[{\"valueDecimal\":1.50}]}]}"

static struct clinic_child clinic;

static int setup(void **state)
{
	(void)state;
	memset(&clinic, 0, sizeof(clinic));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	if (clinic.folder[0])
		clinic_remove(&clinic);
	return 0;
}

static struct http_reply call(const char *method, const char *path, const char *header,
			      const char *body)
{
	const char *headers[] = {FHIR_TYPE, header, NULL};
	char url[1024];

	snprintf(url, sizeof(url), "%s%s", clinic.url, path);
	return http_send(method, url, headers, body);
}

static struct http_reply post(const char *header, const char *body)
{
	return call("POST", "/fhir/QuestionnaireResponse", header, body);
}

/* The request gives the status, and a body that holds the words. */
static void gives(struct http_reply reply, long status, const char *words)
{
	if (reply.status != status || !strstr(reply.body, words))
		fail_msg("expected %ld and \"%s\", got %ld: %s", status, words, reply.status,
			 reply.body);
	http_release(&reply);
}

static void create_is_stored_searched_and_read(void **state)
{
	struct http_reply reply;
	struct json *bundle;
	const cJSON *resource;
	char path[FOLDER_MAX + 64], *text;

	(void)state;
	clinic_start(&clinic);
	reply = post(NULL, RESPONSE);
	assert_int_equal(reply.status, 201);
	assert_string_equal(http_header(&reply, "etag"), "W/\"1\"");
	assert_non_null(strstr(http_header(&reply, "location"), "/fhir/QuestionnaireResponse/"));
	assert_non_null(strstr(reply.body, "\"valueDecimal\":1.50"));
	http_release(&reply);
	bundle = clinic_search(&clinic, SYSTEM, VALUE);
	assert_string_equal(json_string(json_root(bundle), "type"), "searchset");
	resource = json_get(json_get(json_root(bundle), "entry")->child, "resource");
	snprintf(path, sizeof(path), "/fhir/QuestionnaireResponse/%s", json_string(resource, "id"));
	gives(call("GET", path, NULL, NULL), 200, VALUE);
	json_close(bundle);
	snprintf(path, sizeof(path), "%s/received/5e1fab1e.json", clinic.folder);
	text = file_read(path);
	assert_non_null(text);
	assert_non_null(strstr(text, "1.50"));
	free(text);
	bundle = clinic_search(&clinic, SYSTEM "/other", VALUE);
	assert_int_equal((int)json_get(json_root(bundle), "total")->valuedouble, 0);
	json_close(bundle);
	gives(call("GET", "/fhir/QuestionnaireResponse/none", NULL, NULL), 404, "OperationOutcome");
	gives(call("GET", "/fhir/QuestionnaireResponse?patient=1", NULL, NULL), 400,
	      "OperationOutcome");
}

static void conditional_create(void **state)
{
	(void)state;
	clinic_start(&clinic);
	gives(post(CONDITION, RESPONSE), 201, VALUE);
	gives(post(CONDITION, RESPONSE), 200, VALUE);
	gives(post("If-None-Exist: identifier=" SYSTEM "|" VALUE, RESPONSE), 200, VALUE);
	assert_int_equal(clinic_count(&clinic), 1);
	gives(post("If-None-Exist: identifier=" SYSTEM "%7Cother", RESPONSE), 201, VALUE);
	gives(post(CONDITION, RESPONSE), 412, "multiple-matches");
	gives(post("If-None-Exist: ?identifier=" SYSTEM "%7C" VALUE, RESPONSE), 400,
	      "OperationOutcome");
	gives(post("If-None-Exist: identifier=", RESPONSE), 400, "OperationOutcome");
	assert_int_equal(clinic_count(&clinic), 2);
}

static void *post_once(void *context)
{
	struct http_reply reply = post(CONDITION, RESPONSE);

	*(long *)context = reply.status;
	http_release(&reply);
	return NULL;
}

static void five_at_once_make_one(void **state)
{
	pthread_t threads[5];
	long statuses[5], created = 0, found = 0;
	size_t i;

	(void)state;
	clinic_start(&clinic);
	gives(call("GET", "/fhir/metadata", NULL, NULL), 200, "4.0.1");
	for (i = 0; i < 5; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, post_once, &statuses[i]), 0);
	for (i = 0; i < 5; i++) {
		pthread_join(threads[i], NULL);
		created += statuses[i] == 201;
		found += statuses[i] == 200;
	}
	assert_int_equal(created, 1);
	assert_int_equal(found, 4);
	assert_int_equal(clinic_count(&clinic), 1);
}

static void update(void **state)
{
	static const char body[] =
		"{\"id\":\"mine\"," /* the rest of a response, without its brace */
		"\"resourceType\":\"QuestionnaireResponse\",\"status\":\"completed\"" IDENTIFIED
		"}";

	(void)state;
	clinic_start(&clinic);
	gives(call("PUT", "/fhir/QuestionnaireResponse/mine", NULL, body), 201,
	      "\"versionId\":\"1\"");
	gives(call("PUT", "/fhir/QuestionnaireResponse/mine", NULL, body), 200,
	      "\"versionId\":\"2\"");
	gives(call("PUT", "/fhir/QuestionnaireResponse/other", NULL, body), 400,
	      "OperationOutcome");
	gives(call("PUT", "/fhir/QuestionnaireResponse/mine", NULL, RESPONSE), 400,
	      "OperationOutcome");
	gives(call("PUT", "/fhir/QuestionnaireResponse/not_an_id", NULL, body), 400,
	      "OperationOutcome");
	assert_int_equal(clinic_count(&clinic), 1);
}

static void conditional_update(void **state)
{
	static const char path[] =
		"/fhir/"
		"QuestionnaireResponse?identifier=https%3A%2F%2Fclinic.example%2Fids%7C" VALUE;

	(void)state;
	clinic_start(&clinic);
	gives(call("PUT", path, NULL, RESPONSE), 201, "\"versionId\":\"1\"");
	gives(call("PUT", path, NULL, RESPONSE), 200, "\"versionId\":\"2\"");
	assert_int_equal(clinic_count(&clinic), 1);
	gives(post(NULL, RESPONSE), 201, VALUE);
	gives(call("PUT", path, NULL, RESPONSE), 412, "multiple-matches");
	gives(call("PUT", "/fhir/QuestionnaireResponse", NULL, RESPONSE), 400, "OperationOutcome");
}

static void plain_endpoint_honours_the_key(void **state)
{
	(void)state;
	clinic_start(&clinic);
	gives(call("POST", "/plain", NULL, RESPONSE), 400, "Idempotency-Key");
	gives(call("POST", "/plain", "Idempotency-Key: k1", RESPONSE), 201, "received");
	gives(call("POST", "/plain", "Idempotency-Key: k1", RESPONSE), 200, "received");
	assert_int_equal(clinic_count(&clinic), 1);
	gives(call("POST", "/plain", "Idempotency-Key: k2", RESPONSE), 201, "received");
	assert_int_equal(clinic_count(&clinic), 2);
}

static void prefer_is_honoured(void **state)
{
	struct http_reply reply;

	(void)state;
	clinic_start(&clinic);
	reply = post("Prefer: return=minimal", RESPONSE);
	assert_int_equal(reply.status, 201);
	assert_string_equal(reply.body, "");
	assert_non_null(http_header(&reply, "location"));
	http_release(&reply);
	gives(post("Prefer: return=representation", RESPONSE), 201, VALUE);
}

static const struct {
	const char *body;
	long status;
	const char *words;
} refusals[] = {
	{"{", 400, "\"code\":\"structure\""},
	{"[]", 400, "only a QuestionnaireResponse"},
	{"{\"resourceType\":\"Patient\"}", 400, "only a QuestionnaireResponse"},
	{"{\"resourceType\":\"QuestionnaireResponse\"}", 422, "status is missing"},
	{"{\"resourceType\":\"QuestionnaireResponse\",\"status\":\"done\"}", 422,
	 "QuestionnaireResponse.status"},
	{"{\"resourceType\":\"QuestionnaireResponse\",\"status\":1}", 422,
	 "QuestionnaireResponse.status"},
	{HEAD ",\"item\":[]}", 422, "must not be empty"},
	{HEAD ",\"language\":\"\"}", 422, "must not be empty"},
	{HEAD ",\"meta\":{}}", 422, "must not be empty"},
	{HEAD ",\"source\":null}", 422, "must not be null"},
	{HEAD ",\"name\":\"x\"}", 422, "unknown property \\\"name\\\""},
	{HEAD ",\"identifier\":[{\"value\":\"x\"}]}", 422, "\"QuestionnaireResponse.identifier\""},
	{HEAD ",\"authored\":\"2026-11-23T10:00:00\"}", 422, "zone"},
	{HEAD ",\"authored\":\"2026-11-23T10:00Z\"}", 422, "seconds"},
	{HEAD ",\"text\":{\"status\":\"generated\",\"div\":\"words\"}}", 422, "one div"},
	{HEAD ",\"contained\":[{\"resourceType\":\"Patient\",\"id\":\"p\"}]}", 422, "dom-3"},
	{HEAD ",\"subject\":{\"reference\":\"#p\"}}", 422, "not contained"},
	{HEAD ",\"item\":[{\"text\":\"x\"}]}", 422, "without linkId"},
	{HEAD ",\"item\":[{\"linkId\":\"a\",\"required\":true}]}", 422,
	 "QuestionnaireResponse.item[0].required"},
	{HEAD ",\"item\":[{\"linkId\":\"a\",\"item\":[{\"linkId\":\"b\"}],\"answer\":[{"
	      "\"valueBoolean\":true}]}]}",
	 422, "qrs-1"},
};

/* What stands in one answer. */
static const struct {
	const char *answer;
	const char *words;
} wrong_answers[] = {
	{"\"valueBoolean\":true,\"valueString\":\"x\"", "several value[x]"},
	{"\"value\":true", "unknown property"},
	{"\"item\":[{\"linkId\":\"b\"}]", "without value[x]"},
	{"\"valueBoolean\":\"true\"", "true or false"},
	{"\"valueInteger\":1.0", "not an integer"},
	{"\"valueInteger\":2147483648", "not an integer"},
	{"\"valueInteger\":\"1\"", "not an integer"},
	{"\"valueDecimal\":\"1.5\"", "must be a number"},
	{"\"valueDate\":\"2026-02-30\"", "not a date"},
	{"\"valueDate\":\"11/23/2026\"", "not a date"},
	{"\"valueDateTime\":\"2026-11-23T10:00:00\"", "zone"},
	{"\"valueTime\":\"10:00\"", "not a time"},
	{"\"valueString\":5", "must be a string"},
	{"\"valueCoding\":\"yes\"", "must be an object"},
	{"\"valueCoding\":{\"label\":\"yes\"}", "item[0].answer[0].valueCoding.label"},
};

static void refuses_what_r4_forbids(void **state)
{
	char body[512];
	size_t i;

	(void)state;
	clinic_start(&clinic);
	for (i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
		gives(post(NULL, refusals[i].body), refusals[i].status, refusals[i].words);
	for (i = 0; i < sizeof(wrong_answers) / sizeof(wrong_answers[0]); i++) {
		snprintf(body, sizeof(body),
			 HEAD ",\"item\":[{\"linkId\":\"a\",\"answer\":[{%s}]}]}",
			 wrong_answers[i].answer);
		gives(post(NULL, body), 422, wrong_answers[i].words);
	}
	assert_int_equal(clinic_count(&clinic), 0);
}

static void takes_what_r4_allows(void **state)
{
	static const char *const answers[] = {
		"\"valueBoolean\":false",
		"\"valueInteger\":-3",
		"\"valueDecimal\":1e3",
		"\"valueDate\":\"2026\"",
		"\"valueDate\":\"2024-02-29\"",
		"\"valueDateTime\":\"2026-11-23T10:00:00.5+14:00\"",
		"\"valueTime\":\"10:00:00\"",
		"\"valueString\":\"é\\nx\"",
		"\"valueCoding\":{\"system\":\"urn:x\",\"code\":\"y\",\"_display\":{\"id\":\"d\"}}",
		"\"valueBoolean\":true,\"item\":[{\"linkId\":\"b\"}]",
	};
	char body[512];
	size_t i;

	(void)state;
	clinic_start(&clinic);
	for (i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		snprintf(body, sizeof(body),
			 HEAD ",\"contained\":[{\"resourceType\":\"Patient\",\"id\":\"p\"}],"
			      "\"subject\":{\"reference\":\"#p\"},\"item\":[{\"linkId\":\"a\","
			      "\"answer\":[{%s}]}]}",
			 answers[i]);
		gives(post(NULL, body), 201, "\"reference\":\"#p\"");
	}
}

static void refuses_what_is_not_fhir(void **state)
{
	static const char *const plain[] = {"Content-Type: text/plain", NULL};
	struct http_reply reply;
	char url[160], *huge = malloc(9u << 20);

	(void)state;
	assert_non_null(huge);
	memset(huge, ' ', 9u << 20);
	huge[(9u << 20) - 1] = '\0';
	clinic_start(&clinic);
	snprintf(url, sizeof(url), "%s/QuestionnaireResponse", clinic.base);
	gives(http_send("POST", url, plain, RESPONSE), 415, "OperationOutcome");
	gives(post(NULL, huge), 413, "too-long");
	free(huge);
	reply = call("DELETE", "/fhir/QuestionnaireResponse", NULL, NULL);
	assert_string_equal(http_header(&reply, "allow"), "GET, POST, PUT");
	gives(reply, 405, "OperationOutcome");
	gives(call("POST", "/fhir/Patient", NULL, RESPONSE), 404, "OperationOutcome");
}

static void faults_come_one_a_write(void **state)
{
	struct http_reply reply;

	(void)state;
	clinic_start(&clinic);
	clinic_order(&clinic,
		     "{\"next\":[{\"status\":503,\"retryAfter\":\"2\"},{\"cut\":\"before-store\"},"
		     "{\"impostor\":true},{\"status\":200,\"body\":\"<html>\"},{\"cut\":\"after-"
		     "store\"}]}");
	reply = post(CONDITION, RESPONSE);
	assert_string_equal(http_header(&reply, "retry-after"), "2");
	gives(reply, 503, "OperationOutcome");
	assert_int_equal(clinic_count(&clinic), 0); /* a read consumes none */
	gives(post(CONDITION, RESPONSE), 0, "");
	reply = post(CONDITION, RESPONSE);
	assert_null(strstr(reply.body, VALUE));
	gives(reply, 200, "QuestionnaireResponse");
	gives(post(CONDITION, RESPONSE), 200, "<html>");
	assert_int_equal(clinic_count(&clinic), 0);
	gives(post(CONDITION, RESPONSE), 0, "");
	assert_int_equal(clinic_count(&clinic), 1);
	gives(post(CONDITION, RESPONSE), 200, VALUE);
}

static void always_down_and_delay(void **state)
{
	int64_t begun;

	(void)state;
	clinic_start(&clinic);
	clinic_order(&clinic, "{\"always\":{\"status\":500}}");
	gives(post(NULL, RESPONSE), 500, "OperationOutcome");
	gives(post(NULL, RESPONSE), 500, "OperationOutcome");
	clinic_order(&clinic, "{\"always\":null,\"down\":true}");
	gives(post(NULL, RESPONSE), 0, "");
	gives(call("GET", "/fhir/metadata", NULL, NULL), 0, "");
	clinic_order(&clinic, "{\"down\":false,\"next\":[{\"delayMs\":150}]}");
	begun = test_now_ms();
	gives(post(NULL, RESPONSE), 201, VALUE);
	assert_true(test_now_ms() - begun >= 150);
	gives(call("POST", "/control", NULL, "{\"next\":[{\"stauts\":500}]}"), 400, "not an order");
	gives(call("POST", "/control", NULL, "{\"down\":1}"), 400, "not an order");
}

static void ends_within_a_delay(void **state)
{
	int64_t end = test_now_ms() + TEST_DEADLINE_MS;
	pthread_t thread;
	long status;

	(void)state;
	clinic_start(&clinic);
	clinic_order(&clinic, "{\"next\":[{\"replyDelayMs\":600000}]}");
	assert_int_equal(pthread_create(&thread, NULL, post_once, &status), 0);
	while (clinic_count(&clinic) == 0 && test_now_ms() < end)
		test_pause();
	assert_int_equal(clinic_count(&clinic), 1);
	clinic_end(&clinic);
	pthread_join(thread, NULL);
}

static void log_lists_requests(void **state)
{
	struct json *log;
	const cJSON *entry;

	(void)state;
	clinic_start(&clinic);
	clinic_order(&clinic, "{\"next\":[{\"cut\":\"before-store\"}]}");
	gives(post(CONDITION, RESPONSE), 0, "");
	gives(post("Idempotency-Key: k", RESPONSE), 201, VALUE);
	log = clinic_log(&clinic);
	entry = json_root(log)->child;
	assert_string_equal(json_string(entry, "method"), "POST");
	assert_string_equal(json_string(entry, "path"), "/fhir/QuestionnaireResponse");
	assert_string_equal(json_string(entry, "ifNoneExist"), strchr(CONDITION, ' ') + 1);
	assert_int_equal((int)json_get(entry, "status")->valuedouble, 0);
	entry = entry->next;
	assert_string_equal(json_string(entry, "idempotencyKey"), "k");
	assert_int_equal((int)json_get(entry, "status")->valuedouble, 201);
	assert_null(entry->next);
	json_close(log);
}

static void state_survives_a_restart(void **state)
{
	(void)state;
	clinic_start(&clinic);
	gives(post(CONDITION, RESPONSE), 201, VALUE);
	clinic_restart(&clinic);
	gives(post(CONDITION, RESPONSE), 200, VALUE);
}

static void says_how_it_is_used(void **state)
{
	const char *program = process_program("DEMO_CLINIC_PROGRAM");
	char folder[FOLDER_MAX], output[FOLDER_MAX + 8], missing[FOLDER_MAX + 8], *text;
	const char *const help[] = {program, "--help", NULL}, *const bare[] = {program, NULL};
	const char *const wrong[] = {program, "--folder", "x", "--port", "65536", NULL};
	const char *const nowhere[] = {program, "--folder", missing, NULL};

	(void)state;
	folder_make(folder);
	snprintf(output, sizeof(output), "%s/out", folder);
	snprintf(missing, sizeof(missing), "%s/a/b", folder);
	assert_int_equal(process_run(help, output, output), 0);
	assert_int_equal(process_run(bare, output, output), 2);
	assert_int_equal(process_run(wrong, output, output), 2);
	assert_int_equal(process_run(nowhere, output, output), 1);
	text = file_read(output);
	assert_non_null(text);
	assert_non_null(strstr(text, "--port-file"));
	assert_non_null(strstr(text, "No such file"));
	free(text);
	folder_remove(folder);
}

#define CLINIC_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		CLINIC_TEST(create_is_stored_searched_and_read),
		CLINIC_TEST(conditional_create),
		CLINIC_TEST(five_at_once_make_one),
		CLINIC_TEST(update),
		CLINIC_TEST(conditional_update),
		CLINIC_TEST(plain_endpoint_honours_the_key),
		CLINIC_TEST(prefer_is_honoured),
		CLINIC_TEST(refuses_what_r4_forbids),
		CLINIC_TEST(takes_what_r4_allows),
		CLINIC_TEST(refuses_what_is_not_fhir),
		CLINIC_TEST(faults_come_one_a_write),
		CLINIC_TEST(always_down_and_delay),
		CLINIC_TEST(ends_within_a_delay),
		CLINIC_TEST(log_lists_requests),
		CLINIC_TEST(state_survives_a_restart),
		CLINIC_TEST(says_how_it_is_used),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
