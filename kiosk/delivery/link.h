/* The kernel's word that a network link or address came up (rtnetlink, RFC 3549). */
#ifndef KIOSK_DELIVERY_LINK_H
#define KIOSK_DELIVERY_LINK_H

#include <stdbool.h>

/* A non-blocking descriptor to poll; -1 where there is no netlink. */
int link_open(void);
/* Reads all that has come; true when something came up. */
bool link_came_up(int fd);

#endif
