/* Readers for files, folders and sockets: resolved against the settings' folder and looked at. */
#include "settings_private.h"

#include <kiosk/base/program.h>

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* The path as the settings keep it, or NULL. */
static const char *resolve(struct reader *reader, const cJSON *value)
{
	const char *text = value ? expect_text(reader, value) : NULL;
	char *path = NULL;

	if (!text)
		return NULL;
	if (*text == '/')
		path = strdup(text);
	else if (asprintf(&path, "%s/%s", strcmp(reader->folder, "/") ? reader->folder : "", text) <
		 0)
		path = NULL;
	return keep_take(reader, path);
}

static void store(void *member, const char *path)
{
	*(const char **)member = path;
}

static bool readable(struct reader *reader, const cJSON *value, const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0) {
		complain(reader, value, "correct the path or create the file", "no file %s (%s)",
			 path, strerror(errno));
		return false;
	}
	if (!S_ISREG(st.st_mode)) {
		complain(reader, value, "name a file", "%s is no regular file", path);
		return false;
	}
	if (access(path, R_OK) < 0) {
		complain(reader, value, "let this program's user read the file",
			 "cannot read %s (%s)", path, strerror(errno));
		return false;
	}
	return true;
}

void read_file(struct reader *reader, const struct field *field, const cJSON *value, void *member)
{
	const char *path = resolve(reader, value);

	(void)field;
	if (path && (!content_on_disk(reader->content, path) || readable(reader, value, path)))
		store(member, path);
}

/* False after a complaint about the file that the page is in one of the languages. */
static bool page_readable(struct reader *reader, const cJSON *value, const char *page)
{
	const struct settings *settings = reader->settings;
	bool good = true;
	struct buf file;

	buf_init(&file, PATH_MAX, NULL);
	for (size_t i = 0; i < settings->language_count && good; i++) {
		buf_truncate(&file, 0);
		if (settings_page(page, settings->languages[i].tag, &file))
			complain(reader, value, "shorten it", "the path is too long");
		else if (content_on_disk(reader->content, buf_str(&file)))
			good = readable(reader, value, buf_str(&file));
		if (strcmp(buf_str(&file), page) == 0)
			break; /* the same in all */
	}
	buf_release(&file);
	return good;
}

void read_page(struct reader *reader, const struct field *field, const cJSON *value, void *member)
{
	const char *path = resolve(reader, value);

	(void)field;
	if (path && page_readable(reader, value, path))
		store(member, path);
}

void read_pages(struct reader *reader, const struct field *field, const cJSON *value, void *member)
{
	size_t *count = (size_t *)(void *)((char *)reader->settings + field->count);

	if (!value || !expect_list(reader, value))
		return;
	for (const cJSON *entry = value->child; entry; entry = entry->next)
		read_page(reader, field, entry, (char **)member + (*count)++);
}

static void check_there(struct reader *reader, const cJSON *value, const char *folder)
{
	struct stat st;

	if (stat(folder, &st) < 0)
		complain(reader, value, "make the folder, or correct the path", "no folder %s (%s)",
			 folder, strerror(errno));
	else if (!S_ISDIR(st.st_mode))
		complain(reader, value, "correct the path", "%s is no folder", folder);
}

void read_folder(struct reader *reader, const struct field *field, const cJSON *value, void *member)
{
	const char *path = resolve(reader, value);

	(void)field;
	if (!path)
		return;
	check_there(reader, value, path);
	store(member, path);
}

void read_path(struct reader *reader, const struct field *field, const cJSON *value, void *member)
{
	const char *path = resolve(reader, value);

	(void)field;
	if (path)
		store(member, path);
}

/* The folder around path; the caller's to free, NULL without memory. */
static char *parent(const char *path)
{
	char *copy = strdup(path), *slash = copy ? strrchr(copy, '/') : NULL;

	if (slash)
		slash[slash == copy] = '\0';
	return copy;
}

/* A folder that is there, or that can be made in one that is. */
static void check_folder(struct reader *reader, const cJSON *value, const char *path)
{
	char *at = strdup(path), *above;
	struct stat st;

	while (at && stat(at, &st) < 0 && errno == ENOENT && strcmp(at, "/") != 0) {
		above = parent(at);
		free(at);
		at = above;
	}
	if (!at)
		reader->out_of_memory = true;
	else if (stat(at, &st) < 0)
		complain(reader, value, "correct the path", "cannot use %s (%s)", at,
			 strerror(errno));
	else if (!S_ISDIR(st.st_mode))
		complain(reader, value, "correct the path", "%s is no folder", at);
	free(at);
}

static void check_folder_of(struct reader *reader, const cJSON *value, const char *path)
{
	char *folder = parent(path);

	if (folder)
		check_folder(reader, value, folder);
	else
		reader->out_of_memory = true;
	free(folder);
}

void read_directory(struct reader *reader, const struct field *field, const cJSON *value,
		    void *member)
{
	const char *path = resolve(reader, value);

	(void)field;
	if (!path)
		return;
	check_folder(reader, value, path);
	store(member, path);
}

/* Nobody makes the folder of a file: it has to be there. */
static void check_parent(struct reader *reader, const cJSON *value, const char *path)
{
	char *folder = parent(path);

	if (folder)
		check_there(reader, value, folder);
	else
		reader->out_of_memory = true;
	free(folder);
}

void read_new_file(struct reader *reader, const struct field *field, const cJSON *value,
		   void *member)
{
	const char *path = resolve(reader, value);
	struct stat st;

	(void)field;
	if (!path)
		return;
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		complain(reader, value, "name a file in it", "%s is a folder", path);
	else
		check_parent(reader, value, path);
	store(member, path);
}

void read_socket(struct reader *reader, const struct field *field, const cJSON *value, void *member)
{
	const size_t max = sizeof(((struct sockaddr_un *)NULL)->sun_path) - 1;
	const char *path = resolve(reader, value);
	struct stat st;

	(void)field;
	if (!path)
		return;
	if (strlen(path) > max)
		complain(reader, value, "use a shorter path, as under /run/kiosk",
			 "%s is longer than the %zu bytes of a socket's path", path, max);
	else if (stat(path, &st) == 0 && !S_ISSOCK(st.st_mode))
		complain(reader, value, "correct the path or remove the file", "%s is no socket",
			 path);
	else
		check_folder_of(reader, value, path);
	store(member, path);
}

static void check_program(struct reader *reader, const cJSON *value, const char *name)
{
	char path[PATH_MAX];
	struct buf where;

	if (*name != '/' && strchr(name, '/')) {
		complain(reader, value, "write an absolute path, or the name alone",
			 "a program's path begins with /");
		return;
	}
	if (program_find(name, path))
		return;
	buf_init(&where, 500, NULL);
	if (json_path(reader->json, value, &where) != STATUS_OK)
		reader->out_of_memory = true;
	report_add(reader->report, SEVERITY_WARNING, json_place(reader->json, value),
		   buf_str(&where), "install it, or correct the name", "no program %s%s%s", name,
		   *name == '/' ? "" : " in ", *name == '/' ? "" : PROGRAM_PATH);
	buf_release(&where);
}

void read_command(struct reader *reader, const struct field *field, const cJSON *value,
		  void *member)
{
	struct settings_command *command = member;
	size_t count = 0;

	(void)field;
	if (!value || !expect_list(reader, value))
		return;
	if (!value->child)
		complain(reader, value, "name a program, or remove the key", "the list is empty");
	for (const cJSON *entry = value->child; entry; entry = entry->next) {
		const char *text = expect_text(reader, entry);

		if (!text)
			return;
		if (count == 0)
			check_program(reader, entry, text);
		command->argv[count++] = keep_take(reader, strdup(text));
	}
}
