import { createAuth } from "@latchkey/core";
import { apiKeys } from "@latchkey/core/api-keys";
import { audited } from "@latchkey/core/audit";
import { identities } from "@latchkey/core/identities";
import { passwordReset } from "@latchkey/core/password-reset";
import { fastHasher } from "@latchkey/core/testing";
import { users } from "@latchkey/core/users";
import { sqliteStorage } from "@latchkey/adapter-sqlite";
import Database from "better-sqlite3";
import { afterAll, expect, it } from "vitest";
import { tables } from "../../packages/sql/queries/tables.ts";
import { SECRET } from "../support/server.ts";

/** Where the export has each column, or `null`: a hash, a secret, or what says nothing about the person. */
const columns: { readonly [Table in keyof typeof tables]: Readonly<Record<string, string | null>> } = {
  users: {
    id: "user.id",
    pool: "pool",
    email: "user.email",
    username: "user.username",
    email_verified: "user.emailVerified",
    password_hash: null,
    metadata: "user.metadata",
    app_metadata: "user.appMetadata",
    disabled: "user.disabled",
    session_version: null,
    created_at: "user.createdAt",
    updated_at: "user.updatedAt",
  },
  // The id of a user who was the first, or who is deleted, says which pool is not new.
  pools: { pool: null, claim: null },
  sessions: {
    id: "sessions.0.id",
    user_id: "sessions.0.userId",
    version: null,
    created_at: "sessions.0.createdAt",
    expires_at: "sessions.0.expiresAt",
    ends_at: "sessions.0.endsAt",
    last_used_at: "sessions.0.lastUsedAt",
    proved_at: "sessions.0.provedAt",
    methods: "sessions.0.methods",
    address: "sessions.0.address",
    agent: "sessions.0.agent",
  },
  api_keys: {
    id: "apiKeys.0.id",
    user_id: "user.id",
    hash: null,
    name: "apiKeys.0.name",
    hint: "apiKeys.0.hint",
    scopes: "apiKeys.0.scopes",
    created_at: "apiKeys.0.createdAt",
    expires_at: "apiKeys.0.expiresAt",
    last_used_at: "apiKeys.0.lastUsedAt",
  },
  identities: {
    pool: "pool",
    provider: "identities.0.provider",
    subject: "identities.0.subject",
    user_id: "user.id",
    email: "identities.0.email",
    tokens: null,
    created_at: "identities.0.createdAt",
    last_used_at: "identities.0.lastUsedAt",
  },
  passkeys: {
    id: "passkeys.0.id",
    user_id: "user.id",
    public_key: "passkeys.0.publicKey",
    counter: "passkeys.0.counter",
    transports: "passkeys.0.transports",
    backup_eligible: "passkeys.0.backupEligible",
    backed_up: "passkeys.0.backedUp",
    aaguid: "passkeys.0.aaguid",
    name: "passkeys.0.name",
    created_at: "passkeys.0.createdAt",
    last_used_at: "passkeys.0.lastUsedAt",
  },
  factors: {
    user_id: "user.id",
    secret: null,
    last_step: "secondFactor.lastUsedAt",
    trusted_since: "secondFactor.trustedSince",
    created_at: "secondFactor.createdAt",
  },
  // How many there are is in the export.
  recovery_codes: { user_id: "user.id", hash: null },
  // The payload has the addresses, and a digest that binds a link to the password.
  tokens: {
    hash: null,
    purpose: "mails.0.purpose",
    pool: "pool",
    user_id: "user.id",
    payload: "mails.0.email",
    expires_at: "mails.0.expiresAt",
  },
  // Keys are digests: nothing leads from a counter to a person.
  counters: { key: null, count: null, resets_at: null },
  audit_log: {
    pool: "pool",
    seq: "activity.0.seq",
    at: "activity.0.at",
    type: "activity.0.type",
    actor: "activity.0.actor",
    details: "activity.0.details",
    user_id: "activity.0.userId",
    person: "activity.0.client.address",
    salt: null,
    digest: null,
    key: null,
    mac: null,
  },
  audit_heads: { pool: null, seq: null, mac: null },
};

const passkey = {
  id: "passkey",
  publicKey: "key",
  counter: 0,
  transports: ["usb"],
  backupEligible: true,
  backedUp: false,
  aaguid: "00000000-0000-0000-0000-000000000000",
  name: "a passkey",
  lastUsedAt: null,
};

const database = new Database(":memory:");
afterAll(() => database.close());

it("Y43 an export of a person has every column of every table, but for hashes and secrets", async () => {
  const named = Object.fromEntries(Object.entries(tables).map(([name, kinds]) => [name, Object.keys(kinds)]));
  const listed = Object.fromEntries(Object.entries(columns).map(([name, places]) => [name, Object.keys(places)]));
  expect(listed).toEqual(named);

  const storage = audited(sqliteStorage(database), { secret: SECRET });
  const auth = createAuth({
    storage,
    secret: SECRET,
    passwords: fastHasher(),
  });
  const input = { email: "ada@example.com", password: "correct horse", metadata: { a: 1 } };
  const { user, token } = await auth.signUp(input, { address: "192.0.2.1", agent: "Browser" });
  await users(auth).update(user.id, { username: "ada", appMetadata: { b: 2 } });
  await apiKeys(auth).admin.create(user.id, { name: "backup", expiresIn: 3600 });
  await identities(auth).link(token, { provider: "p", subject: "1", email: "a@b.example", emailIsProven: false });
  const stored = (await storage.users.find(user.id))!.user;
  const ofUser = { userId: stored.id, createdAt: stored.createdAt };
  await storage.passkeys.insert({ ...passkey, ...ofUser }, stored.sessionVersion);
  const factor = { ...ofUser, secret: "sealed", lastStep: 59_000_000, trustedSince: stored.createdAt };
  await storage.factors.insert(factor, ["hash"], { sessionVersion: stored.sessionVersion });
  const mails: Promise<unknown>[] = [];
  const reset = passwordReset(auth, { send: () => {}, waitUntil: (work) => void mails.push(work) });
  await reset.request(input);
  await Promise.all(mails);

  const panel = { address: "192.0.2.2", agent: null, actor: "admins/1" };
  await users(auth, panel).update(user.id, { username: "lovelace" });

  const data: unknown = JSON.parse(JSON.stringify(await users(auth).export(user.id)));
  const places = Object.values(columns).flatMap((ofTable) => Object.values(ofTable));
  for (const place of places) if (place !== null) expect(data).toHaveProperty(place);
});
