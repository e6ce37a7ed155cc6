/* Between session*.c. */
#ifndef KIOSK_SESSION_PRIVATE_H
#define KIOSK_SESSION_PRIVATE_H

#include <kiosk/session.h>

/* session_link.c */
void session_link_open(struct session *session);
void session_link_close(struct session *session);
/* Takes what came from the uploader and from the desk. */
void session_link_serve(struct session *session);

/* session_language.c */
void session_language_open(struct session *session);
struct answers_options session_answers_options(const struct session *session);

/* session_save.c */
void session_refresh_receipt(struct session *session);

#endif
