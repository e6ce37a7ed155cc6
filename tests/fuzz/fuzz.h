/* What the fuzz targets share. */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include <kiosk/form/response.h>

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* NULL when it is refused. */
struct questionnaire *fuzz_form(const char *text, size_t len);
/* One visit: opened, given the response's answers (NULL: a patient's, out of the bytes of data),
 * walked through page by page, and written when it has no fault; what is written has to pass the
 * checker. STATUS_OK when the response was read. */
enum status fuzz_visit(const struct questionnaire *form, const struct json *response,
		       const uint8_t *data, size_t size);

#endif
