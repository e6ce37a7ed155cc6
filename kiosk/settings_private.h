/* How the settings are read: a table of keys, one reader for each type of value, checks across keys
 * at the end. */
#ifndef KIOSK_SETTINGS_PRIVATE_H
#define KIOSK_SETTINGS_PRIVATE_H

#include <kiosk/base/json.h>
#include <kiosk/settings.h>

struct reader {
	const struct json *json;
	struct content *content;
	struct report *report;
	struct settings *settings;
	char *folder; /* absolute: relative paths begin here */
	bool out_of_memory;
};

struct field {
	const char *path; /* of its key, from the object that the table describes */
	/* Checks value and stores it in member; value NULL stands for an absent key: the fallback
	 * is stored. */
	void (*read)(struct reader *reader, const struct field *field, const cJSON *value,
		     void *member);
	size_t member; /* offset in the struct that the table describes */
	size_t count;  /* lists: offset of the size_t beside it */
	bool required;
	double min, max; /* numbers: the range, in the file's unit */
	double fallback; /* numbers, bool (0 or 1), choices (index) */
	const char *fallback_text;
	const char *const *words; /* choices: the value of the enum is the index; NULL ends them */
};

/* settings.c */
/* Reads an object by a table; complains about unknown and missing keys. */
void read_fields(struct reader *reader, const cJSON *object, const struct field *table,
		 size_t count, void *into);
/* Adds an error at the value (at its key in an object), named by its path. */
void complain(struct reader *reader, const cJSON *value, const char *mend, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/* Adds an error for a required key that object lacks, at the innermost object on its path. */
void complain_missing(struct reader *reader, const cJSON *object, const char *path);
/* The settings take the malloc'ed string; NULL means that memory ran out. Returns it. */
char *keep_take(struct reader *reader, char *string);
/* The value of a dotted path, or NULL. */
const cJSON *lookup(const struct reader *reader, const char *path);

/* settings_values.c: what each takes is said by its complaints */
void read_text(struct reader *, const struct field *, const cJSON *, void *);
void read_bool(struct reader *, const struct field *, const cJSON *, void *);
void read_choice(struct reader *, const struct field *, const cJSON *, void *);
void read_seconds(struct reader *, const struct field *, const cJSON *,
		  void *); /* decimals allowed */
void read_whole_seconds(struct reader *, const struct field *, const cJSON *, void *);
void read_days(struct reader *, const struct field *, const cJSON *, void *);
void read_uri(struct reader *, const struct field *, const cJSON *, void *);
void read_zone(struct reader *, const struct field *, const cJSON *, void *);
void read_language(struct reader *, const struct field *, const cJSON *, void *);
void read_pin(struct reader *, const struct field *, const cJSON *, void *);
void read_flow(struct reader *, const struct field *, const cJSON *, void *);
/* Index of the word; -1 after a complaint. */
int choose(struct reader *reader, const cJSON *value, const char *const *words);
bool expect(struct reader *reader, const cJSON *value, cJSON_bool (*is)(const cJSON *),
	    const char *kind);
/* A string that is neither empty nor holds control characters, or NULL after a complaint. */
const char *expect_text(struct reader *reader, const cJSON *value);
bool expect_list(struct reader *reader, const cJSON *value);

/* settings_languages.c */
void read_languages(struct reader *, const struct field *, const cJSON *, void *);
void read_first_language(struct reader *, const struct field *, const cJSON *, void *);
void read_date_orders(struct reader *, const struct field *, const cJSON *, void *);

/* settings_paths.c */
void read_file(struct reader *, const struct field *, const cJSON *, void *); /* must be readable */
/* A file in every language: it follows "languages" in the table. */
void read_page(struct reader *, const struct field *, const cJSON *, void *);
void read_pages(struct reader *, const struct field *, const cJSON *, void *);  /* a list of them */
void read_folder(struct reader *, const struct field *, const cJSON *, void *); /* must be there */
void read_path(struct reader *, const struct field *, const cJSON *, void *);   /* not looked at */
void read_new_file(struct reader *, const struct field *, const cJSON *,
		   void *); /* its folder must exist */
void read_directory(struct reader *, const struct field *, const cJSON *, void *);
void read_socket(struct reader *, const struct field *, const cJSON *, void *);
/* A missing program is warned of: a kiosk without a printer still serves. */
void read_command(struct reader *, const struct field *, const cJSON *, void *);

/* settings_check.c */
void read_url(struct reader *, const struct field *, const cJSON *, void *);
void read_proxy(struct reader *, const struct field *, const cJSON *, void *);
/* What no single key can tell. */
void check_together(struct reader *reader);

#endif
