/* libFuzzer: any bytes as a response to a questionnaire that has everything; what the checker
 * accepts, the reader has to accept too. The questionnaire is the file that FUZZ_FORM names. */
#include "fuzz.h"

#include <kiosk/base/buf.h>

#include <stdio.h>
#include <stdlib.h>

static struct questionnaire *form;

static void load_form(void)
{
	struct buf file;

	buf_init(&file, 1u << 20, NULL);
	if (!getenv("FUZZ_FORM") || buf_read_file(&file, getenv("FUZZ_FORM")) != STATUS_OK) {
		fputs("FUZZ_FORM names no file\n", stderr);
		exit(2);
	}
	form = fuzz_form(buf_str(&file), file.len);
	buf_release(&file);
	if (!form)
		exit(2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct report report;
	struct json *json;
	bool conforms;

	if (!form)
		load_form();
	report_init(&report);
	if (json_parse("response", (const char *)data, size, &report, &json) == STATUS_OK) {
		conforms = response_check(json, form, &report) == STATUS_OK;
		if (fuzz_visit(form, json, NULL, 0) != STATUS_OK && conforms)
			abort();
		json_close(json);
	}
	report_release(&report);
	return 0;
}
