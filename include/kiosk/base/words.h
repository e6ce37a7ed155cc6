/* The interface's own words go through gettext; the clinic's words are data and never stand in
 * code. Translations are LANGUAGE/LC_MESSAGES/kiosk.mo below one folder; a catalogue is opened when
 * its first word is asked for. No system locale is needed beyond C.UTF-8. */
#ifndef KIOSK_BASE_WORDS_H
#define KIOSK_BASE_WORDS_H

#include <libintl.h>
#include <stddef.h>

#define _(message)  gettext(message)
#define N_(message) message

#define WORDS_NAME_MAX 64
/* Beside the languages' folders: a catalogue of all words that there are. */
#define WORDS_REFERENCE "kiosk.mo"

/* Before anything else in a program that has such words: they are English until words_speak,
 * whatever the environment says. */
void words_init(void);
/* The folder of the translations. */
void words_open(const char *folder);
/* From here on the words are in this language (BCP 47); those of "es-MX" in that of es where it has
 * none of its own; English where there is no translation. What gettext returned before stays as it
 * is. */
void words_speak(const char *language);
/* A language's name in itself, "Español"; its tag where it has no catalogue. The language that is
 * spoken stays. */
void words_name(const char *language, char out[WORDS_NAME_MAX]);
/* ',' where numbers have a comma: 0,5. */
char words_decimal_sign(void);

#endif
