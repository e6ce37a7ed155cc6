#include <kiosk/base/json.h>

#include "json_scan.h"

#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Every so many bytes the line and column are kept, so that a place costs the same in a file of one
 * line as of many. */
#define MARK_STEP 1024u

struct mark {
	int line;
	int column;
};

struct node {
	const cJSON *value;
	const cJSON *parent;
	uint32_t span;
	uint32_t position; /* among the parent's children */
};

/* From the tree's pointers to the spans. Sorted when first asked: most documents are read without a
 * question. */
struct index {
	bool sorted;
	struct node nodes[]; /* as many as spans; in the order of the document until sorted */
};

struct json {
	char *file;
	char *text; /* NUL terminated, without a byte order mark */
	size_t len;
	cJSON *root;
	struct json_spans spans;
	struct index *index;
	struct mark *marks;
};

static void free_wiped(void *block)
{
	if (block)
		wipe(block, malloc_usable_size(block));
	free(block);
}

void json_init(void)
{
	cJSON_Hooks hooks = {.malloc_fn = malloc, .free_fn = free_wiped};

	cJSON_InitHooks(&hooks);
}

void json_close(struct json *json)
{
	if (!json)
		return;
	cJSON_Delete(json->root);
	if (json->text)
		wipe(json->text, json->len);
	free(json->text);
	free(json->file);
	free(json->spans.span);
	free(json->index);
	free(json->marks);
	free(json);
}

static bool make_marks(struct json *json)
{
	struct mark at = {.line = 1, .column = 1};

	json->marks = calloc(json->len / MARK_STEP + 1, sizeof(*json->marks));
	if (!json->marks)
		return false;
	for (size_t i = 0; i <= json->len; i++) {
		unsigned char c = (unsigned char)json->text[i];

		if (i % MARK_STEP == 0)
			json->marks[i / MARK_STEP] = at;
		if (c == '\n')
			at = (struct mark){.line = at.line + 1, .column = 1};
		else if ((c & 0xC0) != 0x80)
			at.column++;
	}
	return true;
}

static struct place place_of(const struct json *json, size_t offset)
{
	struct mark at = json->marks[offset / MARK_STEP];

	for (size_t i = offset - offset % MARK_STEP; i < offset; i++) {
		unsigned char c = (unsigned char)json->text[i];

		if (c == '\n')
			at = (struct mark){.line = at.line + 1, .column = 1};
		else if ((c & 0xC0) != 0x80)
			at.column++;
	}
	return (struct place){json->file, at.line, at.column};
}

static int compare_nodes(const void *left, const void *right)
{
	const struct node *a = left, *b = right;

	return (a->value > b->value) - (a->value < b->value);
}

/* The tree in the order of the document beside the spans in the same order. */
static void pair(struct json *json, const cJSON *value, const cJSON *parent, uint32_t position,
		 size_t *next)
{
	uint32_t children = 0;

	json->index->nodes[*next] = (struct node){value, parent, (uint32_t)*next, position};
	++*next;
	for (const cJSON *child = value->child; child; child = child->next)
		pair(json, child, value, children++, next);
}

static const struct node *node_of(const struct json *json, const cJSON *value)
{
	struct index *index = json->index;
	struct node key = {.value = value};

	if (!index->sorted)
		qsort(index->nodes, json->spans.count, sizeof(key), compare_nodes);
	index->sorted = true;
	return bsearch(&key, index->nodes, json->spans.count, sizeof(key), compare_nodes);
}

static const struct json_span *span_of(const struct json *json, const cJSON *value)
{
	const struct node *found = node_of(json, value);

	return found ? &json->spans.span[found->span] : NULL;
}

static int compare_keys(const void *left, const void *right)
{
	const struct node *a = left, *b = right;
	int order = strcmp(a->value->string, b->value->string);

	return order ? order : (a->span > b->span) - (a->span < b->span);
}

/* One object's members, sorted by key in scratch; the earliest repetition or NULL. */
static const cJSON *repeated_member(const cJSON *object, struct node *scratch)
{
	const struct node *first = NULL;
	size_t count = 0;

	for (const cJSON *child = object->child; child; child = child->next, count++)
		scratch[count] = (struct node){.value = child, .span = (uint32_t)count};
	if (count < 2)
		return NULL;
	qsort(scratch, count, sizeof(*scratch), compare_keys);
	for (size_t i = 1; i < count; i++) {
		if (strcmp(scratch[i].value->string, scratch[i - 1].value->string) != 0)
			continue;
		if (!first || scratch[i].span < first->span)
			first = &scratch[i];
	}
	return first ? first->value : NULL;
}

static enum status refuse(struct json *json, size_t offset, const char *mend, const char *what,
			  struct report *report, enum status status)
{
	report_add(report, SEVERITY_ERROR, place_of(json, offset), NULL, mend, "%s", what);
	return status;
}

/* RFC 8259 leaves the meaning of a repeated key open, so no reader can be sure what was meant. */
static enum status check_keys(struct json *json, struct report *report)
{
	struct node *scratch = calloc(json->spans.count, sizeof(*scratch));
	const cJSON *twice = NULL;

	if (!scratch)
		return STATUS_NOMEM;
	for (size_t i = 0; i < json->spans.count && !twice; i++)
		if (cJSON_IsObject(json->index->nodes[i].value))
			twice = repeated_member(json->index->nodes[i].value, scratch);
	free(scratch);
	if (!twice)
		return STATUS_OK;
	report_add(report, SEVERITY_ERROR, json_place(json, twice), NULL, "keep one of them",
		   "the key \"%s\" stands twice in this object", twice->string);
	return STATUS_INVALID;
}

static enum status build(struct json *json, struct report *report)
{
	struct json_fault fault = {0};
	enum status status;
	size_t next = 0;

	if (!make_marks(json))
		return STATUS_NOMEM;
	status = json_scan(json->text, json->len, &json->spans, &fault);
	if (status == STATUS_INVALID || status == STATUS_LIMIT)
		return refuse(json, fault.offset, fault.mend, fault.what, report, status);
	if (status != STATUS_OK)
		return status;
	json->root = cJSON_ParseWithLengthOpts(json->text, json->len + 1, NULL, 1);
	json->index = malloc(sizeof(*json->index) + json->spans.count * sizeof(struct node));
	if (!json->root || !json->index)
		return STATUS_NOMEM; /* what cJSON would refuse, the scan has refused */
	json->index->sorted = false;
	pair(json, json->root, NULL, 0, &next);
	return check_keys(json, report);
}

static enum status copy_text(struct json *json, const char *bytes, size_t len)
{
	if (len >= 3 &&
	    memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) { /* a byte order mark may be ignored */
		bytes += 3;
		len -= 3;
	}
	json->text = malloc(len + 1);
	if (!json->text)
		return STATUS_NOMEM;
	if (len)
		memcpy(json->text, bytes, len);
	json->text[len] = '\0';
	json->len = len;
	return STATUS_OK;
}

static enum status whole_file(const char *file, struct report *report, enum status status,
			      const char *what, const char *mend)
{
	report_add(report, SEVERITY_ERROR, (struct place){.file = file}, NULL, mend, "%s", what);
	return status;
}

enum status json_parse(const char *file, const char *bytes, size_t len, struct report *report,
		       struct json **out)
{
	enum status status = STATUS_NOMEM;
	struct json *json;

	if (len > JSON_MAX_BYTES)
		return whole_file(file, report, STATUS_LIMIT, "larger than 16 MiB", "shorten it");
	json = calloc(1, sizeof(*json));
	if (json) {
		json->file = strdup(file);
		if (json->file)
			status = copy_text(json, bytes, len);
		if (status == STATUS_OK)
			status = build(json, report);
	}
	if (status == STATUS_NOMEM)
		whole_file(file, report, status, "not enough memory to read it", NULL);
	if (status != STATUS_OK) {
		json_close(json);
		return status;
	}
	*out = json;
	return STATUS_OK;
}

static enum status unreadable(const char *path, struct report *report, enum status status)
{
	if (status == STATUS_LIMIT)
		return whole_file(path, report, status, "larger than 16 MiB", "shorten it");
	report_add(report, SEVERITY_ERROR, (struct place){.file = path}, NULL,
		   status == STATUS_NOTFOUND ? "correct the path or create the file"
					     : "make it a file that this user may read",
		   "cannot be read (%s)", strerror(errno));
	return status;
}

enum status json_read(const char *path, struct content *content, struct report *report,
		      struct json **out)
{
	enum status status;
	struct buf buf;

	buf_init(&buf, JSON_MAX_BYTES, NULL);
	if (strcmp(path, "-") == 0) {
		path = "standard input";
		status = buf_read_fd(&buf, STDIN_FILENO);
	} else {
		status = content_read(content, path, &buf);
	}
	if (status != STATUS_OK)
		unreadable(path, report, status);
	else
		status = json_parse(path, buf_str(&buf), buf.len, report, out);
	buf_release(&buf);
	return status;
}

const cJSON *json_root(const struct json *json)
{
	return json->root;
}

struct place json_place(const struct json *json, const cJSON *value)
{
	const struct json_span *span = span_of(json, value);

	return span ? place_of(json, span->begin) : (struct place){.file = json->file};
}

const char *json_number(const struct json *json, const cJSON *value, size_t *len)
{
	const struct json_span *span = cJSON_IsNumber(value) ? span_of(json, value) : NULL;

	if (!span)
		return NULL;
	*len = span->len;
	return json->text + span->value;
}

static enum status add_step(const struct node *node, const char *dot, struct buf *out)
{
	if (!cJSON_IsArray(node->parent))
		return buf_addf(out, "%s%s", dot, node->value->string);
	return buf_addf(out, "[%u]", (unsigned)node->position);
}

enum status json_path(const struct json *json, const cJSON *value, struct buf *out)
{
	const struct node *node = node_of(json, value);
	enum status status;

	if (!node || !node->parent)
		return STATUS_OK;
	status = json_path(json, node->parent, out);
	return status == STATUS_OK ? add_step(node, node->parent == json->root ? "" : ".", out)
				   : status;
}

const cJSON *json_get(const cJSON *object, const char *key)
{
	return cJSON_GetObjectItemCaseSensitive(object, key);
}

const char *json_string(const cJSON *object, const char *key)
{
	return cJSON_GetStringValue(json_get(object, key));
}

enum status json_write(const cJSON *tree, struct buf *out)
{
	char *text = cJSON_PrintUnformatted(tree);
	enum status status;

	if (!text)
		return STATUS_NOMEM;
	status = buf_adds(out, text);
	cJSON_free(text);
	return status;
}
