#include <kiosk/base/channel.h>

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define BACKLOG     8
#define SOCKET_TYPE (SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC)

static enum status status_of_errno(int error)
{
	switch (error) {
	case EAGAIN:
	case EINPROGRESS:
		return STATUS_BUSY;
	case EACCES:
	case EPERM:
		return STATUS_DENIED;
	case ENOENT:
	case ENOTDIR:
		return STATUS_NOTFOUND;
	case EPIPE:
	case ECONNRESET:
	case ECONNREFUSED:
	case ENOTCONN:
		return STATUS_CLOSED;
	case ENOMEM:
	case ENOBUFS:
		return STATUS_NOMEM;
	case ENOSPC:
	case EDQUOT:
		return STATUS_NOSPACE;
	default:
		return STATUS_IO;
	}
}

static void close_keeping_errno(int fd)
{
	int error = errno;

	close(fd);
	errno = error;
}

static enum status make_address(const char *path, struct sockaddr_un *address)
{
	*address = (struct sockaddr_un){.sun_family = AF_UNIX};
	if (!*path || strlen(path) >= sizeof(address->sun_path)) {
		errno = ENAMETOOLONG;
		return STATUS_LIMIT;
	}
	memcpy(address->sun_path, path, strlen(path) + 1);
	return STATUS_OK;
}

enum status channel_connect(const char *path, int *fd)
{
	struct sockaddr_un address;
	enum status status = make_address(path, &address);
	int sock;

	if (status != STATUS_OK)
		return status;
	sock = socket(AF_UNIX, SOCKET_TYPE, 0);
	if (sock < 0)
		return status_of_errno(errno);
	if (connect(sock, (struct sockaddr *)&address, sizeof(address)) < 0) {
		close_keeping_errno(sock);
		return status_of_errno(errno);
	}
	*fd = sock;
	return STATUS_OK;
}

/* Takes a socket away that its maker left behind. Connecting to any other kind of file is refused
 * as well, so its kind is looked at: nothing but a socket is ever removed. */
static enum status remove_stale(const char *path)
{
	enum status status;
	struct stat st;
	int fd;

	if (lstat(path, &st) < 0)
		return errno == ENOENT ? STATUS_OK : status_of_errno(errno);
	if (!S_ISSOCK(st.st_mode)) {
		errno = EEXIST;
		return STATUS_IO;
	}
	status = channel_connect(path, &fd);
	if (status == STATUS_OK) {
		close(fd);
		return STATUS_BUSY;
	}
	if (status == STATUS_NOTFOUND)
		return STATUS_OK;
	if (status != STATUS_CLOSED)
		return status;
	if (unlink(path) < 0 && errno != ENOENT)
		return status_of_errno(errno);
	return STATUS_OK;
}

static enum status bind_and_listen(int sock, const struct sockaddr_un *address)
{
	/* A socket's own mode becomes its file's: nobody else can connect before the final mode
	 * stands. */
	if (fchmod(sock, 0600) < 0)
		return status_of_errno(errno);
	if (bind(sock, (const struct sockaddr *)address, sizeof(*address)) < 0)
		return errno == EADDRINUSE ? STATUS_BUSY : status_of_errno(errno);
	if (listen(sock, BACKLOG) < 0 || chmod(address->sun_path, 0660) < 0) {
		enum status status = status_of_errno(errno);

		unlink(address->sun_path);
		return status;
	}
	return STATUS_OK;
}

enum status channel_listen(const char *path, int *fd)
{
	struct sockaddr_un address;
	enum status status = make_address(path, &address);
	int sock;

	if (status == STATUS_OK)
		status = remove_stale(path);
	if (status != STATUS_OK)
		return status;
	sock = socket(AF_UNIX, SOCKET_TYPE, 0);
	if (sock < 0)
		return status_of_errno(errno);
	status = bind_and_listen(sock, &address);
	if (status != STATUS_OK) {
		close_keeping_errno(sock);
		return status;
	}
	*fd = sock;
	return STATUS_OK;
}

/* SO_PEERCRED knows the peer's main group only. */
static bool in_group(int fd, gid_t peer_gid, gid_t gid)
{
	socklen_t len = 0;
	gid_t *groups;
	bool found = peer_gid == gid;

	if (gid == (gid_t)-1)
		return false;
	if (found || getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, NULL, &len) == 0 || errno != ERANGE)
		return found;
	groups = malloc(len);
	if (groups && getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, groups, &len) == 0)
		for (size_t i = 0; i < len / sizeof(*groups); i++)
			found = found || groups[i] == gid;
	free(groups);
	return found;
}

enum status channel_accept(int listener, gid_t gid, int *fd, uid_t *uid)
{
	struct ucred peer;
	socklen_t len = sizeof(peer);
	int sock = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (sock < 0) /* a peer that gave up in between is nobody who waits */
		return errno == ECONNABORTED || errno == EINTR ? STATUS_BUSY
							       : status_of_errno(errno);
	if (getsockopt(sock, SOL_SOCKET, SO_PEERCRED, &peer, &len) < 0) {
		close_keeping_errno(sock);
		return STATUS_IO;
	}
	if (peer.uid != 0 && peer.uid != geteuid() && !in_group(sock, peer.gid, gid)) {
		close(sock);
		return STATUS_DENIED;
	}
	*fd = sock;
	*uid = peer.uid;
	return STATUS_OK;
}

enum status channel_send(int fd, const char *message)
{
	size_t size = strlen(message) + 1;
	ssize_t sent;

	if (size > CHANNEL_MESSAGE_MAX)
		return STATUS_LIMIT;
	do
		sent = send(fd, message, size, MSG_NOSIGNAL | MSG_DONTWAIT);
	while (sent < 0 && errno == EINTR);
	return sent < 0 ? status_of_errno(errno) : STATUS_OK;
}

enum status channel_receive(int fd, char message[CHANNEL_MESSAGE_MAX])
{
	char packet[CHANNEL_MESSAGE_MAX];
	ssize_t got;

	do /* MSG_TRUNC: the packet's true length, however long */
		got = recv(fd, packet, sizeof(packet), MSG_DONTWAIT | MSG_TRUNC);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return status_of_errno(errno);
	if (got == 0)
		return STATUS_CLOSED;
	if ((size_t)got > sizeof(packet))
		return STATUS_LIMIT;
	if (memchr(packet, '\0', (size_t)got) != packet + got - 1)
		return STATUS_INVALID;
	memcpy(message, packet, (size_t)got);
	return STATUS_OK;
}
