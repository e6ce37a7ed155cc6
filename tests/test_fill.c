/* `kiosk fill`, the built program. */
#include "support/process.h"

#include <kiosk/base/json.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PATH_BYTES (FOLDER_MAX + 32)
#define FORM                                                                                       \
	"{\"resourceType\":\"Questionnaire\",\"url\":\"http://t/f\",\"version\":\"1\","            \
	"\"status\":\"draft\",\"item\":["                                                          \
	"{\"linkId\":\"name\",\"type\":\"string\",\"text\":\"Name\",\"required\":true},"           \
	"{\"linkId\":\"sure\",\"type\":\"boolean\",\"text\":\"Sure?\",\"required\":true},"         \
	"{\"linkId\":\"why\",\"type\":\"text\",\"text\":\"Why?\",\"required\":true,"               \
	"\"enableWhen\":[{\"question\":\"sure\",\"operator\":\"=\",\"answerBoolean\":false}]},"    \
	"{\"linkId\":\"kg\",\"type\":\"decimal\",\"text\":\"Weight\"}]}\n"
#define RESPONSE(items)                                                                            \
	"{\"resourceType\":\"QuestionnaireResponse\",\"status\":\"in-progress\"" items "}"
#define ANSWERS                                                                                    \
	RESPONSE(",\"identifier\":{\"system\":\"http://t/ids\",\"value\":\"v1\"},"                 \
		 "\"authored\":\"2026-11-23T14:05:09+01:00\",\"item\":["                           \
		 "{\"linkId\":\"name\",\"answer\":[{\"valueString\":\"Ana\"}]},"                   \
		 "{\"linkId\":\"sure\",\"answer\":[{\"valueBoolean\":true}]},"                     \
		 "{\"linkId\":\"kg\",\"answer\":[{\"valueDecimal\":70.50}]}]")

struct fixture {
	char folder[FOLDER_MAX];
	char form[PATH_BYTES], answers[PATH_BYTES], output[PATH_BYTES], errors[PATH_BYTES];
	char *out, *err;
};

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	assert_non_null(fixture);
	folder_make(fixture->folder);
	snprintf(fixture->form, PATH_BYTES, "%s/form.json", fixture->folder);
	snprintf(fixture->answers, PATH_BYTES, "%s/answers.json", fixture->folder);
	snprintf(fixture->output, PATH_BYTES, "%s/output", fixture->folder);
	snprintf(fixture->errors, PATH_BYTES, "%s/errors", fixture->folder);
	file_write(fixture->form, FORM);
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	free(fixture->out);
	free(fixture->err);
	folder_remove(fixture->folder);
	free(fixture);
	return 0;
}

static void expect_exit(struct fixture *fixture, const char *const argv[], int code)
{
	int exit_code;

	unlink(fixture->output); /* a program's output is added to a file */
	unlink(fixture->errors);
	exit_code = process_run(argv, fixture->output, fixture->errors);

	free(fixture->out);
	free(fixture->err);
	fixture->out = file_read(fixture->output);
	fixture->err = file_read(fixture->errors);
	assert_non_null(fixture->out);
	assert_non_null(fixture->err);
	if (exit_code != code)
		fail_msg("exit %d, not %d: %s", exit_code, code, fixture->err);
}

/* With the answers on standard input. */
static void fill(struct fixture *fixture, const char *answers, int code)
{
	const char *const argv[] = {"/bin/sh",
				    "-c",
				    "exec \"$0\" fill --questionnaire \"$1\" --answers - <\"$2\"",
				    process_program("KIOSK_PROGRAM"),
				    fixture->form,
				    fixture->answers,
				    NULL};

	file_write(fixture->answers, answers);
	expect_exit(fixture, argv, code);
}

static size_t lines(const char *text)
{
	size_t count = 0;

	while ((text = strchr(text, '\n'))) {
		text++;
		count++;
	}
	return count;
}

static void names_what_is_missing(void **state)
{
	struct fixture *fixture = *state;
	const char *program = process_program("KIOSK_PROGRAM");
	const char *const alone[] = {program, "fill", "--questionnaire", fixture->form, NULL};

	expect_exit(fixture, alone, 1);
	assert_int_equal(lines(fixture->err), 2);
	fill(fixture, RESPONSE(""), 1);
	assert_int_equal(lines(fixture->err), 2);
	assert_non_null(strstr(fixture->err, ": name: "));
	assert_non_null(strstr(fixture->err, ": sure: "));
	assert_string_equal(fixture->out, "");
	fill(fixture,
	     RESPONSE(",\"item\":[{\"linkId\":\"name\",\"answer\":[{\"valueString\":\"A\"}]},"
		      "{\"linkId\":\"sure\",\"answer\":[{\"valueBoolean\":false}]}]"),
	     1);
	assert_int_equal(lines(fixture->err), 1);
	assert_non_null(strstr(fixture->err, ": why: "));
}

static void completes_from_standard_input(void **state)
{
	struct fixture *fixture = *state;
	struct report report;
	struct json *json;
	const cJSON *root;

	fill(fixture, ANSWERS, 0);
	assert_string_equal(fixture->err, "");
	report_init(&report);
	assert_int_equal(json_parse("output", fixture->out, strlen(fixture->out), &report, &json),
			 STATUS_OK);
	root = json_root(json);
	assert_string_equal(json_string(root, "status"), "completed");
	assert_string_equal(json_string(root, "questionnaire"), "http://t/f|1");
	assert_string_equal(json_string(root, "authored"), "2026-11-23T14:05:09+01:00");
	assert_string_equal(json_string(json_get(root, "identifier"), "value"), "v1");
	assert_int_equal(cJSON_GetArraySize(json_get(root, "item")), 3);
	assert_non_null(strstr(fixture->out, "\"valueDecimal\":70.50"));
	json_close(json);
	report_release(&report);
}

static void takes_its_own_output(void **state)
{
	struct fixture *fixture = *state;
	char *first;

	fill(fixture, ANSWERS, 0);
	first = strdup(fixture->out);
	assert_non_null(first);
	fill(fixture, first, 0);
	assert_string_equal(fixture->out, first);
	free(first);
}

static void makes_an_identifier(void **state)
{
	struct fixture *fixture = *state;

	fill(fixture,
	     RESPONSE(",\"item\":[{\"linkId\":\"name\",\"answer\":[{\"valueString\":\"A\"}]},"
		      "{\"linkId\":\"sure\",\"answer\":[{\"valueBoolean\":true}]}]"),
	     0);
	assert_non_null(strstr(fixture->out, "\"value\":\"urn:uuid:"));
}

static void refuses_wrong_answers(void **state)
{
	struct fixture *fixture = *state;

	fill(fixture,
	     RESPONSE(",\"item\":[{\"linkId\":\"nowhere\",\"answer\":[{\"valueString\":\"A\"}]}]"),
	     1);
	assert_non_null(strstr(fixture->err, ": nowhere: "));
	assert_string_equal(fixture->out, "");
}

static void says_where_json_is_broken(void **state)
{
	struct fixture *fixture = *state;
	const char *const argv[] = {process_program("KIOSK_PROGRAM"),
				    "fill",
				    "--questionnaire",
				    fixture->form,
				    "--answers",
				    fixture->answers,
				    NULL};
	char place[PATH_BYTES + 16];

	file_write(fixture->answers, "{\n  \"a\": nope\n}\n");
	expect_exit(fixture, argv, 1);
	snprintf(place, sizeof(place), "%s:2:8: ", fixture->answers);
	assert_non_null(strstr(fixture->err, place));

	file_write(fixture->form, "{\n ]");
	expect_exit(fixture, argv, 1);
	snprintf(place, sizeof(place), "%s:2:2: ", fixture->form);
	assert_non_null(strstr(fixture->err, place));
}

static void tells_its_usage(void **state)
{
	struct fixture *fixture = *state;
	const char *program = process_program("KIOSK_PROGRAM");
	const char *const nothing[] = {program, "fill", NULL};
	const char *const unknown[] = {program, "fill", "--colour", NULL};
	const char *const more[] = {program, "fill", "--questionnaire", fixture->form, "x", NULL};
	const char *const help[] = {program, "fill", "--help", NULL};
	const char *const missing[] = {program, "fill", "--questionnaire", "/nowhere.json", NULL};

	expect_exit(fixture, nothing, 2);
	assert_non_null(strstr(fixture->err, "usage: kiosk fill"));
	expect_exit(fixture, unknown, 2);
	expect_exit(fixture, more, 2);
	expect_exit(fixture, help, 0);
	assert_non_null(strstr(fixture->out, "usage: kiosk fill"));
	expect_exit(fixture, missing, 1);
	assert_non_null(strstr(fixture->err, "/nowhere.json"));
}

#define FILL_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#define SET_FORM                                                                                   \
	"{\"resourceType\":\"Questionnaire\",\"url\":\"http://t/"                                  \
	"v\",\"status\":\"draft\",\"item\":["                                                      \
	"{\"linkId\":\"c\",\"type\":\"choice\",\"text\":\"C\",\"answerValueSet\":\"http://t/"      \
	"vs|2\"}]}"

static void write_set(const struct fixture *fixture, const char *name, const char *version)
{
	char path[PATH_BYTES + 16], text[400];

	snprintf(path, sizeof(path), "%s/%s", fixture->folder, name);
	snprintf(text, sizeof(text),
		 "{\"resourceType\":\"ValueSet\",\"url\":\"http://t/vs\",\"version\":\"%s\","
		 "\"compose\":{\"include\":[{\"system\":\"http://"
		 "k\",\"concept\":[{\"code\":\"v%s\"}]}"
		 "]}}",
		 version, version);
	file_write(path, text);
}

/* The version that the form names; files that hold no ValueSet are passed over with a warning. */
static void takes_options_from_a_folder(void **state)
{
	struct fixture *fixture = *state;
	const char *const argv[] = {process_program("KIOSK_PROGRAM"),
				    "fill",
				    "--questionnaire",
				    fixture->form,
				    "--value-sets",
				    fixture->folder,
				    "--answers",
				    fixture->answers,
				    NULL};

	file_write(fixture->form, SET_FORM);
	file_write(fixture->answers,
		   RESPONSE(",\"item\":[{\"linkId\":\"c\",\"answer\":[{\"valueCoding\":{\"system\":"
			    "\"http://k\",\"code\":\"v2\"}}]}]"));
	expect_exit(fixture, argv, 1);
	assert_non_null(strstr(fixture->err, "c: the value set is in no file of "));
	assert_non_null(strstr(fixture->err, fixture->folder));
	write_set(fixture, "a.json", "1");
	expect_exit(fixture, argv, 1);
	write_set(fixture, "b.json", "2");
	expect_exit(fixture, argv, 0);
	assert_non_null(strstr(fixture->out, "\"code\":\"v2\""));
	assert_non_null(strstr(fixture->err, "form.json: warning: this is no ValueSet"));
}

/* What check says, it says to a program too: every problem with its place, features counted. */
static void check_speaks_json(void **state)
{
	struct fixture *fixture = *state;
	const char *const argv[] = {process_program("KIOSK_PROGRAM"),
				    "check",
				    "--json",
				    "--questionnaire",
				    fixture->form,
				    NULL};
	static const char *const right = "{\"ok\":true,\"url\":\"http://t/f\",\"version\":\"1\","
					 "\"items\":4,\"pages\":4,\"errors\":0,\"warnings\":0,"
					 "\"problems\":[],\"notDone\":{}}\n";

	expect_exit(fixture, argv, 0);
	assert_string_equal(fixture->out, right);
	assert_string_equal(fixture->err, "");
	file_write(fixture->form,
		   "{\"resourceType\":\"Questionnaire\",\"url\":\"http://t/f\",\"status\":"
		   "\"draft\",\"item\":[\n{\"linkId\":\"q\",\"type\":\"string\",\"text\":\"Q\","
		   "\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/"
		   "questionnaire-constraint\"}]},\n"
		   "{\"linkId\":\"r\",\"type\":\"reference\",\"text\":\"R\"}]}");
	expect_exit(fixture, argv, 1);
	assert_non_null(strstr(fixture->out, "\"ok\":false,\"errors\":1,\"warnings\":1,"));
	assert_non_null(strstr(fixture->out, "\"line\":2,\"column\":"));
	assert_non_null(strstr(fixture->out, "\"where\":\"q\",\"message\":\"a constraint cannot "
					     "be kept by this version\",\"mend\":"));
	assert_non_null(strstr(fixture->out, "\"notDone\":{\"constraint\":1,\"reference\":1}"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FILL_TEST(names_what_is_missing),
		FILL_TEST(completes_from_standard_input),
		FILL_TEST(takes_its_own_output),
		FILL_TEST(makes_an_identifier),
		FILL_TEST(refuses_wrong_answers),
		FILL_TEST(says_where_json_is_broken),
		FILL_TEST(tells_its_usage),
		cmocka_unit_test_setup_teardown(takes_options_from_a_folder, set_up, tear_down),
		cmocka_unit_test_setup_teardown(check_speaks_json, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
