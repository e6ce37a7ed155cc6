#include "app.h"

#include <kiosk/app.h>
#include <kiosk/base/log.h>

#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#define ARENA_BASE_BYTES     (384u << 10)
#define ARENA_BYTES_PER_ITEM 512u
/* An answer as it is typed and as it is sent, in as many instances as there may be. */
#define ARENA_INSTANCES_BYTES (ANSWERS_MAX_INSTANCES * 2u * ANSWER_TYPED_MAX)
#define TICK_MS               1000
#define TROUBLE_RECHECK_MS    10000

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
	arena_free(app->arena, *state);
	*state = NULL;
}

static void enter(struct app *app, const struct screen *screen, void **state)
{
	*state = arena_alloc(app->arena, screen->state_size + 1);
	if (!*state) {
		log_event(LOG_LEVEL_ERROR, "no memory for the screen %s", screen->name);
		app_end_visit(app, VISIT_END_RESET);
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

void app_end_visit(struct app *app, enum visit_end reason)
{
	visit_end(app->visit, reason);
	if (app->end == APP_RUNNING)
		app->end = APP_AGAIN;
}

/* Every place and page of the visit gets its screen entered afresh. */
static void follow_visit(struct app *app, enum visit_place *place, size_t *page)
{
	const struct screen *screen = screen_for(visit_place(app->visit));

	if (app->end != APP_RUNNING ||
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
	struct area body;

	frame_body(ui_rows(app->ui), ui_columns(app->ui), &body);
	app->context.rows = body.rows;
	app->context.columns = body.columns;
}

static void draw(struct app *app)
{
	struct area body = {.rows = ui_rows(app->ui), .columns = ui_columns(app->ui)};

	app->dirty = false;
	ui_clear(app->ui);
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
		action.kind = app->overlay ? ACTION_NONE : ACTION_HELP;
		break;
	case UI_KEY_F4:
		ui_set_contrast(app->ui, !ui_contrast(app->ui));
		action.kind = ACTION_REDRAW;
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

static void on_event(struct app *app, struct ui_event event)
{
	struct action action;

	if (event.key == UI_KEY_HANGUP) {
		app->end = APP_QUIT;
		return;
	}
	visit_touch(app->visit, app->context.now);
	app->staff_touched = app->context.now;
	if (too_small(app))
		return;
	if (app->overlay == &screen_idle) { /* the key says "I am here", nothing else */
		app_overlay(app, NULL);
		return;
	}
	if (event.key == UI_KEY_CLICK) {
		enum ui_key key = frame_hint_at(&app->context, top(app), top_state(app), app->ui,
						event.row, event.column);

		if (key != UI_KEY_NONE)
			event = (struct ui_event){.key = key};
	}
	action = top(app)->key(&app->context, top_state(app), &event);
	if (action.kind == ACTION_NONE)
		action = common_key(app, &event);
	app_act(app, action);
}

static bool is_staff(const struct screen *overlay)
{
	return overlay == &screen_pin || overlay == &screen_staff || overlay == &screen_queue;
}

/* The clocks; returns the boot time at which something changes by itself, -1: nothing will. */
static int64_t on_time(struct app *app)
{
	int64_t left, next = -1;
	enum visit_idle idle = visit_idle(app->visit, app->context.now, &left);
	const struct screen *screen = top(app);

	if (is_staff(app->overlay)) {
		visit_touch(app->visit, app->context.now);
		if (app->context.now - app->staff_touched >= app->settings->idle.staff_ms)
			app_overlay(app, NULL);
		app_refresh_pin(app);
		return app->context.now + TICK_MS;
	}
	if (idle == VISIT_OVER) {
		app_end_visit(app, visit_end_reason(app->visit));
		return -1;
	}
	if (idle == VISIT_WARNING) {
		if (app->overlay != &screen_idle)
			app_overlay(app, &screen_idle);
		app->context.countdown_ms = left;
		app->dirty = true;
		left = left % TICK_MS + 1;
	}
	if (left >= 0)
		next = app->context.now + left;
	if (app->context.trouble)
		next = app->context.now + TROUBLE_RECHECK_MS;
	if (screen->tick || visit_place(app->visit) == VISIT_RECEIPT) {
		int64_t tick = app->context.now + TICK_MS;

		next = next < 0 || tick < next ? tick : next;
	}
	return next;
}

static void tick(struct app *app, int64_t *trouble_checked)
{
	const struct screen *screen = top(app);

	if (screen->tick && screen->tick(&app->context, top_state(app)))
		app->dirty = true;
	app_refresh_receipt(app);
	if (app->context.trouble && app->context.now - *trouble_checked >= TROUBLE_RECHECK_MS) {
		*trouble_checked = app->context.now;
		app_check_trouble(app);
	}
}

static void arm(struct app *app, int64_t boot_ms)
{
	struct itimerspec when = {{0, 0}, {0, 0}};

	if (boot_ms >= 0) {
		when.it_value.tv_sec = boot_ms / 1000;
		when.it_value.tv_nsec = boot_ms % 1000 * 1000000 + 1;
	}
	(void)timerfd_settime(app->timer_fd, TFD_TIMER_ABSTIME, &when, NULL);
}

static void wait_for_something(struct app *app)
{
	struct pollfd fds[5 + APP_CLIENTS] = {
		{STDIN_FILENO, POLLIN, 0},     {app->signal_fd, POLLIN, 0},
		{app->timer_fd, POLLIN, 0},    {app->control_fd, POLLIN, 0},
		{app->uploader_fd, POLLIN, 0},
	};
	size_t i;

	for (i = 0; i < APP_CLIENTS; i++)
		fds[5 + i] = (struct pollfd){app->clients[i], POLLIN, 0};
	(void)poll(fds, 5 + APP_CLIENTS, -1);
}

static void serve_signals(struct app *app)
{
	struct signalfd_siginfo info;
	uint64_t expirations;

	while (read(app->signal_fd, &info, sizeof(info)) == (ssize_t)sizeof(info)) {
		if (info.ssi_signo == SIGWINCH) {
			ui_resized(app->ui);
			measure(app);
			app->dirty = true;
		} else {
			app->end = APP_QUIT;
		}
	}
	(void)!read(app->timer_fd, &expirations, sizeof(expirations));
}

static void loop(struct app *app)
{
	enum visit_place place = VISIT_ENDED;
	size_t page = 0;
	int64_t trouble_checked = 0;

	while (app->end == APP_RUNNING) {
		struct ui_event event;

		app->context.now = clock_boot_ms();
		follow_visit(app, &place, &page);
		arm(app, on_time(app));
		if (app->dirty && app->end == APP_RUNNING)
			draw(app);
		if (app->end != APP_RUNNING)
			break;
		wait_for_something(app);
		app->context.now = clock_boot_ms();
		serve_signals(app);
		app_link_serve(app);
		tick(app, &trouble_checked);
		while (app->end == APP_RUNNING && (event = ui_next(app->ui)).key != UI_KEY_NONE) {
			on_event(app, event);
			follow_visit(app, &place, &page);
		}
	}
}

static size_t arena_bytes(const struct questionnaire *form)
{
	size_t size = ARENA_BASE_BYTES + ARENA_BYTES_PER_ITEM * form->item_count;

	for (size_t i = 0; i < form->item_count; i++)
		if (form->items[i].instances)
			return size + ARENA_INSTANCES_BYTES;
	return size;
}

static enum status open_parts(struct app *app, struct buf *explain)
{
	struct startup *startup = app->startup;
	struct answers_options options = {.date_order = app->settings->date_order,
					  .today = clock_date(clock_real_ms())};
	struct outbox_counts counts;
	size_t size = arena_bytes(startup->questionnaire);
	enum status status;

	if ((status = arena_open(size, &app->arena)) ||
	    (status = outbox_open(app->settings->outbox.directory, OUTBOX_ROLE_KIOSK, explain,
				  &app->outbox)) ||
	    (status = staff_log_open(app->settings->outbox.directory, explain, &app->staff)) ||
	    (status = visit_open(app->settings, startup->questionnaire, &options, app->arena,
				 clock_boot_ms(), &app->visit)))
		return status;
	app->context = (struct screen_context){
		.settings = app->settings,
		.questionnaire = startup->questionnaire,
		.figure = startup->figure,
		.content = startup->content,
		.outdated = startup->outdated,
		.visit = app->visit,
		.arena = app->arena,
		.now = clock_boot_ms(),
		.pin = arena_alloc(app->arena, SCREEN_PIN_MAX),
	};
	app->context.staff_notice = startup->outdated;
	if (outbox_count(app->outbox, &counts) == STATUS_OK && counts.rejected > 0)
		app->context.staff_notice = true;
	if (!arena_locked(app->arena))
		log_event(LOG_LEVEL_WARNING, "memory for answers could not be locked: raise "
					     "LimitMEMLOCK, or disable swap");
	return app->context.pin ? STATUS_OK : STATUS_NOMEM;
}

static enum status open_clocks(struct app *app)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGWINCH);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGQUIT);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGTSTP, SIG_IGN);
	app->signal_fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	app->timer_fd = timerfd_create(CLOCK_BOOTTIME, TFD_NONBLOCK | TFD_CLOEXEC);
	return app->signal_fd < 0 || app->timer_fd < 0 ? STATUS_IO : STATUS_OK;
}

static void close_parts(struct app *app)
{
	if (app->overlay)
		app_overlay(app, NULL);
	if (app->screen)
		leave(app, app->screen, &app->state);
	visit_close(app->visit);
	staff_log_close(app->staff);
	outbox_close(app->outbox);
	arena_close(app->arena);
	if (app->signal_fd >= 0)
		close(app->signal_fd);
	if (app->timer_fd >= 0)
		close(app->timer_fd);
}

enum app_result app_run(struct startup *startup, struct ui *ui, struct buf *explain)
{
	struct app app = {.startup = startup,
			  .settings = startup->settings,
			  .ui = ui,
			  .signal_fd = -1,
			  .timer_fd = -1,
			  .dirty = true};
	enum status status = open_clocks(&app);

	if (!status)
		status = open_parts(&app, explain);
	if (!status) {
		app_link_open(&app);
		measure(&app);
		app_check_trouble(&app);
		loop(&app);
		app_link_close(&app);
	}
	if (status && explain->len == 0 &&
	    buf_addf(explain, "the kiosk cannot start: %s", status_text(status)))
		log_event(LOG_LEVEL_ERROR, "the kiosk cannot start: %s", status_text(status));
	close_parts(&app);
	if (status)
		return APP_RESULT_FAILED;
	return app.end == APP_AGAIN ? APP_RESULT_AGAIN : APP_RESULT_QUIT;
}
