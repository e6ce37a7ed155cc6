#include "json_scan.h"

#include <kiosk/base/json.h>

#include <unistr.h>

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct scanner {
	const char *text;
	size_t len;
	size_t at;
	unsigned depth;
	struct json_spans *spans;
	struct json_fault *fault;
};

static enum status scan_value(struct scanner *s, size_t begin);

static enum status fail(struct scanner *s, size_t offset, const char *mend, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

static enum status fail(struct scanner *s, size_t offset, const char *mend, const char *format, ...)
{
	va_list args;

	s->fault->offset = offset;
	s->fault->mend = mend;
	va_start(args, format);
	vsnprintf(s->fault->what, sizeof(s->fault->what), format, args);
	va_end(args);
	return STATUS_INVALID;
}

/* The byte at the cursor; the end reads as NUL, which no valid text holds. */
static char peek(const struct scanner *s)
{
	return s->at < s->len ? s->text[s->at] : '\0';
}

static bool at_end(const struct scanner *s)
{
	return s->at >= s->len;
}

static void skip_space(struct scanner *s)
{
	while (peek(s) == ' ' || peek(s) == '\n' || peek(s) == '\t' || peek(s) == '\r')
		s->at++;
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool word_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' || digit(c);
}

/* What stands at the cursor where something else was expected. */
static enum status unexpected(struct scanner *s, const char *expected, const char *mend)
{
	const uint8_t *text = (const uint8_t *)s->text + s->at;
	char c = peek(s);
	ucs4_t point;

	if (at_end(s))
		return fail(s, s->at, mend, "%s expected, but the file ends here", expected);
	if (c == '/' || c == '#')
		return fail(s, s->at, "remove the comment", "JSON has no comments");
	if (c > ' ' && c < 0x7F)
		return fail(s, s->at, mend, "%s expected before '%c'", expected, c);
	if (u8_mbtoucr(&point, text, s->len - s->at) < 0)
		return fail(s, s->at, "save the file as UTF-8", "byte 0x%02X is not UTF-8", *text);
	return fail(s, s->at, mend, "%s expected before the character U+%04X", expected,
		    (unsigned)point);
}

static enum status add_span(struct scanner *s, size_t begin, size_t *index)
{
	struct json_spans *spans = s->spans;

	if (spans->count == spans->room) {
		size_t room = spans->room ? spans->room * 2 : 256;
		struct json_span *grown = reallocarray(spans->span, room, sizeof(*grown));

		if (!grown)
			return STATUS_NOMEM;
		spans->span = grown;
		spans->room = room;
	}
	*index = spans->count++;
	spans->span[*index] = (struct json_span){(uint32_t)begin, (uint32_t)s->at, 0};
	return STATUS_OK;
}

/* Four hex digits at the offset, or -1. */
static long hex4(const struct scanner *s, size_t offset)
{
	long value = 0;

	for (size_t i = offset; i < offset + 4; i++) {
		char c = i < s->len ? s->text[i] : '\0';
		const char *digits = "0123456789abcdef";
		const char *found = c ? strchr(digits, c | 0x20) : NULL;

		if (!found || (!digit(c) && !word_char(c)))
			return -1;
		value = value * 16 + (found - digits);
	}
	return value;
}

/* A \u escape; the cursor stands on the backslash. */
static enum status scan_unicode_escape(struct scanner *s)
{
	long unit = hex4(s, s->at + 2), low;

	if (unit < 0)
		return fail(s, s->at, "write four hexadecimal digits behind \\u",
			    "incomplete \\u escape");
	if (unit == 0)
		return fail(s, s->at, "remove it", "the character U+0000 is not allowed");
	s->at += 6;
	if (unit < 0xD800 || unit > 0xDFFF)
		return STATUS_OK;
	low = peek(s) == '\\' && s->at + 1 < s->len && s->text[s->at + 1] == 'u'
		      ? hex4(s, s->at + 2)
		      : -1;
	if (unit > 0xDBFF || low < 0xDC00 || low > 0xDFFF)
		return fail(s, s->at - 6, "write the character itself, or both of its escapes",
			    "half of a surrogate pair");
	s->at += 6;
	return STATUS_OK;
}

static enum status scan_escape(struct scanner *s)
{
	char c = s->at + 1 < s->len ? s->text[s->at + 1] : '\0';

	if (c == 'u')
		return scan_unicode_escape(s);
	if (!c || !strchr("\"\\/bfnrt", c))
		return fail(s, s->at, "write \\\\ for a backslash", "unknown escape in a string");
	s->at += 2;
	return STATUS_OK;
}

static enum status scan_string_char(struct scanner *s, size_t open)
{
	unsigned char c = (unsigned char)s->text[s->at];
	ucs4_t point;
	int bytes;

	if (c == '\\')
		return scan_escape(s);
	if (c == '\n' || c == '\r')
		return fail(s, open, "close it with a double quote, or write \\n for a new line",
			    "this string is not closed on its line");
	if (c < 0x20)
		return fail(s, s->at, c == '\t' ? "write \\t" : "remove it or write it as \\u",
			    "a string holds the control character U+%04X", c);
	if (c < 0x80) {
		s->at++;
		return STATUS_OK;
	}
	bytes = u8_mbtoucr(&point, (const uint8_t *)s->text + s->at, s->len - s->at);
	if (bytes < 0)
		return fail(s, s->at, "save the file as UTF-8", "byte 0x%02X is not UTF-8", c);
	s->at += (size_t)bytes;
	return STATUS_OK;
}

/* The cursor stands on the opening quote. */
static enum status scan_string(struct scanner *s)
{
	size_t open = s->at++;

	while (!at_end(s)) {
		enum status status;

		if (s->text[s->at] == '"') {
			s->at++;
			return STATUS_OK;
		}
		status = scan_string_char(s, open);
		if (status != STATUS_OK)
			return status;
	}
	return fail(s, open, "close it with a double quote", "this string is not closed");
}

static void skip_digits(struct scanner *s)
{
	while (digit(peek(s)))
		s->at++;
}

/* Nothing, or an e with its digits; the cursor stands behind the mantissa. */
static enum status scan_exponent(struct scanner *s, size_t begin)
{
	if (peek(s) != 'e' && peek(s) != 'E')
		return STATUS_OK;
	s->at++;
	if (peek(s) == '+' || peek(s) == '-')
		s->at++;
	if (!digit(peek(s)))
		return fail(s, begin, "write digits behind the e",
			    "a number has no exponent behind its e");
	skip_digits(s);
	if (s->at - begin <= JSON_NUMBER_MAX && isfinite(strtod(s->text + begin, NULL)))
		return STATUS_OK;
	(void)fail(s, begin, "write a smaller one", "this number is too large to be kept");
	return STATUS_LIMIT;
}

static enum status scan_number(struct scanner *s)
{
	size_t begin = s->at;

	if (peek(s) == '-')
		s->at++;
	if (peek(s) == '0' && s->at + 1 < s->len && digit(s->text[s->at + 1]))
		return fail(s, begin, "remove the zero", "a number begins with 0");
	if (!digit(peek(s)))
		return fail(s, begin, "write a digit behind the minus",
			    "a number needs a digit behind the minus");
	skip_digits(s);
	if (peek(s) == '.') {
		s->at++;
		if (!digit(peek(s)))
			return fail(s, begin, "write a digit behind the point, or no point",
				    "a number ends with a point");
		skip_digits(s);
	}
	if (s->at - begin > JSON_NUMBER_MAX) {
		(void)fail(s, begin, "write fewer digits", "a number of more than %u characters",
			   JSON_NUMBER_MAX);
		return STATUS_LIMIT;
	}
	return scan_exponent(s, begin);
}

static enum status scan_word(struct scanner *s)
{
	static const char *const words[] = {"true", "false", "null"};
	size_t begin = s->at;
	int len;

	while (word_char(peek(s)))
		s->at++;
	len = (int)(s->at - begin);
	for (size_t i = 0; i < 3; i++) {
		if (strlen(words[i]) == (size_t)len &&
		    strncmp(s->text + begin, words[i], (size_t)len) == 0)
			return STATUS_OK;
		if (strlen(words[i]) == (size_t)len &&
		    strncasecmp(s->text + begin, words[i], (size_t)len) == 0)
			return fail(s, begin, "write it in small letters", "unknown word \"%.*s\"",
				    len, s->text + begin);
	}
	return fail(s, begin,
		    "put text into double quotes; the only bare words are true, false and null",
		    "unknown word \"%.*s\"", len < 40 ? len : 40, s->text + begin);
}

/* Behind a value inside brackets: a comma (*more) or the closing bracket. */
static enum status scan_separator(struct scanner *s, char close, size_t open, bool *more)
{
	size_t comma = s->at;

	skip_space(s);
	if (at_end(s))
		return fail(s, open, close == '}' ? "add the missing }" : "add the missing ]",
			    "this %c is not closed", close == '}' ? '{' : '[');
	*more = peek(s) == ',';
	if (peek(s) != ',' && peek(s) != close) {
		if (peek(s) == '"' || peek(s) == '{' || peek(s) == '[') {
			s->at = comma; /* where the comma belongs, not where it is missed */
			return fail(s, comma, "add a comma", "a comma is missing here");
		}
		return unexpected(s, close == '}' ? "a comma or }" : "a comma or ]",
				  close == '}' ? "add a comma or close the object"
					       : "add a comma or close the list");
	}
	comma = s->at++;
	skip_space(s);
	if (*more && peek(s) == close)
		return fail(s, comma, "remove the comma", "nothing follows this comma");
	return STATUS_OK;
}

static enum status scan_member(struct scanner *s)
{
	size_t key = s->at;
	enum status status;

	if (peek(s) != '"')
		return unexpected(s, "a key in double quotes", "put the key into double quotes");
	status = scan_string(s);
	if (status != STATUS_OK)
		return status;
	skip_space(s);
	if (peek(s) != ':')
		return unexpected(s, "a colon", "write \"key\": value");
	s->at++;
	skip_space(s);
	return scan_value(s, key);
}

/* An array or an object; the cursor stands on its opening bracket. */
static enum status scan_container(struct scanner *s)
{
	size_t open = s->at++;
	char close = s->text[open] == '{' ? '}' : ']';
	enum status status = STATUS_OK;
	bool more = true;

	if (++s->depth > JSON_MAX_DEPTH) {
		(void)fail(s, open, "flatten it", "more than %u levels of brackets",
			   JSON_MAX_DEPTH);
		return STATUS_LIMIT;
	}
	skip_space(s);
	if (peek(s) == close) {
		s->at++;
		more = false;
	}
	while (status == STATUS_OK && more) {
		if (at_end(s))
			return fail(s, open,
				    close == '}' ? "add the missing }" : "add the missing ]",
				    "this %c is not closed", s->text[open]);
		status = close == '}' ? scan_member(s) : scan_value(s, s->at);
		if (status == STATUS_OK)
			status = scan_separator(s, close, open, &more);
	}
	s->depth--;
	return status;
}

static enum status scan_value(struct scanner *s, size_t begin)
{
	enum status status;
	size_t index, value = s->at;
	char c = peek(s);

	status = add_span(s, begin, &index);
	if (status != STATUS_OK)
		return status;
	if (c == '{' || c == '[')
		status = scan_container(s);
	else if (c == '"')
		status = scan_string(s);
	else if (c == '-' || digit(c))
		status = scan_number(s);
	else if (c == '+' || c == '.')
		status = fail(s, s->at, "begin it with a digit or a minus",
			      "a number cannot begin with '%c'", c);
	else if (c == '\'')
		status = fail(s, s->at, "use double quotes", "a string in single quotes");
	else if (word_char(c))
		status = scan_word(s);
	else
		status = unexpected(s, "a value", "add the value");
	s->spans->span[index].len = (uint32_t)(s->at - value);
	return status;
}

enum status json_scan(const char *text, size_t len, struct json_spans *spans,
		      struct json_fault *fault)
{
	struct scanner s = {.text = text, .len = len, .spans = spans, .fault = fault};
	enum status status;

	skip_space(&s);
	if (at_end(&s))
		return fail(&s, 0, "write a JSON object", "the file is empty");
	status = scan_value(&s, s.at);
	if (status != STATUS_OK)
		return status;
	skip_space(&s);
	if (!at_end(&s))
		return fail(&s, s.at, "remove what follows the first value",
			    "something stands behind the end of the JSON value");
	return STATUS_OK;
}
