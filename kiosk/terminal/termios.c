#include "termios.h"

#include <stdbool.h>
#include <sys/mman.h>
#include <unistd.h>

enum status termios_take(int fd, struct termios *original)
{
	struct termios given;
	bool got = false;

	if (tcgetattr(STDIN_FILENO, original) != 0)
		return STATUS_UNSUPPORTED;
	if (fd < 0)
		return STATUS_OK;
	got = lseek(fd, 0, SEEK_SET) == 0 && read(fd, &given, sizeof(given)) == sizeof(given);
	close(fd);
	if (got)
		*original = given;
	return STATUS_OK;
}

int termios_give(const struct termios *original)
{
	int fd = memfd_create("terminal", 0);

	if (fd < 0)
		return -1;
	if (write(fd, original, sizeof(*original)) != sizeof(*original)) {
		close(fd);
		return -1;
	}
	return fd;
}
