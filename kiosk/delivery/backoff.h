/* How long to wait before the next try: pure functions. */
#ifndef KIOSK_DELIVERY_BACKOFF_H
#define KIOSK_DELIVERY_BACKOFF_H

#include <stdint.h>

/* Full jitter: evenly between 1 ms and min(cap, first * 2^failures). failures counts from 0; random
 * is any 32 bits. */
int64_t backoff_delay(int failures, int64_t first_ms, int64_t cap_ms, uint32_t random);

/* Retry-After (RFC 9110 10.2.3): seconds or an HTTP date. -1 when there is none or it cannot be
 * read; never above cap_ms. */
int64_t backoff_retry_after(const char *header, int64_t real_now_ms, int64_t cap_ms);

#endif
