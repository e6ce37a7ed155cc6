/* buf, arena, report, uuid, status: the small values of base/. */
#include <kiosk/base/buf.h>
#include <kiosk/base/report.h>
#include <kiosk/base/uuid.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void stays_within_its_ceiling(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 5, NULL);
	assert_string_equal(buf_str(&buf), "");
	assert_int_equal(buf_adds(&buf, "abc"), STATUS_OK);
	assert_int_equal(buf_adds(&buf, "def"), STATUS_LIMIT);
	assert_int_equal(buf_addf(&buf, "%d", 123), STATUS_LIMIT);
	assert_string_equal(buf_str(&buf), "abc");
	assert_int_equal(buf_addf(&buf, "%d", 45), STATUS_OK);
	assert_string_equal(buf_str(&buf), "abc45");
	assert_int_equal(buf.len, 5);
	assert_int_equal(buf_add(&buf, "", 0), STATUS_OK);
	buf_release(&buf);
	assert_null(buf.data);
	assert_int_equal(buf_adds(&buf, "abcde"), STATUS_OK);
	buf_release(&buf);
}

static void grows_byte_by_byte(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 10000, NULL);
	for (int i = 0; i < 10000; i++) {
		assert_int_equal(buf_addf(&buf, "%c", 'a' + i % 26), STATUS_OK);
		assert_int_equal(buf.data[buf.len], '\0');
	}
	for (int i = 0; i < 10000; i++)
		assert_int_equal(buf.data[i], 'a' + i % 26);
	assert_int_equal(buf_add(&buf, "x", 1), STATUS_LIMIT);
	buf_release(&buf);
}

static void truncating_overwrites(void **state)
{
	struct buf buf;

	(void)state;
	buf_init(&buf, 100, NULL);
	assert_int_equal(buf_adds(&buf, "secret"), STATUS_OK);
	buf_truncate(&buf, 2);
	assert_string_equal(buf_str(&buf), "se");
	assert_memory_equal(buf.data, "se\0\0\0\0", 7);
	buf_truncate(&buf, 50); /* more than there is: nothing */
	assert_int_equal(buf.len, 2);
	buf_release(&buf);
}

static bool holds(const char *bytes, size_t len, const char *text)
{
	return memmem(bytes, len, text, strlen(text)) != NULL;
}

static void the_arena_keeps_nothing(void **state)
{
	struct arena *arena;
	struct buf buf;
	char *first;

	(void)state;
	assert_int_equal(arena_open(1, &arena), STATUS_OK);
	first = arena_strndup(arena, "secret word", 6);
	assert_string_equal(first, "secret");
	buf_init(&buf, 1000, arena);
	assert_int_equal(buf_adds(&buf, "secret in a buffer"), STATUS_OK);
	for (int i = 0; i < 30; i++) /* moves several times */
		assert_int_equal(buf_adds(&buf, "0123456789"), STATUS_OK);
	arena_free(arena, first);
	buf_release(&buf);
	/* A page, one block a class: everything given out so far lies within it. */
	assert_false(holds((char *)((uintptr_t)first & ~(uintptr_t)4095), 4096, "secret"));
	arena_close(arena);
	arena_close(NULL);
}

static void the_arena_reuses_what_comes_back(void **state)
{
	struct arena *arena;
	void *block[64];
	size_t count = 0;

	(void)state;
	assert_int_equal(arena_open(4096, &arena), STATUS_OK);
	while (count < 64 && (block[count] = arena_alloc(arena, 100)))
		count++;
	assert_in_range(count, 8, 40);
	assert_null(arena_alloc(arena, 100));
	for (size_t i = 0; i < count; i++) {
		assert_int_equal((uintptr_t)block[i] % _Alignof(max_align_t), 0);
		memset(block[i], 0xA5, 100);
		arena_free(arena, block[i]);
	}
	for (size_t i = 0; i < count; i++) {
		static const char zero[100];

		block[i] = arena_alloc(arena, i % 2 ? 100 : 1); /* a larger block serves too */
		assert_non_null(block[i]);
		assert_memory_equal(block[i], zero, i % 2 ? 100 : 1);
	}
	assert_null(arena_alloc(arena, SIZE_MAX));
	assert_null(arena_alloc(arena, 4096));
	arena_free(arena, NULL);
	arena_close(arena);
}

static void an_exhausted_arena_changes_nothing(void **state)
{
	struct arena *arena;
	struct buf buf;
	size_t len;

	(void)state;
	assert_int_equal(arena_open(4096, &arena), STATUS_OK);
	buf_init(&buf, 100000, arena);
	while (buf_adds(&buf, "0123456789") == STATUS_OK)
		;
	len = buf.len;
	assert_int_equal(buf_adds(&buf, "0123456789"), STATUS_NOMEM);
	assert_int_equal(buf.len, len);
	assert_int_equal(strlen(buf_str(&buf)), len);
	buf_release(&buf);
	arena_close(arena);
}

static void reads_files(void **state)
{
	char folder[] = "/tmp/kiosk-test-XXXXXX", path[64];
	struct buf buf;
	FILE *file;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/file", folder);
	buf_init(&buf, 10, NULL);
	assert_int_equal(buf_read_file(&buf, path), STATUS_NOTFOUND);
	assert_int_equal(buf_read_file(&buf, folder), STATUS_IO);
	file = fopen(path, "w");
	assert_int_equal(buf_read_file(&buf, path), STATUS_OK); /* empty */
	assert_int_equal(buf.len, 0);
	fputs("0123456789", file);
	fflush(file);
	assert_int_equal(buf_read_file(&buf, path), STATUS_OK);
	assert_string_equal(buf_str(&buf), "0123456789");
	buf_truncate(&buf, 3);
	assert_int_equal(buf_read_file(&buf, path), STATUS_LIMIT);
	assert_string_equal(buf_str(&buf), "012");
	if (geteuid() != 0) {
		chmod(path, 0);
		assert_int_equal(buf_read_file(&buf, path), STATUS_DENIED);
	}
	fclose(file);
	buf_release(&buf);
	unlink(path);
	rmdir(folder);
}

static void reads_a_pipe_to_its_end(void **state)
{
	struct buf buf;
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "abcdef", 6), 6);
	close(ends[1]);
	buf_init(&buf, 6, NULL);
	assert_int_equal(buf_read_fd(&buf, ends[0]), STATUS_OK);
	assert_string_equal(buf_str(&buf), "abcdef");
	close(ends[0]);
	buf_release(&buf);
}

static void prints_problems(void **state)
{
	struct place place = {"a.json", 12, 5}, whole = {.file = "b.json"}, none = {0};
	struct report report;
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	(void)state;
	report_init(&report);
	report_add(&report, SEVERITY_ERROR, place, "staff.pim", "remove it", "unknown key");
	report_add(&report, SEVERITY_WARNING, whole, NULL, NULL, "%d is low", 3);
	report_add(&report, SEVERITY_ERROR, none, "q\033[2J\xC2\x9B", NULL, "x");
	report_print(&report, out);
	fclose(out);
	assert_string_equal(text, "a.json:12:5: staff.pim: unknown key: remove it\n"
				  "b.json: warning: 3 is low\n"
				  "q?[2J?: x\n");
	assert_int_equal(report.count, 3);
	assert_int_equal(report.errors, 2);
	free(text);
	report_release(&report);
}

static void makes_version_4_uuids(void **state)
{
	char first[UUID_MAX], second[UUID_MAX], reference[UUID_REFERENCE_MAX];

	(void)state;
	for (int i = 0; i < 100; i++) {
		assert_int_equal(uuid_make(first), STATUS_OK);
		assert_true(uuid_valid(first));
	}
	assert_int_equal(uuid_make(second), STATUS_OK);
	assert_string_not_equal(first, second);
	uuid_reference("0a1b2c3d-0000-4000-8000-000000000000", reference);
	assert_string_equal(reference, "0a1b2c3d");
	assert_false(uuid_valid(""));
	assert_false(uuid_valid("0a1b2c3d"));
	assert_false(uuid_valid("0a1b2c3d-0000-1000-8000-000000000000"));
	assert_false(uuid_valid("0a1b2c3d-0000-4000-c000-000000000000"));
	assert_false(uuid_valid("0a1b2c3d-0000-4000-8000-0000000000000"));
	assert_false(uuid_valid("0a1b2c3d-0000-4000-8000-00000000000g"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stays_within_its_ceiling),
		cmocka_unit_test(grows_byte_by_byte),
		cmocka_unit_test(truncating_overwrites),
		cmocka_unit_test(the_arena_keeps_nothing),
		cmocka_unit_test(the_arena_reuses_what_comes_back),
		cmocka_unit_test(an_exhausted_arena_changes_nothing),
		cmocka_unit_test(reads_files),
		cmocka_unit_test(reads_a_pipe_to_its_end),
		cmocka_unit_test(prints_problems),
		cmocka_unit_test(makes_version_4_uuids),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
