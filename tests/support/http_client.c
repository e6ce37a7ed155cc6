#include "http_client.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <ctype.h>
#include <curl/curl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BODY_MAX (64u << 20)

static size_t take_bytes(char *bytes, size_t size, size_t count, void *context)
{
	return buf_add(context, bytes, size * count) ? 0 : size * count;
}

static size_t take_header(char *bytes, size_t size, size_t count, void *context)
{
	size_t len = size * count, i;

	for (i = 0; i < len && bytes[i] != ':'; i++)
		bytes[i] = (char)tolower((unsigned char)bytes[i]);
	return buf_add(context, bytes, len) ? 0 : len;
}

static struct curl_slist *make_headers(const char *const headers[])
{
	struct curl_slist *list = curl_slist_append(NULL, "Expect:");

	for (; headers && *headers; headers++)
		list = curl_slist_append(list, *headers);
	assert_non_null(list);
	return list;
}

struct http_reply http_send(const char *method, const char *url, const char *const headers[],
			    const char *body)
{
	struct curl_slist *list = make_headers(headers);
	struct http_reply reply = {0};
	struct buf content, lines;
	CURL *curl = curl_easy_init();

	assert_non_null(curl);
	buf_init(&content, BODY_MAX, NULL);
	buf_init(&lines, 1u << 20, NULL);
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)TEST_DEADLINE_MS);
	if (body) {
		curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)strlen(body));
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
	}
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_bytes);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, &content);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, &lines);
	if (curl_easy_perform(curl) == CURLE_OK)
		curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply.status);
	reply.body = strdup(buf_str(&content));
	reply.headers = strdup(buf_str(&lines));
	assert_true(reply.body && reply.headers);
	buf_release(&lines);
	buf_release(&content);
	curl_easy_cleanup(curl);
	curl_slist_free_all(list);
	return reply;
}

const char *http_header(const struct http_reply *reply, const char *name)
{
	static char value[1024];
	char start[128];
	const char *at;

	snprintf(start, sizeof(start), "\n%s: ", name);
	at = strstr(reply->headers, start);
	if (!at)
		return NULL;
	at += strlen(start);
	snprintf(value, sizeof(value), "%.*s", (int)strcspn(at, "\r\n"), at);
	return value;
}

void http_release(struct http_reply *reply)
{
	free(reply->body);
	free(reply->headers);
	reply->body = reply->headers = NULL;
}

/* The port file, once it is there. */
static unsigned await_port(const char *path, pid_t pid)
{
	int64_t end = test_now_ms() + TEST_DEADLINE_MS;
	unsigned port;
	char *text;

	while (!(text = file_read(path))) {
		if (test_now_ms() > end || process_wait(pid, 0) >= 0)
			fail_msg("the demo clinic does not start");
		test_pause();
	}
	port = (unsigned)strtoul(text, NULL, 10);
	free(text);
	return port;
}

static void start(struct clinic_child *clinic, const char *port)
{
	const char *program = process_program("DEMO_CLINIC_PROGRAM");
	char port_file[FOLDER_MAX + 16], output[FOLDER_MAX + 16], errors[FOLDER_MAX + 16];
	const char *argv[] = {program,  "--folder", clinic->folder, "--port-file", port_file,
			      "--port", port,       "--control",    NULL};

	snprintf(port_file, sizeof(port_file), "%s/port", clinic->folder);
	snprintf(output, sizeof(output), "%s/output", clinic->folder);
	snprintf(errors, sizeof(errors), "%s/errors", clinic->folder);
	remove(port_file);
	clinic->pid = process_start(argv, output, errors);
	snprintf(clinic->url, sizeof(clinic->url), "http://127.0.0.1:%u",
		 await_port(port_file, clinic->pid));
	snprintf(clinic->base, sizeof(clinic->base), "%s/fhir", clinic->url);
}

void clinic_start(struct clinic_child *clinic)
{
	(void)process_program("DEMO_CLINIC_PROGRAM");
	json_init();
	folder_make(clinic->folder);
	start(clinic, "0");
}

void clinic_end(struct clinic_child *clinic)
{
	pid_t pid = clinic->pid;

	clinic->pid = 0;
	assert_int_equal(process_end(pid, SIGTERM), 0);
}

void clinic_restart(struct clinic_child *clinic)
{
	char port[16];

	if (clinic->pid)
		clinic_end(clinic);
	snprintf(port, sizeof(port), "%s", strrchr(clinic->url, ':') + 1);
	start(clinic, port);
}

void clinic_remove(struct clinic_child *clinic)
{
	if (clinic->pid)
		clinic_end(clinic);
	folder_remove(clinic->folder);
}

void clinic_order(const struct clinic_child *clinic, const char *order)
{
	char url[96];
	struct http_reply reply;

	snprintf(url, sizeof(url), "%s/control", clinic->url);
	reply = http_send("POST", url, NULL, order);
	assert_int_equal(reply.status, 204);
	http_release(&reply);
}

/* The JSON that a GET gives. */
static struct json *fetch(const char *url)
{
	struct http_reply reply = http_send("GET", url, NULL, NULL);
	struct json *json = NULL;
	struct report report;

	report_init(&report);
	assert_int_equal(reply.status, 200);
	assert_int_equal(json_parse("reply", reply.body, strlen(reply.body), &report, &json),
			 STATUS_OK);
	report_release(&report);
	http_release(&reply);
	return json;
}

struct json *clinic_log(const struct clinic_child *clinic)
{
	char url[96];

	snprintf(url, sizeof(url), "%s/control/log", clinic->url);
	return fetch(url);
}

int clinic_count(const struct clinic_child *clinic)
{
	char url[160];
	struct json *json;
	int total;

	snprintf(url, sizeof(url), "%s/QuestionnaireResponse", clinic->base);
	json = fetch(url);
	total = (int)json_get(json_root(json), "total")->valuedouble;
	json_close(json);
	return total;
}

struct json *clinic_search(const struct clinic_child *clinic, const char *system, const char *value)
{
	char url[1024], *system_text = curl_easy_escape(NULL, system, 0),
			*value_text = curl_easy_escape(NULL, value, 0);

	assert_true(system_text && value_text);
	snprintf(url, sizeof(url), "%s/QuestionnaireResponse?identifier=%s%%7C%s", clinic->base,
		 system_text, value_text);
	curl_free(system_text);
	curl_free(value_text);
	return fetch(url);
}
