/* A folder with small content files and settings that are as short as they can be, to be varied by
 * a test. */
#ifndef TESTS_SETTINGS_FIXTURE_H
#define TESTS_SETTINGS_FIXTURE_H

#include <kiosk/settings.h>

extern char fixture_folder[];
extern char fixture_settings[];         /* the path of kiosk.json in it */
extern char fixture_pin_hash[];         /* of 123456 */
extern const char *const fixture_small; /* the shortest settings that are accepted */

/* Group setup and teardown: the folder with the files that settings may name (q.json, privacy.md,
 * one.md, two.md, stop.md, none.md, key.pub, figure.txt). */
int fixture_setup(void **state);
int fixture_teardown(void **state);

void fixture_write(const char *name, const char *text);
/* Text with the first occurrence of from replaced; the caller's to free. */
char *fixture_replace(const char *text, const char *from, const char *to);
/* The settings of a text, without any complaint of severity error. */
struct settings *fixture_read(const char *text);
/* The whole report of settings that are refused, without the name of the folder; the caller's to
 * free. */
char *fixture_complaints(const char *text);
/* fixture_small with one replacement is refused with exactly these lines / is accepted. */
void settings_refused(const char *from, const char *to, const char *expected);
void settings_accepted(const char *from, const char *to);

#endif
