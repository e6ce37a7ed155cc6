#include <kiosk/base/hash.h>

#include <sodium.h>

void hash_hex(const void *bytes, size_t len, char out[HASH_HEX_MAX])
{
	unsigned char hash[32];

	(void)crypto_generichash(hash, sizeof(hash), bytes, len, NULL, 0);
	sodium_bin2hex(out, HASH_HEX_MAX, hash, sizeof(hash));
}
