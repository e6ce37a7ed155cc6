#include <kiosk/base/text.h>

#include <unilbrk.h>

#include <stdint.h>
#include <stdlib.h>

struct lines {
	struct text_line *line;
	size_t count;
	size_t room;
};

static enum status add_line(struct lines *lines, const char *text, size_t begin, size_t end)
{
	struct text_line *grown;

	while (end > begin && (text[end - 1] == ' ' || text[end - 1] == '\r'))
		end--;
	if (lines->count == lines->room) {
		size_t room = lines->room ? lines->room * 2 : 8;

		grown = reallocarray(lines->line, room, sizeof(*grown));
		if (!grown)
			return STATUS_NOMEM;
		lines->line = grown;
		lines->room = room;
	}
	lines->line[lines->count++] =
		(struct text_line){begin, end - begin, text_width(text + begin, end - begin)};
	return STATUS_OK;
}

/* The end of the line that begins at begin: the last place to break that fits, else the last
 * cluster that does. Spaces may hang over the edge; one cluster is always taken. */
static size_t line_end(const char *text, const char *breaks, size_t begin, size_t end, int width)
{
	size_t at = begin, good = begin;
	int used = 0;

	while (at < end) {
		size_t next = text_next(text, end, at);

		if (at > begin && breaks[at] == UC_BREAK_POSSIBLE)
			good = at;
		used += text_width(text + at, next - at);
		if (used > width && text[at] != ' ' && at > begin)
			return good > begin ? good : at;
		at = next;
	}
	return end;
}

static enum status wrap_paragraph(struct lines *lines, const char *text, const char *breaks,
				  size_t begin, size_t end, int width)
{
	enum status status;

	do {
		size_t stop = line_end(text, breaks, begin, end, width);

		status = add_line(lines, text, begin, stop);
		begin = stop;
	} while (status == STATUS_OK && begin < end);
	return status;
}

static bool mandatory(const char *text, const char *breaks, size_t at)
{
	return text[at] == '\n' || breaks[at] == UC_BREAK_MANDATORY;
}

enum status text_wrap(const char *text, size_t len, int width, struct text_line **out,
		      size_t *count)
{
	struct lines lines = {0};
	enum status status = STATUS_OK;
	char *breaks = malloc(len + 1);
	size_t begin = 0;

	if (!breaks)
		return STATUS_NOMEM;
	if (width < 1)
		width = 1;
	u8_possible_linebreaks((const uint8_t *)text, len, "UTF-8", breaks);
	while (status == STATUS_OK && begin <= len) {
		size_t end = begin;

		while (end < len && !mandatory(text, breaks, end))
			end++;
		status = wrap_paragraph(&lines, text, breaks, begin, end, width);
		begin = end < len ? text_next(text, len, end) : len + 1;
	}
	free(breaks);
	if (status != STATUS_OK) {
		free(lines.line);
		return status;
	}
	*out = lines.line;
	*count = lines.count;
	return STATUS_OK;
}
