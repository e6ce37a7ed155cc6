/* Private to the loader: one questionnaire being read. Every problem is reported and the reading
 * goes on, so that the author sees all of them at once; what could not be read stays as if absent.
 */
#ifndef KIOSK_FORM_QUESTIONNAIRE_LOAD_H
#define KIOSK_FORM_QUESTIONNAIRE_LOAD_H

#include "form.h"

#define LOADER_SEEN_MAX 200u

struct loader {
	struct form *form;
	struct report *report;
	const cJSON **source;                /* of each item */
	const char *where;                   /* linkId of the item at hand; NULL */
	const struct value_sets *value_sets; /* NULL: none are held */
	bool only_language;                  /* questionnaire_options */
	bool unseen;                         /* the item at hand is hidden: nobody reads it */
	const char *language;                /* of the visit, BCP 47; NULL: the form's own */
	const char *seen[LOADER_SEEN_MAX];   /* what was warned of once */
	size_t seen_count;
	bool no_memory;
};

void load_error(struct loader *loader, const cJSON *at, const char *mend, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
void load_warning(struct loader *loader, const cJSON *at, const char *mend, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/* Warns of a text that the language lacks. */
void load_untranslated(struct loader *loader, const cJSON *text);
/* True the first time that the name is given. */
bool load_first_time(struct loader *loader, const char *name);
/* Zeroed room from the form's pool; NULL for a count of 0 and when memory ran out (no_memory is set
 * then). */
void *load_alloc(struct loader *loader, size_t count, size_t size);

/* Members of an object, by type. Absent: NULL, false, the fallback; of another type: an error, and
 * as if absent. Empty strings, and booleans and numbers written as strings, are warned of. */
const char *load_string(struct loader *loader, const cJSON *object, const char *key);
bool load_boolean(struct loader *loader, const cJSON *object, const char *key, bool fallback);
/* As it is written, -1 for what is no number. */
double load_count(struct loader *loader, const cJSON *object, const char *key);
const cJSON *load_array(struct loader *loader, const cJSON *object, const char *key);
const cJSON *load_object(struct loader *loader, const cJSON *object, const char *key);
/* Warns of members that are not in the list; "_name" goes with name. */
void load_check_keys(struct loader *loader, const cJSON *object, const char *const *keys,
		     size_t count);

/* The element's value[x] (the part before [x] is the prefix). False when it is missing or wrong,
 * which is reported. */
bool load_value(struct loader *loader, const cJSON *object, const char *prefix, struct value *out);
bool load_coding(struct loader *loader, const cJSON *object, struct coding *out);
/* A unit of measure: a Coding that may lack its code; at is where an error is reported. */
bool load_unit(struct loader *loader, const cJSON *coding, const cJSON *at,
	       struct answer_option *out);

/* Extensions of one element: what this version knows it reads or leaves aside, what changes what is
 * asked or allowed and cannot be kept is an error. */
enum load_scope { LOAD_ROOT, LOAD_ITEM, LOAD_OPTION };
struct load_target {
	struct item *item;            /* LOAD_ITEM */
	struct answer_option *option; /* LOAD_OPTION */
};
struct extension {
	struct loader *loader;
	const cJSON *extension;
	struct load_target target;
};
/* extension_limits.c: one extension each */
void extension_minimum(const struct extension *context);
void extension_maximum(const struct extension *context);
void extension_occurrences(const struct extension *context);
void extension_min_length(const struct extension *context);
void extension_places(const struct extension *context);
void extension_regex(const struct extension *context);
void extension_unit(const struct extension *context);
void extension_unit_set(const struct extension *context);
void extension_weight(const struct extension *context);
/* questionnaire_control.c */
void extension_control(const struct extension *context);
void load_extensions(struct loader *loader, const cJSON *element, enum load_scope scope,
		     struct load_target target);
/* A string member as it is shown: translated where the visit's language has a translation, a
 * rendering (Markdown, XHTML) before the plain text, all without markup. NULL when there is none.
 */
const char *load_words(struct loader *loader, const cJSON *object, const char *key);
/* The display of a Coding or of a concept of a ValueSet, and the text of an extension, likewise. */
const char *load_display(struct loader *loader, const cJSON *concept);
const char *load_extension_words(struct loader *loader, const cJSON *extension);
/* Values that an expression computes at run time: warned of where a text stands for it, else an
 * error. */
void load_computed(struct loader *loader, const cJSON *element);

/* Elements of DSTU2, STU3 and R5 are errors; true when there are any. */
bool load_other_version(struct loader *loader, const cJSON *object);
/* False when it is no Questionnaire at all. */
bool load_root(struct loader *loader, const cJSON *root);
/* The items of the form, in document order, with parent, descendants and linkId; then the linkIds'
 * index. */
void load_outline(struct loader *loader, const cJSON *root);
/* All that an item says, but its conditions. */
void load_item(struct loader *loader, size_t index);
/* The options of a value set by its canonical; how many there are, 0 after an error. */
size_t load_value_set(struct loader *loader, const cJSON *canonical,
		      const struct answer_option **out);
/* The item's value set could not be read, which is told: nothing else is to be said of its options.
 */
bool load_lacks_set(const struct loader *loader, const struct item *item);
void load_options(struct loader *loader, struct item *item, const cJSON *source);
void load_initial(struct loader *loader, struct item *item, const cJSON *source);
/* Once every item is read. */
void load_conditions(struct loader *loader, size_t index);
void load_help(struct loader *loader);
/* One more line of help. */
void load_add_help(struct loader *loader, struct item *item, const char *text);
/* What has instances, and what is a page. */
void load_instances(struct loader *loader);
void load_checks(struct loader *loader);
void load_graph(struct loader *loader);

#endif
