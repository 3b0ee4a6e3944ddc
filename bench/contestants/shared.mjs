/** The same databases and password hash for all contestants, and sign-up and sign-in for libraries without them. */

import { pbkdf2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

/** Each contestant passes its own copy of better-sqlite3, and the SQL that creates its tables. */
export function openSqlite(Database, { path }, tables = "") {
  const database = new Database(path);
  for (const pragma of ["journal_mode = WAL", "synchronous = normal"]) database.pragma(pragma);
  database.exec(tables);
  return database;
}

/** The same with its own copy of pg. */
export async function openPool(Pool, { url }, tables = "") {
  const pool = new Pool({ connectionString: url, max: 10 });
  await pool.query(tables);
  return pool;
}

const derive = promisify(pbkdf2);
const native = (password, salt) => derive(password, salt, 100_000, 64, "sha512");
/** An unknown user's password is checked against this, so that the time does not tell who has an account. */
const unknown = `${"0".repeat(32)}:${"0".repeat(128)}`;

/** PBKDF2-HMAC-SHA512 with 100 000 iterations, or a hash that costs nothing. @param {"pbkdf2" | "none"} kind */
export function passwords(kind) {
  if (kind === "none")
    return { hash: async (password) => password, verify: async (password, stored) => password === stored };
  return {
    async hash(password) {
      const salt = randomBytes(16);
      return `${salt.toString("hex")}:${(await native(password, salt)).toString("hex")}`;
    },
    async verify(password, stored = unknown) {
      const [salt, expected] = stored.split(":").map((part) => Buffer.from(part, "hex"));
      return timingSafeEqual(await native(password, salt), expected);
    },
  };
}

export const refusal = (status) => new Response(null, { status });

// POST /signup and POST /login, for requests of the own site. `add` gives the id of the user, or nothing if the address
// is taken; `find` gives `{ id, hash }`; `signedIn` opens a session and answers.
export function accounts(kind, { add, find, signedIn }) {
  const { hash, verify } = passwords(kind);
  return {
    async "/signup"(request) {
      const { email, password } = await credentialsIn(request);
      const id = email && (await add(email, await hash(password)));
      return id ? signedIn(id) : refusal(400);
    },
    async "/login"(request) {
      const { email, password } = await credentialsIn(request);
      const user = email && (await find(email));
      return (await verify(password, user?.hash)) && user ? signedIn(user.id) : refusal(401);
    },
  };
}

async function credentialsIn(request) {
  const { email, password } = await request.json();
  const isValid = typeof email === "string" && typeof password === "string" && /.+@.+/.test(email);
  return isValid && password.length >= 8 ? { email: email.toLowerCase(), password } : {};
}
