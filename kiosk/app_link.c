#include "app.h"

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

void app_link_open(struct app *app)
{
	enum status status;
	size_t i;

	for (i = 0; i < APP_CLIENTS; i++)
		app->clients[i] = -1;
	app->control_fd = app->uploader_fd = -1;
	app->link_tried = INT64_MIN / 2;
	status = channel_listen(app->settings->control_socket, &app->control_fd);
	if (status)
		log_event(LOG_LEVEL_WARNING, "no commands from the desk: %s: %s",
			  app->settings->control_socket, status_text(status));
}

void app_link_close(struct app *app)
{
	size_t i;

	for (i = 0; i < APP_CLIENTS; i++)
		drop(&app->clients[i]);
	if (app->control_fd >= 0)
		(void)unlink(app->settings->control_socket);
	drop(&app->control_fd);
	drop(&app->uploader_fd);
}

bool app_link_send(struct app *app, const char *message)
{
	enum status status;

	if (app->uploader_fd < 0) {
		if (app->context.now - app->link_tried < LINK_RETRY_MS)
			return false;
		app->link_tried = app->context.now;
		if (channel_connect(app->settings->uploader.socket, &app->uploader_fd))
			return false;
	}
	status = channel_send(app->uploader_fd, message);
	if (status && status != STATUS_BUSY)
		drop(&app->uploader_fd);
	return status == STATUS_OK;
}

static void serve_uploader(struct app *app)
{
	char message[CHANNEL_MESSAGE_MAX];
	enum status status;

	if (app->uploader_fd < 0)
		return;
	while (!(status = channel_receive(app->uploader_fd, message))) {
		/* What it says is a hint that the outbox changed; the outbox itself is the truth.
		 */
		app_refresh_receipt(app);
		app_refresh_queue(app);
		if (strncmp(message, "ok ", 3) == 0)
			app->dirty = true;
	}
	if (status != STATUS_BUSY)
		drop(&app->uploader_fd);
}

static const char *answer_request(struct app *app, const char *message)
{
	if (strcmp(message, "reset") == 0) {
		app_audit(app, "reset-from-desk");
		app_end_visit(app, VISIT_END_RESET);
		return "ok reset";
	}
	if (strcmp(message, "status") == 0)
		return visit_running(app->visit) ? "ok visit" : "ok idle";
	return "error unknown request";
}

static void serve_client(struct app *app, int *fd)
{
	char message[CHANNEL_MESSAGE_MAX];
	enum status status;

	if (*fd < 0)
		return;
	while (!(status = channel_receive(*fd, message)))
		if ((status = channel_send(*fd, answer_request(app, message))))
			break;
	if (status != STATUS_BUSY)
		drop(fd);
}

static void accept_clients(struct app *app)
{
	uid_t uid;
	size_t i;

	for (i = 0; app->control_fd >= 0 && i < APP_CLIENTS; i++)
		if (app->clients[i] < 0 &&
		    channel_accept(app->control_fd, (gid_t)-1, &app->clients[i], &uid) != STATUS_OK)
			app->clients[i] = -1;
}

void app_link_serve(struct app *app)
{
	size_t i;

	serve_uploader(app);
	accept_clients(app);
	for (i = 0; i < APP_CLIENTS; i++)
		serve_client(app, &app->clients[i]);
}
