import type {
  ApiKeyRecord,
  AuditLink,
  AuditRecord,
  Credentials,
  IdentityRecord,
  OneTimeToken,
  PasskeyRecord,
  SessionRecord,
  SpentTicket,
  Storage,
} from "@latchkey/core";

/** Something that listens while a method is asked. */
type During = <T>(name: string, call: () => Promise<T>) => Promise<T>;

/** Asks every method of a storage, each so that it has something to find or to do. */
export async function askEveryMethod(storage: Storage, during: During): Promise<void> {
  await storage.counters.reset("key");
  await askUsers(storage, during);
  await askSessions(storage, during);
  await askIdentities(storage, during);
  await askPasskeys(storage, during);
  await askFactors(storage, during);
  await askTheRest(storage, during);
  await askAudit(storage, during);
}

async function askUsers({ users }: Storage, during: During): Promise<void> {
  const { credentials, session } = newAccount();
  const { id, pool, email } = credentials.user;
  const again = (version: number): SessionRecord => ({ ...newAccount().session, userId: id, version });
  await during("users.insert", () => users.insert(credentials, session));
  await during("users.insert without a session", () => users.insert(newAccount().credentials, null));
  const first = newAccount();
  await during("users.insertFirst", () =>
    users.insertFirst({ ...first.credentials, user: { ...first.credentials.user, pool: id } }, first.session),
  );
  await during("users.find", () => users.find(id));
  await during("users.findByEmail", () => users.findByEmail(pool, email));
  await during("users.findByUsername", () => users.findByUsername(pool, `name ${id}`));
  await during("users.list", () => users.list(pool, null, 10));
  await during("users.list after one", () => users.list(pool, credentials.user, 10));
  const search = { prefix: "a", after: null, disabled: false, emailVerified: false, limit: 10 } as const;
  await during("users.search", () => users.search(pool, { ...search, by: "email" }));
  await during("users.search by user name", () => users.search(pool, { ...search, by: "username" }));
  await during("users.records", () => users.records(id));
  await during("users.rehashPassword", () => users.rehashPassword(id, credentials.passwordHash, "$stronger"));
  await during("users.setPassword", () =>
    users.setPassword(
      id,
      {
        from: "$stronger",
        to: `$${id}`,
        provesEmail: true,
        deletesApiKeys: false,
        deletesWaysIn: false,
        at: new Date(),
      },
      again(2),
    ),
  );
  const deleting = {
    from: `$${id}`,
    to: `$$${id}`,
    provesEmail: true,
    deletesApiKeys: true,
    deletesWaysIn: true,
    at: new Date(),
  };
  await during("users.setPassword that deletes keys", () => users.setPassword(id, deleting, again(3)));
  await during("users.setPassword without a session", () =>
    users.setPassword(
      id,
      { from: null, to: "$", provesEmail: false, deletesApiKeys: false, deletesWaysIn: false, at: new Date() },
      null,
    ),
  );
  await during("users.changeEmail", () => users.changeEmail(id, { from: email, to: `new-${email}`, at: new Date() }));
  await during("users.update", () =>
    users.update(id, { username: `new ${id}`, metadata: { a: 1 } }, { at: new Date() }),
  );
  await during("users.setDisabled", () => users.setDisabled(id, true, new Date()));
  await during("users.disableUnlessLast", () => users.disableUnlessLast(first.credentials.user.id, new Date()));
  const last = newAccount();
  await users.insert(last.credentials, null);
  await during("users.deleteUnlessLast", () => users.deleteUnlessLast(last.credentials.user.id));
  await during("users.endSessions", () => users.endSessions(id));
  await during("users.delete", () => users.delete(id));
}

async function askSessions({ users, sessions }: Storage, during: During): Promise<void> {
  const { credentials, session } = newAccount();
  const second = { ...newAccount().session, userId: session.userId };
  await users.insert(credentials, session);
  await during("sessions.insert", () => sessions.insert(second, []));
  await during("sessions.insert with counters", () =>
    sessions.insert({ ...newAccount().session, userId: session.userId }, ["counter"]),
  );
  await during("sessions.find", () => sessions.find(session.id));
  await during("sessions.list", () => sessions.list(session.userId, new Date()));
  await during("sessions.extend", () =>
    sessions.extend(session.id, session.userId, {
      expiresAt: session.endsAt,
      at: new Date(),
      idleSince: null,
      pool: "users",
    }),
  );
  await during("sessions.prove", () =>
    sessions.prove(session.id, session.userId, { provedAt: session.createdAt, methods: ["password"] }),
  );
  await during("sessions.touch", () => sessions.touch(session.id, new Date()));
  await during("sessions.deleteOthers", () => sessions.deleteOthers(session.userId, session.id));
  await during("sessions.delete", () => sessions.delete(session.id, session.userId));
}

async function askIdentities({ identities, users }: Storage, during: During): Promise<void> {
  const { credentials, session } = newAccount();
  const { id: userId, pool } = credentials.user;
  const at = new Date();
  const identity: IdentityRecord = {
    pool,
    provider: "test",
    subject: userId,
    userId,
    email: null,
    tokens: null,
    createdAt: at,
    lastUsedAt: at,
  };
  await during("identities.insertUser", () => identities.insertUser(identity, credentials, session));
  const second = { ...identity, subject: `${userId} too` };
  await during("identities.link", () => identities.link(second, 1));
  await during("identities.use", () => identities.use(identity, { at, tokens: null }));
  await during("identities.list", () => identities.list(userId));
  await during("identities.unlink", () => identities.unlink(userId, second));
  await users.delete(userId);
}

async function askPasskeys({ passkeys, users }: Storage, during: During): Promise<void> {
  const { credentials, session } = newAccount();
  const { id: userId } = credentials.user;
  const at = new Date();
  const passkey: PasskeyRecord = {
    id: `passkey ${userId}`,
    userId,
    publicKey: "key",
    counter: 1,
    transports: ["usb"],
    backupEligible: false,
    backedUp: false,
    aaguid: "00000000-0000-0000-0000-000000000000",
    name: "a passkey",
    createdAt: at,
    lastUsedAt: null,
  };
  const use = (from: number) => ({ from, to: from + 1, backedUp: false, at, ticket: newTicket() });
  const second = { ...newAccount().session, userId };
  await during("passkeys.insertUser", () => passkeys.insertUser(passkey, credentials, session));
  await during("passkeys.insert", () => passkeys.insert({ ...passkey, id: `second ${userId}` }, 1));
  await during("passkeys.find", () => passkeys.find(passkey.id));
  await during("passkeys.use", () => passkeys.use(passkey.id, use(1), second));
  await during("passkeys.use without a session", () => passkeys.use(passkey.id, use(2), null));
  await during("passkeys.list", () => passkeys.list(userId));
  await during("passkeys.rename", () => passkeys.rename(passkey.id, userId, "phone"));
  await during("passkeys.delete", () => passkeys.delete(passkey.id, userId));
  await users.delete(userId);
}

async function askFactors({ factors, users }: Storage, during: During): Promise<void> {
  const { credentials } = newAccount();
  const { id: userId } = credentials.user;
  const at = new Date();
  const factor = { userId, secret: "sealed", lastStep: 1, trustedSince: at, createdAt: at };
  const session = { ...newAccount().session, userId };
  await users.insert(credentials, null);
  await during("factors.insert", () => factors.insert(factor, ["first", "second"], { sessionVersion: 1 }));
  await during("factors.find", () => factors.find(userId));
  await during("factors.use", () =>
    factors.use(userId, { step: 2 }, { session, counters: ["counter"], ticket: newTicket() }),
  );
  await during("factors.use of a recovery code", () =>
    factors.use(userId, { recoveryHash: "first" }, { session: null, counters: [], ticket: null }),
  );
  await during("factors.replaceCodes", () => factors.replaceCodes(userId, ["third", "fourth"], 1));
  await during("factors.forgetDevices", () => factors.forgetDevices(userId, at));
  await during("factors.reseal", () => factors.reseal(userId, "sealed", "sealed anew"));
  await during("factors.delete", () => factors.delete(userId));
  await users.delete(userId);
}

function newTicket(): SpentTicket {
  return { key: crypto.randomUUID(), expiresAt: new Date(Date.now() + 300_000) };
}

async function askTheRest({ users, tokens, counters, apiKeys, ...storage }: Storage, during: During): Promise<void> {
  const { credentials, token, apiKey } = newAccount();
  const { id } = credentials.user;
  await users.insert(credentials, null);
  await during("tokens.put", () => tokens.put(token));
  await during("tokens.take", () =>
    tokens.take(token.hash, { purpose: token.purpose, pool: token.pool, at: new Date() }),
  );
  await during("counters.add", () => counters.add("key", new Date(), new Date()));
  await during("counters.extend", () => counters.extend("key", new Date()));
  await during("counters.reset", () => counters.reset("key"));
  await during("apiKeys.insert", () => apiKeys.insert(apiKey, 1));
  await during("apiKeys.find", () => apiKeys.find(apiKey.hash));
  await during("apiKeys.list", () => apiKeys.list(id));
  await during("apiKeys.touch", () => apiKeys.touch(apiKey.id, new Date()));
  await during("apiKeys.delete", () => apiKeys.delete(apiKey.id, id));
  await during("apiKeys.deleteAll", () => apiKeys.deleteAll(id));
  await during("sweep", () => storage.sweep(new Date(0), 10));
}

async function askAudit({ audit }: Storage, during: During): Promise<void> {
  const pool = crypto.randomUUID();
  const { credentials, session } = newAccount();
  const userId = credentials.user.id;
  const link: AuditLink = ({ seq }) => [rowOf(pool, { seq: seq + 1, userId })];
  await during("audit.append", () => audit.append(pool, link));
  await during("audit.recording", async () => void (await audit.recording(pool, link)));
  await during("users.insert, recorded", async () =>
    (await audit.recording(pool, link)).users.insert(credentials, session),
  );
  await during("audit.head", () => audit.head(pool));
  await during("audit.list", () => audit.list(pool, { userId: null, before: null, limit: 10 }));
  await during("audit.list of a user", () => audit.list(pool, { userId, before: 9, limit: 10 }));
  await during("audit.read", () => audit.read(pool, 0, 10));
  await during("audit.erase", () => audit.erase(pool, { userId, from: 1, through: 9 }, link));
  await during("audit.prune", () => audit.prune(pool, { from: 1, through: 1 }, link));
}

function rowOf(pool: string, { seq, userId }: Pick<AuditRecord, "seq" | "userId">): AuditRecord {
  const text = `${pool} ${seq}`;
  const of = { type: "user.updated", actor: null, details: null, userId, person: text, salt: text };
  return { pool, seq, at: new Date(), ...of, digest: text, key: "key", mac: text };
}

/** A user with one of everything. */
function newAccount(): { credentials: Credentials; session: SessionRecord; token: OneTimeToken; apiKey: ApiKeyRecord } {
  const id = crypto.randomUUID();
  const at = new Date();
  const later = new Date(at.getTime() + 3_600_000);
  const user = {
    id,
    pool: "users",
    email: `${id}@example.com`,
    username: `name ${id}`,
    emailVerified: false,
    metadata: null,
    appMetadata: null,
    disabled: false,
    sessionVersion: 1,
    createdAt: at,
    updatedAt: at,
  };
  const session = {
    id: `session ${id}`,
    userId: id,
    version: 1,
    createdAt: at,
    expiresAt: later,
    endsAt: later,
    lastUsedAt: at,
    provedAt: at,
    methods: ["password"],
    address: null,
    agent: null,
  };
  return {
    credentials: { user, passwordHash: `$first$${id}` },
    session,
    token: { hash: `token ${id}`, purpose: "reset", pool: "users", userId: id, payload: null, expiresAt: later },
    apiKey: {
      id: crypto.randomUUID(),
      userId: id,
      hash: `key ${id}`,
      name: "key",
      hint: "lk_",
      scopes: [],
      createdAt: at,
      expiresAt: null,
      lastUsedAt: null,
    },
  };
}
