/* One process's life at the terminal: one visit, from the welcome screen to its end. */
#ifndef KIOSK_APP_RUN_H
#define KIOSK_APP_RUN_H

#include <kiosk/startup.h>
#include <kiosk/terminal/ui.h>

enum app_result {
	APP_RESULT_AGAIN, /* a visit ended: the screen is wiped, a fresh process is to take over */
	APP_RESULT_QUIT,  /* staff or a signal closed the kiosk */
	APP_RESULT_FAILED /* explain says why */
};

/* Borrows startup and ui. */
enum app_result app_run(struct startup *startup, struct ui *ui, struct buf *explain);

#endif
