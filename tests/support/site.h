/* A clinic of its own for one test: a private folder with keys, settings, outbox and sockets, the
 * real programs around it. */
#ifndef TESTS_SITE_H
#define TESTS_SITE_H

#include "http_client.h"
#include "snapshot.h"
#include "terminal.h"

#include <stdbool.h>

#define SITE_PIN  "271828"
#define SITE_UUID "abababab-abab-4bab-abab-abababababab" /* every id of the pinned kiosk */

struct site {
	char folder[FOLDER_MAX];
	char settings[FOLDER_MAX + 32];
	struct clinic_child clinic;
	pid_t uploader;   /* 0: not running */
	const char *time; /* of the pinned kiosk, as KIOSK_TEST_TIME=SECONDS */
	const char *term; /* the terminal's type, as TERM=NAME */
};

/* idle: the value of "idle" in the settings, NULL for the defaults. The demo clinic runs when
 * with_clinic. */
void site_open(struct site *site, const char *idle, bool with_clinic);
void site_close(struct site *site);
/* Before the kiosk starts: English and another language with dates in the order dmy; the pages stay
 * English but for Spanish. locale: the settings' folder of translations, NULL for those of the
 * program. */
void site_languages(struct site *site, const char *other, const char *locale);
/* Before the kiosk starts: it asks this form of tests/corpus/forms, in this language (NULL:
 * English), without explainer and outcome pages. */
void site_ask(struct site *site, const char *form, const char *language);
/* Before the kiosk starts: the members of a JSON object (' for ") take their place in a section of
 * the settings (NULL: at the top), as in site_set(site, "theme", "{'bell': true}"). */
void site_set(struct site *site, const char *section, const char *members);
/* The kiosk (pinned: the date is 23 November 2026 and the id SITE_UUID) on a terminal of this size.
 */
void site_kiosk(struct site *site, struct terminal *terminal, bool pinned, int rows, int columns);
void site_uploader_start(struct site *site);
void site_uploader_end(struct site *site, int signal_number);
/* Runs a program with --config and up to two more arguments (NULL: fewer); standard output goes to
 * OUTPUT in the folder. Its exit status. */
int site_run(struct site *site, const char *program, const char *first, const char *second);
/* What site_run's program printed; the caller's to free. */
char *site_output(struct site *site);
/* True when any file below the folder contains the bytes. */
bool site_contains(const struct site *site, const char *text);

/* Types the whole visit of a healthy patient from the welcome screen to the confirm page, where the
 * name is typed and the button has the focus. shots: snapshots of the screens under this folder's
 * name, NULL for none. */
void site_visit(struct terminal *terminal, const char *shots);
/* The same where Spanish is spoken (see site_languages), with the pinned kiosk. */
void site_visit_in_spanish(struct terminal *terminal, const char *shots);

#endif
