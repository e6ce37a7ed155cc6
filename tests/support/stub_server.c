#include "stub_server.h"

#include "process.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <cjson/cJSON.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCRIPT_MAX 32

struct form {
	char value[64];
	char *body;
};

struct stub {
	struct MHD_Daemon *daemon;
	char url[64];
	const struct stub_step *script;
	pthread_mutex_t lock;
	pthread_cond_t released_changed;
	bool released, overlapped;
	bool used[SCRIPT_MAX];
	struct form forms[STUB_FORMS_MAX];
	size_t form_count;
	struct stub_request requests[STUB_REQUESTS_MAX];
	bool open[STUB_REQUESTS_MAX];
	size_t request_count;
};

/* One request while it comes in. */
struct call {
	struct stub *stub;
	char *body;
	size_t len;
	ssize_t index; /* into requests, -1: not yet complete */
};

static void copy(char *out, size_t size, const char *text)
{
	snprintf(out, size, "%s", text ? text : "");
}

static void header(struct MHD_Connection *connection, const char *name, char *out, size_t size)
{
	copy(out, size, MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name));
}

static const char *value_of(const cJSON *resource)
{
	const cJSON *identifier = cJSON_GetObjectItemCaseSensitive(resource, "identifier");

	return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(identifier, "value"));
}

/* What a search is for: behind the last '|'. */
static const char *wanted(const char *identifier)
{
	const char *bar = identifier ? strrchr(identifier, '|') : NULL;

	return bar ? bar + 1 : identifier;
}

static void note(struct call *call, struct MHD_Connection *connection, const char *method,
		 const char *path)
{
	struct stub *stub = call->stub;
	struct stub_request *request = &stub->requests[stub->request_count];
	const char *asked =
		MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, "identifier");
	cJSON *body = cJSON_Parse(call->body);
	size_t i;

	copy(request->method, sizeof(request->method), method);
	snprintf(request->target, sizeof(request->target), "%s%s%s", path, asked ? "?" : "",
		 asked ? asked : "");
	copy(request->value, sizeof(request->value), body ? value_of(body) : wanted(asked));
	request->has_id = cJSON_HasObjectItem(body, "id");
	header(connection, "If-None-Exist", request->if_none_exist, STUB_TEXT_MAX);
	header(connection, "Idempotency-Key", request->idempotency_key, 64);
	header(connection, "Prefer", request->prefer, 64);
	header(connection, "Authorization", request->authorization, STUB_TEXT_MAX);
	header(connection, "Cache-Control", request->cache_control, 64);
	header(connection, "Content-Type", request->content_type, 64);
	header(connection, "Accept", request->accept, 64);
	header(connection, "User-Agent", request->user_agent, 64);
	header(connection, "Expect", request->expect, 64);
	request->at = test_now_ms();
	cJSON_Delete(body);
	for (i = 0; i < stub->request_count; i++)
		if (stub->open[i] && strcmp(stub->requests[i].value, request->value) == 0)
			stub->overlapped = true;
	call->index = (ssize_t)stub->request_count;
	stub->open[stub->request_count++] = true;
}

static struct form *find(struct stub *stub, const char *value)
{
	size_t i;

	for (i = 0; value && i < stub->form_count; i++)
		if (strcmp(stub->forms[i].value, value) == 0)
			return &stub->forms[i];
	return NULL;
}

/* A create without a condition stores a second one, as real servers do. */
static struct form *store(struct stub *stub, const struct call *call)
{
	const struct stub_request *request = &stub->requests[call->index];
	struct form *form = find(stub, request->value);
	bool conditional = request->if_none_exist[0] || strcmp(request->method, "PUT") == 0;

	if ((form && conditional) || stub->form_count == STUB_FORMS_MAX)
		return form;
	form = &stub->forms[stub->form_count++];
	copy(form->value, sizeof(form->value), request->value);
	form->body = strdup(call->body);
	return form;
}

static enum MHD_Result reply(struct MHD_Connection *connection, int status, const char *retry_after,
			     const char *body)
{
	struct MHD_Response *response;
	enum MHD_Result result;

	response = MHD_create_response_from_buffer(strlen(body), (void *)(uintptr_t)body,
						   MHD_RESPMEM_MUST_COPY);
	if (!response)
		return MHD_NO;
	MHD_add_response_header(response, "Content-Type", "application/fhir+json");
	if (retry_after)
		MHD_add_response_header(response, "Retry-After", retry_after);
	result = MHD_queue_response(connection, (unsigned int)status, response);
	MHD_destroy_response(response);
	return result;
}

static enum MHD_Result search(struct stub *stub, struct MHD_Connection *connection,
			      const char *value)
{
	const struct form *form = find(stub, value);
	char bundle[8192];

	snprintf(bundle, sizeof(bundle),
		 "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[%s%s%s]}",
		 form ? "{\"resource\":" : "", form ? form->body : "", form ? "}" : "");
	return reply(connection, 200, NULL, bundle);
}

static enum MHD_Result be_honest(struct call *call, struct MHD_Connection *connection)
{
	struct stub *stub = call->stub;
	const struct stub_request *request = &stub->requests[call->index];
	const char *id = strstr(request->target, "QuestionnaireResponse/");
	const struct form *form;

	if (strcmp(request->method, "GET") != 0) {
		form = store(stub, call);
		return reply(connection, 201, NULL, form->body);
	}
	if (!id)
		return search(stub, connection, request->value);
	form = find(stub, id + strlen("QuestionnaireResponse/"));
	return form ? reply(connection, 200, NULL, form->body)
		    : reply(connection, 404, NULL, "{\"resourceType\":\"OperationOutcome\"}");
}

static const struct stub_step *next_step(struct stub *stub, const char *method)
{
	size_t i;

	for (i = 0; stub->script && stub->script[i].method && i < SCRIPT_MAX; i++)
		if (!stub->used[i] && strcmp(stub->script[i].method, method) == 0) {
			stub->used[i] = true;
			return &stub->script[i];
		}
	return NULL;
}

static enum MHD_Result act(struct call *call, struct MHD_Connection *connection, const char *method)
{
	struct stub *stub = call->stub;
	const struct stub_step *step = next_step(stub, method);

	if (!step)
		return be_honest(call, connection);
	if (step->deed != STUB_REPLY && step->deed != STUB_CUT)
		store(stub, call);
	while (step->deed == STUB_STORE_HANG && !stub->released)
		pthread_cond_wait(&stub->released_changed, &stub->lock);
	if (step->deed == STUB_REPLY || step->deed == STUB_STORE_LIE)
		return reply(connection, step->status, step->retry_after,
			     step->body ? step->body : "");
	return MHD_NO;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url,
				  const char *method, const char *version, const char *upload,
				  size_t *upload_size, void **own)
{
	struct stub *stub = context;
	struct call *call = *own;
	enum MHD_Result result;

	(void)version;
	if (!call) {
		call = calloc(1, sizeof(*call));
		*call = (struct call){.stub = stub, .body = calloc(1, 1), .index = -1};
		*own = call;
		return MHD_YES;
	}
	if (*upload_size > 0) {
		call->body = realloc(call->body, call->len + *upload_size + 1);
		memcpy(call->body + call->len, upload, *upload_size);
		call->len += *upload_size;
		call->body[call->len] = '\0';
		*upload_size = 0;
		return MHD_YES;
	}
	pthread_mutex_lock(&stub->lock);
	if (stub->request_count < STUB_REQUESTS_MAX) {
		note(call, connection, method, url);
		result = act(call, connection, method);
	} else {
		result = MHD_NO;
	}
	pthread_mutex_unlock(&stub->lock);
	return result;
}

static void on_end(void *context, struct MHD_Connection *connection, void **own,
		   enum MHD_RequestTerminationCode why)
{
	struct stub *stub = context;
	struct call *call = *own;

	(void)connection;
	(void)why;
	if (!call)
		return;
	pthread_mutex_lock(&stub->lock);
	if (call->index >= 0)
		stub->open[call->index] = false;
	pthread_mutex_unlock(&stub->lock);
	free(call->body);
	free(call);
	*own = NULL;
}

struct stub *stub_start(const struct stub_step *script)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	struct stub *stub = calloc(1, sizeof(*stub));
	const union MHD_DaemonInfo *info;

	assert_non_null(stub);
	stub->script = script;
	pthread_mutex_init(&stub->lock, NULL);
	pthread_cond_init(&stub->released_changed, NULL);
	stub->daemon =
		MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION, 0,
				 NULL, NULL, on_request, stub, MHD_OPTION_SOCK_ADDR, &address,
				 MHD_OPTION_NOTIFY_COMPLETED, on_end, stub, MHD_OPTION_END);
	assert_non_null(stub->daemon);
	info = MHD_get_daemon_info(stub->daemon, MHD_DAEMON_INFO_BIND_PORT);
	assert_non_null(info);
	snprintf(stub->url, sizeof(stub->url), "http://127.0.0.1:%u/fhir", info->port);
	return stub;
}

void stub_release(struct stub *stub)
{
	pthread_mutex_lock(&stub->lock);
	stub->released = true;
	pthread_cond_broadcast(&stub->released_changed);
	pthread_mutex_unlock(&stub->lock);
}

void stub_stop(struct stub *stub)
{
	size_t i;

	if (!stub)
		return;
	stub_release(stub);
	MHD_stop_daemon(stub->daemon);
	for (i = 0; i < stub->form_count; i++)
		free(stub->forms[i].body);
	pthread_cond_destroy(&stub->released_changed);
	pthread_mutex_destroy(&stub->lock);
	free(stub);
}

const char *stub_url(const struct stub *stub)
{
	return stub->url;
}

size_t stub_forms(struct stub *stub)
{
	size_t count;

	pthread_mutex_lock(&stub->lock);
	count = stub->form_count;
	pthread_mutex_unlock(&stub->lock);
	return count;
}

/* The index of the n-th request of a method, or how many there are when there is no n-th. */
static size_t nth(const struct stub *stub, const char *method, size_t n, bool *found)
{
	size_t i, seen = 0;

	*found = true;
	for (i = 0; i < stub->request_count; i++)
		if (strcmp(stub->requests[i].method, method) == 0 && seen++ == n)
			return i;
	*found = false;
	return seen;
}

size_t stub_count(struct stub *stub, const char *method)
{
	size_t count;
	bool found;

	pthread_mutex_lock(&stub->lock);
	count = nth(stub, method, SIZE_MAX, &found);
	pthread_mutex_unlock(&stub->lock);
	return count;
}

struct stub_request stub_request(struct stub *stub, const char *method, size_t n)
{
	struct stub_request request = {0};
	size_t index;
	bool found;

	pthread_mutex_lock(&stub->lock);
	index = nth(stub, method, n, &found);
	if (found)
		request = stub->requests[index];
	pthread_mutex_unlock(&stub->lock);
	if (!found)
		fail_msg("only %zu %s requests came", index, method);
	return request;
}

bool stub_overlapped(struct stub *stub)
{
	bool overlapped;

	pthread_mutex_lock(&stub->lock);
	overlapped = stub->overlapped;
	pthread_mutex_unlock(&stub->lock);
	return overlapped;
}
