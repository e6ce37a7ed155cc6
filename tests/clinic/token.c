#include "clinic.h"

#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>

/* One parameter, decoded: "identifier=system|value". */
static enum status parse_parameter(char *parameter, struct token *out)
{
	char *value = strchr(parameter, '='), *bar;

	if (!value || (size_t)(value - parameter) != strlen("identifier") ||
	    strncmp(parameter, "identifier", 10) != 0 || out->value)
		return STATUS_INVALID;
	*value++ = '\0';
	MHD_http_unescape(value);
	bar = strchr(value, '|');
	if (bar) {
		*bar = '\0';
		out->system = strdup(value);
		if (!out->system)
			return STATUS_NOMEM;
		value = bar + 1;
	}
	out->value = strdup(value);
	if (!out->value)
		return STATUS_NOMEM;
	return *out->value || (out->system && *out->system) ? STATUS_OK : STATUS_INVALID;
}

enum status token_parse(const char *query, struct token *out)
{
	struct token token = {0};
	char *copy = strdup(query), *rest = copy, *parameter;
	enum status status = copy ? STATUS_OK : STATUS_NOMEM;

	while (!status && (parameter = strsep(&rest, "&")))
		if (*parameter && *parameter != '_')
			status = parse_parameter(parameter, &token);
	free(copy);
	if (!status && !token.value)
		status = STATUS_INVALID;
	if (status)
		token_release(&token);
	else
		*out = token;
	return status;
}

void token_release(struct token *token)
{
	free(token->system);
	free(token->value);
	token->system = token->value = NULL;
}
