#include "clinic.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void reply_init(struct reply *reply)
{
	memset(reply, 0, sizeof(*reply));
	buf_init(&reply->body, CLINIC_REPLY_MAX, NULL);
	reply->type = "application/fhir+json; charset=utf-8";
}

void reply_release(struct reply *reply)
{
	buf_release(&reply->body);
}

void reply_json(struct reply *reply, unsigned status, const cJSON *tree)
{
	buf_truncate(&reply->body, 0);
	reply->status = tree && !json_write(tree, &reply->body) ? status : 500;
}

cJSON *outcome_new(void)
{
	cJSON *outcome = cJSON_CreateObject();

	cJSON_AddStringToObject(outcome, "resourceType", "OperationOutcome");
	cJSON_AddArrayToObject(outcome, "issue");
	return outcome;
}

static void add(cJSON *outcome, const char *severity, const char *code, const char *expression,
		const char *text)
{
	cJSON *issue = cJSON_CreateObject();

	cJSON_AddStringToObject(issue, "severity", severity);
	cJSON_AddStringToObject(issue, "code", code);
	cJSON_AddStringToObject(cJSON_AddObjectToObject(issue, "details"), "text", text);
	if (expression)
		cJSON_AddItemToArray(cJSON_AddArrayToObject(issue, "expression"),
				     cJSON_CreateString(expression));
	if (!cJSON_AddItemToArray(cJSON_GetObjectItemCaseSensitive(outcome, "issue"), issue))
		cJSON_Delete(issue);
}

void outcome_add(cJSON *outcome, const char *severity, const char *code, const char *expression,
		 const char *format, ...)
{
	char text[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	add(outcome, severity, code, expression, text);
}

size_t outcome_count(const cJSON *outcome)
{
	return (size_t)cJSON_GetArraySize(json_get(outcome, "issue"));
}

void reply_error(struct reply *reply, unsigned status, const char *code, const char *format, ...)
{
	cJSON *outcome = outcome_new();
	char text[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	add(outcome, "error", code, NULL, text);
	reply_json(reply, status, outcome);
	cJSON_Delete(outcome);
}
