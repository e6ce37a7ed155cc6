/* Words as a person reads them: in the language of the visit, and without markup. The response
 * keeps the questionnaire's own. */
#include "markup.h"
#include "questionnaire_load.h"

#include <string.h>
#include <strings.h>

#define WORDS_MAX_BYTES (1u << 20)

static size_t primary_length(const char *tag)
{
	return strcspn(tag, "-_");
}

/* How well a text in a language serves somebody who asked for another (RFC 4647 lookup): 3 the same
 * tag, 2 the language without a region, 1 another region, 0 not at all. */
static int serves(const char *language, const char *asked)
{
	size_t primary = asked ? primary_length(asked) : 0;

	if (!language || !asked || primary_length(language) != primary ||
	    strncasecmp(language, asked, primary) != 0)
		return 0;
	if (strcasecmp(language, asked) == 0)
		return 3;
	return language[primary] ? 1 : 2;
}

static const char *content_of(const cJSON *extension)
{
	const char *text = json_string(extension, "valueString");

	return text ? text : json_string(extension, "valueMarkdown");
}

/* The extension translation has two parts, lang and content. */
static const char *translated(const cJSON *translation, const char *asked, int *rank)
{
	const char *language = NULL, *content = NULL;
	const cJSON *part;

	cJSON_ArrayForEach(part, json_get(translation, "extension"))
	{
		const char *url = json_string(part, "url");

		if (url && strcmp(url, "lang") == 0)
			language = json_string(part, "valueCode");
		else if (url && strcmp(url, "content") == 0)
			content = content_of(part);
	}
	*rank = serves(language, asked);
	return content;
}

static bool named(const cJSON *extension, const char *name)
{
	const char *url = json_string(extension, "url"), *last = url ? strrchr(url, '/') : NULL;

	return last && strcmp(last + 1, name) == 0;
}

/* The best translation that serves better than the form's own words; NULL. */
static const char *find_translation(const struct loader *loader, const cJSON *primitive)
{
	int best = serves(loader->form->questionnaire.language, loader->language), rank;
	const cJSON *extension;
	const char *found = NULL;

	cJSON_ArrayForEach(extension, json_get(primitive, "extension"))
	{
		const char *content = named(extension, "translation")
					      ? translated(extension, loader->language, &rank)
					      : NULL;

		if (!content || rank <= best)
			continue;
		best = rank;
		found = content;
	}
	return found;
}

/* A concept of a ValueSet may have its words in other languages (ValueSet.compose.include.concept.
 * designation). */
static const char *find_designation(const struct loader *loader, const cJSON *concept)
{
	int best = serves(loader->form->questionnaire.language, loader->language);
	const char *found = NULL;
	const cJSON *one;

	cJSON_ArrayForEach(one, json_get(concept, "designation"))
	{
		int rank = serves(json_string(one, "language"), loader->language);
		const char *value = json_string(one, "value");

		if (!value || rank <= best)
			continue;
		best = rank;
		found = value;
	}
	return found;
}

static const char *find_rendering(const cJSON *primitive, const char *name)
{
	const cJSON *extension;

	cJSON_ArrayForEach(extension, json_get(primitive, "extension"))
	{
		if (named(extension, name))
			return content_of(extension);
	}
	return NULL;
}

/* Markup, control characters, or more white space than single blanks. */
static bool needs_reduction(const char *text)
{
	for (const unsigned char *at = (const unsigned char *)text; *at; at++)
		if (*at < 0x20 || *at == 0x7F || *at == 0xC2 || strchr("<&", *at) ||
		    (*at == ' ' && at[1] == ' '))
			return true;
	return false;
}

/* What is left of the words; NULL when nothing is. */
static const char *reduced(struct loader *loader, enum markup kind, const char *text)
{
	char *kept = NULL;
	struct buf out;

	if (!text)
		return NULL;
	if (kind == MARKUP_TEXT && !needs_reduction(text))
		return *text ? text : NULL;
	buf_init(&out, WORDS_MAX_BYTES, NULL);
	if (markup_reduce(kind, text, &out) == STATUS_NOMEM)
		loader->no_memory = true;
	else if (out.len > 0)
		kept = load_alloc(loader, out.len + 1, 1);
	if (kept)
		memcpy(kept, out.data, out.len);
	buf_release(&out);
	return kept;
}

/* Where a start would show the form's own words, in another language than the one that was asked
 * for. */
static void tell_missing(struct loader *loader, const cJSON *object, const char *key)
{
	const cJSON *text = json_get(object, key);

	if (loader->only_language && !loader->unseen && cJSON_IsString(text) &&
	    *text->valuestring && !serves(loader->form->questionnaire.language, loader->language))
		load_untranslated(loader, text);
}

const char *load_words(struct loader *loader, const cJSON *object, const char *key)
{
	char underscore[64] = "_";
	const cJSON *primitive;
	const char *words;

	strncat(underscore, key, sizeof(underscore) - 2);
	primitive = json_get(object, underscore);
	words = reduced(loader, MARKUP_TEXT, find_translation(loader, primitive));
	if (!words)
		tell_missing(loader, object, key);
	if (!words)
		words = reduced(loader, MARKUP_MARKDOWN,
				find_rendering(primitive, "rendering-markdown"));
	if (!words)
		words = reduced(loader, MARKUP_XHTML, find_rendering(primitive, "rendering-xhtml"));
	return words ? words : reduced(loader, MARKUP_TEXT, json_string(object, key));
}

const char *load_display(struct loader *loader, const cJSON *concept)
{
	const char *words = reduced(loader, MARKUP_TEXT, find_designation(loader, concept));

	return words ? words : load_words(loader, concept, "display");
}

const char *load_extension_words(struct loader *loader, const cJSON *extension)
{
	const char *words = NULL;

	if (json_get(extension, "valueMarkdown"))
		words = find_translation(loader, json_get(extension, "_valueMarkdown"));
	if (!words && json_get(extension, "valueMarkdown"))
		tell_missing(loader, extension, "valueMarkdown");
	if (json_get(extension, "valueMarkdown"))
		return reduced(loader, MARKUP_MARKDOWN,
			       words ? words : json_string(extension, "valueMarkdown"));
	return load_words(loader, extension, "valueString");
}
