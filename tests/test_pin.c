#include <kiosk/pin.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif

#define COUNTED_AS_WRONG 3

static void wants_6_to_32_digits(void **state)
{
	(void)state;
	assert_true(pin_well_formed("123456"));
	assert_true(pin_well_formed("12345678901234567890123456789012"));
	assert_false(pin_well_formed("123456789012345678901234567890123"));
	assert_false(pin_well_formed("12345"));
	assert_false(pin_well_formed(""));
	assert_false(pin_well_formed("12345a"));
	assert_false(pin_well_formed("123456 "));
	assert_false(pin_well_formed("１２３４５６")); /* digits, but not ASCII */
}

static void verifies_its_own_hashes(void **state)
{
	char hash[PIN_HASH_MAX], again[PIN_HASH_MAX];

	(void)state;
	assert_int_equal(pin_hash("12345", hash), STATUS_INVALID);
	assert_int_equal(pin_hash("482913", hash), STATUS_OK);
	assert_int_equal(pin_hash("482913", again), STATUS_OK);
	assert_string_not_equal(hash, again); /* salted */
	assert_true(pin_hash_valid(hash));
	assert_null(strstr(hash, "482913"));
	assert_int_equal(pin_verify(hash, "482913"), STATUS_OK);
	assert_int_equal(pin_verify(again, "482913"), STATUS_OK);
	assert_int_equal(pin_verify(hash, "482914"), STATUS_DENIED);
	assert_int_equal(pin_verify(hash, "4829130"), STATUS_DENIED);
	assert_int_equal(pin_verify(hash, ""), STATUS_DENIED);
}

static void knows_hashes(void **state)
{
	static const char *const bad[] = {
		"",
		"482913",
		"$argon2id$",
		"$argon2id$v=19$m=65536,t=2,p=1$",
		/* parameters that would take minutes */
		("$argon2id$v=19$m=65536,t=2000,p=1$c2FsdHNhbHRzYWx0c2FsdA$"
		 "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE"),
		"$2b$12$abcdefghijklmnopqrstuv",
	};
	char longest[400];

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_false(pin_hash_valid(bad[i]));
		assert_int_equal(pin_verify(bad[i], "482913"), STATUS_DENIED);
	}
	memset(longest, 'a', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	memcpy(longest, "$argon2id$", 10);
	assert_false(pin_hash_valid(longest));
}

/* Without its 64 MiB Argon2id cannot tell right from wrong: not a wrong try. */
static void lack_of_memory_is_no_wrong_try(void **state)
{
#ifdef SANITIZED
	(void)state;
	skip(); /* the sanitizer's own address space is larger than any limit */
#else
	char hash[PIN_HASH_MAX];
	int status = -1;
	pid_t child;

	(void)state;
	assert_int_equal(pin_hash("482913", hash), STATUS_OK);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct rlimit limit = {48u << 20, 48u << 20};

		if (setrlimit(RLIMIT_AS, &limit) < 0)
			_exit(1);
		_exit(pin_verify(hash, "482913") == STATUS_NOMEM ? 0 : COUNTED_AS_WRONG);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_not_equal(WEXITSTATUS(status), COUNTED_AS_WRONG);
	if (WEXITSTATUS(status) != 0)
		skip(); /* no such limit here: valgrind itself ends under it */
#endif
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wants_6_to_32_digits),
		cmocka_unit_test(verifies_its_own_hashes),
		cmocka_unit_test(knows_hashes),
		cmocka_unit_test(lack_of_memory_is_no_wrong_try),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
