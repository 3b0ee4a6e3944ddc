import type { UserRecord, UserStore } from "../storage.ts";
import { insertUser } from "./insert-user.ts";
import { openInNewVersion } from "./open-session.ts";
import { readLimit } from "./storable.ts";
import { deleteWhere, requireFreeId, type Tables } from "./tables.ts";

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

  return {
    insert: async (credentials, session) => insertUser(tables, credentials, session),
    async insertFirst(credentials, session) {
      return !startedPools.has(credentials.user.pool) && insertUser(tables, credentials, session);
    },
    find: async (id) => structuredClone(users.get(id) ?? null),
    findByEmail: async (pool, email) => findUser((user) => user.pool === pool && user.email === email),
    findByUsername: async (pool, username) => findUser((user) => user.pool === pool && user.username === username),
    async list(pool, after, limit) {
      const isAfterCursor = (user: UserRecord) => !after || compare(user, after) > 0;
      return structuredClone(inPool(pool).sort(compare).filter(isAfterCursor).slice(0, readLimit(limit)));
    },
    async rehashPassword(id, from, to) {
      return users.get(id)?.passwordHash === from && change(id, () => ({}), to);
    },
    async setPassword(id, { from, to, provesEmail, deletesApiKeys, deletesIdentities, at }, session) {
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
      const deletedIdentities = deletesIdentities ? deleteWhere(tables.identities, isOwn) : 0;
      if (session) openInNewVersion(tables, session);
      return { deletedApiKeys, deletedIdentities };
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
    async update(id, { username, metadata, appMetadata }, { at, sessionVersion }) {
      const user = users.get(id)?.user;
      if (!user || hasOtherVersion(user, sessionVersion)) return false;
      if (
        typeof username === "string" &&
        inPool(user.pool).some((other) => other.id !== id && other.username === username)
      )
        return false;
      return change(id, (before) => ({
        username: username === undefined ? before.username : username,
        metadata: metadata === undefined ? before.metadata : metadata,
        appMetadata: appMetadata === undefined ? before.appMetadata : appMetadata,
        updatedAt: at,
      }));
    },
    async setDisabled(id, disabled, at) {
      return change(id, (user) => ({
        disabled,
        sessionVersion: user.sessionVersion + (disabled ? 1 : 0),
        updatedAt: at,
      }));
    },
    endSessions: async (id) => change(id, (user) => ({ sessionVersion: user.sessionVersion + 1 })),
    async delete(id, sessionVersion) {
      const user = users.get(id)?.user;
      if (!user || hasOtherVersion(user, sessionVersion)) return false;
      for (const rows of [sessions, tables.tokens, apiKeys, tables.identities])
        deleteWhere<{ userId: string }>(rows, ({ userId }) => userId === id);
      return users.delete(id);
    },
  };
}

function hasOtherVersion(user: UserRecord, sessionVersion: number | undefined): boolean {
  return sessionVersion !== undefined && user.sessionVersion !== sessionVersion;
}

function compare(a: Pick<UserRecord, "createdAt" | "id">, b: Pick<UserRecord, "createdAt" | "id">): number {
  return a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : Number(a.id > b.id));
}
