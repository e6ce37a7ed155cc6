/* All that a start reads and checks before a patient sees anything; `kiosk run` and `kiosk check`
 * use the same code. */
#ifndef KIOSK_STARTUP_H
#define KIOSK_STARTUP_H

#include <kiosk/base/content.h>
#include <kiosk/form/questionnaire.h>
#include <kiosk/outbox/seal.h>
#include <kiosk/settings.h>
#include <kiosk/terminal/figure.h>
#include <kiosk/terminal/logo.h>

struct startup {
	struct content *content; /* NULL: the disk */
	bool outdated; /* the files on the disk are broken: content is the last that was good */
	struct settings *settings;
	struct value_sets *value_sets;
	struct questionnaire *questionnaire; /* in the first language */
	/* In each of the settings' languages; NULL until startup_in_language asks for it. */
	struct questionnaire *translated[SETTINGS_LIST_MAX];
	struct figure *figure; /* NULL: the settings name none */
	struct logo *logo;     /* NULL: likewise */
	struct seal_public public_key;
};

/* STATUS_INVALID with every problem in the report; warnings may be there on success too. content is
 * taken, on failure too. */
MUST_USE enum status startup_load_take(const char *settings_file, struct content *content,
				       struct report *report, struct startup **out);
void startup_close(struct startup *startup);

/* The questionnaire in a language, an index into the settings' languages: loaded when it is asked
 * for first, from the same bytes, and kept. Problems go to the report. */
MUST_USE enum status startup_in_language(struct startup *startup, size_t language,
					 struct report *report, const struct questionnaire **out);

/* Every ValueSet of a folder; NULL without a folder. Files that hold none are warned of. */
MUST_USE enum status startup_value_sets(const char *folder, struct content *content,
					struct report *report, struct value_sets **out);
/* A questionnaire from its file, with its hash. */
MUST_USE enum status startup_questionnaire(const char *file,
					   const struct questionnaire_options *options,
					   struct content *content, struct report *report,
					   struct questionnaire **out);

#endif
