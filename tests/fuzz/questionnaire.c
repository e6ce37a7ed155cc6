/* libFuzzer: any bytes as a questionnaire. What is accepted is opened and described. */
#include "fuzz.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct questionnaire *form = fuzz_form((const char *)data, size);

	if (form)
		fuzz_visit(form, NULL, data, size);
	questionnaire_close(form);
	return 0;
}
