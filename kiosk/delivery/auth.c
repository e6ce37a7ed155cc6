#include "auth.h"

#include <kiosk/base/log.h>
#include <kiosk/base/text.h>

#include <openssl/evp.h>
#include <string.h>
#include <sys/stat.h>

#define SECRET_MAX 4096

static enum status add_basic(const char *user, const char *secret, size_t len, struct buf *out)
{
	unsigned char coded[SECRET_MAX * 2];
	struct buf pair;
	enum status status;

	buf_init(&pair, SECRET_MAX, NULL);
	status = buf_addf(&pair, "%s:%.*s", user, (int)len, secret);
	if (!status) {
		EVP_EncodeBlock(coded, (const unsigned char *)pair.data, (int)pair.len);
		status = buf_addf(out, "Authorization: Basic %s", (const char *)coded);
	}
	wipe(coded, sizeof(coded));
	buf_release(&pair);
	return status;
}

enum status auth_header(const struct settings *settings, struct buf *out)
{
	const char *file = settings->backend.auth_secret_file, *secret;
	struct buf text;
	enum status status;
	size_t len;

	if (settings->backend.auth == AUTH_NONE)
		return STATUS_OK;
	buf_init(&text, SECRET_MAX, NULL);
	status = buf_read_file(&text, file);
	if (status) {
		log_event(LOG_LEVEL_ERROR, "%s: the secret cannot be read: %s", file,
			  status_text(status));
		status = STATUS_DENIED;
		goto done;
	}
	len = text.len;
	secret = text_trim(buf_str(&text), &len);
	if (len == 0 || text_has_control(secret, len, false)) {
		log_event(LOG_LEVEL_ERROR,
			  "%s: the secret is empty or has more than one line: write it on one line",
			  file);
		status = STATUS_DENIED;
	} else if (settings->backend.auth == AUTH_BEARER)
		status = buf_addf(out, "Authorization: Bearer %.*s", (int)len, secret);
	else
		status = add_basic(settings->backend.auth_user, secret, len, out);
done:
	buf_release(&text);
	return status;
}

void auth_check(const struct settings *settings)
{
	const char *file = settings->backend.auth_secret_file;
	struct stat about;

	if (settings->backend.auth != AUTH_NONE && stat(file, &about) == 0 &&
	    (about.st_mode & 077) != 0)
		log_event(LOG_LEVEL_WARNING, "%s: others can read the secret: chmod 600", file);
}
