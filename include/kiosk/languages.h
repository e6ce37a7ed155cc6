/* Where the interface's translations lie, and whether they are whole. */
#ifndef KIOSK_LANGUAGES_H
#define KIOSK_LANGUAGES_H

#include <kiosk/base/report.h>
#include <kiosk/startup.h>

#include <limits.h>

/* The folder of the settings (locale; settings may be NULL), else the one that was installed or
 * built with this program;
 * "" where there is none. */
void languages_folder(const struct settings *settings, char out[PATH_MAX]);

/* What a start leaves aside, because it loads the other languages when they are asked for: a
 * warning for each of the interface's words and of the questionnaire's texts that is missing in a
 * language of the settings, and what is wrong with a translation. */
void languages_check(struct startup *startup, struct report *report);

#endif
