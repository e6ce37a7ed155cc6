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
};

struct figure_size {
	int columns, rows;
	struct place place;
	char (*drawing)[FIGURE_CELL]; /* rows * columns */
	char *ascii;
	short *region;             /* index, -1: none */
	struct figure_part *parts; /* those further left come first */
	size_t part_count;
};

struct figure {
	char *path;
	struct figure_region regions[FIGURE_MAX_REGIONS];
	char *codes[FIGURE_MAX_REGIONS]; /* owners of regions[].code */
	size_t region_count;
	struct figure_size sizes[FIGURE_MAX_SIZES];
	size_t size_count;
};

/* Finds the parts of every region. */
MUST_USE enum status figure_find_parts(struct figure_size *size);

#endif
