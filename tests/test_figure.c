/* The figure file, every complaint about it, and moving on the body map. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <kiosk/terminal/figure.h>
#include <kiosk/terminal/widgets.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/kiosk-figure-XXXXXX";

static void file_path(char path[64])
{
	snprintf(path, 64, "%s/body.figure", folder);
}

static enum status load(const char *text, struct report *report, struct figure **figure)
{
	char path[64];
	FILE *file;
	enum status status;

	file_path(path);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	report_init(report);
	status = figure_load(path, NULL, report, figure);
	unlink(path);
	return status;
}

/* A head, two arms around a belly; the back behind a gap. 'h' is on both figures. */
static const char small[] = "# a figure\n"
			    "size 12 3\n"
			    "region h 69536005\n"
			    "region a 53120007\n"
			    "region b 818983003\n"
			    "drawing\n"
			    "  ◯       ◯\n"
			    "─ ┃ ─    ─┃─\n"
			    "\n"
			    "ascii\n"
			    "  o       o\n"
			    "- | -    -|-\n"
			    "#\n"
			    "mask\n"
			    "..h.......h.\n"
			    "a.b.a.......\n"
			    "............\n"
			    "end\n"
			    "\n"
			    "size 3 1\n"
			    "drawing\n"
			    "   \n"
			    "ascii\n"
			    "\n"
			    "mask\n"
			    "hab\n"
			    "end\n";

static void test_loads(void **state)
{
	struct report report;
	struct figure *figure;
	int columns, rows;

	(void)state;
	assert_int_equal(load(small, &report, &figure), STATUS_OK);
	assert_int_equal(report.count, 0);
	assert_int_equal(figure_region_count(figure), 3);
	assert_int_equal(figure_region(figure, 1)->letter, 'a');
	assert_string_equal(figure_region(figure, 1)->code, "53120007");
	assert_int_equal(figure_region(figure, 1)->place.line, 4);
	assert_int_equal(figure_size_for(figure, 80, 24), 0);
	assert_int_equal(figure_size_for(figure, 12, 3), 0);
	assert_int_equal(figure_size_for(figure, 11, 3), 1);
	assert_int_equal(figure_size_for(figure, 80, 2), 1);
	assert_int_equal(figure_size_for(figure, 2, 24), -1);
	figure_dimensions(figure, 0, &columns, &rows);
	assert_int_equal(columns, 12);
	assert_int_equal(rows, 3);
	figure_close(figure);
	report_release(&report);
}

static void test_moves_and_points(void **state)
{
	const bool chosen[3] = {false};
	enum { HEAD, ARM, BELLY, NONE };
	struct report report;
	struct figure *figure;
	struct body_map map;

	(void)state;
	assert_int_equal(load(small, &report, &figure), STATUS_OK);
	map = (struct body_map){figure, 0, NONE, chosen, "en"};
	assert_int_equal(body_map_at(&map, 0, 2), HEAD);
	assert_int_equal(body_map_at(&map, 0, 10), HEAD);
	assert_int_equal(body_map_at(&map, 1, 4), ARM);
	assert_int_equal(body_map_at(&map, 1, 3), NONE);
	assert_int_equal(body_map_at(&map, -1, 0), NONE);
	assert_int_equal(body_map_at(&map, 0, 12), NONE);
	assert_int_equal(body_map_at(&map, 3, 0), NONE);
	assert_int_equal(body_map_move(&map, UI_KEY_DOWN), ARM); /* from nowhere: the first */
	map.focus = HEAD;
	assert_int_equal(body_map_move(&map, UI_KEY_DOWN), BELLY);
	assert_int_equal(body_map_move(&map, UI_KEY_UP), HEAD);
	assert_int_equal(body_map_move(&map, UI_KEY_ENTER), HEAD);
	map.focus = BELLY;
	assert_int_equal(body_map_move(&map, UI_KEY_UP), HEAD);
	assert_int_equal(body_map_move(&map, UI_KEY_LEFT), ARM);
	assert_int_equal(body_map_move(&map, UI_KEY_RIGHT),
			 BELLY); /* the arm is where it is focused */
	figure_close(figure);
	report_release(&report);
}

/* The text is refused, and the only complaint is this one, at this line and column. */
static void expect_complaint(const char *text, const char *what, int line, int column)
{
	struct report report;
	struct figure *figure = NULL;

	assert_int_equal(load(text, &report, &figure), STATUS_INVALID);
	assert_null(figure);
	assert_int_equal(report.count, 1);
	assert_string_equal(report.problems[0].what, what);
	assert_int_equal(report.problems[0].line, line);
	assert_int_equal(report.problems[0].column, column);
	report_release(&report);
}

#define HEAD "region h 1\nsize 3 1\ndrawing\n"

static void test_complaints(void **state)
{
	(void)state;
	expect_complaint(HEAD "abcd\nascii\n\nmask\nh\nend\n", "the row is wider than 3 columns", 4,
			 4);
	expect_complaint(HEAD "日\nascii\n\nmask\nh\nend\n",
			 "a character that is not one cell wide", 4, 1);
	expect_complaint(HEAD "a\xff\nascii\n\nmask\nh\nend\n", "the row is not UTF-8", 4, 1);
	expect_complaint(HEAD "ab\nascii\n é\nmask\nh\nend\n",
			 "the ascii drawing has a character that is not ASCII", 6, 2);
	expect_complaint(HEAD "ab\nascii\nab\nmask\nhx\nend\n",
			 "the mask has a letter without a region: 'x'", 8, 2);
	expect_complaint(HEAD "ab\nascii\nab\nmask\n.\nend\n",
			 "region h is not in the mask of this size", 2, 1);
	expect_complaint(HEAD "ab\nascii\nab\nmask\nh\n", "the last size has no end", 8, 1);
	expect_complaint("region h 1\nregion h 2\n"
			 "size 1 1\nmask\nh\nend\n",
			 "region h is one too many or is there already", 2, 1);
	expect_complaint("region h 1\nsize 1 1\nmask\nh\nend\nsize 0 4\n", "no usable size", 6, 1);
	expect_complaint("region h 1\nsize 1 1\nmask\nh\nend\ncolour red\n",
			 "not understood: colour red", 6, 1);
	expect_complaint("", "no size or no region", 0, 1);
}

static void test_all_complaints_at_once(void **state)
{
	struct report report;
	struct figure *figure;

	(void)state;
	assert_int_equal(load(HEAD "abcd\nascii\né\nmask\nxy\nend\nrubbish\n", &report, &figure),
			 STATUS_INVALID);
	assert_int_equal(report.errors, 6);
	report_release(&report);
}

static void test_missing_file(void **state)
{
	struct report report;
	struct figure *figure;
	char path[64];

	(void)state;
	file_path(path);
	report_init(&report);
	assert_int_equal(figure_load(path, NULL, &report, &figure), STATUS_NOTFOUND);
	assert_int_equal(report.errors, 1);
	report_release(&report);
}

static int make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
	(void)state;
	return rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_loads),        cmocka_unit_test(test_moves_and_points),
		cmocka_unit_test(test_complaints),   cmocka_unit_test(test_all_complaints_at_once),
		cmocka_unit_test(test_missing_file),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests_name("figure", tests, make_folder, remove_folder);
}
