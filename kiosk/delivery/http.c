#include "http.h"

#include <curl/curl.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct http {
	const struct settings *settings;
	CURLM *multi;
	CURL *easy;
	struct curl_slist *headers;
	bool busy;
	struct http_reply reply;
	char error[CURL_ERROR_SIZE];
};

static size_t on_body(char *bytes, size_t size, size_t count, void *context)
{
	struct http *http = context;

	(void)size;
	return buf_add(&http->reply.body, bytes, count) ? 0 : count;
}

static size_t on_header(char *bytes, size_t size, size_t count, void *context)
{
	static const char name[] = "retry-after:";
	struct http *http = context;
	size_t len = count;

	(void)size;
	while (len > 0 &&
	       (bytes[len - 1] == '\r' || bytes[len - 1] == '\n' || bytes[len - 1] == ' '))
		len--;
	if (len < sizeof(name) || strncasecmp(bytes, name, sizeof(name) - 1) != 0)
		return count;
	bytes += sizeof(name) - 1;
	len -= sizeof(name) - 1;
	while (len > 0 && *bytes == ' ') {
		bytes++;
		len--;
	}
	snprintf(http->reply.retry_after, sizeof(http->reply.retry_after), "%.*s", (int)len, bytes);
	return count;
}

/* Nothing is taken from the environment, .netrc or a redirect; only http and https are spoken. */
static void set_options(struct http *http)
{
	const struct settings *settings = http->settings;
	CURL *easy = http->easy;

	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, http->error);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(easy, CURLOPT_PROXY,
			 settings->backend.proxy ? settings->backend.proxy : "");
	curl_easy_setopt(easy, CURLOPT_NOPROXY, "");
	curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (settings->backend.ca_file)
		curl_easy_setopt(easy, CURLOPT_CAINFO, settings->backend.ca_file);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)settings->backend.timeout_ms);
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
			 (long)settings->backend.connect_timeout_ms);
	curl_easy_setopt(easy, CURLOPT_USERAGENT, "kiosk/" KIOSK_VERSION);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, http);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, http);
}

/* libcurl copies headers and bodies into buffers of its own: these are overwritten too. */
static void wiping_free(void *block)
{
	if (block)
		wipe(block, malloc_usable_size(block));
	free(block);
}

static void *wiping_realloc(void *block, size_t size)
{
	size_t had = block ? malloc_usable_size(block) : 0;
	void *grown = malloc(size);

	if (!grown)
		return NULL;
	if (block)
		memcpy(grown, block, had < size ? had : size);
	wiping_free(block);
	return grown;
}

enum status http_open(const struct settings *settings, struct http **out)
{
	struct http *http = calloc(1, sizeof(*http));

	if (!http || curl_global_init_mem(CURL_GLOBAL_DEFAULT, malloc, wiping_free, wiping_realloc,
					  strdup, calloc) != CURLE_OK) {
		free(http);
		return STATUS_NOMEM;
	}
	http->settings = settings;
	http->multi = curl_multi_init();
	http->easy = curl_easy_init();
	if (!http->multi || !http->easy) {
		http_close(http);
		return STATUS_NOMEM;
	}
	*out = http;
	return STATUS_OK;
}

static void finish(struct http *http)
{
	struct curl_slist *line;

	if (http->busy)
		curl_multi_remove_handle(http->multi, http->easy);
	for (line = http->headers; line; line = line->next)
		wipe(line->data, strlen(line->data)); /* the Authorization header is among them */
	curl_slist_free_all(http->headers);
	http->headers = NULL;
	http->busy = false;
}

void http_close(struct http *http)
{
	if (!http)
		return;
	finish(http);
	buf_release(&http->reply.body);
	curl_easy_cleanup(http->easy);
	curl_multi_cleanup(http->multi);
	curl_global_cleanup();
	free(http);
}

static enum status set_headers(struct http *http, const struct http_request *request)
{
	size_t i;

	for (i = 0; i <= HTTP_HEADERS_MAX; i++) {
		/* Without the empty Expect, libcurl asks first for large bodies, and a 417 means a
		 * second request. */
		const char *line = i < HTTP_HEADERS_MAX ? request->headers[i] : "Expect:";
		struct curl_slist *longer =
			line ? curl_slist_append(http->headers, line) : http->headers;

		if (line && !longer)
			return STATUS_NOMEM;
		http->headers = longer;
	}
	return STATUS_OK;
}

enum status http_start(struct http *http, const struct http_request *request)
{
	CURL *easy = http->easy;

	if (http->busy)
		return STATUS_BUSY;
	curl_easy_reset(easy);
	set_options(http);
	if (set_headers(http, request)) {
		finish(http);
		return STATUS_NOMEM;
	}
	curl_easy_setopt(easy, CURLOPT_URL, request->url);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, http->headers);
	if (request->body) {
		curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->body);
		curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_len);
	}
	curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request->method);
	curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, request->fresh ? 1L : 0L);
	curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, request->fresh ? 1L : 0L);
	memset(&http->reply, 0, sizeof(http->reply));
	buf_init(&http->reply.body, HTTP_BODY_MAX, NULL);
	http->error[0] = '\0';
	if (curl_multi_add_handle(http->multi, easy) != CURLM_OK) {
		finish(http);
		return STATUS_NOMEM;
	}
	http->busy = true;
	return STATUS_OK;
}

enum status http_wait(struct http *http, struct pollfd *fds, unsigned int count, int timeout_ms)
{
	struct curl_waitfd extra[64];
	unsigned int i;
	int running;

	if (count > 64)
		return STATUS_LIMIT;
	for (i = 0; i < count; i++)
		extra[i] = (struct curl_waitfd){.fd = fds[i].fd, .events = CURL_WAIT_POLLIN};
	if (curl_multi_perform(http->multi, &running) != CURLM_OK)
		return STATUS_IO;
	/* A request that has just ended leaves no descriptor to wait for. */
	if (http->busy && !running)
		timeout_ms = 0;
	if (curl_multi_poll(http->multi, extra, count, timeout_ms < 0 ? 3600000 : timeout_ms,
			    NULL) != CURLM_OK ||
	    curl_multi_perform(http->multi, &running) != CURLM_OK)
		return STATUS_IO;
	for (i = 0; i < count; i++)
		fds[i].revents = extra[i].revents ? POLLIN : 0;
	return STATUS_OK;
}

static bool never_connected(CURLcode code)
{
	return code == CURLE_COULDNT_RESOLVE_HOST || code == CURLE_COULDNT_RESOLVE_PROXY ||
	       code == CURLE_COULDNT_CONNECT || code == CURLE_SSL_CONNECT_ERROR ||
	       code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_URL_MALFORMAT ||
	       code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_SSL_CACERT_BADFILE;
}

bool http_done(struct http *http, struct http_reply *reply)
{
	CURLMsg *message;
	CURLcode code;
	long status = 0;
	int left;

	if (!http->busy)
		return false;
	do {
		message = curl_multi_info_read(http->multi, &left);
	} while (message && message->msg != CURLMSG_DONE);
	if (!message)
		return false;
	code = message->data.result;
	curl_easy_getinfo(http->easy, CURLINFO_RESPONSE_CODE, &status);
	finish(http);
	http->reply.reached = !never_connected(code);
	if (code == CURLE_OK)
		http->reply.status = (int)status;
	else
		snprintf(http->reply.error, sizeof(http->reply.error), "%s",
			 http->error[0] ? http->error : curl_easy_strerror(code));
	*reply = http->reply;
	buf_init(&http->reply.body, HTTP_BODY_MAX, NULL);
	return true;
}

enum status http_escape(struct http *http, const char *value, struct buf *out)
{
	char *escaped = curl_easy_escape(http->easy, value, 0);
	enum status status = escaped ? buf_adds(out, escaped) : STATUS_NOMEM;

	curl_free(escaped);
	return status;
}
