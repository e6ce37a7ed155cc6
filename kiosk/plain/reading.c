/* A page of text, heard in portions. */
#include "plain.h"

#include <kiosk/base/log.h>
#include <kiosk/base/words.h>
#include <kiosk/terminal/widgets.h>

#include <limits.h>
#include <string.h>

#define PAGE_BYTES_MAX (256u << 10)
#define PORTION_LINES  8

static void read_page(struct plain *plain)
{
	struct page *page = NULL;
	struct buf file, text;

	buf_truncate(&plain->text, 0);
	buf_init(&file, PATH_MAX, NULL);
	buf_init(&text, PAGE_BYTES_MAX, NULL);
	if (settings_page(visit_text_page(plain->visit), plain->session.language->tag, &file) ||
	    content_read(plain->session.startup->content, buf_str(&file), &text) ||
	    page_parse(buf_str(&text), text.len, &page) || page_write_plain(page, &plain->text)) {
		log_event(LOG_LEVEL_ERROR, "%s: the page cannot be read", buf_str(&file));
		buf_truncate(&plain->text, 0);
	}
	page_close(page);
	buf_release(&file);
	buf_release(&text);
}

/* Behind so many lines; an empty line is a better place to end than the middle of a list. */
static size_t end_of_portion(const struct buf *text, size_t from)
{
	size_t at = from, lines = 0;

	while (at < text->len) {
		const char *end = memchr(text->data + at, '\n', text->len - at);
		size_t next = end ? (size_t)(end - text->data) + 1 : text->len;

		if (next == at + 1 && lines >= PORTION_LINES / 2)
			return next;
		if (lines >= 2 * PORTION_LINES)
			return at;
		lines += next > at + 1;
		at = next;
	}
	return at;
}

static void say_lines(struct plain *plain)
{
	size_t at = plain->from;

	while (at < plain->to) {
		const char *line = plain->text.data + at;
		size_t len = (size_t)(strchrnul(line, '\n') - line);

		if (len > 0)
			plain_linef(plain, "%.*s", (int)len, line);
		at += len + 1;
	}
}

static bool at_end(const struct plain *plain)
{
	return plain->to >= plain->text.len;
}

static void say(struct plain *plain)
{
	bool last = plain->place == VISIT_LEARN &&
		    plain->page + 1 == plain->settings->pages.learn_count;

	if (plain->to == 0) {
		read_page(plain);
		plain->to = end_of_portion(&plain->text, plain->from);
	}
	if (plain->text.len == 0)
		plain_line(plain, _("This page cannot be shown just now. Please ask our staff."));
	say_lines(plain);
	if (!at_end(plain))
		plain_line(plain, _("Press Enter to hear more."));
	else
		plain_line(plain, last ? _("Press Enter to go back to the start.")
				       : _("Press Enter to go on."));
}

static void take(struct plain *plain, const char *line)
{
	if (*line) {
		if (!plain_bare_command(plain, line))
			plain_line(plain, _("This page is for reading. Press Enter to go on."));
	} else if (at_end(plain)) {
		(void)visit_next(plain->visit);
	} else {
		plain->from = plain->to;
		plain->to = end_of_portion(&plain->text, plain->from);
		say(plain);
	}
}

/* To the portion before. */
static bool back(struct plain *plain)
{
	size_t from = 0, to = end_of_portion(&plain->text, 0);

	if (plain->from == 0)
		return false;
	while (to < plain->from) {
		from = to;
		to = end_of_portion(&plain->text, from);
	}
	plain->from = from;
	plain->to = to;
	say(plain);
	return true;
}

const struct asking asking_reading = {
	.say = say,
	.take = take,
	.back = back,
	.prompt = N_("Enter to go on: "),
	.about = N_("This page is for reading. Take your time."),
};
