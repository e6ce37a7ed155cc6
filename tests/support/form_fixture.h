/* Small forms for tests: JSON in which ' stands for ", and only the list of items is written. */
#ifndef TESTS_FORM_FIXTURE_H
#define TESTS_FORM_FIXTURE_H

#include <kiosk/form/answers.h>

/* The whole resource, with ' for ". The caller's to close; the test fails when it is refused. */
struct questionnaire *form_of_resource(const char *resource);
struct questionnaire *form_of_resource_with(const char *resource,
					    const struct questionnaire_options *options);
/* A form of these items. */
struct questionnaire *form_of_items(const char *items);
/* What the report says of a resource / of a form of these items, a line a problem without the file
 * name; "" for nothing. The caller's to free. */
char *form_report(const char *resource);
char *form_items_report(const char *items);

/* A form of these items has exactly one error / one warning, and it holds the words / has none. */
void form_refused(const char *items, const char *words);
void form_warned(const char *items, const char *words);
void form_accepted(const char *items);

/* Answers to a form of these items: a locked arena of their own, dates in MDY, today 2026-11-23. */
struct answers *form_open(const char *items);
/* With their form and arena. */
void form_close(struct answers *answers);
/* The slot of a linkId; the test fails when there is none. */
size_t form_slot(const struct answers *answers, const char *link_id);
void form_type(struct answers *answers, const char *link_id, const char *text);
void form_choose(struct answers *answers, const char *link_id, size_t option, bool chosen);
/* The slot has this fault, and it is told in these words. */
void form_expect_fault(const struct answers *answers, const char *link_id, enum answer_fault fault,
		       const char *words);
bool form_enabled(const struct answers *answers, const char *link_id);

#endif
