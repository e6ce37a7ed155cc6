/* A link that comes up, in a network namespace of the test's own (needs root). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/delivery_fixture.h"

#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

static void set_loopback(bool up)
{
	struct ifreq request = {.ifr_name = "lo"};
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0);
	assert_int_equal(ioctl(fd, SIOCGIFFLAGS, &request), 0);
	request.ifr_flags = (short)(up ? request.ifr_flags | IFF_UP : request.ifr_flags & ~IFF_UP);
	assert_int_equal(ioctl(fd, SIOCSIFFLAGS, &request), 0);
	close(fd);
}

static void a_link_that_comes_up_ends_the_pause(void **state)
{
	struct delivery delivery;

	(void)state;
	if (!delivery_possible())
		skip();
	if (unshare(CLONE_NEWNET) != 0) {
		print_message("only root may make a network namespace\n");
		skip();
	}
	set_loopback(true);
	delivery_open(&delivery);
	delivery_configure(&delivery, "/fhir", DELIVERY_LONG);
	clinic_order(&delivery.clinic, "{\"next\":[{\"status\":503,\"retryAfter\":\"600\"}]}");
	delivery_put(&delivery, 1);
	delivery_start(&delivery);
	delivery_await_reply(&delivery, 1, 503);
	set_loopback(false);
	assert_int_equal(delivery_find(&delivery, 1).state, OUTBOX_WAITING);
	set_loopback(true);
	delivery_await(&delivery, 1, OUTBOX_DELIVERED);
	delivery_end(&delivery, SIGTERM);
	delivery_expect_once(&delivery, 1);
	delivery_close(&delivery);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_link_that_comes_up_ends_the_pause),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
