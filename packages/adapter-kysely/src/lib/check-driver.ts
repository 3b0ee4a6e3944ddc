import { sqlite, type Dialect, type Row } from "@latchkey/sql";
import { CompiledQuery, type Kysely } from "kysely";
import type { KyselyDatabase } from "./databases.ts";
import { UnfitDriver, withoutValues } from "./errors.ts";

const NO_TRANSACTIONS =
  "kyselyStorage needs transactions that hold, and this Kysely dialect has none: a sign-up could stop half-way. " +
  "Take a dialect that keeps a connection, or d1Storage for Cloudflare D1";
const UNREADABLE =
  "kyselyStorage cannot read what this driver returns: see whether it renames columns, or gives whole numbers as text";

const UNDO = new Error("This transaction is a trial");

/**
 * Tries the driver before it is trusted with accounts: sets a mark in a transaction, and rolls back. The mark must be
 * there inside the transaction, not beside it, and not afterwards. This finds drivers that run each statement in a
 * session of its own, drivers that ignore transactions, and drivers that let other statements into an open one.
 *
 * @param isDone whether another call has finished the same check, while this one waited for a connection
 * @throws TypeError `NO_TRANSACTIONS` or `UNREADABLE_VALUES`
 */
export async function checkDriver(
  db: Kysely<unknown>,
  { dialect, isRetryable, mark, look }: KyselyDatabase,
  isDone: () => boolean,
): Promise<void> {
  const isMarked = async (on: Kysely<unknown>) => {
    const { rows } = await on.executeQuery<Row>(CompiledQuery.raw(look));
    return readMark(dialect, rows[0] ?? {});
  };

  await db.connection().execute(async (connection) => {
    if (isDone()) return;
    let hasBegun = false;
    let isInside: boolean | undefined;
    let isBeside = false;
    try {
      await connection.transaction().execute(async (transaction) => {
        hasBegun = true;
        await transaction.executeQuery(CompiledQuery.raw(mark));
        // Answered by now if it gets into this session at all. Otherwise it has another one, or waits for this one.
        isMarked(db).then(
          (found) => (isBeside = found),
          () => {},
        );
        isInside = await isMarked(transaction);
        throw UNDO;
      });
    } catch (error) {
      if (!hasBegun && !isRetryable(error) && (await succeeds(isMarked(connection))))
        throw new UnfitDriver("NO_TRANSACTIONS", NO_TRANSACTIONS, withoutValues(error));
      // A rollback fails where there is no transaction.
      if (error !== UNDO && isInside !== false) throw error;
    }
    const isAfter = await isMarked(connection);
    if (!isInside || isBeside || isAfter) throw new UnfitDriver("NO_TRANSACTIONS", NO_TRANSACTIONS);
  });
}

function succeeds(question: Promise<unknown>): Promise<boolean> {
  return question.then(
    () => true,
    () => false,
  );
}

function readMark({ codecs }: Dialect, row: Row): boolean {
  try {
    codecs.boolean.read(row.a_boolean as never);
    codecs.moment.read(row.a_moment as never);
    codecs.json.read(row.a_document as never);
    return sqlite.codecs.boolean.read(row.mark_count as never);
  } catch (cause) {
    throw new UnfitDriver("UNREADABLE_VALUES", UNREADABLE, cause as Error);
  }
}
