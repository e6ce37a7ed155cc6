/* Private to the loader: the ValueSets that a form can name, its own and those held. */
#ifndef KIOSK_FORM_VALUE_SET_H
#define KIOSK_FORM_VALUE_SET_H

#include "questionnaire_load.h"

/* A set that a form can name, and what it came to: listed once, however many name it. */
struct known_set {
	const cJSON *set;
	enum { SET_UNREAD, SET_OPEN, SET_LISTED, SET_FAILED } state;
	const struct answer_option *options;
	size_t count;
};

struct name {
	enum { NAME_ID, NAME_URL, NAME_SYSTEM } kind; /* the last: of a CodeSystem, its url */
	const char *text;
	struct known_set *known;
};

struct value_sets {
	char *place; /* NULL: nowhere */
	struct json **sets;
	size_t count;
	/* Of one that a loader has made for its form, from the form's pool. */
	const struct form *form; /* NULL: of none */
	struct known_set *known; /* those that the form contains, then those held */
	struct name *names;      /* of those contained, sorted */
	size_t contained, name_count;
	size_t codes; /* collected so far */
	bool full;
};

/* The sets held here are shared by all forms: what a form knows of them, and of its own, goes into
 * a table that takes their place in the loader. NULL when memory ran out. */
struct value_sets *value_sets_of(struct loader *loader);
/* By "#id", url or url|version, those contained before those held; NULL when there is none. */
struct known_set *value_sets_find(const struct value_sets *sets, const char *canonical);
/* The CodeSystem that the form contains, with all of its codes; NULL when there is none. */
const cJSON *value_sets_system(const struct value_sets *sets, const char *system,
			       const char *version);

#endif
