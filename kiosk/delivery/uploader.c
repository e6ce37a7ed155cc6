/* The `kiosk-uploader` command: delivers the outbox to the clinic's server. It has no terminal. */
#include "auth.h"
#include "commands.h"
#include "door.h"
#include "link.h"

#include <kiosk/base/json.h>
#include <kiosk/base/log.h>

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#define PURGE_MS 86400000
#define LOOK_MS  60000 /* between two looks into an idle outbox: the kiosk's "work" may get lost */

struct uploader {
	struct settings *settings;
	struct seal_secret *key;
	struct outbox *outbox;
	struct http *http;
	struct queue queue;
	struct door door;
	bool has_door;
	int link_fd, signal_fd, timer_fd;
	int64_t purge_at;
	bool once;
};

static int usage(FILE *out, int code)
{
	fputs("usage: kiosk-uploader [--config FILE] [--once]\n"
	      "       kiosk-uploader show ID [--config FILE]\n"
	      "       kiosk-uploader keygen SECRET_FILE PUBLIC_FILE\n\n"
	      "Delivers what the kiosk has saved to the clinic's server.\n\n"
	      "  --config FILE  the settings (default " KIOSK_SETTINGS ")\n"
	      "  --once         send what can be sent now, then exit:\n"
	      "                   0 all is delivered\n"
	      "                   3 something waits for another try\n"
	      "                   4 something was refused by the server and waits for staff\n"
	      "                   1 misconfigured (also without --once), 2 usage\n"
	      "  show ID        print a record that waits or was refused, in clear (ID, or its "
	      "8-digit reference),\n"
	      "                 and below it what the server said when it refused\n"
	      "  keygen         make the pair of keys; neither file may exist\n",
	      out);
	return code;
}

static void on_change(void *context, const char *id)
{
	struct uploader *uploader = context;

	if (uploader->has_door)
		door_tell(&uploader->door, uploader->outbox, id);
}

static enum status open_events(struct uploader *uploader)
{
	enum status status = STATUS_OK;
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	uploader->signal_fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	uploader->timer_fd = timerfd_create(CLOCK_BOOTTIME, TFD_NONBLOCK | TFD_CLOEXEC);
	if (uploader->signal_fd < 0 || uploader->timer_fd < 0)
		return STATUS_IO;
	if (uploader->once)
		return STATUS_OK;
	uploader->link_fd = link_open();
	status = door_open(uploader->settings->uploader.socket, &uploader->door);
	uploader->has_door = !status;
	if (status)
		fprintf(stderr,
			"kiosk-uploader: %s: %s: correct uploader.socket or the folder's rights\n",
			uploader->settings->uploader.socket, status_text(status));
	return status;
}

static enum status open_parts(struct uploader *uploader)
{
	const struct settings *settings = uploader->settings;
	struct buf explain;
	enum status status;

	buf_init(&explain, 4096, NULL);
	status = seal_secret_read(settings->uploader.secret_key, &explain, &uploader->key);
	if (!status)
		status = outbox_open(settings->outbox.directory, OUTBOX_ROLE_UPLOADER, &explain,
				     &uploader->outbox);
	if (!status)
		status = http_open(settings, &uploader->http);
	if (status)
		fprintf(stderr, "kiosk-uploader: %s\n",
			explain.len > 0 ? buf_str(&explain) : status_text(status));
	buf_release(&explain);
	if (status)
		return status;
	queue_init(&uploader->queue, settings, uploader->outbox, uploader->key, uploader->http);
	uploader->queue.changed = on_change;
	uploader->queue.context = uploader;
	auth_check(settings);
	return open_events(uploader);
}

static void close_parts(struct uploader *uploader)
{
	if (uploader->has_door)
		door_close(&uploader->door, uploader->settings->uploader.socket);
	if (uploader->http)
		queue_release(&uploader->queue);
	http_close(uploader->http);
	outbox_close(uploader->outbox);
	seal_secret_close(uploader->key);
	if (uploader->link_fd >= 0)
		close(uploader->link_fd);
	if (uploader->signal_fd >= 0)
		close(uploader->signal_fd);
	if (uploader->timer_fd >= 0)
		close(uploader->timer_fd);
	settings_close(uploader->settings);
}

/* A timer on CLOCK_BOOTTIME, because what poll waits for does not count the time of a suspend. */
static void arm(const struct uploader *uploader, int64_t boot_ms)
{
	struct itimerspec when = {{0, 0}, {0, 0}};

	if (boot_ms >= 0) {
		when.it_value.tv_sec = boot_ms / 1000;
		when.it_value.tv_nsec = boot_ms % 1000 * 1000000 + 1;
	}
	(void)timerfd_settime(uploader->timer_fd, TFD_TIMER_ABSTIME, &when, NULL);
}

static enum status wait_for_something(struct uploader *uploader, int64_t next)
{
	struct pollfd fds[DOOR_PEERS_MAX + 4];
	unsigned int count = 0;
	uint64_t expirations;
	enum status status;

	arm(uploader, next);
	fds[count++] = (struct pollfd){uploader->signal_fd, POLLIN, 0};
	fds[count++] = (struct pollfd){uploader->timer_fd, POLLIN, 0};
	if (uploader->link_fd >= 0)
		fds[count++] = (struct pollfd){uploader->link_fd, POLLIN, 0};
	if (uploader->has_door)
		count += door_fds(&uploader->door, fds + count);
	status = http_wait(uploader->http, fds, count, -1);
	(void)!read(uploader->timer_fd, &expirations, sizeof(expirations));
	return status;
}

static bool told_to_stop(const struct uploader *uploader)
{
	struct signalfd_siginfo info;

	return read(uploader->signal_fd, &info, sizeof(info)) == (ssize_t)sizeof(info);
}

static enum status purge(struct uploader *uploader, int64_t now)
{
	if (now < uploader->purge_at)
		return STATUS_OK;
	uploader->purge_at = now + PURGE_MS;
	return outbox_purge(uploader->outbox,
			    clock_real_ms() -
				    uploader->settings->outbox.receipt_days * (int64_t)PURGE_MS);
}

/* With --once the work is over when the queue holds, or when nothing is due. */
static bool once_is_over(const struct uploader *uploader, int64_t now, int64_t next)
{
	return uploader->once && !uploader->queue.in_flight && (next < 0 || next > now);
}

static enum status serve(struct uploader *uploader)
{
	enum status status = STATUS_OK;
	int64_t next, now;

	while (!status && !told_to_stop(uploader)) {
		now = clock_boot_ms();
		status = purge(uploader, now);
		if (!status)
			status = queue_step(&uploader->queue, now, &next);
		if (status || once_is_over(uploader, now, next))
			break;
		if (!uploader->once && (next < 0 || next > now + LOOK_MS))
			next = now + LOOK_MS;
		status = wait_for_something(uploader, next);
		if (!status && link_came_up(uploader->link_fd))
			status = queue_hurry(&uploader->queue);
		if (!status && uploader->has_door)
			status = door_serve(&uploader->door, &uploader->queue);
	}
	if (status)
		log_event(LOG_LEVEL_ERROR, "%s: the outbox cannot be used: %s%s",
			  uploader->settings->outbox.directory, status_text(status),
			  status == STATUS_NOSPACE ? ": free some space there" : "");
	return status;
}

static int once_code(struct uploader *uploader)
{
	struct outbox_counts counts;

	if (outbox_count(uploader->outbox, &counts))
		return 1;
	return counts.waiting > 0 ? 3 : counts.rejected > 0 ? 4 : 0;
}

static int deliver(struct settings *settings, bool once)
{
	struct uploader uploader = {
		.settings = settings, .link_fd = -1, .signal_fd = -1, .timer_fd = -1, .once = once};
	int code = 1;

	if (open_parts(&uploader) == STATUS_OK && serve(&uploader) == STATUS_OK)
		code = once ? once_code(&uploader) : 0;
	close_parts(&uploader);
	return code;
}

static void keep_private(void)
{
	struct rlimit none = {0, 0};

	(void)setrlimit(RLIMIT_CORE, &none);
	(void)prctl(PR_SET_DUMPABLE, 0);
}

static struct settings *read_settings(const char *file)
{
	struct settings *settings = NULL;
	struct report report;
	enum status status;

	report_init(&report);
	status = settings_read(file, NULL, &report, &settings);
	report_print(&report, stderr);
	report_release(&report);
	if (!status && clock_set_zone(settings->timezone))
		status = STATUS_INVALID;
	if (status)
		fprintf(stderr, "kiosk-uploader: %s: the settings cannot be used\n", file);
	return status ? NULL : settings;
}

int main(int argc, char **argv)
{
	static const struct option longs[] = {
		{"config", required_argument, NULL, 'c'},
		{"once", no_argument, NULL, 'o'},
		{"help", no_argument, NULL, 'h'},
		{"version", no_argument, NULL, 'v'},
		{NULL, 0, NULL, 0},
	};
	const char *config = KIOSK_SETTINGS;
	struct settings *settings;
	bool once = false;
	int c;

	keep_private();
	json_init();
	while ((c = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		if (c == 'c')
			config = optarg;
		else if (c == 'o')
			once = true;
		else if (c == 'v')
			return puts("kiosk-uploader " KIOSK_VERSION) < 0;
		else
			return usage(c == 'h' ? stdout : stderr, c == 'h' ? 0 : 2);
	}
	argc -= optind;
	argv += optind;
	if (argc == 3 && strcmp(argv[0], "keygen") == 0)
		return command_keygen(argv[1], argv[2]);
	if (argc != 0 && !(argc == 2 && strcmp(argv[0], "show") == 0))
		return usage(stderr, 2);
	settings = read_settings(config);
	if (!settings)
		return 1;
	if (argc == 0)
		return deliver(settings, once);
	c = command_show(settings, argv[1]);
	return fflush(stdout) == 0 && !ferror(stdout) ? c : 1;
}
