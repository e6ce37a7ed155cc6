#include <kiosk/base/buf.h>

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FIRST_CAPACITY 64u

void wipe(void *bytes, size_t len)
{
	if (len)
		explicit_bzero(bytes, len);
}

void buf_init(struct buf *buf, size_t max, struct arena *arena)
{
	*buf = (struct buf){.max = max < SIZE_MAX / 2 ? max : SIZE_MAX / 2, .arena = arena};
}

static void discard(struct buf *buf)
{
	if (!buf->data)
		return;
	if (buf->arena) {
		arena_free(buf->arena, buf->data);
	} else {
		wipe(buf->data, buf->cap);
		free(buf->data);
	}
}

void buf_release(struct buf *buf)
{
	discard(buf);
	buf_init(buf, buf->max, buf->arena);
}

/* Makes room for more bytes and a NUL. Not realloc: that leaves a copy behind. */
static enum status reserve(struct buf *buf, size_t more)
{
	size_t need, cap;
	char *data;

	if (more > buf->max - buf->len)
		return STATUS_LIMIT;
	need = buf->len + more + 1;
	if (need <= buf->cap)
		return STATUS_OK;
	cap = buf->cap < FIRST_CAPACITY / 2 ? FIRST_CAPACITY : buf->cap * 2;
	if (cap > buf->max + 1)
		cap = buf->max + 1;
	if (cap < need)
		cap = need;
	data = buf->arena ? arena_alloc(buf->arena, cap) : malloc(cap);
	if (!data)
		return STATUS_NOMEM;
	if (buf->len)
		memcpy(data, buf->data, buf->len);
	data[buf->len] = '\0';
	discard(buf);
	buf->data = data;
	buf->cap = cap;
	return STATUS_OK;
}

enum status buf_add(struct buf *buf, const void *bytes, size_t len)
{
	enum status status = reserve(buf, len);

	if (status != STATUS_OK)
		return status;
	if (len)
		memcpy(buf->data + buf->len, bytes, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
	return STATUS_OK;
}

enum status buf_adds(struct buf *buf, const char *text)
{
	return buf_add(buf, text, strlen(text));
}

enum status buf_vaddf(struct buf *buf, const char *format, va_list args)
{
	enum status status;
	va_list again;
	int len;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (len < 0)
		return STATUS_INVALID;
	status = reserve(buf, (size_t)len);
	if (status != STATUS_OK)
		return status;
	vsnprintf(buf->data + buf->len, (size_t)len + 1, format, args);
	buf->len += (size_t)len;
	return STATUS_OK;
}

enum status buf_addf(struct buf *buf, const char *format, ...)
{
	enum status status;
	va_list args;

	va_start(args, format);
	status = buf_vaddf(buf, format, args);
	va_end(args);
	return status;
}

void buf_truncate(struct buf *buf, size_t len)
{
	if (len >= buf->len)
		return;
	wipe(buf->data + len, buf->len - len);
	buf->len = len;
}

const char *buf_str(const struct buf *buf)
{
	return buf->data ? buf->data : "";
}

static enum status status_of_errno(int error)
{
	switch (error) {
	case ENOENT:
	case ENOTDIR:
		return STATUS_NOTFOUND;
	case EACCES:
	case EPERM:
		return STATUS_DENIED;
	case ENOMEM:
		return STATUS_NOMEM;
	default:
		return STATUS_IO;
	}
}

static ssize_t read_again(int fd, void *bytes, size_t len)
{
	ssize_t got;

	do
		got = read(fd, bytes, len);
	while (got < 0 && errno == EINTR);
	return got;
}

/* Reads once into the free room; *end at the end of the file. A byte past the ceiling is
 * STATUS_LIMIT. */
static enum status read_some(struct buf *buf, int fd, bool *end)
{
	size_t room = buf->cap ? buf->cap - 1 - buf->len : 0;
	char past = 0;
	enum status status;
	ssize_t got;

	if (room == 0 && buf->len < buf->max) {
		status = reserve(buf, 1);
		if (status != STATUS_OK)
			return status;
		room = buf->cap - 1 - buf->len;
	}
	got = room ? read_again(fd, buf->data + buf->len, room) : read_again(fd, &past, 1);
	if (got < 0)
		return status_of_errno(errno);
	if (got > 0 && room == 0) {
		wipe(&past, 1);
		return STATUS_LIMIT;
	}
	buf->len += (size_t)got;
	if (buf->data)
		buf->data[buf->len] = '\0';
	*end = got == 0;
	return STATUS_OK;
}

enum status buf_read_fd(struct buf *buf, int fd)
{
	size_t before = buf->len;
	enum status status = STATUS_OK;
	struct stat st;
	bool end = false;
	int error;

	/* The whole room at once: fewer copies of what may be a patient's. */
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 &&
	    (size_t)st.st_size <= buf->max - buf->len)
		status = reserve(buf, (size_t)st.st_size);
	while (status == STATUS_OK && !end)
		status = read_some(buf, fd, &end);
	if (status != STATUS_OK) {
		error = errno;
		buf_truncate(buf, before);
		errno = error;
	}
	return status;
}

enum status buf_read_file(struct buf *buf, const char *path)
{
	enum status status;
	int error, fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return status_of_errno(errno);
	status = buf_read_fd(buf, fd);
	error = errno;
	close(fd);
	errno = error;
	return status;
}
