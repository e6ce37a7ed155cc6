/* From the answers to the receipt. */
#include "session.h"

#include <kiosk/base/log.h>
#include <kiosk/form/response.h>

#include <stdio.h>

void session_refresh_receipt(struct session *session)
{
	struct outbox_record record;
	enum receipt_state state = RECEIPT_SAVED;

	if (visit_place(session->visit) != VISIT_RECEIPT ||
	    outbox_find(session->outbox, session->id, &record))
		return;
	if (record.state == OUTBOX_DELIVERED)
		state = RECEIPT_RECEIVED;
	else if (record.state == OUTBOX_REJECTED)
		state = RECEIPT_REFUSED;
	session->news = session->news || state != session->receipt;
	session->receipt = state;
}

/* The response's bytes; frozen with the id by the outbox's commit. */
static enum status write_response(struct session *session, struct buf *out)
{
	const struct settings *settings = session->startup->settings;
	char authored[CLOCK_INSTANT_MAX];
	struct response_context context = {
		.identifier_system = settings->identifier_system,
		.identifier = session->id,
		.authored = authored,
		.language = session->language->tag,
		.flag_system = settings->form.flag_system,
	};

	clock_instant(clock_real_ms(), authored);
	return response_write(visit_answers(session->visit), &context, out);
}

static enum status save(struct session *session)
{
	const struct questionnaire *form = session->startup->questionnaire;
	char name[OUTBOX_TEXT_MAX];
	enum status status;
	struct buf bytes;

	buf_init(&bytes, RESPONSE_MAX_BYTES, NULL);
	if (!session->id[0] && (status = uuid_make(session->id)))
		goto done;
	status = write_response(session, &bytes);
	if (status)
		goto done;
	snprintf(name, sizeof(name), "%s%s%s", form->url ? form->url : "", form->version ? "|" : "",
		 form->version ? form->version : "");
	status = outbox_put(session->outbox, &session->startup->public_key, session->id,
			    clock_real_ms(), name, form->hash, bytes.data, bytes.len);
done:
	buf_release(&bytes);
	return status;
}

enum status session_submit(struct session *session)
{
	const struct settings *settings = session->startup->settings;
	char message[CLOCK_BOOT_ID_MAX + 8];
	enum status status;
	size_t flag;

	if (visit_place(session->visit) != VISIT_CONFIRM ||
	    answers_page_faults(visit_answers(session->visit), visit_page(session->visit), NULL,
				0) > 0)
		return STATUS_INVALID;
	status = save(session);
	if (status) {
		log_event(LOG_LEVEL_ERROR, "a response could not be saved: %s",
			  status_text(status));
		return status;
	}
	flag = visit_flag(session->visit);
	session->call_staff =
		flag < settings->form.flag_count && settings->form.flags[flag].call_staff;
	uuid_reference(session->id, session->reference);
	session->receipt = RECEIPT_SAVED;
	log_event(LOG_LEVEL_INFO, "saved %s", session->reference);
	visit_saved(session->visit);
	snprintf(message, sizeof(message), "watch %s", session->id);
	if (session_tell_now(session, "work"))
		(void)session_tell(session, message);
	return STATUS_OK;
}
