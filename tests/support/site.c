#include "site.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <kiosk/base/json.h>
#include <kiosk/outbox/seal.h>
#include <kiosk/pin.h>

#include <dirent.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Single quotes stand for JSON's double ones. %1$s: config/, %2$s: idle, %3$s: FHIR base, %4$s:
 * PIN. */
/* clang-format off: a member of the settings a line */
static const char settings_format[] =
	"{'clinic': {'name': 'Riverside Skin Clinic'},"
	" 'timezone': 'America/New_York', 'dateOrder': 'mdy',"
	" 'form': {"
	"  'questionnaire': '%1$s/prp-intake.json', 'figure': '%1$s/body.figure',"
	"  'confirmation': {'system': 'https://kiosk.example.org/fhir/CodeSystem/prp-intake', "
	"'code': 'confirmation'},"
	"  'masked': {'system': 'https://kiosk.example.org/fhir/CodeSystem/prp-intake', 'code': "
	"'safety'},"
	"  'flags': {'system': 'https://kiosk.example.org/fhir/CodeSystem/intake-flag', 'levels': ["
	"   {'code': 'stop', 'page': '%1$s/pages/en/outcome-stop.md', 'callStaff': true},"
	"   {'code': 'review', 'page': '%1$s/pages/en/outcome-review.md'},"
	"   {'code': 'note'}],"
	"   'none': '%1$s/pages/en/outcome-none.md'}},"
	" 'pages': {"
	"  'privacy': '%1$s/pages/en/privacy.md',"
	"  'explainer': ['%1$s/pages/en/the-visit.md', '%1$s/pages/en/aftercare.md'],"
	"  'learn': ['%1$s/pages/en/what-it-is.md', '%1$s/pages/en/results.md']},"
	" 'flow': ['privacy', 'questions', 'outcome', 'explainer', 'review', 'confirm'],"
	" 'identifierSystem': 'https://kiosk.example.org/fhir/identifier/intake',"
	" 'backend': {'url': '%3$s', 'method': 'create', 'timeoutSeconds': 20,"
	"  'backoff': {'firstSeconds': 0.05, 'capSeconds': 1}, 'auth': {'method': 'none'}},"
	" 'outbox': {'directory': 'outbox', 'publicKey': 'key.pub'},"
	" 'uploader': {'secretKey': 'key.secret', 'socket': 'uploader.sock'},"
	" 'control': {'socket': 'control.sock'},"
	" 'log': {'file': 'kiosk.log'},"
	" 'staff': {'pin': '%4$s', 'mayClose': true},"
	" 'idle': %2$s}\n";
/* clang-format on */

static char *in_folder(const struct site *site, const char *name)
{
	static char path[4][FOLDER_MAX + 64];
	static int next;

	next = (next + 1) % 4;
	snprintf(path[next], sizeof(path[next]), "%s/%s", site->folder, name);
	return path[next];
}

void site_open(struct site *site, const char *idle, bool with_clinic)
{
	const char *config = getenv("KIOSK_CONFIG_DIR");
	char hash[PIN_HASH_MAX], absolute[PATH_MAX], *text = NULL, *quote;

	*site = (struct site){
		.time = "KIOSK_TEST_TIME=1795456800", /* 2026-11-23, 13:00 in New York */
		.term = "TERM=xterm-256color"};
	folder_make(site->folder);
	assert_non_null(realpath(config ? config : "config", absolute));
	assert_int_equal(pin_hash(SITE_PIN, hash), STATUS_OK);
	assert_int_equal(seal_make_pair(in_folder(site, "key.secret"), in_folder(site, "key.pub")),
			 STATUS_OK);
	if (with_clinic)
		clinic_start(&site->clinic);
	assert_true(asprintf(&text, settings_format, absolute, idle ? idle : "{}",
			     with_clinic ? site->clinic.base : "http://127.0.0.1:9/fhir",
			     hash) > 0);
	for (quote = text; *quote; quote++)
		*quote = *quote == '\'' ? '"' : *quote;
	snprintf(site->settings, sizeof(site->settings), "%s", in_folder(site, "kiosk.json"));
	file_write(site->settings, text);
	free(text);
}

void site_ask(struct site *site, const char *form, const char *language)
{
	const char *config = getenv("KIOSK_CONFIG_DIR");
	char *text = file_read(site->settings), *form_text, absolute[PATH_MAX], path[PATH_MAX + 64];
	cJSON *root = cJSON_Parse(text), *asked, *flow;
	static const char *const steps[] = {"questions", "review", "confirm"};

	assert_non_null(root);
	assert_non_null(realpath(config ? config : "config", absolute));
	snprintf(path, sizeof(path), "%s/../tests/corpus/forms/%s", absolute, form);
	asked = cJSON_GetObjectItem(root, "form");
	cJSON_ReplaceItemInObject(asked, "questionnaire", cJSON_CreateString(path));
	form_text = file_read(path);
	assert_non_null(form_text);
	if (!strstr(form_text, "\"confirmation\""))
		cJSON_DeleteItemFromObject(asked, "confirmation");
	free(form_text);
	cJSON_DeleteItemFromObject(asked, "figure");
	cJSON_DeleteItemFromObject(asked, "masked");
	cJSON_DeleteItemFromObject(asked, "flags");
	cJSON_DeleteItemFromObject(cJSON_GetObjectItem(root, "pages"), "explainer");
	flow = cJSON_CreateStringArray(steps, 3);
	cJSON_ReplaceItemInObject(root, "flow", flow);
	if (language)
		cJSON_AddStringToObject(root, "language", language);
	free(text);
	text = cJSON_Print(root);
	file_write(site->settings, text);
	cJSON_free(text);
	cJSON_Delete(root);
}

void site_set(struct site *site, const char *section, const char *members)
{
	char *text = file_read(site->settings), *json = strdup(members);
	cJSON *root = cJSON_Parse(text), *into, *from, *member;

	assert_non_null(json);
	for (char *quote = json; (quote = strchr(quote, '\'')) != NULL;)
		*quote = '"';
	from = cJSON_Parse(json);
	assert_non_null(root);
	assert_non_null(from);
	into = section ? cJSON_GetObjectItem(root, section) : root;
	if (!into)
		into = cJSON_AddObjectToObject(root, section);
	while ((member = from->child) != NULL) {
		cJSON_DetachItemViaPointer(from, member);
		cJSON_DeleteItemFromObject(into, member->string);
		cJSON_AddItemToObject(into, member->string, member);
	}
	free(text);
	free(json);
	text = cJSON_Print(root);
	file_write(site->settings, text);
	cJSON_free(text);
	cJSON_Delete(from);
	cJSON_Delete(root);
}

/* The settings with the pages of every language, or of one. */
static void write_pages(struct site *site, const char *text, const char *language)
{
	static const char *const folder = "/pages/en/";
	struct buf out;
	const char *at;

	buf_init(&out, 1u << 20, NULL);
	for (; (at = strstr(text, folder)); text = at + strlen(folder))
		assert_int_equal(buf_addf(&out, "%.*s/pages/%s/", (int)(at - text), text, language),
				 STATUS_OK);
	assert_int_equal(buf_adds(&out, text), STATUS_OK);
	file_write(site->settings, buf_str(&out));
	buf_release(&out);
}

void site_languages(struct site *site, const char *other, const char *locale)
{
	const char *const tags[] = {"en", other};
	char *text = file_read(site->settings);
	cJSON *root, *orders = cJSON_CreateObject();

	assert_non_null(text);
	root = cJSON_Parse(text);
	assert_non_null(root);
	cJSON_AddItemToObject(root, "languages", cJSON_CreateStringArray(tags, 2));
	cJSON_AddStringToObject(orders, "en", "mdy");
	cJSON_AddStringToObject(orders, other, "dmy");
	cJSON_ReplaceItemInObject(root, "dateOrder", orders);
	if (locale)
		cJSON_AddStringToObject(root, "locale", locale);
	free(text);
	text = cJSON_PrintUnformatted(root);
	cJSON_Delete(root);
	write_pages(site, text, strcmp(other, "es") == 0 ? "{language}" : "en");
	cJSON_free(text);
}

void site_close(struct site *site)
{
	if (site->uploader)
		site_uploader_end(site, SIGTERM);
	if (site->clinic.base[0])
		clinic_remove(&site->clinic);
	folder_remove(site->folder);
}

void site_kiosk(struct site *site, struct terminal *terminal, bool pinned, int rows, int columns)
{
	const char *const env[] = {site->term,
				   "LC_ALL=C.UTF-8",
				   "PATH=/usr/bin:/bin",
				   site->time,
				   "KIOSK_TEST_UUID=ab",
				   "KIOSK_TEST_AWAKE=9",
				   "ASAN_OPTIONS=detect_leaks=0",
				   NULL};
	const char *const argv[] = {
		process_program(pinned ? "KIOSK_PINNED_PROGRAM" : "KIOSK_PROGRAM"), "run",
		"--config", site->settings, NULL};

	terminal_start(terminal, argv, env, rows, columns);
}

void site_uploader_start(struct site *site)
{
	const char *const argv[] = {process_program("UPLOADER_PROGRAM"), "--config", site->settings,
				    NULL};

	site->uploader = process_start(argv, in_folder(site, "uploader.out"),
				       in_folder(site, "uploader.log"));
}

void site_uploader_end(struct site *site, int signal_number)
{
	(void)process_end(site->uploader, signal_number);
	site->uploader = 0;
}

int site_run(struct site *site, const char *program, const char *first, const char *second)
{
	const char *argv[] = {program,
			      first,
			      second ? second : "--config",
			      second ? "--config" : site->settings,
			      second ? site->settings : NULL,
			      NULL};
	const char *once[] = {program, "--config", site->settings, NULL};

	return process_run(first ? argv : once, in_folder(site, "OUTPUT"),
			   in_folder(site, "ERRORS"));
}

char *site_output(struct site *site)
{
	return file_read(in_folder(site, "OUTPUT"));
}

static bool file_contains(const char *path, const char *text)
{
	struct buf bytes;
	bool found = false;

	buf_init(&bytes, 64u << 20, NULL);
	if (buf_read_file(&bytes, path) == STATUS_OK && bytes.len > 0)
		found = memmem(bytes.data, bytes.len, text, strlen(text)) != NULL;
	buf_release(&bytes);
	return found;
}

static bool folder_contains(const char *folder, const char *text)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	bool found = false;

	while (dir && !found && (entry = readdir(dir))) {
		char path[PATH_MAX];
		struct stat about;

		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		if (entry->d_name[0] == '.' || lstat(path, &about) != 0)
			continue;
		if (S_ISDIR(about.st_mode))
			found = folder_contains(path, text);
		else if (S_ISREG(about.st_mode))
			found = file_contains(path, text);
	}
	if (dir)
		closedir(dir);
	return found;
}

bool site_contains(const struct site *site, const char *text)
{
	return folder_contains(site->folder, text);
}

/* --- a visit, as a patient types it
 * -------------------------------------------------------------------------------------- */

struct stroke {
	const char *wait; /* is on the screen before anything is typed */
	const char *shot; /* the name of a snapshot taken then; NULL */
	const char *type; /* literally; NULL */
	const char *keys; /* then these; NULL */
};

/* The age goes with the date that the pinned kiosk has; without it the test computes it (see
 * age_text). */
#define AGE  "@age"
#define BORN "@born"

static const struct stroke strokes[] = {
	{"Begin", "welcome", NULL, "Enter"},
	{"Your privacy", "privacy", NULL, "End Enter"},
	{"Given name", "about-you", "Canary Ana", "Enter"},
	{NULL, NULL, "Zephyrine", "Enter"},
	{NULL, NULL, BORN, "Enter"},
	{NULL, NULL, AGE, "Enter"},
	{"How should we contact you?", NULL, NULL, "1"},
	{"Phone number", "contact", NULL, "Tab"},
	{NULL, NULL, "555 0101", "Enter"},
	{"Where would you like", NULL, NULL, "1 Right Space"},
	{NULL, "body-map", NULL, "Tab Enter"},
	{"Texture", "concerns", NULL, "1 Tab Tab Tab Tab Enter"},
	{"Are you pregnant", NULL, NULL, "2 Enter 2 Enter"},
	{"An open cut", "select-all", NULL, "8 Tab Enter"},
	{"I have had cold sores", NULL, NULL, "7 Tab Enter"},
	{"being treated for cancer", NULL, NULL, "6 Tab Enter"},
	{"Scleroderma", NULL, NULL, "6 Tab Enter"},
	{"Do you have diabetes", NULL, NULL, "1 Enter 4 Enter"},
	{"A blood thinner", NULL, NULL, "6 Tab Enter"},
	{"numbing cream", NULL, NULL, "5 Tab Enter"},
	{"fillers or Botox", NULL, NULL, "7 Tab Enter"},
	{"Do you smoke", NULL, NULL, "2 Enter 2 Enter 2 Enter"},
	{NULL, "last-questions", NULL, "Tab Tab Enter"},
	{"You have finished the questions", "outcome", NULL, "End Enter"},
	{"step by step", "explainer", NULL, "End Enter"},
	{"Aftercare", NULL, NULL, "End Enter"},
	{"Space changes the marked answer", "review", NULL, "Enter"},
	{"My statement", "confirm", NULL, "Space Tab"},
	{NULL, NULL, "Canary Ana Zephyrine", "Tab"},
	{"Send my form", "confirm-signed", NULL, NULL},
};

static void age_text(char out[16])
{
	time_t now = time(NULL);
	struct tm today;

	localtime_r(&now, &today);
	snprintf(out, 16, "%d",
		 today.tm_year + 1900 - 1974 -
			 (today.tm_mon < 2 || (today.tm_mon == 2 && today.tm_mday < 27)));
}

static const char *typed_text(const struct terminal *terminal, const char *text, bool spanish)
{
	static char age[16];

	if (strcmp(text, BORN) == 0)
		return spanish ? "27/3/1974" : "3/27/1974";
	if (strcmp(text, AGE) != 0)
		return text;
	if (terminal->watched)
		return "52";
	age_text(age);
	return age;
}

static void visit_in(struct terminal *terminal, const char *shots, bool spanish)
{
	char name[128];
	size_t i;

	for (i = 0; i < sizeof(strokes) / sizeof(*strokes); i++) {
		const struct stroke *stroke = &strokes[i];

		if (spanish)
			terminal_settle(terminal);
		else if (stroke->wait)
			terminal_wait_for(terminal, stroke->wait);
		terminal_hear(terminal);
		if (stroke->shot && shots) {
			snprintf(name, sizeof(name), "%s/%s", shots, stroke->shot);
			terminal_snapshot(terminal, name);
		}
		if (stroke->type)
			terminal_send(terminal, typed_text(terminal, stroke->type, spanish));
		if (stroke->keys)
			terminal_keys(terminal, stroke->keys);
	}
}

void site_visit(struct terminal *terminal, const char *shots)
{
	visit_in(terminal, shots, false);
}

void site_visit_in_spanish(struct terminal *terminal, const char *shots)
{
	visit_in(terminal, shots, true);
}
