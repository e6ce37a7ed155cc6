#include "link.h"

#include <linux/if.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int link_open(void)
{
	struct sockaddr_nl address = {.nl_family = AF_NETLINK,
				      .nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR |
						   RTMGRP_IPV6_IFADDR};
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, NETLINK_ROUTE);

	if (fd >= 0 && bind(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

static bool is_up(const struct nlmsghdr *message)
{
	const struct ifinfomsg *link;
	const struct rtattr *part;
	int len;

	if (message->nlmsg_type == RTM_NEWADDR)
		return true;
	if (message->nlmsg_type != RTM_NEWLINK)
		return false;
	link = NLMSG_DATA(message);
	len = (int)IFLA_PAYLOAD(message);
	for (part = IFLA_RTA(link); RTA_OK(part, len); part = RTA_NEXT(part, len))
		if (part->rta_type == IFLA_WIRELESS) /* news of a scan, not of a link */
			return false;
	return (link->ifi_flags & IFF_LOWER_UP) != 0;
}

bool link_came_up(int fd)
{
	_Alignas(struct nlmsghdr) char bytes[8192];
	bool up = false;
	ssize_t got;

	while (fd >= 0 && (got = recv(fd, bytes, sizeof(bytes), 0)) > 0) {
		const struct nlmsghdr *message = (const struct nlmsghdr *)(const void *)bytes;
		unsigned int len = (unsigned int)got;

		for (; NLMSG_OK(message, len); message = NLMSG_NEXT(message, len))
			up = is_up(message) || up;
	}
	return up;
}
