import { once } from "node:events";
import { kyselyStorage } from "@latchkey/adapter-kysely";
import { Kysely, PostgresDialect, SqliteDialect } from "kysely";
import { newAccount } from "./accounts.ts";
import { betterSqlite3, openPool } from "./databases.ts";

// One of several processes that start at once: it says that it is ready, and begins when it is told.
const [dialect, place = ""] = process.argv.slice(2);
const db = new Kysely<any>({
  dialect:
    dialect === "sqlite"
      ? new SqliteDialect({ database: betterSqlite3(place) })
      : new PostgresDialect({ pool: openPool({ max: 2 }) }),
});
const storage =
  dialect === "sqlite"
    ? kyselyStorage(db, { dialect: "sqlite", timeoutMs: 60_000 })
    : kyselyStorage(db, { dialect: "postgres", prefix: place, timeoutMs: 60_000 });
console.log("ready");
await once(process.stdin, "data");
process.stdin.unref();
const { credentials, session } = newAccount();
await storage.users.insert(credentials, session);
console.log(credentials.user.id);
await db.destroy();
process.exit();
