#include "figure.h"

#include <kiosk/base/text.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool figure_caption_parse(const char *arguments, const struct figure_size *size,
			  struct figure_caption *out)
{
	struct figure_caption caption;
	char *second, *end;
	long row = strtol(arguments, &second, 10), column = strtol(second, &end, 10);
	const char *language = end + strspn(end, " \t"), *text;
	size_t len = strcspn(language, " \t");

	text = language + len + strspn(language + len, " \t");
	if (end == second || row < 0 || row >= size->rows || column < 0 ||
	    column >= size->columns || language == end || len >= sizeof(caption.language) ||
	    !*text || strlen(text) >= sizeof(caption.text) || !text_valid(text, strlen(text)))
		return false;
	caption.row = (int)row;
	caption.column = (int)column;
	snprintf(caption.language, sizeof(caption.language), "%.*s", (int)len, language);
	snprintf(caption.text, sizeof(caption.text), "%s", text);
	*out = caption;
	return true;
}

/* "es" serves "es-MX". */
static bool serves(const struct figure_caption *caption, const char *language)
{
	size_t len = strlen(caption->language);

	return strncmp(caption->language, language, len) == 0 &&
	       (language[len] == '\0' || language[len] == '-');
}

bool figure_has_captions(const struct figure *figure, const char *language)
{
	for (size_t i = 0; i < figure->size_count; i++) {
		const struct figure_size *size = &figure->sizes[i];
		size_t k = 0;

		while (k < size->caption_count && !serves(&size->captions[k], language))
			k++;
		if (size->caption_count > 0 && k == size->caption_count)
			return false;
	}
	return true;
}

bool figure_caption_shown(const struct figure_size *size, size_t index, const char *language)
{
	const struct figure_caption *caption = &size->captions[index];
	bool own = false;

	for (size_t i = 0; i < size->caption_count; i++)
		own = own || serves(&size->captions[i], language);
	return own ? serves(caption, language)
		   : strcmp(caption->language, size->captions[0].language) == 0;
}
