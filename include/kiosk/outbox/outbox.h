/* The durable, sealed queue of finished responses. A folder of SQLite files (rollback journal,
 * synchronous=FULL, secure_delete=ON); more than one exists only after an I/O error made a file
 * untrusted: the record is then written again, under the same id, to a new file beside it, and all
 * are drained. */
#ifndef KIOSK_OUTBOX_OUTBOX_H
#define KIOSK_OUTBOX_OUTBOX_H

#include <kiosk/base/buf.h>
#include <kiosk/base/clock.h>
#include <kiosk/base/status.h>
#include <kiosk/base/uuid.h>
#include <kiosk/outbox/seal.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define OUTBOX_REASON_MAX 200
#define OUTBOX_TEXT_MAX   256

enum outbox_state { OUTBOX_WAITING, OUTBOX_REJECTED, OUTBOX_DELIVERED };

/* Everything here is readable without a key and holds no personal data. */
struct outbox_record {
	char id[UUID_MAX];
	char questionnaire[OUTBOX_TEXT_MAX]; /* url|version of its day */
	char questionnaire_hash[65];
	int64_t created_ms; /* real time */
	enum outbox_state state;
	int attempts;  /* requests begun */
	bool in_doubt; /* an attempt began and its end is not known, or its reply was lost: ask
			  first */
	int64_t next_try_boot_ms; /* valid for boot_id; in another boot the record is due at once */
	char boot_id[CLOCK_BOOT_ID_MAX];
	int http_status;                 /* of the last reply, 0: none */
	char reason[OUTBOX_REASON_MAX];  /* severity, code and linkId of the server's words, or our
					    own: no personal data */
	int64_t finished_ms;             /* delivered or rejected at, real time; 0 */
	char server_id[OUTBOX_TEXT_MAX]; /* "QuestionnaireResponse/123" with version, "" until
					    delivered */
};

enum outbox_role {
	OUTBOX_ROLE_KIOSK,    /* puts; reads states */
	OUTBOX_ROLE_UPLOADER, /* one only: STATUS_BUSY for a second (flock) */
	OUTBOX_ROLE_READER,   /* `kiosk queue` */
};

struct outbox;

/* Creates folder (0770) and file (0660) when missing, except for a reader (STATUS_NOTFOUND).
 * Uploader and reader read every page of every file. STATUS_CORRUPT, STATUS_DENIED, STATUS_IO,
 * STATUS_NOSPACE, STATUS_BUSY. explain gets one line for people that names the file and the mend;
 * it may be NULL.
 */
MUST_USE enum status outbox_open(const char *folder, enum outbox_role role, struct buf *explain,
				 struct outbox **out);
void outbox_close(struct outbox *outbox);

/* Can a record be put now? A real write transaction that is rolled back, plus free space for one.
 * For "no visit starts that could not be saved". */
MUST_USE enum status outbox_writable(struct outbox *outbox);

/* Seals and commits. STATUS_OK means durable: fsynced, readable after a power cut. Putting an id
 * again that is already there with the same sealed content length is STATUS_OK (the earlier commit
 * counts). Nothing is stored on failure.
 * STATUS_INVALID: the id is there with other content. */
MUST_USE enum status outbox_put(struct outbox *outbox, const struct seal_public *key,
				const char id[UUID_MAX], int64_t created_ms,
				const char *questionnaire, const char *questionnaire_hash,
				const void *bytes, size_t len);

/* The oldest waiting record that is due at boot_ms. STATUS_NOTFOUND: none; *next_boot_ms is then
 * when the next will be
 * (-1: no record waits). */
MUST_USE enum status outbox_due(struct outbox *outbox, int64_t boot_ms,
				struct outbox_record *record, int64_t *next_boot_ms);
/* Opens the seal. Checks that id and creation time inside are those of the row: STATUS_CORRUPT.
 * STATUS_DENIED: another key. out should be a buffer on locked memory. */
MUST_USE enum status outbox_read(struct outbox *outbox, const struct seal_secret *key,
				 const char id[UUID_MAX], struct buf *out);
/* The server's words of a rejected record. STATUS_NOTFOUND when there are none; STATUS_DENIED and
 * STATUS_CORRUPT as above. */
MUST_USE enum status outbox_read_detail(struct outbox *outbox, const struct seal_secret *key,
					const char id[UUID_MAX], struct buf *out);

/* Each is one durable transaction. begin counts the attempt and sets in_doubt before the request
 * leaves. */
MUST_USE enum status outbox_begin(struct outbox *outbox, const char id[UUID_MAX]);
MUST_USE enum status outbox_delivered(struct outbox *outbox, const char id[UUID_MAX],
				      int http_status, const char *server_id, int64_t now_ms);
/* detail: the server's own words, sealed to key before they are stored; may be NULL. */
MUST_USE enum status outbox_rejected(struct outbox *outbox, const char id[UUID_MAX],
				     int http_status, const char *reason,
				     const struct seal_public *key, const char *detail,
				     int64_t now_ms);
MUST_USE enum status outbox_later(struct outbox *outbox, const char id[UUID_MAX], bool in_doubt,
				  int http_status, const char *reason, int64_t next_try_boot_ms);
/* A rejected record waits again (staff retry). All waiting records become due at once (send now,
 * network up). */
MUST_USE enum status outbox_retry(struct outbox *outbox, const char id[UUID_MAX]);
MUST_USE enum status outbox_hurry(struct outbox *outbox);
/* Deletes delivered rows that are older than before_ms. */
MUST_USE enum status outbox_purge(struct outbox *outbox, int64_t before_ms);

MUST_USE enum status outbox_find(struct outbox *outbox, const char id[UUID_MAX],
				 struct outbox_record *record);
/* Records oldest first, waiting and rejected ones only unless delivered is true. Stops when each
 * returns false. */
MUST_USE enum status outbox_each(struct outbox *outbox, bool delivered,
				 bool (*each)(const struct outbox_record *record, void *context),
				 void *context);
struct outbox_counts {
	size_t waiting, rejected, delivered;
	int64_t oldest_ms; /* creation of the oldest waiting or rejected record, 0: none */
};
MUST_USE enum status outbox_count(struct outbox *outbox, struct outbox_counts *counts);

#endif
