/** What is mutated, and which tests must fail. */

/**
 * @typedef {object} Part
 * @property {string} name
 * @property {string[]} mutate
 * @property {string[]} tests
 * @property {string} [storage] part of the name of the storages that the contract is run on; all of them by default
 */

const lib = (/** @type {string} */ name) => `packages/${name}/src/lib/**/*.ts`;
const own = (/** @type {string} */ name) => `packages/${name}/test/**/*.test.ts`;
const contract = "test/storage/storage-contract.portable.test.ts";

/** @type {Record<string, Part>} */
export const parts = {
  core: {
    name: "core",
    mutate: [lib("core"), "!packages/core/src/lib/testing/**"],
    tests: [own("core")],
  },
  http: {
    name: "http",
    mutate: [lib("http")],
    tests: [
      own("http"),
      "test/http/handler.portable.test.ts",
      "test/http/conversation.portable.test.ts",
      "test/http/node-handler.test.ts",
      "test/http/openapi.test.ts",
    ],
    storage: "memory",
  },
  sql: {
    name: "sql",
    mutate: [lib("sql"), "!packages/sql/src/lib/generated/**"],
    tests: [own("sql"), contract, "test/storage/{migrations,tables,time-limits,sweep}.test.ts"],
    storage: "better-sqlite3, an open database",
  },
  sqlite: {
    name: "sqlite",
    mutate: [lib("adapter-sqlite")],
    tests: [own("adapter-sqlite"), contract, "test/storage/time-limits.test.ts"],
    storage: "sqlite",
  },
  postgres: {
    name: "postgres",
    // What happens in Workers alone runs in workerd, where no change of Stryker's is switched on.
    mutate: [lib("adapter-postgres"), "!packages/adapter-postgres/src/lib/unpooled.ts"],
    tests: [
      own("adapter-postgres"),
      contract,
      "test/storage/{postgres-*,pgbouncer,take-over-postgres,time-limits}.test.ts",
    ],
    storage: "PostgreSQL",
  },
  pages: {
    name: "pages",
    mutate: [lib("pages"), "!packages/pages/src/lib/look/stylesheet.ts"],
    tests: ["packages/pages/test/pages.portable.test.ts", "packages/pages/test/{options,device}.test.ts"],
  },
  kysely: {
    name: "kysely",
    mutate: [lib("adapter-kysely")],
    tests: [own("adapter-kysely")],
  },
  client: {
    name: "client",
    // What happens in pages alone runs in a browser, where no change of Stryker's is switched on.
    mutate: [lib("client"), "!packages/client/src/lib/tabs.ts"],
    tests: ["packages/client/test/{*.portable,openapi}.test.ts"],
  },
  locales: {
    name: "locales",
    mutate: [lib("locales"), "!packages/locales/src/lib/{en,de,fr,es,pt,ja}/**"],
    tests: [own("locales")],
  },
  mail: {
    name: "mail",
    mutate: [lib("mail")],
    tests: [
      "packages/mail/test/{letters,mailer,notices,mail-apis}.portable.test.ts",
      "packages/mail/test/{headers,smtp}.test.ts",
    ],
  },
  "service-tokens": {
    name: "service-tokens",
    mutate: [lib("service-tokens")],
    tests: ["packages/service-tokens/test/{keys,tokens}.portable.test.ts"],
  },
  oauth: {
    name: "oauth",
    mutate: [lib("oauth"), "!packages/oauth/src/lib/providers/**"],
    tests: ["packages/oauth/test/*.portable.test.ts"],
  },
  passkeys: {
    name: "passkeys",
    mutate: [lib("passkeys"), "packages/core/src/lib/passkeys/**/*.ts"],
    tests: ["packages/passkeys/test/**/*.portable.test.ts"],
  },
  "second-factor": {
    name: "second-factor",
    mutate: [lib("second-factor"), "packages/core/src/lib/second-factor/**/*.ts"],
    tests: ["packages/second-factor/test/*.portable.test.ts"],
  },
  d1: {
    name: "d1",
    mutate: [lib("adapter-d1")],
    tests: [own("adapter-d1")],
  },
  redis: {
    name: "redis",
    mutate: [lib("redis")],
    tests: [own("redis")],
  },
  "durable-object": {
    name: "durable-object",
    // What happens in Workers alone runs in workerd, where no change of Stryker's is switched on.
    mutate: [lib("adapter-durable-object")],
    tests: [own("adapter-durable-object")],
  },
};

/**
 * A part, or some rooms of one: `core`, `core/guards`, `core/token+input`.
 *
 * @param {string} wanted
 * @returns {Part | undefined}
 */
export function partOf(wanted) {
  const [name = "", rooms] = wanted.split("/");
  const part = parts[name];
  if (part === undefined || rooms === undefined) return part;
  const folder = part.mutate[0]?.split("/src/lib/")[0];
  const mutate = rooms.split("+").map((room) => `${folder}/src/lib/${room}${room.endsWith(".ts") ? "" : "/**/*.ts"}`);
  return { ...part, name: wanted.replace("/", "."), mutate };
}
