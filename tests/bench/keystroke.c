/* One letter typed into a question of a form with N questions and N rules: what the engine does for
 * it, and what the screen asks it for the next picture. Run under callgrind by tests/bench/run,
 * which counts the instructions of bench_keystrokes. keystroke QUESTIONS KEYSTROKES */
#include <kiosk/base/buf.h>
#include <kiosk/visit.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGE_QUESTIONS 5
#define ENTRIES        64

void bench_keystrokes(struct visit *visit, size_t slot, int keystrokes);

/* Pages of five questions; each question is asked when the one before it has an answer or the first
 * is not "x". */
static struct questionnaire *make_form(size_t questions)
{
	struct questionnaire *form = NULL;
	struct report report;
	struct json *json;
	struct buf text;

	report_init(&report);
	buf_init(&text, 64u << 20, NULL);
	if (buf_adds(&text, "{\"resourceType\":\"Questionnaire\",\"url\":\"http://t/f\","
			    "\"status\":\"draft\",\"item\":["))
		abort();
	for (size_t i = 0; i < questions; i++) {
		if (i % PAGE_QUESTIONS == 0 &&
		    buf_addf(&text,
			     "%s{\"linkId\":\"p%zu\",\"type\":\"group\",\"text\":\"P\",\"item\":[",
			     i ? "]}," : "", i / PAGE_QUESTIONS))
			abort();
		if (buf_addf(&text, "%s{\"linkId\":\"q%zu\",\"type\":\"string\",\"text\":\"Q\"",
			     i % PAGE_QUESTIONS ? "," : "", i) ||
		    (i > 0 &&
		     buf_addf(
			     &text,
			     ",\"enableBehavior\":\"any\",\"enableWhen\":[{\"question\":\"q%zu\","
			     "\"operator\":\"exists\",\"answerBoolean\":true},{\"question\":\"q0\","
			     "\"operator\":\"exists\",\"answerBoolean\":true}]",
			     i - 1)) ||
		    buf_adds(&text, "}"))
			abort();
	}
	if (buf_adds(&text, "]}]}") ||
	    json_parse("form", buf_str(&text), text.len, &report, &json) ||
	    questionnaire_load_take(json, NULL, &report, &form)) {
		report_print(&report, stderr);
		exit(1);
	}
	buf_release(&text);
	report_release(&report);
	return form;
}

__attribute__((noinline)) void bench_keystrokes(struct visit *visit, size_t slot, int keystrokes)
{
	struct page_entry entries[ENTRIES];
	size_t position, total;
	char text[] = "answer ";

	for (int i = 0; i < keystrokes; i++) {
		text[6] = (char)('a' + i % 26);
		if (answers_type(visit_answers(visit), slot, text))
			abort();
		(void)visit_progress(visit, &position, &total);
		(void)answers_page(visit_answers(visit), visit_page(visit), entries, ENTRIES);
	}
}

int main(int argc, char **argv)
{
	static enum step flow[] = {STEP_QUESTIONS};
	struct settings settings = {0};
	char none[] = "none";
	struct answers_options options = {.date_order = DATE_MDY, .today = {2026, 11, 23}};
	struct questionnaire *form;
	struct visit *visit;
	struct arena *arena;
	size_t questions;

	if (argc != 3)
		return 2;
	questions = strtoul(argv[1], NULL, 10);
	settings.form.confirmation.code = none;
	memcpy(settings.flow, flow, sizeof(flow));
	settings.flow_count = 1;
	form = make_form(questions);
	if (arena_open(64u << 20, &arena) ||
	    visit_open(&settings, form, &options, arena, 0, &visit))
		return 1;
	visit_begin(visit);
	if (answers_type(visit_answers(visit), answers_slot(visit_answers(visit), 1), "first"))
		return 1;
	bench_keystrokes(visit, answers_slot(visit_answers(visit), 2), 1); /* what comes once */
	bench_keystrokes(visit, answers_slot(visit_answers(visit), 2),
			 (int)strtol(argv[2], NULL, 10));
	visit_close(visit);
	arena_close(arena);
	questionnaire_close(form);
	return 0;
}
