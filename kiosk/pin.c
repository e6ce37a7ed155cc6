#include <kiosk/pin.h>

#include <sodium.h>

#include <string.h>

_Static_assert(PIN_HASH_MAX >= crypto_pwhash_STRBYTES, "a hash string fits");

bool pin_well_formed(const char *pin)
{
	size_t len = strnlen(pin, PIN_DIGITS_MAX + 1);

	return len >= PIN_DIGITS_MIN && len <= PIN_DIGITS_MAX && strspn(pin, "0123456789") == len;
}

enum status pin_hash(const char *pin, char out[PIN_HASH_MAX])
{
	char hash[crypto_pwhash_STRBYTES];

	if (!pin_well_formed(pin))
		return STATUS_INVALID;
	if (sodium_init() < 0 ||
	    crypto_pwhash_str(hash, pin, strlen(pin), crypto_pwhash_OPSLIMIT_INTERACTIVE,
			      crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
		return STATUS_NOMEM;
	memcpy(out, hash, sizeof(hash));
	return STATUS_OK;
}

/* libsodium verifies any parameters the string names. One that would take minutes or all the memory
 * is no PIN's. */
bool pin_hash_valid(const char *hash)
{
	char copy[crypto_pwhash_STRBYTES] = {0};
	size_t len = strnlen(hash, sizeof(copy));

	if (len == sizeof(copy))
		return false;
	memcpy(copy, hash, len);
	return strncmp(copy, crypto_pwhash_STRPREFIX, strlen(crypto_pwhash_STRPREFIX)) == 0 &&
	       crypto_pwhash_str_needs_rehash(copy, crypto_pwhash_OPSLIMIT_INTERACTIVE,
					      crypto_pwhash_MEMLIMIT_INTERACTIVE) == 0;
}

enum status pin_verify(const char *hash, const char *pin)
{
	char copy[crypto_pwhash_STRBYTES] = {0};

	if (!pin_well_formed(pin) || !pin_hash_valid(hash))
		return STATUS_DENIED;
	if (sodium_init() < 0)
		return STATUS_NOMEM;
	memcpy(copy, hash, strlen(hash));
	if (crypto_pwhash_str_verify(copy, pin, strlen(pin)) == 0)
		return STATUS_OK;
	/* libsodium answers alike to a wrong PIN and to a lack of memory: a second hash tells, and
	 * slows guessing. */
	return pin_hash(pin, copy) == STATUS_OK ? STATUS_DENIED : STATUS_NOMEM;
}
