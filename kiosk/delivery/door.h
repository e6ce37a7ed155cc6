/* The local socket: the kiosk says "there is work", asks for states and watches one record; no
 * content passes. */
#ifndef KIOSK_DELIVERY_DOOR_H
#define KIOSK_DELIVERY_DOOR_H

#include "queue.h"

#include <poll.h>
#include <sys/types.h>

#define DOOR_PEERS_MAX 16

struct door {
	int listener;
	gid_t group; /* of the socket's file */
	struct {
		int fd; /* -1: free */
		char watch[UUID_MAX];
	} peers[DOOR_PEERS_MAX];
};

MUST_USE enum status door_open(const char *path, struct door *door);
void door_close(struct door *door, const char *path);
/* Fills descriptors to poll, at most DOOR_PEERS_MAX of them. */
unsigned int door_fds(const struct door *door, struct pollfd *fds);
/* Serves what has come. */
MUST_USE enum status door_serve(struct door *door, struct queue *queue);
/* Tells whoever watches the record. */
void door_tell(struct door *door, struct outbox *outbox, const char *id);

#endif
