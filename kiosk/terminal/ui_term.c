#include "ui_private.h"

#include <term.h> /* its macros (lines, columns, ...) clash with ours: nothing else stands in this file */
#include <unistd.h>

/* Asked before newterm, which does not give back what it took when it fails. */
bool ui_term_known(const char *term)
{
	int error;

	if (setupterm(term, STDOUT_FILENO, &error) != OK)
		return false;
	del_curterm(cur_term);
	return true;
}
