/* The pages and the body figure as they ship: what has to be said is said, and every region of the
 * figure is an answer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <kiosk/base/json.h>
#include <kiosk/base/text.h>
#include <kiosk/form/questionnaire.h>
#include <kiosk/settings.h>
#include <kiosk/terminal/figure.h>
#include <kiosk/terminal/widgets.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Beside the longest area in one line; between question and buttons at 80 x 24 and at 120 x 40. */

static void content_path(char path[4096], const char *name)
{
	const char *folder = getenv("KIOSK_CONFIG_DIR");

	snprintf(path, 4096, "%s/%s", folder ? folder : "config", name);
}

static void read_file(struct buf *file, const char *name)
{
	char path[4096];

	content_path(path, name);
	buf_init(file, 64u << 10, NULL);
	if (buf_read_file(file, path) != STATUS_OK)
		fail_msg("%s cannot be read", path);
	assert_true(text_valid(buf_str(file), file->len));
}

static void expect_file(const char *name)
{
	struct page *page;
	struct buf file;

	read_file(&file, name);
	assert_int_equal(page_parse(buf_str(&file), file.len, &page), STATUS_OK);
	if (strncmp(buf_str(&file), "# ", 2) != 0 || strstr(buf_str(&file), "\n# "))
		fail_msg("%s: a page has one heading of the first level, at its top", name);
	assert_string_not_equal(page_title(page), "");
	page_close(page);
	buf_release(&file);
}

/* In both languages. */
static void expect_page(const char *name)
{
	static const char *const languages[] = {"en", "es"};

	assert_non_null(name);
	assert_non_null(strstr(name, "{language}"));
	for (size_t i = 0; i < 2; i++) {
		struct buf file;

		buf_init(&file, 4096, NULL);
		assert_int_equal(settings_page(name, languages[i], &file), STATUS_OK);
		expect_file(buf_str(&file));
		buf_release(&file);
	}
}

static size_t expect_pages(const cJSON *list)
{
	const cJSON *entry;
	size_t count = 0;

	cJSON_ArrayForEach(entry, list)
	{
		expect_page(cJSON_GetStringValue(entry));
		count++;
	}
	return count;
}

static void every_page_is_there(void **state)
{
	const cJSON *pages, *flags, *level;
	struct report report;
	struct json *json;
	size_t count = 0;
	char path[4096];

	(void)state;
	content_path(path, "kiosk.json");
	report_init(&report);
	assert_int_equal(json_read(path, NULL, &report, &json), STATUS_OK);
	pages = json_get(json_root(json), "pages");
	expect_page(json_string(pages, "privacy"));
	assert_true(expect_pages(json_get(pages, "explainer")) > 0);
	assert_true(expect_pages(json_get(pages, "learn")) > 0);
	flags = json_get(json_get(json_root(json), "form"), "flags");
	expect_page(json_string(flags, "none"));
	cJSON_ArrayForEach(level, json_get(flags, "levels"))
	{
		count++;
		if (json_get(level, "page"))
			expect_page(json_string(level, "page"));
	}
	assert_int_equal(count, 3);
	json_close(json);
	report_release(&report);
}

/* The file without line breaks, so that words are found wherever a line ends. */
static void expect_words(const char *name, const char *words)
{
	struct buf file;

	read_file(&file, name);
	for (size_t i = 0; i < file.len; i++)
		if (file.data[i] == '\n')
			file.data[i] = ' ';
	if (!text_contains(buf_str(&file), words))
		fail_msg("%s does not say \"%s\"", name, words);
	buf_release(&file);
}

#define OUTCOME(name) "pages/en/outcome-" name ".md"
#define PAGE(name)    "pages/en/" name ".md"
#define SPANISH(name) "pages/es/" name ".md"

/* The facts of the treatment in the words that were agreed on. */
static const struct {
	const char *page, *words;
} facts[] = {
	{SPANISH("outcome-stop"), "Hable con nuestro personal antes del tratamiento."},
	{SPANISH("outcome-stop"), "Esto no significa que nunca pueda hacerlo."},
	{SPANISH("outcome-review"), "No deje de tomar ninguna medicina por su cuenta."},
	{SPANISH("outcome-none"), "Gracias. Ya terminó las preguntas."},
	{SPANISH("concerns-and-areas"), "Ningún resultado está garantizado."},
	{SPANISH("concerns-and-areas"), "hay poca prueba de que ayude con las arañitas"},
	{SPANISH("the-visit"), "Calcule de 60 a 75 minutos."},
	{SPANISH("results"), "de 12 horas a 3 días"},
	{SPANISH("when-to-call"), "Llame al 911 si"},
	{SPANISH("when-to-call"), "más de 5 días"},
	{OUTCOME("stop"), "# Please talk with our staff before treatment."},
	{OUTCOME("stop"), "One of your answers means treatment may not be safe for you today. "
			  "This does not mean you can never have it. Our staff will talk with "
			  "you in private about what to do next."},
	{OUTCOME("review"), "# Thank you. Your clinician will go over some answers with you."},
	{OUTCOME("review"), "You do not need to do anything now. Do not stop any medicine on "
			    "your own."},
	{OUTCOME("none"), "# Thank you. You have finished the questions."},
	{OUTCOME("none"), "Your clinician will check your answers before treatment."},
	{PAGE("what-it-is"), "collagen induction therapy"},
	{PAGE("what-it-is"), "Tiny needles make very small marks in the skin. PRP is the part "
			     "of your own blood that is rich in platelets."},
	{PAGE("what-it-is"), "Your skin may make more collagen as it heals."},
	{PAGE("what-it-is"), "Sun, age, acne and changes in hormones"},
	{PAGE("what-it-is"), "12 very fine needles"},
	{PAGE("what-it-is"), "men and women"},
	{PAGE("concerns-and-areas"), "Results differ from person to person. No result is "
				     "guaranteed."},
	{PAGE("concerns-and-areas"), "look fresher"},
	{PAGE("concerns-and-areas"), "may soften the look of lines. Deep folds may change "
				     "less."},
	{PAGE("concerns-and-areas"), "(surgery, injury, burn, or acne): may help scars look "
				     "smoother"},
	{PAGE("concerns-and-areas"), "may help skin feel firmer and smoother"},
	{PAGE("concerns-and-areas"), "It can also cause new dark marks in some people."},
	{PAGE("concerns-and-areas"), "little proof that this helps spider veins"},
	{PAGE("concerns-and-areas"), "may help stretch marks look lighter"},
	{PAGE("concerns-and-areas"), "may help pores look smaller"},
	{PAGE("concerns-and-areas"), "The skin near the eye needs extra care."},
	{PAGE("concerns-and-areas"), "face, neck"},
	{PAGE("concerns-and-areas"), "upper chest (décolletage), arms, hands, belly (abdomen), "
				     "back"},
	{PAGE("concerns-and-areas"), "legs, thighs"},
	{PAGE("concerns-and-areas"), "off-label"},
	{PAGE("concerns-and-areas"), "22 or older"},
	{PAGE("concerns-and-areas"), "not an FDA-approved skin treatment"},
	{PAGE("the-visit"), "60 to 75 minutes"},
	{PAGE("the-visit"), "We put numbing cream on your skin. It takes about 30 minutes"},
	{PAGE("the-visit"), "While you wait, we take a small blood sample. A machine spins "
			    "it"},
	{PAGE("the-visit"), "We take out the PRP"},
	{PAGE("the-visit"), "We work on one small part of the skin at a time."},
	{PAGE("the-visit"), "We set how deep the tiny needles go for your skin."},
	{PAGE("the-visit"), "We move the pen over the skin 3 or 4 times"},
	{PAGE("the-visit"), "We do the same on each part"},
	{PAGE("the-visit"), "The steps are the same on the face and on the body."},
	{PAGE("the-visit"), "ice packs and gel"},
	{PAGE("the-visit"), "like sandpaper moving on your skin"},
	{PAGE("results"), "12 hours to 3 days"},
	{PAGE("results"), "2 to 4 weeks"},
	{PAGE("results"), "6 months to 1 year"},
	{PAGE("results"), "4 to 6 weeks apart"},
	{PAGE("risks"), "new sterile needles"},
	{PAGE("risks"), "only your own blood"},
	{PAGE("risks"), "What is not known"},
	{PAGE("before"), "Never stop a blood thinner or another medicine on your own."},
	{PAGE("when-to-call"), "Call 911"},
};

static void pages_say_what_they_must(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++)
		expect_words(facts[i].page, facts[i].words);
}

/* Regulators allow no such promise. */
static void pages_promise_nothing(void **state)
{
	static const char *const pages[] = {PAGE("what-it-is"), PAGE("concerns-and-areas"),
					    PAGE("the-visit"), PAGE("results")};
	static const char *const promises[] = {"erase",  "vanish", "repair", "heals scars",
					       "remove", "cure",   "HIV"};

	(void)state;
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		struct buf file;

		read_file(&file, pages[i]);
		for (size_t j = 0; j < sizeof(promises) / sizeof(promises[0]); j++)
			if (text_contains(buf_str(&file), promises[j]))
				fail_msg("%s says \"%s\"", pages[i], promises[j]);
		buf_release(&file);
	}
}

/* --- the figure --- */

static struct figure *load_figure(void)
{
	struct figure *figure = NULL;
	struct report report;
	char path[4096];

	content_path(path, "body.figure");
	report_init(&report);
	if (figure_load(path, NULL, &report, &figure) != STATUS_OK || report.count > 0) {
		report_print(&report, stderr);
		fail_msg("the figure has problems");
	}
	report_release(&report);
	return figure;
}

static void regions_are_the_areas(void **state)
{
	struct figure *figure = load_figure();
	struct questionnaire *form;
	const struct item *areas;
	struct report report;
	struct json *json;
	char path[4096];

	(void)state;
	content_path(path, "prp-intake.json");
	report_init(&report);
	assert_int_equal(json_read(path, NULL, &report, &json), STATUS_OK);
	assert_int_equal(questionnaire_load_take(json, NULL, &report, &form), STATUS_OK);
	areas = &form->items[questionnaire_find(form, "areas")];
	assert_int_equal(areas->control, CONTROL_BODY_MAP);
	assert_int_equal(figure_region_count(figure), areas->option_count);
	for (size_t i = 0; i < areas->option_count; i++) {
		size_t region = 0;

		while (region < areas->option_count &&
		       strcmp(figure_region(figure, region)->code,
			      areas->options[i].value.coding.code) != 0)
			region++;
		if (region == areas->option_count)
			fail_msg("no region for %s", areas->options[i].label);
	}
	questionnaire_close(form);
	report_release(&report);
	figure_close(figure);
}

/* Marks every region that the arrow keys reach from one. */
static void walk(const struct body_map *map, bool *reached)
{
	static const enum ui_key keys[] = {UI_KEY_UP, UI_KEY_DOWN, UI_KEY_LEFT, UI_KEY_RIGHT};

	reached[map->focus] = true;
	for (size_t i = 0; i < 4; i++) {
		struct body_map next = *map;

		next.focus = body_map_move(map, keys[i]);
		if (!reached[next.focus])
			walk(&next, reached);
	}
}

static void expect_all_reached(const struct figure *figure, int size)
{
	size_t count = figure_region_count(figure);
	bool chosen[FIGURE_MAX_REGIONS] = {false};

	for (size_t from = 0; from < count; from++) {
		struct body_map map = {figure, size, from, chosen, "en"};
		bool reached[FIGURE_MAX_REGIONS] = {false};

		walk(&map, reached);
		for (size_t to = 0; to < count; to++)
			if (!reached[to])
				fail_msg("size %d: no way from %c to %c", size,
					 figure_region(figure, from)->letter,
					 figure_region(figure, to)->letter);
	}
}

static void no_region_is_a_dead_end(void **state)
{
	struct figure *figure = load_figure();
	int last = -1;

	(void)state;
	/* Every terminal from 80x24 on has its figure. */
	for (int rows = 17; rows < 60; rows++) {
		int size = figure_size_for(figure, rows < 23 ? 48 : 125, rows);

		assert_true(size >= 0);
		if (size != last)
			expect_all_reached(figure, size);
		last = size;
	}
	figure_close(figure);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_page_is_there),
		cmocka_unit_test(pages_say_what_they_must),
		cmocka_unit_test(pages_promise_nothing),
		cmocka_unit_test(regions_are_the_areas),
		cmocka_unit_test(no_region_is_a_dead_end),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
