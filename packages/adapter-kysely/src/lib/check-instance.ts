import type { Kysely } from "kysely";
import type { DialectName } from "./databases.ts";

/**
 * What each dialect makes of one small query. MySQL quotes names in another way, SQL Server numbers its values with @.
 */
const COMPILED: Readonly<Record<DialectName, string>> = {
  sqlite: 'select "b" from "a" where "c" = ?',
  postgres: 'select "b" from "a" where "c" = $1',
};

/**
 * The instance without its plugins: those would rename the columns of our results.
 *
 * @throws TypeError for what is no Kysely instance of this dialect, or cannot be used as a storage
 */
export function checkInstance(db: Kysely<any>, dialect: DialectName, schema: string | undefined): Kysely<unknown> {
  if (typeof db !== "object" || typeof db.executeQuery !== "function" || typeof db.withoutPlugins !== "function")
    throw new TypeError("kyselyStorage takes a Kysely instance, like new Kysely({ dialect })");
  if (db.isTransaction)
    throw new TypeError("kyselyStorage takes the Kysely instance itself: a transaction ends before the storage does");
  const query = (instance: Kysely<any>) => instance.selectFrom("a").select("b").where("c", "=", 1).compile().sql;
  const plain: Kysely<unknown> = db.withoutPlugins();
  if (query(plain) !== COMPILED[dialect])
    throw new TypeError(`dialect is "${dialect}", but this Kysely instance writes SQL for another database`);
  // The statements are texts, which withSchema does not reach. Tables in another schema than intended would be empty.
  if (schema === undefined && / from "\w+"\./.test(query(db)))
    throw new TypeError('kyselyStorage does not follow withSchema(): pass { schema: "…" }, or an instance without it');
  return plain;
}
