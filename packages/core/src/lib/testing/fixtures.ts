import { encodeBytes } from "../encoding/base64url.ts";
import type {
  ApiKeyRecord,
  Credentials,
  FactorRecord,
  IdentityRecord,
  OneTimeToken,
  PasskeyRecord,
  PasswordChange,
  PasswordChanged,
  SessionRecord,
  SpentTicket,
  Storage,
  UserRecord,
} from "../storage/storage.ts";

/** A fixed moment in 2031 with milliseconds, plus `seconds`. */
export function moment(seconds = 0): Date {
  return new Date(Date.UTC(2031, 1, 3, 4, 5, 6, 789) + seconds * 1000);
}

/** 16 random characters. Random values let the cases run on a database that holds rows of earlier runs. */
export function randomText(): string {
  return encodeBytes(crypto.getRandomValues(new Uint8Array(12)));
}

/** A new address in canonical form. */
export function randomEmail(): string {
  return `${crypto.randomUUID()}@example.com`;
}

/** A new user of the pool `users`, and the hash of a password. */
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

/** A new session, open for an hour from `moment()`. */
export function newSession(user: UserRecord, fields: Partial<SessionRecord> = {}): SessionRecord {
  const session = {
    id: randomText(),
    userId: user.id,
    version: user.sessionVersion,
    createdAt: moment(),
    expiresAt: moment(3600),
    endsAt: moment(7200),
    lastUsedAt: moment(),
    provedAt: moment(),
    methods: ["password"],
    address: null,
    agent: null,
  };
  return { ...session, ...fields };
}

/** The session that a password change opens: of the version after the user's. */
export function nextSession(user: UserRecord): SessionRecord {
  return newSession(user, { version: user.sessionVersion + 1 });
}

/** A new one-time token, good for an hour from `moment()`. */
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

/** A new API key that does not expire. */
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

/** A new identity at the provider `test`. */
export function newIdentity(user: UserRecord, fields: Partial<IdentityRecord> = {}): IdentityRecord {
  const identity = {
    pool: user.pool,
    provider: "test",
    subject: randomText(),
    userId: user.id,
    email: null,
    tokens: null,
    createdAt: moment(),
    lastUsedAt: moment(),
  };
  return { ...identity, ...fields };
}

/** A user with an identity at the provider `test` and no password. */
export async function addUserByIdentity(storage: Storage): Promise<Credentials & { identity: IdentityRecord }> {
  const credentials = newCredentials({}, `!${randomText()}`);
  const identity = newIdentity(credentials.user);
  await storage.identities.insertUser(identity, credentials, null);
  return { ...credentials, identity };
}

/** A password change that replaces any hash. */
export function newPassword(to: string, fields: Partial<PasswordChange> = {}): PasswordChange {
  return {
    from: null,
    to,
    provesEmail: false,
    deletesApiKeys: false,
    deletesWaysIn: false,
    at: moment(5),
    ...fields,
  };
}

/** What a password change answers that deleted nothing but what is said. */
export function passwordChanged(fields: Partial<PasswordChanged> = {}): PasswordChanged {
  return { deletedApiKeys: 0, deletedIdentities: 0, deletedPasskeys: 0, deletedFactor: false, ...fields };
}

/** A new passkey that was never used. */
export function newPasskey(user: UserRecord, fields: Partial<PasskeyRecord> = {}): PasskeyRecord {
  const passkey = {
    id: `${randomText()}${randomText()}`,
    userId: user.id,
    publicKey: randomText(),
    counter: 0,
    transports: ["internal", "hybrid"],
    backupEligible: true,
    backedUp: false,
    aaguid: "00000000-0000-0000-0000-000000000000",
    name: "a passkey",
    createdAt: moment(),
    lastUsedAt: null,
  };
  return { ...passkey, ...fields };
}

/** A user with a passkey and no password. */
export async function addUserByPasskey(
  storage: Storage,
  fields: Partial<PasskeyRecord> = {},
): Promise<Credentials & { passkey: PasskeyRecord }> {
  const credentials = newCredentials({}, `!${randomText()}`);
  const passkey = newPasskey(credentials.user, fields);
  await storage.passkeys.insertUser(passkey, credentials, null);
  return { ...credentials, passkey };
}

/** A new second factor. */
export function newFactor(user: UserRecord, fields: Partial<FactorRecord> = {}): Omit<FactorRecord, "recoveryCodes"> {
  const factor = {
    userId: user.id,
    secret: `sealed ${randomText()}`,
    lastStep: 100,
    trustedSince: moment(),
    createdAt: moment(),
  };
  return { ...factor, ...fields };
}

/** A user with a password, a second factor and some recovery codes. */
export async function addUserWithFactor(
  storage: Storage,
): Promise<Credentials & { factor: Omit<FactorRecord, "recoveryCodes">; hashes: readonly string[] }> {
  const credentials = newCredentials();
  const { user } = credentials;
  await storage.users.insert(credentials, null);
  const factor = newFactor(user);
  const hashes = [randomText(), randomText(), randomText()];
  await storage.factors.insert(factor, hashes, { sessionVersion: user.sessionVersion });
  return { ...credentials, factor, hashes };
}

/** A ticket that nobody has spent. */
export function newTicket(): SpentTicket {
  return { key: randomText(), expiresAt: moment(300) };
}

/** Stores a new user with a first session. */
export async function addUser(
  storage: Storage,
  fields: Partial<UserRecord> = {},
): Promise<Credentials & { session: SessionRecord }> {
  const credentials = newCredentials(fields);
  const session = newSession(credentials.user);
  await storage.users.insert(credentials, session);
  return { ...credentials, session };
}

/** Reads the user as it is stored now. */
export async function readUser(storage: Storage, { pool, email }: UserRecord): Promise<Credentials> {
  const found = await storage.users.findByEmail(pool, email);
  if (!found) throw new Error("the user is gone");
  return found;
}

/** Calls `count` times at the same moment. Resolves to the answers. */
export function race<T>(count: number, call: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => call(index)));
}
