/* Between visit.c and idle.c. */
#ifndef KIOSK_VISIT_MACHINE_H
#define KIOSK_VISIT_MACHINE_H

#include <kiosk/visit.h>

/* Counted anew when the page changes or anything is enabled or disabled: it is drawn at every key,
 * and a form may have thousands of pages. */
struct progress {
	bool counted;
	size_t page, position, total;
	uint64_t turns;
};

struct visit {
	const struct settings *settings;
	const struct questionnaire *questionnaire;
	struct arena *arena;
	struct answers *answers;
	size_t confirm_page;
	size_t seen_flag; /* visit_flag of the outcome page that was shown last */
	enum visit_place place;
	size_t page;
	bool begun;
	bool listening;
	bool changing;
	size_t changed; /* slot: where the change began; SLOT_NONE */
	enum visit_end end;
	int64_t touched; /* boot ms */
	struct progress progress;
};

#endif
