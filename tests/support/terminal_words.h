/* What a program that is watched says on the descriptor in KIOSK_TEST_AWAKE (pinned.c says,
 * terminal.c hears). */
#ifndef TESTS_TERMINAL_WORDS_H
#define TESTS_TERMINAL_WORDS_H

#define TERMINAL_AWAKE_FD 9 /* in the program */
#define TERMINAL_ASLEEP   's'
#define TERMINAL_AWAKE    'a'
#define TERMINAL_CLIPPED  'c'

#endif
