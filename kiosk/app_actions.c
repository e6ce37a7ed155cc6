#include "app.h"

#include <kiosk/base/log.h>
#include <kiosk/base/words.h>
#include <kiosk/form/response.h>
#include <kiosk/pin.h>

#include <stdio.h>
#include <string.h>

static void notice(struct app *app, const char *words)
{
	snprintf(app->notice, sizeof(app->notice), "%s", words ? words : "");
	app->context.notice = words ? app->notice : NULL;
	app->dirty = true;
}

void app_audit(struct app *app, const char *event)
{
	enum status status = staff_log_add(app->staff, clock_real_ms(), event, NULL);

	if (status)
		log_event(LOG_LEVEL_ERROR, "the staff log cannot be written: %s: %s", event,
			  status_text(status));
}

void app_check_trouble(struct app *app)
{
	bool absurd = clock_absurd(clock_real_ms());
	enum status status = absurd ? STATUS_INVALID : outbox_writable(app->outbox);

	if (!status == !app->context.trouble)
		return;
	app->context.trouble =
		status ? _("This kiosk is out of order just now. Please go to the front desk.")
		       : NULL;
	app->dirty = true;
	if (!status)
		log_event(LOG_LEVEL_NOTICE, "in order again");
	else if (absurd)
		log_event(LOG_LEVEL_ERROR,
			  "out of order: the clock is before the build date: set it");
	else
		log_event(LOG_LEVEL_ERROR, "out of order: outbox %s: %s",
			  app->settings->outbox.directory, status_text(status));
}

void app_refresh_receipt(struct app *app)
{
	struct outbox_record record;
	enum receipt_state state = RECEIPT_SAVED;

	if (visit_place(app->visit) != VISIT_RECEIPT || outbox_find(app->outbox, app->id, &record))
		return;
	if (record.state == OUTBOX_DELIVERED)
		state = RECEIPT_RECEIVED;
	else if (record.state == OUTBOX_REJECTED)
		state = RECEIPT_REFUSED;
	if (state != app->context.receipt)
		app->dirty = true;
	app->context.receipt = state;
}

/* The response's bytes; frozen with the id by the outbox's commit. */
static enum status write_response(struct app *app, struct buf *out)
{
	char authored[CLOCK_INSTANT_MAX];
	struct response_context context = {
		.identifier_system = app->settings->identifier_system,
		.identifier = app->id,
		.authored = authored,
		.language = app->settings->language,
		.flag_system = app->settings->form.flag_system,
	};

	clock_instant(clock_real_ms(), authored);
	return response_write(visit_answers(app->visit), &context, out);
}

static enum status save(struct app *app)
{
	const struct questionnaire *form = app->startup->questionnaire;
	char name[OUTBOX_TEXT_MAX];
	enum status status;
	struct buf bytes;

	buf_init(&bytes, RESPONSE_MAX_BYTES, NULL);
	if (!app->id[0] && (status = uuid_make(app->id)))
		goto done;
	status = write_response(app, &bytes);
	if (status)
		goto done;
	snprintf(name, sizeof(name), "%s%s%s", form->url ? form->url : "", form->version ? "|" : "",
		 form->version ? form->version : "");
	status = outbox_put(app->outbox, &app->startup->public_key, app->id, clock_real_ms(), name,
			    form->hash, bytes.data, bytes.len);
done:
	buf_release(&bytes);
	return status;
}

static void submit(struct app *app)
{
	char message[CLOCK_BOOT_ID_MAX + 8];
	enum status status;
	size_t flag;

	if (visit_place(app->visit) != VISIT_CONFIRM ||
	    answers_page_faults(visit_answers(app->visit), visit_page(app->visit), NULL, 0) > 0)
		return;
	status = save(app);
	if (status) {
		log_event(LOG_LEVEL_ERROR, "a response could not be saved: %s",
			  status_text(status));
		notice(app, _("Your answers could not be saved. They are still here. Please call "
			      "our staff."));
		return;
	}
	notice(app, NULL);
	flag = visit_flag(app->visit);
	app->context.call_staff =
		flag < app->settings->form.flag_count && app->settings->form.flags[flag].call_staff;
	uuid_reference(app->id, app->context.reference);
	app->context.receipt = RECEIPT_SAVED;
	log_event(LOG_LEVEL_INFO, "saved %s", app->context.reference);
	visit_saved(app->visit);
	snprintf(message, sizeof(message), "watch %s", app->id);
	app->link_tried = app->context.now - 60000;
	if (app_link_send(app, "work"))
		(void)app_link_send(app, message);
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
		app->queue = arena_alloc(app->arena, QUEUE_ROWS_MAX * sizeof(*app->queue));
	app->context.queue = app->queue;
	if (app->queue && outbox_each(app->outbox, false, fill_row, app))
		notice(app, _("The queue cannot be read just now."));
	if (outbox_count(app->outbox, &counts) == STATUS_OK) {
		app->context.waiting = counts.waiting;
		app->context.refused = counts.rejected;
	}
	app->context.uploader = app->uploader_fd >= 0 || app_link_send(app, "status")
					? _("The uploader is running.")
					: _("The uploader is not running: nothing can be sent.");
	app->dirty = true;
}

void app_refresh_pin(struct app *app)
{
	int64_t wait = 0;

	if (app->overlay != &screen_pin)
		return;
	if (!app->settings->staff.pin) {
		app->context.pin_answer =
			_("No staff PIN is set on this kiosk: run \"kiosk pin\".");
		return;
	}
	if (staff_pin_delay(app->staff, app->context.now, &wait)) {
		app->context.pin_answer = _("The PIN cannot be checked just now.");
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
	if (staff_pin_try(app->staff, context->now)) {
		context->pin_answer = _("The PIN cannot be checked just now.");
		goto done;
	}
	status = pin_verify(app->settings->staff.pin, context->pin);
	if (status == STATUS_OK && staff_pin_right(app->staff) == STATUS_OK) {
		app_audit(app, "staff-entered");
		context->pin_answer = NULL;
		app_overlay(app, &screen_staff);
		app_refresh_queue(app);
	} else {
		context->pin_answer = _("That PIN is not right.");
		app_audit(app, "pin-wrong");
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
		app_audit(app, "reset");
		app_end_visit(app, VISIT_END_RESET);
		break;
	case ACTION_STAFF_SEND:
		app_audit(app, "send-now");
		app->link_tried = app->context.now - 60000;
		notice(app, app_link_send(app, "send-now")
				    ? _("The uploader tries to send everything now.")
				    : _("The uploader is not running: nothing can be sent."));
		app_refresh_queue(app);
		break;
	case ACTION_STAFF_QUEUE:
		app_overlay(app, &screen_queue);
		app_refresh_queue(app);
		break;
	case ACTION_STAFF_QUIT:
		if (!app->settings->staff.may_close)
			break;
		app_audit(app, "closed");
		app->end = APP_QUIT;
		break;
	default:
		break;
	}
}

static void begin(struct app *app, enum action_kind kind)
{
	app_check_trouble(app);
	if (kind == ACTION_LEARN)
		visit_learn(app->visit);
	else if (!app->context.trouble)
		visit_begin(app->visit);
}

void app_act(struct app *app, struct action action)
{
	app->dirty = app->dirty || action.kind != ACTION_NONE;
	switch (action.kind) {
	case ACTION_NONE:
	case ACTION_REDRAW:
		break;
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
	case ACTION_SUBMIT:
		submit(app);
		break;
	case ACTION_ASK_STOP:
		app_overlay(app, &screen_stop);
		break;
	case ACTION_END:
		app_end_visit(app, visit_place(app->visit) == VISIT_RECEIPT ? VISIT_END_SENT
									    : VISIT_END_STOPPED);
		break;
	case ACTION_HELP:
		app->context.help_for = app->overlay ? app->overlay : app->screen;
		app_overlay(app, &screen_help);
		break;
	case ACTION_CLOSE:
		app_overlay(app, app->overlay == &screen_queue ? &screen_staff : NULL);
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
		staff_act(app, action.kind);
		break;
	}
}
