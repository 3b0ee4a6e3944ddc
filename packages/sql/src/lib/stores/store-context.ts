import type { StatementRunner } from "../migrations/statement-runner.ts";
import type { ManagingQueries, Queries } from "../statements/queries.ts";
import type { checkLimit, Codecs } from "../values/codecs.ts";
import type { readApiKey } from "./api-keys.ts";
import type { readIdentity } from "./identities.ts";
import type { readSession } from "./session-row.ts";
import type { readUser } from "./user-row.ts";

/** What a store is built from: it binds a statement, runs it, and reads the rows. */
export interface StoreContext {
  readonly query: Queries;
  readonly executor: StatementRunner;
  readonly codecs: Codecs;
  /** The statements for managing users, loaded now. */
  readonly loadManaging: () => Promise<ManagingQueries>;
}

/** What is handed to the code that is loaded on demand. If it imported that itself, bundles would get a third file. */
export interface Readers {
  readonly readUser: typeof readUser;
  readonly readSession: typeof readSession;
  readonly readApiKey: typeof readApiKey;
  readonly readIdentity: typeof readIdentity;
  readonly checkLimit: typeof checkLimit;
}

/** The context where users are managed. */
export interface ManagingContext extends StoreContext, Readers {
  readonly query: Queries & ManagingQueries;
}

/** The values of a record for its statement, column by column. Every field of the record must be there. */
export type ValuesOf<Fields> = { readonly [Field in keyof Fields]: unknown };
