#include "form.h"

static bool satisfies(enum operator which, enum order order)
{
	switch (which) {
	case OPERATOR_EQ:
		return order == ORDER_EQUAL;
	case OPERATOR_NE:
		return order != ORDER_EQUAL;
	case OPERATOR_GT:
		return order == ORDER_GREATER;
	case OPERATOR_LT:
		return order == ORDER_LESS;
	case OPERATOR_GE:
		return order == ORDER_GREATER || order == ORDER_EQUAL;
	case OPERATOR_LE:
		return order == ORDER_LESS || order == ORDER_EQUAL;
	case OPERATOR_EXISTS:
		break;
	}
	return false;
}

bool condition_holds(const struct condition *condition, size_t count,
		     const struct value *(*at)(void *source, size_t index), void *source)
{
	/* One answer that equals the value is enough to fail !=; one that satisfies is enough for
	 * the rest. */
	enum operator which = condition->operator;
	bool every = which == OPERATOR_NE;

	if (which == OPERATOR_EXISTS)
		return condition->answer.boolean == (count > 0);
	for (size_t i = 0; i < count; i++) {
		bool satisfied = satisfies(which, value_order(at(source, i), &condition->answer));

		if (satisfied != every)
			return satisfied;
	}
	return every && count > 0;
}
