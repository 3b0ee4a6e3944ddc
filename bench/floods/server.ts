/** A server of this checkout, or of another one, that a flood is sent to: `server.ts <ServerOptions as JSON>`. */

import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type * as Bridge from "../../packages/cli/node_modules/@hono/node-server/dist/index.d.mts";
import type * as Postgres from "../../packages/adapter-postgres/src/index.ts";
import type * as Sqlite from "../../packages/adapter-sqlite/src/index.ts";
import type * as Argon2id from "../../packages/core/src/argon2id.ts";
import type * as Core from "../../packages/core/src/index.ts";
import type * as Http from "../../packages/http/src/index.ts";

export interface ServerOptions {
  /** The folder of the checkout whose packages are used. */
  readonly root: string;
  readonly database:
    | { readonly kind: "sqlite"; readonly path: string }
    | { readonly kind: "postgres"; readonly url: string };
  readonly prefix: string;
  readonly hasher: "pbkdf2" | "argon2id";
}

/** What the parent hears when the server listens. */
export interface Listening {
  readonly port: number;
}

const { root, database, prefix, hasher } = JSON.parse(process.argv[2]!) as ServerOptions;
const load = (name: string, file = "index") =>
  import(pathToFileURL(join(root, "packages", name, "src", `${file}.ts`)).href);

const { createAuth, pbkdf2 } = (await load("core")) as typeof Core;
const { argon2id } = (await load("core", "argon2id")) as typeof Argon2id;
const { createHandler } = (await load("http")) as typeof Http;

const auth = createAuth({
  storage: await openStorage(),
  secret: "a secret that only this bench has, of 32 bytes and more",
  passwords: hasher === "argon2id" ? argon2id() : pbkdf2(),
});
// The load says where it comes from, as a proxy would that this server trusts.
const client = ({ headers }: Request) => ({ address: headers.get("x-client-address") });
const handler = createHandler(auth, { client, onError: () => {} });

const bridge = createRequire(join(root, "packages", "cli", "package.json")).resolve("@hono/node-server");
const { getRequestListener } = (await import(pathToFileURL(bridge).href)) as typeof Bridge;
const server = createServer(getRequestListener((request) => handler(request)));
server.listen(0, "127.0.0.1", () =>
  process.send!({ port: (server.address() as AddressInfo).port } satisfies Listening),
);
process.once("disconnect", () => process.exit());

async function openStorage() {
  if (database.kind === "sqlite") {
    const { sqliteStorage } = (await load("adapter-sqlite")) as typeof Sqlite;
    return sqliteStorage(database.path, { prefix });
  }
  const { postgresStorage } = (await load("adapter-postgres")) as typeof Postgres;
  return postgresStorage(database.url, { prefix });
}
