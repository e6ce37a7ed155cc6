/* What the parts of a page of questions share while they are drawn. */
#ifndef KIOSK_SCREENS_FORM_DRAW_H
#define KIOSK_SCREENS_FORM_DRAW_H

#include "form_page.h"

#define WORDS_MAX 4096

struct drawing {
	const struct screen_context *context;
	const struct form_state *state;
	const struct answers *answers;
	struct ui *ui; /* NULL: only measures */
	const struct area *area;
};

/* form_input.c: draws where the question of the block is answered, and fills in the rows of it.
 * Returns the rows used. */
int form_draw_input(const struct drawing *d, int row, struct form_block *block);

#endif
