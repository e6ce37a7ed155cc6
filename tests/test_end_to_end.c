/* The whole way: typed at the terminal, sealed, delivered, compared with what the clinic received.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/site.h"

#include <kiosk/base/json.h>

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SYSTEM "https://kiosk.example.org/fhir/identifier/intake"
#define CANARY "Zephyrine"

static const cJSON *find_item(const cJSON *items, const char *link_id)
{
	const cJSON *item, *found = NULL;

	cJSON_ArrayForEach(item, items)
	{
		if (strcmp(json_string(item, "linkId"), link_id) == 0)
			return item;
		found = find_item(json_get(item, "item"), link_id);
		if (found)
			return found;
	}
	return NULL;
}

static const cJSON *answer_of(const cJSON *response, const char *link_id, int index)
{
	const cJSON *item = find_item(json_get(response, "item"), link_id);

	return cJSON_GetArrayItem(json_get(item, "answer"), index);
}

static void expect_coding(const cJSON *response, const char *link_id, int index, const char *code)
{
	const cJSON *coding = json_get(answer_of(response, link_id, index), "valueCoding");

	assert_non_null(coding);
	assert_string_equal(json_string(coding, "code"), code);
}

/* The one response that the clinic has, out of its search reply. */
static const cJSON *received(struct site *site, struct json **bundle)
{
	int64_t deadline = test_now_ms() + TEST_DEADLINE_MS;

	while (clinic_count(&site->clinic) != 1) {
		assert_true(test_now_ms() < deadline);
		test_pause();
	}
	*bundle = clinic_search(&site->clinic, SYSTEM, SITE_UUID);
	return json_get(cJSON_GetArrayItem(json_get(json_root(*bundle), "entry"), 0), "resource");
}

static void check_answers(const cJSON *response)
{
	assert_string_equal(json_string(answer_of(response, "given", 0), "valueString"),
			    "Canary Ana");
	assert_string_equal(json_string(answer_of(response, "family", 0), "valueString"), CANARY);
	assert_string_equal(json_string(answer_of(response, "birth-date", 0), "valueDate"),
			    "1974-03-27");
	assert_int_equal(json_get(answer_of(response, "S01", 0), "valueInteger")->valueint, 52);
	assert_string_equal(json_string(answer_of(response, "phone", 0), "valueString"),
			    "555 0101");
	assert_null(find_item(json_get(response, "item"), "email"));
	expect_coding(response, "areas", 0, "73897004");
	assert_string_equal(
		json_string(json_get(answer_of(response, "areas", 0), "valueCoding"), "display"),
		"Skin structure of face");
	expect_coding(response, "concerns-texture", 0, "275322007");
	expect_coding(response, "today-any", 0, "none");
	expect_coding(response, "S22", 0, "never");
	expect_coding(response, "statement", 0, "agreed");
	assert_non_null(json_string(answer_of(response, "statement-version", 0), "valueString"));
	assert_string_equal(json_string(answer_of(response, "typed-name", 0), "valueString"),
			    "Canary Ana Zephyrine");
	assert_null(find_item(json_get(response, "item"), "flag-S02"));
}

static void check_head(const cJSON *response)
{
	const cJSON *patient = cJSON_GetArrayItem(json_get(response, "contained"), 0);
	const cJSON *name = cJSON_GetArrayItem(json_get(patient, "name"), 0);

	assert_string_equal(json_string(json_get(response, "identifier"), "value"), SITE_UUID);
	assert_string_equal(json_string(json_get(response, "identifier"), "system"), SYSTEM);
	assert_string_equal(json_string(response, "questionnaire"),
			    "https://kiosk.example.org/fhir/Questionnaire/prp-intake|0.1.0");
	assert_string_equal(json_string(response, "status"), "completed");
	assert_string_equal(json_string(response, "language"), "en");
	assert_string_equal(json_string(response, "authored"), "2026-11-23T13:00:00-05:00");
	assert_string_equal(json_string(json_get(response, "subject"), "reference"), "#patient");
	assert_string_equal(json_string(json_get(response, "source"), "reference"), "#patient");
	assert_string_equal(json_string(name, "family"), CANARY);
	assert_string_equal(json_string(patient, "birthDate"), "1974-03-27");
	assert_non_null(strstr(json_string(json_get(response, "text"), "div"), "abababab"));
}

static void a_visit_reaches_the_clinic(void **state)
{
	struct terminal terminal;
	const cJSON *response;
	struct json *bundle;
	struct site site;

	(void)state;
	site_open(&site, NULL, true);
	site_uploader_start(&site);
	site_kiosk(&site, &terminal, true, 24, 80);
	site_visit(&terminal, NULL);
	terminal_key(&terminal, "Enter");
	terminal_wait_for(&terminal, "Received by the clinic");
	response = received(&site, &bundle);
	check_head(response);
	check_answers(response);
	json_close(bundle);
	terminal_key(&terminal, "Enter");
	terminal_wait_for(&terminal, "Begin");
	terminal_stop(&terminal);
	site_close(&site);
}

/* The language of the last page is the response's; all that is coded or quoted stays as it was. */
static void a_visit_may_end_in_another_language(void **state)
{
	struct terminal terminal;
	const cJSON *response;
	struct json *bundle;
	struct site site;

	(void)state;
	site_open(&site, NULL, true);
	site_languages(&site, "es", NULL);
	site_uploader_start(&site);
	site_kiosk(&site, &terminal, true, 24, 80);
	site_visit(&terminal, NULL);
	terminal_key(&terminal, "F2");
	terminal_wait_for(&terminal, "Enviar mi formulario");
	terminal_key(&terminal, "Enter");
	terminal_wait_for(&terminal, "Recibido por la clínica");
	response = received(&site, &bundle);
	assert_string_equal(json_string(response, "language"), "es");
	check_answers(response);
	json_close(bundle);
	terminal_key(&terminal, "Enter");
	terminal_wait_for(&terminal, "Begin"); /* the next patient's language is the first */
	terminal_stop(&terminal);
	site_close(&site);
}

static void without_a_network_it_waits_and_arrives_once(void **state)
{
	struct terminal terminal;
	struct json *bundle;
	struct site site;
	char *queue;

	(void)state;
	site_open(&site, NULL, true);
	clinic_end(&site.clinic);
	site_kiosk(&site, &terminal, true, 24, 80);
	site_visit(&terminal, NULL);
	terminal_key(&terminal, "Enter");
	terminal_wait_for(&terminal, "Saved on this kiosk");
	terminal_stop(&terminal);
	assert_int_equal(site_run(&site, process_program("UPLOADER_PROGRAM"), "--once", NULL), 3);
	assert_int_equal(site_run(&site, process_program("KIOSK_PROGRAM"), "queue", NULL), 0);
	queue = site_output(&site);
	assert_non_null(strstr(queue, "abababab"));
	assert_non_null(strstr(queue, "waiting"));
	assert_null(strstr(queue, CANARY));
	free(queue);
	assert_false(site_contains(&site, CANARY));
	clinic_restart(&site.clinic);
	site_uploader_start(&site);
	(void)received(&site, &bundle);
	json_close(bundle);
	site_uploader_end(&site, SIGTERM);
	assert_int_equal(site_run(&site, process_program("UPLOADER_PROGRAM"), "--once", NULL), 0);
	assert_int_equal(clinic_count(&site.clinic), 1);
	site_close(&site);
}

static void killed_after_the_server_stored_it_arrives_once(void **state)
{
	struct terminal terminal;
	struct json *bundle;
	struct site site;

	(void)state;
	site_open(&site, NULL, true);
	clinic_order(&site.clinic, "{\"next\":[{\"cut\":\"after-store\"}]}");
	site_kiosk(&site, &terminal, true, 24, 80);
	site_visit(&terminal, NULL);
	terminal_key(&terminal, "Enter");
	terminal_wait_for(&terminal, "Saved on this kiosk");
	site_uploader_start(&site);
	(void)received(&site, &bundle);
	json_close(bundle);
	site_uploader_end(&site, SIGKILL);
	site_uploader_start(&site);
	terminal_wait_for(&terminal, "Received by the clinic");
	assert_int_equal(clinic_count(&site.clinic), 1);
	terminal_stop(&terminal);
	site_close(&site);
}

/* True when the memory of a process holds the text; needs root, because the kiosk is not dumpable.
 */
static bool memory_contains(pid_t pid, const char *text)
{
	char path[64], line[512];
	bool found = false;
	FILE *maps;
	int memory;

	snprintf(path, sizeof(path), "/proc/%d/mem", (int)pid);
	memory = open(path, O_RDONLY);
	snprintf(path, sizeof(path), "/proc/%d/maps", (int)pid);
	maps = fopen(path, "r");
	if (memory < 0 || !maps)
		skip();
	while (!found && fgets(line, sizeof(line), maps)) {
		char *rest, *bytes;
		unsigned long from = strtoul(line, &rest, 16), to = strtoul(rest + 1, &rest, 16);
		ssize_t got;

		if (strncmp(rest, " rw", 3) != 0 || to - from > (256ul << 20))
			continue;
		bytes = malloc(to - from);
		got = bytes ? pread(memory, bytes, to - from, (off_t)from) : 0;
		found = got > 0 && memmem(bytes, (size_t)got, text, strlen(text)) != NULL;
		free(bytes);
	}
	fclose(maps);
	close(memory);
	return found;
}

static void type_name_and_wait(struct terminal *terminal)
{
	terminal_wait_for(terminal, "Begin");
	terminal_keys(terminal, "Enter End Enter");
	terminal_wait_for(terminal, "Given name");
	terminal_send(terminal, CANARY);
	terminal_wait_for(terminal, CANARY);
}

static void the_idle_clock_leaves_nothing(void **state)
{
	struct terminal terminal;
	struct site site;
	char *queue;

	(void)state;
	site_open(&site, "{\"visitSeconds\":1,\"readingSeconds\":20,\"warningSeconds\":1}", false);
	site_kiosk(&site, &terminal, false, 24, 80);
	type_name_and_wait(&terminal);
	if (geteuid() == 0)
		assert_true(memory_contains(terminal.pid, CANARY));
	terminal_wait_for(&terminal, "Are you still there?");
	terminal_wait_for(&terminal, "Begin");
	assert_false(memory_contains(terminal.pid, CANARY));
	assert_false(site_contains(&site, CANARY));
	assert_int_equal(site_run(&site, process_program("KIOSK_PROGRAM"), "queue", NULL), 0);
	queue = site_output(&site);
	assert_non_null(strstr(queue, "Nothing waits"));
	free(queue);
	terminal_stop(&terminal);
	site_close(&site);
}

static void the_desk_resets_a_visit(void **state)
{
	struct terminal terminal;
	struct site site;

	(void)state;
	site_open(&site, NULL, false);
	site_kiosk(&site, &terminal, false, 24, 80);
	type_name_and_wait(&terminal);
	assert_int_equal(site_run(&site, process_program("KIOSK_PROGRAM"), "reset", NULL), 0);
	terminal_wait_for(&terminal, "Begin");
	terminal_wait_gone(&terminal, CANARY);
	terminal_stop(&terminal);
	assert_int_equal(site_run(&site, process_program("KIOSK_PROGRAM"), "reset", NULL), 1);
	site_close(&site);
}

static void nothing_a_patient_presses_leaves(void **state)
{
	struct terminal terminal;
	struct site site;
	int i;

	(void)state;
	site_open(&site, NULL, false);
	site_kiosk(&site, &terminal, false, 24, 80);
	terminal_wait_for(&terminal, "Begin");
	terminal_keys(&terminal, "Ctrl-C Ctrl-Z Ctrl-\\ Ctrl-D Ctrl-S Esc Esc q");
	for (i = 1; i < 256; i++) { /* every byte, and a sequence that is no key */
		char bytes[8] = {(char)i, '\033', '[', '9', '9', 'x', 0};

		terminal_send(&terminal, bytes);
	}
	terminal_send(&terminal, "\033[200~pasted words\033[201~");
	terminal_keys(&terminal, "Esc Esc Esc Esc Esc");
	assert_int_equal(site_run(&site, process_program("KIOSK_PROGRAM"), "reset", NULL), 0);
	terminal_wait_for(&terminal, "Begin");
	assert_false(terminal_shows(&terminal, "pasted"));
	kill(terminal.pid, SIGTERM);
	assert_int_equal(terminal_wait_exit(&terminal), 0);
	terminal_stop(&terminal);
	site_close(&site);
}

static void wrong_pins_are_answered_ever_more_slowly(void **state)
{
	struct terminal terminal;
	struct site site;
	int i;

	(void)state;
	site_open(&site, NULL, false);
	site_kiosk(&site, &terminal, false, 24, 80);
	terminal_wait_for(&terminal, "Begin");
	terminal_key(&terminal, "F12");
	terminal_wait_for(&terminal, "Staff PIN");
	for (i = 0; i < 3; i++) {
		terminal_send(&terminal, "000000\r");
		terminal_wait_for(&terminal, "That PIN is not right");
		terminal_key(&terminal, "Esc");
		terminal_wait_gone(&terminal, "Staff PIN");
		terminal_key(&terminal, "F12");
		terminal_wait_for(&terminal, "Staff PIN");
	}
	terminal_wait_for(&terminal, "Try again in");
	terminal_stop(&terminal); /* a restart gives no free try */
	site_kiosk(&site, &terminal, false, 24, 80);
	terminal_wait_for(&terminal, "Begin");
	terminal_key(&terminal, "F12");
	terminal_wait_for(&terminal, "Go on"); /* the last row: the prompt is whole */
	terminal_wait_gone(&terminal, "Try again in");
	terminal_send(&terminal, SITE_PIN "\r");
	terminal_wait_for(&terminal, "Reset the visit");
	terminal_stop(&terminal);
	site_close(&site);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_visit_reaches_the_clinic),
		cmocka_unit_test(a_visit_may_end_in_another_language),
		cmocka_unit_test(without_a_network_it_waits_and_arrives_once),
		cmocka_unit_test(killed_after_the_server_stored_it_arrives_once),
		cmocka_unit_test(the_idle_clock_leaves_nothing),
		cmocka_unit_test(the_desk_resets_a_visit),
		cmocka_unit_test(nothing_a_patient_presses_leaves),
		cmocka_unit_test(wrong_pins_are_answered_ever_more_slowly),
	};

	json_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
