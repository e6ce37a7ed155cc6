/* `kiosk pin`: reads a PIN (twice from a terminal, once from a pipe) and prints its Argon2id string
 * for the settings. */
#include "commands.h"

#include <kiosk/base/buf.h>
#include <kiosk/pin.h>

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define LINE_MAX_BYTES 64

static int usage(FILE *out, int code)
{
	fputs("usage: kiosk pin\n\n"
	      "Asks for a staff PIN (6 to 32 digits) and prints the value of \"staff\": {\"pin\": "
	      "...} in the settings.\n",
	      out);
	return code;
}

/* One line from standard input, byte by byte, so that no stdio buffer keeps the PIN. */
static bool read_line(char line[LINE_MAX_BYTES])
{
	size_t len = 0;
	char c;

	while (read(STDIN_FILENO, &c, 1) == 1 && c != '\n')
		if (len < LINE_MAX_BYTES - 1)
			line[len++] = c;
	line[len] = '\0';
	return len > 0;
}

static bool ask(const char *prompt, char line[LINE_MAX_BYTES])
{
	struct termios before, quiet;
	bool got;

	if (tcgetattr(STDIN_FILENO, &before) != 0)
		return read_line(line);
	fputs(prompt, stderr);
	quiet = before;
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
	got = read_line(line);
	(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
	fputc('\n', stderr);
	return got;
}

int command_pin(int argc, char **argv)
{
	char first[LINE_MAX_BYTES] = "", second[LINE_MAX_BYTES] = "", hash[PIN_HASH_MAX];
	enum status status;
	int code = 1;

	if (argc > 1)
		return strcmp(argv[1], "--help") == 0 ? usage(stdout, 0) : usage(stderr, 2);
	if (!ask("New staff PIN (6 to 32 digits): ", first) || !pin_well_formed(first)) {
		fputs("kiosk: a PIN has 6 to 32 digits and nothing else\n", stderr);
		goto done;
	}
	if (isatty(STDIN_FILENO) &&
	    (!ask("The same again: ", second) || strcmp(first, second) != 0)) {
		fputs("kiosk: the two are not the same: nothing was made\n", stderr);
		goto done;
	}
	status = pin_hash(first, hash);
	if (status) {
		fprintf(stderr, "kiosk: the PIN could not be hashed: %s\n", status_text(status));
		goto done;
	}
	puts(hash);
	code = 0;
done:
	wipe(first, sizeof(first));
	wipe(second, sizeof(second));
	return code;
}
