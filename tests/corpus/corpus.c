/* A folder of questionnaires, each in a process of its own: which are accepted, which refused and
 * why, and whether answers at random come out as a response that the checker accepts. */
#include "generate.h"

#include <kiosk/base/text.h>
#include <kiosk/form/response.h>
#include <kiosk/startup.h>

#include <dirent.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SLOW_MS      1000
#define SECONDS_MAX  60
#define REASONS_MAX  400
#define REASON_BYTES 160
#define ARENA_BYTES  (8u << 20)

enum outcome { ACCEPTED, REFUSED, NOT_FILLED, NOT_CONFORMING, CRASHED, OUTCOMES };

static const char *const outcome_names[] = {
	[ACCEPTED] = "accepted and filled",
	[REFUSED] = "refused",
	[NOT_FILLED] = "accepted, not filled",
	[NOT_CONFORMING] = "filled, not conforming",
	[CRASHED] = "crashed",
};

struct reason {
	char words[REASON_BYTES];
	size_t count, files;
};

struct options {
	const char *folder, *value_sets, *responses;
	int seeds;
	int cut;  /* so many of the files are read cut at every byte, and nothing else is done */
	bool all; /* every form has to be accepted */
};

struct table {
	size_t outcomes[OUTCOMES], slow, responses;
	struct reason reasons[REASONS_MAX];
	size_t reason_count;
};

/* --- in the child --- */

/* Without what differs from form to form: names in quotes, addresses, numbers. */
static void generalise(const char *words, char *out, size_t size)
{
	size_t len = 0;

	while (*words && len + 4 < size) {
		if (*words == '"') {
			const char *end = strchr(words + 1, '"');

			out[len++] = '"';
			words = end ? end : words;
		} else if (strncmp(words, "http", 4) == 0) {
			words += strcspn(words, " )");
			out[len++] = '*';
			continue;
		} else if (*words >= '0' && *words <= '9') {
			words += strspn(words, "0123456789.");
			out[len++] = '#';
			continue;
		}
		out[len++] = *words++;
	}
	out[len] = '\0';
}

static void say_reasons(const struct report *report, FILE *out)
{
	char words[REASON_BYTES];

	for (size_t i = 0; i < report->count; i++) {
		if (report->problems[i].severity != SEVERITY_ERROR)
			continue;
		generalise(report->problems[i].what, words, sizeof(words));
		fprintf(out, "reason %s\n", words);
	}
}

static const struct response_context context = {
	.identifier_system = "urn:ietf:rfc:3986",
	.identifier = "urn:uuid:0a1b2c3d-1111-4222-8333-444455556666",
	.authored = "2026-11-23T14:05:09+01:00",
	.language = "en",
};

/* "/group:1/question:0 1": a line a slot, its path of linkIds and instances, and whether it is
 * enabled. */
static void say_path(const struct answers *answers, size_t slot, FILE *out)
{
	if (answers_parent(answers, slot) != SLOT_NONE)
		say_path(answers, answers_parent(answers, slot), out);
	fprintf(out, "/%s:%zu", answers_item(answers, slot)->link_id,
		answers_instance(answers, slot));
}

static void say_enabled(const struct answers *answers, FILE *out)
{
	for (size_t slot = 0; slot != SLOT_NONE; slot = answers_next(answers, slot)) {
		say_path(answers, slot, out);
		fprintf(out, " %d\n", answers_enabled(answers, slot));
	}
}

/* The response, and beside it what was enabled when it was read back. */
static void keep(const struct options *options, const char *name, int seed, const struct buf *text,
		 const struct answers *again)
{
	char path[4096];
	FILE *file;

	if (!options->responses)
		return;
	snprintf(path, sizeof(path), "%s/%s.%d.json", options->responses, name, seed);
	file = fopen(path, "w");
	if (!file || fwrite(text->data, 1, text->len, file) != text->len || fclose(file) != 0) {
		perror(path);
		_exit(3);
	}
	snprintf(path, sizeof(path), "%s/%s.%d.enabled", options->responses, name, seed);
	file = fopen(path, "w");
	if (file)
		say_enabled(again, file);
	if (!file || fclose(file) != 0) {
		perror(path);
		_exit(3);
	}
}

/* What was read back says the same, byte for byte. */
static bool same_again(const struct answers *again, const struct buf *text)
{
	struct buf second;
	bool same;

	buf_init(&second, RESPONSE_MAX_BYTES, NULL);
	same = response_write(again, &context, &second) == STATUS_OK && second.len == text->len &&
	       memcmp(second.data, text->data, text->len) == 0;
	buf_release(&second);
	return same;
}

/* Writes, checks, reads back and writes again. */
static enum outcome check_response(const struct options *options, const char *name, int seed,
				   const struct answers *answers, struct answers *again, FILE *out)
{
	const struct questionnaire *form = answers_questionnaire(answers);
	enum outcome outcome = ACCEPTED;
	struct buf text;
	struct report report;
	struct json *json = NULL;

	report_init(&report);
	buf_init(&text, RESPONSE_MAX_BYTES, NULL);
	if (response_write(answers, &context, &text) ||
	    json_parse("response", buf_str(&text), text.len, &report, &json) ||
	    response_check(json, form, &report) || response_read(json, again, &report))
		outcome = NOT_CONFORMING;
	if (outcome == ACCEPTED && !same_again(again, &text)) {
		fprintf(out, "reason what was read back says something else\n");
		outcome = NOT_CONFORMING;
	}
	if (outcome == NOT_CONFORMING)
		say_reasons(&report, out);
	else
		keep(options, name, seed, &text, again);
	json_close(json);
	buf_release(&text);
	report_release(&report);
	return outcome;
}

static enum outcome fill(const struct options *options, const char *name, int seed,
			 const struct questionnaire *form, const struct json *source, FILE *out)
{
	struct answers_options how = {.date_order = DATE_YMD, .today = {2026, 11, 23}};
	struct answers *answers = NULL, *again = NULL;
	struct arena *arena = NULL;
	enum outcome outcome = NOT_FILLED;
	size_t stuck = SLOT_NONE;

	if (arena_open(ARENA_BYTES, &arena) || answers_open(form, &how, arena, &answers) ||
	    answers_open(form, &how, arena, &again))
		fprintf(out, "reason no memory for the answers\n");
	else if (!generate_answers(answers, source, (unsigned int)seed, &stuck))
		fprintf(out, "reason no answer found for %s (fault %d)\n",
			answers_item(answers, stuck)->link_id, answers_fault(answers, stuck));
	else if (answers_prune(answers, &(size_t){0}) == STATUS_OK)
		outcome = check_response(options, name, seed, answers, again, out);
	answers_close(answers);
	answers_close(again);
	arena_close(arena);
	return outcome;
}

static enum outcome try_file(const struct options *options, const char *path, const char *name,
			     FILE *out)
{
	struct questionnaire_options how = {0};
	struct questionnaire *form = NULL;
	struct value_sets *sets = NULL;
	struct json *source = NULL;
	struct report report;
	enum outcome outcome = REFUSED;

	report_init(&report);
	if (!startup_value_sets(options->value_sets, NULL, &report, &sets)) {
		how.value_sets = sets;
		if (!startup_questionnaire(path, &how, NULL, &report, &form) &&
		    !json_read(path, NULL, &report, &source))
			outcome = ACCEPTED;
	}
	if (outcome == REFUSED)
		say_reasons(&report, out);
	for (int seed = 0; outcome == ACCEPTED && seed < options->seeds; seed++)
		outcome = fill(options, name, seed, form, source, out);
	json_close(source);
	questionnaire_close(form);
	value_sets_close(sets);
	report_release(&report);
	return outcome;
}

/* Every beginning of the file. Nothing is expected of it but an end without a fault. */
static enum outcome cut_file(const char *path)
{
	struct buf whole;

	buf_init(&whole, 4u << 20, NULL);
	if (buf_read_file(&whole, path) != STATUS_OK)
		return REFUSED;
	for (size_t len = 0; len <= whole.len; len++) {
		struct questionnaire *form = NULL;
		struct report report;
		struct json *json;

		report_init(&report);
		if (json_parse("cut", buf_str(&whole), len, &report, &json) == STATUS_OK &&
		    questionnaire_load_take(json, NULL, &report, &form) == STATUS_OK)
			questionnaire_close(form);
		report_release(&report);
	}
	buf_release(&whole);
	return ACCEPTED;
}

/* --- in the parent --- */

static void count_reason(struct table *table, const char *words, bool first)
{
	size_t i = 0;

	while (i < table->reason_count && strcmp(table->reasons[i].words, words) != 0)
		i++;
	if (i == REASONS_MAX)
		return;
	if (i == table->reason_count) {
		snprintf(table->reasons[i].words, REASON_BYTES, "%.*s", (int)REASON_BYTES - 1,
			 words);
		table->reason_count++;
	}
	table->reasons[i].count++;
	table->reasons[i].files += first;
}

static void read_reasons(struct table *table, FILE *from)
{
	char line[REASON_BYTES + 20], seen[REASONS_MAX][REASON_BYTES];
	size_t count = 0;
	bool first;

	while (fgets(line, sizeof(line), from)) {
		char *words = line + strlen("reason ");
		size_t i = 0;

		line[strcspn(line, "\n")] = '\0';
		if (strncmp(line, "reason ", 7) != 0)
			continue;
		while (i < count && strcmp(seen[i], words) != 0)
			i++;
		first = i == count && count < REASONS_MAX;
		if (first)
			snprintf(seen[count++], REASON_BYTES, "%.*s", (int)REASON_BYTES - 1, words);
		count_reason(table, words, first);
	}
}

static long elapsed_ms(const struct timespec *begin)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (now.tv_sec - begin->tv_sec) * 1000 + (now.tv_nsec - begin->tv_nsec) / 1000000;
}

static enum outcome run(const struct options *options, const char *name, struct table *table)
{
	rlim_t seconds = options->cut ? RLIM_INFINITY : SECONDS_MAX;
	struct rlimit limit = {seconds, seconds};
	struct timespec begin;
	char path[4096];
	int ends[2], status;
	FILE *from;
	pid_t pid;

	snprintf(path, sizeof(path), "%s/%s", options->folder, name);
	clock_gettime(CLOCK_MONOTONIC, &begin);
	if (pipe(ends) < 0 || (pid = fork()) < 0) {
		perror("corpus");
		exit(3);
	}
	if (pid == 0) {
		FILE *out = fdopen(ends[1], "w");
		enum outcome outcome;

		close(ends[0]);
		setrlimit(RLIMIT_CPU, &limit);
		outcome = options->cut ? cut_file(path) : try_file(options, path, name, out);
		fclose(out);
		exit((int)outcome);
	}
	close(ends[1]);
	from = fdopen(ends[0], "r");
	read_reasons(table, from);
	fclose(from);
	waitpid(pid, &status, 0);
	if (!options->cut && elapsed_ms(&begin) > SLOW_MS) {
		printf("slow: %s: %ld ms\n", name, elapsed_ms(&begin));
		table->slow++;
	}
	return WIFEXITED(status) && WEXITSTATUS(status) < CRASHED
		       ? (enum outcome)WEXITSTATUS(status)
		       : CRASHED;
}

static int is_json(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	return len > 5 && strcmp(entry->d_name + len - 5, ".json") == 0;
}

static int by_files(const void *left, const void *right)
{
	const struct reason *a = left, *b = right;

	if (a->files != b->files)
		return a->files < b->files ? 1 : -1;
	return a->count < b->count ? 1 : -(a->count > b->count);
}

static void print_table(struct table *table, size_t files)
{
	printf("\n%-28s %5zu\n", "questionnaires", files);
	for (size_t i = 0; i < OUTCOMES; i++)
		printf("%-28s %5zu\n", outcome_names[i], table->outcomes[i]);
	printf("%-28s %5zu\n\n%5s %5s  reason\n", "slow (over a second)", table->slow, "forms",
	       "times");
	qsort(table->reasons, table->reason_count, sizeof(*table->reasons), by_files);
	for (size_t i = 0; i < table->reason_count; i++)
		printf("%5zu %5zu  %s\n", table->reasons[i].files, table->reasons[i].count,
		       table->reasons[i].words);
}

static void run_all(const struct options *options, struct dirent **entries, int count,
		    struct table *table)
{
	int step = options->cut > 0 && options->cut < count ? count / options->cut : 1;

	for (int i = 0; i < count; i++) {
		enum outcome outcome = ACCEPTED;
		bool wanted = i % step == 0 && (!options->cut || i / step < options->cut);

		if (wanted)
			outcome = run(options, entries[i]->d_name, table);
		table->outcomes[outcome] += wanted;
		if (outcome > REFUSED)
			printf("%s: %s\n", outcome_names[outcome], entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
}

static int usage(void)
{
	fputs("usage: corpus [--value-sets DIR] [--responses DIR] [--seeds N] [--cut N] "
	      "[--all] DIR\n",
	      stderr);
	return 2;
}

int main(int argc, char **argv)
{
	static const struct option longs[] = {
		{"value-sets", required_argument, NULL, 'v'},
		{"responses", required_argument, NULL, 'r'},
		{"seeds", required_argument, NULL, 's'},
		{"cut", required_argument, NULL, 'c'},
		{"all", no_argument, NULL, 'a'},
		{NULL, 0, NULL, 0},
	};
	struct options options = {.seeds = 5};
	static struct table table;
	struct dirent **entries;
	int c, count;

	while ((c = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		if (c == 'v')
			options.value_sets = optarg;
		else if (c == 'r')
			options.responses = optarg;
		else if (c == 's')
			options.seeds = (int)strtol(optarg, NULL, 10);
		else if (c == 'c')
			options.cut = (int)strtol(optarg, NULL, 10);
		else if (c == 'a')
			options.all = true;
		else
			return usage();
	}
	if (optind + 1 != argc)
		return usage();
	options.folder = argv[optind];
	setvbuf(stdout, NULL, _IOLBF, 0);
	count = scandir(options.folder, &entries, is_json, alphasort);
	if (count < 0) {
		perror(options.folder);
		return 2;
	}
	run_all(&options, entries, count, &table);
	if (options.cut)
		printf("%zu files cut at every byte, %zu crashed\n", table.outcomes[ACCEPTED],
		       table.outcomes[CRASHED]);
	else
		print_table(&table, (size_t)count);
	if (options.all && (count == 0 || table.outcomes[REFUSED] > 0))
		return 1;
	return table.outcomes[CRASHED] + table.outcomes[NOT_CONFORMING] +
				       table.outcomes[NOT_FILLED] >
			       0
		       ? 1
		       : 0;
}
