/* Answers to a questionnaire at random, by a seed, within its rules. */
#ifndef TESTS_CORPUS_GENERATE_H
#define TESTS_CORPUS_GENERATE_H

#include <kiosk/base/json.h>
#include <kiosk/form/answers.h>

/* Answers what is asked, most of it, and adds instances. source is the questionnaire's document:
 * the patterns are read from it. False when faults are left that no attempt could mend; the first
 * one's slot is in *stuck. */
bool generate_answers(struct answers *answers, const struct json *source, unsigned int seed,
		      size_t *stuck);

#endif
