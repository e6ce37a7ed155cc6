/* What is wrong with a file that somebody wrote: every problem at once, each with its place and its
 * mend. */
#ifndef KIOSK_BASE_REPORT_H
#define KIOSK_BASE_REPORT_H

#include <stddef.h>
#include <stdio.h>

enum severity { SEVERITY_WARNING, SEVERITY_ERROR };

/* line and column count from 1, columns in characters; 0: unknown (the file as a whole). file is
 * borrowed. */
struct place {
	const char *file;
	int line;
	int column;
};

/* Every string is owned by the report. where is a linkId or a JSON path, NULL when there is none;
 * mend may be NULL. */
struct problem {
	enum severity severity;
	char *file;
	int line;
	int column;
	char *where;
	char *what;
	char *mend;
};

/* Something that the file uses and this program does not do, by its name. */
struct feature {
	char *name;
	size_t count;
};

struct report {
	struct feature *features; /* in the order in which they were met first */
	size_t feature_count;
	struct problem *problems;
	size_t count;
	size_t errors; /* how many of them are SEVERITY_ERROR */
	size_t lost;   /* problems not kept because memory ran out; they count as errors */
};

void report_init(struct report *report);
void report_release(struct report *report);
/* Copies everything it is given. Never fails to count. */
void report_add(struct report *report, enum severity severity, struct place place,
		const char *where, const char *mend, const char *what_format, ...)
	__attribute__((format(printf, 6, 7)));
/* Counts one use of a feature; what there is no memory for is not counted. */
void report_feature(struct report *report, const char *name);
/* One line a problem: "file:line:column: [warning: ][where: ]what: mend". Sorted as added. */
void report_print(const struct report *report, FILE *out);

#endif
