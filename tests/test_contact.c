/* Telephone numbers and email addresses as people write them, and names that Unicode can write. */
#include "support/form_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define CODED(link_id, code)                                                                       \
	"{'linkId':'" link_id "','type':'string','text':'T','code':[{'system':"                    \
	"'http://hl7.org/fhir/contact-point-system','code':'" code "'}]}"

static const char *const items = CODED("p", "phone") "," CODED("e", "email") "," CODED(
	"u", "url") ",{'linkId':'n','type':'string','text':'Name'}";

static void takes_phones_as_they_are_written(void **state)
{
	static const char *const good[] = {
		"555 0100",          "+34 600 123 456", "(555) 010-0199", "555.010.0199",
		"+1 (555) 010-0199", "0049/30/1234567", " 600123456 ",    "555-0100 x12",
	};
	static const char *const bad[] = {"call me",  "123",   "555 0100 (home)",
					  "555+0100", "-----", "123456789012345678901"};
	struct answers *answers = form_open(items);

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		form_type(answers, "p", good[i]);
		form_expect_fault(answers, "p", FAULT_NONE, "");
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		form_type(answers, "p", bad[i]);
		form_expect_fault(answers, "p", FAULT_NOT_A_PHONE,
				  "Enter a phone number in figures, for example 555 0100 or +1 "
				  "(555) 010-0199");
	}
	form_type(answers, "p", "+34 600 123 456");
	assert_string_equal(answers_value(answers, form_slot(answers, "p"), 0)->text,
			    "+34 600 123 456");
	form_close(answers);
}

static void looks_lightly_at_email(void **state)
{
	static const char *const good[] = {"ana@example.org", "a.b+c@x.y.z", "josé@correo.es",
					   " ana@example.org "};
	static const char *const bad[] = {"ana",         "@example.org",    "ana@",
					  "ana@example", "a@b@c.org",       "ana maria@example.org",
					  "ana@.org",    "ana@example.org."};
	struct answers *answers = form_open(items);

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		form_type(answers, "e", good[i]);
		form_expect_fault(answers, "e", FAULT_NONE, "");
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		form_type(answers, "e", bad[i]);
		form_expect_fault(answers, "e", FAULT_NOT_AN_EMAIL,
				  "Enter an email address with an @ in it, for example "
				  "name@example.org");
	}
	form_close(answers);
}

static void leaves_other_fields_alone(void **state)
{
	struct answers *answers = form_open(items);

	(void)state;
	form_type(answers, "u", "call me");
	form_expect_fault(answers, "u", FAULT_NONE, "");
	form_type(answers, "n", "123");
	form_expect_fault(answers, "n", FAULT_NONE, "");
	assert_true(item_is_phone(answers_item(answers, form_slot(answers, "p"))));
	assert_false(item_is_phone(answers_item(answers, form_slot(answers, "e"))));
	assert_false(item_is_phone(answers_item(answers, form_slot(answers, "n"))));
	form_close(answers);
}

static void takes_every_name(void **state)
{
	static const char *const names[] = {
		"O’Brien-Smith",
		"José Núñez",
		"Nguy\xe1\xbb\x85n",
		"e\xcc\x81milie",
		"Ǹkẹ́chi",
		"שרה כהן",
		"فاطمة",
		"मीनाक्षी",
		"山田",
		"D'Angelo y Pérez, Jr.",
	};
	struct answers *answers = form_open(items);

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		form_type(answers, "n", names[i]);
		form_expect_fault(answers, "n", FAULT_NONE, "");
		assert_string_equal(answers_value(answers, form_slot(answers, "n"), 0)->text,
				    names[i]);
	}
	form_close(answers);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_phones_as_they_are_written),
		cmocka_unit_test(looks_lightly_at_email),
		cmocka_unit_test(leaves_other_fields_alone),
		cmocka_unit_test(takes_every_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
