/* The languages of the kiosk, and what differs between them. */
#include "settings_private.h"

#include <string.h>

#define PLACEHOLDER "{language}"

static const char *const date_orders[] = {
	[DATE_YMD] = "ymd", [DATE_MDY] = "mdy", [DATE_DMY] = "dmy", NULL};

static struct settings_language *find(struct settings *settings, const char *tag)
{
	for (size_t i = 0; tag && i < settings->language_count; i++)
		if (strcmp(settings->languages[i].tag, tag) == 0)
			return &settings->languages[i];
	return NULL;
}

void read_languages(struct reader *reader, const struct field *field, const cJSON *value,
		    void *member)
{
	struct settings *settings = reader->settings;
	struct settings_language *languages = member;

	if (!value || !expect_list(reader, value))
		return;
	if (!value->child)
		complain(reader, value, "name one, or remove the key", "the list is empty");
	for (const cJSON *entry = value->child; entry; entry = entry->next) {
		char *tag = NULL;

		read_language(reader, field, entry, &tag);
		if (find(settings, tag))
			complain(reader, entry, "keep one of them", "\"%s\" stands twice", tag);
		else if (tag)
			languages[settings->language_count++].tag = tag;
	}
}

void read_first_language(struct reader *reader, const struct field *field, const cJSON *value,
			 void *member)
{
	struct settings *settings = reader->settings;
	char **language = member;

	if (!value && settings->language_count > 0)
		*language = settings->languages[0].tag;
	else
		read_language(reader, field, value, member);
	if (settings->language_count == 0 && *language)
		settings->languages[settings->language_count++].tag = *language;
	else if (*language && !find(settings, *language))
		complain(reader, value, "name one of them, or add it there",
			 "\"%s\" is none of the languages", *language);
}

/* The order for a language; -1 after a complaint. */
static int order_for(struct reader *reader, const cJSON *orders, const char *tag)
{
	const cJSON *order = json_get(orders, tag);

	if (order)
		return choose(reader, order, date_orders);
	complain(reader, orders, "write \"mdy\", \"dmy\" or \"ymd\" for it",
		 "the language \"%s\" has no order", tag);
	return -1;
}

void read_date_orders(struct reader *reader, const struct field *field, const cJSON *value,
		      void *member)
{
	struct settings *settings = reader->settings;
	struct settings_language *languages = member;
	bool each = value && cJSON_IsObject(value);
	int order = value && !each ? choose(reader, value, date_orders) : -1;

	(void)field;
	for (const cJSON *entry = each ? value->child : NULL; entry; entry = entry->next)
		if (!find(settings, entry->string))
			complain(reader, entry, "remove it, or add it to languages",
				 "\"%s\" is none of the languages", entry->string);
	for (size_t i = 0; i < settings->language_count; i++) {
		if (each)
			order = order_for(reader, value, languages[i].tag);
		if (order >= 0)
			languages[i].date_order = (enum date_order)order;
	}
}

enum status settings_page(const char *page, const char *language, struct buf *out)
{
	const char *at;
	enum status status;

	while ((at = strstr(page, PLACEHOLDER))) {
		status = buf_add(out, page, (size_t)(at - page));
		if (!status)
			status = buf_adds(out, language);
		if (status)
			return status;
		page = at + strlen(PLACEHOLDER);
	}
	return buf_adds(out, page);
}

const struct settings_language *settings_first_language(const struct settings *settings)
{
	size_t i = 0;

	while (i + 1 < settings->language_count &&
	       strcmp(settings->languages[i].tag, settings->language) != 0)
		i++;
	return &settings->languages[i];
}
