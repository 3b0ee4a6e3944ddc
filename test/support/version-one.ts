import { migrationFiles, type postgres, type sqlite } from "@latchkey/sql";
import type { ApiKeyRecord, Credentials, OneTimeToken, SessionRecord, Storage } from "@latchkey/core";
import { expect } from "vitest";

const at = (seconds: number) => new Date(Date.UTC(2031, 1, 3, 4, 5, 6, 789) + seconds * 1000);

const user: Credentials["user"] = {
  id: "6f1d9c3a-4b8e-4c5f-9a2b-0123456789ab",
  pool: "users",
  email: "ada@example.com",
  username: "ada",
  emailVerified: true,
  metadata: { plan: "pro", theme: { mode: "dark", 10: "ten" } },
  appMetadata: { role: "owner's" },
  disabled: false,
  sessionVersion: 7,
  createdAt: at(0),
  updatedAt: at(0.001),
};
const session: Omit<SessionRecord, "provedAt" | "methods"> = {
  id: "session-of-ada-1",
  userId: user.id,
  version: 7,
  createdAt: at(1),
  expiresAt: at(600),
  endsAt: at(900),
  lastUsedAt: at(2.002),
  address: "2001:db8::1",
  agent: null,
};
const key: ApiKeyRecord = {
  id: "7f1d9c3a-4b8e-4c5f-9a2b-0123456789ab",
  userId: user.id,
  hash: "hash-of-a-key",
  name: "deploy",
  hint: "lk_abc",
  scopes: ["write", "read"],
  createdAt: at(3),
  expiresAt: null,
  lastUsedAt: at(4),
};
const tokens: readonly OneTimeToken[] = [
  {
    hash: "hash-1",
    purpose: "reset",
    pool: "users",
    userId: user.id,
    payload: { email: user.email },
    expiresAt: at(60),
  },
  { hash: "hash-2", purpose: "verify", pool: "users", userId: user.id, payload: null, expiresAt: at(61) },
];

/** What makes a database of version 1, prefix `auth_`, with a row in every table. */
export async function versionOne(dialect: typeof sqlite | typeof postgres): Promise<readonly string[]> {
  const isPostgres = dialect.migrationLock !== null;
  const literal = (value: unknown): string => {
    if (value === null) return "null";
    if (value instanceof Date) return isPostgres ? `'${value.toISOString()}'` : String(value.getTime());
    if (typeof value === "boolean") return isPostgres ? String(value) : String(Number(value));
    if (typeof value === "number") return String(value);
    return `'${(typeof value === "string" ? value : JSON.stringify(value)).replaceAll("'", "''")}'`;
  };
  const row = (table: string, values: Readonly<Record<string, unknown>>) => {
    const columns = Object.keys(values).map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
    const literals = Object.values(values).map(literal);
    return `insert into auth_${table} (${columns.join(", ")}) values (${literals.join(", ")})`;
  };
  const [first] = await migrationFiles(dialect, { transaction: false });
  return [
    ...first!.sql.split(";\n").filter((text) => text.trim() !== ""),
    row("users", { ...user, passwordHash: "$hash" }),
    row("pools", { pool: "admins", claim: user.id }),
    row("sessions", { ...session }),
    row("api_keys", { ...key }),
    ...tokens.map((token) => row("tokens", { ...token })),
    row("counters", { key: "guesses", count: 41, resetsAt: at(600) }),
  ];
}

/** Every row is as it was, and the storage does what only the newest one can. */
export async function expectEveryRow(storage: Storage): Promise<void> {
  const { users, sessions, apiKeys, counters } = storage;
  expect(await users.find(user.id)).toEqual({ user, passwordHash: "$hash" });
  // It came by a password, at a time that was not kept.
  expect(await sessions.find(session.id)).toEqual({
    session: { ...session, provedAt: new Date(0), methods: ["password"] },
    user,
  });
  expect(await apiKeys.find(key.hash)).toEqual({ key, user });
  expect(await counters.add("guesses", at(0), at(1))).toEqual({ count: 42, resetsAt: at(600) });
  const stranger = { ...user, id: crypto.randomUUID(), pool: "admins" };
  expect(await users.insertFirst({ user: stranger, passwordHash: "$" }, null)).toBe(false);

  const [reset, verify] = [tokens[0]!, tokens[1]!];
  const second = { ...reset, hash: "hash-3", expiresAt: at(120) };
  await storage.tokens.put(second);
  expect(await storage.tokens.take(verify.hash, { purpose: "verify", pool: "users", at: at(0) })).toEqual(verify);
  expect(await storage.tokens.take(reset.hash, { purpose: "reset", pool: "users", at: at(0) })).toEqual(reset);
  expect(await storage.tokens.take(second.hash, { purpose: "reset", pool: "users", at: at(0) })).toBeNull();
  await storage.tokens.put(second);
  expect(await users.delete(user.id)).toBe(true);
  expect(await storage.tokens.take(second.hash, { purpose: "reset", pool: "users", at: at(0) })).toBeNull();
}
