import type { FactorStore } from "@latchkey/core";
import type { BoundStatement } from "../../execution/executor.ts";
import { bindFactor, readFactor } from "./rows.ts";
import type { DeferredContext } from "./context.ts";

export function factorStore(context: DeferredContext): FactorStore {
  const { codecs, executor, query, readUser, bindSession } = context;
  const { id, moment } = codecs;
  const changes = async (bound: BoundStatement) => (await executor.all(bound)).length > 0;
  /** One step after the lock of the user's row. Whether the statement at `tells` changed something. */
  const changesLocked = async (userId: string, list: readonly BoundStatement[], tells: number) => {
    const results = await executor.batch([query.lock_user({ id: id.write(userId) }), ...list]);
    return results.slice(1).at(tells)!.length > 0;
  };

  return {
    async find(userId) {
      const [row] = await executor.all(query.find_factor({ userId: id.write(userId) }));
      return row ? { factor: readFactor(context, row), user: readUser(codecs, row) } : null;
    },
    async insert(factor, recoveryHashes, { sessionVersion: version, keptId }) {
      const owned = { userId: id.write(factor.userId), version };
      const inserted = { ...owned, secret: factor.secret };
      const insert = query.insert_factor({ ...bindFactor(context, factor), version });
      const codes = recoveryHashes.map((hash) => query.insert_first_recovery_code({ ...owned, hash }));
      const ends =
        keptId === undefined
          ? []
          : [query.keep_session_with_factor({ ...inserted, keptId }), query.end_sessions_with_factor(inserted)];
      return changesLocked(factor.userId, [...codes, insert, ...ends], codes.length);
    },
    async use(userId, proof, { session, counters, ticket }) {
      const { version = null, ...opened } = session ? bindSession(codecs, session) : {};
      // Somebody else's session is never opened.
      if (session && session.userId !== userId) return false;
      const { step, hash } =
        "step" in proof ? { step: proof.step, hash: null } : { step: null, hash: proof.recoveryHash };
      const used = { userId: id.write(userId), step, hash, version };
      const spending = { ...used, ticket: ticket ? ticket.key : null };
      const spent = ticket && { key: ticket.key, expiresAt: moment.write(ticket.expiresAt) };
      const note = step === null ? query.use_recovery_code : query.use_factor_step;
      const list = [
        ...(spent ? [query.spend_factor_ticket({ ...used, ...spent })] : []),
        ...("id" in opened ? [query.open_factor_session({ ...opened, ...spending })] : []),
        ...counters.map((key) => query.reset_factor_count({ ...spending, key })),
        note(spending),
      ];
      return changesLocked(userId, list, -1);
    },
    async replaceCodes(userId, recoveryHashes, version) {
      const owned = { userId: id.write(userId), version };
      const codes = recoveryHashes.map((hash) => query.insert_recovery_code({ ...owned, hash }));
      return changesLocked(userId, [query.delete_replaced_codes(owned), ...codes, query.keep_factor(owned)], -1);
    },
    forgetDevices: async (userId, at) =>
      changes(query.forget_devices({ userId: id.write(userId), at: moment.write(at) })),
    reseal: async (userId, from, to) => changes(query.reseal_factor({ userId: id.write(userId), from, to })),
    async delete(userId, sessionVersion) {
      const owned = { userId: id.write(userId), version: sessionVersion ?? null };
      const codes = query.delete_codes_without_factor({ userId: owned.userId });
      return changesLocked(userId, [query.delete_factor(owned), codes], 0);
    },
  };
}
