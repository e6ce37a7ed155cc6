#include <kiosk/base/buf.h>
#include <kiosk/base/report.h>

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void report_init(struct report *report)
{
	*report = (struct report){0};
}

static void free_string(char *string)
{
	if (string)
		wipe(string, strlen(string));
	free(string);
}

static void problem_release(struct problem *problem)
{
	free_string(problem->file);
	free_string(problem->where);
	free_string(problem->what);
	free_string(problem->mend);
}

void report_release(struct report *report)
{
	for (size_t i = 0; i < report->count; i++)
		problem_release(&report->problems[i]);
	free(report->problems);
	for (size_t i = 0; i < report->feature_count; i++)
		free_string(report->features[i].name);
	free(report->features);
	report_init(report);
}

static bool copy_string(const char *string, char **out)
{
	*out = string ? strdup(string) : NULL;
	return *out || !string;
}

/* Capacities are the powers of two: count alone tells when the table is full. */
static struct problem *next_slot(struct report *report)
{
	size_t count = report->count;
	struct problem *grown;

	if ((count & (count - 1)) != 0)
		return &report->problems[count];
	grown = reallocarray(report->problems, count ? count * 2 : 1, sizeof(*grown));
	if (!grown)
		return NULL;
	report->problems = grown;
	return &grown[count];
}

void report_add(struct report *report, enum severity severity, struct place place,
		const char *where, const char *mend, const char *what_format, ...)
{
	struct problem problem = {.severity = severity, .line = place.line, .column = place.column};
	struct problem *slot;
	va_list args;
	bool kept;

	if (severity == SEVERITY_ERROR)
		report->errors++;
	va_start(args, what_format);
	kept = vasprintf(&problem.what, what_format, args) >= 0;
	va_end(args);
	if (!kept)
		problem.what = NULL;
	kept = kept && copy_string(place.file, &problem.file) &&
	       copy_string(where, &problem.where) && copy_string(mend, &problem.mend);
	slot = kept ? next_slot(report) : NULL;
	if (!slot) {
		problem_release(&problem);
		report->lost++;
		if (severity != SEVERITY_ERROR)
			report->errors++;
		return;
	}
	*slot = problem;
	report->count++;
}

/* Far more than a file written in good faith has; the rest is counted as one. */
#define FEATURES_MAX 200u
#define OTHERS       "others"

static bool count_feature(struct report *report, const char *name)
{
	for (size_t i = 0; i < report->feature_count; i++)
		if (strcmp(report->features[i].name, name) == 0) {
			report->features[i].count++;
			return true;
		}
	return false;
}

void report_feature(struct report *report, const char *name)
{
	struct feature *grown, feature = {.count = 1};
	bool full = report->feature_count >= FEATURES_MAX;

	if (count_feature(report, name) || (full && count_feature(report, OTHERS)))
		return;
	grown = reallocarray(report->features, report->feature_count + 1, sizeof(*grown));
	if (!grown)
		return;
	report->features = grown;
	if (copy_string(full ? OTHERS : name, &feature.name))
		grown[report->feature_count++] = feature;
}

/* Names from a file may hold control characters, and the reader is often a terminal. */
static void print_clean(const char *text, FILE *out)
{
	const unsigned char *at = (const unsigned char *)text;

	for (; *at; at++) {
		if (*at == 0xC2 && at[1] >= 0x80 && at[1] < 0xA0) {
			fputc('?', out);
			at++;
		} else {
			fputc(*at < 0x20 || *at == 0x7F ? '?' : *at, out);
		}
	}
}

static void print_problem(const struct problem *problem, FILE *out)
{
	if (problem->file) {
		print_clean(problem->file, out);
		if (problem->line)
			fprintf(out, ":%d:%d", problem->line, problem->column);
		fputs(": ", out);
	}
	if (problem->severity == SEVERITY_WARNING)
		fputs("warning: ", out);
	if (problem->where) {
		print_clean(problem->where, out);
		fputs(": ", out);
	}
	print_clean(problem->what, out);
	if (problem->mend) {
		fputs(": ", out);
		print_clean(problem->mend, out);
	}
	fputc('\n', out);
}

/* Standard error has no buffer of its own: the lines are put together and written at once. */
void report_print(const struct report *report, FILE *out)
{
	char *text = NULL;
	size_t len;
	FILE *memory = report->count ? open_memstream(&text, &len) : NULL;

	for (size_t i = 0; i < report->count; i++)
		print_problem(&report->problems[i], memory ? memory : out);
	if (memory && fclose(memory) == 0)
		fwrite(text, 1, len, out);
	if (text)
		wipe(text, len);
	free(text);
	if (report->lost)
		fprintf(out, "%zu more problems: out of memory\n", report->lost);
}
