/** Bytes of a query string, and of a body. Vonage's largest webhook has a few kilobytes. */
export const MAX_REQUEST_BYTES = 64 * 1024;

/** Parameters of a request. An SMS webhook has about twenty. */
export const MAX_PARAMETERS = 200;

/** Levels of a JSON body. A Messages API webhook has four. */
export const MAX_JSON_DEPTH = 8;

/** Characters of an id, a number, a sender name or a reference. */
export const MAX_IDENTIFIER_CHARACTERS = 255;

/** Characters of one part: the longest text that Vonage accepts for a whole message. */
export const MAX_PART_CHARACTERS = 3_200;

/** Octets of user data of one part: eight times what fits into one SMS (TS 23.040 9.2.3.24). */
export const MAX_PART_OCTETS = 1_120;

/** Characters that are read from a record besides its text and data: names, references, links, captions. */
export const MAX_METADATA_CHARACTERS = 16 * 1024;

/** Characters that are stored of an original record besides its text and data. */
export const MAX_RECORD_CHARACTERS = 8 * 1024;
