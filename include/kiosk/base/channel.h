/* Local sockets (AF_UNIX, SOCK_SEQPACKET): one short message a packet, the peer's user checked by
 * the kernel's word. Carries requests and states, never answers of a patient. */
#ifndef KIOSK_BASE_CHANNEL_H
#define KIOSK_BASE_CHANNEL_H

#include <kiosk/base/status.h>

#include <stddef.h>
#include <sys/types.h>

#define CHANNEL_MESSAGE_MAX 512 /* bytes, with the NUL; longer packets are refused */

/* Replaces a stale socket of the same path (one that nobody listens on); STATUS_BUSY when somebody
 * does. Mode 0660. The descriptor is non-blocking and close-on-exec. STATUS_LIMIT (errno
 * ENAMETOOLONG) for a path that is longer than sun_path holds, 107 bytes; STATUS_IO (errno EEXIST)
 * when something other than a socket stands there: it stays. */
MUST_USE enum status channel_listen(const char *path, int *fd);
/* Non-blocking and close-on-exec. STATUS_NOTFOUND: no such socket; STATUS_CLOSED: nobody listens on
 * it any more; STATUS_BUSY: its queue is full; STATUS_DENIED; STATUS_LIMIT as above. */
MUST_USE enum status channel_connect(const char *path, int *fd);
/* STATUS_BUSY when nobody waits; STATUS_DENIED (connection closed) for a peer that is neither root,
 * nor this user, nor in the group gid (pass (gid_t)-1 for none). *uid is the peer. */
MUST_USE enum status channel_accept(int listener, gid_t gid, int *fd, uid_t *uid);
/* STATUS_BUSY when it would block, STATUS_CLOSED when the peer is gone, STATUS_LIMIT for a message
 * that is too long (the packet is dropped), STATUS_INVALID for a packet that is no NUL-terminated
 * string. */
MUST_USE enum status channel_send(int fd, const char *message);
MUST_USE enum status channel_receive(int fd, char message[CHANNEL_MESSAGE_MAX]);

#endif
