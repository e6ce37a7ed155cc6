#define PCRE2_CODE_UNIT_WIDTH 8
#include "generate.h"

#include <kiosk/base/text.h>

#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PASSES        30
#define PATTERN_CHARS 40
#define TEXT_MAX      ANSWER_TYPED_MAX

struct generator {
	struct answers *answers;
	const struct json *source;
	unsigned int seed;
};

static size_t below(struct generator *g, size_t count)
{
	return count ? (size_t)rand_r(&g->seed) % count : 0;
}

static bool chance(struct generator *g, size_t percent)
{
	return below(g, 100) < percent;
}

/* --- a text that matches a pattern: letter by letter, as long as a match may follow --- */

static const cJSON *item_source(const cJSON *owner, const char *link_id)
{
	const cJSON *item, *found;

	cJSON_ArrayForEach(item, json_get(owner, "item"))
	{
		const char *id = json_string(item, "linkId");

		if (id && strcmp(id, link_id) == 0)
			return item;
		found = item_source(item, link_id);
		if (found)
			return found;
	}
	return NULL;
}

static const char *regex_of(const struct generator *g, const struct item *item)
{
	const cJSON *source = item_source(json_root(g->source), item->link_id), *extension;

	cJSON_ArrayForEach(extension, json_get(source, "extension"))
	{
		const char *url = json_string(extension, "url");

		if (url && strlen(url) > 6 && strcmp(url + strlen(url) - 6, "/regex") == 0)
			return json_string(extension, "valueString");
	}
	return NULL;
}

/* PCRE2 tells of no partial match where the end is anchored too: two programs. */
struct matcher {
	pcre2_code *whole, *begin;
	pcre2_match_data *data;
};

static pcre2_code *compile(const char *regex, uint32_t options)
{
	PCRE2_SIZE offset;
	int error;

	return pcre2_compile((PCRE2_SPTR)regex, PCRE2_ZERO_TERMINATED,
			     PCRE2_ANCHORED | PCRE2_UTF | options, &error, &offset, NULL);
}

static bool matches(const struct matcher *m, const char *text)
{
	return pcre2_match(m->whole, (PCRE2_SPTR)text, strlen(text), 0, 0, m->data, NULL) >= 0;
}

static bool may_match(const struct matcher *m, const char *text)
{
	return matches(m, text) ||
	       pcre2_match(m->begin, (PCRE2_SPTR)text, strlen(text), 0, PCRE2_PARTIAL_HARD, m->data,
			   NULL) == PCRE2_ERROR_PARTIAL;
}

/* One more letter that a match may go on with; false when there is none. */
static bool grow(struct generator *g, const struct matcher *m, char *text)
{
	static const char letters[] = "a0b1c2XYZ @.-+_/:,m3n4p5q6r7s8t9eiouhlkwEIOUAB";
	size_t len = strlen(text), start = below(g, sizeof(letters) - 1);

	text[len + 1] = '\0';
	for (size_t i = 0; i < sizeof(letters) - 1 + 95; i++) {
		text[len] = i < sizeof(letters) - 1 ? letters[(start + i) % (sizeof(letters) - 1)]
						    : (char)(' ' + i - (sizeof(letters) - 1));
		if (may_match(m, text))
			return true;
	}
	text[len] = '\0';
	return false;
}

/* What patterns are often meant for: letter by letter it is found too seldom. */
static bool known_text(struct generator *g, const struct matcher *m, size_t least, char *out)
{
	static const char *const known[] = {
		"ana.lee@example.org", "5550100",     "+15550100123", "555-0100", "12345",
		"12345-6789",          "27.03.1974",  "1974-03-27",   "14:05",    "AB12 3CD",
		"01017012345",         "abcdefghijk", "Ana Lee",
	};
	size_t count = sizeof(known) / sizeof(*known), start = below(g, count);

	for (size_t i = 0; i < count; i++) {
		const char *text = known[(start + i) % count];

		if (strlen(text) < least || !matches(m, text))
			continue;
		snprintf(out, TEXT_MAX, "%s", text);
		return true;
	}
	return false;
}

static void matching_text(struct generator *g, const char *regex, size_t least, char *out)
{
	struct matcher m = {compile(regex, PCRE2_ENDANCHORED), compile(regex, 0),
			    pcre2_match_data_create(1, NULL)};
	bool usable = m.whole && m.begin && m.data;

	*out = '\0';
	if (usable && !(chance(g, 50) && known_text(g, &m, least, out)))
		while (strlen(out) < PATTERN_CHARS + least && grow(g, &m, out))
			if (strlen(out) >= least && matches(&m, out) && chance(g, 60))
				break;
	pcre2_match_data_free(m.data);
	pcre2_code_free(m.whole);
	pcre2_code_free(m.begin);
}

/* --- values by type --- */

static double number_of(const char *text, double fallback)
{
	return text ? strtod(text, NULL) : fallback;
}

static void random_number(struct generator *g, const struct item *item, char *out)
{
	double low = number_of(item->min_value, 0);
	double high = number_of(item->max_value, low > 120 ? low + 100 : 120);
	bool whole = item->type == ITEM_INTEGER || item->max_places == 0;
	int places = item->max_places > 0 && item->max_places < 3 ? item->max_places : 2;

	if (high < low)
		low = number_of(item->min_value, high - 100);
	if (chance(g, 15))
		snprintf(out, TEXT_MAX, "%.*f", whole ? 0 : places, chance(g, 50) ? low : high);
	else
		snprintf(out, TEXT_MAX, "%.*f", whole ? 0 : places,
			 low + (high - low) * (double)below(g, 1001) / 1000);
}

/* Within the years of the limits; what falls outside a limit is tried again. */
static void random_date(struct generator *g, const struct item *item, char *out)
{
	const char *bound = item->min_value ? item->min_value : item->max_value;
	size_t low = item->min_value   ? strtoul(item->min_value, NULL, 10)
		     : item->max_value ? strtoul(item->max_value, NULL, 10) - 5
				       : 1930;
	size_t high = item->max_value   ? strtoul(item->max_value, NULL, 10)
		      : item->min_value ? low + 5
					: 2024;

	if (bound && chance(g, 30)) /* a partial limit at its first day */
		snprintf(out, TEXT_MAX, "%.10s%s", bound,
			 &"-01-01"[strlen(bound) < 5   ? 0
				   : strlen(bound) < 8 ? 3
						       : 6]);
	else
		snprintf(out, TEXT_MAX, "%04zu-%02zu-%02zu", low + below(g, high - low + 1),
			 1 + below(g, 12), 1 + below(g, 28));
	if (item->type == ITEM_DATETIME && strlen(out) == 10)
		snprintf(out + 10, TEXT_MAX - 10, " %02zu:%02zu", below(g, 24), below(g, 60));
}

/* Where the form says that it is how to reach somebody. */
static bool random_contact(struct generator *g, const struct item *item, char *out)
{
	static const char system[] = "http://hl7.org/fhir/contact-point-system";
	bool email = item_has_code(item, system, "email");

	if (email)
		snprintf(out, TEXT_MAX, "ana.%zu@example.org", below(g, 100));
	else if (item_has_code(item, system, "phone"))
		snprintf(out, TEXT_MAX, "+1 (555) 010-0%zu", 100 + below(g, 100));
	return *out;
}

static void random_words(struct generator *g, const struct item *item, char *out)
{
	static const char *const words[] = {"pain",
					    "caf\xc3\xa9",
					    "2 mg",
					    "O'Neil",
					    "<b>&",
					    "left",
					    "\xe6\x97\xa5\xe6\x9c\xac",
					    "none",
					    "x"};
	const char *regex = regex_of(g, item);
	size_t least = item->min_length;

	if (regex && item->pattern) {
		matching_text(g, regex, least, out);
		return;
	}
	*out = '\0';
	if (random_contact(g, item, out))
		return;
	do {
		size_t len = strlen(out);

		snprintf(out + len, TEXT_MAX - len, "%s%s", len ? " " : "",
			 words[below(g, sizeof(words) / sizeof(*words))]);
	} while (text_length(out, strlen(out)) < least || chance(g, 30));
	while (item->max_length > 0 && text_length(out, strlen(out)) > item->max_length)
		out[text_prev(out, strlen(out), strlen(out))] = '\0';
	for (size_t len = strlen(out); len > 1 && out[len - 1] == ' ';)
		out[--len] = '\0';
}

static void type_answer(struct generator *g, size_t slot)
{
	const struct item *item = answers_item(g->answers, slot);
	char text[TEXT_MAX + 1] = "";

	switch (item->type) {
	case ITEM_INTEGER:
	case ITEM_DECIMAL:
	case ITEM_QUANTITY:
		random_number(g, item, text);
		break;
	case ITEM_DATE:
	case ITEM_DATETIME:
		random_date(g, item, text);
		break;
	case ITEM_TIME:
		snprintf(text, sizeof(text), "%.5s", item->min_value ? item->min_value : "14:05");
		break;
	case ITEM_URL:
		snprintf(text, sizeof(text), "https://example.org/%zu", below(g, 100));
		break;
	default:
		random_words(g, item, text);
	}
	(void)!answers_type(g->answers, slot, text);
}

static void choose_answers(struct generator *g, size_t slot)
{
	const struct item *item = answers_item(g->answers, slot);
	size_t count = answers_option_count(g->answers, slot);
	size_t wanted = item_picks_many(item) ? 1 + below(g, 3) : 1;

	if (item->min_occurs > wanted && item_picks_many(item))
		wanted = item->min_occurs;
	if (item->max_occurs > 0 && wanted > item->max_occurs)
		wanted = item->max_occurs;
	for (size_t tries = 0; tries < 100 && answers_count(g->answers, slot) < wanted; tries++)
		(void)!answers_choose(g->answers, slot, below(g, count), true);
}

static void answer(struct generator *g, size_t slot)
{
	const struct item *item = answers_item(g->answers, slot);

	answers_clear(g->answers, slot);
	if (item->type == ITEM_QUANTITY) {
		type_answer(g, slot);
		if (answers_option_count(g->answers, slot) > 0)
			(void)!answers_choose(g->answers, slot,
					      below(g, answers_option_count(g->answers, slot)),
					      true);
	} else if (answers_option_count(g->answers, slot) > 0 &&
		   (!item_typed(item) || chance(g, 80))) {
		choose_answers(g, slot);
	} else if (item_typed(item)) {
		type_answer(g, slot);
	}
}

/* The age that fits the date of birth; where the form takes none such, another date. */
static void mend_age(struct generator *g, size_t slot)
{
	const struct questionnaire *form = answers_questionnaire(g->answers);
	size_t birth = questionnaire_find_definition(form, "Patient.birthDate");
	char text[16];

	for (int years = 0; years < 130; years++) {
		snprintf(text, sizeof(text), "%d", years);
		if (answers_type(g->answers, slot, text) == STATUS_OK &&
		    answers_fault(g->answers, slot) == FAULT_NONE)
			return;
	}
	if (birth != ITEM_NONE)
		answer(g, answers_slot(g->answers, birth));
}

static bool answerable(const struct answers *answers, size_t slot)
{
	const struct item *item = answers_item(answers, slot);

	return answers_enabled(answers, slot) && item_is_question(item) && !item->hidden &&
	       !item->read_only && !item_at_desk(item);
}

static void one_pass(struct generator *g, int pass)
{
	size_t added;

	for (size_t slot = 0; slot != SLOT_NONE; slot = answers_next(g->answers, slot)) {
		const struct item *item = answers_item(g->answers, slot);
		bool fault = answers_fault(g->answers, slot) != FAULT_NONE;

		if (item->instances && answers_instances(g->answers, slot) < 4 &&
		    (pass < 2 ? chance(g, 25) : fault))
			(void)!answers_add(g->answers, slot, &added);
		if (!answerable(g->answers, slot))
			continue;
		if (answers_fault(g->answers, slot) == FAULT_AGE)
			mend_age(g, slot);
		else if (fault && pass > PASSES / 2 && !item->required)
			answers_clear(g->answers, slot);
		else if (fault || (pass == 0 && chance(g, 70)))
			answer(g, slot);
	}
}

static size_t first_fault(const struct answers *answers)
{
	for (size_t slot = 0; slot != SLOT_NONE; slot = answers_next(answers, slot))
		if (answers_fault(answers, slot) != FAULT_NONE)
			return slot;
	return SLOT_NONE;
}

/* An answer in each instance that has to be there, and in a required group. */
static void fill_gap(struct generator *g, size_t slot)
{
	const struct item *item = answers_item(g->answers, slot);
	size_t end = item->instances ? SLOT_NONE : slot;

	for (size_t at = slot; at != SLOT_NONE; at = answers_next(g->answers, at)) {
		if (answerable(g->answers, at) && answers_count(g->answers, at) == 0)
			answer(g, at);
		if (at != slot && end != SLOT_NONE && first_fault(g->answers) != slot)
			return;
	}
}

bool generate_answers(struct answers *answers, const struct json *source, unsigned int seed,
		      size_t *stuck)
{
	struct generator g = {answers, source, seed};

	for (int pass = 0; pass < PASSES; pass++) {
		one_pass(&g, pass);
		*stuck = first_fault(answers);
		if (pass > 1 && *stuck != SLOT_NONE)
			fill_gap(&g, *stuck);
		*stuck = first_fault(answers);
		if (pass > 0 && *stuck == SLOT_NONE)
			return true;
	}
	return false;
}
