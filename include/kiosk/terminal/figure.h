/* A body figure as data: drawings at several sizes, each with a mask that says which cell belongs
 * to which region (config/body.figure describes the format in its head). */
#ifndef KIOSK_TERMINAL_FIGURE_H
#define KIOSK_TERMINAL_FIGURE_H

#include <kiosk/base/content.h>
#include <kiosk/base/report.h>
#include <kiosk/base/status.h>

#include <stdbool.h>
#include <stddef.h>

#define FIGURE_MAX_REGIONS 40u
#define FIGURE_MAX_SIZES   4u

struct figure;

struct figure_region {
	char letter;
	const char *code; /* Coding.code of the option that it stands for */
	struct place place;
};

/* STATUS_INVALID with every problem in the report: rows that are too wide, a mask letter without a
 * region, a region in no mask, bytes that are not UTF-8, non-ASCII in the ascii drawing. */
MUST_USE enum status figure_load(const char *path, struct content *content, struct report *report,
				 struct figure **out);
void figure_close(struct figure *figure);

size_t figure_region_count(const struct figure *figure);
const struct figure_region *figure_region(const struct figure *figure, size_t region);
/* The largest size that fits into columns x rows; its index, or -1 when none does. */
int figure_size_for(const struct figure *figure, int columns, int rows);
/* Every size that has captions has them in this language (BCP 47). */
bool figure_has_captions(const struct figure *figure, const char *language);
void figure_dimensions(const struct figure *figure, int size, int *columns, int *rows);

#endif
