/* How to reach somebody: forgiving about how it is written, strict about what cannot be one. */
#include "slots.h"

#include <kiosk/base/text.h>

#include <string.h>

#define CONTACT_SYSTEM   "http://hl7.org/fhir/contact-point-system"
#define PHONE_DIGITS_MIN 5  /* within one town */
#define PHONE_DIGITS_MAX 20 /* E.164 has 15; an extension may follow */

const char *contact_system(const struct item *item)
{
	static const char *const codes[] = {"phone", "fax", "email", "pager",
					    "url",   "sms", "other"};

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (item_has_code(item, CONTACT_SYSTEM, codes[i]))
			return codes[i];
	return NULL;
}

bool item_is_phone(const struct item *item)
{
	static const char *const systems[] = {"phone", "fax", "sms", "pager"};
	const char *system = item->type == ITEM_STRING ? contact_system(item) : NULL;

	for (size_t i = 0; system && i < sizeof(systems) / sizeof(systems[0]); i++)
		if (strcmp(system, systems[i]) == 0)
			return true;
	return false;
}

/* Digits, with a + in front, and what people write between them. */
static bool is_phone(const char *text)
{
	size_t digits = 0;

	for (const char *at = text; *at; at++) {
		if (*at >= '0' && *at <= '9')
			digits++;
		else if (!strchr(" ()-./+x#", *at) || (*at == '+' && digits > 0))
			return false;
	}
	return digits >= PHONE_DIGITS_MIN && digits <= PHONE_DIGITS_MAX;
}

/* One @ with something on both sides, and a dot within what follows it. Only the server that takes
 * mail for it knows more. */
static bool is_email(const char *text)
{
	const char *at = strchr(text, '@'), *dot = at ? strchr(at, '.') : NULL;

	return at && at != text && !strchr(at + 1, '@') && !strpbrk(text, " ,;<>") && dot &&
	       dot != at + 1 && text[strlen(text) - 1] != '.';
}

enum answer_fault contact_fault(const struct item *item, const char *text)
{
	const char *system = contact_system(item);

	if (item_is_phone(item) && !is_phone(text))
		return FAULT_NOT_A_PHONE;
	if (item->type == ITEM_STRING && system && strcmp(system, "email") == 0 && !is_email(text))
		return FAULT_NOT_AN_EMAIL;
	return FAULT_NONE;
}
