/* The interface's own words go through gettext; the clinic's words are data and never stand in
 * code. */
#ifndef KIOSK_BASE_WORDS_H
#define KIOSK_BASE_WORDS_H

#include <libintl.h>

#define _(message)  gettext(message)
#define N_(message) message

#endif
