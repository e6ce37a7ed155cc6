#include <kiosk/startup.h>

#include <kiosk/base/hash.h>
#include <kiosk/base/text.h>

#include <kiosk/terminal/widgets.h>

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PAGE_BYTES_MAX (256u << 10)

static struct place whole(const char *file)
{
	return (struct place){.file = file};
}

static enum status add_value_set(const char *file, struct content *content, struct report *report,
				 struct value_sets *sets)
{
	struct json *json = NULL;
	enum status status = json_read(file, content, report, &json);

	if (!status)
		status = value_sets_add_take(sets, json);
	if (status == STATUS_INVALID && json) {
		report_add(report, SEVERITY_WARNING, whole(file), NULL,
			   "give a FHIR R4 ValueSet with a url, or move it away",
			   "this is no ValueSet that can be named");
		status = STATUS_OK;
	}
	return status;
}

enum status startup_value_sets(const char *folder, struct content *content, struct report *report,
			       struct value_sets **out)
{
	struct value_sets *sets;
	size_t i, count = 0;
	char **files = NULL;
	enum status status;

	if (!folder)
		return STATUS_OK;
	status = value_sets_open(folder, &sets);
	if (status)
		return status;
	status = content_list(content, folder, ".json", &files, &count);
	if (status)
		report_add(report, SEVERITY_ERROR, whole(folder), NULL, "name a readable folder",
			   "cannot be read: %s", status_text(status));
	for (i = 0; i < count; i++) {
		if (!status)
			status = add_value_set(files[i], content, report, sets);
		free(files[i]);
	}
	free(files);
	if (status) {
		value_sets_close(sets);
		return status;
	}
	*out = sets;
	return STATUS_OK;
}

enum status startup_questionnaire(const char *file, const struct questionnaire_options *options,
				  struct content *content, struct report *report,
				  struct questionnaire **out)
{
	struct questionnaire *form = NULL;
	struct json *json = NULL;
	enum status status;
	struct buf bytes;
	char hash[HASH_HEX_MAX];

	buf_init(&bytes, JSON_MAX_BYTES, NULL);
	status = content_read(content, file, &bytes);
	if (status) {
		report_add(report, SEVERITY_ERROR, whole(file), NULL, "name a readable file",
			   "cannot be read: %s", status_text(status));
		status = STATUS_INVALID;
		goto done;
	}
	hash_hex(bytes.data, bytes.len, hash);
	status = json_parse(file, buf_str(&bytes), bytes.len, report, &json);
	if (!status)
		status = questionnaire_load_take(json, options, report, &form);
	if (!status) {
		memcpy(form->hash, hash, sizeof(form->hash));
		*out = form;
	}
done:
	buf_release(&bytes);
	return status;
}

static void check_blocks(const char *file, const struct buf *text, struct report *report)
{
	struct page *page;

	if (page_parse(text->data, text->len, &page))
		return;
	page_check(page, file, report);
	page_close(page);
}

static void check_page_file(const char *file, struct content *content, struct report *report)
{
	struct buf text;
	enum status status;

	buf_init(&text, PAGE_BYTES_MAX, NULL);
	status = content_read(content, file, &text);
	if (status)
		report_add(report, SEVERITY_ERROR, whole(file), NULL,
			   "give a readable Markdown file of at most 256 KiB", "cannot be read: %s",
			   status_text(status));
	else if (!text_valid(buf_str(&text), text.len))
		report_add(report, SEVERITY_ERROR, whole(file), NULL, "save it as UTF-8",
			   "is not UTF-8");
	else
		check_blocks(file, &text, report);
	buf_release(&text);
}

static void check_page(const char *page, const char *language, struct content *content,
		       struct report *report)
{
	struct buf file;

	if (!page)
		return;
	buf_init(&file, PATH_MAX, NULL);
	if (settings_page(page, language, &file) == STATUS_OK)
		check_page_file(buf_str(&file), content, report);
	buf_release(&file);
}

/* In every language: what a patient may switch to is kept like all that serves. */
static void check_pages(const struct settings *settings, struct content *content,
			struct report *report)
{
	for (size_t l = 0; l < settings->language_count; l++) {
		const char *language = settings->languages[l].tag;

		check_page(settings->pages.privacy, language, content, report);
		check_page(settings->form.no_flag_page, language, content, report);
		check_page(settings->receipt.qr_page, language, content, report);
		check_page(settings->pages.aftercare, language, content, report);
		for (size_t i = 0; i < settings->pages.explainer_count; i++)
			check_page(settings->pages.explainer[i], language, content, report);
		for (size_t i = 0; i < settings->pages.learn_count; i++)
			check_page(settings->pages.learn[i], language, content, report);
		for (size_t i = 0; i < settings->form.flag_count; i++)
			check_page(settings->form.flags[i].page, language, content, report);
	}
}

static size_t level_of(const struct settings *settings, const char *code)
{
	size_t i = 0;

	while (i < settings->form.flag_count && strcmp(settings->form.flags[i].code, code) != 0)
		i++;
	return i;
}

/* Flags are hidden questions whose initial coding is of the flags' system. One that no level names
 * would raise nothing; levels that no flag uses are a misspelt code or system. */
static void check_flags(const struct startup *startup, struct report *report)
{
	const struct settings *settings = startup->settings;
	const struct questionnaire *form = startup->questionnaire;
	bool used[SETTINGS_LIST_MAX] = {false};
	size_t i, level;

	for (i = 0; settings->form.flag_system && i < form->item_count; i++) {
		const struct item *item = &form->items[i];
		const struct coding *flag = item->initial_count ? &item->initial->coding : NULL;

		if (!item->hidden || !flag || item->initial->type != VALUE_CODING ||
		    !flag->system || strcmp(flag->system, settings->form.flag_system) != 0)
			continue;
		level = level_of(settings, flag->code);
		if (level < settings->form.flag_count)
			used[level] = true;
		else
			report_add(report, SEVERITY_ERROR, item->place, item->link_id,
				   "list the code in form.flags.levels of the settings",
				   "the flag \"%s\" is no level: it would be raised without effect",
				   flag->code);
	}
	for (level = 0; level < settings->form.flag_count; level++)
		if (!used[level])
			report_add(report, SEVERITY_ERROR, whole(settings->file),
				   "form.flags.levels",
				   "correct the code or form.flags.system, or remove the level",
				   "no hidden item of the questionnaire raises \"%s\"",
				   settings->form.flags[level].code);
}

/* What the settings say of the questionnaire. */
static void check_bindings(const struct startup *startup, struct report *report)
{
	const struct settings *settings = startup->settings;
	const struct questionnaire *form = startup->questionnaire;
	const struct settings_code *confirm = &settings->form.confirmation,
				   *masked = &settings->form.masked;
	size_t item = confirm->code ? questionnaire_find_code(form, confirm->system, confirm->code)
				    : ITEM_NONE;

	if (item == ITEM_NONE && confirm->code)
		report_add(
			report, SEVERITY_ERROR, whole(settings->file), "form.confirmation",
			"give the confirmation's group this code in the questionnaire, or remove "
			"form.confirmation",
			"no item has the code %s", confirm->code);
	else if (item != ITEM_NONE &&
		 (form->items[item].type != ITEM_GROUP || form->items[item].parent != ITEM_NONE))
		report_add(report, SEVERITY_ERROR, form->items[item].place,
			   form->items[item].link_id, "make it a group at the top level",
			   "the confirmation is no page of its own");
	if (masked->code &&
	    questionnaire_find_code(form, masked->system, masked->code) == ITEM_NONE)
		report_add(report, SEVERITY_ERROR, whole(settings->file), "form.masked",
			   "give the groups to be masked this code, or remove form.masked",
			   "no item has the code %s", masked->code);
	check_flags(startup, report);
	if (!questionnaire_approved(form))
		report_add(
			report, SEVERITY_WARNING, whole(settings->form.questionnaire), NULL,
			"set status to active and add an approvalDate once a clinician has signed "
			"it off",
			"the content is not approved for patients, and the welcome screen says so");
}

static size_t body_map_item(const struct questionnaire *form)
{
	size_t i;

	for (i = 0; i < form->item_count; i++)
		if (form->items[i].control == CONTROL_BODY_MAP)
			return i;
	return ITEM_NONE;
}

static bool same_code(const struct figure_region *region, const struct answer_option *option)
{
	return option->value.type == VALUE_CODING && option->value.coding.code &&
	       strcmp(region->code, option->value.coding.code) == 0;
}

static void check_captions(const struct startup *startup, struct report *report)
{
	const struct settings *settings = startup->settings;

	for (size_t i = 0; i < settings->language_count; i++)
		if (!figure_has_captions(startup->figure, settings->languages[i].tag))
			report_add(report, SEVERITY_WARNING, whole(settings->form.figure), NULL,
				   "add caption lines for it", "the figure has no captions in %s",
				   settings->languages[i].tag);
}

/* Each region is an option of the body map, and each option has its region. */
static void check_figure(const struct startup *startup, struct report *report)
{
	const struct questionnaire *form = startup->questionnaire;
	size_t i, k, index = body_map_item(form), regions = figure_region_count(startup->figure);
	const struct item *item = &form->items[index];

	if (index == ITEM_NONE) {
		report_add(report, SEVERITY_WARNING, whole(startup->settings->form.figure), NULL,
			   "remove form.figure from the settings", "no question uses the figure");
		return;
	}
	check_captions(startup, report);
	for (i = 0; i < regions; i++) {
		const struct figure_region *region = figure_region(startup->figure, i);

		for (k = 0; k < item->option_count && !same_code(region, &item->options[k]); k++)
			;
		if (k == item->option_count)
			report_add(report, SEVERITY_ERROR, region->place, item->link_id,
				   "use the code of one of the question's options",
				   "region %c is no option: %s", region->letter, region->code);
	}
	for (k = 0; k < item->option_count; k++) {
		for (i = 0; i < regions &&
			    !same_code(figure_region(startup->figure, i), &item->options[k]);
		     i++)
			;
		if (i == regions)
			report_add(report, SEVERITY_WARNING, item->place, item->link_id,
				   "draw a region with its code",
				   "the option \"%s\" has no region in the figure",
				   item->options[k].label);
	}
}

static void check_outbox(const struct startup *startup, struct report *report)
{
	const char *folder = startup->settings->outbox.directory;

	if (access(folder, F_OK) == 0 && access(folder, W_OK | X_OK) != 0)
		report_add(report, SEVERITY_ERROR, whole(folder), NULL,
			   "give this user the right to write there",
			   "the outbox may not be written");
}

static void check_key(struct startup *startup, struct report *report)
{
	const char *file = startup->settings->outbox.public_key;
	struct buf explain;

	buf_init(&explain, 4096, NULL);
	if (seal_public_read(file, startup->content, &explain, &startup->public_key)) {
		/* The line begins with the file: the report says it once. */
		const char *words = buf_str(&explain);
		size_t skip = strncmp(words, file, strlen(file)) == 0 ? strlen(file) + 2 : 0;

		report_add(report, SEVERITY_ERROR, whole(file), NULL, NULL, "%s",
			   skip < explain.len ? words + skip
					      : "cannot be used as the uploader's public key");
	}
	buf_release(&explain);
}

enum status startup_load_take(const char *settings_file, struct content *content,
			      struct report *report, struct startup **out)
{
	struct startup *startup = calloc(1, sizeof(*startup));
	struct questionnaire_options options;
	enum status status;

	if (!startup) {
		content_close(content);
		return STATUS_NOMEM;
	}
	startup->content = content;
	status = settings_read(settings_file, content, report, &startup->settings);
	if (status)
		goto failed;
	check_key(startup, report);
	check_outbox(startup, report);
	check_pages(startup->settings, content, report);
	status = startup_value_sets(startup->settings->form.value_sets, content, report,
				    &startup->value_sets);
	options = (struct questionnaire_options){.value_sets = startup->value_sets,
						 .language = startup->settings->language};
	if (!status)
		status = startup_questionnaire(startup->settings->form.questionnaire, &options,
					       content, report, &startup->questionnaire);
	if (!status)
		check_bindings(startup, report);
	if (startup->settings->form.figure &&
	    figure_load(startup->settings->form.figure, content, report, &startup->figure) ==
		    STATUS_OK &&
	    !status)
		check_figure(startup, report);
	if (startup->settings->clinic.logo &&
	    logo_load(startup->settings->clinic.logo, content, report, &startup->logo) && !status)
		status = STATUS_INVALID;
	if (!status && report->errors > 0)
		status = STATUS_INVALID;
	if (status)
		goto failed;
	*out = startup;
	return STATUS_OK;
failed:
	startup_close(startup);
	return status;
}

enum status startup_in_language(struct startup *startup, size_t language, struct report *report,
				const struct questionnaire **out)
{
	const struct settings *settings = startup->settings;
	const struct settings_language *asked = &settings->languages[language];
	struct questionnaire_options options = {.value_sets = startup->value_sets,
						.language = asked->tag};
	enum status status = STATUS_OK;

	if (asked == settings_first_language(settings))
		*out = startup->questionnaire;
	else if (!startup->translated[language])
		status = startup_questionnaire(settings->form.questionnaire, &options,
					       startup->content, report,
					       &startup->translated[language]);
	if (!status && asked != settings_first_language(settings))
		*out = startup->translated[language];
	return status;
}

void startup_close(struct startup *startup)
{
	if (!startup)
		return;
	figure_close(startup->figure);
	logo_close(startup->logo);
	questionnaire_close(startup->questionnaire);
	for (size_t i = 0; i < SETTINGS_LIST_MAX; i++)
		questionnaire_close(startup->translated[i]);
	value_sets_close(startup->value_sets);
	settings_close(startup->settings);
	content_close(startup->content);
	free(startup);
}
