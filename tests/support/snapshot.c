#include "snapshot.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define LOOKS_MAX 52 /* letters */
#define PATH_SIZE 4096

/* The looks of a screen, in the order in which they are met. */
struct looks {
	VTermScreenCell cells[LOOKS_MAX];
	size_t count;
};

static bool same_colour(const VTermColor *a, const VTermColor *b, bool background)
{
	bool a_own = background ? VTERM_COLOR_IS_DEFAULT_BG(a) : VTERM_COLOR_IS_DEFAULT_FG(a);
	bool b_own = background ? VTERM_COLOR_IS_DEFAULT_BG(b) : VTERM_COLOR_IS_DEFAULT_FG(b);

	return a_own == b_own && (a_own || a->indexed.idx == b->indexed.idx);
}

static bool same_look(const VTermScreenCell *a, const VTermScreenCell *b)
{
	return same_colour(&a->fg, &b->fg, false) && same_colour(&a->bg, &b->bg, true) &&
	       a->attrs.bold == b->attrs.bold && a->attrs.underline == b->attrs.underline &&
	       a->attrs.italic == b->attrs.italic && a->attrs.reverse == b->attrs.reverse;
}

static bool is_plain(const VTermScreenCell *cell)
{
	return VTERM_COLOR_IS_DEFAULT_FG(&cell->fg) && VTERM_COLOR_IS_DEFAULT_BG(&cell->bg) &&
	       !cell->attrs.bold && !cell->attrs.underline && !cell->attrs.italic &&
	       !cell->attrs.reverse;
}

static bool is_blank(const VTermScreenCell *cell)
{
	return cell->chars[0] <= ' ' && !cell->attrs.reverse && !cell->attrs.underline;
}

/* Of a blank only what is behind it can be seen: it goes along with what stands before it. */
static void join(VTermScreenCell *cell, const VTermScreenCell *before)
{
	if (!is_blank(cell))
		return;
	cell->attrs.bold = cell->attrs.italic = 0;
	cell->fg.type = VTERM_COLOR_DEFAULT_FG;
	if (before && !is_plain(cell) && !before->attrs.underline && !before->attrs.reverse &&
	    same_colour(&cell->bg, &before->bg, true)) {
		cell->fg = before->fg;
		cell->attrs = before->attrs;
	}
}

static char letter_of(struct looks *looks, const VTermScreenCell *cell)
{
	size_t i;

	if (is_plain(cell))
		return '.';
	for (i = 0; i < looks->count && !same_look(&looks->cells[i], cell); i++)
		;
	if (i == looks->count) {
		assert_true(looks->count < LOOKS_MAX);
		looks->cells[looks->count++] = *cell;
	}
	return (char)(i < 26 ? 'a' + i : 'A' + i - 26);
}

static void add(struct buf *out, const char *text)
{
	assert_int_equal(buf_adds(out, text), STATUS_OK);
}

static void add_row(const struct terminal *terminal, int row, struct looks *looks, struct buf *out)
{
	VTermScreenCell before = {0};
	size_t begin = out->len;

	assert_int_equal(buf_addf(out, "%2d ", row), STATUS_OK);
	for (int column = 0; column < terminal->columns; column++) {
		VTermScreenCell cell;

		vterm_screen_get_cell(terminal->screen, (VTermPos){row, column}, &cell);
		join(&cell, column > 0 ? &before : NULL);
		before = cell;
		add(out, (char[]){letter_of(looks, &cell), '\0'});
	}
	while (out->len > begin + 3 && out->data[out->len - 1] == '.')
		buf_truncate(out, out->len - 1);
	if (out->len == begin + 3)
		buf_truncate(out, begin); /* nothing on it but the terminal's own look */
	else
		add(out, "\n");
}

static void add_colour(const VTermColor *colour, bool own, struct buf *out)
{
	if (own)
		add(out, "own");
	else
		assert_int_equal(buf_addf(out, "%d", colour->indexed.idx), STATUS_OK);
}

static void add_legend(const struct looks *looks, struct buf *out)
{
	for (size_t i = 0; i < looks->count; i++) {
		const VTermScreenCell *cell = &looks->cells[i];

		add(out, (char[]){(char)(i < 26 ? 'a' + i : 'A' + i - 26), ' ', '\0'});
		add_colour(&cell->fg, VTERM_COLOR_IS_DEFAULT_FG(&cell->fg), out);
		add(out, " on ");
		add_colour(&cell->bg, VTERM_COLOR_IS_DEFAULT_BG(&cell->bg), out);
		add(out, cell->attrs.bold ? " bold" : "");
		add(out, cell->attrs.underline ? " underlined" : "");
		add(out, cell->attrs.italic ? " italic" : "");
		add(out, cell->attrs.reverse ? " reversed" : "");
		add(out, "\n");
	}
}

static void add_cursor(const struct terminal *terminal, struct buf *out)
{
	VTermPos at;

	vterm_state_get_cursorpos(vterm_obtain_state(terminal->vterm), &at);
	if (terminal->cursor)
		assert_int_equal(buf_addf(out, "cursor %d,%d\n", at.row, at.col), STATUS_OK);
	else
		add(out, "no cursor\n");
}

static void picture(struct terminal *terminal, struct buf *out)
{
	struct looks looks = {.count = 0};
	char *screen;

	terminal_settle(terminal);
	screen = terminal_text(terminal);
	buf_truncate(out, 0);
	add(out, screen);
	free(screen);
	add(out, "--- looks\n");
	for (int row = 0; row < terminal->rows; row++)
		add_row(terminal, row, &looks, out);
	add_legend(&looks, out);
	add_cursor(terminal, out);
}

static void make_folders(const char *path)
{
	char copy[PATH_SIZE];
	char *slash;

	snprintf(copy, sizeof(copy), "%s", path);
	for (slash = strchr(copy + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(copy, 0777) != 0 && errno != EEXIST)
			fail_msg("%s: %s", copy, strerror(errno));
		*slash = '/';
	}
}

void terminal_snapshot(struct terminal *terminal, const char *name)
{
	const char *folder = getenv("KIOSK_SCREENS_DIR");
	char path[PATH_SIZE];
	struct buf seen, wanted;

	snprintf(path, sizeof(path), "%s/%s.txt", folder ? folder : "tests/screens", name);
	buf_init(&seen, 1u << 20, NULL);
	buf_init(&wanted, 1u << 20, NULL);
	picture(terminal, &seen);
	if (getenv("SNAPSHOTS")) {
		make_folders(path);
		file_write(path, buf_str(&seen));
	} else if (buf_read_file(&wanted, path)) {
		fail_msg("%s cannot be read: `make snapshots` writes it", path);
	} else if (strcmp(buf_str(&seen), buf_str(&wanted)) != 0) {
		/* cmocka's own messages are short. */
		fprintf(stderr, "expected as in %s:\n%s\nbut the screen was:\n%s\n", path,
			buf_str(&wanted), buf_str(&seen));
		fail_msg("the screen is not as in %s", path);
	}
	buf_release(&seen);
	buf_release(&wanted);
}
