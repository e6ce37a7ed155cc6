/* The uploader's commands beside delivering: each returns the exit code. */
#ifndef KIOSK_DELIVERY_COMMANDS_H
#define KIOSK_DELIVERY_COMMANDS_H

#include <kiosk/settings.h>

int command_keygen(const char *secret_file, const char *public_file);
/* Takes the settings over. id: a UUID or its first 8 digits. */
int command_show(struct settings *settings, const char *id);

#endif
