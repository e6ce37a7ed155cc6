/* The language of the visit. */
#include "session.h"

#include <kiosk/base/log.h>
#include <kiosk/base/words.h>
#include <kiosk/languages.h>

void session_language_open(struct session *session)
{
	const struct settings *settings = session->startup->settings;
	char folder[PATH_MAX];

	languages_folder(settings, folder);
	if (*folder)
		words_open(folder);
	session->language = settings_first_language(settings);
	words_speak(session->language->tag);
}

struct answers_options session_answers_options(const struct session *session)
{
	return (struct answers_options){
		.date_order = session->language->date_order,
		.decimal_sign = words_decimal_sign(),
		.today = clock_date(clock_real_ms()),
	};
}

enum status session_speak(struct session *session, size_t language)
{
	const struct settings_language *before = session->language;
	const struct questionnaire *form = NULL;
	struct answers_options options;
	struct report report;
	enum status status;

	report_init(&report);
	status = startup_in_language(session->startup, language, &report, &form);
	report_release(&report);
	if (!status) {
		session->language = &session->startup->settings->languages[language];
		words_speak(session->language->tag);
		options = session_answers_options(session);
		status = visit_translate(session->visit, form, &options);
	}
	if (status) {
		session->language = before;
		words_speak(before->tag);
		log_event(LOG_LEVEL_ERROR, "the language %s cannot be had: %s",
			  session->startup->settings->languages[language].tag, status_text(status));
	}
	return status;
}
