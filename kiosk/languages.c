#include <kiosk/base/words.h>
#include <kiosk/languages.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Seen from the program: installed, and as built. */
static const char *const folders[] = {"../share/kiosk/locale", "locale", "../locale"};

void languages_folder(const struct settings *settings, char out[PATH_MAX])
{
	char program[PATH_MAX - 64], path[PATH_MAX], *slash;
	ssize_t len;

	if (settings->locale) {
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
