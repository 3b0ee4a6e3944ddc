/** The server that is flooded, made from the packages of a checkout. */

import { once } from "node:events";
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
import type { DatabaseLocation } from "../lib/test-database.ts";

/** Gives the port. `root`: the folder of the checkout, with its dependencies installed. */
export async function listen(root: string, database: DatabaseLocation, hasher: "pbkdf2" | "argon2id"): Promise<number> {
  const load = (path: string) => import(pathToFileURL(join(root, "packages", `${path}.ts`)).href);
  const { createAuth, pbkdf2 }: typeof Core = await load("core/src/index");
  const { argon2id }: typeof Argon2id = await load("core/src/argon2id");
  const { createHandler }: typeof Http = await load("http/src/index");
  const { sqliteStorage }: typeof Sqlite = await load("adapter-sqlite/src/index");
  const { postgresStorage }: typeof Postgres = await load("adapter-postgres/src/index");
  const bridge = createRequire(join(root, "packages", "cli", "package.json")).resolve("@hono/node-server");
  const { getRequestListener }: typeof Bridge = await import(pathToFileURL(bridge).href);
  const storage = database.kind === "sqlite" ? sqliteStorage(database.path) : postgresStorage(database.url);
  const passwords = hasher === "argon2id" ? argon2id() : pbkdf2();
  const secret = "a secret that only this bench has, of 32 bytes and more";
  // Each client says where it comes from, as a trusted proxy would.
  const client = ({ headers }: Request) => ({ address: headers.get("x-client-address") });
  const handler = createHandler(createAuth({ storage, secret, passwords }), { client, onError: () => {} });
  const server = createServer(getRequestListener((request) => handler(request)));
  await once(server.listen(0, "127.0.0.1"), "listening");
  return (server.address() as AddressInfo).port;
}
