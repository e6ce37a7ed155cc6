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
/* The instances of groups that a slot is in, the outermost first. */
MUST_USE enum status form_instance_path(const struct answers *answers, size_t slot,
					struct buf *out);

/* What a slider's ends mean, and where to read more; nothing for other items. */
MUST_USE enum status form_range(const struct item *item, struct buf *out);
MUST_USE enum status form_link(const struct item *item, struct buf *out);

#endif
