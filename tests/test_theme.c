/* Every style against its ground: WCAG 2.2 contrast, for text 4.5:1 (1.4.3), for lines 3:1
 * (1.4.11), in high contrast 7:1 (1.4.6). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "kiosk/terminal/theme.h"

struct colour {
	int red, green, blue;
};

/* The first sixteen as a VGA console has them: darker than most, so that the others do better. */
static const struct colour basic[16] = {
	{0, 0, 0},     {170, 0, 0},    {0, 170, 0},    {170, 85, 0},
	{0, 0, 170},   {170, 0, 170},  {0, 170, 170},  {170, 170, 170},
	{85, 85, 85},  {255, 85, 85},  {85, 255, 85},  {255, 255, 85},
	{85, 85, 255}, {255, 85, 255}, {85, 255, 255}, {255, 255, 255},
};

static struct colour colour_of(int number)
{
	static const int levels[] = {0, 95, 135, 175, 215, 255};
	int grey = 8 + 10 * (number - 232), cube = number - 16;

	if (number < 16)
		return basic[number];
	if (number >= 232)
		return (struct colour){grey, grey, grey};
	return (struct colour){levels[cube / 36], levels[cube / 6 % 6], levels[cube % 6]};
}

static double linear(int value)
{
	double share = value / 255.0;

	return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4);
}

static double luminance(struct colour colour)
{
	return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) +
	       0.0722 * linear(colour.blue);
}

/* The terminal's own colours are light grey on black. */
static double contrast_of(enum theme theme, enum style style)
{
	const struct look *look = theme_look(theme, style);
	int front = look->foreground < 0 ? 7 : look->foreground;
	int back = look->background < 0 ? 0 : look->background;
	double one, other;

	if (theme == THEME_8 && (look->attributes & LOOK_BOLD) && front < 8)
		front += 8; /* how terminals with eight colours show bold */
	one = luminance(colour_of(front));
	other = luminance(colour_of(back));
	return (fmax(one, other) + 0.05) / (fmin(one, other) + 0.05);
}

static bool is_line(enum style style)
{
	return style == STYLE_RULE || style == STYLE_BAR || style == STYLE_BAR_REST;
}

static void expect_contrast(enum theme theme, double text, double lines)
{
	for (int i = 0; i < STYLE_COUNT; i++) {
		double found = contrast_of(theme, (enum style)i);

		if (found < (is_line((enum style)i) ? lines : text))
			fail_msg("theme %d, style %d: %.2f:1", theme, i, found);
	}
}

static void every_style_can_be_read(void **state)
{
	(void)state;
	expect_contrast(THEME_256, 4.5, 3);
	expect_contrast(THEME_8, 4.5, 3);
	expect_contrast(THEME_CONTRAST, 7, 7);
}

/* Focus and choice do not rest on colour: without any they look different too. */
static void states_differ_without_colour(void **state)
{
	static const enum style pairs[][2] = {
		{STYLE_TEXT, STYLE_FOCUS},          {STYLE_TEXT, STYLE_CHOSEN},
		{STYLE_BUTTON, STYLE_BUTTON_FOCUS}, {STYLE_FIELD, STYLE_FIELD_FOCUS},
		{STYLE_REGION, STYLE_REGION_FOCUS}, {STYLE_REGION, STYLE_REGION_CHOSEN},
		{STYLE_TEXT, STYLE_QUESTION},       {STYLE_TEXT, STYLE_ERROR},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
		assert_int_not_equal(theme_look(THEME_MONO, pairs[i][0])->attributes,
				     theme_look(THEME_MONO, pairs[i][1])->attributes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_style_can_be_read),
		cmocka_unit_test(states_differ_without_colour),
	};

	return cmocka_run_group_tests_name("theme", tests, NULL, NULL);
}
