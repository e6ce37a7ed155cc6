#include "plain.h"

#include <kiosk/base/log.h>
#include <kiosk/base/text.h>

#include <stdlib.h>
#include <string.h>

#define WORDS_MAX (64u << 10)

static void add(struct plain *plain, const char *text, size_t len)
{
	if (buf_add(&plain->out, text, len) || buf_adds(&plain->out, "\n"))
		log_event(LOG_LEVEL_ERROR, "no memory for what is to be said");
}

/* Broken where a terminal's line ends, so that no word is torn. */
void plain_line(struct plain *plain, const char *words)
{
	int width = line_width(plain->terminal);
	struct text_line *lines;
	size_t count;

	if (width == 0 || text_wrap(words, strlen(words), width, &lines, &count)) {
		add(plain, words, strlen(words));
		return;
	}
	for (size_t i = 0; i < count; i++)
		add(plain, words + lines[i].offset, lines[i].len);
	free(lines);
}

void plain_linef(struct plain *plain, const char *format, ...)
{
	struct buf words;
	va_list args;

	buf_init(&words, WORDS_MAX, NULL);
	va_start(args, format);
	if (!buf_vaddf(&words, format, args))
		plain_line(plain, buf_str(&words));
	va_end(args);
	buf_release(&words);
}

void plain_sentence(struct plain *plain, const char *words)
{
	size_t len = strlen(words);

	if (len > 0)
		plain_linef(plain, "%s%s", words, strchr(".?!:;", words[len - 1]) ? "" : ".");
}

void plain_words(struct plain *plain, const char *before, plain_words_fn *words_of, size_t slot)
{
	struct buf words;
	size_t head;

	buf_init(&words, WORDS_MAX, NULL);
	if (!buf_adds(&words, before ? before : "")) {
		head = words.len;
		if (!words_of(plain->answers, slot, &words) && words.len > head)
			plain_sentence(plain, buf_str(&words));
	}
	buf_release(&words);
}

void plain_flush(struct plain *plain)
{
	line_write(plain->terminal, buf_str(&plain->out), plain->out.len);
	buf_truncate(&plain->out, 0);
}
