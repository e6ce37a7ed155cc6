/* A gettext catalogue as a list, for who compares two of them (gettext manual, "The Format of GNU
 * MO Files"). What the kiosk shows goes through words.h. */
#ifndef KIOSK_BASE_CATALOGUE_H
#define KIOSK_BASE_CATALOGUE_H

#include <kiosk/base/status.h>

#include <stdbool.h>
#include <stddef.h>

struct catalogue;

/* STATUS_INVALID when it is no such file, or one of a machine with another order of bytes; else the
 * errors of buf_read_file. */
MUST_USE enum status catalogue_open(const char *path, struct catalogue **out);
void catalogue_close(struct catalogue *catalogue);
size_t catalogue_count(const struct catalogue *catalogue);
/* The words in the program's language (the singular of a plural); "" is the file's own header. */
const char *catalogue_message(const struct catalogue *catalogue, size_t index);
/* Whether the words have a translation that is not empty. */
bool catalogue_has(const struct catalogue *catalogue, const char *message);
/* Whether the translation takes no other values than the words (printf's %s and its like, in every
 * form of a plural): what does would crash the program that says it. */
bool catalogue_fits(const struct catalogue *catalogue, const char *message);

#endif
