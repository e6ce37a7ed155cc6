#include "plain.h"

#include <kiosk/base/log.h>
#include <kiosk/base/text.h>
#include <kiosk/base/words.h>
#include <kiosk/plain.h>

#include <string.h>

#define OUT_MAX  (1u << 20)
#define TEXT_MAX (256u << 10)
#define LINE_MAX (2 * ANSWER_TYPED_MAX)

#define LAST_WARNING_MS 10000

static const struct asking *const askings[] = {
	[VISIT_WELCOME] = &asking_welcome, [VISIT_LEARN] = &asking_reading,
	[VISIT_PRIVACY] = &asking_reading, [VISIT_QUESTIONS] = NULL, /* page.c chooses */
	[VISIT_OUTCOME] = &asking_reading, [VISIT_EXPLAINER] = &asking_reading,
	[VISIT_REVIEW] = &asking_review,   [VISIT_CONFIRM] = NULL,
	[VISIT_RECEIPT] = &asking_receipt, [VISIT_ENDED] = &asking_welcome,
};

static void prompt(struct plain *plain)
{
	const char *words = _(plain->asking->prompt);

	if (buf_adds(&plain->out, words))
		log_event(LOG_LEVEL_ERROR, "no memory for what is to be said");
}

void plain_say_again(struct plain *plain)
{
	plain->asking->say(plain);
}

void plain_ask(struct plain *plain, const struct asking *asking)
{
	plain->asking = asking;
	plain_say_again(plain);
}

void plain_back(struct plain *plain)
{
	plain->begun = false;
	if (plain->asking->back && plain->asking->back(plain))
		return;
	plain->going_back = visit_back(plain->visit);
}

/* Every place and page of the visit is entered afresh. */
static void follow_visit(struct plain *plain)
{
	enum visit_place place = visit_place(plain->visit);

	if (plain->session.end != SESSION_RUNNING ||
	    (plain->asking && place == plain->place && visit_page(plain->visit) == plain->page))
		return;
	plain->place = place;
	plain->page = visit_page(plain->visit);
	plain->from = plain->to = 0;
	if (place == VISIT_REVIEW)
		plain->shown = false;
	if (askings[place])
		plain_ask(plain, askings[place]);
	else
		plain_enter_page(plain);
	plain->going_back = false;
}

/* --- the idle clock, in words --- */

static void warn(struct plain *plain, int64_t left)
{
	long seconds = (long)((left + 999) / 1000);

	if (plain->warned == 0)
		plain_line(plain, "");
	if (plain->warned == 0)
		plain_line(plain, _("Are you still there?"));
	plain_linef(plain,
		    ngettext("Your answers will be erased in %ld second. Press Enter to go on.",
			     "Your answers will be erased in %ld seconds. Press Enter to go on.",
			     (unsigned long)seconds),
		    seconds);
}

/* Returns the boot time at which there is something to say again. */
static int64_t on_time(struct plain *plain)
{
	int64_t left, next;
	enum visit_idle idle = session_idle(&plain->session, &left, &next);
	int warnings = left > LAST_WARNING_MS ? 1 : 2;

	plain->out_of_time = idle == VISIT_OVER && plain->place != VISIT_RECEIPT;
	if (idle != VISIT_WARNING)
		return next;
	if (plain->warned < warnings) {
		warn(plain, left);
		prompt(plain);
		plain->warned = warnings;
	}
	return plain->session.now + (left > LAST_WARNING_MS ? left - LAST_WARNING_MS : left);
}

/* --- lines --- */

/* Enter alone, to a warning, says "I am here" and nothing else. */
static bool is_here(struct plain *plain, const char *line)
{
	bool warned = plain->warned > 0;

	plain->warned = 0;
	if (!warned || *line)
		return false;
	plain_line(plain, _("Good. The form goes on."));
	plain_say_again(plain);
	return true;
}

static void trim(struct buf *line)
{
	while (line->len > 0 && strchr(" \t", line->data[line->len - 1]))
		buf_truncate(line, line->len - 1);
}

static void on_line(struct plain *plain)
{
	const char *line;

	trim(&plain->line);
	line = buf_str(&plain->line) + strspn(buf_str(&plain->line), " \t");
	visit_touch(plain->visit, plain->session.now);
	if (is_here(plain, line))
		return;
	if (*line != '/')
		plain->asking->take(plain, line);
	else if (line[1] == '/') /* an answer that begins with a slash */
		plain->asking->take(plain, line + 1);
	else
		plain_command(plain, line);
}

static void read_lines(struct plain *plain)
{
	enum status status = STATUS_OK;

	while (plain->session.end == SESSION_RUNNING &&
	       (status = line_read(plain->terminal, &plain->line)) != STATUS_BUSY) {
		if (status == STATUS_CLOSED) {
			plain->session.end = SESSION_QUIT;
			return;
		}
		if (status == STATUS_LIMIT)
			plain_line(plain, _("That is too long. Type a shorter answer."));
		else
			on_line(plain);
		buf_truncate(&plain->line, 0);
		follow_visit(plain);
		if (plain->session.end == SESSION_RUNNING)
			prompt(plain);
		plain_flush(plain);
	}
}

/* The uploader's word reaches who waits on the receipt; trouble, who is about to begin. */
static void on_news(struct plain *plain)
{
	bool welcome = plain->asking == &asking_welcome, receipt = plain->asking == &asking_receipt;

	plain->session.news = plain->session.resized = false;
	if (!welcome && !receipt)
		return;
	plain_line(plain, "");
	if (receipt)
		plain->asking->more(plain);
	else
		plain_say_again(plain);
	prompt(plain);
}

static void loop(struct plain *plain)
{
	enum receipt_state receipt = plain->session.receipt;
	const char *trouble = plain->session.trouble;

	follow_visit(plain);
	prompt(plain);
	while (plain->session.end == SESSION_RUNNING) {
		int64_t next = on_time(plain);

		plain_flush(plain);
		if (plain->session.end != SESSION_RUNNING)
			break;
		session_wait(&plain->session, next);
		if (receipt != plain->session.receipt || trouble != plain->session.trouble)
			on_news(plain);
		receipt = plain->session.receipt;
		trouble = plain->session.trouble;
		read_lines(plain);
	}
}

/* Nothing of the visit stays readable; who still listens is told that it is over. */
static void say_farewell(struct plain *plain)
{
	line_wipe(plain->terminal);
	if (plain->out_of_time)
		plain_line(plain, _("The time was over. The visit has ended, and all answers are "
				    "erased."));
	else if (plain->session.end == SESSION_AGAIN)
		plain_line(plain, _("The visit has ended. Nothing of it stays here."));
	plain_flush(plain);
}

enum app_result plain_run(struct startup *startup, struct line_terminal *terminal,
			  struct buf *explain)
{
	struct plain plain = {.terminal = terminal, .place = VISIT_ENDED};

	if (session_open(&plain.session, startup, explain))
		return APP_RESULT_FAILED;
	plain.settings = startup->settings;
	plain.visit = plain.session.visit;
	plain.answers = visit_answers(plain.visit);
	visit_listen(plain.visit);
	buf_init(&plain.out, OUT_MAX, NULL);
	buf_init(&plain.line, LINE_MAX, plain.session.arena);
	buf_init(&plain.search, TEXT_WORDS_MAX, plain.session.arena);
	buf_init(&plain.text, TEXT_MAX, NULL);
	loop(&plain);
	say_farewell(&plain);
	buf_release(&plain.out);
	buf_release(&plain.line);
	buf_release(&plain.search);
	buf_release(&plain.text);
	session_close(&plain.session);
	return plain.session.end == SESSION_AGAIN ? APP_RESULT_AGAIN : APP_RESULT_QUIT;
}
