/* Commands begin with a slash wherever a line is typed: no answer does. */
#include "plain.h"

#include <kiosk/base/text.h>
#include <kiosk/base/words.h>

#include <stdlib.h>
#include <string.h>

enum command {
	COMMAND_NONE,
	COMMAND_BACK,
	COMMAND_REPEAT,
	COMMAND_HELP,
	COMMAND_STOP,
	COMMAND_ERASE,
	COMMAND_MORE,
	COMMAND_SHOW,
	COMMAND_LANGUAGE,
};

static const struct {
	enum command command;
	/* TRANSLATORS: the letter and the word of a command. The letters of all commands differ. */
	const char *names;
	const char *does;
} commands[] = {
	{COMMAND_BACK, N_("b back"), N_("go back")},
	{COMMAND_REPEAT, N_("r repeat"), N_("hear the question again")},
	{COMMAND_HELP, N_("h help"), N_("hear what to do here")},
	{COMMAND_STOP, N_("s stop"), N_("stop and erase everything")},
	{COMMAND_ERASE, N_("e erase"), N_("take back your answer to this question")},
	{COMMAND_MORE, N_("m more"), N_("hear more")},
	{COMMAND_SHOW, N_("v view"), N_("hear the hidden answers, or hide them again")},
	{COMMAND_LANGUAGE, N_("l language"), N_("change the language")},
};
#define COMMAND_COUNT (sizeof(commands) / sizeof(*commands))

/* The command does something where the dialogue stands. */
static bool holds(const struct plain *plain, enum command command)
{
	switch (command) {
	case COMMAND_BACK:
		return plain->place != VISIT_WELCOME && plain->place != VISIT_RECEIPT;
	case COMMAND_STOP:
		return plain->place != VISIT_WELCOME && plain->asking != &asking_stop;
	case COMMAND_ERASE:
		return plain->asking->erase;
	case COMMAND_MORE:
		return plain->asking->more &&
		       (plain->asking != &asking_question || plain->search.len > 0);
	case COMMAND_SHOW:
		return plain->asking->show;
	case COMMAND_LANGUAGE:
		return plain->settings->language_count > 1;
	default:
		return true;
	}
}

static void say_commands(struct plain *plain)
{
	for (size_t i = 0; i < COMMAND_COUNT; i++) {
		const char *names = _(commands[i].names), *word = strchr(names, ' ');

		if (word && holds(plain, commands[i].command))
			/* TRANSLATORS: "/b or /back: go back." */
			plain_linef(plain, _("/%1$.*2$s or /%3$s: %4$s."), names,
				    (int)(word - names), word + 1, _(commands[i].does));
	}
}

static bool is_named(const char *names, const char *typed)
{
	const char *word = strchr(names, ' ');
	char letter[8] = "";

	if (!word || (size_t)(word - names) >= sizeof(letter))
		return false;
	memcpy(letter, names, (size_t)(word - names));
	return text_same(typed, letter) || text_same(typed, word + 1);
}

/* English will do as well, where the visit's language does not take the letter for something else.
 */
static enum command find(const char *typed)
{
	if (strcmp(typed, "?") == 0)
		return COMMAND_HELP;
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		if (is_named(_(commands[i].names), typed))
			return commands[i].command;
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		if (is_named(commands[i].names, typed))
			return commands[i].command;
	return COMMAND_NONE;
}

static void help(struct plain *plain)
{
	plain_line(plain, _("Help."));
	plain_line(plain, _(plain->asking->about));
	say_commands(plain);
	plain_line(plain, _("Our staff are glad to help you, in private if you like."));
}

static void stop(struct plain *plain)
{
	if (visit_running(plain->visit)) {
		plain->beneath = plain->asking;
		plain_ask(plain, &asking_stop);
	} else {
		session_end_visit(&plain->session, plain->place == VISIT_RECEIPT
							   ? VISIT_END_SENT
							   : VISIT_END_STOPPED);
	}
}

/* The next of the languages; what is asked is heard again in it. */
static void speak_next(struct plain *plain)
{
	const struct settings *settings = plain->settings;
	size_t at = (size_t)(plain->session.language - settings->languages);

	if (session_speak(&plain->session, (at + 1) % settings->language_count))
		plain_line(plain, _("The language cannot be changed just now."));
	if (plain->asking == &asking_reading ||
	    plain->beneath == &asking_reading) /* another text: from its beginning */
		plain->from = plain->to = 0;
	plain_say_again(plain);
}

static void run(struct plain *plain, enum command command)
{
	if (!holds(plain, command)) {
		plain_line(plain, _("That does nothing here."));
		return;
	}
	switch (command) {
	case COMMAND_BACK:
		plain_back(plain);
		break;
	case COMMAND_REPEAT:
		plain_say_again(plain);
		break;
	case COMMAND_STOP:
		stop(plain);
		break;
	case COMMAND_ERASE:
		plain->asking->erase(plain);
		break;
	case COMMAND_MORE:
		plain->asking->more(plain);
		break;
	case COMMAND_SHOW:
		plain->asking->show(plain);
		break;
	case COMMAND_LANGUAGE:
		speak_next(plain);
		break;
	default:
		help(plain);
	}
}

void plain_command(struct plain *plain, const char *line)
{
	enum command command = find(line + 1);

	if (command == COMMAND_NONE)
		plain_line(plain, _("There is no such command. Type /h to hear them all."));
	else
		run(plain, command);
}

bool plain_bare_command(struct plain *plain, const char *line)
{
	enum command command = find(line);

	if (command == COMMAND_NONE)
		return false;
	run(plain, command);
	return true;
}

size_t plain_number(const char *line, size_t most)
{
	size_t number;
	char *end;

	if (*line < '0' || *line > '9')
		return 0;
	number = strtoul(line, &end, 10);
	while (*end == ' ' || *end == '.')
		end++;
	return !*end && number <= most ? number : 0;
}
