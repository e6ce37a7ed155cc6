#include <kiosk/base/catalogue.h>
#include <kiosk/base/words.h>
#include <kiosk/languages.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define CATALOGUE_PATH_MAX (PATH_MAX + 128)

/* Seen from the program: installed, and as built. */
static const char *const folders[] = {"../share/kiosk/locale", "locale", "../locale"};

void languages_folder(const struct settings *settings, char out[PATH_MAX])
{
	char program[PATH_MAX - 64], path[PATH_MAX], *slash;
	ssize_t len;

	if (settings && settings->locale) {
		snprintf(out, PATH_MAX, "%s", settings->locale);
		return;
	}
	len = readlink("/proc/self/exe", program, sizeof(program) - 1);
	program[len > 0 ? len : 0] = '\0';
	slash = strrchr(program, '/');
	*out = '\0';
	for (size_t i = 0; slash && i < sizeof(folders) / sizeof(*folders) && !*out; i++) {
		*slash = '\0';
		snprintf(path, sizeof(path), "%s/%s/" WORDS_REFERENCE, program, folders[i]);
		if (access(path, R_OK) == 0) {
			*strrchr(path, '/') = '\0';
			snprintf(out, PATH_MAX, "%s", path);
		}
	}
}

/* A language whose region has no catalogue of its own speaks with that of the language alone. */
static enum status open_catalogue(const char *folder, const char *tag,
				  char path[CATALOGUE_PATH_MAX], struct catalogue **out)
{
	char name[64], *cut;
	enum status status;

	snprintf(name, sizeof(name), "%s", tag);
	for (cut = name; *cut; cut++)
		*cut = *cut == '-' ? '_' : *cut;
	for (;;) {
		snprintf(path, CATALOGUE_PATH_MAX, "%s/%s/LC_MESSAGES/" WORDS_REFERENCE, folder,
			 name);
		status = catalogue_open(path, out);
		cut = strrchr(name, '_');
		if (status != STATUS_NOTFOUND || !cut)
			return status;
		*cut = '\0';
	}
}

static void check_words(const char *folder, const char *tag, const struct catalogue *all,
			struct report *report)
{
	struct catalogue *catalogue;
	char path[CATALOGUE_PATH_MAX];
	enum status status;

	if (strncmp(tag, "en", 2) == 0 && (tag[2] == '\0' || tag[2] == '-'))
		return; /* the program's own */
	status = open_catalogue(folder, tag, path, &catalogue);
	if (status) {
		report_add(report, SEVERITY_WARNING, (struct place){.file = path}, NULL,
			   "make it by msgfmt from a .po file (CONTRIBUTING.md, \"Languages\")",
			   "the interface has no words in %s: %s", tag, status_text(status));
		return;
	}
	for (size_t i = 0; i < catalogue_count(all); i++) {
		const char *message = catalogue_message(all, i);

		if (!catalogue_has(catalogue, message))
			report_add(report, SEVERITY_WARNING, (struct place){.file = path}, NULL,
				   "translate it in the .po file", "not in %s: \"%s\"", tag,
				   message);
		else if (!catalogue_fits(catalogue, message))
			report_add(report, SEVERITY_ERROR, (struct place){.file = path}, NULL,
				   "let it have the same %s, %zu and so on",
				   "in %s with other values: \"%s\"", tag, message);
	}
	catalogue_close(catalogue);
}

static void check_interface(const struct settings *settings, struct report *report)
{
	char folder[PATH_MAX], path[CATALOGUE_PATH_MAX];
	struct catalogue *all;

	/* A folder of the clinic's own need not have the list of all words. */
	languages_folder(NULL, folder);
	snprintf(path, sizeof(path), "%s/" WORDS_REFERENCE, folder);
	if (!*folder || catalogue_open(path, &all)) {
		report_add(report, SEVERITY_WARNING, (struct place){.file = settings->file},
			   "languages", "install the whole program",
			   "the list of the interface's words is not there");
		return;
	}
	languages_folder(settings, folder);
	for (size_t i = 0; i < settings->language_count; i++)
		check_words(folder, settings->languages[i].tag, all, report);
	catalogue_close(all);
}

/* Its report is one of its own: what the form uses has been counted. */
static void check_texts(struct startup *startup, const char *tag, struct report *report)
{
	struct questionnaire_options options = {
		.value_sets = startup->value_sets, .language = tag, .only_language = true};
	struct questionnaire *form = NULL;
	struct report found;

	report_init(&found);
	if (startup_questionnaire(startup->settings->form.questionnaire, &options, startup->content,
				  &found, &form) == STATUS_OK)
		questionnaire_close(form);
	for (size_t i = 0; i < found.count; i++) {
		const struct problem *problem = &found.problems[i];

		report_add(report, problem->severity,
			   (struct place){problem->file, problem->line, problem->column},
			   problem->where, problem->mend, "%s", problem->what);
	}
	report_release(&found);
}

void languages_check(struct startup *startup, struct report *report)
{
	const struct settings *settings = startup->settings;

	check_interface(settings, report);
	for (size_t i = 0; i < settings->language_count; i++)
		check_texts(startup, settings->languages[i].tag, report);
}
