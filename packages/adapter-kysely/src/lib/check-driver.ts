import { sqlite, type Dialect, type Row } from "@latchkey/sql";
import { CompiledQuery, type Kysely } from "kysely";
import type { KyselyDatabase } from "./databases.ts";
import { UnfitDriver, withoutValues } from "./errors.ts";

const NO_TRANSACTIONS =
  "kyselyStorage needs transactions, and this Kysely dialect has none that hold: a sign-up could stop half-way. " +
  "Take a dialect that keeps a connection, or d1Storage for Cloudflare D1";
const UNREADABLE =
  "kyselyStorage cannot read what this driver hands out: see whether it renames columns, or gives whole numbers as text";

const UNDO = new Error("The trial is undone");

/**
 * Tries the driver out before it is trusted with accounts. In a transaction it leaves a mark in the connection and takes it
 * back. The mark must be there inside, for nobody beside it, and gone afterwards. So a driver is found out that
 * sends each statement on its own, that only acts as if, or that lets other statements into an open transaction.
 *
 * @throws TypeError `NO_TRANSACTIONS` or `UNREADABLE_VALUES`
 */
export async function checkDriver(db: Kysely<unknown>, { dialect, isCurable, mark, look }: KyselyDatabase) {
  const isMarked = async (on: Kysely<unknown>) => {
    const { rows } = await on.executeQuery<Row>(CompiledQuery.raw(look));
    return readMark(dialect, rows[0] ?? {});
  };

  let beside = Promise.resolve(false);
  const [inside, afterwards] = await db.connection().execute(async (connection) => {
    let isBegun = false;
    let isInside = false;
    try {
      await connection.transaction().execute(async (transaction) => {
        isBegun = true;
        await transaction.executeQuery(CompiledQuery.raw(mark));
        // Not waited for here: with one connection it comes after the transaction.
        beside = isMarked(db);
        beside.catch(() => {});
        isInside = await isMarked(transaction);
        throw UNDO;
      });
    } catch (error) {
      if (!isBegun && !isCurable(error) && (await answers(isMarked(connection))))
        throw new UnfitDriver("NO_TRANSACTIONS", NO_TRANSACTIONS, withoutValues(error));
      if (error !== UNDO) throw error;
    }
    return [isInside, await isMarked(connection)];
  });
  if (!inside || afterwards || (await beside)) throw new UnfitDriver("NO_TRANSACTIONS", NO_TRANSACTIONS);
}

function answers(question: Promise<unknown>): Promise<boolean> {
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
