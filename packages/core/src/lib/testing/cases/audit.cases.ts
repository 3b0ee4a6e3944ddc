import type { AuditLink, AuditRecord, Storage } from "../../storage/storage.ts";
import type { Cases } from "../cases.ts";
import { check, checkSame, outcomeOf } from "../check.ts";
import { addUser, addUserByIdentity, moment, newCredentials, race, randomText } from "../fixtures.ts";
import { auditedChanges } from "./audited-changes.ts";

/** Adds `count` rows that say whom they are about. */
export function rowsAbout(pool: string, userId: string | null, count = 1): AuditLink {
  return ({ seq }) =>
    Array.from({ length: count }, (_, index): AuditRecord => {
      const text = randomText();
      return {
        pool,
        seq: seq + 1 + index,
        at: moment(index + 0.009),
        type: "user.updated",
        actor: index % 2 === 0 ? null : "admins/Zoë",
        details: index % 2 === 0 ? null : '{"fields":["metadata"]}',
        userId,
        person: `{"agent":"${text}"}`,
        salt: text,
        digest: text,
        key: "key",
        mac: text,
      };
    });
}

const everything = { userId: null, before: null, limit: 1000 };
const seqs = (rows: readonly AuditRecord[]) => rows.map(({ seq }) => seq);
const count = async (storage: Storage, pool: string) => (await storage.audit.list(pool, everything)).length;
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** The audit log: rows that come with a change or not at all, in one chain for each pool. */
export const auditCases: Cases = {
  async "AU01 rows come back as they were handed in, newest or oldest first, page by page and by user"(storage) {
    const [pool, userId] = [randomText(), crypto.randomUUID()];
    checkSame(await storage.audit.head(pool), null, "the head of an empty log");
    checkSame(await storage.audit.list(pool, everything), [], "an empty log");
    const kept: AuditRecord[] = [];
    const keep =
      (link: AuditLink): AuditLink =>
      (head) => {
        const rows = link(head);
        kept.splice(head.seq, Infinity, ...rows);
        return rows;
      };
    await storage.audit.append(pool, keep(rowsAbout(pool, userId, 3)));
    await storage.audit.append(pool, keep(rowsAbout(pool, null, 2)));
    checkSame(await storage.audit.head(pool), { seq: 5, mac: kept[4]!.mac }, "the head");
    checkSame(await storage.audit.read(pool, 0, 10), kept, "the oldest first");
    checkSame(await storage.audit.read(pool, 2, 2), kept.slice(2, 4), "two of them after the second");
    checkSame(await storage.audit.list(pool, everything), kept.toReversed(), "the newest first");
    checkSame(seqs(await storage.audit.list(pool, { userId: null, before: 4, limit: 2 })), [3, 2], "a page");
    checkSame(seqs(await storage.audit.list(pool, { userId, before: null, limit: 2 })), [3, 2], "of the user");
    checkSame(seqs(await storage.audit.list(pool, { userId, before: 2, limit: 2 })), [1], "and the next page");
    checkSame(await storage.audit.list(randomText(), everything), [], "another pool");
  },

  async "AU01 every change of accounts takes its rows along, and what changes nothing takes none"(storage) {
    for (const [name, prepare] of Object.entries(auditedChanges)) {
      const { change, again } = await prepare(storage);
      const pool = randomText();
      const recording = () => storage.audit.recording(pool, rowsAbout(pool, null, 2));
      await change(await recording());
      checkSame(await count(storage, pool), 2, `rows after ${name}`);
      await again?.(await recording());
      checkSame(await count(storage, pool), 2, `rows after ${name} that changed nothing`);
    }
  },

  async "AU01 a change whose row cannot be added is not made"(storage) {
    const { user } = await addUser(storage);
    const pool = randomText();
    await storage.audit.append(pool, rowsAbout(pool, null));
    const sameAgain: AuditLink = () => rowsAbout(pool, null)({ seq: 0, mac: "" });
    const stores = await storage.audit.recording(pool, sameAgain);
    checkSame(await outcomeOf(() => stores.users.setDisabled(user.id, true, moment(1))), "rejected", "the change");
    checkSame((await storage.users.find(user.id))?.user, user, "the user");
    const failing = await storage.audit.recording(pool, () => {
      throw new Error("no row");
    });
    checkSame(await outcomeOf(() => failing.users.delete(user.id)), "rejected", "a change without a row");
    checkSame((await storage.users.find(user.id))?.user, user, "the user, once more");
    checkSame(await count(storage, pool), 1, "rows");
    await (await storage.audit.recording(pool, rowsAbout(pool, null))).users.delete(user.id);
    checkSame(await count(storage, pool), 2, "rows after a change that is sound");
  },

  async "AU01 changes and rows of twenty callers at once make one chain without a gap"(storage) {
    const pool = randomText();
    const people = Array.from({ length: 10 }, () => newCredentials());
    await race(20, async (index) => {
      const link = rowsAbout(pool, null, 1 + (index % 2));
      if (index % 2 === 0) return storage.audit.append(pool, link);
      const { users } = await storage.audit.recording(pool, link);
      return users.insert(people[(index - 1) / 2]!, null);
    });
    checkSame(seqs(await storage.audit.read(pool, 0, 100)), numbers(1, 30), "the numbers of the rows");
    for (const { user } of people) check((await storage.users.find(user.id)) !== null, "a user is missing");
  },

  async "AU01 of twenty callers who make the same change, one leaves a row"(storage) {
    const pool = randomText();
    const { email } = newCredentials().user;
    const answers = await race(20, async () => {
      const { users } = await storage.audit.recording(pool, rowsAbout(pool, null));
      return users.insert(newCredentials({ email }), null);
    });
    checkSame(answers.filter(Boolean).length, 1, "users that were made");
    checkSame(await count(storage, pool), 1, "rows");
  },

  async "AU01 a person is erased from a range of rows, and old rows are deleted, each with a row that says so"(
    storage,
  ) {
    const [pool, userId] = [randomText(), crypto.randomUUID()];
    await storage.audit.append(pool, rowsAbout(pool, userId, 3));
    await storage.audit.append(pool, rowsAbout(pool, crypto.randomUUID()));
    const before = await storage.audit.read(pool, 0, 10);
    const erasure = { userId, from: 2, through: 4 };
    checkSame(await storage.audit.erase(pool, erasure, rowsAbout(pool, null)), true, "the erasure");
    const erased = { userId: null, person: null, salt: null };
    const expected = before.map((row) => (row.seq === 2 || row.seq === 3 ? { ...row, ...erased } : row));
    checkSame((await storage.audit.read(pool, 0, 10)).slice(0, 4), expected, "the rows");
    checkSame(await storage.audit.erase(pool, erasure, rowsAbout(pool, null)), false, "the same again");
    checkSame(await count(storage, pool), 5, "rows");

    checkSame(await storage.audit.prune(pool, { from: 1, through: 2 }, rowsAbout(pool, null)), true, "the deletion");
    checkSame(
      await storage.audit.prune(pool, { from: 1, through: 2 }, rowsAbout(pool, null)),
      false,
      "the same once more",
    );
    checkSame(seqs(await storage.audit.read(pool, 0, 10)), numbers(3, 6), "what is left");
    checkSame((await storage.audit.head(pool))?.seq, 6, "the head");
  },

  async "AU01 what a recorded store reads is what the storage has"(storage) {
    const { user, session } = await addUser(storage);
    const { identity } = await addUserByIdentity(storage);
    const pool = randomText();
    const stores = await storage.audit.recording(pool, rowsAbout(pool, null));
    checkSame((await stores.users.find(user.id))?.user, user, "the user");
    checkSame((await stores.sessions.find(session.id))?.session, session, "the session");
    checkSame((await stores.identities.list(identity.userId)).length, 1, "the identities");
    checkSame(await stores.users.rehashPassword(user.id, "other", "$"), false, "a re-hash");
    checkSame(await count(storage, pool), 0, "rows");
  },
};
