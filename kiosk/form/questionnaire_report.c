#include "questionnaire_load.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static void add(struct loader *loader, enum severity severity, const cJSON *at, const char *mend,
		const char *format, va_list args) __attribute__((format(printf, 5, 0)));

static void add(struct loader *loader, enum severity severity, const cJSON *at, const char *mend,
		const char *format, va_list args)
{
	struct json *json = loader->form->json;
	char *what = NULL;
	struct buf path;

	buf_init(&path, 1000, NULL);
	if (!loader->where && json_path(json, at, &path) != STATUS_OK)
		buf_truncate(&path, 0);
	if (vasprintf(&what, format, args) < 0)
		what = NULL;
	report_add(loader->report, severity, json_place(json, at),
		   loader->where ? loader->where
		   : path.len    ? buf_str(&path)
				 : NULL,
		   mend, "%s", what ? what : format);
	free(what);
	buf_release(&path);
}

void load_error(struct loader *loader, const cJSON *at, const char *mend, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add(loader, SEVERITY_ERROR, at, mend, format, args);
	va_end(args);
}

void load_warning(struct loader *loader, const cJSON *at, const char *mend, const char *format, ...)
{
	va_list args;

	if (loader->only_language)
		return;
	va_start(args, format);
	add(loader, SEVERITY_WARNING, at, mend, format, args);
	va_end(args);
}

bool load_first_time(struct loader *loader, const char *name)
{
	for (size_t i = 0; i < loader->seen_count; i++)
		if (strcmp(loader->seen[i], name) == 0)
			return false;
	if (loader->seen_count < LOADER_SEEN_MAX)
		loader->seen[loader->seen_count++] = name;
	return true;
}

void load_untranslated(struct loader *loader, const cJSON *text)
{
	bool only_language = loader->only_language;

	loader->only_language = false;
	load_warning(loader, text, "add the extension translation", "not in %s: \"%s\"",
		     loader->language, text->valuestring);
	loader->only_language = only_language;
}
