#include "app.h"

#include <kiosk/base/log.h>
#include <kiosk/base/words.h>
#include <kiosk/pin.h>

#include <stdio.h>
#include <string.h>

/* N_() words, or NULL. */
static void notice(struct app *app, const char *words)
{
	app->context.notice = words;
	app->dirty = true;
}

static void submit(struct app *app)
{
	enum status status = session_submit(&app->session);

	if (status == STATUS_INVALID)
		return;
	notice(app, status ? N_("Your answers could not be saved. They are still here. Please call "
				"our staff.")
			   : NULL);
}

static bool fill_row(const struct outbox_record *record, void *context)
{
	struct app *app = context;
	struct queue_row *row = &app->queue[app->context.queue_count];

	uuid_reference(record->id, row->reference);
	clock_instant(record->created_ms, row->since);
	row->attempts = record->attempts;
	row->refused = record->state == OUTBOX_REJECTED;
	snprintf(row->reason, sizeof(row->reason), "%s", record->reason);
	app->context.queue_count++;
	return app->context.queue_count < QUEUE_ROWS_MAX;
}

void app_refresh_queue(struct app *app)
{
	struct outbox_counts counts;

	if (app->overlay != &screen_queue && app->overlay != &screen_staff)
		return;
	app->context.queue_count = 0;
	if (!app->queue)
		app->queue = arena_alloc(app->context.arena, QUEUE_ROWS_MAX * sizeof(*app->queue));
	app->context.queue = app->queue;
	if (app->queue && outbox_each(app->session.outbox, false, fill_row, app))
		notice(app, N_("The queue cannot be read just now."));
	if (outbox_count(app->session.outbox, &counts) == STATUS_OK) {
		app->context.waiting = counts.waiting;
		app->context.refused = counts.rejected;
	}
	app->context.uploader =
		app->session.uploader_fd >= 0 || session_tell(&app->session, "status")
			? N_("The uploader is running.")
			: N_("The uploader is not running: nothing can be sent.");
	app->dirty = true;
}

void app_refresh_pin(struct app *app)
{
	int64_t wait = 0;

	if (app->overlay != &screen_pin)
		return;
	if (!app->settings->staff.pin) {
		app->context.pin_answer =
			N_("No staff PIN is set on this kiosk: run \"kiosk pin\".");
		return;
	}
	if (staff_pin_delay(app->session.staff, app->context.now, &wait)) {
		app->context.pin_answer = N_("The PIN cannot be checked just now.");
		wait = 60000;
	}
	if (wait != app->context.pin_wait_ms)
		app->dirty = true;
	app->context.pin_wait_ms = wait;
}

/* The failure is on disk before the PIN is looked at: killing the program in between gives no free
 * try. */
static void try_pin(struct app *app)
{
	struct screen_context *context = &app->context;
	enum status status = STATUS_DENIED;

	app_refresh_pin(app);
	if (!app->settings->staff.pin || context->pin_wait_ms > 0)
		goto done;
	if (staff_pin_try(app->session.staff, context->now)) {
		context->pin_answer = N_("The PIN cannot be checked just now.");
		goto done;
	}
	status = pin_verify(app->settings->staff.pin, context->pin);
	if (status == STATUS_OK && staff_pin_right(app->session.staff) == STATUS_OK) {
		session_audit(&app->session, "staff-entered");
		context->pin_answer = NULL;
		app_overlay(app, &screen_staff);
		app_refresh_queue(app);
	} else {
		context->pin_answer = N_("That PIN is not right.");
		session_audit(&app->session, "pin-wrong");
		app_refresh_pin(app);
	}
done:
	wipe(context->pin, SCREEN_PIN_MAX);
	app->dirty = true;
}

static void staff_act(struct app *app, enum action_kind kind)
{
	switch (kind) {
	case ACTION_STAFF_RESET:
		session_audit(&app->session, "reset");
		session_end_visit(&app->session, VISIT_END_RESET);
		break;
	case ACTION_STAFF_SEND:
		session_audit(&app->session, "send-now");
		notice(app, session_tell_now(&app->session, "send-now")
				    ? N_("The uploader tries to send everything now.")
				    : N_("The uploader is not running: nothing can be sent."));
		app_refresh_queue(app);
		break;
	case ACTION_STAFF_QUEUE:
		app_overlay(app, &screen_queue);
		app_refresh_queue(app);
		break;
	case ACTION_STAFF_QUIT:
		if (!app->settings->staff.may_close)
			break;
		session_audit(&app->session, "closed");
		app->session.end = SESSION_QUIT;
		break;
	default:
		break;
	}
}

static void speak(struct app *app, size_t language)
{
	struct screen_context *context = &app->context;

	notice(app, session_speak(&app->session, language)
			    ? N_("The language cannot be changed just now.")
			    : NULL);
	context->language = app->session.language;
	context->questionnaire = answers_questionnaire(visit_answers(app->visit));
	if (app->screen->translated)
		app->screen->translated(context, app->state);
}

static void begin(struct app *app, enum action_kind kind)
{
	session_check_trouble(&app->session);
	if (kind == ACTION_LEARN)
		visit_learn(app->visit);
	else if (!app->session.trouble)
		visit_begin(app->visit);
}

/* Back to what it was opened from. */
static void close_overlay(struct app *app)
{
	const struct screen *behind = NULL;

	if (app->overlay == &screen_queue)
		behind = &screen_staff;
	else if (app->overlay == &screen_help && app->context.help_for != app->screen)
		behind = app->context.help_for;
	visit_touch(app->visit, app->context.now);
	app_overlay(app, behind);
}

/* What moves the visit on. */
static void visit_act(struct app *app, struct action action)
{
	switch (action.kind) {
	case ACTION_BEGIN:
	case ACTION_LEARN:
		begin(app, action.kind);
		break;
	case ACTION_NEXT:
		(void)visit_next(app->visit);
		break;
	case ACTION_BACK:
		notice(app, NULL);
		(void)visit_back(app->visit);
		break;
	case ACTION_CHANGE:
		(void)visit_change(app->visit, action.slot);
		break;
	case ACTION_LANGUAGE:
		speak(app, action.slot);
		break;
	case ACTION_SUBMIT:
		submit(app);
		break;
	case ACTION_END:
		session_end_visit(&app->session, visit_place(app->visit) == VISIT_RECEIPT
							 ? VISIT_END_SENT
							 : VISIT_END_STOPPED);
		break;
	default:
		staff_act(app, action.kind);
		break;
	}
}

void app_act(struct app *app, struct action action)
{
	app->dirty = app->dirty || action.kind != ACTION_NONE;
	switch (action.kind) {
	case ACTION_NONE:
	case ACTION_REDRAW:
		break;
	case ACTION_ASK_STOP:
		app_overlay(app, &screen_stop);
		break;
	case ACTION_HELP:
		app->context.help_for = app->overlay ? app->overlay : app->screen;
		app->context.help_state = app->overlay ? NULL : app->state;
		app_overlay(app, &screen_help);
		break;
	case ACTION_CURTAIN:
		app_overlay(app, &screen_curtain);
		break;
	case ACTION_PRINT:
		app_print(app);
		break;
	case ACTION_CLOSE:
		close_overlay(app);
		app_refresh_queue(app);
		break;
	case ACTION_STAFF:
		app->context.pin_answer = NULL;
		app->staff_touched = app->context.now;
		app_overlay(app, &screen_pin);
		app_refresh_pin(app);
		break;
	case ACTION_PIN:
		try_pin(app);
		break;
	default:
		visit_act(app, action);
		break;
	}
}
