#include "emulator.h"

/* Bytes at the end that begin a character and do not end it. */
static size_t unfinished(const char *bytes, size_t len)
{
	for (size_t back = 1; back <= 3 && back <= len; back++) {
		unsigned char byte = (unsigned char)bytes[len - back];
		size_t whole = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;

		if (byte >= 0xc0)
			return back < whole ? back : 0;
		if (byte < 0x80)
			return 0;
	}
	return 0;
}

void emulator_feed(VTerm *vterm, const struct buf *raw, size_t *seen)
{
	const char *bytes = raw->data + *seen;
	size_t len = raw->len - *seen;

	len -= unfinished(bytes, len);
	if (len > 0)
		vterm_input_write(vterm, bytes, len);
	*seen += len;
}
