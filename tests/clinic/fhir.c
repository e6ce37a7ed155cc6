/* The FHIR REST interactions (http://hl7.org/fhir/R4/http.html) of one resource type. */
#include "fhir.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

bool fhir_is_write(const struct request *request)
{
	return strcmp(request->method, "POST") == 0 || strcmp(request->method, "PUT") == 0;
}

bool fhir_id_valid(const char *id)
{
	size_t len = strlen(id), i;

	for (i = 0; i < len; i++)
		if (!isalnum((unsigned char)id[i]) && id[i] != '-' && id[i] != '.')
			return false;
	return len > 0 && len < CLINIC_ID_MAX;
}

static bool prefers(const struct request *request, const char *what)
{
	return request->prefer && strstr(request->prefer, what);
}

void fhir_reply_resource(struct clinic *clinic, const struct request *request, struct reply *reply,
			 unsigned status, const struct stored *resource)
{
	reply->status = status;
	snprintf(reply->etag, sizeof(reply->etag), "W/\"%lld\"", (long long)resource->version);
	if (fhir_is_write(request))
		snprintf(reply->location, sizeof(reply->location),
			 "http://127.0.0.1:%u" TYPE_PATH "/%s/_history/%lld", clinic->port,
			 resource->id, (long long)resource->version);
	if (fhir_is_write(request) && prefers(request, "return=minimal"))
		return;
	if (buf_adds(&reply->body, resource->body))
		reply_error(reply, 500, "exception", "out of memory");
}

static void read_one(struct clinic *clinic, const struct request *request, struct reply *reply)
{
	const char *id = request->path + strlen(TYPE_PATH "/");
	struct stored resource = {0};
	enum status status = fhir_id_valid(id) ? store_get(clinic->store, id, false, &resource)
					       : STATUS_NOTFOUND;

	if (!status)
		fhir_reply_resource(clinic, request, reply, 200, &resource);
	else if (status == STATUS_NOTFOUND)
		reply_error(reply, 404, "not-found", "there is no such QuestionnaireResponse");
	else
		reply_error(reply, 500, "exception", "%s", status_text(status));
	stored_release(&resource);
}

static cJSON *make_bundle(const struct clinic *clinic, const struct stored_list *list)
{
	cJSON *bundle = cJSON_CreateObject(), *entries, *entry;
	char url[160];
	size_t i;

	cJSON_AddStringToObject(bundle, "resourceType", "Bundle");
	cJSON_AddStringToObject(bundle, "type", "searchset");
	cJSON_AddNumberToObject(bundle, "total", (double)list->count);
	entries = list->count > 0 ? cJSON_AddArrayToObject(bundle, "entry") : NULL;
	for (i = 0; i < list->count; i++) {
		entry = cJSON_CreateObject();
		snprintf(url, sizeof(url), "http://127.0.0.1:%u" TYPE_PATH "/%s", clinic->port,
			 list->items[i].id);
		cJSON_AddStringToObject(entry, "fullUrl", url);
		cJSON_AddRawToObject(entry, "resource", list->items[i].body);
		cJSON_AddStringToObject(cJSON_AddObjectToObject(entry, "search"), "mode", "match");
		cJSON_AddItemToArray(entries, entry);
	}
	return bundle;
}

static void search(struct clinic *clinic, const struct request *request, struct reply *reply)
{
	struct stored_list list = {0};
	struct token token = {0};
	bool all = !request->query || !*request->query;
	enum status status = all ? STATUS_OK : token_parse(request->query, &token);
	cJSON *bundle;

	if (status == STATUS_INVALID) {
		reply_error(reply, 400, "not-supported",
			    "only identifier=system|value can be searched by");
		return;
	}
	if (!status)
		status = store_find(clinic->store, all ? NULL : &token, &list);
	if (status) {
		reply_error(reply, 500, "exception", "%s", status_text(status));
	} else {
		bundle = make_bundle(clinic, &list);
		reply_json(reply, 200, bundle);
		cJSON_Delete(bundle);
	}
	stored_list_release(&list);
	token_release(&token);
}

static void not_allowed(struct reply *reply, const char *allow)
{
	snprintf(reply->allow, sizeof(reply->allow), "%s", allow);
	reply_error(reply, 405, "not-supported", "only %s here", allow);
}

static void answer_type(struct clinic *clinic, const struct request *request, struct reply *reply)
{
	if (strcmp(request->method, "POST") == 0)
		fhir_create(clinic, request, reply);
	else if (strcmp(request->method, "PUT") == 0)
		fhir_conditional_update(clinic, request, reply);
	else if (strcmp(request->method, "GET") == 0)
		search(clinic, request, reply);
	else
		not_allowed(reply, "GET, POST, PUT");
}

static void answer_instance(struct clinic *clinic, const struct request *request,
			    struct reply *reply)
{
	if (strcmp(request->method, "PUT") == 0)
		fhir_update(clinic, request, reply);
	else if (strcmp(request->method, "GET") == 0)
		read_one(clinic, request, reply);
	else
		not_allowed(reply, "GET, PUT");
}

void fhir_answer(struct clinic *clinic, const struct request *request, struct reply *reply)
{
	if (strcmp(request->path, TYPE_PATH) == 0)
		answer_type(clinic, request, reply);
	else if (strncmp(request->path, TYPE_PATH "/", strlen(TYPE_PATH "/")) == 0)
		answer_instance(clinic, request, reply);
	else if (strcmp(request->path, PLAIN_PATH) == 0 && strcmp(request->method, "POST") == 0)
		fhir_create(clinic, request, reply);
	else if (strcmp(request->path, PLAIN_PATH) == 0)
		not_allowed(reply, "POST");
	else if (strcmp(request->path, "/fhir/metadata") != 0)
		reply_error(reply, 404, "not-found", "nothing is served here");
	else if (strcmp(request->method, "GET") != 0)
		not_allowed(reply, "GET");
	else
		fhir_capability(clinic, reply);
}
