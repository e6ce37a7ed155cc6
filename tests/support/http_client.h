/* A small HTTP client and the demo clinic as a child, for tests. Every failure but a cut connection
 * fails the test. */
#ifndef TESTS_HTTP_CLIENT_H
#define TESTS_HTTP_CLIENT_H

#include "process.h"

#include <kiosk/base/json.h>

struct http_reply {
	long status;   /* 0: no reply, the connection was cut or refused */
	char *body;    /* "" when empty */
	char *headers; /* as received, names in lower case */
};

/* headers: "Name: value" strings, NULL at the end; NULL for none. body NULL: none. */
struct http_reply http_send(const char *method, const char *url, const char *const headers[],
			    const char *body);
/* The value of a header, or NULL. Valid until the next call. */
const char *http_header(const struct http_reply *reply, const char *name);
void http_release(struct http_reply *reply);

struct clinic_child {
	char folder[FOLDER_MAX]; /* its state, logs and port file */
	char url[64];            /* http://127.0.0.1:PORT */
	char base[96];           /* the FHIR base */
	pid_t pid;               /* 0: ended */
};

/* Starts DEMO_CLINIC_PROGRAM with --control in a new folder and waits until it listens; skips the
 * test without one. */
void clinic_start(struct clinic_child *clinic);
/* SIGTERM; its exit status must be 0. */
void clinic_end(struct clinic_child *clinic);
/* Again with the state and the port that it had. */
void clinic_restart(struct clinic_child *clinic);
/* Ends it, if it runs, and removes its folder. */
void clinic_remove(struct clinic_child *clinic);

/* POST /control. */
void clinic_order(const struct clinic_child *clinic, const char *order);
/* GET /control/log: close it. */
struct json *clinic_log(const struct clinic_child *clinic);
/* How many responses it holds. */
int clinic_count(const struct clinic_child *clinic);
/* The Bundle of a search by identifier: close it. */
struct json *clinic_search(const struct clinic_child *clinic, const char *system,
			   const char *value);

#endif
