/* libmicrohttpd: collects a request, lets it be answered, sends the reply. */
#include "clinic.h"

#include <kiosk/base/uuid.h>

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct server {
	struct clinic *clinic;
	struct MHD_Daemon *daemon;
};

struct transfer {
	char *uri;
	struct buf body;
	bool started, too_large;
};

/* The URI as it was sent: libmicrohttpd hands the handler a decoded one. */
static void *begin(void *context, const char *uri, struct MHD_Connection *connection)
{
	struct transfer *transfer = calloc(1, sizeof(*transfer));

	(void)context;
	(void)connection;
	if (!transfer)
		return NULL;
	transfer->uri = strdup(uri);
	buf_init(&transfer->body, CLINIC_BODY_MAX, NULL);
	return transfer;
}

static void end(void *context, struct MHD_Connection *connection, void **state,
		enum MHD_RequestTerminationCode code)
{
	struct transfer *transfer = *state;

	(void)context;
	(void)connection;
	(void)code;
	if (!transfer)
		return;
	free(transfer->uri);
	buf_release(&transfer->body);
	free(transfer);
	*state = NULL;
}

static enum MHD_Result send_reply(struct MHD_Connection *connection, const struct reply *reply)
{
	/* MHD copies the body but asks for a pointer to bytes it may write. */
	struct MHD_Response *response = MHD_create_response_from_buffer(
		reply->body.len, reply->body.data ? reply->body.data : (char[1]){0},
		MHD_RESPMEM_MUST_COPY);
	enum MHD_Result result;

	if (!response)
		return MHD_NO;
	if (reply->body.len > 0)
		MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, reply->type);
	if (reply->location[0])
		MHD_add_response_header(response, MHD_HTTP_HEADER_LOCATION, reply->location);
	if (reply->etag[0])
		MHD_add_response_header(response, MHD_HTTP_HEADER_ETAG, reply->etag);
	if (reply->allow[0])
		MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, reply->allow);
	if (reply->retry_after[0])
		MHD_add_response_header(response, MHD_HTTP_HEADER_RETRY_AFTER, reply->retry_after);
	result = MHD_queue_response(connection, reply->status, response);
	MHD_destroy_response(response);
	return result;
}

static void reply_fault(const struct fault *fault, struct reply *reply)
{
	if (fault->body) {
		reply->type = "text/html";
		reply->status = buf_adds(&reply->body, fault->body) ? 500 : fault->status;
	} else if (fault->status >= 400) {
		reply_error(reply, fault->status, fault->status >= 500 ? "transient" : "processing",
			    "this answer was ordered");
	}
	reply->status = fault->status;
	snprintf(reply->location, sizeof(reply->location), "%s", fault->location);
	snprintf(reply->retry_after, sizeof(reply->retry_after), "%s", fault->retry_after);
}

/* A success that is not the sender's: another patient's response, as a confused cache would give.
 */
static void reply_impostor(struct reply *reply)
{
	cJSON *tree = cJSON_CreateObject(),
	      *identifier = cJSON_AddObjectToObject(tree, "identifier");

	cJSON_AddStringToObject(tree, "resourceType", "QuestionnaireResponse");
	cJSON_AddStringToObject(tree, "id", "impostor");
	cJSON_AddStringToObject(tree, "status", "completed");
	cJSON_AddStringToObject(identifier, "system", "https://impostor.example/ids");
	cJSON_AddStringToObject(identifier, "value", "00000000-0000-4000-8000-000000000000");
	reply_json(reply, 200, tree);
	cJSON_Delete(tree);
}

static void answer(struct clinic *clinic, const struct request *request, struct reply *reply)
{
	pthread_mutex_lock(&clinic->lock);
	fhir_answer(clinic, request, reply);
	pthread_mutex_unlock(&clinic->lock);
}

/* False: the connection is cut. */
static bool answer_faulty(struct clinic *clinic, const struct request *request,
			  const struct fault *fault, struct reply *reply)
{
	control_delay(clinic->control, fault->delay_ms);
	if (fault->cut_before)
		return false;
	if (fault->status > 0)
		reply_fault(fault, reply);
	else if (fault->impostor)
		reply_impostor(reply);
	else
		answer(clinic, request, reply);
	control_delay(clinic->control, fault->reply_delay_ms);
	return !fault->cut_after;
}

static enum MHD_Result answer_fhir(struct clinic *clinic, struct MHD_Connection *connection,
				   const struct request *request)
{
	size_t entry = control_log(clinic->control, request);
	enum MHD_Result result = MHD_NO;
	struct fault fault = {0};
	struct reply reply;
	bool alive;

	reply_init(&reply);
	if (fhir_is_write(request))
		control_next(clinic->control, &fault);
	alive = answer_faulty(clinic, request, &fault, &reply);
	control_log_status(clinic->control, entry, alive ? reply.status : 0);
	if (alive)
		result = send_reply(connection, &reply);
	fault_release(&fault);
	reply_release(&reply);
	return result;
}

static enum MHD_Result answer_control(struct clinic *clinic, struct MHD_Connection *connection,
				      const struct request *request)
{
	enum MHD_Result result;
	struct reply reply;

	reply_init(&reply);
	control_answer(clinic->control, request, &reply);
	result = send_reply(connection, &reply);
	reply_release(&reply);
	return result;
}

static const char *header(struct MHD_Connection *connection, const char *name)
{
	return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

static enum MHD_Result dispatch(struct clinic *clinic, struct MHD_Connection *connection,
				const char *method, struct transfer *transfer)
{
	char *query = strchr(transfer->uri, '?');
	struct request request = {
		.method = method,
		.path = transfer->uri,
		.query = query ? query + 1 : NULL,
		.if_none_exist = header(connection, "If-None-Exist"),
		.idempotency_key = header(connection, "Idempotency-Key"),
		.prefer = header(connection, "Prefer"),
		.content_type = header(connection, MHD_HTTP_HEADER_CONTENT_TYPE),
		.authorization = header(connection, MHD_HTTP_HEADER_AUTHORIZATION),
		.body = buf_str(&transfer->body),
		.body_len = transfer->body.len,
		.too_large = transfer->too_large,
	};

	if (query)
		*query = '\0';
	if (clinic->control && strncmp(request.path, "/control", strlen("/control")) == 0)
		return answer_control(clinic, connection, &request);
	if (control_down(clinic->control)) {
		control_log_status(clinic->control, control_log(clinic->control, &request), 0);
		return MHD_NO;
	}
	return answer_fhir(clinic, connection, &request);
}

/* Called once for the headers, then for each piece of the body, then once with none. A reply before
 * the end of the body is not allowed: too long a body is read and dropped. */
static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *url,
			      const char *method, const char *version, const char *upload,
			      size_t *upload_len, void **state)
{
	struct transfer *transfer = *state;

	(void)url;
	(void)version;
	if (!transfer || !transfer->uri)
		return MHD_NO;
	if (!transfer->started) {
		transfer->started = true;
		return MHD_YES;
	}
	if (*upload_len > 0) {
		if (buf_add(&transfer->body, upload, *upload_len))
			transfer->too_large = true;
		*upload_len = 0;
		return MHD_YES;
	}
	return dispatch(context, connection, method, transfer);
}

enum status server_open(struct clinic *clinic, uint16_t port, struct server **out)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
	struct server *server = calloc(1, sizeof(*server));
	const union MHD_DaemonInfo *info;

	if (!server)
		return STATUS_NOMEM;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	server->clinic = clinic;
	/* A thread a connection: an ordered delay holds up no other request. */
	server->daemon = MHD_start_daemon(
		MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL, 0,
		NULL, NULL, handle, clinic, MHD_OPTION_SOCK_ADDR, &address,
		MHD_OPTION_URI_LOG_CALLBACK, begin, NULL, MHD_OPTION_NOTIFY_COMPLETED, end, NULL,
		MHD_OPTION_CONNECTION_TIMEOUT, 30u, MHD_OPTION_END);
	info = server->daemon ? MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT)
			      : NULL;
	if (!info) {
		fprintf(stderr, "demo-clinic: cannot listen on 127.0.0.1:%u: %s\n", port,
			strerror(errno));
		server_close(server);
		return STATUS_IO;
	}
	clinic->port = info->port;
	*out = server;
	return STATUS_OK;
}

void server_close(struct server *server)
{
	if (!server)
		return;
	control_stop(server->clinic->control);
	if (server->daemon)
		MHD_stop_daemon(server->daemon);
	free(server);
}
