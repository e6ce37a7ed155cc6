#include "app.h"

#include <kiosk/app.h>
#include <kiosk/base/log.h>

#include <string.h>

#define CORNER_TAPS 3
#define CORNER_MS   3000

static const struct screen *top(const struct app *app)
{
	return app->overlay ? app->overlay : app->screen;
}

static void *top_state(const struct app *app)
{
	return app->overlay ? app->overlay_state : app->state;
}

static void leave(struct app *app, const struct screen *screen, void **state)
{
	if (screen && screen->leave)
		screen->leave(&app->context, *state);
	arena_free(app->context.arena, *state);
	*state = NULL;
}

static void enter(struct app *app, const struct screen *screen, void **state)
{
	*state = arena_alloc(app->context.arena, screen->state_size + 1);
	if (!*state) {
		log_event(LOG_LEVEL_ERROR, "no memory for the screen %s", screen->name);
		session_end_visit(&app->session, VISIT_END_RESET);
		return;
	}
	if (screen->enter)
		screen->enter(&app->context, *state);
	app->dirty = true;
}

void app_overlay(struct app *app, const struct screen *overlay)
{
	if (app->overlay)
		leave(app, app->overlay, &app->overlay_state);
	app->overlay = overlay;
	if (overlay)
		enter(app, overlay, &app->overlay_state);
	app->dirty = true;
}

/* Every place and page of the visit gets its screen entered afresh. */
static void follow_visit(struct app *app, enum visit_place *place, size_t *page)
{
	const struct screen *screen = screen_for(visit_place(app->visit));

	if (app->session.end != SESSION_RUNNING ||
	    (app->screen && app->screen == screen && *place == visit_place(app->visit) &&
	     *page == visit_page(app->visit)))
		return;
	if (app->screen)
		leave(app, app->screen, &app->state);
	*place = visit_place(app->visit);
	*page = visit_page(app->visit);
	app->screen = screen;
	enter(app, screen, &app->state);
}

static bool too_small(const struct app *app)
{
	return ui_rows(app->ui) < UI_MIN_ROWS || ui_columns(app->ui) < UI_MIN_COLUMNS;
}

static void measure(struct app *app)
{
	app->context.rows = ui_rows(app->ui);
	app->context.columns = ui_columns(app->ui);
}

static void draw(struct app *app)
{
	struct area body = {.rows = ui_rows(app->ui), .columns = ui_columns(app->ui)};

	app->dirty = false;
	ui_clear(app->ui);
	if (top(app)->alone) {
		top(app)->draw(&app->context, top_state(app), app->ui, &body);
		ui_show(app->ui);
		return;
	}
	if (too_small(app)) {
		screen_small.draw(&app->context, NULL, app->ui, &body);
		ui_show(app->ui);
		return;
	}
	frame_draw(&app->context, top(app), top_state(app), app->ui, &body);
	if (!app->overlay || app->overlay->dialog)
		app->screen->draw(&app->context, app->state, app->ui, &body);
	if (app->overlay)
		app->overlay->draw(&app->context, app->overlay_state, app->ui, &body);
	ui_show(app->ui);
}

/* The keys that hold on every screen that does not take them itself. */
static struct action common_key(struct app *app, const struct ui_event *event)
{
	struct action action = {.kind = ACTION_NONE};

	switch (event->key) {
	case UI_KEY_F1:
		action.kind = app->overlay == &screen_help ? ACTION_NONE : ACTION_HELP;
		break;
	case UI_KEY_F2:
		if (app->settings->language_count > 1)
			action = (struct action){ACTION_LANGUAGE,
						 frame_next_language(&app->context)};
		break;
	case UI_KEY_F3:
		app_toggle_text(app);
		action.kind = ACTION_REDRAW;
		break;
	case UI_KEY_F4:
		ui_set_contrast(app->ui, !ui_contrast(app->ui));
		action.kind = ACTION_REDRAW;
		break;
	case UI_KEY_F6:
		if (visit_running(app->visit))
			action.kind = ACTION_CURTAIN;
		break;
	case UI_KEY_F9:
		if (!app->overlay && visit_running(app->visit))
			action.kind = ACTION_ASK_STOP;
		break;
	case UI_KEY_F12:
		action.kind = app->overlay ? ACTION_NONE : ACTION_STAFF;
		break;
	case UI_KEY_ESCAPE:
		action.kind = app->overlay ? ACTION_CLOSE : ACTION_BACK;
		break;
	default:
		break;
	}
	return action;
}

/* Three taps into a corner are the staff's way in where there is no keyboard. */
static bool tapped_thrice(struct app *app, const struct ui_event *event)
{
	if (!frame_in_corner(&app->context, event->row, event->column))
		return false;
	if (app->taps == 0 || app->context.now - app->first_tap > CORNER_MS) {
		app->taps = 0;
		app->first_tap = app->context.now;
	}
	app->taps = (app->taps + 1) % CORNER_TAPS;
	return app->taps == 0;
}

static bool is_key(enum ui_key key)
{
	return key != UI_KEY_CLICK && key != UI_KEY_WHEEL_UP && key != UI_KEY_WHEEL_DOWN;
}

static void on_event(struct app *app, struct ui_event event)
{
	struct action action;

	if (event.key == UI_KEY_HANGUP) {
		app->session.end = SESSION_QUIT;
		return;
	}
	/* Whoever passes a curtain by and presses a key keeps nothing alive. */
	if (app->overlay != &screen_curtain)
		visit_touch(app->visit, app->context.now);
	app->staff_touched = app->context.now;
	if (too_small(app) && event.key != UI_KEY_F3)
		return;
	if (app->overlay == &screen_idle) { /* the key says "I am here", nothing else */
		app_overlay(app, NULL);
		return;
	}
	if (event.key == UI_KEY_CLICK) {
		enum ui_key key = frame_hint_at(&app->context, top(app), top_state(app), event.row,
						event.column);

		if (top(app)->alone)
			key = UI_KEY_NONE;
		else if (tapped_thrice(app, &event))
			key = UI_KEY_F12;
		if (key != UI_KEY_NONE)
			event = (struct ui_event){.key = key};
	}
	action = top(app)->key(&app->context, top_state(app), &event);
	if (action.kind == ACTION_NONE)
		action = common_key(app, &event);
	if (action.kind == ACTION_NONE && is_key(event.key) && app->settings->theme.bell)
		ui_bell(app->ui);
	app_act(app, action);
}

static bool is_staff(const struct app *app)
{
	const struct screen *overlay =
		app->overlay == &screen_help ? app->context.help_for : app->overlay;

	return overlay == &screen_pin || overlay == &screen_staff || overlay == &screen_queue;
}

/* The clocks; returns the boot time at which something changes by itself, -1: nothing will. */
static int64_t on_time(struct app *app)
{
	const struct screen *screen = top(app);
	int64_t left, next;
	enum visit_idle idle;

	if (is_staff(app)) {
		visit_touch(app->visit, app->context.now);
		if (app->context.now - app->staff_touched >= app->settings->idle.staff_ms)
			app_overlay(app, NULL);
		app_refresh_pin(app);
		return app->context.now + SESSION_TICK_MS;
	}
	idle = session_idle(&app->session, &left, &next);
	if (idle == VISIT_WARNING) {
		if (app->overlay != &screen_idle && app->overlay != &screen_curtain)
			app_overlay(app, &screen_idle);
		app->context.countdown_ms = left;
		app->dirty = true;
		return app->context.now + left % SESSION_TICK_MS + 1;
	}
	if (app->context.countdown_ms > 0) {
		app->context.countdown_ms = 0;
		app->dirty = true;
	}
	if (screen->tick && (next < 0 || app->context.now + SESSION_TICK_MS < next))
		next = app->context.now + SESSION_TICK_MS;
	return next;
}

/* What the session knows, as screens see it. */
static void follow_session(struct app *app)
{
	struct session *session = &app->session;

	app->context.now = session->now;
	app->context.trouble = session->trouble;
	app->context.receipt = session->receipt;
	app->context.call_staff = session->call_staff;
	memcpy(app->context.reference, session->reference, sizeof(session->reference));
	if (session->resized) {
		ui_resized(app->ui);
		measure(app);
		if (too_small(app) && app->text_larger)
			app_toggle_text(app);
	}
	if (session->news)
		app_refresh_queue(app);
	app->dirty = app->dirty || session->news || session->resized;
	session->news = session->resized = false;
}

static void loop(struct app *app)
{
	enum visit_place place = VISIT_ENDED;
	size_t page = 0;

	while (app->session.end == SESSION_RUNNING) {
		const struct screen *screen;
		struct ui_event event;
		int64_t next, due;

		follow_visit(app, &place, &page);
		next = on_time(app);
		if ((due = app_programs_due(app)) >= 0 && (next < 0 || due < next))
			next = due;
		if (app->dirty && app->session.end == SESSION_RUNNING)
			draw(app);
		if (app->session.end != SESSION_RUNNING)
			break;
		app->session.pointer_fd = ui_pointer_fd(app->ui);
		session_wait(&app->session, next);
		app_follow_programs(app);
		follow_session(app);
		screen = top(app);
		if (screen->tick && screen->tick(&app->context, top_state(app)))
			app->dirty = true;
		while (app->session.end == SESSION_RUNNING &&
		       (event = ui_next(app->ui)).key != UI_KEY_NONE) {
			on_event(app, event);
			follow_session(app);
			follow_visit(app, &place, &page);
		}
	}
}

static enum status open_parts(struct app *app)
{
	const struct startup *startup = app->session.startup;

	app->settings = startup->settings;
	for (size_t i = 0; app->settings->language_count > 1 && i < app->settings->language_count;
	     i++)
		words_name(app->settings->languages[i].tag, app->names[i]);
	app->visit = app->session.visit;
	app->context = (struct screen_context){
		.settings = startup->settings,
		.language = app->session.language,
		.language_names = app->names,
		.questionnaire = startup->questionnaire,
		.figure = startup->figure,
		.logo = startup->logo,
		.content = startup->content,
		.outdated = startup->outdated,
		.staff_notice = startup->outdated || app->session.rejected,
		.visit = app->visit,
		.arena = app->session.arena,
		.pin = arena_alloc(app->session.arena, SCREEN_PIN_MAX),
	};
	return app->context.pin ? STATUS_OK : STATUS_NOMEM;
}

static void close_parts(struct app *app)
{
	if (app->overlay)
		app_overlay(app, NULL);
	if (app->screen)
		leave(app, app->screen, &app->state);
	session_close(&app->session);
}

enum app_result app_run(struct startup *startup, struct ui *ui, struct buf *explain)
{
	struct app app = {.ui = ui, .dirty = true, .text.fd = -1, .printer.fd = -1};
	enum status status = session_open(&app.session, startup, explain);

	if (status)
		return APP_RESULT_FAILED;
	status = open_parts(&app);
	if (!status) {
		ui_set_title(ui, app.settings->clinic.name);
		program_reap();
		measure(&app);
		follow_session(&app);
		loop(&app);
		ui_clear(app.ui);
		ui_show(app.ui);
		app_restore_text(&app);
		program_forget(&app.printer);
	}
	close_parts(&app);
	if (status && buf_addf(explain, "the kiosk cannot start: %s", status_text(status)))
		log_event(LOG_LEVEL_ERROR, "the kiosk cannot start: %s", status_text(status));
	if (status)
		return APP_RESULT_FAILED;
	return app.session.end == SESSION_AGAIN ? APP_RESULT_AGAIN : APP_RESULT_QUIT;
}
