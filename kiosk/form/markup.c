#include "markup.h"

#include <cmark.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define ENTITY_MAX 40u /* the longest of HTML has 33 characters */
#define NAME_MAX   16u

enum tag {
	TAG_UNKNOWN,
	TAG_INLINE,
	TAG_BLOCK, /* stands on lines of its own */
	TAG_ITEM,
	TAG_CELL,
	TAG_SILENT, /* its content is no words */
};

/* Elements of HTML that texts have been seen to hold. */
static const struct {
	const char *name;
	enum tag tag;
} tags[] = {
	{"a", TAG_INLINE},      {"abbr", TAG_INLINE},      {"article", TAG_BLOCK},
	{"b", TAG_INLINE},      {"big", TAG_INLINE},       {"blockquote", TAG_BLOCK},
	{"body", TAG_BLOCK},    {"br", TAG_BLOCK},         {"button", TAG_INLINE},
	{"center", TAG_BLOCK},  {"cite", TAG_INLINE},      {"code", TAG_INLINE},
	{"col", TAG_INLINE},    {"dd", TAG_BLOCK},         {"del", TAG_INLINE},
	{"div", TAG_BLOCK},     {"dl", TAG_BLOCK},         {"dt", TAG_BLOCK},
	{"em", TAG_INLINE},     {"figcaption", TAG_BLOCK}, {"figure", TAG_BLOCK},
	{"font", TAG_INLINE},   {"footer", TAG_BLOCK},     {"form", TAG_BLOCK},
	{"h1", TAG_BLOCK},      {"h2", TAG_BLOCK},         {"h3", TAG_BLOCK},
	{"h4", TAG_BLOCK},      {"h5", TAG_BLOCK},         {"h6", TAG_BLOCK},
	{"head", TAG_SILENT},   {"header", TAG_BLOCK},     {"hr", TAG_BLOCK},
	{"html", TAG_BLOCK},    {"i", TAG_INLINE},         {"iframe", TAG_SILENT},
	{"img", TAG_INLINE},    {"input", TAG_INLINE},     {"ins", TAG_INLINE},
	{"label", TAG_INLINE},  {"li", TAG_ITEM},          {"main", TAG_BLOCK},
	{"mark", TAG_INLINE},   {"o:p", TAG_INLINE},       {"object", TAG_SILENT},
	{"ol", TAG_BLOCK},      {"p", TAG_BLOCK},          {"pre", TAG_BLOCK},
	{"q", TAG_INLINE},      {"s", TAG_INLINE},         {"script", TAG_SILENT},
	{"section", TAG_BLOCK}, {"small", TAG_INLINE},     {"span", TAG_INLINE},
	{"strike", TAG_INLINE}, {"strong", TAG_INLINE},    {"style", TAG_SILENT},
	{"sub", TAG_INLINE},    {"sup", TAG_INLINE},       {"svg", TAG_SILENT},
	{"table", TAG_BLOCK},   {"tbody", TAG_BLOCK},      {"td", TAG_CELL},
	{"tfoot", TAG_BLOCK},   {"th", TAG_CELL},          {"thead", TAG_BLOCK},
	{"title", TAG_BLOCK},   {"tr", TAG_BLOCK},         {"tt", TAG_INLINE},
	{"u", TAG_INLINE},      {"ul", TAG_BLOCK},         {"video", TAG_SILENT},
};

struct reduction {
	enum markup kind;
	struct buf *out;
	size_t start;        /* of our words in out */
	bool space;          /* white space stands before what comes next */
	bool line;           /* a line break does */
	const char *closing; /* the next '>' that was found; the end of the text without one */
	enum status status;
};

static void add(struct reduction *r, const char *bytes, size_t len)
{
	bool begun = r->out->len > r->start;

	if (r->line && begun && !r->status)
		r->status = buf_adds(r->out, "\n");
	else if (r->space && begun && !r->status)
		r->status = buf_adds(r->out, " ");
	r->line = r->space = false;
	if (!r->status)
		r->status = buf_add(r->out, bytes, len);
}

static enum tag tag_of(const char *name, size_t len)
{
	for (size_t i = 0; i < sizeof(tags) / sizeof(*tags); i++)
		if (strlen(tags[i].name) == len && strncasecmp(tags[i].name, name, len) == 0)
			return tags[i].tag;
	return TAG_UNKNOWN;
}

/* Behind the end tag of an element whose content is passed over; the end of the text without one.
 */
static const char *behind(const char *at, const char *name, size_t len)
{
	for (const char *end = strstr(at, "</"); end; end = strstr(end + 2, "</"))
		if (strncasecmp(end + 2, name, len) == 0)
			return strchr(end, '>') ? strchr(end, '>') + 1 : end + strlen(end);
	return at + strlen(at);
}

/* The next '>', NULL without one. Texts are full of '<' that begin no tag: what was looked for from
 * an earlier one is not looked for again. */
static const char *find_closing(struct reduction *r, const char *at)
{
	if (!r->closing || r->closing < at)
		r->closing = strchrnul(at, '>');
	return *r->closing ? r->closing : NULL;
}

/* What a tag means; NULL when the text here is no tag, else what stands behind it. */
static const char *read_tag(struct reduction *r, const char *at)
{
	const char *name = at + 1 + (at[1] == '/'), *end = find_closing(r, at);
	size_t len = 0;
	enum tag tag;

	if (strncmp(at, "<!--", 4) == 0) {
		end = strstr(at + 4, "-->");
		return end ? end + 3 : at + strlen(at);
	}
	while (len < NAME_MAX && (isalnum((unsigned char)name[len]) || name[len] == ':'))
		len++;
	tag = tag_of(name, len);
	if (!end || (!len && at[1] != '!' && at[1] != '?') ||
	    (tag == TAG_UNKNOWN && r->kind == MARKUP_TEXT) ||
	    (name[len] && !strchr(" \t\r\n/>", name[len]) && len > 0))
		return NULL;
	if (tag == TAG_SILENT && at[1] != '/' && end[-1] != '/')
		return behind(end, name, len);
	r->line = r->line || tag == TAG_BLOCK || tag == TAG_ITEM;
	r->space = r->space || tag == TAG_CELL;
	if (tag == TAG_ITEM && at[1] != '/') {
		add(r, "\xe2\x80\xa2", 3);
		r->space = true;
	}
	return end + 1;
}

/* How many bytes a control character here has; 0 for none. */
static size_t control_length(const char *at)
{
	const unsigned char *byte = (const unsigned char *)at;

	if (*byte < 0x20 || *byte == 0x7F)
		return 1;
	return *byte == 0xC2 && byte[1] >= 0x80 && byte[1] < 0xA0 ? 2 : 0;
}

/* The characters that an entity stands for, by the library that knows them all. */
static const char *read_entity(struct reduction *r, const char *at)
{
	size_t len = 1;
	cmark_node *document, *text;
	const char *words;
	bool found;

	while (len < ENTITY_MAX && at[len] && !strchr("&; \n<", at[len]))
		len++;
	if (at[len] != ';' || len < 2)
		return NULL;
	document = cmark_parse_document(at, len + 1, CMARK_OPT_DEFAULT);
	text = document ? cmark_node_first_child(cmark_node_first_child(document)) : NULL;
	words = text ? cmark_node_get_literal(text) : NULL;
	found = words && strncmp(words, at, len) != 0;
	if (!document)
		r->status = STATUS_NOMEM;
	else if (found && (strcmp(words, "\xc2\xa0") == 0 || isspace((unsigned char)*words)))
		r->space = true;
	else if (found && control_length(words) == 0)
		add(r, words, strlen(words));
	if (document)
		cmark_node_free(document);
	return found ? at + len + 1 : NULL;
}

static const char *read_white(struct reduction *r, const char *at)
{
	if (r->kind == MARKUP_TEXT && *at == '\n' && !r->line)
		r->line = true;
	else if (r->kind == MARKUP_TEXT && *at == '\n' && r->out->len > r->start && !r->status)
		r->status = buf_adds(r->out, "\n"); /* an empty line */
	else
		r->space = true;
	return at + 1;
}

static void reduce(struct reduction *r, const char *at)
{
	while (*at && !r->status) {
		const char *next = NULL;

		if (isspace((unsigned char)*at))
			next = read_white(r, at);
		else if (*at == '<')
			next = read_tag(r, at);
		else if (*at == '&')
			next = read_entity(r, at);
		else if (control_length(at) > 0)
			next = at + control_length(at);
		if (!next && !r->status)
			add(r, at, 1);
		at = next ? next : at + 1;
	}
}

enum status markup_reduce(enum markup kind, const char *text, struct buf *out)
{
	struct reduction r = {.kind = kind, .out = out, .start = out->len};
	char *html = NULL;

	if (kind == MARKUP_MARKDOWN) {
		html = cmark_markdown_to_html(text, strlen(text), CMARK_OPT_UNSAFE);
		if (!html)
			return STATUS_NOMEM;
	}
	reduce(&r, html ? html : text);
	free(html);
	return r.status;
}
