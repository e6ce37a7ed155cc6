/* config/kiosk.json as a struct. The comment behind each member is its JSON path. Read strictly: an
 * unknown key, a wrong type, a missing key or file, a value out of range are all reported at once
 * with their place and mend. Relative paths are resolved against the settings file's folder, and
 * the struct holds the resolved ones. Durations are seconds in the file and milliseconds here. */
#ifndef KIOSK_SETTINGS_H
#define KIOSK_SETTINGS_H

#include <kiosk/base/buf.h>
#include <kiosk/base/clock.h>
#include <kiosk/base/content.h>
#include <kiosk/base/report.h>
#include <kiosk/base/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SETTINGS_LIST_MAX 16 /* entries of any list below */

enum step {                 /* "flow": the steps of a visit between welcome and receipt, in order */
	    STEP_PRIVACY,   /* "privacy" */
	    STEP_QUESTIONS, /* "questions": required */
	    STEP_OUTCOME,   /* "outcome" */
	    STEP_EXPLAINER, /* "explainer" */
	    STEP_REVIEW,    /* "review" */
	    STEP_CONFIRM,   /* "confirm": required, last */
};

enum delivery_method {
	DELIVERY_CREATE,
	DELIVERY_UPDATE,
	DELIVERY_CONDITIONAL_UPDATE,
	DELIVERY_POST
};
enum auth_method { AUTH_NONE, AUTH_BEARER, AUTH_BASIC };

struct settings_code { /* an object {"system": uri, "code": text} */
	char *system;
	char *code;
};

/* A program with its arguments, run without a shell: an array of strings, the first an absolute
 * path or a name that is searched in PROGRAM_PATH (kiosk/base/program.h). */
struct settings_command {
	const char *argv[SETTINGS_LIST_MAX + 1]; /* ends with NULL; argv[0] NULL: none */
};

struct settings_flag {   /* form.flags.levels[], most serious first */
	char *code;      /* .code: of the coding in a hidden item's initial value */
	char *page;      /* .page: page of the outcome; NULL: the level changes no page */
	bool call_staff; /* .callStaff (optional, default false): the receipt asks the patient to go
			    to the desk */
};

struct settings_language {
	char *tag;                  /* languages[]: BCP 47 */
	enum date_order date_order; /* dateOrder: "ymd" | "mdy" | "dmy", for all languages or as an
				       object with one for each tag */
};

struct settings {
	char *file; /* the settings file itself, absolute */
	struct {
		char *name;  /* clinic.name */
		char *phone; /* clinic.phone, optional */
		char *logo; /* clinic.logo, optional: a text file (terminal/logo.h), shown above the
			       name on the welcome screen where it fits */
	} clinic;
	char *timezone; /* timezone: IANA name */
	/* languages: those a patient may choose, each with its date_order. One without the key. */
	struct settings_language languages[SETTINGS_LIST_MAX];
	size_t language_count;
	/* language: the one a visit begins in, BCP 47, one of languages; default the first of them,
	 * or "en" */
	char *language;
	char *locale; /* locale: folder of the interface's translations,
			 LANGUAGE/LC_MESSAGES/kiosk.mo; optional, see kiosk/languages.h */
	struct {
		char *questionnaire; /* form.questionnaire: file */
		char *value_sets; /* form.valueSets: folder of ValueSet resources (*.json); optional
				   */
		char *figure;     /* form.figure: file for the body-map item control; optional */
		struct settings_code confirmation; /* form.confirmation, optional: the code of the
						      group shown on the confirm step */
		struct settings_code masked; /* form.masked, optional: groups so coded are masked on
						the review */
		struct settings_code masked_fields; /* form.maskedFields, optional: what is typed
						       into questions so coded, or below a group so
						       coded, is masked until asked to be shown */
		char *flag_system;                  /* form.flags.system */
		struct settings_flag flags[SETTINGS_LIST_MAX]; /* form.flags.levels */
		size_t flag_count;
		char *no_flag_page; /* form.flags.none: page of the outcome without a flag */
	} form;
	struct {
		char *privacy;                      /* pages.privacy: a page */
		char *explainer[SETTINGS_LIST_MAX]; /* pages.explainer: pages, in order */
		size_t explainer_count;
		char *learn[SETTINGS_LIST_MAX]; /* pages.learn: pages for "Learn about the
						   treatment" */
		size_t learn_count;
		char *aftercare; /* pages.aftercare: page of the sheet that
				    commands.print prints, optional */
	} pages; /* a page is a Markdown file, whose path may hold "{language}": settings_page
		    replaces it */
	enum step flow[SETTINGS_LIST_MAX]; /* flow */
	size_t flow_count;
	char *identifier_system; /* identifierSystem: uri of QuestionnaireResponse.identifier.system
				  */
	struct {
		char *url; /* backend.url: FHIR base, or the whole endpoint for "post" */
		enum delivery_method method; /* backend.method: "create" | "update" |
						"conditional-update" | "post" */
		bool search; /* backend.search: the server may be asked by identifier; default true
			      */
		bool plain_http; /* backend.plainHttp: allow http beyond loopback; default false */
		int64_t timeout_ms;         /* backend.timeoutSeconds, default 30 */
		int64_t connect_timeout_ms; /* backend.connectTimeoutSeconds, default 10 */
		int64_t backoff_first_ms;   /* backend.backoff.firstSeconds (decimal), default 2 */
		int64_t backoff_cap_ms;     /* backend.backoff.capSeconds, default 900 */
		char *ca_file;              /* backend.caFile, optional */
		char *proxy; /* backend.proxy, optional; nothing is taken from the environment */
		enum auth_method auth;  /* backend.auth.method: "none" | "bearer" | "basic" */
		char *auth_user;        /* backend.auth.user: for "basic" */
		char *auth_secret_file; /* backend.auth.secretFile: the token or password */
	} backend;
	struct {
		char *directory;      /* outbox.directory */
		char *public_key;     /* outbox.publicKey: the uploader's, file */
		int64_t receipt_days; /* outbox.receiptDays: how long delivered rows stay, default
					 30 */
	} outbox;
	struct {
		char *secret_key; /* uploader.secretKey: file; the kiosk checks neither its presence
				     nor its content */
		char *socket;     /* uploader.socket */
	} uploader;
	struct {
		char *qr_url;  /* receipt.qr.url, optional: what the receipt's QR code holds */
		char *qr_page; /* receipt.qr.page: instead, the text of a Markdown file with the
				  patient's dates, short enough for a code; never an answer */
	} receipt;
	char *control_socket; /* control.socket */
	char *log_file; /* log.file, optional: the full-screen program has no standard error to
			   write to */
	struct {
		char *pin; /* staff.pin: Argon2id string made by `kiosk pin`; optional: without it
			      F12 says so */
		bool may_close; /* staff.mayClose, default false */
	} staff;
	struct {
		int64_t visit_ms;   /* idle.visitSeconds: until the warning, default 90 */
		int64_t reading_ms; /* idle.readingSeconds: the same on pages of text, default 240
				     */
		int64_t warning_ms; /* idle.warningSeconds: the countdown, default 30 (at least 20
				       outside tests: warned) */
		int64_t receipt_ms; /* idle.receiptSeconds: until the receipt closes, default 60 */
		int64_t staff_ms;   /* idle.staffSeconds: until the staff area closes, default 45 */
	} idle;
	struct {
		bool high_contrast; /* theme.highContrast, default false */
		bool ascii; /* theme.ascii, default false: ASCII is used anyway where the terminal
			       is not UTF-8 */
		bool bell;  /* theme.bell, default false: a key that a field cannot take rings */
	} theme;
	struct {
		struct settings_command text_larger; /* commands.textLarger, optional: makes the
							terminal's letters larger (setfont), with
							the terminal on standard input and output */
		struct settings_command text_normal; /* commands.textNormal: the reverse, at the end
							of a visit too; required with textLarger */
		struct settings_command print;       /* commands.print, optional: prints the text on
							standard input (lp) */
	} commands;
};

/* Reads, resolves and checks. Content files must exist and be readable; directories of sockets and
 * the outbox must exist or be creatable. STATUS_INVALID with everything in the report. */
MUST_USE enum status settings_read(const char *path, struct content *content, struct report *report,
				   struct settings **out);
void settings_close(struct settings *settings);

/* The file of a page in a language. Added to out. */
MUST_USE enum status settings_page(const char *page, const char *language, struct buf *out);
/* The entry of languages that a visit begins in. */
const struct settings_language *settings_first_language(const struct settings *settings);

#endif
