/* A clinic's server that does as it is told: a FHIR endpoint for QuestionnaireResponse in this
 * process, on a port of the kernel's choice. Where the script says nothing it is honest: it stores,
 * it keeps what it has, it finds by identifier. */
#ifndef TESTS_STUB_SERVER_H
#define TESTS_STUB_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STUB_FORMS_MAX    32
#define STUB_REQUESTS_MAX 64
#define STUB_TEXT_MAX     512

enum stub_deed {
	STUB_REPLY,      /* the status, header and body of the step; nothing is stored */
	STUB_STORE_LIE,  /* stores, then the same */
	STUB_STORE_CUT,  /* stores, then cuts the connection without a reply */
	STUB_STORE_HANG, /* stores, then stays silent until stub_release */
	STUB_CUT,        /* cuts without storing */
};

/* What is done with the next request of this method; the next of the same method takes the next
 * step. */
struct stub_step {
	const char *method; /* NULL: the end of the script */
	enum stub_deed deed;
	int status;
	const char *retry_after; /* NULL: none */
	const char *body;        /* NULL: empty */
};

/* One request as it came; "" for a header that was not there. */
struct stub_request {
	char method[16];
	char target[STUB_TEXT_MAX]; /* path, and the identifier asked for behind '?' */
	char value[64];             /* identifier.value of the body */
	char if_none_exist[STUB_TEXT_MAX];
	char idempotency_key[64];
	char prefer[64];
	char authorization[STUB_TEXT_MAX];
	char cache_control[64];
	char content_type[64];
	char accept[64];
	char user_agent[64];
	char expect[64];
	bool has_id; /* the body has an id */
	int64_t at;  /* test_now_ms() */
};

struct stub;

/* script: borrowed until stub_stop, ended by a step without method; NULL: honest throughout. */
struct stub *stub_start(const struct stub_step *script);
void stub_stop(struct stub *stub);
/* "http://127.0.0.1:PORT/fhir" */
const char *stub_url(const struct stub *stub);
/* Ends every STUB_STORE_HANG: their connections are cut. */
void stub_release(struct stub *stub);

/* Forms that are stored, those of the same identifier counted each. */
size_t stub_forms(struct stub *stub);
/* Requests of a method so far. */
size_t stub_count(struct stub *stub, const char *method);
/* A copy of the n-th request of a method, from 0; fails the test when there is none. */
struct stub_request stub_request(struct stub *stub, const char *method, size_t n);
/* True when two requests for one identifier were ever under way at once. */
bool stub_overlapped(struct stub *stub);

#endif
