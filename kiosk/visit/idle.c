/* The idle clock: how long nobody may touch anything. */
#include "machine.h"

void visit_touch(struct visit *visit, int64_t now)
{
	visit->touched = now;
}

void visit_listen(struct visit *visit)
{
	visit->listening = true;
}

static int64_t asking_ms(const struct visit *visit)
{
	int64_t visit_ms = visit->settings->idle.visit_ms;
	int64_t reading_ms = visit->settings->idle.reading_ms;

	return visit->listening && reading_ms > visit_ms ? reading_ms : visit_ms;
}

static int64_t awake_ms(const struct visit *visit)
{
	switch (visit->place) {
	case VISIT_WELCOME: /* somebody who came back may have left answers behind */
		return visit->begun ? asking_ms(visit) : -1;
	case VISIT_ENDED:
		return -1;
	case VISIT_RECEIPT:
		return visit->settings->idle.receipt_ms;
	case VISIT_LEARN:
	case VISIT_PRIVACY:
	case VISIT_OUTCOME:
	case VISIT_EXPLAINER:
	case VISIT_REVIEW:
		return visit->settings->idle.reading_ms;
	default:
		return asking_ms(visit);
	}
}

enum visit_idle visit_idle(struct visit *visit, int64_t now, int64_t *left_ms)
{
	int64_t awake = awake_ms(visit);
	int64_t idle = now - visit->touched;
	bool receipt = visit->place == VISIT_RECEIPT;

	*left_ms = -1;
	if (awake < 0)
		return VISIT_AWAKE;
	if (idle < awake) {
		*left_ms = awake - idle;
		return VISIT_AWAKE;
	}
	if (!receipt && idle < awake + visit->settings->idle.warning_ms) {
		*left_ms = awake + visit->settings->idle.warning_ms - idle;
		return VISIT_WARNING;
	}
	visit_end(visit, receipt ? VISIT_END_SENT : VISIT_END_IDLE);
	return VISIT_OVER;
}
