/* What a program wrote, given to the terminal emulator. */
#ifndef TESTS_EMULATOR_H
#define TESTS_EMULATOR_H

#include <kiosk/base/buf.h>

#include <vterm.h>

/* Gives the emulator what it has not seen of raw, up to the last whole character: of one that comes
 * in two parts libvterm 0.1.4 makes two broken ones when ASCII stands before it. *seen: bytes of
 * raw, kept by the caller. */
void emulator_feed(VTerm *vterm, const struct buf *raw, size_t *seen);

#endif
