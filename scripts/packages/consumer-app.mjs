/** An application that uses the packages as they are published. */

/** The first program of the README, word for word. */
const server = `import { createAuth } from "@latchkey/core";
import { sqliteStorage } from "@latchkey/adapter-sqlite";
import { createHandler } from "@latchkey/http";

const auth = createAuth({ storage: sqliteStorage("auth.db"), secret: process.env.AUTH_SECRET });
const handler = createHandler(auth);             // (request: Request) => Promise<Response>

export default { fetch: handler };               // Workers, Bun, Deno
`;

const visit = `import assert from "node:assert/strict";
import server from "./server.ts";

const visit = (path: string, init?: RequestInit) => server.fetch(new Request(\`http://localhost/auth\${path}\`, init));

const signUp = await visit("/signup", {
  method: "POST",
  headers: { "content-type": "application/json", origin: "http://localhost" },
  body: JSON.stringify({ email: "ada@example.com", password: "correct horse battery" }),
});
assert.equal(signUp.status, 200);
const cookie = signUp.headers.getSetCookie()[0]?.split(";")[0];
assert.ok(cookie);

const me = await visit("/me", { headers: { cookie } });
assert.equal(me.status, 200);
const { user } = (await me.json()) as { user: { email: string } };
assert.equal(user.email, "ada@example.com");
assert.equal((await visit("/me")).status, 401);
`;

/** Imports every public entry, so that the compiler reads the types of all of them. */
const everything = (/** @type {string[]} */ entries) =>
  entries.map((name, at) => `import * as entry${at} from ${JSON.stringify(name)};\nvoid entry${at};\n`).join("");

/**
 * @param {string[]} entries what can be imported from the packages
 * @returns {Record<string, string>} files of the application
 */
export function consumerApp(entries) {
  return {
    "package.json": JSON.stringify({ name: "consumer-app", private: true, type: "module" }),
    "server.ts": server,
    "visit.ts": visit,
    "everything.ts": everything(entries),
  };
}
