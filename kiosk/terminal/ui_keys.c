#include <kiosk/base/clock.h>

#include "ui_private.h"

#include <unictype.h>
#include <unistr.h>

#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define BYTE_ESCAPE   0x1B
#define BYTE_DELETE   0x7F
#define PASTE_REST_MS 1000 /* a paste that lost its end is over when this long nothing came */

static void add_key(const char *sequence, int code)
{
	if (key_defined(sequence) == 0)
		define_key(sequence, code);
}

/* What terminals send whose terminfo entry says otherwise (or that is "xterm" because theirs is
 * missing). */
static void add_common_keys(void)
{
	static const struct {
		const char *sequence;
		int code;
	} common[] = {
		{"\033[A", KEY_UP},      {"\033[B", KEY_DOWN},    {"\033[C", KEY_RIGHT},
		{"\033[D", KEY_LEFT},    {"\033OA", KEY_UP},      {"\033OB", KEY_DOWN},
		{"\033OC", KEY_RIGHT},   {"\033OD", KEY_LEFT},    {"\033[H", KEY_HOME},
		{"\033[F", KEY_END},     {"\033OH", KEY_HOME},    {"\033OF", KEY_END},
		{"\033[1~", KEY_HOME},   {"\033[4~", KEY_END},    {"\033[7~", KEY_HOME},
		{"\033[8~", KEY_END},    {"\033[3~", KEY_DC},     {"\033[5~", KEY_PPAGE},
		{"\033[6~", KEY_NPAGE},  {"\033[Z", KEY_BTAB},    {"\033OP", KEY_F(1)},
		{"\033OQ", KEY_F(2)},    {"\033OR", KEY_F(3)},    {"\033OS", KEY_F(4)},
		{"\033[11~", KEY_F(1)},  {"\033[12~", KEY_F(2)},  {"\033[13~", KEY_F(3)},
		{"\033[14~", KEY_F(4)},  {"\033[[A", KEY_F(1)},   {"\033[[B", KEY_F(2)},
		{"\033[[C", KEY_F(3)},   {"\033[[D", KEY_F(4)},   {"\033[[E", KEY_F(5)},
		{"\033[15~", KEY_F(5)},  {"\033[17~", KEY_F(6)},  {"\033[18~", KEY_F(7)},
		{"\033[19~", KEY_F(8)},  {"\033[20~", KEY_F(9)},  {"\033[21~", KEY_F(10)},
		{"\033[23~", KEY_F(11)}, {"\033[24~", KEY_F(12)},
	};

	for (size_t i = 0; i < sizeof(common) / sizeof(*common); i++)
		add_key(common[i].sequence, common[i].code);
}

/* Control and Alt with an arrow, as xterm, rxvt and the console send it. Where terminfo names these
 * keys, curses would give them codes that differ from one terminal to the next. */
static void add_words(void)
{
	static const char *const left[] = {"\033[1;5D", "\033[1;3D", "\033[5D", "\033Od"};
	static const char *const right[] = {"\033[1;5C", "\033[1;3C", "\033[5C", "\033Oc"};

	for (size_t i = 0; i < sizeof(left) / sizeof(*left); i++) {
		define_key(left[i], CODE_WORD_LEFT);
		define_key(right[i], CODE_WORD_RIGHT);
	}
}

/* A number pad in application mode sends ESC O j .. ESC O y for these. */
static const char pad[] = "*+,-./0123456789";

static void add_pad(void)
{
	for (int i = 0; pad[i]; i++)
		define_key((char[]){'\033', 'O', (char)('j' + i), '\0'}, CODE_PAD + i);
}

void ui_keys_init(struct ui *ui)
{
	ui->input = (struct input){.pushed = ERR, .press_row = -1};
	if (!ui->ansi)
		return;
	define_key("\033[200~", CODE_PASTE_BEGIN);
	define_key("\033[201~", CODE_PASTE_END);
	/* Not curses' own mouse: it knows the SGR form for few terminal types and waits for second
	 * clicks. */
	define_key("\033[<", CODE_MOUSE);
	define_key("\033[M", CODE_OLD_MOUSE);
	add_common_keys();
	add_words();
	add_pad();
}

static bool emit(struct ui_event *event, enum ui_key key)
{
	event->key = key;
	return true;
}

/* --- characters --- */

static bool emit_character(struct ui_event *event, const char *bytes, size_t len)
{
	memcpy(event->text, bytes, len);
	event->text[len] = '\0';
	return emit(event, len == 1 && *bytes == ' ' ? UI_KEY_SPACE : UI_KEY_TEXT);
}

/* Characters that would be seen wrongly or not at all have no place in an answer. */
static bool acceptable(ucs4_t point)
{
	const uint32_t refused = UC_CATEGORY_MASK_Cc | UC_CATEGORY_MASK_Cs | UC_CATEGORY_MASK_Cn |
				 UC_CATEGORY_MASK_Zl | UC_CATEGORY_MASK_Zp;

	return !uc_is_general_category_withtable(point, refused) &&
	       !uc_is_property_bidi_control(point);
}

/* A byte from 0x80: joins the character that it belongs to. Keeps an incomplete one for the next
 * read. */
static bool take_high_byte(struct input *input, int byte, struct ui_event *event)
{
	size_t len;
	ucs4_t point;
	int got;

	input->utf8[input->utf8_len++] = (char)byte;
	got = u8_mbtoucr(&point, (const uint8_t *)input->utf8, input->utf8_len);
	if (got == -2)
		return false;
	len = input->utf8_len;
	input->utf8_len = 0;
	if (got > 0)
		return acceptable(point) && emit_character(event, input->utf8, len);
	return len > 1 && take_high_byte(input, byte, event);
}

static void begin_report(struct input *input, enum input_mode mode)
{
	input->mode = mode;
	input->report_len = 0;
}

/* --- keys that terminfo names --- */

static enum ui_key key_of(int code)
{
	static const struct {
		int code;
		enum ui_key key;
	} named[] = {
		{KEY_ENTER, UI_KEY_ENTER},
		{KEY_BTAB, UI_KEY_BACKTAB},
		{KEY_UP, UI_KEY_UP},
		{KEY_DOWN, UI_KEY_DOWN},
		{KEY_LEFT, UI_KEY_LEFT},
		{KEY_RIGHT, UI_KEY_RIGHT},
		{KEY_PPAGE, UI_KEY_PAGE_UP},
		{KEY_NPAGE, UI_KEY_PAGE_DOWN},
		{KEY_HOME, UI_KEY_HOME},
		{KEY_FIND, UI_KEY_HOME},
		{KEY_END, UI_KEY_END},
		{KEY_SELECT, UI_KEY_END},
		{KEY_DC, UI_KEY_DELETE},
		{KEY_BACKSPACE, UI_KEY_BACKSPACE},
		{CODE_WORD_LEFT, UI_KEY_WORD_LEFT},
		{CODE_WORD_RIGHT, UI_KEY_WORD_RIGHT},
	};

	if (code >= KEY_F(1) && code <= KEY_F(12))
		return (enum ui_key)(UI_KEY_F1 + (code - KEY_F(1)));
	for (size_t i = 0; i < sizeof(named) / sizeof(*named); i++)
		if (named[i].code == code)
			return named[i].key;
	return UI_KEY_NONE;
}

static bool take_code(struct input *input, int code, struct ui_event *event)
{
	enum ui_key key = key_of(code);

	input->mode = INPUT_PLAIN;
	input->utf8_len = 0;
	switch (code) {
	case CODE_PASTE_BEGIN:
		input->mode = INPUT_PASTE;
		input->paste_ms = clock_boot_ms();
		return emit(event, UI_KEY_PASTE);
	case CODE_MOUSE:
		begin_report(input, INPUT_MOUSE);
		return false;
	case CODE_OLD_MOUSE:
		begin_report(input, INPUT_OLD_MOUSE);
		return false;
	default:
		if (code >= CODE_PAD && code < CODE_PAD + (int)strlen(pad))
			return emit_character(event, &pad[code - CODE_PAD], 1);
		return key != UI_KEY_NONE && emit(event, key);
	}
}

/* --- control bytes and sequences --- */

static bool take_csi(struct input *input, int byte)
{
	if (byte == '[')
		input->mode = INPUT_ONE; /* a function key of the Linux console */
	else if (byte >= 0x40)
		input->mode = INPUT_PLAIN;
	return false;
}

static int read_code(struct ui *ui)
{
	int code = ui->input.pushed;

	ui->input.pushed = ERR;
	return code != ERR ? code : wgetch(ui->keys);
}

/* A lone Esc is a key; with more behind it in the same read it begins a sequence, or was Alt held
 * down. */
static bool take_escape(struct ui *ui, struct ui_event *event)
{
	struct input *input = &ui->input;
	int next = read_code(ui);

	if (next == ERR)
		return emit(event, UI_KEY_ESCAPE);
	if (next < ' ' || next == BYTE_DELETE || next > 0xFF) {
		input->pushed = next;
		return emit(event, UI_KEY_ESCAPE);
	}
	if (next == 'b' || next == 'f') /* Alt, as readline has it */
		return emit(event, next == 'b' ? UI_KEY_WORD_LEFT : UI_KEY_WORD_RIGHT);
	if (next == '[')
		input->mode = INPUT_CSI;
	else if (next == 'O')
		input->mode = INPUT_ONE;
	else if (strchr("]P^_X", next))
		input->mode = INPUT_STRING;
	return false;
}

/* As readline has them. */
static enum ui_key control_key(int byte)
{
	static const struct {
		char letter;
		enum ui_key key;
	} keys[] = {
		{'A', UI_KEY_HOME},       {'E', UI_KEY_END},        {'B', UI_KEY_LEFT},
		{'F', UI_KEY_RIGHT},      {'D', UI_KEY_DELETE},     {'W', UI_KEY_CUT_WORD},
		{'U', UI_KEY_CUT_BEFORE}, {'K', UI_KEY_CUT_BEHIND},
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (byte == keys[i].letter - '@')
			return keys[i].key;
	return UI_KEY_NONE;
}

static bool take_control(struct ui *ui, int byte, struct ui_event *event)
{
	bool after_return = ui->input.after_return;

	ui->input.after_return = byte == '\r';
	switch (byte) {
	case '\r':
		return emit(event, UI_KEY_ENTER);
	case '\n': /* some barcode scanners end with both */
		return !after_return && emit(event, UI_KEY_ENTER);
	case '\t':
		return emit(event, UI_KEY_TAB);
	case '\b':
	case BYTE_DELETE:
		return emit(event, UI_KEY_BACKSPACE);
	case BYTE_ESCAPE:
		return take_escape(ui, event);
	default:
		event->key = control_key(byte);
		return event->key != UI_KEY_NONE;
	}
}

static bool take_byte(struct ui *ui, int byte, struct ui_event *event)
{
	struct input *input = &ui->input;

	if (byte < ' ' || byte == BYTE_DELETE) {
		input->utf8_len = 0;
		input->mode = INPUT_PLAIN;
		return take_control(ui, byte, event);
	}
	input->after_return = false;
	switch (input->mode) {
	case INPUT_CSI:
		return take_csi(input, byte);
	case INPUT_ONE:
		input->mode = INPUT_PLAIN;
		return false;
	case INPUT_MOUSE:
		return ui_mouse_take(input, byte, event);
	case INPUT_STRING:
		return false;
	default:
		break;
	}
	if (byte >= 0x80)
		return take_high_byte(input, byte, event);
	input->utf8_len = 0;
	return emit_character(event, &(char){(char)byte}, 1);
}

/* True while what comes is thrown away. */
static bool in_paste(struct input *input, int code)
{
	int64_t now;

	if (input->mode != INPUT_PASTE)
		return false;
	now = clock_boot_ms();
	if (code == CODE_PASTE_END || now - input->paste_ms > PASTE_REST_MS) {
		input->mode = INPUT_PLAIN;
		return code == CODE_PASTE_END;
	}
	input->paste_ms = now;
	return true;
}

static bool take(struct ui *ui, int code, struct ui_event *event)
{
	if (in_paste(&ui->input, code))
		return false;
	if (ui->input.mode == INPUT_OLD_MOUSE && code <= 0xFF)
		return ui_mouse_take_old(&ui->input, code, event);
	return code > 0xFF ? take_code(&ui->input, code, event) : take_byte(ui, code, event);
}

/* curses says ERR for "nothing yet" and for "never again". */
static bool hung_up(void)
{
	struct pollfd terminal = {.fd = STDIN_FILENO, .events = POLLIN};
	int waiting = 0;

	if (poll(&terminal, 1, 0) != 1)
		return false;
	if (terminal.revents & (POLLHUP | POLLERR | POLLNVAL))
		return true;
	return ioctl(STDIN_FILENO, FIONREAD, &waiting) == 0 && waiting == 0;
}

struct ui_event ui_next(struct ui *ui)
{
	struct ui_event event = {.key = UI_KEY_NONE};
	int code;

	if (ui_gpm_next(ui, &event))
		return event;
	while ((code = read_code(ui)) != ERR)
		if (take(ui, code, &event))
			return event;
	/* Nobody must be able to open a string that swallows every key from then on. */
	if (ui->input.mode == INPUT_STRING)
		ui->input.mode = INPUT_PLAIN;
	if (hung_up())
		event.key = UI_KEY_HANGUP;
	return event;
}
