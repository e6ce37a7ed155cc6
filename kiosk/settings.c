#include "settings_private.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Every string of the settings, so that none is forgotten when they are closed. */
struct owned {
	struct settings settings;
	char **strings;
	size_t count;
};

static const char *const delivery_methods[] = {[DELIVERY_CREATE] = "create",
					       [DELIVERY_UPDATE] = "update",
					       [DELIVERY_CONDITIONAL_UPDATE] = "conditional-update",
					       [DELIVERY_POST] = "post",
					       NULL};
static const char *const auth_methods[] = {
	[AUTH_NONE] = "none", [AUTH_BEARER] = "bearer", [AUTH_BASIC] = "basic", NULL};

static void read_levels(struct reader *, const struct field *, const cJSON *, void *);

#define IN(m)    .member = offsetof(struct settings, m)
#define COUNT(m) .count = offsetof(struct settings, m)

static const struct field fields[] = {
	{"clinic.name", read_text, IN(clinic.name), .required = true},
	{"clinic.phone", read_text, IN(clinic.phone)},
	{"clinic.logo", read_file, IN(clinic.logo)},
	{"timezone", read_zone, IN(timezone), .required = true},
	/* each needs what stands before it */
	{"languages", read_languages, IN(languages), COUNT(language_count)},
	{"language", read_first_language, IN(language), .fallback_text = "en"},
	{"dateOrder", read_date_orders, IN(languages), .required = true},
	{"locale", read_path, IN(locale)},
	{"form.questionnaire", read_file, IN(form.questionnaire), .required = true},
	{"form.valueSets", read_folder, IN(form.value_sets)},
	{"form.figure", read_file, IN(form.figure)},
	{"form.confirmation.system", read_uri, IN(form.confirmation.system)},
	{"form.confirmation.code", read_text, IN(form.confirmation.code)},
	{"form.masked.system", read_uri, IN(form.masked.system)},
	{"form.masked.code", read_text, IN(form.masked.code)},
	{"form.maskedFields.system", read_uri, IN(form.masked_fields.system)},
	{"form.maskedFields.code", read_text, IN(form.masked_fields.code)},
	{"form.flags.system", read_uri, IN(form.flag_system)},
	{"form.flags.levels", read_levels, IN(form.flags), COUNT(form.flag_count)},
	{"form.flags.none", read_page, IN(form.no_flag_page)},
	{"pages.privacy", read_page, IN(pages.privacy)},
	{"pages.explainer", read_pages, IN(pages.explainer), COUNT(pages.explainer_count)},
	{"pages.learn", read_pages, IN(pages.learn), COUNT(pages.learn_count)},
	{"pages.aftercare", read_page, IN(pages.aftercare)},
	{"flow", read_flow, IN(flow), COUNT(flow_count), .required = true},
	{"identifierSystem", read_uri, IN(identifier_system), .required = true},
	{"backend.url", read_url, IN(backend.url), .required = true},
	{"backend.method", read_choice, IN(backend.method), .words = delivery_methods},
	{"backend.search", read_bool, IN(backend.search), .fallback = true},
	{"backend.plainHttp", read_bool, IN(backend.plain_http)},
	{"backend.timeoutSeconds", read_whole_seconds, IN(backend.timeout_ms), .min = 1, .max = 600,
	 .fallback = 30},
	{"backend.connectTimeoutSeconds", read_whole_seconds, IN(backend.connect_timeout_ms),
	 .min = 1, .max = 120, .fallback = 10},
	{"backend.backoff.firstSeconds", read_seconds, IN(backend.backoff_first_ms), .min = 0.01,
	 .max = 3600, .fallback = 2},
	{"backend.backoff.capSeconds", read_whole_seconds, IN(backend.backoff_cap_ms), .min = 1,
	 .max = 86400, .fallback = 900},
	{"backend.caFile", read_file, IN(backend.ca_file)},
	{"backend.proxy", read_proxy, IN(backend.proxy)},
	{"backend.auth.method", read_choice, IN(backend.auth), .words = auth_methods},
	{"backend.auth.user", read_text, IN(backend.auth_user)},
	/* Like the secret key, the uploader's alone: the kiosk's user may not read it. */
	{"backend.auth.secretFile", read_path, IN(backend.auth_secret_file)},
	{"outbox.directory", read_directory, IN(outbox.directory), .required = true},
	{"outbox.publicKey", read_file, IN(outbox.public_key), .required = true},
	{"outbox.receiptDays", read_days, IN(outbox.receipt_days), .max = 3650, .fallback = 30},
	{"receipt.qr.url", read_text, IN(receipt.qr_url)},
	{"receipt.qr.page", read_page, IN(receipt.qr_page)},
	{"uploader.secretKey", read_path, IN(uploader.secret_key), .required = true},
	{"uploader.socket", read_socket, IN(uploader.socket), .required = true},
	{"control.socket", read_socket, IN(control_socket), .required = true},
	{"log.file", read_new_file, IN(log_file)},
	{"staff.pin", read_pin, IN(staff.pin)},
	{"staff.mayClose", read_bool, IN(staff.may_close)},
	{"idle.visitSeconds", read_seconds, IN(idle.visit_ms), .min = 0.05, .max = 3600,
	 .fallback = 90},
	{"idle.readingSeconds", read_seconds, IN(idle.reading_ms), .min = 0.05, .max = 3600,
	 .fallback = 240},
	{"idle.warningSeconds", read_seconds, IN(idle.warning_ms), .min = 0.05, .max = 600,
	 .fallback = 30},
	{"idle.receiptSeconds", read_seconds, IN(idle.receipt_ms), .min = 0.05, .max = 3600,
	 .fallback = 60},
	{"idle.staffSeconds", read_seconds, IN(idle.staff_ms), .min = 0.05, .max = 3600,
	 .fallback = 45},
	{"theme.highContrast", read_bool, IN(theme.high_contrast)},
	{"theme.ascii", read_bool, IN(theme.ascii)},
	{"theme.bell", read_bool, IN(theme.bell)},
	{"commands.textLarger", read_command, IN(commands.text_larger)},
	{"commands.textNormal", read_command, IN(commands.text_normal)},
	{"commands.print", read_command, IN(commands.print)},
};

#define FLAG(m) .member = offsetof(struct settings_flag, m)

static const struct field level_fields[] = {
	{"code", read_text, FLAG(code), .required = true},
	{"page", read_page, FLAG(page)},
	{"callStaff", read_bool, FLAG(call_staff)},
};

#define LENGTH(table) (sizeof(table) / sizeof((table)[0]))

static void read_levels(struct reader *reader, const struct field *field, const cJSON *value,
			void *member)
{
	size_t *count = (size_t *)(void *)((char *)reader->settings + field->count);
	struct settings_flag *flags = member;

	if (!value || !expect_list(reader, value))
		return;
	for (const cJSON *level = value->child; level; level = level->next, ++*count) {
		struct settings_flag *flag = &flags[*count];

		if (expect(reader, level, cJSON_IsObject, "an object"))
			read_fields(reader, level, level_fields, LENGTH(level_fields), flag);
		for (size_t i = 0; i < *count; i++)
			if (flag->code && flags[i].code && strcmp(flags[i].code, flag->code) == 0)
				complain(reader, level, "keep one of them",
					 "the code \"%s\" stands twice", flag->code);
	}
}

void complain(struct reader *reader, const cJSON *value, const char *mend, const char *format, ...)
{
	struct buf where, what;
	va_list args;

	buf_init(&where, 500, NULL);
	buf_init(&what, 5000, NULL);
	va_start(args, format);
	if (json_path(reader->json, value, &where) != STATUS_OK ||
	    buf_vaddf(&what, format, args) != STATUS_OK)
		reader->out_of_memory = true;
	va_end(args);
	report_add(reader->report, SEVERITY_ERROR, json_place(reader->json, value),
		   where.len ? buf_str(&where) : NULL, mend, "%s", buf_str(&what));
	buf_release(&where);
	buf_release(&what);
}

char *keep_take(struct reader *reader, char *string)
{
	struct owned *owned = (struct owned *)(void *)reader->settings;
	char **grown = reallocarray(owned->strings, owned->count + 1, sizeof(*grown));

	if (grown)
		owned->strings = grown;
	if (!string || !grown) {
		reader->out_of_memory = true;
		free(string);
		return NULL;
	}
	owned->strings[owned->count++] = string;
	return string;
}

/* The value of a dotted path; *deepest is the last object on the way to it. */
static const cJSON *follow(const cJSON *object, const char *path, const cJSON **deepest)
{
	char key[64];

	for (;;) {
		size_t len = strcspn(path, ".");

		*deepest = object;
		memcpy(key, path, len);
		key[len] = '\0';
		object = json_get(object, key);
		if (!path[len] || !object)
			return object;
		path += len + 1;
	}
}

const cJSON *lookup(const struct reader *reader, const char *path)
{
	const cJSON *deepest;

	return follow(json_root(reader->json), path, &deepest);
}

/* True when at most changes letters must be added, dropped or replaced to make one word of the
 * other. */
static bool similar(const char *a, const char *b, int changes)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	if (!*a && !*b)
		return true;
	if (changes == 0)
		return false;
	return (*a && *b && similar(a + 1, b + 1, changes - 1)) ||
	       (*a && similar(a + 1, b, changes - 1)) || (*b && similar(a, b + 1, changes - 1));
}

enum match { MATCH_NONE, MATCH_GROUP, MATCH_FIELD };

/* What the key of an object at prefix ("" or "backend.") is in the table. */
static enum match match_key(const struct field *field, const char *prefix, const char *key)
{
	size_t prefix_len = strlen(prefix), len = strlen(key);
	const char *rest = field->path + prefix_len;

	if (strncmp(field->path, prefix, prefix_len) != 0 || strncmp(rest, key, len) != 0 ||
	    strchr(key, '.'))
		return MATCH_NONE;
	return rest[len] == '\0' ? MATCH_FIELD : rest[len] == '.' ? MATCH_GROUP : MATCH_NONE;
}

static void complain_unknown(struct reader *reader, const cJSON *member, const struct field *table,
			     size_t count, const char *prefix)
{
	size_t prefix_len = strlen(prefix);
	char mend[128] = "remove it";

	for (size_t i = 0; i < count; i++) {
		const char *rest = table[i].path + prefix_len;
		char known[64];

		if (strncmp(table[i].path, prefix, prefix_len) != 0)
			continue;
		snprintf(known, sizeof(known), "%.*s", (int)strcspn(rest, "."), rest);
		if (similar(member->string, known, 2)) {
			snprintf(mend, sizeof(mend), "remove it, or did you mean \"%s\"?", known);
			break;
		}
	}
	complain(reader, member, mend, "unknown key");
}

static void check_keys(struct reader *reader, const cJSON *object, const struct field *table,
		       size_t count, const char *prefix)
{
	char inner[64];

	for (const cJSON *member = object->child; member; member = member->next) {
		enum match match = MATCH_NONE;

		for (size_t i = 0; i < count && match == MATCH_NONE; i++)
			match = match_key(&table[i], prefix, member->string);
		if (match == MATCH_NONE) {
			complain_unknown(reader, member, table, count, prefix);
		} else if (match == MATCH_GROUP &&
			   expect(reader, member, cJSON_IsObject, "an object")) {
			snprintf(inner, sizeof(inner), "%s%s.", prefix, member->string);
			check_keys(reader, member, table, count, inner);
		}
	}
}

void complain_missing(struct reader *reader, const cJSON *object, const char *path)
{
	const cJSON *deepest;
	struct buf where;

	/* A group of the wrong type has been complained about; what it lacks follows from that. */
	if (follow(object, path, &deepest) || !cJSON_IsObject(deepest))
		return;
	buf_init(&where, 500, NULL);
	if (json_path(reader->json, object, &where) != STATUS_OK ||
	    buf_addf(&where, "%s%s", where.len ? "." : "", path) != STATUS_OK)
		reader->out_of_memory = true;
	report_add(reader->report, SEVERITY_ERROR, json_place(reader->json, deepest),
		   buf_str(&where), "add it", "required key is missing");
	buf_release(&where);
}

void read_fields(struct reader *reader, const cJSON *object, const struct field *table,
		 size_t count, void *into)
{
	check_keys(reader, object, table, count, "");
	for (size_t i = 0; i < count; i++) {
		const struct field *field = &table[i];
		const cJSON *deepest, *value = follow(object, field->path, &deepest);

		if (!value && field->required)
			complain_missing(reader, object, field->path);
		field->read(reader, field, value, (char *)into + field->member);
	}
}

/* Where the settings lie; a link is not followed, paths are meant from where the reader of the file
 * sees it. */
static enum status locate(struct reader *reader, const char *path)
{
	char *here = *path == '/' ? strdup("") : getcwd(NULL, 0), *file = NULL, *slash;

	while (strncmp(path, "./", 2) == 0)
		path += 2;
	if (here && asprintf(&file, "%s%s%s", here, *here ? "/" : "", path) < 0)
		file = NULL;
	free(here);
	reader->settings->file = keep_take(reader, file);
	reader->folder = keep_take(reader, reader->settings->file ? strdup(file) : NULL);
	if (!reader->folder)
		return STATUS_NOMEM;
	slash = strrchr(reader->folder, '/');
	slash[slash == reader->folder] = '\0';
	return STATUS_OK;
}

static enum status read_all(struct reader *reader, const char *path)
{
	size_t errors = reader->report->errors;
	const cJSON *root = json_root(reader->json);
	enum status status = locate(reader, path);

	if (status != STATUS_OK)
		return status;
	if (!expect(reader, root, cJSON_IsObject, "an object"))
		return STATUS_INVALID;
	read_fields(reader, root, fields, LENGTH(fields), reader->settings);
	check_together(reader);
	if (reader->out_of_memory)
		return STATUS_NOMEM;
	return reader->report->errors > errors ? STATUS_INVALID : STATUS_OK;
}

enum status settings_read(const char *path, struct content *content, struct report *report,
			  struct settings **out)
{
	struct owned *owned = calloc(1, sizeof(*owned));
	struct reader reader = {.content = content, .report = report};
	struct json *json = NULL;
	enum status status;

	if (!owned)
		return STATUS_NOMEM;
	reader.settings = &owned->settings;
	status = json_read(path, content, report, &json);
	if (status == STATUS_OK) {
		reader.json = json;
		status = read_all(&reader, path);
	}
	json_close(json);
	if (status == STATUS_OK)
		*out = reader.settings;
	else
		settings_close(reader.settings);
	return status;
}

void settings_close(struct settings *settings)
{
	struct owned *owned = (struct owned *)(void *)settings;

	if (!owned)
		return;
	for (size_t i = 0; i < owned->count; i++)
		free(owned->strings[i]);
	free(owned->strings);
	free(owned);
}
