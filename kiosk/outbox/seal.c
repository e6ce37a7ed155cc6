#include <kiosk/outbox/seal.h>

#include "db.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define VERSION     1
#define HEAD_BYTES  (1 + SEAL_KEY_ID_BYTES)
#define LINE_BYTES  128
#define PUBLIC_HEAD "kiosk-public-key:1:"
#define SECRET_HEAD "kiosk-secret-key:1:"
#define KEYGEN_MEND "make a pair with `kiosk-uploader keygen` and put the file back"

struct seal_secret {
	struct seal_public public;
	uint8_t key[crypto_box_SECRETKEYBYTES];
};

static void set_id(struct seal_public *key)
{
	(void)crypto_generichash(key->id, sizeof(key->id), key->key, sizeof(key->key), NULL, 0);
}

/* The one line of a key file, decoded. */
static enum status read_key(const char *path, struct content *content, const char *head,
			    const char *what, struct buf *explain, uint8_t key[32])
{
	struct buf text;
	enum status status;
	const char *end;
	size_t len;

	buf_init(&text, LINE_BYTES, NULL);
	status = content_read(content, path, &text);
	if (status == STATUS_NOTFOUND)
		db_explain(explain, path, "there is no such key file", KEYGEN_MEND);
	else if (status == STATUS_DENIED)
		db_explain(explain, path, "the key file may not be read",
			   "give this user the right to read it");
	else if (status && status != STATUS_LIMIT)
		db_explain(explain, path, "the key file cannot be read", strerror(errno));
	if (status && status != STATUS_LIMIT)
		goto done;
	if (status || strncmp(buf_str(&text), head, strlen(head)) != 0 ||
	    sodium_base642bin(key, 32, buf_str(&text) + strlen(head), text.len - strlen(head),
			      "\r\n", &len, &end, sodium_base64_VARIANT_ORIGINAL) != 0 ||
	    len != 32 || end != text.data + text.len) {
		status = STATUS_INVALID;
		db_explain(explain, path, what, KEYGEN_MEND);
	}
done:
	buf_release(&text);
	return status;
}

enum status seal_public_read(const char *path, struct content *content, struct buf *explain,
			     struct seal_public *out)
{
	struct seal_public key;
	enum status status;

	if (sodium_init() < 0)
		return STATUS_IO;
	status = read_key(path, content, PUBLIC_HEAD, "this is no public key of the uploader",
			  explain, key.key);
	if (status)
		return status;
	set_id(&key);
	*out = key;
	return STATUS_OK;
}

enum status seal_secret_read(const char *path, struct buf *explain, struct seal_secret **out)
{
	struct seal_secret *secret;
	enum status status;
	struct stat about;

	if (sodium_init() < 0)
		return STATUS_IO;
	if (stat(path, &about) == 0 && (about.st_mode & 077) != 0) {
		db_explain(explain, path, "others can read the secret key", "chmod 600");
		return STATUS_DENIED;
	}
	secret = sodium_malloc(sizeof(*secret));
	if (!secret)
		return STATUS_NOMEM;
	status = read_key(path, NULL, SECRET_HEAD, "this is no secret key of the uploader", explain,
			  secret->key);
	if (status) {
		sodium_free(secret);
		return status;
	}
	(void)crypto_scalarmult_base(secret->public.key, secret->key);
	set_id(&secret->public);
	*out = secret;
	return STATUS_OK;
}

void seal_secret_close(struct seal_secret *secret)
{
	sodium_free(secret);
}

const struct seal_public *seal_secret_public(const struct seal_secret *secret)
{
	return &secret->public;
}

static enum status write_all(int fd, const char *text, size_t len)
{
	while (len > 0) {
		ssize_t done = write(fd, text, len);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return errno == ENOSPC ? STATUS_NOSPACE : STATUS_IO;
		text += done;
		len -= (size_t)done;
	}
	return STATUS_OK;
}

static enum status write_key(const char *path, mode_t mode, const char *head, const uint8_t key[32])
{
	char line[LINE_BYTES], coded[LINE_BYTES / 2];
	enum status status;
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);

	if (fd < 0)
		return errno == EEXIST || errno == EACCES ? STATUS_DENIED : STATUS_IO;
	sodium_bin2base64(coded, sizeof(coded), key, 32, sodium_base64_VARIANT_ORIGINAL);
	snprintf(line, sizeof(line), "%s%s\n", head, coded);
	wipe(coded, sizeof(coded));
	status = fchmod(fd, mode) != 0 ? STATUS_IO : write_all(fd, line, strlen(line));
	if (!status && fsync(fd) != 0)
		status = STATUS_IO;
	close(fd);
	wipe(line, sizeof(line));
	if (status)
		(void)unlink(path);
	return status;
}

enum status seal_make_pair(const char *secret_path, const char *public_path)
{
	uint8_t public[crypto_box_PUBLICKEYBYTES], secret[crypto_box_SECRETKEYBYTES];
	enum status status;

	if (sodium_init() < 0)
		return STATUS_IO;
	if (access(public_path, F_OK) == 0)
		return STATUS_DENIED;
	(void)crypto_box_keypair(public, secret);
	status = write_key(secret_path, 0600, SECRET_HEAD, secret);
	if (!status && (status = write_key(public_path, 0644, PUBLIC_HEAD, public)))
		(void)unlink(secret_path);
	wipe(secret, sizeof(secret));
	return status;
}

enum status seal_close_box(const struct seal_public *key, const void *bytes, size_t len,
			   struct buf *out)
{
	size_t size = HEAD_BYTES + crypto_box_SEALBYTES + len;
	uint8_t *box;
	enum status status;

	if (sodium_init() < 0)
		return STATUS_IO;
	box = malloc(size);
	if (!box)
		return STATUS_NOMEM;
	box[0] = VERSION;
	memcpy(box + 1, key->id, SEAL_KEY_ID_BYTES);
	status = crypto_box_seal(box + HEAD_BYTES, bytes, len, key->key) == 0 ? STATUS_OK
									      : STATUS_INVALID;
	if (!status)
		status = buf_add(out, box, size);
	free(box);
	return status;
}

enum status seal_open_box(const struct seal_secret *key, const void *bytes, size_t len,
			  struct buf *out)
{
	const uint8_t *box = bytes;
	enum status status = STATUS_CORRUPT;
	size_t size;
	uint8_t *text;

	if (len < HEAD_BYTES + crypto_box_SEALBYTES || box[0] != VERSION)
		return STATUS_CORRUPT;
	if (memcmp(box + 1, key->public.id, SEAL_KEY_ID_BYTES) != 0)
		return STATUS_DENIED;
	size = len - HEAD_BYTES - crypto_box_SEALBYTES;
	text = malloc(size + 1);
	if (!text)
		return STATUS_NOMEM;
	if (crypto_box_seal_open(text, box + HEAD_BYTES, len - HEAD_BYTES, key->public.key,
				 key->key) == 0)
		status = buf_add(out, text, size);
	wipe(text, size + 1);
	free(text);
	return status;
}
