/* One patient at the dialogue and at the full screen: answers at random, given at both in the same
 * order. What is asked next is known from a model of the answers so far. */
#ifndef TESTS_TWO_FACES_H
#define TESTS_TWO_FACES_H

#include "dialogue.h"

#include <kiosk/base/json.h>
#include <kiosk/form/answers.h>

struct two_faces {
	struct answers *wanted; /* what the patient wants to say */
	struct answers *model;  /* what has been said */
	struct dialogue dialogue;
	struct terminal terminal;
};

/* Borrows all. The answers keep to the form's rules. */
void two_faces_open(struct two_faces *faces, const struct questionnaire *form,
		    const struct json *source, const struct answers_options *options,
		    struct arena *arena, unsigned int seed);
void two_faces_close(struct two_faces *faces);
/* The visits, each at its own site, from the welcome to the receipt. */
void two_faces_visit(struct two_faces *faces, struct site *heard, struct site *seen);

#endif
