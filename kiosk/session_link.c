#include "session.h"

#include <kiosk/base/channel.h>
#include <kiosk/base/log.h>

#include <string.h>
#include <unistd.h>

#define LINK_RETRY_MS 5000

static void drop(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

void session_link_open(struct session *session)
{
	enum status status;
	size_t i;

	for (i = 0; i < SESSION_CLIENTS; i++)
		session->clients[i] = -1;
	session->control_fd = session->uploader_fd = -1;
	session->link_tried = INT64_MIN / 2;
	status = channel_listen(session->startup->settings->control_socket, &session->control_fd);
	if (status)
		log_event(LOG_LEVEL_WARNING, "no commands from the desk: %s: %s",
			  session->startup->settings->control_socket, status_text(status));
}

void session_link_close(struct session *session)
{
	size_t i;

	for (i = 0; i < SESSION_CLIENTS; i++)
		drop(&session->clients[i]);
	if (session->control_fd >= 0)
		(void)unlink(session->startup->settings->control_socket);
	drop(&session->control_fd);
	drop(&session->uploader_fd);
}

bool session_tell(struct session *session, const char *message)
{
	enum status status;

	if (session->uploader_fd < 0) {
		if (session->now - session->link_tried < LINK_RETRY_MS)
			return false;
		session->link_tried = session->now;
		if (channel_connect(session->startup->settings->uploader.socket,
				    &session->uploader_fd))
			return false;
	}
	status = channel_send(session->uploader_fd, message);
	if (status && status != STATUS_BUSY)
		drop(&session->uploader_fd);
	return status == STATUS_OK;
}

bool session_tell_now(struct session *session, const char *message)
{
	session->link_tried = session->now - LINK_RETRY_MS;
	return session_tell(session, message);
}

static void serve_uploader(struct session *session)
{
	char message[CHANNEL_MESSAGE_MAX];
	enum status status;

	if (session->uploader_fd < 0)
		return;
	while (!(status = channel_receive(session->uploader_fd, message))) {
		/* What it says is a hint that the outbox changed; the outbox itself is the truth.
		 */
		session_refresh_receipt(session);
		session->news = true;
	}
	if (status != STATUS_BUSY)
		drop(&session->uploader_fd);
}

static const char *answer_request(struct session *session, const char *message)
{
	if (strcmp(message, "reset") == 0) {
		session_audit(session, "reset-from-desk");
		session_end_visit(session, VISIT_END_RESET);
		return "ok reset";
	}
	if (strcmp(message, "status") == 0)
		return visit_running(session->visit) ? "ok visit" : "ok idle";
	return "error unknown request";
}

static void serve_client(struct session *session, int *fd)
{
	char message[CHANNEL_MESSAGE_MAX];
	enum status status;

	if (*fd < 0)
		return;
	while (!(status = channel_receive(*fd, message)))
		if ((status = channel_send(*fd, answer_request(session, message))))
			break;
	if (status != STATUS_BUSY)
		drop(fd);
}

static void accept_clients(struct session *session)
{
	uid_t uid;
	size_t i;

	for (i = 0; session->control_fd >= 0 && i < SESSION_CLIENTS; i++)
		if (session->clients[i] < 0 &&
		    channel_accept(session->control_fd, (gid_t)-1, &session->clients[i], &uid) !=
			    STATUS_OK)
			session->clients[i] = -1;
}

void session_link_serve(struct session *session)
{
	size_t i;

	serve_uploader(session);
	accept_clients(session);
	for (i = 0; i < SESSION_CLIENTS; i++)
		serve_client(session, &session->clients[i]);
}
