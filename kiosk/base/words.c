#include <kiosk/base/words.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DOMAIN   "kiosk"
#define SOURCE   "en"
#define LIST_MAX 256

void words_init(void)
{
	/* With the locale C gettext translates nothing at all. */
	setlocale(LC_ALL, "C.UTF-8");
	textdomain(DOMAIN);
	words_speak(SOURCE);
}

void words_open(const char *folder)
{
	bindtextdomain(DOMAIN, folder);
	bind_textdomain_codeset(DOMAIN, "UTF-8");
}

/* "es-Latn-MX" as gettext's list of catalogues to look in: "es_Latn_MX:es_Latn:es". */
static void list_of(const char *language, char out[LIST_MAX])
{
	char tag[LIST_MAX / 4], *cut;
	size_t used = 0;

	snprintf(tag, sizeof(tag), "%s", language);
	for (cut = tag; *cut; cut++)
		*cut = *cut == '-' ? '_' : *cut;
	for (;;) {
		used += (size_t)snprintf(out + used, LIST_MAX - used, "%s%s", used ? ":" : "", tag);
		cut = strrchr(tag, '_');
		if (!cut || used >= LIST_MAX)
			return;
		*cut = '\0';
	}
}

static void speak_list(const char *list)
{
	(void)setenv("LANGUAGE", list, 1);
	/* What gettext has found once, it keeps until the domain is set anew. */
	textdomain(DOMAIN);
}

void words_speak(const char *language)
{
	char list[LIST_MAX];

	list_of(language, list);
	/* C: the words as they stand in the program, without a look for a catalogue. */
	speak_list(strcmp(language, SOURCE) == 0 ? "C" : list);
}

void words_name(const char *language, char out[WORDS_NAME_MAX])
{
	const char *before = getenv("LANGUAGE"), *name;
	char *kept = before ? strdup(before) : NULL;

	words_speak(language);
	/* TRANSLATORS: write the name of your language in itself, as "Español" */
	name = _("(the name of this language)");
	if (*name == '(')
		name = strcmp(language, SOURCE) == 0 ? "English" : language;
	snprintf(out, WORDS_NAME_MAX, "%s", name);
	speak_list(kept ? kept : "C");
	free(kept);
}

char words_decimal_sign(void)
{
	/* TRANSLATORS: a half in figures: it shows your language's sign between units and
	 * decimals */
	return _("0.5")[1] == ',' ? ',' : '.';
}
