/* Programs and private folders for tests. Every failure fails the test. */
#ifndef TESTS_PROCESS_H
#define TESTS_PROCESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define FOLDER_MAX       256
#define TEST_DEADLINE_MS 20000 /* until a poll gives up; long, because valgrind is slow */

/* A new folder under TMPDIR (or /tmp). */
void folder_make(char out[FOLDER_MAX]);
/* With all that is in it. */
void folder_remove(const char *folder);

/* The program that an environment variable names; the test is skipped when it is not set. */
const char *process_program(const char *variable);

/* Starts argv[0]; standard input is /dev/null, output and errors go to the files (NULL: the test's
 * own). The child dies with the test. */
pid_t process_start(const char *const argv[], const char *output, const char *errors);
/* The exit status, or 128 and the signal; -1 when it still runs after the deadline. */
int process_wait(pid_t pid, int64_t deadline_ms);
/* Sends the signal and waits. */
int process_end(pid_t pid, int signal_number);

/* Runs to its end within TEST_DEADLINE_MS (killed then). */
int process_run(const char *const argv[], const char *output, const char *errors);

/* The whole file as a string, free it; NULL when there is none. */
char *file_read(const char *path);
void file_write(const char *path, const char *text);

/* Milliseconds of a clock that only goes forward. */
int64_t test_now_ms(void);
/* A short pause between two looks at something that is polled. */
void test_pause(void);

#endif
