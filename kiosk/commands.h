/* The commands of `kiosk`: each takes the arguments from its own name on and returns the exit code.
 * Usage errors are 2. */
#ifndef KIOSK_COMMANDS_H
#define KIOSK_COMMANDS_H

int command_run(int argc, char **argv);
int command_check(int argc, char **argv);
int command_fill(int argc, char **argv);
int command_queue(int argc, char **argv);
int command_pin(int argc, char **argv);
int command_reset(int argc, char **argv);
int command_version(int argc, char **argv);

#endif
