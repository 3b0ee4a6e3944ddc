// @ts-nocheck: what it imports is installed in bench/contestants
// With a password its sessions are tokens that nobody can revoke. The adapter is what keeps users and, for others, sessions.
import { pbkdf2Sync, timingSafeEqual } from "node:crypto";
import { Auth } from "@auth/core";
import Credentials from "@auth/core/providers/credentials";
import { KyselyAdapter } from "@auth/kysely-adapter";
import Database from "better-sqlite3";
import { Kysely, SqliteDialect } from "kysely";

const database = new Kysely({ dialect: new SqliteDialect({ database: new Database("auth.db") }) });

const credentials = Credentials({
  credentials: { email: {}, password: { type: "password" } },
  async authorize({ email, password }) {
    const user = await database.selectFrom("User").selectAll().where("email", "=", email).executeTakeFirst();
    return user && timingSafeEqual(user.hash, pbkdf2Sync(password, user.salt, 100_000, 64, "sha512")) ? user : null;
  },
});
const config = {
  adapter: KyselyAdapter(database),
  providers: [credentials],
  session: { strategy: "jwt" },
  secret: process.env.AUTH_SECRET,
  trustHost: true,
};

export default { fetch: (request) => Auth(request, config) };
