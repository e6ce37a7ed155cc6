#include <kiosk/base/content.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define CHUNK_BYTES 16384

/* In the memfd, before each file's path and bytes. */
struct head {
	uint32_t path_len;
	uint32_t len;
};

struct entry {
	char *path;
	off_t at;
	size_t len;
};

struct content {
	int fd;
	off_t end;
	bool received;
	struct entry *entries;
	size_t count;
};

enum status content_open(struct content **out)
{
	struct content *content = calloc(1, sizeof(*content));

	if (!content)
		return STATUS_NOMEM;
	content->fd = memfd_create("content", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (content->fd < 0) {
		free(content);
		return STATUS_IO;
	}
	*out = content;
	return STATUS_OK;
}

void content_close(struct content *content)
{
	if (!content)
		return;
	for (size_t i = 0; i < content->count; i++)
		free(content->entries[i].path);
	free(content->entries);
	close(content->fd);
	free(content);
}

static const struct entry *find(const struct content *content, const char *path)
{
	for (size_t i = 0; i < content->count; i++)
		if (strcmp(content->entries[i].path, path) == 0)
			return &content->entries[i];
	return NULL;
}

static enum status remember(struct content *content, const char *path, off_t at, size_t len)
{
	struct entry *grown =
		reallocarray(content->entries, content->count + 1, sizeof(*content->entries));
	char *copy = strdup(path);

	if (grown)
		content->entries = grown;
	if (!grown || !copy) {
		free(copy);
		return STATUS_NOMEM;
	}
	grown[content->count].path = copy;
	grown[content->count].at = at;
	grown[content->count].len = len;
	content->count++;
	return STATUS_OK;
}

static enum status append(struct content *content, const void *bytes, size_t len)
{
	const char *from = bytes;

	while (len > 0) {
		ssize_t put = pwrite(content->fd, from, len, content->end);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return STATUS_IO;
		from += put;
		len -= (size_t)put;
		content->end += put;
	}
	return STATUS_OK;
}

static enum status keep(struct content *content, const char *path, const char *bytes, size_t len)
{
	struct head head = {(uint32_t)strlen(path), (uint32_t)len};
	off_t before = content->end;
	enum status status;

	if (len > UINT32_MAX)
		return STATUS_LIMIT;
	if (!(status = append(content, &head, sizeof(head))) &&
	    !(status = append(content, path, head.path_len)) &&
	    !(status = append(content, bytes, len)))
		status = remember(content, path, content->end - (off_t)len, len);
	if (status)
		content->end = before;
	return status;
}

static enum status read_range(int fd, off_t at, size_t len, struct buf *buf)
{
	size_t before = buf->len;
	enum status status = STATUS_OK;
	char chunk[CHUNK_BYTES];

	while (len > 0 && !status) {
		ssize_t got = pread(fd, chunk, len < sizeof(chunk) ? len : sizeof(chunk), at);

		if (got <= 0)
			status = got < 0 && errno != EINTR ? STATUS_IO
				 : got == 0                ? STATUS_INVALID
							   : STATUS_OK;
		else
			status = buf_add(buf, chunk, (size_t)got);
		if (got > 0) {
			at += got;
			len -= (size_t)got;
		}
	}
	if (status)
		buf_truncate(buf, before);
	return status;
}

enum status content_read(struct content *content, const char *path, struct buf *buf)
{
	const struct entry *entry = content ? find(content, path) : NULL;
	size_t before = buf->len;
	enum status status;

	if (entry)
		return read_range(content->fd, entry->at, entry->len, buf);
	if (!content_on_disk(content, path)) {
		errno = ENOENT;
		return STATUS_NOTFOUND;
	}
	status = buf_read_file(buf, path);
	if (!content || status)
		return status;
	status = keep(content, path, buf_str(buf) + before, buf->len - before);
	if (status)
		buf_truncate(buf, before);
	return status;
}

bool content_on_disk(const struct content *content, const char *path)
{
	return !content || (!content->received && !find(content, path));
}

struct names {
	char **paths;
	size_t count;
};

/* Takes the path, NULL too. */
static bool add_path_take(struct names *names, char *path)
{
	char **grown = path ? reallocarray(names->paths, names->count + 1, sizeof(char *)) : NULL;

	if (!grown) {
		free(path);
		return false;
	}
	names->paths = grown;
	grown[names->count++] = path;
	return true;
}

static bool ends_in(const char *name, const char *suffix)
{
	size_t len = strlen(name), tail = strlen(suffix);

	return len > tail && strcmp(name + len - tail, suffix) == 0;
}

static enum status list_received(const struct content *content, const char *folder,
				 const char *suffix, struct names *names)
{
	size_t len = strlen(folder);

	for (size_t i = 0; i < content->count; i++) {
		const char *path = content->entries[i].path;

		if (strncmp(path, folder, len) == 0 && path[len] == '/' &&
		    !strchr(path + len + 1, '/') && ends_in(path, suffix) &&
		    !add_path_take(names, strdup(path)))
			return STATUS_NOMEM;
	}
	return STATUS_OK;
}

static enum status list_disk(const char *folder, const char *suffix, struct names *names)
{
	enum status status = STATUS_OK;
	DIR *dir = opendir(folder);
	struct dirent *entry;
	char *path;

	if (!dir)
		return errno == ENOENT || errno == ENOTDIR ? STATUS_NOTFOUND
		       : errno == EACCES                   ? STATUS_DENIED
							   : STATUS_IO;
	while (!status && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.' || !ends_in(entry->d_name, suffix))
			continue;
		if (asprintf(&path, "%s/%s", folder, entry->d_name) < 0)
			path = NULL;
		if (!add_path_take(names, path))
			status = STATUS_NOMEM;
	}
	closedir(dir);
	return status;
}

static int compare_paths(const void *left, const void *right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

enum status content_list(const struct content *content, const char *folder, const char *suffix,
			 char ***paths, size_t *count)
{
	struct names names = {0};
	enum status status = content && content->received
				     ? list_received(content, folder, suffix, &names)
				     : list_disk(folder, suffix, &names);

	if (status) {
		while (names.count > 0)
			free(names.paths[--names.count]);
		free(names.paths);
		return status;
	}
	if (names.count > 0)
		qsort(names.paths, names.count, sizeof(char *), compare_paths);
	*paths = names.paths;
	*count = names.count;
	return STATUS_OK;
}

int content_hand_over(struct content *content)
{
	const int seals = F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;

	/* Of a refused keep() a piece may lie behind the end. */
	if (!content->received && (ftruncate(content->fd, content->end) < 0 ||
				   fcntl(content->fd, F_ADD_SEALS, seals) < 0))
		return -1;
	return fcntl(content->fd, F_SETFD, 0) < 0 ? -1 : content->fd;
}

static enum status index_next(struct content *content, off_t size)
{
	struct head head;
	enum status status;
	struct buf bytes;
	off_t path_at;

	buf_init(&bytes, PATH_MAX, NULL);
	status = read_range(content->fd, content->end, sizeof(head), &bytes);
	if (status)
		goto done;
	memcpy(&head, bytes.data, sizeof(head));
	buf_truncate(&bytes, 0);
	path_at = content->end + (off_t)sizeof(head);
	content->end = path_at + head.path_len + head.len;
	if (content->end > size || head.path_len == 0)
		status = STATUS_INVALID;
	else
		status = read_range(content->fd, path_at, head.path_len, &bytes);
	if (!status)
		status = remember(content, buf_str(&bytes), path_at + head.path_len, head.len);
done:
	buf_release(&bytes);
	return status == STATUS_LIMIT ? STATUS_INVALID : status;
}

enum status content_receive_take(int fd, struct content **out)
{
	struct content *content = calloc(1, sizeof(*content));
	enum status status = STATUS_OK;
	int seals = fcntl(fd, F_GET_SEALS);
	off_t size;

	if (!content) {
		close(fd);
		return STATUS_NOMEM;
	}
	content->fd = fd;
	content->received = true;
	size = lseek(fd, 0, SEEK_END);
	if (size <= 0 || seals < 0 || !(seals & F_SEAL_WRITE) || fcntl(fd, F_SETFD, FD_CLOEXEC) < 0)
		status = STATUS_INVALID;
	while (!status && content->end < size)
		status = index_next(content, size);
	if (status)
		content_close(content);
	else
		*out = content;
	return status;
}
