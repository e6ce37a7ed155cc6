/* libFuzzer: a questionnaire, a NUL byte and a response to it, as `kiosk fill` takes them. */
#include "fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = size ? memchr(data, '\0', size) : NULL;
	size_t first = end ? (size_t)(end - data) : size;
	struct questionnaire *form = fuzz_form((const char *)data, first);
	struct json *json = NULL;
	struct report report;

	report_init(&report);
	if (form && end &&
	    json_parse("response", (const char *)end + 1, size - first - 1, &report, &json) ==
		    STATUS_OK)
		(void)!fuzz_visit(form, json, NULL, 0);
	json_close(json);
	report_release(&report);
	questionnaire_close(form);
	return 0;
}
