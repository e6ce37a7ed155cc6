/* Every answer, a line each, heard in portions; its number leads to its question. */
#include "plain.h"

#include <kiosk/base/words.h>

#include <string.h>

#define PORTION 10u

struct review {
	struct review_line lines[REVIEW_MAX];
	size_t count;
};

static void collect(const struct plain *plain, struct review *review)
{
	review->count = visit_review(plain->visit, plain->settings, review->lines, REVIEW_MAX);
}

static void say_answer(struct plain *plain, const struct review_line *line, size_t number)
{
	struct buf words;

	buf_init(&words, 64u << 10, NULL);
	if (buf_addf(&words, "%zu. ", number) ||
	    form_question_words(plain->answers, line->slot, &words) || buf_adds(&words, " "))
		goto done;
	if (words.len > 1 && !strchr("?:.", words.data[words.len - 2])) {
		buf_truncate(&words, words.len - 1);
		if (buf_adds(&words, ": "))
			goto done;
	}
	if (answers_count(plain->answers, line->slot) == 0)
		(void)!buf_adds(&words, _("Not provided"));
	else if (line->masked && !plain->shown)
		(void)!buf_adds(&words, _("Answered, hidden here for your privacy"));
	else if (answers_describe(plain->answers, line->slot, &words))
		goto done;
	plain_sentence(plain, buf_str(&words));
done:
	buf_release(&words);
}

static void say_heading(struct plain *plain, const struct review *review, size_t i)
{
	size_t page = review->lines[i].page;
	const struct item *item = &answers_questionnaire(plain->answers)->items[page];

	if ((i == 0 || review->lines[i - 1].page != page) && item->type == ITEM_GROUP &&
	    item->label && !item->instances)
		plain_sentence(plain, item->label);
}

static bool hides(const struct review *review)
{
	for (size_t i = 0; i < review->count; i++)
		if (review->lines[i].masked)
			return true;
	return false;
}

/* From the line on that was changed, or from where the portion before ended. */
static void begin(struct plain *plain, const struct review *review)
{
	plain->from = 0;
	for (size_t i = 0; i < review->count; i++)
		if (review->lines[i].slot == visit_changed(plain->visit))
			plain->from = i;
	plain->to = plain->from + PORTION;
	plain_line(plain, _("Check your answers."));
}

static void say_portion(struct plain *plain, const struct review *review)
{
	for (size_t i = plain->from; i < plain->to && i < review->count; i++) {
		say_heading(plain, review, i);
		say_answer(plain, &review->lines[i], i + 1);
	}
	plain_line(plain, _("Type the number of an answer to change it."));
	if (hides(review))
		plain_line(plain, plain->shown ? _("Type /v to hide the hidden answers again.")
					       : _("Type /v to hear the hidden answers."));
	plain_line(plain, plain->to < review->count ? _("Press Enter to hear more of your answers.")
						    : _("That was all. Press Enter to go on."));
}

static void say(struct plain *plain)
{
	struct review review;

	collect(plain, &review);
	if (plain->to == 0)
		begin(plain, &review);
	say_portion(plain, &review);
}

static void take(struct plain *plain, const char *line)
{
	struct review review;
	size_t number;

	collect(plain, &review);
	number = plain_number(line, review.count);
	if (number > 0 && visit_change(plain->visit, review.lines[number - 1].slot))
		return;
	if (!*line && plain->to >= review.count) {
		(void)visit_next(plain->visit);
	} else if (!*line) {
		plain->from = plain->to;
		plain->to += PORTION;
		say_portion(plain, &review);
	} else if (!plain_bare_command(plain, line)) {
		plain_linef(plain, _("Type a number from 1 to %zu, or press Enter to go on."),
			    review.count);
	}
}

static bool back(struct plain *plain)
{
	if (plain->from == 0)
		return false;
	plain->from = plain->from > PORTION ? plain->from - PORTION : 0;
	plain->to = plain->from + PORTION;
	say(plain);
	return true;
}

static void show(struct plain *plain)
{
	plain->shown = !plain->shown;
	plain_line(plain, plain->shown ? _("Hidden answers are said now.")
				       : _("Hidden answers are not said any more."));
	say(plain);
}

const struct asking asking_review = {
	.say = say,
	.take = take,
	.back = back,
	.show = show,
	.prompt = N_("Number or Enter: "),
	.about = N_("Listen to your answers. To change one, type its number."),
};
