import type { Storage } from "@latchkey/core";
import { openAdminPanel } from "./admin-panel.ts";
import { ADMIN_PATH } from "./admin-pool.ts";
import { MAIN_POOL } from "./pool/auth-options.ts";
import { peersOf } from "./listening/client-address.ts";
import { type Config, pathBelow } from "./config.ts";
import { CliError } from "./log.ts";
import { isLoopback } from "./loopback.ts";
import { type Pool, openPool } from "./pool/pool.ts";
import type { ServerContext } from "./server-context.ts";
import { inVariables } from "./settings/in-variables.ts";
import type { Fetch, Peer } from "./listening/web-server.ts";

/** Where orchestrators ask, whatever the base path is. */
const HEALTH = new Set(["/health/live", "/health/ready"]);

/** What the server answers with, and what it must close at the end. */
export interface Mount {
  readonly fetch: Fetch;
  /** Where the first administrator is made. `null`: there is one, or there is no panel. */
  setupUrl(): Promise<string | null>;
  close(): void;
}

/**
 * Everything that the server answers: the pages and routes of each user pool, below its path.
 *
 * @throws CliError for a value that the SDK refuses
 */
export function mount(config: Config, storage: Storage, server: ServerContext): Mount {
  const base = pathBelow(config, "");
  const ownOrigin = config.origin ?? server.url();
  const peers = peersOf(config.trustedProxies, config.addressHeader);
  /** The other end of each request that is being answered. */
  const peerOf = new WeakMap<Request, Peer>();
  const clientOf = (request: Request) => ({
    address: peers.addressOf({ peer: peerOf.get(request)?.address, headers: request.headers }),
    agent: request.headers.get("user-agent"),
  });
  try {
    const context = { ...server, storage, ownOrigin, clientOf };
    const main = openPool(MAIN_POOL, config, context);
    const others = config.pools.map((name) => openPool(name, config, context));
    refuseTakenNames(main, others);
    // Providers send people back to one host, and passkeys belong to one.
    const hasOneHost = main.hasProviders || new URL(ownOrigin).hostname === "localhost";
    const panel = config.admin ? openAdminPanel(config, context, main) : null;
    const partOf = (path: string): Pick<Pool, "handler"> => {
      if (panel && path.startsWith(`${ADMIN_PATH}/`)) return panel;
      return others.find(({ basePath }) => path.startsWith(`${basePath}/`)) ?? main;
    };
    return {
      async fetch(request, peer) {
        peerOf.set(request, peer);
        const url = new URL(request.url);
        const { pathname } = url;
        if (HEALTH.has(pathname)) return main.handler.local(request);
        if (isRead(request) && pathname === "/") return seeOther(`${base}/account`);
        if (isRead(request) && pathname === ADMIN_PATH && panel) return seeOther(`${ADMIN_PATH}/users`);
        const elsewhere = hasOneHost ? onOwnHost(request, url, ownOrigin) : null;
        return elsewhere === null ? partOf(pathname).handler(request) : seeOther(elsewhere);
      },
      setupUrl: async () => (panel ? panel.setupUrl() : null),
      close: () => [main, ...others].forEach((pool) => pool.close()),
    };
  } catch (error) {
    throw error instanceof TypeError ? new CliError(`${inVariables(error.message)}.`) : error;
  }
}

/** A further pool is below the path of the first one, whose routes must not be hidden by it. */
function refuseTakenNames(main: Pool, others: readonly Pool[]): void {
  const taken = others.find(({ name }) => main.firstParts.has(name));
  if (taken !== undefined)
    throw new CliError(
      `AUTH_POOLS cannot have "${taken.name}": ` +
        `${main.basePath}/${taken.name} is the path of a route. Choose another name.`,
    );
}

/** A path without a page leads to one, for who follows a link. */
function isRead({ method }: Request): boolean {
  return method === "GET" || method === "HEAD";
}

function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
}

/**
 * On this machine, one server is at `localhost` and at `127.0.0.1`, but a cookie is at one of them alone. Who opens a
 * page under the other name is sent to the own one. `null` for every other request.
 */
function onOwnHost({ method, headers }: Request, asked: URL, origin: string): string | null {
  const own = new URL(origin);
  const isPage = method === "GET" && headers.get("sec-fetch-mode") === "navigate";
  if (
    !isPage ||
    asked.host === own.host ||
    asked.port !== own.port ||
    !isLoopback(asked.hostname) ||
    !isLoopback(own.hostname)
  )
    return null;
  return origin + asked.pathname + asked.search;
}
