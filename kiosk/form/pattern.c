/* The extension regex (http://hl7.org/fhir/R4/extension-regex.html): the whole answer has to match.
 */
#include "form.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <stdio.h>
#include <string.h>

/* Steps of the matcher for one answer: what a pattern without nested repetition needs for 4,000
 * characters many times over, and a blink of the eye for one that would go on for hours. */
#define STEPS_MAX   200000u
#define HEAP_MAX_KB 4096u
#define PROBE_LEN   48

struct pattern {
	pcre2_code *code;
	struct pattern *next; /* of the form */
};

static int run(const struct pattern *pattern, const char *text, size_t len)
{
	pcre2_match_context *limits = pcre2_match_context_create(NULL);
	pcre2_match_data *data = pcre2_match_data_create(1, NULL);
	int result = PCRE2_ERROR_NOMEMORY;

	if (limits && data) {
		pcre2_set_match_limit(limits, STEPS_MAX);
		pcre2_set_depth_limit(limits, STEPS_MAX);
		pcre2_set_heap_limit(limits, HEAP_MAX_KB);
		result = pcre2_match(pattern->code, (PCRE2_SPTR)text, len, 0, 0, data, limits);
	}
	pcre2_match_data_free(data);
	pcre2_match_context_free(limits);
	return result;
}

bool pattern_matches(const struct pattern *pattern, const char *text)
{
	return run(pattern, text, strlen(text)) >= 0;
}

/* Tries every letter of the pattern many times over, with an end that does not fit: there a hostile
 * pattern shows. */
static bool hostile(const struct pattern *pattern, const char *regex)
{
	static const char usual[] = "a0 A-._@";
	char probe[PROBE_LEN + 3];

	for (int round = 0; round < 2; round++) {
		for (const char *at = round ? usual : regex; *at; at++) {
			int result;

			if ((unsigned char)*at >= 0x80)
				continue;
			memset(probe, *at, PROBE_LEN);
			memcpy(probe + PROBE_LEN, "\x01!", 3);
			result = run(pattern, probe, PROBE_LEN + 2);
			if (result < PCRE2_ERROR_NOMATCH && result != PCRE2_ERROR_NOMEMORY)
				return true;
		}
	}
	return false;
}

const struct pattern *pattern_compile(struct form *form, const char *regex, char *why,
				      size_t why_size)
{
	struct pattern *pattern = pool_alloc(form->pool, sizeof(*pattern));
	PCRE2_SIZE offset;
	int error;

	if (!pattern) {
		snprintf(why, why_size, "out of memory");
		return NULL;
	}
	pattern->code = pcre2_compile((PCRE2_SPTR)regex, PCRE2_ZERO_TERMINATED,
				      PCRE2_UTF | PCRE2_UCP | PCRE2_ANCHORED | PCRE2_ENDANCHORED |
					      PCRE2_NEVER_BACKSLASH_C | PCRE2_NO_START_OPTIMIZE,
				      &error, &offset, NULL);
	if (!pattern->code) {
		PCRE2_UCHAR words[120] = "";

		pcre2_get_error_message(error, words, sizeof(words));
		snprintf(why, why_size, "%s, at its character %zu", (const char *)words,
			 (size_t)offset + 1);
		return NULL;
	}
	pattern->next = form->patterns;
	form->patterns = pattern;
	if (!hostile(pattern, regex))
		return pattern;
	snprintf(why, why_size, "it repeats a repetition, and would take for ever");
	return NULL;
}

void patterns_close(struct form *form)
{
	for (; form->patterns; form->patterns = form->patterns->next)
		pcre2_code_free(form->patterns->code);
}
