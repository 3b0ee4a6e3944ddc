import { encodeBytes } from "../encoding/base64url.ts";
import type {
  ApiKeyRecord,
  Credentials,
  OneTimeToken,
  PasswordChange,
  SessionRecord,
  Storage,
  UserRecord,
} from "../storage/storage.ts";

/** Records that no earlier run has written: the database may be an old one. */

/** A moment with awkward milliseconds, and `seconds` after it. */
export function moment(seconds = 0): Date {
  return new Date(Date.UTC(2031, 1, 3, 4, 5, 6, 789) + seconds * 1000);
}

export function randomText(): string {
  return encodeBytes(crypto.getRandomValues(new Uint8Array(12)));
}

/** A storage compares bytes, and core hands it lower case only. */
export function randomEmail(): string {
  return `${crypto.randomUUID()}@example.com`;
}

export function newCredentials(
  fields: Partial<UserRecord> = {},
  passwordHash = `$test$n=1$${randomText()}`,
): Credentials {
  const user = {
    id: crypto.randomUUID(),
    pool: "users",
    email: randomEmail(),
    username: null,
    emailVerified: false,
    metadata: null,
    appMetadata: null,
    disabled: false,
    sessionVersion: 1,
    createdAt: moment(),
    updatedAt: moment(),
  };
  return { user: { ...user, ...fields }, passwordHash };
}

export function newSession(user: UserRecord, fields: Partial<SessionRecord> = {}): SessionRecord {
  const session = {
    id: randomText(),
    userId: user.id,
    version: user.sessionVersion,
    createdAt: moment(),
    expiresAt: moment(3600),
    endsAt: moment(7200),
    lastUsedAt: moment(),
    address: null,
    agent: null,
  };
  return { ...session, ...fields };
}

export function newToken(user: UserRecord, fields: Partial<OneTimeToken> = {}): OneTimeToken {
  const token = {
    hash: randomText(),
    purpose: "reset",
    pool: user.pool,
    userId: user.id,
    payload: null,
    expiresAt: moment(3600),
  };
  return { ...token, ...fields };
}

export function newApiKey(user: UserRecord, fields: Partial<ApiKeyRecord> = {}): ApiKeyRecord {
  const key = {
    id: crypto.randomUUID(),
    userId: user.id,
    hash: randomText(),
    name: "a key",
    hint: "lk_abc",
    scopes: [],
    createdAt: moment(),
    expiresAt: null,
    lastUsedAt: null,
  };
  return { ...key, ...fields };
}

/** For those who give any old hash up. */
export function newPassword(to: string, fields: Partial<PasswordChange> = {}): PasswordChange {
  return { from: null, to, provesEmail: false, deletesApiKeys: false, at: moment(5), ...fields };
}

/** A stored user with a first session. */
export async function addUser(
  storage: Storage,
  fields: Partial<UserRecord> = {},
): Promise<Credentials & { session: SessionRecord }> {
  const credentials = newCredentials(fields);
  const session = newSession(credentials.user);
  await storage.users.insert(credentials, session);
  return { ...credentials, session };
}

/** The user as storage has it now. */
export async function readUser(storage: Storage, { pool, email }: UserRecord): Promise<Credentials> {
  const found = await storage.users.findByEmail(pool, email);
  if (!found) throw new Error("the user is gone");
  return found;
}

/** All at once: what each of `count` callers gets. */
export function race<T>(count: number, call: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => call(index)));
}
