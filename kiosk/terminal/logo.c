#include <kiosk/base/text.h>
#include <kiosk/terminal/logo.h>

#include <stdlib.h>
#include <string.h>

#define FILE_MAX 16384

struct logo {
	char *text; /* lines are cut out of it */
	const char *lines[LOGO_MAX_ROWS];
	int rows, columns;
	bool ascii;
};

static void complain(struct report *report, const char *path, size_t line, const char *mend,
		     const char *what)
{
	report_add(report, SEVERITY_ERROR, (struct place){.file = path, .line = (int)line}, NULL,
		   mend, "%s", what);
}

static void take_line(struct logo *logo, char *line, size_t number, const char *path,
		      struct report *report)
{
	size_t len = strlen(line);
	int width;

	while (len > 0 && (line[len - 1] == ' ' || line[len - 1] == '\r'))
		line[--len] = '\0';
	if (len == 0 && logo->rows == 0)
		return;
	if (text_has_control(line, len, false)) {
		complain(report, path, number, "draw with spaces and characters only",
			 "the logo has a control character");
		return;
	}
	width = text_width(line, len);
	if (width > LOGO_MAX_COLUMNS)
		complain(report, path, number, "make it at most 60 cells wide",
			 "the logo is too wide");
	if (logo->rows < LOGO_MAX_ROWS)
		logo->lines[logo->rows] = line;
	else if (len > 0)
		complain(report, path, number, "make it at most 12 lines high",
			 "the logo is too high");
	logo->rows++;
	logo->columns = width > logo->columns ? width : logo->columns;
	for (size_t i = 0; i < len; i++)
		logo->ascii = logo->ascii && (unsigned char)line[i] < 0x80;
}

static void take_lines(struct logo *logo, const char *path, struct report *report)
{
	char *rest = logo->text, *line;
	size_t errors = report->errors;

	logo->ascii = true;
	for (size_t number = 1; (line = strsep(&rest, "\n")); number++)
		take_line(logo, line, number, path, report);
	if (logo->rows > LOGO_MAX_ROWS)
		logo->rows = LOGO_MAX_ROWS;
	while (logo->rows > 0 && !*logo->lines[logo->rows - 1])
		logo->rows--;
	if (logo->rows == 0 && report->errors == errors)
		complain(report, path, 0, "draw something, or remove clinic.logo",
			 "the logo is empty");
}

static enum status read_text(struct logo *logo, const char *path, struct content *content,
			     struct report *report)
{
	enum status status;
	struct buf file;

	buf_init(&file, FILE_MAX, NULL);
	status = content_read(content, path, &file);
	if (status) {
		report_add(report, SEVERITY_ERROR, (struct place){.file = path}, NULL, NULL,
			   "the logo cannot be read: %s", status_text(status));
	} else if (!text_valid(buf_str(&file), file.len)) {
		complain(report, path, 0, "save it as UTF-8", "the logo is not UTF-8");
		status = STATUS_INVALID;
	} else {
		logo->text = strdup(buf_str(&file));
		status = logo->text ? STATUS_OK : STATUS_NOMEM;
	}
	buf_release(&file);
	return status;
}

enum status logo_load(const char *path, struct content *content, struct report *report,
		      struct logo **out)
{
	struct logo *logo = calloc(1, sizeof(*logo));
	size_t errors = report->errors;
	enum status status;

	if (!logo)
		return STATUS_NOMEM;
	status = read_text(logo, path, content, report);
	if (!status)
		take_lines(logo, path, report);
	if (!status && report->errors > errors)
		status = STATUS_INVALID;
	if (status)
		logo_close(logo);
	else
		*out = logo;
	return status;
}

void logo_close(struct logo *logo)
{
	if (logo)
		free(logo->text);
	free(logo);
}

int logo_rows(const struct logo *logo)
{
	return logo->rows;
}

int logo_columns(const struct logo *logo)
{
	return logo->columns;
}

bool logo_shows(const struct logo *logo, const struct ui *ui)
{
	return logo->ascii || !ui_is_ascii(ui);
}

void logo_draw(struct ui *ui, const struct area *area, int row, int column, const struct logo *logo)
{
	for (int i = 0; i < logo->rows; i++)
		ui_puts(ui, area, row + i, column, STYLE_ACCENT, logo->lines[i]);
}
