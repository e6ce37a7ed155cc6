/* The words around a question, as every face of a visit says them. All are added to out. */
#ifndef KIOSK_FORM_WORDS_H
#define KIOSK_FORM_WORDS_H

#include <kiosk/form/answers.h>

/* A question's or group's own words with its number: "Medicine (2 of 3)"; "" for none. */
MUST_USE enum status form_instance_words(const struct answers *answers, size_t slot,
					 struct buf *out);
/* Likewise, behind the instances that it is in where there are several of them. */
MUST_USE enum status form_question_words(const struct answers *answers, size_t slot,
					 struct buf *out);
/* A slot's own words with its number, where there is little room. */
MUST_USE enum status form_short_words(const struct answers *answers, size_t slot, struct buf *out);
/* The instances that a slot is in, of groups and of questions above it, the outermost first. */
MUST_USE enum status form_instance_path(const struct answers *answers, size_t slot,
					struct buf *out);
/* Likewise on one line: where they are too wide the names are cut, and the numbers stay. */
MUST_USE enum status form_path_line(const struct answers *answers, size_t slot, int columns,
				    struct buf *out);
/* The slot (a group, or a question above another) stands in the path of the other slot. */
bool form_on_path(const struct answers *answers, size_t at, size_t slot);
/* The first line of a name in at most so many cells, the last ones of a longer name as "...". */
#define FORM_NAME_MAX 100 /* bytes */
void form_cut_name(const char *name, int cells, char out[FORM_NAME_MAX]);

/* What a slider's ends mean, and where to read more; nothing for other items. */
MUST_USE enum status form_range(const struct item *item, struct buf *out);
MUST_USE enum status form_link(const struct item *item, struct buf *out);

#endif
