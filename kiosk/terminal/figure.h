/* The inside of a figure, for the body map. */
#ifndef KIOSK_TERMINAL_FIGURE_PRIVATE_H
#define KIOSK_TERMINAL_FIGURE_PRIVATE_H

#include <kiosk/terminal/figure.h>

#define FIGURE_MAX_COLUMNS 200
#define FIGURE_MAX_ROWS    100
#define FIGURE_CELL        5 /* bytes of one UTF-8 character with its NUL */
#define FIGURE_MAX_PARTS   (FIGURE_MAX_REGIONS * 6)

/* A connected patch of one region: an arm has one on each side, and more on the back. */
struct figure_part {
	size_t region;
	double row, column; /* its centre, in cells */
	int mark;           /* the cell for the mark of a choice: near the centre, in the part */
};

#define FIGURE_MAX_CAPTIONS 32u
#define FIGURE_BODY         (-2) /* of figure_size.region: a part of the body without a region */

struct figure_caption {
	int row, column; /* its middle */
	char language[16];
	char text[64];
};

struct figure_size {
	int columns, rows;
	struct place place;
	char (*drawing)[FIGURE_CELL]; /* rows * columns */
	char (*solid)[FIGURE_CELL];   /* likewise: what a region shows that has the focus */
	bool has_solid;
	char *ascii;
	short *region;             /* index, -1: none, FIGURE_BODY */
	struct figure_part *parts; /* those further left come first */
	size_t part_count;
	struct figure_caption captions[FIGURE_MAX_CAPTIONS];
	size_t caption_count;
};

struct figure {
	char *path;
	struct figure_region regions[FIGURE_MAX_REGIONS];
	char *codes[FIGURE_MAX_REGIONS]; /* owners of regions[].code */
	size_t region_count;
	struct figure_size sizes[FIGURE_MAX_SIZES];
	size_t size_count;
};

/* "ROW COLUMN LANGUAGE TEXT"; false when it is not that, or lies outside the size. */
bool figure_caption_parse(const char *arguments, const struct figure_size *size,
			  struct figure_caption *out);
/* In the language, or where it has none in the language of the first one. */
bool figure_caption_shown(const struct figure_size *size, size_t index, const char *language);
/* The cells left and right of it belong to the same region. */
bool figure_wide(const struct figure_size *size, int cell);
/* Finds the parts of every region. */
MUST_USE enum status figure_find_parts(struct figure_size *size);

#endif
