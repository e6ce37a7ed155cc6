#include <kiosk/base/log.h>

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LINE_MAX_BYTES 1024

static int log_fd = STDERR_FILENO;

void log_to(int fd)
{
	log_fd = fd;
}

/* One event, one line: whatever would break it up becomes a space. */
static void flatten(char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7F)
			text[i] = ' ';
}

void log_event(enum log_level level, const char *format, ...)
{
	char line[LINE_MAX_BYTES];
	int error = errno;
	size_t head, len;
	va_list args;

	if (log_fd < 0)
		return;
	head = (size_t)snprintf(line, sizeof(line), "<%d>", (int)level);
	va_start(args, format);
	if (vsnprintf(line + head, sizeof(line) - head, format, args) < 0)
		line[head] = '\0';
	va_end(args);
	len = strlen(line);
	flatten(line, len);
	line[len] = '\n'; /* over the NUL: one write, so that lines of two programs do not mix */
	while (write(log_fd, line, len + 1) < 0 && errno == EINTR)
		;
	errno = error;
}
