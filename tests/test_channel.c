#include <kiosk/base/channel.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOBODY   65534
#define NO_GROUP ((gid_t)-1)

struct fixture {
	char folder[32];
	char path[64];
};

static int setup(void **state)
{
	static struct fixture fixture;
	struct fixture *f = &fixture;

	snprintf(f->folder, sizeof(f->folder), "/tmp/kiosk-test-XXXXXX");
	if (!mkdtemp(f->folder))
		return -1;
	if (snprintf(f->path, sizeof(f->path), "%s/socket", f->folder) >= (int)sizeof(f->path))
		return -1;
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	unlink(f->path);
	rmdir(f->folder);
	return 0;
}

static void wait_readable(int fd)
{
	struct pollfd poll_fd = {.fd = fd, .events = POLLIN};

	assert_int_equal(poll(&poll_fd, 1, 10000), 1);
}

static void carries_messages_both_ways(void **state)
{
	struct fixture *f = *state;
	char message[CHANNEL_MESSAGE_MAX];
	int listener, client, server;
	uid_t uid = 77;
	struct stat st;

	assert_int_equal(channel_listen(f->path, &listener), STATUS_OK);
	assert_int_equal(stat(f->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0660);
	assert_int_equal(fcntl(listener, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	assert_int_equal(channel_accept(listener, NO_GROUP, &server, &uid), STATUS_BUSY);
	assert_int_equal(channel_connect(f->path, &client), STATUS_OK);
	assert_int_equal(channel_accept(listener, NO_GROUP, &server, &uid), STATUS_OK);
	assert_int_equal(uid, geteuid());
	assert_int_equal(channel_receive(server, message), STATUS_BUSY);
	assert_int_equal(channel_send(client, "work"), STATUS_OK);
	assert_int_equal(channel_send(client, ""), STATUS_OK);
	assert_int_equal(channel_receive(server, message), STATUS_OK);
	assert_string_equal(message, "work");
	assert_int_equal(channel_receive(server, message), STATUS_OK);
	assert_string_equal(message, "");
	assert_int_equal(channel_send(server, "done"), STATUS_OK);
	close(server);
	assert_int_equal(channel_receive(client, message), STATUS_OK); /* said before it left */
	assert_string_equal(message, "done");
	assert_int_equal(channel_receive(client, message), STATUS_CLOSED);
	assert_int_equal(channel_send(client, "x"), STATUS_CLOSED); /* and no SIGPIPE */
	close(client);
	close(listener);
}

static void refuses_odd_packets(void **state)
{
	char message[CHANNEL_MESSAGE_MAX] = "untouched", longest[CHANNEL_MESSAGE_MAX + 1];
	int pair[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair), 0);
	memset(longest, 'a', sizeof(longest));
	longest[CHANNEL_MESSAGE_MAX] = '\0';
	assert_int_equal(channel_send(pair[0], longest), STATUS_LIMIT);
	assert_int_equal(send(pair[0], longest, sizeof(longest), 0), sizeof(longest));
	assert_int_equal(channel_receive(pair[1], message), STATUS_LIMIT);
	assert_int_equal(send(pair[0], "abc", 3, 0), 3); /* no NUL */
	assert_int_equal(channel_receive(pair[1], message), STATUS_INVALID);
	assert_int_equal(send(pair[0], "a\0b", 4, 0), 4);
	assert_int_equal(channel_receive(pair[1], message), STATUS_INVALID);
	assert_string_equal(message, "untouched");
	longest[CHANNEL_MESSAGE_MAX - 1] = '\0';
	assert_int_equal(channel_send(pair[0], longest), STATUS_OK);
	assert_int_equal(channel_receive(pair[1], message), STATUS_OK);
	assert_string_equal(message, longest);
	close(pair[0]);
	close(pair[1]);
}

static void would_block_is_busy(void **state)
{
	enum status status = STATUS_OK;
	int pair[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair), 0);
	for (int i = 0; i < 1000000 && status == STATUS_OK; i++)
		status = channel_send(pair[0], "nobody reads this");
	assert_int_equal(status, STATUS_BUSY);
	close(pair[0]);
	close(pair[1]);
}

static void replaces_only_what_is_stale(void **state)
{
	struct fixture *f = *state;
	int first, second, client;

	assert_int_equal(channel_connect(f->path, &client), STATUS_NOTFOUND);
	assert_int_equal(channel_listen(f->path, &first), STATUS_OK);
	assert_int_equal(channel_listen(f->path, &second), STATUS_BUSY);
	assert_int_equal(channel_connect(f->path, &client), STATUS_OK); /* still there */
	close(client);
	close(first);
	assert_int_equal(channel_connect(f->path, &client), STATUS_CLOSED);
	assert_int_equal(channel_listen(f->path, &second), STATUS_OK);
	assert_int_equal(channel_connect(f->path, &client), STATUS_OK);
	close(client);
	close(second);
}

static void never_removes_a_file(void **state)
{
	struct fixture *f = *state;
	int fd = open(f->path, O_CREAT | O_WRONLY, 0600), listener;
	struct stat st;

	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(channel_listen(f->path, &listener), STATUS_IO);
	assert_int_equal(errno, EEXIST);
	assert_int_equal(stat(f->path, &st), 0);
	assert_true(S_ISREG(st.st_mode));
}

static void refuses_paths_that_do_not_fit(void **state)
{
	struct fixture *f = *state;
	char path[200];
	int fd;

	memset(path, 'a', sizeof(path));
	memcpy(path, "/tmp/", 5);
	path[108] = '\0';
	assert_int_equal(channel_listen(path, &fd), STATUS_LIMIT);
	assert_int_equal(errno, ENAMETOOLONG);
	assert_int_equal(channel_connect(path, &fd), STATUS_LIMIT);
	assert_int_equal(channel_listen("", &fd), STATUS_LIMIT);
	snprintf(path, sizeof(path), "%.*s/none/socket", (int)sizeof(f->folder), f->folder);
	assert_int_equal(channel_listen(path, &fd), STATUS_NOTFOUND);
}

/* Connects as another user, with an extra group if there is one; 0 when the connection stood. */
static int connect_as_nobody(const char *path, gid_t extra)
{
	int status = -1, fd;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		if (setgroups(extra == NO_GROUP ? 0 : 1, &extra) < 0 || setgid(NOBODY) < 0 ||
		    setuid(NOBODY) < 0)
			_exit(2);
		_exit(channel_connect(path, &fd) == STATUS_OK ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void asks_the_kernel_who_the_peer_is(void **state)
{
	struct fixture *f = *state;
	const gid_t ours = 54321;
	int listener, server;
	uid_t uid;

	if (geteuid() != 0)
		skip(); /* only root can become somebody else */
	assert_int_equal(channel_listen(f->path, &listener), STATUS_OK);
	chmod(f->folder, 0755);
	assert_int_equal(connect_as_nobody(f->path, NO_GROUP), 1); /* the mode alone */
	assert_int_equal(chmod(f->path, 0666), 0);
	assert_int_equal(connect_as_nobody(f->path, NO_GROUP), 0);
	wait_readable(listener);
	assert_int_equal(channel_accept(listener, NO_GROUP, &server, &uid), STATUS_DENIED);
	assert_int_equal(connect_as_nobody(f->path, NO_GROUP), 0);
	assert_int_equal(channel_accept(listener, ours, &server, &uid), STATUS_DENIED);
	assert_int_equal(connect_as_nobody(f->path, ours), 0); /* a supplementary group */
	assert_int_equal(channel_accept(listener, ours, &server, &uid), STATUS_OK);
	assert_int_equal(uid, NOBODY);
	close(server);
	assert_int_equal(connect_as_nobody(f->path, NO_GROUP), 0);
	assert_int_equal(channel_accept(listener, NOBODY, &server, &uid), STATUS_OK);
	close(server);
	close(listener);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(carries_messages_both_ways, setup, teardown),
		cmocka_unit_test(refuses_odd_packets),
		cmocka_unit_test(would_block_is_busy),
		cmocka_unit_test_setup_teardown(replaces_only_what_is_stale, setup, teardown),
		cmocka_unit_test_setup_teardown(never_removes_a_file, setup, teardown),
		cmocka_unit_test_setup_teardown(refuses_paths_that_do_not_fit, setup, teardown),
		cmocka_unit_test_setup_teardown(asks_the_kernel_who_the_peer_is, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
