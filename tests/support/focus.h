/* The terminal's cursor and the focus: what a braille display and a speech reader follow. */
#ifndef TESTS_FOCUS_H
#define TESTS_FOCUS_H

#include "terminal.h"

/* On the settled screen of the pinned kiosk with 256 colours: the cursor is shown, stands between
 * header and footer, and its cell bears the look of what has the focus. Fails with a picture. */
void focus_expect(struct terminal *terminal);
/* A key, the screen settles, and the cursor is on the focus. */
void focus_key(struct terminal *terminal, const char *key, size_t times);

#endif
