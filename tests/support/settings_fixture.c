#include "settings_fixture.h"

#include <kiosk/pin.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char fixture_folder[] = "/tmp/kiosk-test-XXXXXX";
char fixture_settings[64];
char fixture_pin_hash[PIN_HASH_MAX];

static const char *const files[] = {"q.json",  "privacy.md", "one.md",  "two.md",
				    "stop.md", "none.md",    "key.pub", "figure.txt"};

const char *const fixture_small =
	"{\n"
	"  \"clinic\": {\"name\": \"Clínica Sol\"},\n"
	"  \"timezone\": \"Europe/Madrid\",\n"
	"  \"dateOrder\": \"dmy\",\n"
	"  \"form\": {\"questionnaire\": \"q.json\",\n"
	"           \"confirmation\": {\"system\": \"urn:x\", \"code\": \"confirm\"}},\n"
	"  \"flow\": [\"questions\", \"confirm\"],\n"
	"  \"identifierSystem\": \"https://clinic.example/ids\",\n"
	"  \"backend\": {\"url\": \"https://fhir.clinic.example/r4\"},\n"
	"  \"outbox\": {\"directory\": \"outbox\", \"publicKey\": \"key.pub\"},\n"
	"  \"uploader\": {\"secretKey\": \"not-there\", \"socket\": \"run/up.socket\"},\n"
	"  \"control\": {\"socket\": \"run/control.socket\"}\n"
	"}\n";

void fixture_write(const char *name, const char *text)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", fixture_folder, name);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

char *fixture_replace(const char *text, const char *from, const char *to)
{
	const char *at = strstr(text, from);
	char *out = NULL;

	if (!at)
		fail_msg("no \"%s\" in the settings", from);
	assert_true(asprintf(&out, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from)) > 0);
	return out;
}

struct settings *fixture_read(const char *text)
{
	struct settings *settings = NULL;
	struct report report;

	fixture_write("kiosk.json", text);
	report_init(&report);
	if (settings_read(fixture_settings, NULL, &report, &settings) != STATUS_OK) {
		report_print(&report, stderr);
		fail_msg("refused: %s", text);
	}
	report_release(&report);
	return settings;
}

char *fixture_complaints(const char *text)
{
	struct settings *settings = NULL;
	struct report report;
	char *printed = NULL, *at;
	size_t len;
	FILE *out = open_memstream(&printed, &len);

	fixture_write("kiosk.json", text);
	report_init(&report);
	assert_int_equal(settings_read(fixture_settings, NULL, &report, &settings), STATUS_INVALID);
	assert_null(settings);
	report_print(&report, out);
	fclose(out);
	report_release(&report);
	while ((at = strstr(printed, fixture_folder))) {
		size_t cut = strlen(fixture_folder) + 1;

		memmove(at, at + cut, strlen(at + cut) + 1);
	}
	return printed;
}

void settings_refused(const char *from, const char *to, const char *expected)
{
	char *text = fixture_replace(fixture_small, from, to), *printed = fixture_complaints(text);

	assert_string_equal(printed, expected);
	free(printed);
	free(text);
}

void settings_accepted(const char *from, const char *to)
{
	char *text = fixture_replace(fixture_small, from, to);

	settings_close(fixture_read(text));
	free(text);
}

int fixture_setup(void **state)
{
	(void)state;
	if (!mkdtemp(fixture_folder) || pin_hash("123456", fixture_pin_hash) != STATUS_OK)
		return -1;
	snprintf(fixture_settings, sizeof(fixture_settings), "%s/kiosk.json", fixture_folder);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		fixture_write(files[i], "x");
	return 0;
}

int fixture_teardown(void **state)
{
	char path[128];

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", fixture_folder, files[i]);
		unlink(path);
	}
	unlink(fixture_settings);
	return rmdir(fixture_folder);
}
