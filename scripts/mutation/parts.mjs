/** What is mutated, and the tests that must notice. */

/** @typedef {{ name: string, mutate: string[], tests: string[] }} Part */

const lib = (/** @type {string} */ name) => `packages/${name}/src/lib/**/*.ts`;

/** @type {Record<string, Part>} */
export const parts = {
  core: {
    name: "core",
    mutate: [lib("core"), "!packages/core/src/lib/testing/**"],
    tests: ["packages/core/test/**/*.test.ts"],
  },
  http: {
    name: "http",
    mutate: [lib("http")],
    tests: ["packages/http/test/**/*.test.ts", "test/conversation.portable.test.ts", "test/openapi.test.ts"],
  },
  sql: {
    name: "sql",
    mutate: [lib("adapter-kysely"), "!packages/adapter-kysely/src/lib/written/**"],
    tests: ["test/storage-contract.portable.test.ts", "test/migrations.test.ts", "test/tables.test.ts"],
  },
  sqlite: {
    name: "sqlite",
    mutate: [lib("adapter-sqlite")],
    tests: ["packages/adapter-sqlite/test/**/*.test.ts", "test/storage-contract.portable.test.ts"],
  },
  postgres: {
    name: "postgres",
    mutate: [lib("adapter-postgres")],
    tests: ["packages/adapter-postgres/test/**/*.test.ts", "test/storage-contract.portable.test.ts"],
  },
};
