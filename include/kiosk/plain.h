/* `kiosk --plain`: one visit as a dialogue on standard input and output, one question at a time,
 * for a screen reader, a speech console or a braille display. The other face of the session that
 * kiosk/app.h has. */
#ifndef KIOSK_PLAIN_H
#define KIOSK_PLAIN_H

#include <kiosk/app.h>
#include <kiosk/terminal/line.h>

/* As app_run. The screen is wiped when a visit ended. Borrows startup and line. */
enum app_result plain_run(struct startup *startup, struct line_terminal *line, struct buf *explain);

#endif
