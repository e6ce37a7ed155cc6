/* A terminal's screen as an SVG picture. */
#ifndef TESTS_SVG_H
#define TESTS_SVG_H

#include "terminal.h"

/* Writes the screen as it is now to path. Blocks are drawn as shapes, because fonts leave gaps
 * between them. */
void svg_write(struct terminal *terminal, const char *path);

#endif
