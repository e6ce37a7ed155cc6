#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/process.h"

#include <kiosk/base/content.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static char folder[FOLDER_MAX];

static const char *in_folder(const char *name)
{
	static char path[FOLDER_MAX + 32];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}

static int make_folder(void **state)
{
	(void)state;
	folder_make(folder);
	return 0;
}

static int remove_folder(void **state)
{
	(void)state;
	folder_remove(folder);
	return 0;
}

static void expect_read(struct content *content, const char *name, const char *wanted)
{
	struct buf buf;

	buf_init(&buf, 1u << 20, NULL);
	assert_int_equal(content_read(content, in_folder(name), &buf), STATUS_OK);
	assert_string_equal(buf_str(&buf), wanted);
	buf_release(&buf);
}

static void what_was_read_stays(void **state)
{
	struct content *content;

	(void)state;
	file_write(in_folder("a"), "first");
	assert_int_equal(content_open(&content), STATUS_OK);
	assert_true(content_on_disk(content, in_folder("a")));
	expect_read(content, "a", "first");
	file_write(in_folder("a"), "changed");
	assert_false(content_on_disk(content, in_folder("a")));
	expect_read(content, "a", "first");
	expect_read(NULL, "a", "changed");
	content_close(content);
}

static void the_next_process_reads_the_same(void **state)
{
	struct content *before, *after;
	char *large = calloc(1, 100001);
	struct buf buf;
	size_t count;
	char **paths;
	int fd;

	(void)state;
	memset(large, 'x', 100000);
	file_write(in_folder("a"), "");
	file_write(in_folder("b"), large);
	file_write(in_folder("c"), "never read");
	assert_int_equal(content_open(&before), STATUS_OK);
	expect_read(before, "a", "");
	expect_read(before, "b", large);
	fd = content_hand_over(before);
	assert_true(fd >= 0);
	assert_false(fcntl(fd, F_GETFD) & FD_CLOEXEC);
	assert_true(write(fd, "x", 1) < 0);
	assert_int_equal(content_receive_take(dup(fd), &after), STATUS_OK);
	content_close(before);
	file_write(in_folder("b"), "broken");
	expect_read(after, "a", "");
	expect_read(after, "b", large);
	buf_init(&buf, 1000, NULL);
	assert_int_equal(content_read(after, in_folder("c"), &buf), STATUS_NOTFOUND);
	assert_int_equal(content_read(after, in_folder("b"), &buf), STATUS_LIMIT);
	assert_int_equal(buf.len, 0);
	buf_release(&buf);
	assert_int_equal(content_list(after, folder, "b", &paths, &count), STATUS_OK);
	assert_int_equal(count, 1); /* c is on the disk, but not among what is kept */
	assert_string_equal(paths[0], in_folder("b"));
	free(paths[0]);
	free(paths);
	assert_true(content_hand_over(after) >= 0); /* and on to the one after */
	content_close(after);
	free(large);
}

static void an_error_is_not_kept(void **state)
{
	struct content *content;
	struct buf buf;

	(void)state;
	(void)unlink(in_folder("later"));
	buf_init(&buf, 1000, NULL);
	assert_int_equal(content_open(&content), STATUS_OK);
	assert_int_equal(content_read(content, in_folder("later"), &buf), STATUS_NOTFOUND);
	file_write(in_folder("later"), "here");
	assert_int_equal(buf_adds(&buf, "before "), STATUS_OK);
	assert_int_equal(content_read(content, in_folder("later"), &buf), STATUS_OK);
	assert_string_equal(buf_str(&buf), "before here");
	expect_read(content, "later", "here");
	content_close(content);
	buf_release(&buf);
}

static int sealed(const void *bytes, size_t len)
{
	int fd = memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, len), len);
	assert_int_equal(fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW), 0);
	return fd;
}

static void anything_else_is_refused(void **state)
{
	static const uint32_t long_path[] = {1000, 0, 0}, no_path[] = {0, 0, 0},
			      huge[] = {4, UINT32_MAX, 0};
	struct content *content;

	(void)state;
	file_write(in_folder("file"), "not sealed");
	assert_int_equal(content_receive_take(open(in_folder("file"), O_RDONLY), &content),
			 STATUS_INVALID);
	assert_int_equal(content_receive_take(open("/dev/null", O_RDONLY), &content),
			 STATUS_INVALID);
	assert_int_equal(content_receive_take(sealed("", 0), &content), STATUS_INVALID);
	assert_int_equal(content_receive_take(sealed("abc", 3), &content), STATUS_INVALID);
	assert_int_equal(content_receive_take(sealed(long_path, 12), &content), STATUS_INVALID);
	assert_int_equal(content_receive_take(sealed(no_path, 12), &content), STATUS_INVALID);
	assert_int_equal(content_receive_take(sealed(huge, 12), &content), STATUS_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_read_stays),
		cmocka_unit_test(the_next_process_reads_the_same),
		cmocka_unit_test(an_error_is_not_kept),
		cmocka_unit_test(anything_else_is_refused),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
