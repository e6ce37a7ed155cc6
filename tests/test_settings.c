/* The settings as a whole: keys, fallbacks, paths, every complaint at once. */
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

static void fills_in_what_is_left_out(void **state)
{
	struct settings *s = fixture_read(fixture_small);

	(void)state;
	assert_string_equal(s->file, fixture_settings);
	assert_string_equal(s->clinic.name, "Clínica Sol");
	assert_null(s->clinic.phone);
	assert_string_equal(s->language, "en");
	assert_int_equal(s->languages[0].date_order, DATE_DMY);
	assert_int_equal(s->flow_count, 2);
	assert_int_equal(s->flow[0], STEP_QUESTIONS);
	assert_int_equal(s->flow[1], STEP_CONFIRM);
	assert_int_equal(s->backend.method, DELIVERY_CREATE);
	assert_true(s->backend.search);
	assert_false(s->backend.plain_http);
	assert_int_equal(s->backend.timeout_ms, 30000);
	assert_int_equal(s->backend.connect_timeout_ms, 10000);
	assert_int_equal(s->backend.backoff_first_ms, 2000);
	assert_int_equal(s->backend.backoff_cap_ms, 900000);
	assert_int_equal(s->backend.auth, AUTH_NONE);
	assert_int_equal(s->outbox.receipt_days, 30);
	assert_null(s->staff.pin);
	assert_false(s->staff.may_close);
	assert_int_equal(s->idle.visit_ms, 90000);
	assert_int_equal(s->idle.reading_ms, 240000);
	assert_int_equal(s->idle.warning_ms, 30000);
	assert_int_equal(s->idle.receipt_ms, 60000);
	assert_int_equal(s->idle.staff_ms, 45000);
	assert_false(s->theme.high_contrast || s->theme.ascii || s->theme.bell);
	assert_null(s->form.masked_fields.code);
	assert_null(s->commands.text_larger.argv[0]);
	assert_null(s->commands.print.argv[0]);
	assert_int_equal(s->form.flag_count, 0);
	assert_null(s->log_file);
	settings_close(s);
	settings_close(NULL);
}

static void assert_resolved(const char *path, const char *name)
{
	char expected[128];

	snprintf(expected, sizeof(expected), "%s/%s", fixture_folder, name);
	assert_string_equal(path, expected);
}

/* %s: the hash of a PIN. */
static const char every_key[] =
	"{\"clinic\": {\"name\": \"Sol\", \"phone\": \"+34 600\", \"logo\": "
	"\"one.md\"}, "
	"\"timezone\": \"UTC\","
	"\"language\": \"es-ES\", \"dateOrder\": \"mdy\", \"form\": "
	"{\"questionnaire\": \"q.json\","
	"\"figure\": \"figure.txt\", \"confirmation\": {\"system\": "
	"\"urn:c\", \"code\": \"c\"},"
	"\"masked\": {\"system\": \"urn:m\", \"code\": \"m\"}, \"flags\": "
	"{\"system\": \"urn:f\","
	"\"levels\": [{\"code\": \"stop\", \"page\": \"stop.md\", "
	"\"callStaff\": true}, {\"code\": \"note\"}],"
	"\"none\": \"none.md\"}}, \"pages\": {\"privacy\": \"privacy.md\","
	"\"explainer\": [\"one.md\", \"two.md\"], \"learn\": [\"two.md\"]},"
	"\"flow\": [\"privacy\", \"questions\", \"outcome\", \"explainer\", "
	"\"review\", \"confirm\"],"
	"\"identifierSystem\": \"urn:i\", \"backend\": {\"url\": "
	"\"http://10.0.0.1:8080/fhir\","
	"\"method\": \"conditional-update\", \"search\": false, "
	"\"plainHttp\": true, \"timeoutSeconds\": 5,"
	"\"connectTimeoutSeconds\": 2, \"backoff\": {\"firstSeconds\": 0.25, "
	"\"capSeconds\": 60},"
	"\"caFile\": \"key.pub\", \"proxy\": \"http://proxy:3128\", \"auth\": "
	"{\"method\": \"basic\","
	"\"user\": \"kiosk\", \"secretFile\": \"absent\"}}, \"outbox\": "
	"{\"directory\": \"/tmp\","
	"\"publicKey\": \"key.pub\", \"receiptDays\": 0}, \"uploader\": "
	"{\"secretKey\": \"/absent\","
	"\"socket\": \"u\"}, \"control\": {\"socket\": \"c\"}, \"log\": "
	"{\"file\": \"kiosk.log\"},"
	"\"staff\": {\"pin\": \"%s\", \"mayClose\": true}, \"idle\": "
	"{\"visitSeconds\": 1.5,"
	"\"readingSeconds\": 2, \"warningSeconds\": 20, \"receiptSeconds\": "
	"4, \"staffSeconds\": 5},"
	"\"theme\": {\"highContrast\": true, \"ascii\": true}}";

static void reads_every_key(void **state)
{
	struct settings *s;
	char *text = NULL;

	(void)state;
	assert_true(asprintf(&text, every_key, fixture_pin_hash) > 0);
	s = fixture_read(text);
	free(text);
	assert_string_equal(s->clinic.phone, "+34 600");
	assert_resolved(s->clinic.logo, "one.md");
	assert_string_equal(s->language, "es-ES");
	assert_string_equal(s->form.masked.code, "m");
	assert_resolved(s->form.figure, "figure.txt");
	assert_string_equal(s->form.flag_system, "urn:f");
	assert_int_equal(s->form.flag_count, 2);
	assert_string_equal(s->form.flags[0].code, "stop");
	assert_resolved(s->form.flags[0].page, "stop.md");
	assert_true(s->form.flags[0].call_staff);
	assert_null(s->form.flags[1].page);
	assert_false(s->form.flags[1].call_staff);
	assert_int_equal(s->pages.explainer_count, 2);
	assert_resolved(s->pages.explainer[1], "two.md");
	assert_int_equal(s->pages.learn_count, 1);
	assert_int_equal(s->flow_count, 6);
	assert_int_equal(s->backend.method, DELIVERY_CONDITIONAL_UPDATE);
	assert_false(s->backend.search);
	assert_int_equal(s->backend.backoff_first_ms, 250);
	assert_int_equal(s->backend.auth, AUTH_BASIC);
	assert_resolved(s->backend.auth_secret_file, "absent");
	assert_string_equal(s->outbox.directory, "/tmp");
	assert_int_equal(s->outbox.receipt_days, 0);
	assert_string_equal(s->staff.pin, fixture_pin_hash);
	assert_int_equal(s->idle.visit_ms, 1500);
	assert_true(s->theme.high_contrast && s->theme.ascii);
	settings_close(s);
}

static void reads_what_typing_needs(void **state)
{
	char *text = fixture_replace(
		fixture_small, "\"form\": {",
		"\"theme\": {\"bell\": true}, \"commands\": {\"textLarger\": [\"sh\", \"-c\", "
		"\"$HOME; "
		"*\"], \"textNormal\": [\"/bin/true\"], \"print\": [\"cat\"]}, \"form\": "
		"{\"maskedFields\": {\"system\": \"urn:m\", \"code\": \"private\"}, ");
	struct settings *s = fixture_read(text);

	(void)state;
	assert_true(s->theme.bell);
	assert_string_equal(s->form.masked_fields.system, "urn:m");
	assert_string_equal(s->form.masked_fields.code, "private");
	assert_string_equal(s->commands.text_larger.argv[0], "sh");
	assert_string_equal(s->commands.text_larger.argv[2], "$HOME; *");
	assert_null(s->commands.text_larger.argv[3]);
	assert_string_equal(s->commands.text_normal.argv[0], "/bin/true");
	assert_string_equal(s->commands.print.argv[0], "cat");
	settings_close(s);
	free(text);
}

static void tells_everything_at_once(void **state)
{
	char *printed = fixture_complaints(
		"{\n"
		"  \"clinic\": {\"nam\": \"Sol\"},\n"
		"  \"timezone\": \"Europe/Madird\",\n"
		"  \"form\": 5,\n"
		"  \"staff\": {\n"
		"    \"pim\": \"x\", \"mayClose\": \"yes\"\n"
		"  },\n"
		"  \"backend.url\": null,\n"
		"  \"outbox\": {\"receiptDays\": 2.5},\n"
		"  \"uploader\": {\"secretKey\": \"k\", \"socket\": \"s\"},\n"
		"  \"control\": {\"socket\": \"s\"},\n"
		"  \"backend\": {\"url\": \"https://x\"}, \"identifierSystem\": \"here\",\n"
		"  \"flow\": [\"confirm\", \"pages\", \"confirm\", \"review\"]\n"
		"}");

	(void)state;
	assert_string_equal(
		printed,
		"kiosk.json:2:14: clinic.nam: unknown key: remove it, or did you mean \"name\"?\n"
		"kiosk.json:4:3: form: a number stands where an object is expected: write an "
		"object\n"
		"kiosk.json:6:5: staff.pim: unknown key: remove it, or did you mean \"pin\"?\n"
		"kiosk.json:8:3: backend.url: unknown key: remove it\n"
		"kiosk.json:2:3: clinic.name: required key is missing: add it\n"
		"kiosk.json:3:3: timezone: the system knows no time zone \"Europe/Madird\": "
		"correct the name "
		"(as in \"Europe/Madrid\") or install the package tzdata\n"
		"kiosk.json:1:1: dateOrder: required key is missing: add it\n"
		"kiosk.json:13:23: flow[1]: \"pages\" is none of the possible words: write one of "
		"\"privacy\", "
		"\"questions\", \"outcome\", \"explainer\", \"review\", \"confirm\"\n"
		"kiosk.json:13:32: flow[2]: the step \"confirm\" stands twice: keep one of them\n"
		"kiosk.json:12:36: identifierSystem: \"here\" is no absolute URI: write it as "
		"https://... or urn:...\n"
		"kiosk.json:9:3: outbox.directory: required key is missing: add it\n"
		"kiosk.json:9:3: outbox.publicKey: required key is missing: add it\n"
		"kiosk.json:9:14: outbox.receiptDays: 2.5 is not a whole number: write a whole "
		"number of days "
		"from 0 to 3650\n"
		"kiosk.json:6:17: staff.mayClose: a string stands where true or false is expected: "
		"write true or "
		"false\n"
		"kiosk.json:13:3: flow: the flow asks no questions: add \"questions\"\n"
		"kiosk.json:13:3: flow: a step stands behind \"confirm\": move \"confirm\" to the "
		"end\n"
		"kiosk.json:11:15: control.socket: the same socket as uploader.socket: give each "
		"its own path\n");
	free(printed);
}

static void refuses_other_documents(void **state)
{
	struct settings *settings = NULL;
	struct report report;
	char *printed = fixture_complaints("[]");

	(void)state;
	assert_string_equal(
		printed,
		"kiosk.json:1:1: a list stands where an object is expected: write an object\n");
	free(printed);
	printed = fixture_complaints("{\"clinic\": {}");
	assert_string_equal(printed, "kiosk.json:1:1: this { is not closed: add the missing }\n");
	free(printed);
	report_init(&report);
	assert_int_equal(settings_read("/tmp/kiosk-none/none.json", NULL, &report, &settings),
			 STATUS_NOTFOUND);
	assert_int_equal(report.errors, 1);
	report_release(&report);
}

static void resolves_against_the_files_folder(void **state)
{
	struct settings *s = NULL;
	struct report report;
	char old[4096];

	(void)state;
	fixture_write("kiosk.json", fixture_small);
	assert_non_null(getcwd(old, sizeof(old)));
	assert_int_equal(chdir(fixture_folder), 0);
	report_init(&report);
	assert_int_equal(settings_read("./kiosk.json", NULL, &report, &s), STATUS_OK);
	assert_int_equal(chdir(old), 0);
	assert_string_equal(s->file, fixture_settings);
	assert_resolved(s->outbox.public_key, "key.pub");
	settings_close(s);
	report_release(&report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fills_in_what_is_left_out),
		cmocka_unit_test(reads_every_key),
		cmocka_unit_test(reads_what_typing_needs),
		cmocka_unit_test(tells_everything_at_once),
		cmocka_unit_test(refuses_other_documents),
		cmocka_unit_test(resolves_against_the_files_folder),
	};

	return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
