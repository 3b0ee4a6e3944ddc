import {
  array,
  boolean,
  description,
  integer,
  isoTimestamp,
  literal,
  looseObject,
  nullable,
  number,
  object,
  optional,
  picklist,
  pipe,
  record,
  strictObject,
  string,
  unknown,
} from "valibot";

// What answers look like, for OpenAPI. A test holds the answers to these schemas.

const timestamp = pipe(string(), isoTimestamp(), description("ISO 8601, in UTC."));
const json = nullable(record(string(), unknown()));
const cursor = pipe(nullable(string()), description("Where the next page begins. `null`: this is the last page."));

const User = strictObject({
  id: string(),
  email: string(),
  username: pipe(optional(string()), description("In lower case. Only users with a user name have it.")),
  emailVerified: boolean(),
  createdAt: timestamp,
  updatedAt: timestamp,
  metadata: pipe(json, description("Written by the user: the server trusts nothing in it.")),
  appMetadata: pipe(
    optional(record(string(), unknown())),
    description("Written by servers alone. Only where there is any."),
  ),
  disabled: pipe(boolean(), description("A disabled user cannot sign in.")),
});

const Session = looseObject({
  id: string(),
  createdAt: timestamp,
  lastUsedAt: timestamp,
  expiresAt: timestamp,
  address: nullable(string()),
  agent: nullable(string()),
});

const ApiKey = looseObject({ id: string(), name: string(), hint: string(), scopes: array(string()) });
const Identity = looseObject({ provider: string(), subject: string(), email: nullable(string()) });

const Passkey = looseObject({
  id: pipe(string(), description("The credential id.")),
  name: string(),
  createdAt: timestamp,
  lastUsedAt: nullable(timestamp),
});
const SecondFactor = looseObject({ createdAt: timestamp, lastUsedAt: timestamp, recoveryCodes: number() });

const Entry = strictObject({
  seq: pipe(number(), integer(), description("1 for the first entry of the pool, and one more for each after.")),
  at: timestamp,
  type: pipe(string(), description("What happened: `session.opened`.")),
  userId: pipe(nullable(string()), description("`null`: nobody that is known, or erased.")),
  actor: pipe(nullable(string()), description("Who acted, where it was not the user.")),
  sessionId: nullable(string()),
  client: nullable(strictObject({ address: nullable(string()), agent: nullable(string()) })),
  details: json,
  erased: pipe(boolean(), description("Whether the person was erased from it.")),
});

export const done = strictObject({ success: literal(true) });
export const oneUser = strictObject({ user: User });
export const userPage = strictObject({ users: array(User), cursor });
export const auditPage = strictObject({ entries: array(Entry), cursor });
export const person = looseObject({
  user: User,
  sessions: array(Session),
  apiKeys: array(ApiKey),
  identities: array(Identity),
  passkeys: array(Passkey),
  secondFactor: pipe(nullable(SecondFactor), description("`null`: the user has none.")),
});
export const personalData = looseObject({ ...person.entries, exportedAt: timestamp, pool: string() });

const trueOrFalse = optional(picklist(["true", "false"]));

/** What an address asks for. `readListQuery` reads it. */
export const pageQuery = object({
  limit: pipe(optional(string()), description("The most entries of a page: 1 to 1000. Default 50.")),
  cursor: pipe(optional(string()), description("The `cursor` of the page before.")),
});

export const usersQuery = object({
  search: pipe(optional(string()), description("An id, or the beginning of an e-mail address or a user name.")),
  disabled: pipe(trueOrFalse, description("Only disabled users, or only those who are not.")),
  emailVerified: pipe(trueOrFalse, description("Only users with a verified address, or only those without.")),
  ...pageQuery.entries,
});
