#include "server.h"

#include "auth.h"

#include <kiosk/base/json.h>

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define RESOURCE "QuestionnaireResponse"

static bool copy(char *out, size_t size, const char *text)
{
	if (!text || strlen(text) >= size)
		return false;
	memcpy(out, text, strlen(text) + 1);
	return true;
}

enum status parcel_read(struct parcel *parcel)
{
	struct report report;
	struct json *json;
	const cJSON *identifier;
	enum status status;

	report_init(&report);
	status = json_parse("response", buf_str(&parcel->body), parcel->body.len, &report, &json);
	report_release(&report);
	if (status)
		return STATUS_CORRUPT;
	identifier = json_get(json_root(json), "identifier");
	if (!copy(parcel->system, sizeof(parcel->system), json_string(identifier, "system")) ||
	    !copy(parcel->value, sizeof(parcel->value), json_string(identifier, "value")))
		status = STATUS_CORRUPT;
	json_close(json);
	return status;
}

void parcel_release(struct parcel *parcel)
{
	buf_release(&parcel->body);
	wipe(parcel, sizeof(*parcel));
}

/* [base]/QuestionnaireResponse, whatever slashes backend.url ends in. */
static enum status add_endpoint(const struct settings *settings, struct buf *url)
{
	size_t len = strlen(settings->backend.url);

	while (len > 0 && settings->backend.url[len - 1] == '/')
		len--;
	if (settings->backend.method == DELIVERY_POST)
		return buf_adds(url, settings->backend.url);
	return buf_addf(url, "%.*s/" RESOURCE, (int)len, settings->backend.url);
}

static enum status add_search(struct http *http, const struct parcel *parcel, struct buf *out)
{
	enum status status = buf_adds(out, "identifier=");

	if (!status)
		status = http_escape(http, parcel->system, out);
	if (!status)
		status = buf_adds(out, "%7C");
	return status ? status : http_escape(http, parcel->value, out);
}

static enum status add_url(struct http *http, const struct settings *settings, enum phase phase,
			   const struct parcel *parcel, struct buf *url)
{
	enum delivery_method method = settings->backend.method;
	enum status status = add_endpoint(settings, url);

	if (status)
		return status;
	if (method == DELIVERY_UPDATE)
		return buf_addf(url, "/%s", parcel->id);
	if (phase == PHASE_SEND && method != DELIVERY_CONDITIONAL_UPDATE)
		return STATUS_OK;
	status = buf_adds(url, "?");
	return status ? status : add_search(http, parcel, url);
}

/* PUT wants the id that it writes to in the resource as well. */
static enum status give_id(struct parcel *parcel)
{
	struct buf longer;
	enum status status;

	if (parcel->has_id)
		return STATUS_OK;
	buf_init(&longer, parcel->body.len + 64, NULL);
	status = buf_addf(&longer, "{\"id\":\"%s\",", parcel->id);
	if (!status)
		status = buf_adds(&longer,
				  buf_str(&parcel->body) + 1); /* behind its opening brace */
	if (status) {
		buf_release(&longer);
		return status;
	}
	buf_release(&parcel->body);
	parcel->body = longer;
	parcel->has_id = true;
	return STATUS_OK;
}

/* Only what would end or change a query is encoded: some servers compare the rest as it stands. */
static enum status add_query_text(const char *text, struct buf *out)
{
	enum status status = STATUS_OK;

	for (; *text && !status; text++) {
		unsigned char c = (unsigned char)*text;
		bool plain = c > ' ' && c < 0x7f && !strchr("%&+#|,$\\\"<>", c);

		status = plain ? buf_add(out, text, 1) : buf_addf(out, "%%%02X", c);
	}
	return status;
}

static enum status add_conditions(const struct settings *settings, const struct parcel *parcel,
				  struct buf *out)
{
	enum status status;

	if (settings->backend.method != DELIVERY_CREATE)
		return STATUS_OK;
	/* As a header it is no part of a URL: no leading "?" (one server then matches everything).
	 */
	status = buf_adds(out, "If-None-Exist: identifier=");
	if (!status)
		status = add_query_text(parcel->system, out);
	if (!status)
		status = buf_adds(out, "|");
	return status ? status : add_query_text(parcel->value, out);
}

static enum status start(struct http *http, const struct settings *settings, enum phase phase,
			 const struct parcel *parcel, struct buf parts[3])
{
	struct buf *url = &parts[0], *condition = &parts[1], *auth = &parts[2];
	bool update = settings->backend.method == DELIVERY_UPDATE, send = phase == PHASE_SEND;
	struct http_request request = {.method = !send ? "GET"
						 : update || settings->backend.method ==
									 DELIVERY_CONDITIONAL_UPDATE
							 ? "PUT"
							 : "POST"};
	char key[UUID_MAX + 24];
	enum status status = add_url(http, settings, phase, parcel, url);
	size_t n = 0;

	if (!status && send)
		status = add_conditions(settings, parcel, condition);
	if (!status)
		status = auth_header(settings, auth);
	if (status)
		return status;
	snprintf(key, sizeof(key), "Idempotency-Key: %s", parcel->id);
	request.url = buf_str(url);
	request.headers[n++] = "Accept: application/fhir+json";
	request.headers[n++] =
		send ? "Content-Type: application/fhir+json" : "Cache-Control: no-cache";
	if (send) {
		request.headers[n++] = "Prefer: return=representation";
		request.headers[n++] = key;
		request.body = parcel->body.data;
		request.body_len = parcel->body.len;
	}
	if (condition->len > 0)
		request.headers[n++] = buf_str(condition);
	if (auth->len > 0)
		request.headers[n++] = buf_str(auth);
	request.fresh = settings->backend.method == DELIVERY_POST;
	return http_start(http, &request);
}

enum status server_request(struct http *http, const struct settings *settings, enum phase phase,
			   struct parcel *parcel)
{
	enum status status = STATUS_OK;
	struct buf parts[3];
	size_t i;

	if (phase == PHASE_SEND && settings->backend.method == DELIVERY_UPDATE)
		status = give_id(parcel);
	for (i = 0; i < 3; i++)
		buf_init(&parts[i], 8192, NULL);
	if (!status)
		status = start(http, settings, phase, parcel, parts);
	for (i = 0; i < 3; i++)
		buf_release(&parts[i]);
	return status;
}

/* --- replies
 * -------------------------------------------------------------------------------------------------------------
 */

static bool is_ours(const cJSON *resource, const struct parcel *parcel)
{
	const char *type = json_string(resource, "resourceType");
	const cJSON *identifier = json_get(resource, "identifier");
	const char *system = json_string(identifier, "system"),
		   *value = json_string(identifier, "value");

	return type && strcmp(type, RESOURCE) == 0 && system && value &&
	       strcmp(system, parcel->system) == 0 && strcmp(value, parcel->value) == 0;
}

static const cJSON *find_in_bundle(const cJSON *bundle, const struct parcel *parcel, int *copies)
{
	const cJSON *entry, *found = NULL;

	cJSON_ArrayForEach(entry, json_get(bundle, "entry"))
	{
		const cJSON *resource = json_get(entry, "resource");

		if (!is_ours(resource, parcel))
			continue;
		found = found ? found : resource;
		++*copies;
	}
	return found;
}

static void set_server_id(const cJSON *resource, struct server_answer *out)
{
	const char *id = json_string(resource, "id"),
		   *version = json_string(json_get(resource, "meta"), "versionId");

	if (id)
		snprintf(out->server_id, sizeof(out->server_id), RESOURCE "/%s%s%s", id,
			 version ? "/_history/" : "", version ? version : "");
}

/* A word of the server's that may be stored readable: a code or a path, nothing that could be a
 * patient's. */
static void add_word(char *out, size_t size, const char *word)
{
	size_t len = strlen(out), i;

	if (!word)
		return;
	if (len > 0 && len + 1 < size)
		out[len++] = ' ';
	for (i = 0; i < 80 && word[i] && len + 1 < size; i++)
		if (isalnum((unsigned char)word[i]) || strchr(".-_[]()", word[i]))
			out[len++] = word[i];
	out[len] = '\0';
}

static void set_reason(const cJSON *outcome, struct server_answer *out)
{
	const cJSON *issue = cJSON_GetArrayItem(json_get(outcome, "issue"), 0);
	const cJSON *place = cJSON_GetArrayItem(json_get(issue, "expression"), 0);

	add_word(out->reason, sizeof(out->reason), json_string(issue, "severity"));
	add_word(out->reason, sizeof(out->reason), json_string(issue, "code"));
	if (cJSON_IsString(place))
		add_word(out->reason, sizeof(out->reason), place->valuestring);
}

void server_read(const struct http_reply *reply, const struct parcel *parcel,
		 struct server_answer *out)
{
	const cJSON *root, *ours;
	struct report report;
	struct json *json;
	const char *type, *bundle_type;
	enum status status;

	memset(out, 0, sizeof(*out));
	out->body = reply->body.len > 0 ? BODY_OTHER : BODY_NONE;
	if (reply->body.len == 0)
		return;
	report_init(&report);
	status = json_parse("reply", buf_str(&reply->body), reply->body.len, &report, &json);
	report_release(&report);
	if (status)
		return;
	root = json_root(json);
	type = json_string(root, "resourceType");
	bundle_type = json_string(root, "type");
	ours = is_ours(root, parcel) ? root : find_in_bundle(root, parcel, &out->copies);
	if (ours) {
		out->body = BODY_PROOF;
		set_server_id(ours, out);
	} else if (type && strcmp(type, "OperationOutcome") == 0) {
		out->body = BODY_OUTCOME;
		set_reason(root, out);
	} else if (type && strcmp(type, "Bundle") == 0 && bundle_type &&
		   strcmp(bundle_type, "searchset") == 0) {
		out->body = BODY_ABSENT;
	}
	json_close(json);
}
