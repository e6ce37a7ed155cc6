/* The one place for libcurl: one request at a time, without blocking the loop. */
#ifndef KIOSK_DELIVERY_HTTP_H
#define KIOSK_DELIVERY_HTTP_H

#include <kiosk/base/buf.h>
#include <kiosk/settings.h>

#include <poll.h>

#define HTTP_BODY_MAX    (4u << 20)
#define HTTP_HEADERS_MAX 12

struct http;

struct http_request {
	const char *method; /* "POST", "PUT", "GET" */
	const char *url;
	const char *headers[HTTP_HEADERS_MAX]; /* "Name: value", NULL at the end */
	const char *body;                      /* borrowed until the reply; NULL: none */
	size_t body_len;
	bool fresh; /* a connection of its own: libcurl resends on a reused one that dies */
};

struct http_reply {
	int status;      /* 0: transport error */
	bool reached;    /* the connection stood: the request may have arrived */
	char error[256]; /* libcurl's words for a transport error */
	char retry_after[64];
	struct buf body;
};

MUST_USE enum status http_open(const struct settings *settings, struct http **out);
void http_close(struct http *http);
/* STATUS_BUSY while another request is under way. */
MUST_USE enum status http_start(struct http *http, const struct http_request *request);
/* Waits for the request or for one of the descriptors, at most timeout_ms (-1: for ever, as far as
 * libcurl lets). revents are set as by poll. */
MUST_USE enum status http_wait(struct http *http, struct pollfd *fds, unsigned int count,
			       int timeout_ms);
/* True when the request under way has ended: *reply is filled, and its body the caller's to
 * release. */
bool http_done(struct http *http, struct http_reply *reply);
/* value with everything but unreserved characters percent-encoded, added to out. */
MUST_USE enum status http_escape(struct http *http, const char *value, struct buf *out);

#endif
