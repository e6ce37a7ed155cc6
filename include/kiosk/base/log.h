/* The program's log: one line an event on a descriptor, with journald's "<N>" priority prefix.
 * Never patient data: no function here takes a string that a patient typed or a response's bytes.
 */
#ifndef KIOSK_BASE_LOG_H
#define KIOSK_BASE_LOG_H

enum log_level {
	LOG_LEVEL_ERROR = 3,
	LOG_LEVEL_WARNING = 4,
	LOG_LEVEL_NOTICE = 5,
	LOG_LEVEL_INFO = 6
};

/* fd stays the caller's; -1 drops everything (the full-screen kiosk without a log file). The
 * default is standard error. */
void log_to(int fd);
void log_event(enum log_level level, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
