/* The extension regex (http://hl7.org/fhir/R4/extension-regex.html): the whole answer has to match.
 */
#include "form.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Steps of the matcher for one answer: what a pattern without nested repetition needs for 4,000
 * characters many times over, and a blink of the eye for one that would go on for hours. */
#define STEPS_MAX   200000u
#define HEAP_MAX_KB 4096u
#define PROBE_LEN   48

/* Most patterns end a probe within these; one that does not is given ten times as many. */
#define PROBE_STEPS 2000u

struct pattern {
	pcre2_code *code;
	const char *regex; /* borrowed of the form's document */
	size_t spent;      /* steps of the probes of this one and all before it */
	bool hostile;
	struct pattern *next; /* of the form */
};

static int run(const struct pattern *pattern, const char *text, size_t len, uint32_t steps)
{
	pcre2_match_context *limits = pcre2_match_context_create(NULL);
	pcre2_match_data *data = pcre2_match_data_create(1, NULL);
	int result = PCRE2_ERROR_NOMEMORY;

	if (limits && data) {
		pcre2_set_match_limit(limits, steps);
		pcre2_set_depth_limit(limits, steps);
		pcre2_set_heap_limit(limits, HEAP_MAX_KB);
		result = pcre2_match(pattern->code, (PCRE2_SPTR)text, len, 0, 0, data, limits);
	}
	pcre2_match_data_free(data);
	pcre2_match_context_free(limits);
	return result;
}

bool pattern_matches(const struct pattern *pattern, const char *text)
{
	return run(pattern, text, strlen(text), STEPS_MAX) >= 0;
}

/* Many times the same letter, with an end that does not fit. PCRE2 does not say how many steps it
 * took, so that a probe is charged with its limit. */
static bool survives(struct pattern *pattern, char letter)
{
	char probe[PROBE_LEN + 3];
	int result = PCRE2_ERROR_MATCHLIMIT;

	memset(probe, letter, PROBE_LEN);
	memcpy(probe + PROBE_LEN, "\x01!", 3);
	for (uint32_t steps = PROBE_STEPS;
	     steps <= STEPS_MAX && result < PCRE2_ERROR_NOMATCH && result != PCRE2_ERROR_NOMEMORY;
	     steps *= 10) {
		pattern->spent += steps;
		result = run(pattern, probe, PROBE_LEN + 2, steps);
	}
	return result >= PCRE2_ERROR_NOMATCH || result == PCRE2_ERROR_NOMEMORY;
}

/* Probes every letter of the pattern, once: there a hostile one shows. */
static bool hostile(struct pattern *pattern)
{
	static const char usual[] = "a0 A-._@";
	bool probed[0x80] = {false};

	for (int round = 0; round < 2; round++) {
		for (const char *at = round ? usual : pattern->regex; *at; at++) {
			unsigned char letter = (unsigned char)*at;

			if (letter >= sizeof(probed) || probed[letter])
				continue;
			probed[letter] = true;
			if (!survives(pattern, *at))
				return true;
		}
	}
	return false;
}

/* One that the form has in this very wording already; NULL. */
static const struct pattern *find_pattern(const struct form *form, const char *regex)
{
	const struct pattern *pattern = form->patterns;

	while (pattern && strcmp(pattern->regex, regex) != 0)
		pattern = pattern->next;
	return pattern;
}

/* A class such as [\w-.] has a hyphen behind a set of characters, which begins no range: others
 * take it as itself, PCRE2 wants it escaped. The regex with all such hyphens escaped; NULL when
 * memory ran out. */
static char *escape_hyphens(const char *regex)
{
	char *text = malloc(2 * strlen(regex) + 1), *out = text;
	bool class = false;

	while (text && *regex) {
		bool set = *regex == '\\' && regex[1] && strchr("dDwWsS", regex[1]);

		class = *regex == '[' || (class && *regex != ']');
		if (*regex == '\\' && regex[1])
			*out++ = *regex++;
		*out++ = *regex++;
		if (set && class && *regex == '-')
			*out++ = '\\';
	}
	if (text)
		*out = '\0';
	return text;
}

static pcre2_code *compile(const char *regex, int *error, PCRE2_SIZE *offset)
{
	return pcre2_compile((PCRE2_SPTR)regex, PCRE2_ZERO_TERMINATED,
			     PCRE2_UTF | PCRE2_ALT_BSUX | PCRE2_ANCHORED | PCRE2_ENDANCHORED |
				     PCRE2_NEVER_BACKSLASH_C | PCRE2_NO_START_OPTIMIZE,
			     error, offset, NULL);
}

/* An error is that of the regex as it is written. */
static pcre2_code *compile_leniently(const char *regex, int *error, PCRE2_SIZE *offset)
{
	pcre2_code *code = compile(regex, error, offset);
	char *escaped = code ? NULL : escape_hyphens(regex);

	if (escaped)
		code = compile(escaped, &(int){0}, &(PCRE2_SIZE){0});
	free(escaped);
	return code;
}

/* One more of the form's, that is probed; NULL with the reason when it is no pattern. */
static const struct pattern *add_pattern(struct form *form, const char *regex, char *why,
					 size_t why_size)
{
	struct pattern *pattern = pool_alloc(form->pool, sizeof(*pattern));
	PCRE2_SIZE offset;
	int error;

	if (!pattern) {
		snprintf(why, why_size, "out of memory");
		return NULL;
	}
	pattern->regex = regex;
	pattern->code = compile_leniently(regex, &error, &offset);
	if (!pattern->code) {
		PCRE2_UCHAR words[120] = "";

		pcre2_get_error_message(error, words, sizeof(words));
		snprintf(why, why_size, "%s, at its character %zu", (const char *)words,
			 (size_t)offset + 1);
		return NULL;
	}
	pattern->spent = form->patterns ? form->patterns->spent : 0;
	pattern->next = form->patterns;
	form->patterns = pattern;
	pattern->hostile = hostile(pattern);
	return pattern;
}

const struct pattern *pattern_compile(struct form *form, const char *regex, char *why,
				      size_t why_size)
{
	const struct pattern *pattern;

	if (form->patterns && form->patterns->spent > QUESTIONNAIRE_MAX_PROBES) {
		snprintf(why, why_size,
			 "to try all patterns of the form takes more steps than the limit of %u",
			 QUESTIONNAIRE_MAX_PROBES);
		return NULL;
	}
	pattern = find_pattern(form, regex);
	if (!pattern)
		pattern = add_pattern(form, regex, why, why_size);
	if (pattern && pattern->hostile) {
		snprintf(why, why_size, "it repeats a repetition, and would take for ever");
		return NULL;
	}
	return pattern;
}

void patterns_close(struct form *form)
{
	for (; form->patterns; form->patterns = form->patterns->next)
		pcre2_code_free(form->patterns->code);
}
