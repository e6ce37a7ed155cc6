/* One set of results for every function that can fail. 0 is success; each failure is negative and
 * says what the caller can do about it. Out-parameters are written on success only. */
#ifndef KIOSK_BASE_STATUS_H
#define KIOSK_BASE_STATUS_H

enum status {
	STATUS_OK = 0,
	STATUS_NOMEM = -1, /* an allocation failed: give the work up, nothing was changed */
	STATUS_LIMIT =
		-2, /* a named ceiling (buffer, arena, count) was reached: refuse the input */
	STATUS_INVALID = -3, /* the input breaks its format or its rules: the report says where */
	STATUS_UNSUPPORTED =
		-4,           /* well formed, but this program cannot do it: the report says what */
	STATUS_NOTFOUND = -5, /* no such file, record or item */
	STATUS_DENIED = -6,   /* permission, PIN or key: trying again alone does not help */
	STATUS_BUSY = -7,     /* another process holds it: try again later */
	STATUS_NOSPACE = -8,  /* the disk or the quota is full */
	STATUS_IO = -9,       /* the kernel refused a read, write or sync: errno is kept */
	STATUS_CORRUPT = -10, /* stored data does not verify: set it aside, tell staff */
	STATUS_CLOSED = -11,  /* the other side is gone */
};

/* A short English phrase for logs, never NULL, static. */
const char *status_text(enum status status);

#define MUST_USE __attribute__((warn_unused_result))

#endif
