/* The app's own header: the event loop's state, shared by app*.c. */
#ifndef KIOSK_APP_H
#define KIOSK_APP_H

#include <kiosk/base/program.h>
#include <kiosk/base/words.h>
#include <kiosk/screen.h>
#include <kiosk/session.h>

struct app {
	struct session session;
	const struct settings *settings; /* of the session's startup */
	struct visit *visit;             /* of the session */
	struct ui *ui;
	struct screen_context context;
	const struct screen *screen; /* of the visit's place */
	void *state;
	const struct screen *overlay; /* over it: help, stop question, staff, idle warning; NULL */
	void *overlay_state;
	int64_t staff_touched;
	int taps; /* into the staff's corner, since first_tap (boot ms) */
	int64_t first_tap;
	struct program text, printer; /* commands of the settings that run now */
	bool text_larger;             /* by a command, which text was run for */
	bool text_again;              /* F3 was pressed while it ran */
	bool dirty;
	char names[SETTINGS_LIST_MAX][WORDS_NAME_MAX]; /* of the languages */
	struct queue_row *queue;
};

/* app.c */
void app_overlay(struct app *app, const struct screen *overlay); /* NULL: closes it */

/* app_actions.c */
void app_act(struct app *app, struct action action);
void app_refresh_queue(struct app *app);
void app_refresh_pin(struct app *app);

/* app_programs.c */
/* F3: the command of the settings, or more space on the screen. */
void app_toggle_text(struct app *app);
/* At the end of a visit; waits, at most for the time limit. */
void app_restore_text(struct app *app);
void app_print(struct app *app);
/* Takes the ends of programs. */
void app_follow_programs(struct app *app);
/* The boot time at which one has to be ended; -1: none runs. */
int64_t app_programs_due(const struct app *app);

#endif
