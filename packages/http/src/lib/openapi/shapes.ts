import {
  array,
  boolean,
  email,
  isoTimestamp,
  literal,
  nullable,
  number,
  optional,
  pipe,
  record,
  strictObject,
  string,
  unknown,
  uuid,
} from "valibot";

/** What answers look like. The routes list what leaves field by field; a test holds the two together. */
const moment = pipe(string(), isoTimestamp());

const user = strictObject({
  id: pipe(string(), uuid()),
  email: pipe(string(), email()),
  username: optional(string()),
  emailVerified: boolean(),
  createdAt: moment,
  updatedAt: moment,
  metadata: nullable(record(string(), unknown())),
});

const session = strictObject({
  id: string(),
  current: boolean(),
  createdAt: moment,
  lastUsedAt: moment,
  expiresAt: moment,
  address: nullable(string()),
  agent: nullable(string()),
});

const apiKey = strictObject({
  id: pipe(string(), uuid()),
  name: string(),
  hint: string(),
  scopes: array(string()),
  createdAt: moment,
  expiresAt: nullable(moment),
  lastUsedAt: nullable(moment),
});

export const success = strictObject({ success: literal(true) });
export const userAnswer = strictObject({ user });
/** `token` and `expiresAt` are for a client that carries its own token; another gets a cookie. */
export const signedInAnswer = strictObject({ user, token: optional(string()), expiresAt: optional(moment) });
export const refreshedAnswer = strictObject({ user, token: optional(string()), expiresAt: moment });
export const sessionsAnswer = strictObject({ sessions: array(session) });
export const endedAnswer = strictObject({ ended: number() });
export const apiKeysAnswer = strictObject({ apiKeys: array(apiKey) });
/** The only time that the key itself is shown. */
export const newApiKeyAnswer = strictObject({ apiKey, key: string() });
export const refusal = strictObject({ error: string(), code: string(), field: optional(string()) });
