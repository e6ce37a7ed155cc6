/* Programs that the settings name: larger letters, and the printer. */
#include "app.h"

#include <kiosk/base/buf.h>
#include <kiosk/base/log.h>
#include <kiosk/base/text.h>
#include <kiosk/terminal/widgets.h>

#include <stdlib.h>

#define TEXT_LIMIT_MS  5000
#define PRINT_LIMIT_MS 30000
#define SHEET_MAX      (1u << 20)

/* Never what the program wrote, nor what it was given. */
static void report(struct app *app, const char *name, const struct program *program,
		   const char *event)
{
	char why[200];

	program_explain(program, why, sizeof(why));
	log_event(LOG_LEVEL_ERROR, "%s: %s", name, why);
	session_audit(&app->session, event);
}

static bool did_well(const struct program *program)
{
	return program->end == PROGRAM_EXITED && program->code == 0;
}

static const struct settings_command *text_command(const struct app *app, bool larger)
{
	return larger ? &app->settings->commands.text_larger : &app->settings->commands.text_normal;
}

static void start_text(struct app *app, bool larger)
{
	const struct program_options options = {.argv = text_command(app, larger)->argv,
						.terminal = true,
						.limit_ms = TEXT_LIMIT_MS};

	app->text_larger = larger;
	program_start(&app->text, &options, app->session.now);
}

/* The terminal has another size now, whether it told or not. */
static void text_ended(struct app *app)
{
	if (!did_well(&app->text))
		report(app, text_command(app, app->text_larger)->argv[0], &app->text,
		       "text-size-failed");
	if (!did_well(&app->text) && app->text_larger) {
		app->text_larger = false;
		app->context.roomy = true; /* the key does what it can */
	}
	app->session.resized = true;
	if (app->text_again) {
		app->text_again = false;
		app_toggle_text(app);
	}
}

void app_toggle_text(struct app *app)
{
	if (!app->settings->commands.text_larger.argv[0]) {
		app->context.roomy = !app->context.roomy;
		return;
	}
	if (app->text.pid > 0) { /* one after the other */
		app->text_again = !app->text_again;
		return;
	}
	if (app->context.roomy) {
		app->context.roomy = false;
		return;
	}
	start_text(app, !app->text_larger);
	if (app->text.pid == 0)
		text_ended(app);
}

void app_restore_text(struct app *app)
{
	if (app->text.pid > 0)
		program_wait(&app->text);
	if (!app->text_larger)
		return;
	start_text(app, false);
	program_wait(&app->text);
	if (!did_well(&app->text))
		report(app, text_command(app, false)->argv[0], &app->text, "text-size-failed");
}

#define SHEET_COLUMNS 72

static enum status wrap_sheet(const struct buf *text, struct buf *out)
{
	const char *bytes = buf_str(text);
	struct text_line *lines;
	size_t count;
	enum status status = text_wrap(bytes, text->len, SHEET_COLUMNS, &lines, &count);

	if (status)
		return status;
	for (size_t i = 0; i < count && !status; i++)
		status = buf_addf(out, "%.*s\n", (int)lines[i].len, bytes + lines[i].offset);
	free(lines);
	return status;
}

/* The sheet as plain text. It is the clinic's, with dates counted from today. */
static enum status sheet_text(struct app *app, struct buf *out)
{
	struct buf file, markdown, plain;
	struct page *page = NULL;
	enum status status;

	buf_init(&file, PATH_MAX, NULL);
	buf_init(&markdown, SHEET_MAX, NULL);
	buf_init(&plain, SHEET_MAX, NULL);
	status = settings_page(app->settings->pages.aftercare, app->context.language->tag, &file);
	if (!status)
		status = content_read(app->context.content, buf_str(&file), &markdown);
	if (!status)
		status = page_parse(buf_str(&markdown), markdown.len, &page);
	if (!status)
		status = page_write_plain(page, &plain);
	if (!status)
		status = wrap_sheet(&plain, out);
	page_close(page);
	buf_release(&plain);
	buf_release(&file);
	buf_release(&markdown);
	return status;
}

void app_print(struct app *app)
{
	struct program_options options = {.argv = app->settings->commands.print.argv,
					  .limit_ms = PRINT_LIMIT_MS};
	struct buf text;

	if (!options.argv[0] || !app->settings->pages.aftercare || app->printer.pid > 0)
		return;
	buf_init(&text, SHEET_MAX, NULL);
	app->context.print = PRINT_FAILED;
	if (!sheet_text(app, &text)) {
		options.input = buf_str(&text);
		options.input_len = text.len;
		program_start(&app->printer, &options, app->session.now);
		app->context.print = PRINT_RUNNING;
		if (app->printer.pid == 0) {
			app->context.print = PRINT_FAILED;
			report(app, options.argv[0], &app->printer, "print-failed");
		}
	}
	buf_release(&text);
	app->dirty = true;
}

static void print_ended(struct app *app)
{
	app->context.print = did_well(&app->printer) ? PRINT_DONE : PRINT_FAILED;
	if (!did_well(&app->printer))
		report(app, app->settings->commands.print.argv[0], &app->printer, "print-failed");
	app->dirty = true;
}

void app_follow_programs(struct app *app)
{
	if (program_poll(&app->text, app->session.now))
		text_ended(app);
	if (program_poll(&app->printer, app->session.now))
		print_ended(app);
}

int64_t app_programs_due(const struct app *app)
{
	int64_t due = app->text.pid > 0 ? app->text.deadline_ms : -1;

	if (app->printer.pid > 0 && (due < 0 || app->printer.deadline_ms < due))
		due = app->printer.deadline_ms;
	return due;
}
