/* Reading and checking responses in tests: JSON in which ' stands for " when it begins
 * with {'. */
#ifndef TESTS_RESPONSE_FIXTURE_H
#define TESTS_RESPONSE_FIXTURE_H

#include <kiosk/form/response.h>

/* Answers to a whole Questionnaire, as form_open of form_fixture.h; one at a time. */
struct answers *response_form_open(const char *resource);
void response_form_close(struct answers *answers);
/* The text with every occurrence of from (there must be one) as to. The caller's to free. */
char *response_edit(const char *text, const char *from, const char *to);
/* The report of response_check, "" when it conforms. The caller's to free. */
char *response_check_report(const struct questionnaire *questionnaire, const char *response);
/* The report of response_read into answers. The caller's to free. */
char *response_read_report(struct answers *answers, const char *response);

#endif
