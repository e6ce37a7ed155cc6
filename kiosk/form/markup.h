/* Private to the loader: words with markup as a terminal can show them. Lists become lines with
 * bullets, blocks become lines; no tag and no entity is left. */
#ifndef KIOSK_FORM_MARKUP_H
#define KIOSK_FORM_MARKUP_H

#include <kiosk/base/buf.h>

enum markup {
	MARKUP_TEXT,     /* plain text, into which some authors write HTML all the same */
	MARKUP_XHTML,    /* rendering-xhtml */
	MARKUP_MARKDOWN, /* rendering-markdown (CommonMark) */
};

/* Adds the words to out. STATUS_NOMEM, STATUS_LIMIT. */
MUST_USE enum status markup_reduce(enum markup kind, const char *text, struct buf *out);

#endif
