/* `kiosk --plain` on two pipes. Every wait polls with a deadline and fails the test with what was
 * said so far. */
#ifndef TESTS_DIALOGUE_H
#define TESTS_DIALOGUE_H

#include "site.h"

struct dialogue {
	pid_t pid;
	int to, from;
	struct buf heard; /* all of it */
	size_t asked;     /* where what was said since the last answer begins */
};

/* Pinned as site_kiosk's. Waits for the first prompt. */
void dialogue_open(struct dialogue *dialogue, struct site *site, bool pinned);
/* Types a line, and waits for the next prompt. Returns what was said in between; borrowed until the
 * next answer. */
const char *dialogue_answer(struct dialogue *dialogue, const char *line);
/* As dialogue_answer, and the text has to be in what is said. */
void dialogue_expect(struct dialogue *dialogue, const char *line, const char *text);
/* Since the last answer. */
const char *dialogue_said(const struct dialogue *dialogue);
/* Until the text has been said since the last answer. */
void dialogue_wait_for(struct dialogue *dialogue, const char *text);
/* Enter as long as a page is read. */
void dialogue_read_on(struct dialogue *dialogue);
/* Ends the input; the program's exit status. */
int dialogue_end(struct dialogue *dialogue);
/* Kills what still runs. */
void dialogue_close(struct dialogue *dialogue);

#endif
