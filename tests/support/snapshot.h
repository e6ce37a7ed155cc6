/* Screens kept as files: the text as a person sees it, then which cells look alike (a letter a
 * look, a dot where the terminal's own colours stand), what each letter is (colours by their number
 * in the terminal's palette), and where the cursor stands. */
#ifndef TESTS_SNAPSHOT_H
#define TESTS_SNAPSHOT_H

#include "process.h"
#include "terminal.h"

/* The screen, once the pinned kiosk is at rest, equals the file tests/screens/NAME.txt; with
 * SNAPSHOTS in the environment the file is written instead. */
void terminal_snapshot(struct terminal *terminal, const char *name);

#endif
