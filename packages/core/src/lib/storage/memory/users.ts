import type { UserRecord, UserStore } from "../storage.ts";
import { insertUser } from "./insert-user.ts";
import { openInNewVersion } from "./open-session.ts";
import { readLimit } from "./storable.ts";
import { deleteWhere, newestFirst, oldestFirst, requireFreeId, type Tables } from "./tables.ts";
import { readFactor } from "./factors.ts";

export function memoryUsers(tables: Tables): UserStore {
  const { users, sessions, apiKeys, startedPools } = tables;
  const findUser = (matches: (user: UserRecord) => boolean) =>
    structuredClone(users.values().find(({ user }) => matches(user)) ?? null);
  const inPool = (pool: string) => [...users.values()].map(({ user }) => user).filter((user) => user.pool === pool);

  function change(id: string, next: (user: UserRecord) => Partial<UserRecord>, passwordHash?: string): boolean {
    const found = users.get(id);
    if (!found) return false;
    users.set(
      id,
      structuredClone({
        user: { ...found.user, ...next(found.user) },
        passwordHash: passwordHash ?? found.passwordHash,
      }),
    );
    return true;
  }

  async function setDisabled(id: string, disabled: boolean, at: Date): Promise<boolean> {
    return change(id, (user) => ({
      disabled,
      sessionVersion: user.sessionVersion + (disabled ? 1 : 0),
      updatedAt: at,
    }));
  }

  async function deleteUser(id: string, sessionVersion?: number): Promise<boolean> {
    const user = users.get(id)?.user;
    if (!user || hasOtherVersion(user, sessionVersion)) return false;
    for (const rows of [sessions, tables.tokens, apiKeys, tables.identities, tables.passkeys, tables.factors])
      deleteWhere<{ userId: string }>(rows, ({ userId }) => userId === id);
    return users.delete(id);
  }

  /** Whether the user is enabled, and nobody else of the pool is. */
  function isLast(id: string): boolean {
    const user = users.get(id)?.user;
    if (!user || user.disabled) return false;
    return inPool(user.pool).every((other) => other.id === id || other.disabled);
  }

  return {
    insert: async (credentials, session) => insertUser(tables, credentials, session),
    async insertFirst(credentials, session) {
      return !startedPools.has(credentials.user.pool) && insertUser(tables, credentials, session);
    },
    find: async (id) => structuredClone(users.get(id) ?? null),
    async records(id) {
      const credentials = users.get(id);
      if (!credentials) return null;
      const own = <Row extends { readonly userId: string }>(rows: ReadonlyMap<string, Row>) =>
        [...rows.values()].filter(({ userId }) => userId === id);
      const { tokens, identities, passkeys } = tables;
      const factor = tables.factors.get(id);
      return structuredClone({
        ...credentials,
        sessions: own(sessions).sort(newestFirst),
        tokens: own(tokens),
        apiKeys: own(apiKeys).sort(newestFirst),
        identities: own(identities).sort(oldestFirst),
        passkeys: own(passkeys).sort(oldestFirst),
        factor: factor ? readFactor(factor) : null,
      });
    },
    findByEmail: async (pool, email) => findUser((user) => user.pool === pool && user.email === email),
    findByUsername: async (pool, username) => findUser((user) => user.pool === pool && user.username === username),
    async list(pool, after, limit) {
      const isAfterCursor = (user: UserRecord) => !after || compare(user, after) > 0;
      return structuredClone(inPool(pool).sort(compare).filter(isAfterCursor).slice(0, readLimit(limit)));
    },
    async search(pool, { by, prefix, after, disabled, emailVerified, limit }) {
      const found = inPool(pool).filter((user) => {
        const name = user[by];
        const isInPage = name?.startsWith(prefix) && (after === null || compareNames(name, after) > 0);
        return isInPage && user.disabled === disabled && user.emailVerified === emailVerified;
      });
      return structuredClone(found.sort((a, b) => compareNames(a[by]!, b[by]!)).slice(0, readLimit(limit)));
    },
    async rehashPassword(id, from, to) {
      return users.get(id)?.passwordHash === from && change(id, () => ({}), to);
    },
    async setPassword(id, { from, to, provesEmail, deletesApiKeys, deletesWaysIn, at }, session) {
      if (from !== null && users.get(id)?.passwordHash !== from) return null;
      if (session) requireFreeId(sessions, session.id);
      const next = (user: UserRecord) => ({
        sessionVersion: user.sessionVersion + 1,
        emailVerified: user.emailVerified || provesEmail,
        updatedAt: at,
      });
      if (!change(id, next, to)) return null;
      const isOwn = ({ userId }: { readonly userId: string }) => userId === id;
      const deletedApiKeys = deletesApiKeys ? deleteWhere(apiKeys, isOwn) : 0;
      const [deletedIdentities, deletedPasskeys, deletedFactors] = [
        tables.identities,
        tables.passkeys,
        tables.factors,
      ].map((rows) => (deletesWaysIn ? deleteWhere<{ userId: string }>(rows, isOwn) : 0)) as [number, number, number];
      if (session) openInNewVersion(tables, session);
      return { deletedApiKeys, deletedIdentities, deletedPasskeys, deletedFactor: deletedFactors > 0 };
    },
    async changeEmail(id, { from, to, at, sessionVersion }) {
      const user = users.get(id)?.user;
      if (
        user?.email !== from ||
        hasOtherVersion(user, sessionVersion) ||
        inPool(user.pool).some((other) => other.email === to)
      )
        return false;
      return change(id, () => ({ email: to, emailVerified: true, updatedAt: at }));
    },
    async update(id, { email, emailVerified, username, metadata, appMetadata }, { at, sessionVersion }) {
      const user = users.get(id)?.user;
      if (!user || hasOtherVersion(user, sessionVersion)) return false;
      const isTaken = (other: UserRecord) =>
        other.id !== id && (other.email === email || (typeof username === "string" && other.username === username));
      if (inPool(user.pool).some(isTaken)) return false;
      return change(id, (before) => ({
        email: email ?? before.email,
        emailVerified: emailVerified ?? before.emailVerified,
        username: username === undefined ? before.username : username,
        metadata: metadata === undefined ? before.metadata : metadata,
        appMetadata: appMetadata === undefined ? before.appMetadata : appMetadata,
        updatedAt: at,
      }));
    },
    setDisabled,
    async disableUnlessLast(id, at) {
      if (isLast(id)) return "last";
      return (await setDisabled(id, true, at)) ? "done" : "none";
    },
    endSessions: async (id) => change(id, (user) => ({ sessionVersion: user.sessionVersion + 1 })),
    delete: deleteUser,
    async deleteUnlessLast(id, sessionVersion) {
      const user = users.get(id)?.user;
      if (user && !hasOtherVersion(user, sessionVersion) && isLast(id)) return "last";
      return (await deleteUser(id, sessionVersion)) ? "done" : "none";
    },
  };
}

function hasOtherVersion(user: UserRecord, sessionVersion: number | undefined): boolean {
  return sessionVersion !== undefined && user.sessionVersion !== sessionVersion;
}

/** Names are ASCII, so the order of code units is the order of bytes. */
function compareNames(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function compare(a: Pick<UserRecord, "createdAt" | "id">, b: Pick<UserRecord, "createdAt" | "id">): number {
  return a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : Number(a.id > b.id));
}
