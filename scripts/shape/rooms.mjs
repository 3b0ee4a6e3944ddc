/** The rooms of `src/lib`, package by package. A room may only import from the rooms below it. */

import { dirname, join, relative, sep } from "node:path";

/**
 * The top floor comes first. A name is a folder of `src/lib`, or a file beside the folders. Rooms on one floor do not
 * import from each other. `testing` is on no floor and may import from every room.
 *
 * @type {Record<string, string[][]>}
 */
export const floors = {
  core: [
    ["account", "identities", "passkeys", "second-factor", "mail-sign-in", "audit"],
    ["mail", "api-keys", "tickets"],
    ["create-auth.ts", "users"],
    ["auth.ts"],
    ["sign-in"],
    ["sessions"],
    ["context"],
    ["guards"],
    ["user.ts"],
    ["storage", "passwords", "token", "input"],
    ["hooks.ts", "encoding"],
    ["errors.ts", "client.ts", "json.ts"],
  ],
  http: [
    ["metrics"],
    ["handler.ts", "authenticator.ts", "node-handler.ts"],
    ["openapi", "response"],
    ["routes"],
    ["request"],
    ["credentials"],
    ["origin", "log"],
    ["cookies"],
    ["http-error.ts"],
  ],
  pages: [
    ["page-routes.ts"],
    ["pages.ts"],
    ["options.ts"],
    ["parts"],
    ["account"],
    ["forms"],
    ["request"],
    ["site.ts", "social.ts", "passkeys.ts", "second-factor.ts"],
    ["look"],
    ["html"],
  ],
  sql: [
    ["sql-storage.ts"],
    ["stores"],
    ["migrations"],
    ["statements"],
    ["dialects"],
    ["generated", "execution"],
    ["values"],
  ],
  react: [
    ["sign-in", "mail-sign-in", "email", "account", "api-keys", "identities", "passkeys", "second-factor"],
    ["password", "sessions", "user-menu"],
    ["mailed-token", "proof", "second-step", "passkey-sign-in"],
    ["codes", "ways"],
    ["social"],
    ["form"],
    ["submission", "methods", "session", "loaded"],
    ["sentences"],
    ["provider"],
  ],
  cli: [
    ["main.ts"],
    ["commands"],
    ["serve.ts", "doctor"],
    ["mount.ts", "startup-message.ts", "demo-provider", "watching", "sqlite-file", "audit.ts"],
    ["admin-panel.ts"],
    ["pool"],
    ["config.ts"],
    ["mail", "provider-config.ts", "expiry-cleanup.ts"],
    ["secret"],
    ["database", "listening"],
    ["settings"],
    ["admin-pool.ts", "log.ts", "loopback.ts", "package.ts", "server-context.ts"],
  ],
};

/** The folder that may import from every room. */
export const testing = "testing";

/**
 * @param {string[][]} order
 * @param {{ src: string, file: string, imports: import("./imports.mjs").Import[] }} found
 * @returns {string[]}
 */
export function checkRooms(order, { src, file, imports }) {
  const lib = join(src, "lib");
  const roomOf = (/** @type {string} */ path) => {
    const [room = "", ...rest] = relative(lib, path).split(sep);
    return room === ".." || (room === testing && rest.length > 0) ? null : room;
  };
  const floorOf = (/** @type {string} */ room) => order.findIndex((rooms) => rooms.includes(room));
  const own = roomOf(file);
  if (own === null) return [];
  if (floorOf(own) < 0) return [`is in none of the rooms that scripts/shape/rooms.mjs lists`];
  return imports.flatMap(({ name }) => {
    if (!name.startsWith(".")) return [];
    const target = roomOf(join(dirname(file), name));
    if (target === null || target === own || floorOf(target) > floorOf(own)) return [];
    return [`imports ${name}, but ${own} may only import from the rooms below it`];
  });
}
