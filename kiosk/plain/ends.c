/* Where a visit begins and where it ends: welcome, "stop?", receipt. */
#include "plain.h"

#include <kiosk/base/words.h>

#include <string.h>

/* --- welcome --- */

static bool can_learn(const struct plain *plain)
{
	return plain->settings->pages.learn_count > 0;
}

static void say_choices(struct plain *plain)
{
	if (!plain->session.trouble)
		plain_line(plain, _("1. Begin the form."));
	if (can_learn(plain))
		plain_line(plain, plain->session.trouble ? _("1. Learn about the treatment.")
							 : _("2. Learn about the treatment."));
}

/* "Español: /l" for who does not understand the rest. */
static void say_languages(struct plain *plain)
{
	const struct settings *settings = plain->settings;
	char name[WORDS_NAME_MAX];

	for (size_t i = 0; i < settings->language_count; i++) {
		if (&settings->languages[i] == plain->session.language)
			continue;
		words_name(settings->languages[i].tag, name);
		/* TRANSLATORS: the name of another language, and the command for it */
		plain_linef(plain, _("%s: /l"), name);
	}
}

static void say_welcome(struct plain *plain)
{
	plain_sentence(plain, plain->settings->clinic.name);
	say_languages(plain);
	if (plain->session.trouble) {
		plain_line(plain, _(plain->session.trouble));
	} else {
		plain_line(plain, _("Welcome. Fill in your form here before your visit."));
		plain_line(plain, _("It takes about 10 minutes. You hear one question at a time."));
		plain_line(plain, _("Type your answer and press Enter."));
		plain_line(plain, _("What begins with a slash is a command, at any time: "
				    "/b goes back, /r repeats, /h helps, /s stops."));
		plain_line(plain, _("Our staff are glad to help you."));
	}
	if (!questionnaire_approved(plain->session.startup->questionnaire))
		plain_line(plain, _("Sample content, not approved for patients."));
	say_choices(plain);
	if (!plain->session.trouble)
		plain_line(plain, _("Type 1 to begin."));
}

static void take_welcome(struct plain *plain, const char *line)
{
	size_t number = plain_number(line, 2);

	session_check_trouble(&plain->session);
	number += number > 0 && plain->session.trouble;
	if (number == 1)
		visit_begin(plain->visit);
	else if (number == 2 && can_learn(plain))
		visit_learn(plain->visit);
	else if (!*line || !plain_bare_command(plain, line))
		say_choices(plain);
}

const struct asking asking_welcome = {
	.say = say_welcome,
	.take = take_welcome,
	.prompt = N_("Answer: "),
	.about = N_("Here you begin the form for your visit. You can also hear about the treatment "
		    "first, without any questions."),
};

/* --- stop --- */

static void say_stop(struct plain *plain)
{
	plain_line(plain, _("Stop and start over?"));
	plain_line(plain, _("Everything that you have entered will be erased."));
	plain_line(plain, _("1. No, go on."));
	plain_line(plain, _("2. Yes, stop."));
}

static bool go_on(struct plain *plain)
{
	plain_ask(plain, plain->beneath);
	return true;
}

static void take_stop(struct plain *plain, const char *line)
{
	size_t number = plain_number(line, 2);

	if (number == 2)
		session_end_visit(&plain->session, VISIT_END_STOPPED);
	else if (number == 1 || !*line)
		(void)go_on(plain);
	else if (!plain_bare_command(plain, line))
		plain_line(plain, _("Type 1 to go on, or 2 to stop."));
}

const struct asking asking_stop = {
	.say = say_stop,
	.take = take_stop,
	.back = go_on,
	.prompt = N_("Answer: "),
	.about = N_("Type 1 to go on with your form, or 2 to stop and erase everything."),
};

/* --- receipt --- */

/* "3, f, 9, a." on one line, the next four on another. */
static void spell(struct plain *plain, const char *reference)
{
	struct buf words;

	buf_init(&words, 200, NULL);
	for (size_t i = 0; reference[i]; i++) {
		bool last = i % 4 == 3 || !reference[i + 1];

		if (buf_addf(&words, "%c%s", reference[i], last ? "." : ", "))
			break;
		if (!last)
			continue;
		plain_line(plain, buf_str(&words));
		buf_truncate(&words, 0);
	}
	buf_release(&words);
}

static void say_state(struct plain *plain)
{
	switch (plain->session.receipt) {
	case RECEIPT_RECEIVED:
		plain_line(plain, _("Received by the clinic."));
		break;
	case RECEIPT_REFUSED:
		plain_line(plain, _("Please tell the front desk your reference: the form needs a "
				    "look."));
		break;
	default:
		plain_line(plain,
			   _("Saved on this kiosk. It is on its way to the clinic. You do not "
			     "need to wait."));
	}
}

static void say_receipt(struct plain *plain)
{
	plain_line(plain, _("Thank you. Your form is complete."));
	say_state(plain);
	plain_linef(plain, _("Your reference is %s."), plain->session.reference);
	plain_line(plain, _("It is spelled:"));
	spell(plain, plain->session.reference);
	plain_line(plain, plain->session.call_staff
				  ? _("Please go to the front desk now. Our staff will talk with "
				      "you in private.")
				  : _("Please take a seat. We will call you."));
	plain_line(plain, _("Press Enter to finish. Type /r to hear this again."));
}

static void take_receipt(struct plain *plain, const char *line)
{
	if (!*line)
		session_end_visit(&plain->session, VISIT_END_SENT);
	else if (!plain_bare_command(plain, line))
		plain_line(plain, _("Press Enter to finish."));
}

const struct asking asking_receipt = {
	.say = say_receipt,
	.take = take_receipt,
	.more = say_state,
	.prompt = N_("Enter to finish: "),
	.about = N_("Your form is saved. Our staff can find it by the reference."),
};
