/* JSON documents with their positions. cJSON keeps neither where a value stood nor the digits of a
 * number: a document pairs its tree with a source map. Strict RFC 8259: what cJSON lets pass beyond
 * it is refused here. */
#ifndef KIOSK_BASE_JSON_H
#define KIOSK_BASE_JSON_H

#include <kiosk/base/buf.h>
#include <kiosk/base/content.h>
#include <kiosk/base/report.h>
#include <kiosk/base/status.h>

#include <cjson/cJSON.h>

#define JSON_MAX_BYTES (16u << 20) /* the largest document that is read */
#define JSON_MAX_DEPTH 256u

struct json;

/* Call once, before any other use of cJSON: freed blocks are overwritten from then on. */
void json_init(void);

/* Parses len bytes. file names the source in messages and is copied. On failure (STATUS_INVALID,
 * STATUS_LIMIT, STATUS_NOMEM) one problem with its place is added to the report. A duplicate key in
 * an object is an error. */
MUST_USE enum status json_parse(const char *file, const char *bytes, size_t len,
				struct report *report, struct json **out);
/* Reads and parses a file; an unreadable one is a problem in the report too. "-" reads standard
 * input. */
MUST_USE enum status json_read(const char *path, struct content *content, struct report *report,
			       struct json **out);
void json_close(struct json *json);

/* Borrowed; valid until json_close. The tree must not be changed. */
const cJSON *json_root(const struct json *json);
/* Where the value (for a member of an object: its key) begins. place.file is borrowed from the
 * document. */
struct place json_place(const struct json *json, const cJSON *value);
/* The number exactly as written ("1.50"). Borrowed, *len bytes, not NUL terminated. NULL when it is
 * no number. */
const char *json_number(const struct json *json, const cJSON *value, size_t *len);
/* The path of a value for messages, such as "item[2].answerOption[0].valueCoding"; into out. */
MUST_USE enum status json_path(const struct json *json, const cJSON *value, struct buf *out);

/* The member of an object, or NULL. Case sensitive, as JSON is. */
const cJSON *json_get(const cJSON *object, const char *key);
/* The string member, or NULL when absent or no string. */
const char *json_string(const cJSON *object, const char *key);

/* The tree as compact JSON added to out. Numbers that must keep their digits stand in the tree as
 * cJSON_Raw. */
MUST_USE enum status json_write(const cJSON *tree, struct buf *out);

#endif
