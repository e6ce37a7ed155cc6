#include <kiosk/base/buf.h>
#include <kiosk/terminal/widgets.h>

#include "field.h"

#include <stdlib.h>
#include <string.h>

/* A mark or a joiner makes one cluster of what stands around it: the cursor goes behind it. */
static void settle(struct field *field, const char *text, size_t offset)
{
	size_t len = strlen(text), at = text_prev(text, len, offset);

	while (at < offset)
		at = text_next(text, len, at);
	field->cursor = at;
}

static bool insert(struct field *field, const char *typed, char *text, size_t size, size_t max)
{
	size_t len = strlen(text), more = strlen(typed);

	if (len + more >= size ||
	    (max > 0 && text_length(text, len) + text_length(typed, more) > max))
		return false;
	memmove(text + field->cursor + more, text + field->cursor, len - field->cursor + 1);
	for (size_t i = 0; i < more; i++)
		text[field->cursor + i] = typed[i];
	settle(field, text, field->cursor + more);
	return true;
}

/* Cuts [begin, end) out; nothing of it stays behind the end of the text. */
static bool cut(struct field *field, char *text, size_t begin, size_t end)
{
	size_t len = strlen(text);

	if (begin == end)
		return false;
	memmove(text + begin, text + end, len - end + 1);
	wipe(text + len - (end - begin), end - begin);
	settle(field, text, begin);
	return true;
}

/* The letter before the cursor becomes the next of its accented forms. */
static bool accent(struct field *field, char *text, size_t size)
{
	size_t len = strlen(text), begin = text_prev(text, len, field->cursor), old, new;
	char letter[TEXT_LETTER_MAX];

	old = field->cursor - begin;
	if (!text_accent_next(text + begin, old, letter))
		return false;
	new = strlen(letter);
	if (len - old + new >= size)
		return false;
	memmove(text + begin + new, text + field->cursor, len - field->cursor + 1);
	memcpy(text + begin, letter, new);
	if (new < old)
		wipe(text + len + new - old, old - new);
	field->cursor = begin + new;
	return true;
}

static bool move_to(struct field *field, size_t offset)
{
	bool moved = offset != field->cursor;

	field->cursor = offset;
	return moved;
}

size_t field_line_of(const struct text_line *lines, size_t count, size_t cursor)
{
	size_t line = 0;

	while (line + 1 < count && lines[line + 1].offset <= cursor)
		line++;
	return line;
}

enum status field_lines(const char *text, int width, struct text_line **lines, size_t *count)
{
	return text_wrap(text, strlen(text), width > 2 ? width - 1 : 1, lines, count);
}

/* The offset in a line that stands at a cell, never one that belongs to the line after it. */
static size_t offset_at(const char *text, const struct text_line *lines, size_t count, size_t line,
			int cells)
{
	const struct text_line *at = &lines[line];
	size_t offset = at->offset + text_fit(text + at->offset, at->len, cells);

	if (line + 1 < count && offset >= lines[line + 1].offset)
		offset = text_prev(text, strlen(text), offset);
	return offset;
}

enum { LINE_BEGIN, LINE_END };

static size_t line_edge(const char *text, const struct text_line *lines, size_t count, size_t line,
			int edge)
{
	return edge == LINE_BEGIN ? lines[line].offset
				  : offset_at(text, lines, count, line, lines[line].width);
}

/* Up, Down, Home and End in a field of several lines. */
static bool move_in_lines(struct field *field, enum ui_key key, const char *text)
{
	struct text_line *lines;
	size_t count, line, target = field->cursor;
	int cells;

	if (field->width < 1 || field_lines(text, field->width, &lines, &count) != STATUS_OK)
		return false;
	line = field_line_of(lines, count, field->cursor);
	cells = text_width(text + lines[line].offset, field->cursor - lines[line].offset);
	if (key == UI_KEY_UP && line > 0)
		target = offset_at(text, lines, count, line - 1, cells);
	else if (key == UI_KEY_DOWN && line + 1 < count)
		target = offset_at(text, lines, count, line + 1, cells);
	else if (key == UI_KEY_HOME)
		target = line_edge(text, lines, count, line, LINE_BEGIN);
	else if (key == UI_KEY_END)
		target = line_edge(text, lines, count, line, LINE_END);
	free(lines);
	return move_to(field, target);
}

static bool move_cursor(struct field *field, enum ui_key key, const char *text)
{
	size_t len = strlen(text);

	switch (key) {
	case UI_KEY_LEFT:
		return move_to(field, text_prev(text, len, field->cursor));
	case UI_KEY_RIGHT:
		return move_to(field, text_next(text, len, field->cursor));
	case UI_KEY_WORD_LEFT:
		return move_to(field, text_word_prev(text, len, field->cursor));
	case UI_KEY_WORD_RIGHT:
		return move_to(field, text_word_next(text, len, field->cursor));
	case UI_KEY_HOME:
		return field->many && field->width > 0 ? move_in_lines(field, key, text)
						       : move_to(field, 0);
	case UI_KEY_END:
		return field->many && field->width > 0 ? move_in_lines(field, key, text)
						       : move_to(field, len);
	case UI_KEY_UP:
	case UI_KEY_DOWN:
		return field->many && move_in_lines(field, key, text);
	default:
		return false;
	}
}

bool field_key(struct field *field, const struct ui_event *event, char *text, size_t size,
	       size_t max)
{
	size_t len = strlen(text);

	if (field->cursor > len)
		field->cursor = len;
	switch (event->key) {
	case UI_KEY_TEXT:
	case UI_KEY_SPACE:
		return insert(field, event->text, text, size, max);
	case UI_KEY_ENTER:
		return field->many && insert(field, "\n", text, size, max);
	case UI_KEY_BACKSPACE:
		return cut(field, text, text_prev(text, len, field->cursor), field->cursor);
	case UI_KEY_DELETE:
		return cut(field, text, field->cursor, text_next(text, len, field->cursor));
	case UI_KEY_CUT_WORD:
		return cut(field, text, text_word_prev(text, len, field->cursor), field->cursor);
	case UI_KEY_CUT_BEFORE:
		return cut(field, text, 0, field->cursor);
	case UI_KEY_CUT_BEHIND:
		return cut(field, text, field->cursor, len);
	case UI_KEY_F7:
		return accent(field, text, size);
	default:
		return move_cursor(field, event->key, text);
	}
}
