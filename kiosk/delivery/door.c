#include "door.h"

#include <kiosk/base/channel.h>

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum status door_open(const char *path, struct door *door)
{
	enum status status = channel_listen(path, &door->listener);
	struct stat about;
	size_t i;

	for (i = 0; i < DOOR_PEERS_MAX; i++)
		door->peers[i].fd = -1;
	/* Whom the file's group lets in is welcome: the kiosk runs as another user. */
	door->group = !status && stat(path, &about) == 0 ? about.st_gid : (gid_t)-1;
	return status;
}

static void drop(struct door *door, size_t i)
{
	close(door->peers[i].fd);
	door->peers[i].fd = -1;
	door->peers[i].watch[0] = '\0';
}

void door_close(struct door *door, const char *path)
{
	size_t i;

	for (i = 0; i < DOOR_PEERS_MAX; i++)
		if (door->peers[i].fd >= 0)
			drop(door, i);
	(void)unlink(path);
	close(door->listener);
}

unsigned int door_fds(const struct door *door, struct pollfd *fds)
{
	unsigned int count = 0;
	size_t i;

	for (i = 0; i < DOOR_PEERS_MAX; i++)
		if (door->peers[i].fd >= 0)
			fds[count++] = (struct pollfd){door->peers[i].fd, POLLIN, 0};
	/* With every place taken, who knocks has to wait: polled for, it would keep us awake. */
	if (count < DOOR_PEERS_MAX)
		fds[count++] = (struct pollfd){door->listener, POLLIN, 0};
	return count;
}

static void say(struct door *door, size_t i, const char *message)
{
	enum status status = channel_send(door->peers[i].fd, message);

	if (status) /* a peer that does not read, or is gone */
		drop(door, i);
}

static void say_state(struct door *door, size_t i, struct outbox *outbox)
{
	static const char *const names[] = {[OUTBOX_WAITING] = "waiting",
					    [OUTBOX_REJECTED] = "rejected",
					    [OUTBOX_DELIVERED] = "delivered"};
	struct outbox_record record;
	char message[CHANNEL_MESSAGE_MAX];

	if (outbox_find(outbox, door->peers[i].watch, &record))
		return;
	snprintf(message, sizeof(message), "%s %s", names[record.state], record.id);
	say(door, i, message);
}

static void say_status(struct door *door, size_t i, const struct queue *queue)
{
	struct outbox_counts counts = {0};
	char message[CHANNEL_MESSAGE_MAX];

	if (outbox_count(queue->outbox, &counts))
		snprintf(message, sizeof(message), "error the outbox cannot be read");
	else
		snprintf(message, sizeof(message), "ok waiting=%zu rejected=%zu paused=%s",
			 counts.waiting, counts.rejected, queue->paused ? queue->paused : "");
	say(door, i, message);
}

static enum status answer(struct door *door, size_t i, struct queue *queue, const char *request)
{
	enum status status = STATUS_OK;

	if (strcmp(request, "work") == 0) {
		/* A new record is no reason to hurry a server that asked for peace: the loop looks
		 * for it anyway. */
		say(door, i, "ok");
	} else if (strcmp(request, "send-now") == 0) {
		queue->rejections = 0; /* staff have looked at them */
		status = queue_hurry(queue);
		say(door, i, status ? "error the outbox cannot be written" : "ok");
	} else if (strcmp(request, "status") == 0) {
		say_status(door, i, queue);
	} else if (strncmp(request, "watch ", 6) == 0 && uuid_valid(request + 6)) {
		memcpy(door->peers[i].watch, request + 6, UUID_MAX);
		say_state(door, i, queue->outbox);
	} else {
		say(door, i, "error unknown request");
	}
	return status;
}

static void accept_peers(struct door *door)
{
	uid_t uid;
	size_t i;

	for (i = 0; i < DOOR_PEERS_MAX; i++)
		if (door->peers[i].fd < 0 &&
		    channel_accept(door->listener, door->group, &door->peers[i].fd, &uid))
			door->peers[i].fd = -1;
}

enum status door_serve(struct door *door, struct queue *queue)
{
	char message[CHANNEL_MESSAGE_MAX];
	enum status status = STATUS_OK, got;
	size_t i;

	accept_peers(door);
	for (i = 0; i < DOOR_PEERS_MAX; i++) {
		while (!status && door->peers[i].fd >= 0) {
			got = channel_receive(door->peers[i].fd, message);
			if (got == STATUS_BUSY)
				break;
			if (got)
				drop(door, i);
			else
				status = answer(door, i, queue, message);
		}
	}
	return status;
}

void door_tell(struct door *door, struct outbox *outbox, const char *id)
{
	size_t i;

	for (i = 0; i < DOOR_PEERS_MAX; i++)
		if (door->peers[i].fd >= 0 && strcmp(door->peers[i].watch, id) == 0)
			say_state(door, i, outbox);
}
