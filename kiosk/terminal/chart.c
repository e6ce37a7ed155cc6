#include <kiosk/base/buf.h>
#include <kiosk/base/date_words.h>
#include <kiosk/base/words.h>

#include "chart.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_MAX 999

static bool begins(const char *info, const char *word)
{
	size_t len = strlen(word);

	return strncmp(info, word, len) == 0 && (info[len] == '\0' || info[len] == ' ');
}

enum chart_kind chart_kind(const char *info)
{
	if (!info)
		return CHART_NONE;
	if (begins(info, "recovery"))
		return CHART_RECOVERY;
	return begins(info, "steps") ? CHART_STEPS : CHART_NONE;
}

/* "5" or "5-10"; what stands behind it, NULL when it is neither. */
static const char *read_range(const char *text, int *from, int *to)
{
	char *end;
	long first = strtol(text, &end, 10), second = first;

	if (end == text || first < 0 || first > NUMBER_MAX)
		return NULL;
	if (*end == '-') {
		text = end + 1;
		second = strtol(text, &end, 10);
		if (end == text || second < first || second > NUMBER_MAX)
			return NULL;
	}
	*from = (int)first;
	*to = (int)second;
	return end + strspn(end, " ");
}

static struct chart_words trimmed(const char *text, const char *end)
{
	while (text < end && *text == ' ')
		text++;
	while (end > text && end[-1] == ' ')
		end--;
	return (struct chart_words){text, (size_t)(end - text)};
}

/* "days" and its like, in one or several. */
static bool read_unit(const struct chart_words *word, enum chart_unit *unit)
{
	static const char *const names[] = {
		[CHART_DAYS] = "days", [CHART_WEEKS] = "weeks", [CHART_MONTHS] = "months"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		size_t len = strlen(names[i]);

		if ((word->len == len || word->len == len - 1) &&
		    strncmp(word->text, names[i], word->len) == 0) {
			*unit = (enum chart_unit)i;
			return true;
		}
	}
	return false;
}

static bool read_entry(const char *line, const char *end, enum chart_kind kind,
		       struct chart_entry *out)
{
	const char *bar = memchr(line, '|', (size_t)(end - line)), *second, *rest;
	struct chart_words unit;

	*out = (struct chart_entry){0};
	rest = bar ? read_range(line, &out->from, &out->to) : NULL;
	if (!rest || rest > bar)
		return false;
	unit = trimmed(rest, bar);
	if (kind == CHART_STEPS ? unit.len > 0 : !read_unit(&unit, &out->unit))
		return false;
	second = kind == CHART_RECOVERY ? memchr(bar + 1, '|', (size_t)(end - bar - 1)) : NULL;
	out->words = trimmed(bar + 1, second ? second : end);
	if (second)
		out->end = trimmed(second + 1, end);
	return out->words.len > 0;
}

static enum status fail(struct chart_fault *fault, int line, const char *what, const char *mend)
{
	*fault = (struct chart_fault){line, what, mend};
	return STATUS_INVALID;
}

static enum status check_sum(const struct chart *chart, struct chart_fault *fault)
{
	int from = 0, to = 0;

	for (size_t i = 0; i < chart->count; i++) {
		from += chart->entries[i].from;
		to += chart->entries[i].to;
	}
	if (from < chart->from || to > chart->to)
		return fail(fault, -1, "the minutes of the steps do not add up to the visit's",
			    "make their sum what stands behind \"steps\"");
	return STATUS_OK;
}

static enum status read_entries(struct chart *chart, const char *block, struct chart_fault *fault)
{
	int number = 0;

	for (const char *line = block, *next; *line; line = next, number++) {
		const char *end = strchrnul(line, '\n');

		next = *end ? end + 1 : end;
		if (trimmed(line, end).len == 0)
			continue;
		if (chart->count == CHART_MAX)
			return fail(fault, number, "too many lines", "leave at most 20");
		if (!read_entry(line, end, chart->kind, &chart->entries[chart->count]))
			return fail(fault, number, "no usable line of the chart",
				    chart->kind == CHART_STEPS
					    ? "write: MINUTES | WORDS, as in 5-10 | We wait."
					    : "write: FROM-TO days, weeks or months | WORDS | what "
					      "holds at the end");
		chart->count++;
	}
	return chart->count > 0 ? STATUS_OK
				: fail(fault, -1, "the chart is empty", "add its lines");
}

enum status chart_parse(const char *info, const char *block, struct chart *out,
			struct chart_fault *fault)
{
	enum status status;

	*out = (struct chart){.kind = chart_kind(info)};
	if (out->kind == CHART_STEPS) {
		const char *rest =
			read_range(info + strlen("steps") + (info[5] == ' '), &out->from, &out->to);

		if (!rest || *rest)
			return fail(fault, -1, "the steps have no minutes to add up to",
				    "write: steps 60-75");
	}
	status = read_entries(out, block, fault);
	if (status == STATUS_OK && out->kind == CHART_STEPS)
		status = check_sum(out, fault);
	return status;
}

/* --- its words --- */

static struct date months_later(struct date date, int months)
{
	int month = date.month - 1 + months;

	date.year += month / 12;
	date.month = month % 12 + 1;
	while (!date_valid(date) && date.day > 28)
		date.day--;
	return date;
}

static enum status day_words(const struct chart_entry *entry, int offset, struct date today,
			     struct buf *out)
{
	if (offset == 0)
		return buf_adds(out, _("Today"));
	if (entry->unit == CHART_MONTHS)
		return date_words(months_later(today, offset), DATE_FORM_MONTH, out);
	return date_words(date_add_days(today, entry->unit == CHART_WEEKS ? 7 * offset : offset),
			  DATE_FORM_DAY, out);
}

enum status chart_span_words(const struct chart_entry *entry, struct date today, bool end,
			     struct buf *out)
{
	struct buf from, to;
	enum status status;

	buf_init(&from, 200, NULL);
	buf_init(&to, 200, NULL);
	status = day_words(entry, entry->from, today, &from);
	if (!status)
		status = day_words(entry, entry->to, today, &to);
	if (!status)
		status = end || entry->from == entry->to
				 ? buf_adds(out, buf_str(&to))
				 /* TRANSLATORS: two days: "Today to Saturday 28 November" */
				 : buf_addf(out, _("%1$s to %2$s"), buf_str(&from), buf_str(&to));
	buf_release(&from);
	buf_release(&to);
	return status;
}

static enum status minutes_words(int from, int to, struct buf *out)
{
	if (from == to)
		return buf_addf(out, ngettext("%d minute", "%d minutes", (unsigned long)to), to);
	return buf_addf(out, _("%1$d to %2$d minutes"), from, to);
}

enum status chart_step_words(const struct chart_entry *entry, struct buf *out)
{
	enum status status = buf_add(out, entry->words.text, entry->words.len);

	if (status || entry->to == 0)
		return status;
	status = buf_adds(out, " (");
	if (!status)
		status = minutes_words(entry->from, entry->to, out);
	return status ? status : buf_adds(out, ")");
}

static enum status write_step(const struct chart_entry *entry, size_t number, struct buf *out)
{
	enum status status = buf_addf(out, "%zu. ", number);

	if (!status)
		status = chart_step_words(entry, out);
	return status ? status : buf_adds(out, "\n");
}

static enum status write_span(const struct chart_entry *entry, struct date today, struct buf *out)
{
	enum status status = chart_span_words(entry, today, false, out);

	if (!status)
		status = buf_addf(out, ": %.*s\n", (int)entry->words.len, entry->words.text);
	if (status || entry->end.len == 0)
		return status;
	status = chart_span_words(entry, today, true, out);
	return status ? status : buf_addf(out, ": %.*s\n", (int)entry->end.len, entry->end.text);
}

enum status chart_write_plain(const struct chart *chart, struct date today, struct buf *out)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < chart->count && !status; i++)
		status = chart->kind == CHART_STEPS ? write_step(&chart->entries[i], i + 1, out)
						    : write_span(&chart->entries[i], today, out);
	if (!status && chart->kind == CHART_STEPS) {
		status = buf_adds(out, _("Together:"));
		if (!status)
			status = buf_adds(out, " ");
		if (!status)
			status = minutes_words(chart->from, chart->to, out);
		if (!status)
			status = buf_adds(out, "\n");
	}
	return status;
}
