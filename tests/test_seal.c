#include <kiosk/outbox/seal.h>

#include "support/process.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define WORDS      "Ana Garc\xC3\xAD"
#define PATH_BYTES (FOLDER_MAX + 32)

struct fixture {
	char folder[FOLDER_MAX], secret_path[PATH_BYTES], public_path[PATH_BYTES];
	struct seal_secret *secret;
	struct seal_public public;
};

static void path_in(const struct fixture *fixture, const char *name, char out[PATH_BYTES])
{
	snprintf(out, PATH_BYTES, "%s/%s", fixture->folder, name);
}

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	assert_non_null(fixture);
	folder_make(fixture->folder);
	path_in(fixture, "secret.key", fixture->secret_path);
	path_in(fixture, "public.key", fixture->public_path);
	assert_int_equal(seal_make_pair(fixture->secret_path, fixture->public_path), STATUS_OK);
	assert_int_equal(seal_secret_read(fixture->secret_path, NULL, &fixture->secret), STATUS_OK);
	assert_int_equal(seal_public_read(fixture->public_path, NULL, NULL, &fixture->public),
			 STATUS_OK);
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	seal_secret_close(fixture->secret);
	folder_remove(fixture->folder);
	free(fixture);
	return 0;
}

static mode_t mode_of(const char *path)
{
	struct stat about;

	assert_int_equal(stat(path, &about), 0);
	return about.st_mode & 07777;
}

static void makes_a_pair_once(void **state)
{
	struct fixture *fixture = *state;
	char other[PATH_BYTES];
	char *before = file_read(fixture->secret_path), *after;
	struct stat about;

	path_in(fixture, "other.key", other);
	assert_int_equal(mode_of(fixture->secret_path), 0600);
	assert_int_equal(mode_of(fixture->public_path), 0644);
	assert_memory_equal(&fixture->public, seal_secret_public(fixture->secret),
			    sizeof(fixture->public));
	assert_int_equal(seal_make_pair(fixture->secret_path, other), STATUS_DENIED);
	assert_int_equal(seal_make_pair(other, fixture->public_path), STATUS_DENIED);
	assert_int_not_equal(stat(other, &about), 0);
	after = file_read(fixture->secret_path);
	assert_string_equal(before, after);
	free(before);
	free(after);
}

static void opens_what_it_sealed(void **state)
{
	struct fixture *fixture = *state;
	struct buf sealed, plain;

	buf_init(&sealed, 4096, NULL);
	buf_init(&plain, 4096, NULL);
	assert_int_equal(seal_close_box(&fixture->public, WORDS, strlen(WORDS), &sealed),
			 STATUS_OK);
	assert_int_equal(sealed.len, 1 + SEAL_KEY_ID_BYTES + 48 + strlen(WORDS));
	assert_int_equal(sealed.data[0], 1);
	assert_memory_equal(sealed.data + 1, fixture->public.id, SEAL_KEY_ID_BYTES);
	assert_null(memmem(sealed.data, sealed.len, "Ana", 3));
	assert_int_equal(seal_open_box(fixture->secret, sealed.data, sealed.len, &plain),
			 STATUS_OK);
	assert_string_equal(buf_str(&plain), WORDS);

	buf_truncate(&sealed, 0);
	buf_truncate(&plain, 0);
	assert_int_equal(seal_close_box(&fixture->public, "", 0, &sealed), STATUS_OK);
	assert_int_equal(seal_open_box(fixture->secret, sealed.data, sealed.len, &plain),
			 STATUS_OK);
	assert_int_equal(plain.len, 0);
	buf_release(&sealed);
	buf_release(&plain);
}

static void refuses_every_damage(void **state)
{
	struct fixture *fixture = *state;
	struct buf sealed, plain;

	buf_init(&sealed, 4096, NULL);
	buf_init(&plain, 4096, NULL);
	assert_int_equal(seal_close_box(&fixture->public, WORDS, strlen(WORDS), &sealed),
			 STATUS_OK);
	for (size_t i = 0; i < sealed.len; i++) {
		bool id = i >= 1 && i <= SEAL_KEY_ID_BYTES;

		sealed.data[i] ^= 1;
		assert_int_equal(seal_open_box(fixture->secret, sealed.data, sealed.len, &plain),
				 id ? STATUS_DENIED : STATUS_CORRUPT);
		sealed.data[i] ^= 1;
	}
	for (size_t len = 0; len < sealed.len; len++)
		assert_int_equal(seal_open_box(fixture->secret, sealed.data, len, &plain),
				 STATUS_CORRUPT);
	assert_int_equal(plain.len, 0);
	buf_release(&sealed);
	buf_release(&plain);
}

static void denies_another_key(void **state)
{
	struct fixture *fixture = *state;
	char secret_path[PATH_BYTES], public_path[PATH_BYTES];
	struct seal_secret *other;
	struct buf sealed, plain;

	path_in(fixture, "secret-2.key", secret_path);
	path_in(fixture, "public-2.key", public_path);
	assert_int_equal(seal_make_pair(secret_path, public_path), STATUS_OK);
	assert_int_equal(seal_secret_read(secret_path, NULL, &other), STATUS_OK);
	buf_init(&sealed, 4096, NULL);
	buf_init(&plain, 4096, NULL);
	assert_int_equal(seal_close_box(&fixture->public, WORDS, strlen(WORDS), &sealed),
			 STATUS_OK);
	assert_int_equal(seal_open_box(other, sealed.data, sealed.len, &plain), STATUS_DENIED);
	assert_int_equal(plain.len, 0);
	seal_secret_close(other);
	buf_release(&sealed);
	buf_release(&plain);
}

static void denies_a_secret_that_others_can_read(void **state)
{
	static const mode_t modes[] = {0640, 0604, 0620, 0601};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof(modes) / sizeof(*modes); i++) {
		struct seal_secret *secret = NULL;
		struct buf explain;

		buf_init(&explain, 1024, NULL);
		assert_int_equal(chmod(fixture->secret_path, modes[i]), 0);
		assert_int_equal(seal_secret_read(fixture->secret_path, &explain, &secret),
				 STATUS_DENIED);
		assert_null(secret);
		assert_non_null(strstr(buf_str(&explain), "secret.key"));
		assert_non_null(strstr(buf_str(&explain), "chmod 600"));
		buf_release(&explain);
	}
}

/* Reads the text as both kinds of key; each line for people names the file. */
static void expect_invalid(const struct fixture *fixture, const char *text)
{
	struct seal_secret *secret = NULL;
	struct seal_public public;
	char path[PATH_BYTES];
	struct buf explain;

	path_in(fixture, "bad.key", path);
	file_write(path, text);
	assert_int_equal(chmod(path, 0600), 0);
	buf_init(&explain, 1024, NULL);
	if (seal_public_read(path, NULL, &explain, &public) != STATUS_INVALID)
		fail_msg("taken as a public key: %s", text);
	assert_non_null(strstr(buf_str(&explain), "bad.key"));
	buf_truncate(&explain, 0);
	if (seal_secret_read(path, &explain, &secret) != STATUS_INVALID)
		fail_msg("taken as a secret key: %s", text);
	assert_non_null(strstr(buf_str(&explain), "bad.key"));
	assert_null(secret);
	buf_release(&explain);
}

static void explains_bad_key_files(void **state)
{
	static const char *const texts[] = {
		"",
		"\n",
		"hello",
		"kiosk-public-key:1:",
		"kiosk-secret-key:1:\n",
		"kiosk-public-key:1:AAAA\n",
		"kiosk-secret-key:1:AAAA\n",
		"kiosk-public-key:2:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
		"kiosk-public-key:1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=x\n",
		"kiosk-secret-key:1:!AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
		"kiosk-public-key:1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
	};
	struct fixture *fixture = *state;
	struct seal_public public;
	struct seal_secret *secret = NULL;
	char long_text[512];

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		expect_invalid(fixture, texts[i]);
	memset(long_text, 'A', sizeof(long_text) - 1);
	long_text[sizeof(long_text) - 1] = '\0';
	expect_invalid(fixture, long_text);
	/* One kind is not taken for the other. */
	assert_int_equal(seal_public_read(fixture->secret_path, NULL, NULL, &public),
			 STATUS_INVALID);
	assert_int_equal(chmod(fixture->public_path, 0600), 0);
	assert_int_equal(seal_secret_read(fixture->public_path, NULL, &secret), STATUS_INVALID);
}

static void explains_a_missing_key_file(void **state)
{
	struct fixture *fixture = *state;
	struct seal_secret *secret = NULL;
	struct seal_public public;
	char path[PATH_BYTES];
	struct buf explain;

	path_in(fixture, "nowhere.key", path);
	buf_init(&explain, 1024, NULL);
	assert_int_equal(seal_public_read(path, NULL, &explain, &public), STATUS_NOTFOUND);
	assert_non_null(strstr(buf_str(&explain), "keygen"));
	assert_int_equal(seal_secret_read(path, NULL, &secret), STATUS_NOTFOUND);
	buf_release(&explain);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(makes_a_pair_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(opens_what_it_sealed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(refuses_every_damage, set_up, tear_down),
		cmocka_unit_test_setup_teardown(denies_another_key, set_up, tear_down),
		cmocka_unit_test_setup_teardown(denies_a_secret_that_others_can_read, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(explains_bad_key_files, set_up, tear_down),
		cmocka_unit_test_setup_teardown(explains_a_missing_key_file, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
