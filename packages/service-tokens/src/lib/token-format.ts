/** The `typ` of every service token (RFC 9068 §2.1). Session tokens have `JWT`. */
export const TOKEN_TYPE = "at+jwt";

/** Longer tokens are neither issued nor read: servers cut headers at 8 KiB or more. */
export const MAX_TOKEN_LENGTH = 4096;
