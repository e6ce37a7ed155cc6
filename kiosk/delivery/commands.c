#include "commands.h"
#include "queue.h"

#include <kiosk/outbox/outbox.h>

#include <stdio.h>
#include <string.h>

#define RECORD_MAX (16u << 20)

int command_keygen(const char *secret_file, const char *public_file)
{
	enum status status = seal_make_pair(secret_file, public_file);

	if (status == STATUS_DENIED)
		fprintf(stderr,
			"kiosk-uploader: %s or %s exists already or may not be made: nothing was "
			"written\n",
			secret_file, public_file);
	else if (status)
		fprintf(stderr, "kiosk-uploader: the keys could not be written: %s\n",
			status_text(status));
	else
		printf("%s: keep it secret, readable by the uploader's user alone\n%s: give it to "
		       "the kiosk "
		       "(outbox.publicKey)\n",
		       secret_file, public_file);
	return status ? 1 : 0;
}

struct search {
	const char *id;
	size_t count;
	char found[UUID_MAX];
};

static bool match(const struct outbox_record *record, void *context)
{
	struct search *search = context;

	if (strncmp(record->id, search->id, strlen(search->id)) == 0) {
		search->count++;
		memcpy(search->found, record->id, sizeof(search->found));
	}
	return true;
}

/* A line of their own below the record; most records have none. */
static enum status add_server_words(struct outbox *outbox, const struct seal_secret *key,
				    const char *id, struct buf *out)
{
	struct buf words;
	enum status status;

	buf_init(&words, RECORD_MAX, NULL);
	status = outbox_read_detail(outbox, key, id, &words);
	if (!status)
		status = buf_addf(out, "\n%s", buf_str(&words));
	else if (status == STATUS_NOTFOUND)
		status = STATUS_OK;
	buf_release(&words);
	return status;
}

static enum status show(const struct settings *settings, const char *id, struct buf *out,
			struct buf *explain)
{
	struct search search = {.id = id};
	struct seal_secret *key = NULL;
	struct outbox *outbox = NULL;
	enum status status = seal_secret_read(settings->uploader.secret_key, explain, &key);

	if (!status)
		status = outbox_open(settings->outbox.directory, OUTBOX_ROLE_READER, explain,
				     &outbox);
	if (!status)
		status = outbox_each(outbox, false, match, &search);
	if (!status && search.count != 1)
		status = search.count == 0 ? STATUS_NOTFOUND : STATUS_INVALID;
	if (!status)
		status = outbox_read(outbox, key, search.found, out);
	if (!status)
		status = add_server_words(outbox, key, search.found, out);
	outbox_close(outbox);
	seal_secret_close(key);
	return status;
}

int command_show(struct settings *settings, const char *id)
{
	struct buf out, explain;
	enum status status = STATUS_NOTFOUND;

	buf_init(&out, RECORD_MAX, NULL);
	buf_init(&explain, 4096, NULL);
	if (strlen(id) >= UUID_REFERENCE_MAX - 1)
		status = show(settings, id, &out, &explain);
	if (!status)
		puts(buf_str(&out));
	else if (explain.len > 0)
		fprintf(stderr, "kiosk-uploader: %s\n", buf_str(&explain));
	else if (status == STATUS_NOTFOUND)
		fprintf(stderr,
			"kiosk-uploader: no record %s waits or was refused: `kiosk queue` lists "
			"them\n",
			id);
	else if (status == STATUS_INVALID)
		fprintf(stderr,
			"kiosk-uploader: several records begin with %s: give the whole id\n", id);
	else
		fprintf(stderr, "kiosk-uploader: the record cannot be opened: %s\n",
			queue_unopened_text(status));
	buf_release(&out);
	buf_release(&explain);
	settings_close(settings);
	return status ? 1 : 0;
}
