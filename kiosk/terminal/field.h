/* What editing and drawing of a field share. */
#ifndef KIOSK_TERMINAL_FIELD_H
#define KIOSK_TERMINAL_FIELD_H

#include <kiosk/base/text.h>

/* A field of several lines, broken as it is drawn; the last cell of a line is the cursor's. */
MUST_USE enum status field_lines(const char *text, int width, struct text_line **lines,
				 size_t *count);
/* The line that the cursor stands in. */
size_t field_line_of(const struct text_line *lines, size_t count, size_t cursor);

#endif
