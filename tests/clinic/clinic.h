/* The demo clinic: a small real FHIR R4 endpoint for QuestionnaireResponse. For `make run` and for
 * tests; loopback only, no authentication. */
#ifndef TESTS_CLINIC_CLINIC_H
#define TESTS_CLINIC_CLINIC_H

#include <kiosk/base/buf.h>
#include <kiosk/base/clock.h>
#include <kiosk/base/json.h>
#include <kiosk/base/status.h>

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CLINIC_ID_MAX 65 /* bytes of a FHIR id with its NUL (R4 datatype id) */
#define CLINIC_BODY_MAX                                                                            \
	(8u << 20) /* bytes of a request's body; longer ones are answered by 413                   \
		    */
#define CLINIC_REPLY_MAX (256u << 20)

struct control;
struct store;

struct clinic {
	struct store *store;
	struct control *control; /* NULL without --control */
	pthread_mutex_t lock;    /* one request at a time touches the store */
	uint16_t port;
};

/* All strings are borrowed; header fields are NULL when absent. */
struct request {
	const char *method;
	const char *path;  /* as sent, up to the "?" */
	const char *query; /* as sent, behind the "?"; NULL without one */
	const char *if_none_exist;
	const char *idempotency_key;
	const char *prefer;
	const char *content_type;
	const char *authorization;
	const char *body;
	size_t body_len;
	bool too_large; /* the body was longer than CLINIC_BODY_MAX and was dropped */
};

struct reply {
	unsigned status;
	struct buf body;
	const char *type; /* static; the body's Content-Type */
	char location[256];
	char etag[32];
	char allow[32];
	char retry_after[64];
};

void reply_init(struct reply *reply);
void reply_release(struct reply *reply);
/* Replaces the body by the tree, which stays the caller's. Out of memory gives 500. */
void reply_json(struct reply *reply, unsigned status, const cJSON *tree);

/* OperationOutcome (R4). Issues are added to one tree; NULL trees are allowed everywhere. */
cJSON *outcome_new(void);
/* code: http://hl7.org/fhir/issue-type; expression: FHIRPath, NULL when there is none. */
void outcome_add(cJSON *outcome, const char *severity, const char *code, const char *expression,
		 const char *format, ...) __attribute__((format(printf, 5, 6)));
size_t outcome_count(const cJSON *outcome);
/* The reply is one outcome of one error. */
void reply_error(struct reply *reply, unsigned status, const char *code, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* Resource-level rules of a QuestionnaireResponse (R4 StructureDefinition and the invariants dom-2,
 * dom-3, qrs-1): every breach is an issue of the outcome. */
void check_resource(const struct json *json, cJSON *outcome);

/* A search value "system|value" (R4 search, token). */
struct token {
	char *system; /* NULL: any system; "": none */
	char *value;  /* "": any value */
};

/* Reads the one parameter "identifier" of a query (percent-encoded). STATUS_INVALID for another
 * parameter, a missing one or an empty token; parameters whose name begins with "_" are ignored. */
MUST_USE enum status token_parse(const char *query, struct token *out);
void token_release(struct token *token);

struct stored {
	char id[CLINIC_ID_MAX];
	int64_t version;
	char updated[CLOCK_INSTANT_MAX];
	char *body; /* compact JSON, owned */
};

struct stored_list {
	struct stored *items;
	size_t count;
};

/* What of a resource the database can search by; borrowed, NULL when absent. */
struct stored_keys {
	const char *system;
	const char *value;
	const char *idempotency_key;
};

/* Opens or makes folder/clinic.db and folder/received/. Says on standard error what is wrong. */
MUST_USE enum status store_open(const char *folder, struct store **out);
void store_close(struct store *store);
MUST_USE enum status store_begin(struct store *store);
MUST_USE enum status store_commit(struct store *store);
void store_rollback(struct store *store);
/* token NULL: everything. The list is the caller's to release. */
MUST_USE enum status store_find(struct store *store, const struct token *token,
				struct stored_list *out);
/* By id; with by_key, by Idempotency-Key. STATUS_NOTFOUND. */
MUST_USE enum status store_get(struct store *store, const char *id, bool by_key,
			       struct stored *out);
MUST_USE enum status store_put(struct store *store, const struct stored *resource,
			       const struct stored_keys *keys);
/* folder/received/NAME.json: in place at once and whole. */
MUST_USE enum status store_write_file(struct store *store, const char *name, const char *text);
void stored_release(struct stored *resource);
void stored_list_release(struct stored_list *list);

/* Answers every path but /control. Never fails: what goes wrong is the reply. The caller holds
 * clinic->lock. */
void fhir_answer(struct clinic *clinic, const struct request *request, struct reply *reply);
bool fhir_is_write(const struct request *request);
void fhir_capability(struct clinic *clinic, struct reply *reply);

/* What goes wrong on purpose with one write. */
struct fault {
	unsigned status; /* 0: none. Answered instead of doing it */
	char retry_after[64];
	char location[256];
	char *body; /* owned; sent as text/html in place of an OperationOutcome */
	bool cut_before, cut_after;
	bool impostor;
	int64_t delay_ms, reply_delay_ms;
};

MUST_USE enum status control_open(struct control **out);
void control_close(struct control *control);
/* POST /control and GET /control/log. */
void control_answer(struct control *control, const struct request *request, struct reply *reply);
/* The fault of the next write, an empty one when none is ordered. Release it. */
void control_next(struct control *control, struct fault *out);
void fault_release(struct fault *fault);
bool control_down(struct control *control);
/* Notes a request that has come; its status is null until it is known. */
size_t control_log(struct control *control, const struct request *request);
/* status 0: the connection was cut. */
void control_log_status(struct control *control, size_t entry, unsigned status);
/* Waits, unless the program is ending. */
void control_delay(struct control *control, int64_t delay_ms);
void control_stop(struct control *control);

struct server;

/* Listens on 127.0.0.1; port 0: the kernel chooses, clinic->port is set. Says on standard error
 * what is wrong. */
MUST_USE enum status server_open(struct clinic *clinic, uint16_t port, struct server **out);
void server_close(struct server *server);

#endif
