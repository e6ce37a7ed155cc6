/* Single settings and their ranges. */
#include "support/settings_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void checks_numbers(void **state)
{
	(void)state;
	settings_refused(
		"\"flow\"", "\"idle\": {\"visitSeconds\": 0}, \"flow\"",
		"kiosk.json:7:12: idle.visitSeconds: 0 is out of range: write a number of seconds "
		"from 0.05 to "
		"3600\n");
	settings_refused(
		"r4\"", "r4\", \"timeoutSeconds\": 1.50",
		"kiosk.json:9:56: backend.timeoutSeconds: 1.50 is not a whole number: write a "
		"whole number of "
		"seconds from 1 to 600\n");
	settings_refused(
		"r4\"", "r4\", \"timeoutSeconds\": \"30\"",
		"kiosk.json:9:56: backend.timeoutSeconds: a string stands where a number is "
		"expected: write a "
		"number\n");
	settings_refused(
		"r4\"", "r4\", \"backoff\": {\"firstSeconds\": 3, \"capSeconds\": 2}",
		"kiosk.json:9:56: backend.backoff: firstSeconds is more than capSeconds: lower "
		"firstSeconds or "
		"raise capSeconds\n");
	settings_accepted("r4\"", "r4\", \"timeoutSeconds\": 600");
	settings_accepted("\"flow\"", "\"idle\": {\"visitSeconds\": 0.05}, \"flow\"");
}

static void checks_addresses(void **state)
{
	static const char *const good[] = {
		"https://fhir.example:8443/a/b/",
		"https://[2001:db8::1]:443/r4",
		"http://localhost:8080",
		"http://127.0.0.2/",
		"http://[::1]:1",
		"HTTPS://x",
	};
	static const char *const bad[] = {
		"fhir.example",
		"ftp://fhir.example",
		"https://",
		"https:///r4",
		"https://user:pw@fhir.example",
		"https://fhir example",
		"https://fhir:0",
		"https://fhir:65536",
		"https://fhir:x",
		"https://[::1",
		"https://fhir/#x",
		"https://fhir/r4?x=1",
		"http://fhir.example/r4",
		"http://127.0.0.1.example",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		settings_accepted("https://fhir.clinic.example/r4", good[i]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		char *text =
			fixture_replace(fixture_small, "https://fhir.clinic.example/r4", bad[i]);
		char *printed = fixture_complaints(text);

		assert_ptr_equal(strstr(printed, "kiosk.json:9:15: backend.url: "), printed);
		assert_null(strchr(strchr(printed, '\n') + 1, '\n')); /* one line */
		free(printed);
		free(text);
	}
	settings_accepted("https://fhir.clinic.example/r4",
			  "http://fhir.example/r4\", \"plainHttp\": true, \"method\": \"create");
	settings_accepted("https://fhir.clinic.example/r4",
			  "https://fhir.example/in?key=1\", \"method\": \"post");
}

static void checks_authentication(void **state)
{
	(void)state;
	settings_refused(
		"r4\"", "r4\", \"auth\": {\"method\": \"basic\"}",
		"kiosk.json:9:56: backend.auth.secretFile: required key is missing: add it\n"
		"kiosk.json:9:56: backend.auth.user: required key is missing: add it\n");
	settings_refused(
		"r4\"", "r4\", \"auth\": {\"user\": \"x\"}",
		"kiosk.json:9:65: backend.auth.user: used by the method \"basic\" only: remove it, "
		"or correct "
		"backend.auth.method\n");
	settings_accepted("r4\"",
			  "r4\", \"auth\": {\"method\": \"bearer\", \"secretFile\": \"t\"}");
}

static void checks_files(void **state)
{
	(void)state;
	settings_refused(
		"q.json", "r.json",
		"kiosk.json:5:12: form.questionnaire: no file r.json (No such file or directory): "
		"correct the "
		"path or create the file\n");
	settings_refused(
		"q.json", ".",
		"kiosk.json:5:12: form.questionnaire: . is no regular file: name a file\n");
	settings_refused(
		"q.json", "",
		"kiosk.json:5:12: form.questionnaire: the text is empty: write it, or remove the "
		"key if it is optional\n");
	settings_refused(
		"\"outbox\", ", "\"q.json\", ",
		"kiosk.json:10:14: outbox.directory: q.json is no folder: correct the path\n");
	settings_refused("run/up.socket", "q.json/up.socket",
			 "kiosk.json:11:42: uploader.socket: q.json is no folder: correct the "
			 "path\n");
	settings_refused(
		"run/up.socket", "q.json",
		"kiosk.json:11:42: uploader.socket: q.json is no socket: correct the path or "
		"remove the file\n");
	settings_refused("\"flow\"", "\"log\": {\"file\": \"/tmp\"}, \"flow\"",
			 "kiosk.json:7:11: log.file: /tmp is a folder: name a file in it\n");
	settings_refused("[\"questions\"", "[\"privacy\", \"questions\"",
			 "kiosk.json:1:1: pages.privacy: required key is missing: add it\n");
}

static void bounds_the_socket_path(void **state)
{
	char longest[160], *text, *printed;

	(void)state;
	memset(longest, 'a', sizeof(longest));
	longest[108 - strlen(fixture_folder) - 1] = '\0';
	text = fixture_replace(fixture_small, "run/up.socket", longest);
	printed = fixture_complaints(text);
	assert_non_null(strstr(printed, "uploader.socket"));
	assert_non_null(strstr(printed, "107 bytes"));
	free(printed);
	free(text);
	longest[107 - strlen(fixture_folder) - 1] = '\0';
	settings_accepted("run/up.socket", longest);
}

/* A list of so many pages, to stand before the key "flow". */
static char *page_list(int count)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	fputs("\"pages\": {\"learn\": [", out);
	for (int i = 0; i < count; i++)
		fprintf(out, "%s\"one.md\"", i ? "," : "");
	fputs("]}, \"flow\"", out);
	fclose(out);
	return text;
}

static void bounds_lists(void **state)
{
	char *full = page_list(SETTINGS_LIST_MAX), *over = page_list(SETTINGS_LIST_MAX + 1);

	(void)state;
	settings_accepted("\"flow\"", full);
	settings_refused("\"flow\"", over,
			 "kiosk.json:7:13: pages.learn: more than 16 entries: shorten the list\n");
	free(full);
	free(over);
}

static void checks_the_pin(void **state)
{
	(void)state;
	settings_refused(
		"\"flow\"", "\"staff\": {\"pin\": \"123456\"}, \"flow\"",
		"kiosk.json:7:13: staff.pin: this is no hash of a PIN: put here what `kiosk pin` "
		"prints\n");
}

static void warns_of_little_time(void **state)
{
	char *text = fixture_replace(fixture_small, "\"flow\"",
				     "\"idle\": {\"warningSeconds\": 19.9}, \"flow\"");
	struct settings *settings = NULL;
	struct report report;

	(void)state;
	fixture_write("kiosk.json", text);
	report_init(&report);
	assert_int_equal(settings_read(fixture_settings, NULL, &report, &settings), STATUS_OK);
	assert_int_equal(report.count, 1);
	assert_int_equal(report.problems[0].severity, SEVERITY_WARNING);
	settings_close(settings);
	report_release(&report);
	free(text);
}

static void checks_commands(void **state)
{
	(void)state;
	settings_refused("\"flow\"", "\"commands\": {\"print\": []}, \"flow\"",
			 "kiosk.json:7:16: commands.print: the list is empty: name a program, or "
			 "remove the key\n");
	settings_refused(
		"\"flow\"", "\"commands\": {\"print\": \"lp\"}, \"flow\"",
		"kiosk.json:7:16: commands.print: a string stands where a list is expected: "
		"write a list\n");
	settings_refused(
		"\"flow\"", "\"commands\": {\"print\": [\"bin/lp\"]}, \"flow\"",
		"kiosk.json:7:26: commands.print[0]: a program's path begins with /: write "
		"an absolute path, or the name alone\n");
	settings_refused("\"flow\"", "\"commands\": {\"textLarger\": [\"sh\"]}, \"flow\"",
			 "kiosk.json:7:3: commands.textNormal: required key is missing: add it\n");
	settings_accepted("\"flow\"", "\"commands\": {\"print\": [\"no-such-program\"]}, \"flow\"");
}

/* One code, which fits on a screen. */
static void the_receipts_code(void **state)
{
	(void)state;
	settings_accepted("\"flow\"",
			  "\"receipt\": {\"qr\": {\"url\": \"https://c.example/a\"}}, \"flow\"");
	settings_accepted("\"flow\"", "\"receipt\": {\"qr\": {\"page\": \"one.md\"}}, \"flow\"");
	settings_refused(
		"  \"flow\"",
		"\"receipt\": {\"qr\": {\"url\": \"https://c.example/a\", \"page\": "
		"\"one.md\"}}, \"flow\"",
		"kiosk.json:7:13: receipt.qr: a code holds one of them: leave url or page\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_receipts_code),      cmocka_unit_test(checks_commands),
		cmocka_unit_test(checks_numbers),         cmocka_unit_test(checks_addresses),
		cmocka_unit_test(checks_authentication),  cmocka_unit_test(checks_files),
		cmocka_unit_test(bounds_the_socket_path), cmocka_unit_test(bounds_lists),
		cmocka_unit_test(checks_the_pin),         cmocka_unit_test(warns_of_little_time),
	};

	return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
