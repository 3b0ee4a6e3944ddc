import type { LatchkeyTables } from "@latchkey/adapter-kysely";
import { beforeAll, describe, expect, expectTypeOf, it } from "vitest";
import type { Column } from "../../packages/sql/queries/tables.ts";
import { errorsOf, type Changes } from "../support/compiled.ts";

const storage = "packages/core/src/lib/storage";
const stores = "packages/sql/src/lib/stores";

interface Record {
  readonly file: string;
  readonly read: string;
  /** The store with the new field, as its author would mend it. */
  readonly mended: Changes;
  readonly statements: readonly string[];
}

const records: { readonly [Name in string]: Record } = {
  UserRecord: {
    file: `${storage}/records.ts`,
    read: "stores/user-row.ts",
    mended: {
      [`${stores}/user-row.ts`]: [
        ["    id: codecs.id.read(row.id),", "    id: codecs.id.read(row.id), locale: orNull(readText, row.locale),"],
        ["    email: user.email,", "    email: user.email, locale: user.locale,"],
      ],
    },
    statements: [
      "stores/deferred/passkeys.ts",
      "stores/identities.ts",
      "stores/insert-users.ts",
      "stores/insert-users.ts",
    ],
  },
  SessionRecord: {
    file: `${storage}/records.ts`,
    read: "stores/session-row.ts",
    mended: {
      [`${stores}/session-row.ts`]: [
        ["    agent: orNull(readText, row.agent),", "    agent: null, locale: orNull(readText, row.locale),"],
        ["    agent: session.agent,", "    agent: session.agent, locale: session.locale,"],
      ],
    },
    statements: [
      "stores/change-access.ts",
      "stores/deferred/factors.ts",
      "stores/deferred/passkeys.ts",
      "stores/deferred/passkeys.ts",
      "stores/identities.ts",
      "stores/insert-users.ts",
      "stores/sessions.ts",
    ],
  },
  ApiKeyRecord: {
    file: `${storage}/api-key-store.ts`,
    read: "stores/api-keys.ts",
    mended: {
      [`${stores}/api-keys.ts`]: [
        ["    hash: readText(row.hash),", "    hash: readText(row.hash), locale: orNull(readText, row.locale),"],
        ["    hash: key.hash,", "    hash: key.hash, locale: key.locale,"],
      ],
    },
    statements: ["stores/api-keys.ts"],
  },
  IdentityRecord: {
    file: `${storage}/identity-store.ts`,
    read: "stores/identities.ts",
    mended: {
      [`${stores}/identities.ts`]: [
        ["    tokens: orNull(readText, row.tokens),", "    tokens: null, locale: orNull(readText, row.locale),"],
        ["    tokens: identity.tokens,", "    tokens: identity.tokens, locale: identity.locale,"],
      ],
    },
    statements: ["stores/identities.ts", "stores/identities.ts"],
  },
  PasskeyRecord: {
    file: `${storage}/passkey-store.ts`,
    read: "stores/deferred/rows.ts",
    mended: {
      [`${stores}/deferred/rows.ts`]: [
        ["    name: readText(row.name),", "    name: readText(row.name), locale: orNull(readText, row.locale),"],
        ["    name: passkey.name,", "    name: passkey.name, locale: passkey.locale,"],
      ],
    },
    statements: ["stores/deferred/passkeys.ts", "stores/deferred/passkeys.ts"],
  },
  FactorRecord: {
    file: `${storage}/factor-store.ts`,
    read: "stores/deferred/rows.ts",
    mended: {
      [`${stores}/deferred/rows.ts`]: [
        ["    secret: readText(row.secret),", "    secret: readText(row.secret), locale: readText(row.locale),"],
        ["    secret: factor.secret,", "    secret: factor.secret, locale: factor.locale,"],
      ],
    },
    statements: ["stores/deferred/factors.ts"],
  },
  OneTimeToken: {
    file: `${storage}/one-time-token-store.ts`,
    read: "stores/tokens.ts",
    mended: {
      [`${stores}/tokens.ts`]: [
        ["    hash: row.hash,", "    hash: row.hash, locale: orNull((text) => text, row.locale),"],
        ["    hash: token.hash,", "    hash: token.hash, locale: token.locale,"],
      ],
    },
    statements: ["stores/tokens.ts"],
  },
};

const withField = (name: string, file: string): Changes => ({
  [file]: [[`export interface ${name} {`, `export interface ${name} { readonly locale: string | null;`]],
});

describe("a field that a record has and no statement", { timeout: 120_000 }, () => {
  beforeAll(() => expect(errorsOf({})).toEqual([]), 120_000);

  it.each(Object.keys(records))("of %s does not compile where rows are read, nor where they are written", (name) => {
    const { file, read } = records[name]!;
    const errors = errorsOf(withField(name, file));
    expect(errors.every((error) => error.includes("locale"))).toBe(true);
    expect([...new Set(errors.map((error) => error.split(":")[0]))]).toEqual([read]);
    expect(errors.filter((error) => error.includes("is missing in type"))).toHaveLength(2);
  });

  it.each(Object.keys(records))("of %s does not compile either when the store alone learns it", (name) => {
    const { file, read, mended, statements } = records[name]!;
    const errors = errorsOf({ ...withField(name, file), ...mended });
    expect(
      errors.filter((error) => error.startsWith(`${read}: Property 'locale' does not exist on type`)),
    ).toHaveLength(1);
    const bound = errors.filter((error) => error.includes("is not assignable to parameter"));
    expect(bound.map((error) => error.split(":")[0]).sort()).toEqual(statements);
    expect(errors).toHaveLength(1 + statements.length);
  });

  it("of UserChanges does not compile where a user is updated", () => {
    const errors = errorsOf(withField("UserChanges", `${storage}/user-store.ts`));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(/^stores\/change-identity.ts: .*'locale' is missing in type/);
  });
});

it("the tables that applications may join have every column that the statements know", () => {
  type Known<Name extends keyof LatchkeyTables<"sqlite">> = keyof LatchkeyTables<"sqlite">[Name];
  expectTypeOf<Known<"auth_users">>().toEqualTypeOf<Column<"users">>();
  expectTypeOf<Known<"auth_sessions">>().toEqualTypeOf<Column<"sessions">>();
  expectTypeOf<Known<"auth_api_keys">>().toEqualTypeOf<Column<"api_keys">>();
  expectTypeOf<Known<"auth_identities">>().toEqualTypeOf<Column<"identities">>();
  expectTypeOf<Known<"auth_passkeys">>().toEqualTypeOf<Column<"passkeys">>();
});
