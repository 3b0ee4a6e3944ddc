import type { Credentials, SessionRecord } from "@latchkey/core";

/** A user with values of every kind, and a session. */
export function newAccount(email = `${crypto.randomUUID()}@example.com`): {
  credentials: Credentials;
  session: SessionRecord;
} {
  const at = new Date("2031-02-03T04:05:06.789Z");
  const later = new Date("2099-12-31T23:59:59.999Z");
  const id = crypto.randomUUID();
  const user = {
    id,
    pool: "users",
    email,
    username: null,
    emailVerified: true,
    metadata: { plan: "free", tags: ["a", null, { deep: 1.5 }], 7: "seven" },
    appMetadata: null,
    disabled: false,
    sessionVersion: 1,
    createdAt: at,
    updatedAt: new Date("1999-12-31T23:59:59.999Z"),
  };
  const session = {
    id: crypto.randomUUID().slice(0, 16),
    userId: id,
    version: 1,
    createdAt: at,
    expiresAt: later,
    endsAt: later,
    lastUsedAt: at,
    provedAt: at,
    methods: ["password"],
    address: "2001:db8::1",
    agent: null,
  };
  return { credentials: { user, passwordHash: `$secret$${id}` }, session };
}
