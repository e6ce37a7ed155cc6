/* What a visit needs whatever its face: the outbox, the staff log, the clocks and signals, commands
 * from the desk, the uploader's word. The full screen (kiosk/app*.c) and the dialogue
 * (kiosk/plain/) are two faces of one session; a process has one. */
#ifndef KIOSK_SESSION_H
#define KIOSK_SESSION_H

#include <kiosk/base/uuid.h>
#include <kiosk/outbox/outbox.h>
#include <kiosk/outbox/staff.h>
#include <kiosk/startup.h>
#include <kiosk/visit.h>

#define SESSION_TICK_MS 1000
#define SESSION_CLIENTS 4 /* commands from the desk that are served at once */

enum session_end {
	SESSION_RUNNING,
	SESSION_AGAIN, /* a visit ended: a fresh process is to take over */
	SESSION_QUIT,  /* staff, a signal, or the end of the terminal closed the kiosk */
};

struct session {
	struct startup *startup; /* borrowed */
	struct arena *arena;
	struct outbox *outbox;
	struct staff_log *staff;
	struct visit *visit;
	const struct settings_language *language; /* of the visit: an entry of the settings */
	int64_t now;                              /* boot ms of this turn of the loop */
	enum session_end end;

	const char *trouble; /* why no visit can begin: N_() words; NULL */
	bool rejected;       /* the outbox holds what a server refused, as the session began */
	bool news;           /* trouble, receipt or the uploader's word changed: the face takes it
				back */
	bool resized;        /* likewise: the terminal has another size */

	char reference[UUID_REFERENCE_MAX]; /* once the response is saved */
	enum receipt_state receipt;
	bool call_staff; /* the receipt asks the patient to go to the desk */

	char id[UUID_MAX]; /* of the response being saved: the same for every try; "" before */
	int signal_fd, timer_fd;
	int control_fd, clients[SESSION_CLIENTS]; /* -1: none */
	int uploader_fd;
	int pointer_fd;          /* of the screen's ui, to wait for; -1: none */
	int64_t link_tried;      /* boot ms of the last attempt to reach the uploader */
	int64_t trouble_checked; /* boot ms */
};

/* Blocks the signals that end a kiosk, opens all parts and a visit at its welcome. explain gets one
 * line on failure, and nothing stays open then. */
MUST_USE enum status session_open(struct session *session, struct startup *startup,
				  struct buf *explain);
void session_close(struct session *session);

/* Until the boot time (-1: for ever) or until something comes: input on descriptor 0, a signal,
 * the desk, the uploader. All but the input is served, and now is set. */
void session_wait(struct session *session, int64_t boot_ms);
/* visit_idle, and ends the session when it is over. *next is the boot time at which something
 * changes by itself, -1: nothing will. */
enum visit_idle session_idle(struct session *session, int64_t *left_ms, int64_t *next);
void session_end_visit(struct session *session, enum visit_end reason);

/* The visit goes on in another of the settings' languages, an index; every answer, and the words of
 * the interface, follow. On failure all stays as it is. */
MUST_USE enum status session_speak(struct session *session, size_t language);

/* Sets trouble when no visit could be saved, clears it when one can again. */
void session_check_trouble(struct session *session);
void session_audit(struct session *session, const char *event);
/* From the confirm step to the receipt: sealed, committed, the uploader told. STATUS_INVALID where
 * there is nothing to send or a fault; on every failure the visit stays as it is. */
MUST_USE enum status session_submit(struct session *session);
/* Tells the uploader; opens the connection when there is none. */
bool session_tell(struct session *session, const char *message);
/* As session_tell, now: not only when it has not been tried for a while. */
bool session_tell_now(struct session *session, const char *message);

#endif
