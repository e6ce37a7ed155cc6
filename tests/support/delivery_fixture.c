#include "delivery_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <kiosk/base/channel.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SYSTEM "https://clinic.example/ids"

static const char settings_format[] =
	"{\"clinic\":{\"name\":\"Sol\"},\"timezone\":\"Europe/Madrid\",\"dateOrder\":\"dmy\","
	"\"form\":{\"questionnaire\":\"q.json\","
	"\"confirmation\":{\"system\":\"urn:x\",\"code\":\"confirm\"}},"
	"\"flow\":[\"questions\",\"confirm\"],\"identifierSystem\":\"" SYSTEM "\","
	"\"backend\":{\"url\":\"%s%s\",%s},"
	"\"outbox\":{\"directory\":\"outbox\",\"publicKey\":\"key.pub\"},"
	"\"uploader\":{\"secretKey\":\"key.secret\",\"socket\":\"up.socket\"},"
	"\"control\":{\"socket\":\"control.socket\"}}\n";

const char *delivery_path(const struct delivery *delivery, const char *name)
{
	static char path[4][FOLDER_MAX + 32];
	static int next;

	next = (next + 1) % 4;
	snprintf(path[next], sizeof(path[next]), "%s/%s", delivery->folder, name);
	return path[next];
}

void delivery_configure(const struct delivery *delivery, const char *path, const char *backend)
{
	char *text = NULL;

	assert_true(asprintf(&text, settings_format, delivery->clinic.url, path, backend) > 0);
	file_write(delivery_path(delivery, "kiosk.json"), text);
	free(text);
}

bool delivery_possible(void)
{
	if (getenv("UPLOADER_PROGRAM") && getenv("DEMO_CLINIC_PROGRAM"))
		return true;
	fputs("skipped: UPLOADER_PROGRAM or DEMO_CLINIC_PROGRAM is not set\n", stderr);
	return false;
}

void delivery_open(struct delivery *delivery)
{
	memset(delivery, 0, sizeof(*delivery));
	clinic_start(&delivery->clinic);
	folder_make(delivery->folder);
	assert_int_equal(seal_make_pair(delivery_path(delivery, "key.secret"),
					delivery_path(delivery, "key.pub")),
			 STATUS_OK);
	file_write(delivery_path(delivery, "q.json"), "{}");
	delivery_configure(delivery, "/fhir", DELIVERY_QUICK);
}

void delivery_close(struct delivery *delivery)
{
	if (delivery->uploader)
		delivery_end(delivery, SIGTERM);
	/* A sanitizer's word that did not end the uploader. */
	assert_false(delivery_printed(delivery, "err", "runtime error:"));
	clinic_remove(&delivery->clinic);
	folder_remove(delivery->folder);
}

const char *delivery_id(int number)
{
	static char id[UUID_MAX];

	snprintf(id, sizeof(id), "%08x-aaaa-4aaa-8aaa-aaaaaaaaaaaa", (unsigned)number);
	return id;
}

static struct outbox *open_outbox(const struct delivery *delivery, enum outbox_role role)
{
	struct outbox *outbox = NULL;

	assert_int_equal(outbox_open(delivery_path(delivery, "outbox"), role, NULL, &outbox),
			 STATUS_OK);
	return outbox;
}

/* Free it. */
static char *make_response(int number, const char *status)
{
	char *text = NULL;
	int len = asprintf(&text,
			   "{\"resourceType\":\"QuestionnaireResponse\","
			   "\"identifier\":{\"system\":\"" SYSTEM "\",\"value\":\"%s\"},"
			   "\"questionnaire\":\"urn:q|1\",\"status\":\"%s\","
			   "\"authored\":\"2026-11-23T14:05:09+01:00\","
			   "\"item\":[{\"linkId\":\"a\",\"answer\":[{\"valueString\":"
			   "\"Zephyrine\"}]}]}",
			   delivery_id(number), status);

	assert_true(len > 0);
	return text;
}

static void put(const struct delivery *delivery, int number, const char *status)
{
	struct outbox *outbox = open_outbox(delivery, OUTBOX_ROLE_KIOSK);
	char *text = make_response(number, status);
	struct seal_public key;

	assert_int_equal(seal_public_read(delivery_path(delivery, "key.pub"), NULL, NULL, &key),
			 STATUS_OK);
	assert_int_equal(outbox_put(outbox, &key, delivery_id(number), 1795000000000 + number,
				    "urn:q|1", "", text, strlen(text)),
			 STATUS_OK);
	free(text);
	outbox_close(outbox);
}

void delivery_put(const struct delivery *delivery, int number)
{
	put(delivery, number, "completed");
}

void delivery_put_invalid(const struct delivery *delivery, int number)
{
	put(delivery, number, "no-such-status");
}

void delivery_plant(const struct delivery *delivery, int number)
{
	static const char *const headers[] = {"Content-Type: application/fhir+json", NULL};
	char *text = make_response(number, "completed"), url[128];
	struct http_reply reply;

	snprintf(url, sizeof(url), "%s/QuestionnaireResponse", delivery->clinic.base);
	reply = http_send("POST", url, headers, text);
	assert_int_equal(reply.status, 201);
	http_release(&reply);
	free(text);
}

struct outbox_record delivery_find(const struct delivery *delivery, int number)
{
	struct outbox *outbox = open_outbox(delivery, OUTBOX_ROLE_READER);
	struct outbox_record record;

	assert_int_equal(outbox_find(outbox, delivery_id(number), &record), STATUS_OK);
	outbox_close(outbox);
	return record;
}

void delivery_await(const struct delivery *delivery, int number, enum outbox_state state)
{
	int64_t end = test_now_ms() + TEST_DEADLINE_MS;

	while (delivery_find(delivery, number).state != state) {
		if (test_now_ms() > end)
			fail_msg("record %d does not come to state %d", number, (int)state);
		test_pause();
	}
}

void delivery_await_reply(const struct delivery *delivery, int number, int http_status)
{
	int64_t end = test_now_ms() + TEST_DEADLINE_MS;

	while (delivery_find(delivery, number).http_status != http_status) {
		if (test_now_ms() > end)
			fail_msg("record %d gets no reply %d", number, http_status);
		test_pause();
	}
}

int delivery_run(const struct delivery *delivery, const char *first, const char *second)
{
	const char *argv[] = {process_program("UPLOADER_PROGRAM"),
			      "--config",
			      delivery_path(delivery, "kiosk.json"),
			      first,
			      second,
			      NULL};

	return process_run(argv, delivery_path(delivery, "out"), delivery_path(delivery, "err"));
}

int delivery_drain(const struct delivery *delivery)
{
	int64_t end = test_now_ms() + TEST_DEADLINE_MS;
	int code;

	while ((code = delivery_run(delivery, "--once", NULL)) == 3 && test_now_ms() < end)
		test_pause();
	return code;
}

void delivery_start(struct delivery *delivery)
{
	const char *argv[] = {process_program("UPLOADER_PROGRAM"), "--config",
			      delivery_path(delivery, "kiosk.json"), NULL};

	delivery->uploader =
		process_start(argv, delivery_path(delivery, "out"), delivery_path(delivery, "err"));
	close(delivery_dial(delivery));
}

void delivery_end(struct delivery *delivery, int signal_number)
{
	int code = process_end(delivery->uploader, signal_number);

	delivery->uploader = 0;
	assert_int_equal(code, signal_number == SIGTERM ? 0 : 128 + signal_number);
}

bool delivery_printed(const struct delivery *delivery, const char *file, const char *text)
{
	char *printed = file_read(delivery_path(delivery, file));
	bool found = printed && strstr(printed, text);

	free(printed);
	return found;
}

int delivery_dial(const struct delivery *delivery)
{
	int64_t end = test_now_ms() + TEST_DEADLINE_MS;
	int fd = -1;

	while (channel_connect(delivery_path(delivery, "up.socket"), &fd) != STATUS_OK) {
		if (test_now_ms() > end)
			fail_msg("the uploader does not listen");
		test_pause();
	}
	return fd;
}

const char *delivery_listen(int fd)
{
	static char message[CHANNEL_MESSAGE_MAX];
	int64_t end = test_now_ms() + TEST_DEADLINE_MS;
	enum status status;

	while ((status = channel_receive(fd, message)) == STATUS_BUSY && test_now_ms() < end)
		test_pause();
	assert_int_equal(status, STATUS_OK);
	return message;
}

const char *delivery_ask(int fd, const char *request)
{
	assert_int_equal(channel_send(fd, request), STATUS_OK);
	return delivery_listen(fd);
}

int delivery_held(const struct delivery *delivery, int number)
{
	struct json *json = clinic_search(&delivery->clinic, SYSTEM, delivery_id(number));
	int total = json_get(json_root(json), "total")->valueint;

	json_close(json);
	return total;
}

int delivery_requests(const struct delivery *delivery, const char *method, const char *text)
{
	struct json *json = clinic_log(&delivery->clinic);
	const cJSON *entry;
	int count = 0;

	cJSON_ArrayForEach(entry, json_root(json))
	{
		const char *path = json_string(entry, "path"),
			   *key = json_string(entry, "idempotencyKey");

		if (strcmp(json_string(entry, "method"), method) == 0 &&
		    (strstr(path, text) || (key && strcmp(key, text) == 0)))
			count++;
	}
	json_close(json);
	return count;
}

void delivery_expect_once(const struct delivery *delivery, int number)
{
	struct outbox_record record = delivery_find(delivery, number);

	assert_int_equal(record.state, OUTBOX_DELIVERED);
	assert_int_equal(delivery_held(delivery, number), 1);
}
