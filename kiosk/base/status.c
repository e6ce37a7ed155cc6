#include <kiosk/base/status.h>

const char *status_text(enum status status)
{
	switch (status) {
	case STATUS_OK:
		return "done";
	case STATUS_NOMEM:
		return "out of memory";
	case STATUS_LIMIT:
		return "too large";
	case STATUS_INVALID:
		return "invalid";
	case STATUS_UNSUPPORTED:
		return "not supported";
	case STATUS_NOTFOUND:
		return "not found";
	case STATUS_DENIED:
		return "permission denied";
	case STATUS_BUSY:
		return "in use";
	case STATUS_NOSPACE:
		return "no space left";
	case STATUS_IO:
		return "input or output error";
	case STATUS_CORRUPT:
		return "damaged data";
	case STATUS_CLOSED:
		return "closed by the other side";
	}
	return "unknown failure";
}
