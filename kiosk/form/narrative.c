/* The narrative that a nurse reads: reference, flags, then every question with its answer (R4
 * narrative, XHTML subset). */
#include "response.h"
#include "slots.h"

#include <kiosk/base/uuid.h>
#include <kiosk/base/words.h>

#include <string.h>

struct narrative {
	const struct answers *answers;
	const struct response_context *context;
	struct buf *out;
	size_t heading; /* slot whose heading stands above; SLOT_NONE */
	bool list;      /* a <dl> is open */
	enum status status;
};

static void add(struct narrative *n, const char *html)
{
	if (!n->status)
		n->status = buf_adds(n->out, html);
}

/* Text into XHTML; a line feed becomes a break. */
static void add_text(struct narrative *n, const char *text)
{
	char one[2] = "";

	for (; *text; text++) {
		switch (*text) {
		case '&':
			add(n, "&amp;");
			break;
		case '<':
			add(n, "&lt;");
			break;
		case '>':
			add(n, "&gt;");
			break;
		case '"':
			add(n, "&quot;");
			break;
		case '\n':
			add(n, "<br/>");
			break;
		default:
			one[0] = *text;
			add(n, one);
		}
	}
}

static bool is_flag(const struct narrative *n, size_t slot)
{
	const struct item *item = answers_item(n->answers, slot);
	const struct value *value;

	if (!n->context->flag_system || !item->hidden || !item_is_question(item) ||
	    !answers_enabled(n->answers, slot) || answers_count(n->answers, slot) == 0 ||
	    answers_left_out(n->answers, slot))
		return false;
	value = answers_value(n->answers, slot, 0);
	return value->type == VALUE_CODING && value->coding.system &&
	       strcmp(value->coding.system, n->context->flag_system) == 0;
}

/* As the person read them: the narrative is in the response's language, and no tag is in it. */
static const char *words_of(const struct item *item)
{
	return item->label ? item->label : item->link_id;
}

static void add_flags(struct narrative *n)
{
	bool any = false;

	for (size_t slot = 0; slot != SLOT_NONE; slot = answers_next(n->answers, slot)) {
		const struct coding *flag;

		if (!is_flag(n, slot))
			continue;
		add(n, any ? "" : "<ul>");
		any = true;
		flag = &answers_value(n->answers, slot, 0)->coding;
		add(n, "<li><b>");
		add_text(n, flag->display ? flag->display : flag->code);
		add(n, "</b>: ");
		add_text(n, words_of(answers_item(n->answers, slot)));
		add(n, "</li>");
	}
	add(n, any ? "</ul>" : "");
}

/* The nearest group above a slot that has words, or that is one of several. */
static size_t heading_of(const struct narrative *n, size_t slot)
{
	for (slot = answers_parent(n->answers, slot); slot != SLOT_NONE;
	     slot = answers_parent(n->answers, slot)) {
		const struct item *item = answers_item(n->answers, slot);

		if (item->type == ITEM_GROUP && (item->label || item->instances))
			break;
	}
	return slot;
}

/* Which it is of those of its group that are in the response; 0: the only one. */
static size_t number_of(const struct narrative *n, size_t slot)
{
	size_t total = 0, number = 0;

	for (size_t at = answers_first_instance(n->answers, slot); at != SLOT_NONE;
	     at = answers_next_instance(n->answers, at)) {
		total += !answers_left_out(n->answers, at);
		if (at == slot)
			number = total;
	}
	return total > 1 ? number : 0;
}

static void add_heading(struct narrative *n, size_t slot)
{
	size_t number = number_of(n, slot);
	struct buf digits;

	buf_init(&digits, 64, NULL);
	add(n, "<h3>");
	add_text(n, words_of(answers_item(n->answers, slot)));
	if (number > 0 && !n->status)
		n->status = buf_addf(&digits, " %zu", number);
	add_text(n, buf_str(&digits));
	add(n, "</h3>");
	buf_release(&digits);
}

static void open_list(struct narrative *n, size_t slot)
{
	size_t heading = heading_of(n, slot);

	if (n->list && heading == n->heading)
		return;
	add(n, n->list ? "</dl>" : "");
	if (heading == SLOT_NONE && n->list) /* no longer what the heading above speaks of */
		add(n, "<hr/>");
	if (heading != SLOT_NONE && heading != n->heading)
		add_heading(n, heading);
	add(n, "<dl>");
	n->heading = heading;
	n->list = true;
}

static void add_answer(struct narrative *n, size_t slot)
{
	struct buf words;

	buf_init(&words, RESPONSE_MAX_BYTES, NULL);
	open_list(n, slot);
	add(n, "<dt>");
	add_text(n, words_of(answers_item(n->answers, slot)));
	add(n, "</dt><dd>");
	if (!n->status)
		n->status = answers_describe(n->answers, slot, &words);
	add_text(n, buf_str(&words));
	add(n, "</dd>");
	buf_release(&words);
}

/* A UUID is shortened to the reference that stands on the receipt; another identifier stands as it
 * is. */
static void add_reference(struct narrative *n)
{
	static const char urn[] = "urn:uuid:";
	const char *identifier = n->context->identifier;
	char reference[UUID_REFERENCE_MAX];

	if (strncmp(identifier, urn, sizeof(urn) - 1) == 0)
		identifier += sizeof(urn) - 1;
	add(n, "<p><b>");
	add_text(n, _("Reference"));
	add(n, " ");
	if (uuid_valid(identifier)) {
		uuid_reference(identifier, reference);
		identifier = reference;
	}
	add_text(n, identifier);
	add(n, "</b></p>");
}

enum status narrative_write(const struct answers *answers, const struct response_context *context,
			    struct buf *out)
{
	struct narrative n = {
		.answers = answers, .context = context, .out = out, .heading = SLOT_NONE};

	add(&n, "<div xmlns=\"http://www.w3.org/1999/xhtml\">");
	add_reference(&n);
	add_flags(&n);
	for (size_t slot = 0; slot != SLOT_NONE; slot = answers_next(answers, slot))
		if (item_is_question(answers_item(answers, slot)) &&
		    answers_enabled(answers, slot) && answers_count(answers, slot) > 0 &&
		    !answers_left_out(answers, slot) && !is_flag(&n, slot))
			add_answer(&n, slot);
	add(&n, n.list ? "</dl></div>" : "</div>");
	return n.status;
}
