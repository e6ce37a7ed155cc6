/* The app's own header: the event loop's state, shared by app*.c. */
#ifndef KIOSK_APP_H
#define KIOSK_APP_H

#include <kiosk/outbox/outbox.h>
#include <kiosk/outbox/staff.h>
#include <kiosk/screen.h>
#include <kiosk/startup.h>

#define APP_CLIENTS 4 /* commands from the desk that are served at once */

enum app_end {
	APP_RUNNING,
	APP_AGAIN, /* the next patient: a fresh process */
	APP_QUIT,
};

struct app {
	struct startup *startup;
	const struct settings *settings; /* of startup */
	struct arena *arena;
	struct ui *ui;
	struct outbox *outbox;
	struct staff_log *staff;
	struct visit *visit;
	struct screen_context context;
	const struct screen *screen; /* of the visit's place */
	void *state;
	const struct screen *overlay; /* over it: help, stop question, staff, idle warning; NULL */
	void *overlay_state;
	char id[UUID_MAX]; /* of the response being saved: the same for every try; "" before */
	int signal_fd, timer_fd;
	int control_fd, clients[APP_CLIENTS]; /* -1: none */
	int uploader_fd;
	int64_t link_tried; /* boot ms of the last attempt to reach the uploader */
	int64_t staff_touched;
	bool dirty;
	enum app_end end;
	char notice[256];
	struct queue_row *queue;
};

/* app.c */
void app_overlay(struct app *app, const struct screen *overlay); /* NULL: closes it */
void app_end_visit(struct app *app, enum visit_end reason);

/* app_actions.c */
void app_audit(struct app *app, const char *event);
void app_act(struct app *app, struct action action);
/* Sets context.trouble when no visit could be saved, clears it when one can again. */
void app_check_trouble(struct app *app);
void app_refresh_receipt(struct app *app);
void app_refresh_queue(struct app *app);
void app_refresh_pin(struct app *app);

/* app_link.c */
void app_link_open(struct app *app);
void app_link_close(struct app *app);
/* Tells the uploader; opens the connection when there is none. */
bool app_link_send(struct app *app, const char *message);
/* Takes what came from the uploader and from the desk. */
void app_link_serve(struct app *app);

#endif
