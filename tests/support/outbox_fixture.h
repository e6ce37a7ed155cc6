/* An outbox in a private folder, with a pair of keys. */
#ifndef TESTS_OUTBOX_FIXTURE_H
#define TESTS_OUTBOX_FIXTURE_H

#include <kiosk/outbox/outbox.h>

#include "process.h"

#include <sqlite3.h>

#define OUTBOX_PATH_MAX (FOLDER_MAX + 32)
#define BOX_WORDS       "{\"answer\":\"Ana Garcia\"}"
#define BOX_HASH        "0f343b0931126a20f133d67c2b018a3b"
#define BOX_FORM        "http://t/form|1"

struct box {
	char folder[FOLDER_MAX];
	struct seal_secret *secret;
	struct seal_public public;
	struct outbox *outbox; /* role kiosk, open */
};

/* cmocka's set-up and tear-down; *state is a struct box. */
int box_set_up(void **state);
int box_tear_down(void **state);
/* Closes what is open and opens it in another role. */
void box_open(struct box *box, enum outbox_role role);
void box_path(const struct box *box, const char *name, char out[OUTBOX_PATH_MAX]);

/* A UUID out of a small number. */
void box_id(unsigned number, char out[UUID_MAX]);
/* Puts BOX_WORDS, created at number seconds. */
enum status box_put(struct box *box, unsigned number);
/* The test fails when the record cannot be read with the key or holds something else. */
void box_expect_words(struct box *box, unsigned number);
struct outbox_record box_find(struct box *box, unsigned number);
struct outbox_counts box_count(struct box *box);
/* Runs SQL on a file behind the outbox's back. */
void box_edit(const struct box *box, const char *name, const char *sql);

#endif
