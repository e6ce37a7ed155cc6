/* Addresses, and what only several keys together can tell. */
#include "settings_private.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#define WARNING_COMFORT_MS                                                                         \
	20000 /* WCAG 2.2.1: at least 20 seconds to answer a time-out's warning */

struct url {
	bool http;        /* plain */
	char host[256];   /* without brackets */
	const char *rest; /* path, query, fragment */
};

static bool valid_port(const char *text, size_t len)
{
	long port = 0;

	for (size_t i = 0; i < len; i++) {
		if (text[i] < '0' || text[i] > '9' || port > 65535)
			return false;
		port = port * 10 + (text[i] - '0');
	}
	return port >= 1 && port <= 65535;
}

/* host, host:port, [v6], [v6]:port */
static bool split_authority(const char *text, size_t len, struct url *url)
{
	bool bracketed = len > 0 && text[0] == '[';
	const char *end = bracketed ? memchr(text, ']', len) : memchr(text, ':', len);
	size_t host_len = end ? (size_t)(end - text) : len, used;

	if (bracketed && !end)
		return false;
	used = bracketed ? host_len + 1 : host_len;
	text += bracketed;
	host_len -= bracketed;
	if (host_len == 0 || host_len >= sizeof(url->host))
		return false;
	memcpy(url->host, text, host_len);
	url->host[host_len] = '\0';
	text += used - bracketed;
	len -= used;
	return len == 0 || (text[0] == ':' && valid_port(text + 1, len - 1));
}

/* NULL, or what is wrong. */
static const char *split_url(const char *text, struct url *url)
{
	size_t len;

	if (strpbrk(text, " <>\"{}|\\^`"))
		return "an address holds no spaces and none of < > \" { } | \\ ^ `";
	url->http = strncasecmp(text, "http://", 7) == 0;
	if (!url->http && strncasecmp(text, "https://", 8) != 0)
		return "the address begins with neither https:// nor http://";
	text += url->http ? 7 : 8;
	len = strcspn(text, "/?#");
	if (memchr(text, '@', len))
		return "the address holds a user name";
	if (!split_authority(text, len, url))
		return "the address has no valid host and port";
	url->rest = text + len;
	return NULL;
}

static bool loopback(const char *host)
{
	struct in6_addr six;
	struct in_addr four;

	if (strcasecmp(host, "localhost") == 0)
		return true;
	if (inet_pton(AF_INET, host, &four) == 1)
		return ntohl(four.s_addr) >> 24 == 127;
	return inet_pton(AF_INET6, host, &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

static void read_address(struct reader *reader, const cJSON *value, const char *mend, void *member,
			 struct url *url)
{
	const char *text = value ? expect_text(reader, value) : NULL;
	const char *wrong = text ? split_url(text, url) : NULL;

	if (wrong)
		complain(reader, value, mend, "%s", wrong);
	else if (text)
		*(char **)member = keep_take(reader, strdup(text));
}

void read_url(struct reader *reader, const struct field *field, const cJSON *value, void *member)
{
	struct url url = {0};

	(void)field;
	read_address(reader, value,
		     "write it as https://host/path; names and passwords belong under backend.auth",
		     member, &url);
	if (url.rest && strchr(url.rest, '#'))
		complain(reader, value, "remove the # and what follows it",
			 "the address has a fragment");
}

void read_proxy(struct reader *reader, const struct field *field, const cJSON *value, void *member)
{
	struct url url = {0};

	(void)field;
	read_address(reader, value, "write it as http://host:port", member, &url);
}

static void check_backend(struct reader *reader)
{
	const struct settings *settings = reader->settings;
	const cJSON *value = lookup(reader, "backend.url");
	struct url url = {0};

	if (!settings->backend.url || split_url(settings->backend.url, &url))
		return;
	if (url.http && !loopback(url.host) && !settings->backend.plain_http)
		complain(reader, value, "write https://, or set backend.plainHttp to true",
			 "plain http would carry answers over the network unprotected");
	if (settings->backend.method != DELIVERY_POST && strchr(url.rest, '?'))
		complain(reader, value, "remove the ? and what follows it",
			 "the base address of a FHIR server has no query");
	if (settings->backend.backoff_cap_ms &&
	    settings->backend.backoff_first_ms > settings->backend.backoff_cap_ms &&
	    lookup(reader, "backend.backoff"))
		complain(reader, lookup(reader, "backend.backoff"),
			 "lower firstSeconds or raise capSeconds",
			 "firstSeconds is more than capSeconds");
}

static void require(struct reader *reader, const char *path)
{
	if (!lookup(reader, path))
		complain_missing(reader, json_root(reader->json), path);
}

static void refuse(struct reader *reader, const char *path, const char *why)
{
	const cJSON *value = lookup(reader, path);

	if (value)
		complain(reader, value, "remove it, or correct backend.auth.method", "%s", why);
}

static void check_auth(struct reader *reader)
{
	enum auth_method method = reader->settings->backend.auth;

	if (method != AUTH_NONE)
		require(reader, "backend.auth.secretFile");
	else
		refuse(reader, "backend.auth.secretFile", "not used by the method \"none\"");
	if (method == AUTH_BASIC)
		require(reader, "backend.auth.user");
	else
		refuse(reader, "backend.auth.user", "used by the method \"basic\" only");
}

static bool has_step(const struct settings *settings, enum step step)
{
	for (size_t i = 0; i < settings->flow_count; i++)
		if (settings->flow[i] == step)
			return true;
	return false;
}

static void check_flow(struct reader *reader)
{
	const struct settings *settings = reader->settings;
	const cJSON *flow = lookup(reader, "flow");

	if (!cJSON_IsArray(flow))
		return;
	if (!has_step(settings, STEP_QUESTIONS))
		complain(reader, flow, "add \"questions\"", "the flow asks no questions");
	if (!has_step(settings, STEP_CONFIRM))
		complain(reader, flow, "add \"confirm\" at its end",
			 "nothing is sent without the step \"confirm\"");
	else if (settings->flow[settings->flow_count - 1] != STEP_CONFIRM)
		complain(reader, flow, "move \"confirm\" to the end",
			 "a step stands behind \"confirm\"");
	if (has_step(settings, STEP_PRIVACY))
		require(reader, "pages.privacy");
	if (has_step(settings, STEP_EXPLAINER))
		require(reader, "pages.explainer");
	if (has_step(settings, STEP_OUTCOME)) {
		require(reader, "form.flags.system");
		require(reader, "form.flags.levels");
		require(reader, "form.flags.none");
	}
}

static void check_idle(struct reader *reader)
{
	const cJSON *value = lookup(reader, "idle.warningSeconds");

	if (cJSON_IsNumber(value) && reader->settings->idle.warning_ms < WARNING_COMFORT_MS)
		report_add(reader->report, SEVERITY_WARNING, json_place(reader->json, value),
			   "idle.warningSeconds", "write 20 or more",
			   "less time than a slow reader needs");
}

#define QR_URL_MAX 106 /* bytes: a code of version 6 */

void check_together(struct reader *reader)
{
	const struct settings *settings = reader->settings;

	check_flow(reader);
	check_backend(reader);
	check_auth(reader);
	check_idle(reader);
	if (lookup(reader, "form.masked")) {
		require(reader, "form.masked.system");
		require(reader, "form.masked.code");
	}
	if (lookup(reader, "form.maskedFields")) {
		require(reader, "form.maskedFields.system");
		require(reader, "form.maskedFields.code");
	}
	if (settings->receipt.qr_url && settings->receipt.qr_page)
		complain(reader, lookup(reader, "receipt.qr"), "leave url or page",
			 "a code holds one of them");
	if (settings->receipt.qr_url && strlen(settings->receipt.qr_url) > QR_URL_MAX)
		complain(reader, lookup(reader, "receipt.qr.url"), "give a shorter address",
			 "too long for a code on the screen");
	if (lookup(reader, "commands.textLarger"))
		require(reader, "commands.textNormal");
	if (settings->control_socket && settings->uploader.socket &&
	    strcmp(settings->control_socket, settings->uploader.socket) == 0)
		complain(reader, lookup(reader, "control.socket"), "give each its own path",
			 "the same socket as uploader.socket");
}
