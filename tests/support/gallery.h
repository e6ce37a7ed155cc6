/* Every screen of a visit and every overlay at one size, in each look: charset, language and
 * colours. Compared with tests/screens/SIZE/LOOK/NAME.txt; `make snapshots` writes those files anew
 * for review. */
#ifndef TESTS_GALLERY_H
#define TESTS_GALLERY_H

/* What the main of a test returns. size: the folder's name. */
int gallery_run(const char *size, int rows, int columns);

#endif
