/* The clinic's logo as a text file: at most LOGO_MAX_ROWS lines of LOGO_MAX_COLUMNS cells. */
#ifndef KIOSK_TERMINAL_LOGO_H
#define KIOSK_TERMINAL_LOGO_H

#include <kiosk/base/content.h>
#include <kiosk/base/report.h>
#include <kiosk/base/status.h>
#include <kiosk/terminal/ui.h>

#define LOGO_MAX_COLUMNS 60
#define LOGO_MAX_ROWS    12

struct logo;

/* STATUS_INVALID with every problem in the report: bytes that are not UTF-8, control characters
 * (tabs too), more lines or cells than allowed, nothing to see. Blank lines around it and blanks at
 * the end of its lines are left away. */
MUST_USE enum status logo_load(const char *path, struct content *content, struct report *report,
			       struct logo **out);
/* NULL is allowed. */
void logo_close(struct logo *logo);
int logo_rows(const struct logo *logo);
int logo_columns(const struct logo *logo);
/* False on an ASCII terminal when it holds other characters: it would come out as question marks.
 */
bool logo_shows(const struct logo *logo, const struct ui *ui);
void logo_draw(struct ui *ui, const struct area *area, int row, int column,
	       const struct logo *logo);

#endif
