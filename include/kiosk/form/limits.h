/* The limits of the form engine, all of them. README.md says what happens at each. */
#ifndef KIOSK_FORM_LIMITS_H
#define KIOSK_FORM_LIMITS_H

#define QUESTIONNAIRE_MAX_ITEMS  20000u
#define QUESTIONNAIRE_MAX_DEPTH  50u     /* levels of items below one another */
#define QUESTIONNAIRE_MAX_PAGE   2500u   /* items of one page */
#define QUESTIONNAIRE_MAX_CODES  500000u /* of all its value sets; of a set in another once more */
#define QUESTIONNAIRE_MAX_HELP   32768u  /* bytes of the help of one item */
#define QUESTIONNAIRE_MAX_PROBES 50000000u /* steps of the matcher to try all regexes */
#define ANSWERS_MAX_INSTANCES    200u      /* of one item below one parent */
#define ANSWERS_MAX_ADDED        2000u     /* slots beside the items' own */
#define ANSWER_TYPED_MAX         4000u     /* bytes of one typed answer (maxLength may be lower) */
#define RESPONSE_MAX_BYTES       (4u << 20)

#endif
