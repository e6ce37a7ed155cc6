#include "session.h"

#include <kiosk/base/log.h>
#include <kiosk/base/words.h>

#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#define ARENA_BASE_BYTES     (384u << 10)
#define ARENA_BYTES_PER_ITEM 512u
/* An answer as it is typed and as it is sent, in as many instances as there may be. */
#define ARENA_INSTANCES_BYTES (ANSWERS_MAX_INSTANCES * 2u * ANSWER_TYPED_MAX)
#define TROUBLE_RECHECK_MS    10000

void session_audit(struct session *session, const char *event)
{
	enum status status = staff_log_add(session->staff, clock_real_ms(), event, NULL);

	if (status)
		log_event(LOG_LEVEL_ERROR, "the staff log cannot be written: %s: %s", event,
			  status_text(status));
}

void session_check_trouble(struct session *session)
{
	bool absurd = clock_absurd(clock_real_ms());
	enum status status = absurd ? STATUS_INVALID : outbox_writable(session->outbox);

	session->trouble_checked = session->now;
	if (!status == !session->trouble)
		return;
	session->trouble =
		status ? N_("This kiosk is out of order just now. Please go to the front desk.")
		       : NULL;
	session->news = true;
	if (!status)
		log_event(LOG_LEVEL_NOTICE, "in order again");
	else if (absurd)
		log_event(LOG_LEVEL_ERROR,
			  "out of order: the clock is before the build date: set it");
	else
		log_event(LOG_LEVEL_ERROR, "out of order: outbox %s: %s",
			  session->startup->settings->outbox.directory, status_text(status));
}

void session_end_visit(struct session *session, enum visit_end reason)
{
	visit_end(session->visit, reason);
	if (session->end == SESSION_RUNNING)
		session->end = SESSION_AGAIN;
}

enum visit_idle session_idle(struct session *session, int64_t *left_ms, int64_t *next)
{
	enum visit_idle idle = visit_idle(session->visit, session->now, left_ms);

	*next = *left_ms >= 0 ? session->now + *left_ms : -1;
	if (idle == VISIT_OVER)
		session_end_visit(session, visit_end_reason(session->visit));
	if (session->trouble)
		*next = session->now + TROUBLE_RECHECK_MS;
	if (visit_place(session->visit) == VISIT_RECEIPT &&
	    (*next < 0 || session->now + SESSION_TICK_MS < *next))
		*next = session->now + SESSION_TICK_MS;
	return idle;
}

static void arm(struct session *session, int64_t boot_ms)
{
	struct itimerspec when = {{0, 0}, {0, 0}};

	if (boot_ms >= 0) {
		when.it_value.tv_sec = boot_ms / 1000;
		when.it_value.tv_nsec = boot_ms % 1000 * 1000000 + 1;
	}
	(void)timerfd_settime(session->timer_fd, TFD_TIMER_ABSTIME, &when, NULL);
}

static void serve_signals(struct session *session)
{
	struct signalfd_siginfo info;
	uint64_t expirations;

	while (read(session->signal_fd, &info, sizeof(info)) == (ssize_t)sizeof(info)) {
		if (info.ssi_signo == SIGWINCH)
			session->resized = true;
		else if (info.ssi_signo != SIGCHLD)
			session->end = SESSION_QUIT;
	}
	(void)!read(session->timer_fd, &expirations, sizeof(expirations));
}

void session_wait(struct session *session, int64_t boot_ms)
{
	struct pollfd fds[6 + SESSION_CLIENTS] = {
		{STDIN_FILENO, POLLIN, 0},         {session->signal_fd, POLLIN, 0},
		{session->timer_fd, POLLIN, 0},    {session->control_fd, POLLIN, 0},
		{session->uploader_fd, POLLIN, 0}, {session->pointer_fd, POLLIN, 0},
	};
	size_t i;

	for (i = 0; i < SESSION_CLIENTS; i++)
		fds[6 + i] = (struct pollfd){session->clients[i], POLLIN, 0};
	arm(session, boot_ms);
	(void)poll(fds, 6 + SESSION_CLIENTS, -1);
	session->now = clock_boot_ms();
	serve_signals(session);
	session_link_serve(session);
	session_refresh_receipt(session);
	if (session->trouble && session->now - session->trouble_checked >= TROUBLE_RECHECK_MS)
		session_check_trouble(session);
}

static size_t arena_bytes(const struct questionnaire *form)
{
	size_t size = ARENA_BASE_BYTES + ARENA_BYTES_PER_ITEM * form->item_count;

	for (size_t i = 0; i < form->item_count; i++)
		if (form->items[i].instances)
			return size + ARENA_INSTANCES_BYTES;
	return size;
}

static enum status open_parts(struct session *session, struct buf *explain)
{
	const struct settings *settings = session->startup->settings;
	const struct questionnaire *form = session->startup->questionnaire;
	struct answers_options options = session_answers_options(session);
	struct outbox_counts counts;
	enum status status;

	if ((status = arena_open(arena_bytes(form), &session->arena)) ||
	    (status = outbox_open(settings->outbox.directory, OUTBOX_ROLE_KIOSK, explain,
				  &session->outbox)) ||
	    (status = staff_log_open(settings->outbox.directory, explain, &session->staff)) ||
	    (status = visit_open(settings, form, &options, session->arena, session->now,
				 &session->visit)))
		return status;
	session->rejected =
		outbox_count(session->outbox, &counts) == STATUS_OK && counts.rejected > 0;
	if (!arena_locked(session->arena))
		log_event(LOG_LEVEL_WARNING, "memory for answers could not be locked: raise "
					     "LimitMEMLOCK, or disable swap");
	return STATUS_OK;
}

static enum status open_clocks(struct session *session)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGWINCH);
	sigaddset(&set, SIGCHLD); /* a program of the settings ended: wakes the loop */
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGQUIT);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGTSTP, SIG_IGN);
	session->signal_fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	session->timer_fd = timerfd_create(CLOCK_BOOTTIME, TFD_NONBLOCK | TFD_CLOEXEC);
	return session->signal_fd < 0 || session->timer_fd < 0 ? STATUS_IO : STATUS_OK;
}

enum status session_open(struct session *session, struct startup *startup, struct buf *explain)
{
	enum status status;

	*session = (struct session){.startup = startup,
				    .now = clock_boot_ms(),
				    .signal_fd = -1,
				    .timer_fd = -1,
				    .control_fd = -1,
				    .uploader_fd = -1,
				    .pointer_fd = -1};
	session_language_open(session);
	status = open_clocks(session);
	if (!status)
		status = open_parts(session, explain);
	if (!status) {
		session_link_open(session);
		session_check_trouble(session);
		return STATUS_OK;
	}
	if (explain->len == 0 &&
	    buf_addf(explain, "the kiosk cannot start: %s", status_text(status)))
		log_event(LOG_LEVEL_ERROR, "the kiosk cannot start: %s", status_text(status));
	session_close(session);
	return status;
}

void session_close(struct session *session)
{
	if (session->visit) /* the link was opened behind it */
		session_link_close(session);
	visit_close(session->visit);
	staff_log_close(session->staff);
	outbox_close(session->outbox);
	arena_close(session->arena);
	if (session->signal_fd >= 0)
		close(session->signal_fd);
	if (session->timer_fd >= 0)
		close(session->timer_fd);
}
