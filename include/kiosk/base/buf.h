/* Bounded byte buffers and the locked arena. Whatever they held is overwritten when it is released,
 * grown or truncated, because any of it may be a patient's. */
#ifndef KIOSK_BASE_BUF_H
#define KIOSK_BASE_BUF_H

#include <kiosk/base/status.h>

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/* One region of locked, guarded memory (sodium_malloc), cut up by a small allocator: one region
 * because 2,000 small sodium_malloc blocks cost 20 MB and the whole lock limit. Not thread safe. */
struct arena;

/* size in bytes; rounded up to whole pages. STATUS_NOMEM when the region cannot be had. */
MUST_USE enum status arena_open(size_t size, struct arena **out);
/* Overwrites everything and gives the region back. NULL is allowed. */
void arena_close(struct arena *arena);
/* False when the system refused to lock the region (RLIMIT_MEMLOCK): report it, the arena works all
 * the same. */
bool arena_locked(const struct arena *arena);
/* NULL when the arena is exhausted. Zeroed, aligned for any type. */
void *arena_alloc(struct arena *arena, size_t size);
/* Overwrites and returns a block to the arena. NULL is allowed. */
void arena_free(struct arena *arena, void *block);
/* A copy of a string of len bytes with a NUL added; NULL when exhausted. */
char *arena_strndup(struct arena *arena, const char *text, size_t len);

/* Overwrites len bytes in a way that the compiler keeps. */
void wipe(void *bytes, size_t len);

/* data always has a NUL behind data[len] once something was added (not counted in len); NULL
 * before. */
struct buf {
	char *data;
	size_t len;
	size_t cap;
	size_t max;          /* ceiling in bytes, the NUL not counted */
	struct arena *arena; /* NULL: the heap */
};

/* A value: no allocation. arena may be NULL; it must outlive the buffer. */
void buf_init(struct buf *buf, size_t max, struct arena *arena);
/* Overwrites and frees; the buffer may be used again as after buf_init. */
void buf_release(struct buf *buf);
/* STATUS_LIMIT past max, STATUS_NOMEM; the content is unchanged on failure. */
MUST_USE enum status buf_add(struct buf *buf, const void *bytes, size_t len);
MUST_USE enum status buf_adds(struct buf *buf, const char *text);
MUST_USE enum status buf_addf(struct buf *buf, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
MUST_USE enum status buf_vaddf(struct buf *buf, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));
/* Shortens to len bytes (len <= buf->len) and overwrites what is cut off. */
void buf_truncate(struct buf *buf, size_t len);
/* The content as a string, "" when empty. Borrowed until the next change. */
const char *buf_str(const struct buf *buf);
/* Reads a whole file, at most buf->max bytes. STATUS_NOTFOUND, STATUS_DENIED, STATUS_LIMIT,
 * STATUS_IO (errno is kept). */
MUST_USE enum status buf_read_file(struct buf *buf, const char *path);
/* As buf_read_file, from an open descriptor to its end. */
MUST_USE enum status buf_read_fd(struct buf *buf, int fd);

#endif
