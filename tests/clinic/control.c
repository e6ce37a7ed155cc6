/* --control: faults on order, and a log of what was asked. */
#include "clinic.h"

#include <kiosk/base/report.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct control {
	pthread_mutex_t lock;
	pthread_cond_t stopped;
	cJSON *next;   /* array of faults, the oldest first */
	cJSON *always; /* the fault of every write when next is empty; NULL: none */
	cJSON *log;    /* array */
	bool down, stopping;
};

enum status control_open(struct control **out)
{
	struct control *control = calloc(1, sizeof(*control));
	pthread_condattr_t attributes;

	if (!control)
		return STATUS_NOMEM;
	control->next = cJSON_CreateArray();
	control->log = cJSON_CreateArray();
	pthread_mutex_init(&control->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&control->stopped, &attributes);
	pthread_condattr_destroy(&attributes);
	*out = control;
	return STATUS_OK;
}

void control_close(struct control *control)
{
	if (!control)
		return;
	cJSON_Delete(control->next);
	cJSON_Delete(control->always);
	cJSON_Delete(control->log);
	pthread_cond_destroy(&control->stopped);
	pthread_mutex_destroy(&control->lock);
	free(control);
}

static const char *const fault_keys[] = {"status", "retryAfter", "location", "body",
					 "cut",    "delayMs",    "impostor", "replyDelayMs"};

static bool fault_valid(const cJSON *fault)
{
	const char *cut = json_string(fault, "cut");
	const cJSON *member;
	size_t i;

	if (!cJSON_IsObject(fault) ||
	    (cut && strcmp(cut, "before-store") != 0 && strcmp(cut, "after-store") != 0))
		return false;
	cJSON_ArrayForEach(member, fault)
	{
		for (i = 0; i < sizeof(fault_keys) / sizeof(fault_keys[0]); i++)
			if (strcmp(member->string, fault_keys[i]) == 0)
				break;
		if (i == sizeof(fault_keys) / sizeof(fault_keys[0]))
			return false;
	}
	return true;
}

/* A typing error in an order would make a test pass for the wrong reason: everything unknown is
 * refused. */
static bool order_valid(const cJSON *order)
{
	const cJSON *member, *fault;

	if (!cJSON_IsObject(order))
		return false;
	cJSON_ArrayForEach(member, order)
	{
		if (strcmp(member->string, "next") == 0 && cJSON_IsArray(member)) {
			cJSON_ArrayForEach(fault, member)
			{
				if (!fault_valid(fault))
					return false;
			}
		} else if (strcmp(member->string, "always") == 0) {
			if (!cJSON_IsNull(member) && !fault_valid(member))
				return false;
		} else if (strcmp(member->string, "down") != 0 || !cJSON_IsBool(member)) {
			return false;
		}
	}
	return true;
}

static void take_order(struct control *control, const cJSON *order)
{
	const cJSON *always = json_get(order, "always"), *down = json_get(order, "down"), *fault;

	pthread_mutex_lock(&control->lock);
	cJSON_ArrayForEach(fault, json_get(order, "next"))
	{
		cJSON_AddItemToArray(control->next, cJSON_Duplicate(fault, true));
	}
	if (always) {
		cJSON_Delete(control->always);
		control->always = cJSON_IsNull(always) ? NULL : cJSON_Duplicate(always, true);
	}
	if (down)
		control->down = cJSON_IsTrue(down);
	pthread_mutex_unlock(&control->lock);
}

void control_answer(struct control *control, const struct request *request, struct reply *reply)
{
	struct json *json = NULL;
	struct report report;

	report_init(&report);
	if (strcmp(request->method, "GET") == 0 && strcmp(request->path, "/control/log") == 0) {
		pthread_mutex_lock(&control->lock);
		reply_json(reply, 200, control->log);
		pthread_mutex_unlock(&control->lock);
	} else if (strcmp(request->method, "POST") != 0 || strcmp(request->path, "/control") != 0) {
		reply_error(reply, 404, "not-found", "POST /control or GET /control/log");
	} else if (json_parse("control", request->body, request->body_len, &report, &json) ||
		   !order_valid(json_root(json))) {
		reply_error(reply, 400, "invalid", "not an order");
	} else {
		take_order(control, json_root(json));
		reply->status = 204;
	}
	json_close(json);
	report_release(&report);
}

static int64_t get_number(const cJSON *fault, const char *key)
{
	const cJSON *number = json_get(fault, key);

	return cJSON_IsNumber(number) ? (int64_t)number->valuedouble : 0;
}

static void read_fault(const cJSON *order, struct fault *out)
{
	const char *cut = json_string(order, "cut"), *body = json_string(order, "body");
	const char *retry_after = json_string(order, "retryAfter"),
		   *location = json_string(order, "location");

	out->status = (unsigned)get_number(order, "status");
	out->delay_ms = get_number(order, "delayMs");
	out->reply_delay_ms = get_number(order, "replyDelayMs");
	out->impostor = cJSON_IsTrue(json_get(order, "impostor"));
	out->cut_before = cut && strcmp(cut, "before-store") == 0;
	out->cut_after = cut && strcmp(cut, "after-store") == 0;
	snprintf(out->retry_after, sizeof(out->retry_after), "%s", retry_after ? retry_after : "");
	snprintf(out->location, sizeof(out->location), "%s", location ? location : "");
	out->body = body ? strdup(body) : NULL;
}

void control_next(struct control *control, struct fault *out)
{
	cJSON *order;

	memset(out, 0, sizeof(*out));
	if (!control)
		return;
	pthread_mutex_lock(&control->lock);
	order = cJSON_DetachItemFromArray(control->next, 0);
	read_fault(order ? order : control->always, out);
	cJSON_Delete(order);
	pthread_mutex_unlock(&control->lock);
}

void fault_release(struct fault *fault)
{
	free(fault->body);
	fault->body = NULL;
}

bool control_down(struct control *control)
{
	bool down;

	if (!control)
		return false;
	pthread_mutex_lock(&control->lock);
	down = control->down;
	pthread_mutex_unlock(&control->lock);
	return down;
}

static void add_header(cJSON *entry, const char *key, const char *value)
{
	if (value)
		cJSON_AddStringToObject(entry, key, value);
	else
		cJSON_AddNullToObject(entry, key);
}

size_t control_log(struct control *control, const struct request *request)
{
	cJSON *entry = cJSON_CreateObject();
	char *path = NULL;
	size_t index;

	if (!control) {
		cJSON_Delete(entry);
		return 0;
	}
	if (asprintf(&path, "%s%s%s", request->path, request->query ? "?" : "",
		     request->query ? request->query : "") < 0)
		path = NULL;
	cJSON_AddStringToObject(entry, "method", request->method);
	add_header(entry, "path", path);
	add_header(entry, "ifNoneExist", request->if_none_exist);
	add_header(entry, "idempotencyKey", request->idempotency_key);
	add_header(entry, "prefer", request->prefer);
	add_header(entry, "authorization", request->authorization);
	cJSON_AddNullToObject(entry, "status");
	free(path);
	pthread_mutex_lock(&control->lock);
	index = (size_t)cJSON_GetArraySize(control->log);
	cJSON_AddItemToArray(control->log, entry);
	pthread_mutex_unlock(&control->lock);
	return index;
}

void control_log_status(struct control *control, size_t entry, unsigned status)
{
	if (!control)
		return;
	pthread_mutex_lock(&control->lock);
	cJSON_ReplaceItemInObjectCaseSensitive(cJSON_GetArrayItem(control->log, (int)entry),
					       "status", cJSON_CreateNumber(status));
	pthread_mutex_unlock(&control->lock);
}

void control_delay(struct control *control, int64_t delay_ms)
{
	struct timespec until;
	int waited = 0;

	if (!control || delay_ms <= 0)
		return;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += delay_ms / 1000;
	until.tv_nsec += delay_ms % 1000 * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	pthread_mutex_lock(&control->lock);
	while (!control->stopping && waited == 0)
		waited = pthread_cond_timedwait(&control->stopped, &control->lock, &until);
	pthread_mutex_unlock(&control->lock);
}

void control_stop(struct control *control)
{
	if (!control)
		return;
	pthread_mutex_lock(&control->lock);
	control->stopping = true;
	pthread_cond_broadcast(&control->stopped);
	pthread_mutex_unlock(&control->lock);
}
