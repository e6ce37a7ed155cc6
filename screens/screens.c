/* Which screen stands at which place of the visit. */
#include <kiosk/screen.h>

static const struct screen *const screens[] = {
	[VISIT_WELCOME] = &screen_welcome, [VISIT_LEARN] = &screen_reading,
	[VISIT_PRIVACY] = &screen_reading, [VISIT_QUESTIONS] = &screen_questions,
	[VISIT_OUTCOME] = &screen_reading, [VISIT_EXPLAINER] = &screen_reading,
	[VISIT_REVIEW] = &screen_review,   [VISIT_CONFIRM] = &screen_questions,
	[VISIT_RECEIPT] = &screen_receipt, [VISIT_ENDED] = &screen_welcome,
};

const struct screen *screen_for(enum visit_place place)
{
	return screens[place];
}
