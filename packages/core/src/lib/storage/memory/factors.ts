import type { FactorRecord, FactorStore } from "../storage.ts";
import { canOpenSession, endOtherSessions, openSession } from "./open-session.ts";
import { isSpent, spend } from "./spent-tickets.ts";
import { requireFreeId, type StoredFactor, type Tables } from "./tables.ts";

export function memoryFactors(tables: Tables): FactorStore {
  const { users, factors, sessions, counters } = tables;

  function change(userId: string, changes: Partial<StoredFactor>): boolean {
    const found = factors.get(userId);
    if (found) factors.set(userId, structuredClone({ ...found, ...changes }));
    return found !== undefined;
  }
  const hasVersion = (userId: string, version: number) => users.get(userId)?.user.sessionVersion === version;

  return {
    async find(userId) {
      const found = factors.get(userId);
      const user = users.get(userId)?.user;
      return found && user ? structuredClone({ factor: readFactor(found), user }) : null;
    },
    async insert(factor, recoveryHashes, { sessionVersion, keptId }) {
      const { userId } = factor;
      if (factors.has(userId) || !hasVersion(userId, sessionVersion)) return false;
      factors.set(userId, structuredClone({ ...factor, recoveryHashes }));
      if (keptId !== undefined) endOtherSessions(tables, userId, keptId);
      return true;
    },
    async use(userId, proof, { session, counters: reset, ticket }) {
      const found = factors.get(userId);
      if (!found || (ticket && isSpent(tables, ticket))) return false;
      const isGood = "step" in proof ? proof.step > found.lastStep : found.recoveryHashes.includes(proof.recoveryHash);
      if (!isGood || (session && (session.userId !== userId || !canOpenSession(tables, session)))) return false;
      if (session) requireFreeId(sessions, session.id);
      if (ticket) spend(tables, ticket);
      if (session) openSession(tables, session);
      for (const key of reset) counters.delete(key);
      if ("step" in proof) return change(userId, { lastStep: proof.step });
      return change(userId, { recoveryHashes: found.recoveryHashes.filter((hash) => hash !== proof.recoveryHash) });
    },
    async replaceCodes(userId, recoveryHashes, sessionVersion) {
      return hasVersion(userId, sessionVersion) && change(userId, { recoveryHashes });
    },
    forgetDevices: async (userId, at) => change(userId, { trustedSince: at }),
    async reseal(userId, from, to) {
      return factors.get(userId)?.secret === from && change(userId, { secret: to });
    },
    async delete(userId, sessionVersion) {
      if (sessionVersion !== undefined && !hasVersion(userId, sessionVersion)) return false;
      return factors.delete(userId);
    },
  };
}

/** A factor as it is handed out: how many recovery codes are left, and not their hashes. */
export function readFactor({ recoveryHashes, ...factor }: StoredFactor): FactorRecord {
  return { ...factor, recoveryCodes: recoveryHashes.length };
}
