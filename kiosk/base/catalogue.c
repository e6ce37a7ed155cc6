#include <kiosk/base/buf.h>
#include <kiosk/base/catalogue.h>

#include <printf.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define MAGIC      0x950412deu
#define BYTES_MAX  (16u << 20)
#define VALUES_MAX 16u

struct catalogue {
	struct buf bytes;
	uint32_t count, messages, translations; /* the offsets of two tables */
};

static uint32_t number_at(const struct catalogue *catalogue, size_t offset)
{
	uint32_t number;

	memcpy(&number, catalogue->bytes.data + offset, sizeof(number));
	return number;
}

/* An entry of a table is a length and an offset; the text is followed by a NUL. */
static const char *text_at(const struct catalogue *catalogue, uint32_t table, size_t index)
{
	return catalogue->bytes.data + number_at(catalogue, table + 8 * index + 4);
}

static bool table_holds(const struct catalogue *catalogue, uint32_t table)
{
	uint64_t len = catalogue->bytes.len;

	if (table + (uint64_t)catalogue->count * 8 > len)
		return false;
	for (size_t i = 0; i < catalogue->count; i++) {
		uint64_t size = number_at(catalogue, table + 8 * i);
		uint64_t end = size + number_at(catalogue, table + 8 * i + 4);

		if (end >= len || catalogue->bytes.data[end] != '\0')
			return false;
	}
	return true;
}

static bool read_head(struct catalogue *catalogue)
{
	if (catalogue->bytes.len < 20 || number_at(catalogue, 0) != MAGIC)
		return false;
	catalogue->count = number_at(catalogue, 8);
	catalogue->messages = number_at(catalogue, 12);
	catalogue->translations = number_at(catalogue, 16);
	return table_holds(catalogue, catalogue->messages) &&
	       table_holds(catalogue, catalogue->translations);
}

enum status catalogue_open(const char *path, struct catalogue **out)
{
	struct catalogue *catalogue = calloc(1, sizeof(*catalogue));
	enum status status;

	if (!catalogue)
		return STATUS_NOMEM;
	buf_init(&catalogue->bytes, BYTES_MAX, NULL);
	status = buf_read_file(&catalogue->bytes, path);
	if (!status && !read_head(catalogue))
		status = STATUS_INVALID;
	if (status)
		catalogue_close(catalogue);
	else
		*out = catalogue;
	return status;
}

void catalogue_close(struct catalogue *catalogue)
{
	if (!catalogue)
		return;
	buf_release(&catalogue->bytes);
	free(catalogue);
}

size_t catalogue_count(const struct catalogue *catalogue)
{
	return catalogue->count;
}

const char *catalogue_message(const struct catalogue *catalogue, size_t index)
{
	return text_at(catalogue, catalogue->messages, index);
}

/* The count for none. */
static size_t find(const struct catalogue *catalogue, const char *message)
{
	size_t i = 0;

	while (i < catalogue->count && strcmp(catalogue_message(catalogue, i), message) != 0)
		i++;
	return i;
}

bool catalogue_has(const struct catalogue *catalogue, const char *message)
{
	size_t i = find(catalogue, message);

	return i < catalogue->count && *text_at(catalogue, catalogue->translations, i) != '\0';
}

static bool same_values(const char *message, const char *form)
{
	int given[VALUES_MAX], taken[VALUES_MAX];
	size_t most, count;

	/* "%2$s" alone leaves the first as it is: of no type that there is. */
	memset(given, -1, sizeof(given));
	memset(taken, -1, sizeof(taken));
	most = parse_printf_format(message, VALUES_MAX, given);
	count = parse_printf_format(form, VALUES_MAX, taken);
	if (count > most || count > VALUES_MAX)
		return false;
	for (size_t i = 0; i < count; i++)
		if (given[i] != taken[i])
			return false;
	return true;
}

bool catalogue_fits(const struct catalogue *catalogue, const char *message)
{
	size_t i = find(catalogue, message);
	const char *form, *end;

	if (i == catalogue->count)
		return true;
	form = text_at(catalogue, catalogue->translations, i);
	end = form + number_at(catalogue, catalogue->translations + 8 * i);
	for (; form <= end; form += strlen(form) + 1)
		if (!same_values(message, form))
			return false;
	return true;
}
