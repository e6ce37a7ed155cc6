/* Create and update, with and without a condition; the plain endpoint. */
#include "fhir.h"

#include <kiosk/base/uuid.h>

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A checked body on its way into the store. */
struct submission {
	struct json *json;
	const cJSON *root;
	struct stored_keys keys;
	bool plain; /* for the plain endpoint: no resource in the reply */
};

/* A copy of the tree whose numbers keep their digits. */
static cJSON *copy_exactly(const struct json *json, const cJSON *value)
{
	cJSON *copy = cJSON_Duplicate(value, false), *member;
	const cJSON *child;
	const char *digits;
	size_t len;

	cJSON_ArrayForEach(child, value)
	{
		digits = json_number(json, child, &len);
		if (digits) {
			char *text = strndup(digits, len);

			member = cJSON_CreateRaw(text ? text : "0");
			free(text);
		} else {
			member = copy_exactly(json, child);
		}
		if (cJSON_IsObject(value))
			cJSON_AddItemToObject(copy, child->string, member);
		else
			cJSON_AddItemToArray(copy, member);
	}
	return copy;
}

/* The resource as stored: with the server's id and meta in front of what the client sent. */
static cJSON *stamp(const struct submission *submission, const struct stored *resource)
{
	cJSON *sent = copy_exactly(submission->json, submission->root),
	      *tree = cJSON_CreateObject(), *meta;
	char version[24];

	snprintf(version, sizeof(version), "%lld", (long long)resource->version);
	meta = cJSON_DetachItemFromObjectCaseSensitive(sent, "meta");
	if (!meta)
		meta = cJSON_CreateObject();
	cJSON_DeleteItemFromObjectCaseSensitive(meta, "versionId");
	cJSON_DeleteItemFromObjectCaseSensitive(meta, "lastUpdated");
	cJSON_AddStringToObject(meta, "versionId", version);
	cJSON_AddStringToObject(meta, "lastUpdated", resource->updated);
	cJSON_DeleteItemFromObjectCaseSensitive(sent, "id");
	cJSON_DeleteItemFromObjectCaseSensitive(sent, "resourceType");
	cJSON_AddStringToObject(tree, "resourceType", "QuestionnaireResponse");
	cJSON_AddStringToObject(tree, "id", resource->id);
	cJSON_AddItemToObject(tree, "meta", meta);
	while (sent && sent->child) {
		cJSON *member = cJSON_DetachItemViaPointer(sent, sent->child);

		cJSON_AddItemToObject(tree, member->string, member);
	}
	cJSON_Delete(sent);
	return tree;
}

/* The file is named as the receipt names the response: by the first 8 characters of the identifier.
 */
static void write_file(struct clinic *clinic, const struct submission *submission,
		       const struct stored *resource, const cJSON *tree)
{
	const char *value = submission->keys.value ? submission->keys.value : resource->id;
	char name[9], *text;
	size_t i;

	if (strncmp(value, "urn:uuid:", 9) == 0)
		value += 9;
	for (i = 0; i < sizeof(name) - 1 && value[i]; i++)
		name[i] = value[i];
	name[i] = '\0';
	for (i = 0; name[i]; i++)
		if (!isalnum((unsigned char)name[i]))
			name[i] = '-';
	text = cJSON_Print(tree);
	if (!text || store_write_file(clinic->store, name, text))
		fprintf(stderr, "demo-clinic: no readable file for %s\n", resource->id);
	cJSON_free(text);
}

static void reply_plain(struct reply *reply, unsigned status)
{
	reply->status = status;
	reply->type = "application/json";
	if (buf_adds(&reply->body, "{\"received\":true}"))
		reply->status = 500;
}

static void reply_stored(struct clinic *clinic, const struct request *request,
			 const struct submission *submission, struct reply *reply, unsigned status,
			 const struct stored *resource)
{
	if (submission->plain)
		reply_plain(reply, status);
	else
		fhir_reply_resource(clinic, request, reply, status, resource);
}

/* Stores as a new version, or as new (version 0 before), and answers. Within the caller's
 * transaction. */
static enum status store_new(struct clinic *clinic, const struct request *request,
			     const struct submission *submission, struct stored *resource,
			     struct reply *reply)
{
	bool is_new = resource->version == 0;
	enum status status;
	cJSON *tree;

	resource->version++;
	clock_instant(clock_real_ms(), resource->updated);
	tree = stamp(submission, resource);
	free(resource->body);
	resource->body = cJSON_PrintUnformatted(tree);
	status = resource->body ? store_put(clinic->store, resource, &submission->keys)
				: STATUS_NOMEM;
	if (!status)
		status = store_commit(clinic->store);
	if (!status) {
		write_file(clinic, submission, resource, tree);
		reply_stored(clinic, request, submission, reply, is_new ? 201 : 200, resource);
	}
	cJSON_Delete(tree);
	return status;
}

/* 200 with the one that matches; 412 for several; STATUS_NOTFOUND when none does. */
static enum status answer_existing(struct clinic *clinic, const struct request *request,
				   const char *condition, struct stored *match, struct reply *reply)
{
	struct stored_list list = {0};
	struct token token;
	enum status status = token_parse(condition, &token);

	if (status == STATUS_INVALID) {
		reply_error(reply, 400, "invalid",
			    "the condition must be identifier=system|value: %s", condition);
		return STATUS_OK;
	}
	if (status)
		return status;
	status = store_find(clinic->store, &token, &list);
	if (!status && list.count > 1)
		reply_error(reply, 412, "multiple-matches", "%zu resources match the condition",
			    list.count);
	else if (!status && list.count == 1 && match)
		*match = list.items[0], list.items[0].body = NULL, status = STATUS_NOTFOUND;
	else if (!status && list.count == 1)
		fhir_reply_resource(clinic, request, reply, 200, &list.items[0]);
	else if (!status)
		status = STATUS_NOTFOUND;
	stored_list_release(&list);
	token_release(&token);
	return status;
}

static enum status make_id(struct stored *resource)
{
	char uuid[UUID_MAX];
	enum status status = uuid_make(uuid);

	if (!status)
		snprintf(resource->id, sizeof(resource->id), "%s", uuid);
	return status;
}

static enum status create(struct clinic *clinic, const struct request *request,
			  struct submission *submission, struct reply *reply)
{
	struct stored resource = {0};
	enum status status = STATUS_NOTFOUND;

	if (submission->plain) {
		submission->keys.idempotency_key = request->idempotency_key;
		status = store_get(clinic->store, request->idempotency_key, true, &resource);
		if (!status)
			reply_plain(reply, 200);
	} else if (request->if_none_exist) {
		status = answer_existing(clinic, request, request->if_none_exist, NULL, reply);
	}
	if (status == STATUS_NOTFOUND) {
		status = make_id(&resource);
		if (!status)
			status = store_new(clinic, request, submission, &resource, reply);
	}
	stored_release(&resource);
	return status;
}

static enum status update(struct clinic *clinic, const struct request *request,
			  struct submission *submission, struct reply *reply)
{
	const char *id = request->path + strlen(TYPE_PATH "/"),
		   *own = json_string(submission->root, "id");
	struct stored resource = {0};
	enum status status;

	if (!fhir_id_valid(id)) {
		reply_error(reply, 400, "value", "the id in the address is no FHIR id");
		return STATUS_OK;
	}
	if (!own || strcmp(own, id) != 0) {
		reply_error(reply, 400, "invalid",
			    "an update needs the resource's id, the same as in the address");
		return STATUS_OK;
	}
	status = store_get(clinic->store, id, false, &resource);
	if (status == STATUS_NOTFOUND) {
		snprintf(resource.id, sizeof(resource.id), "%s", id);
		status = STATUS_OK;
	}
	if (!status)
		status = store_new(clinic, request, submission, &resource, reply);
	stored_release(&resource);
	return status;
}

static enum status conditional_update(struct clinic *clinic, const struct request *request,
				      struct submission *submission, struct reply *reply)
{
	const char *own = json_string(submission->root, "id");
	struct stored resource = {0};
	enum status status = answer_existing(clinic, request, request->query ? request->query : "",
					     &resource, reply);

	if (status != STATUS_NOTFOUND)
		return status;
	status = STATUS_OK;
	if (resource.version > 0 && own && strcmp(own, resource.id) != 0) {
		reply_error(reply, 400, "invalid", "the resource's id is not that of the match");
		goto done;
	}
	if (resource.version == 0 && own && fhir_id_valid(own)) {
		snprintf(resource.id, sizeof(resource.id), "%s", own);
		if (store_get(clinic->store, own, false, &resource) != STATUS_NOTFOUND) {
			reply_error(reply, 409, "conflict", "the resource's id is another's");
			goto done;
		}
	} else if (resource.version == 0) {
		status = make_id(&resource);
	}
	if (!status)
		status = store_new(clinic, request, submission, &resource, reply);
done:
	stored_release(&resource);
	return status;
}

/* The body as JSON, checked; false when the reply says why not. */
static bool take_body(const struct request *request, struct submission *submission,
		      struct reply *reply)
{
	const char *type = request->content_type ? request->content_type : "";
	struct report report;
	bool taken = false;

	report_init(&report);
	if (request->too_large) {
		reply_error(reply, 413, "too-long", "the body is longer than %u bytes",
			    CLINIC_BODY_MAX);
	} else if (strncasecmp(type, "application/fhir+json", 21) != 0 &&
		   strncasecmp(type, "application/json", 16) != 0) {
		reply_error(reply, 415, "not-supported", "send application/fhir+json");
	} else if (json_parse("body", request->body, request->body_len, &report,
			      &submission->json)) {
		reply_error(reply, 400, "structure", "not JSON: %s",
			    report.count > 0 ? report.problems[0].what : "out of memory");
	} else {
		cJSON *outcome = outcome_new();
		const char *resource;

		submission->root = json_root(submission->json);
		resource = json_string(submission->root, "resourceType");
		check_resource(submission->json, outcome);
		taken = outcome_count(outcome) == 0;
		if (!taken)
			reply_json(reply,
				   resource && strcmp(resource, "QuestionnaireResponse") == 0 ? 422
											      : 400,
				   outcome);
		cJSON_Delete(outcome);
	}
	report_release(&report);
	return taken;
}

static void take(struct clinic *clinic, const struct request *request, struct reply *reply,
		 enum status (*act)(struct clinic *, const struct request *, struct submission *,
				    struct reply *))
{
	struct submission submission = {.plain = strcmp(request->path, PLAIN_PATH) == 0};
	const cJSON *identifier;
	enum status status;

	if (submission.plain && !request->idempotency_key) {
		reply_error(reply, 400, "required", "the plain endpoint needs an Idempotency-Key");
		return;
	}
	if (take_body(request, &submission, reply)) {
		identifier = json_get(submission.root, "identifier");
		submission.keys.system = json_string(identifier, "system");
		submission.keys.value = json_string(identifier, "value");
		status = store_begin(clinic->store);
		if (!status)
			status = act(clinic, request, &submission, reply);
		store_rollback(clinic->store);
		if (status)
			reply_error(reply, 500, "exception", "%s", status_text(status));
	}
	json_close(submission.json);
}

void fhir_create(struct clinic *clinic, const struct request *request, struct reply *reply)
{
	take(clinic, request, reply, create);
}

void fhir_update(struct clinic *clinic, const struct request *request, struct reply *reply)
{
	take(clinic, request, reply, update);
}

void fhir_conditional_update(struct clinic *clinic, const struct request *request,
			     struct reply *reply)
{
	take(clinic, request, reply, conditional_update);
}
