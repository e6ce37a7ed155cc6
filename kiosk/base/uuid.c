#include <kiosk/base/uuid.h>

#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

static enum status random_bytes(uint8_t *bytes, size_t len)
{
	while (len) {
		ssize_t got = getrandom(bytes, len, 0);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return STATUS_IO;
		bytes += got;
		len -= (size_t)got;
	}
	return STATUS_OK;
}

enum status uuid_make(char out[UUID_MAX])
{
	uint8_t b[16];
	enum status status = random_bytes(b, sizeof(b));

	if (status != STATUS_OK)
		return status;
	b[6] = (uint8_t)((b[6] & 0x0F) | 0x40); /* version 4 */
	b[8] = (uint8_t)((b[8] & 0x3F) | 0x80); /* the RFC's variant */
	snprintf(out, UUID_MAX,
		 "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", b[0], b[1],
		 b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14],
		 b[15]);
	return STATUS_OK;
}

bool uuid_valid(const char *text)
{
	for (size_t i = 0; i < UUID_MAX - 1; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (dash ? text[i] != '-' : !isxdigit((unsigned char)text[i]))
			return false;
	}
	return text[UUID_MAX - 1] == '\0' && text[14] == '4' && strchr("89abAB", text[19]) != NULL;
}

void uuid_reference(const char uuid[UUID_MAX], char out[UUID_REFERENCE_MAX])
{
	memcpy(out, uuid, UUID_REFERENCE_MAX - 1);
	out[UUID_REFERENCE_MAX - 1] = '\0';
}
