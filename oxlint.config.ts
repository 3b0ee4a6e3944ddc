/** What oxlint checks: correctness, sizes, cycles, and who may import what. scripts/check-shape.mjs has the rest. */

/**
 * What the files in `src` of each package may import: when they run (`run`), and for their types alone (`types`). A `*`
 * stands for one part of a name. A package without a line may import nothing but its own files.
 */
const directions: Record<string, { run: string[]; types?: string[] }> = {
  core: { run: ["@noble/hashes"] },
  sql: { run: [], types: ["@latchkey/core"] },
  "adapter-sqlite": { run: ["@latchkey/sql", "better-sqlite3", "node:*", "bun:sqlite"], types: ["@latchkey/core"] },
  "adapter-d1": { run: ["@latchkey/sql"], types: ["@latchkey/core", "@cloudflare/workers-types"] },
  "adapter-durable-object": { run: ["@latchkey/sql"], types: ["@latchkey/core"] },
  "adapter-postgres": { run: ["@latchkey/sql", "pg"], types: ["@latchkey/core"] },
  "adapter-kysely": { run: ["@latchkey/sql", "kysely"], types: ["@latchkey/core"] },
  redis: { run: [], types: ["@latchkey/core"] },
  http: { run: ["@latchkey/core", "valibot", "@valibot/to-json-schema", "@hono/node-server"] },
  locales: { run: [] },
  mail: { run: ["@latchkey/locales", "nodemailer"], types: ["@latchkey/core"] },
  client: { run: [] },
  "service-tokens": { run: ["@latchkey/core", "@latchkey/http", "jose", "valibot"] },
  otel: { run: ["@latchkey/http", "@opentelemetry/api"], types: ["@latchkey/core"] },
  oauth: { run: ["@latchkey/core", "@latchkey/http", "jose", "oauth4webapi", "valibot"] },
  passkeys: { run: ["@latchkey/core", "@latchkey/http", "@simplewebauthn/server", "valibot"] },
  "second-factor": { run: ["@latchkey/core", "@latchkey/http", "otpauth", "uqr", "valibot"] },
  pages: { run: ["@latchkey/core", "@latchkey/http", "@latchkey/locales", "@noble/hashes", "valibot"] },
  admin: { run: ["@latchkey/core", "@latchkey/http", "@latchkey/locales", "@latchkey/pages", "valibot"] },
  react: { run: ["@latchkey/client", "@latchkey/locales", "react"] },
  cli: {
    run: [
      "@latchkey/admin",
      "@latchkey/core",
      "@latchkey/http",
      "@latchkey/adapter-*",
      "@latchkey/locales",
      "@latchkey/mail",
      "@latchkey/oauth",
      "@latchkey/pages",
      "@latchkey/passkeys",
      "@latchkey/second-factor",
      "@latchkey/sql",
      "oidc-provider",
      "@hono/node-server",
      "better-sqlite3",
      "pg",
      "node:*",
    ],
  },
};

const sizes = { skipBlankLines: true, skipComments: true };

export default {
  plugins: ["eslint", "typescript", "unicorn", "oxc", "import"],
  categories: { correctness: "error", suspicious: "error" },
  ignorePatterns: ["**/dist/**", "bench/.packed/**"],
  rules: {
    eqeqeq: "error",
    "eslint/no-underscore-dangle": ["error", { allow: ["_cloneInto"] }],
    "no-var": "error",
    "prefer-const": "error",
    "import/no-cycle": ["error", { ignoreTypes: false }],
    // These keep every import where no-cycle and no-restricted-imports can see it.
    "typescript/consistent-type-imports": ["error", { disallowTypeAnnotations: true }],
    "typescript/no-import-type-side-effects": "error",
    "typescript/no-require-imports": "error",
    "typescript/triple-slash-reference": ["error", { lib: "never", path: "never", types: "never" }],
    "import/no-named-as-default-member": "off",
    "no-control-regex": "off",
    "no-unmodified-loop-condition": "off",
    "unicorn/consistent-function-scoping": "off",
    "unicorn/no-array-reverse": "off",
    "unicorn/no-array-sort": "off",
  },
  overrides: [
    {
      files: ["**/test/**"],
      rules: { "no-shadow": "off", "no-sparse-arrays": "off", "unicorn/no-new-array": "off" },
    },
    {
      files: ["packages/*/src/**/*.{ts,tsx}", "scripts/**/*.mjs"],
      rules: {
        "max-depth": ["error", 3],
        "max-lines": ["error", { max: 200, ...sizes }],
        "max-lines-per-function": ["error", { max: 75, ...sizes }],
        "max-params": ["error", 3],
      },
    },
    {
      files: ["packages/core/src/lib/testing/**", "packages/*/src/lib/generated/**"],
      rules: { "max-lines": ["error", 300] },
    },
    {
      // Express 5 hands what an async handler throws to its error handler. Nest's modules are empty classes. A style
      // sheet is imported for what it does.
      files: ["examples/frameworks/**"],
      rules: {
        "import/no-unassigned-import": ["error", { allow: ["**/*.css"] }],
        "oxc/no-async-endpoint-handlers": "off",
        "typescript/no-extraneous-class": ["error", { allowWithDecorator: true }],
      },
    },
    {
      // Cycles of types only: a worker names the types of the file that starts it.
      files: ["bench/**"],
      rules: { "import/no-cycle": "off", "import/no-self-import": "off" },
    },
    {
      // The function that holds a list of short methods.
      files: ["packages/core/src/lib/storage/memory/users.ts"],
      rules: { "max-lines-per-function": "off" },
    },
    {
      // The types of functions of Node's.
      files: ["packages/core/src/lib/passwords/node-crypto.ts"],
      rules: { "max-params": "off" },
    },
    {
      // A BroadcastChannel has one origin, and its `postMessage` takes no other.
      files: ["packages/client/src/lib/tabs.ts"],
      rules: { "unicorn/require-post-message-target-origin": "off" },
    },
    {
      // The fourth parameter is optional, and most callers leave it out.
      files: ["packages/sql/src/lib/execution/retry.ts"],
      rules: { "max-params": ["error", 4] },
    },
    {
      files: ["packages/*/src/**"],
      rules: {
        "no-restricted-imports": onlyFrom([], [], "Say in oxlint.config.ts what this package may import."),
        "no-restricted-properties": [
          "error",
          {
            property: "getBuiltinModule",
            message: "oxlint.config.ts names the files that may look for Node's modules.",
          },
        ],
      },
    },
    ...Object.entries(directions).map(([name, { run, types = [] }]) => ({
      files: [`packages/${name}/src/**`],
      rules: {
        "no-restricted-imports": onlyFrom(run, types, `oxlint.config.ts says what ${name} may import.`),
      },
    })),
    {
      files: ["packages/core/src/lib/passwords/node-crypto.ts", "packages/adapter-sqlite/src/**"],
      rules: { "no-restricted-properties": "off" },
    },
  ],
};

/** The setting of `no-restricted-imports` that refuses everything but the package's own files and these modules. */
function onlyFrom(run: string[], types: string[], message: string): [string, object] {
  const allowed = [...run, ...types].flatMap((name) => [`!${name}`, `!${name}/**`]);
  return [
    "error",
    {
      paths: types.map((name) => ({ name, allowTypeImports: true, message: "Only its types may be imported." })),
      patterns: [{ group: ["**", "!./**", "!../**", ...allowed], message }],
    },
  ];
}
