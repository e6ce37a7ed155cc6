/* The real uploader between an outbox of small records and a demo clinic of its own. Records are
 * named by a number from 1; every failure fails the test. */
#ifndef TESTS_DELIVERY_FIXTURE_H
#define TESTS_DELIVERY_FIXTURE_H

#include "http_client.h"

#include <kiosk/outbox/outbox.h>

/* The value of "backoff" in the settings. */
#define DELIVERY_QUICK "\"backoff\":{\"firstSeconds\":0.02,\"capSeconds\":1}"
/* A pause that lasts longer than the test: only what ends it goes on. */
#define DELIVERY_LONG "\"backoff\":{\"firstSeconds\":0.02,\"capSeconds\":600}"

struct delivery {
	char folder[FOLDER_MAX];
	struct clinic_child clinic;
	pid_t uploader; /* 0: not running */
};

/* False, with a word on standard error, when the programs are not named in the environment: then
 * nothing of this can be tested. (cmocka cannot skip in a setup.) */
bool delivery_possible(void);
/* Keys, the demo clinic, and settings with method create and DELIVERY_QUICK. */
void delivery_open(struct delivery *delivery);
void delivery_close(struct delivery *delivery);
/* Other settings. path goes behind the clinic's URL ("/fhir"), backend holds the other members of
 * "backend", without braces. */
void delivery_configure(const struct delivery *delivery, const char *path, const char *backend);
/* A path in the folder; static, valid for four more calls. */
const char *delivery_path(const struct delivery *delivery, const char *name);

const char *delivery_id(int number); /* static */
/* A valid response / one that the clinic must refuse. */
void delivery_put(const struct delivery *delivery, int number);
void delivery_put_invalid(const struct delivery *delivery, int number);
/* Posts the record's response to the clinic, past the uploader and without a condition. */
void delivery_plant(const struct delivery *delivery, int number);
struct outbox_record delivery_find(const struct delivery *delivery, int number);
void delivery_await(const struct delivery *delivery, int number, enum outbox_state state);
/* Until the last reply to the record had this status. */
void delivery_await_reply(const struct delivery *delivery, int number, int http_status);

/* The uploader with the settings and up to two arguments (NULL: fewer): its exit status. What it
 * prints goes to the files "out" and "err" of the folder. */
int delivery_run(const struct delivery *delivery, const char *first, const char *second);
/* Once more and once more, until nothing waits: the exit status. */
int delivery_drain(const struct delivery *delivery);
/* In the background; returns when it listens on its socket. */
void delivery_start(struct delivery *delivery);
void delivery_end(struct delivery *delivery, int signal_number);
/* The file holds the text. */
bool delivery_printed(const struct delivery *delivery, const char *file, const char *text);

/* A connection to the uploader's socket; the next message within the deadline (static). */
int delivery_dial(const struct delivery *delivery);
const char *delivery_listen(int fd);
/* Says something and returns the answer. */
const char *delivery_ask(int fd, const char *request);

/* How many responses the clinic has with this record's identifier. */
int delivery_held(const struct delivery *delivery, int number);
/* Requests in the clinic's log with this method and this text in their path or key. */
int delivery_requests(const struct delivery *delivery, const char *method, const char *text);
/* Delivered by our books, and there exactly once. */
void delivery_expect_once(const struct delivery *delivery, int number);

#endif
