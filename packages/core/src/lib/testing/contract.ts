import type { CounterStore, Storage } from "../storage/storage.ts";
import type { Cases } from "./cases.ts";
import { apiKeyCases } from "./cases/ways-in/api-keys.cases.ts";
import { auditCases } from "./cases/audit.cases.ts";
import { counterCases } from "./cases/counters.cases.ts";
import { emailChangeCases } from "./cases/users/email-changes.cases.ts";
import { endedSessionCases } from "./cases/sessions/ended-sessions.cases.ts";
import { firstUserCases } from "./cases/users/first-users.cases.ts";
import { identityCases } from "./cases/ways-in/identities.cases.ts";
import { idCases } from "./cases/values/ids.cases.ts";
import { jsonCases } from "./cases/values/json.cases.ts";
import { lastUserCases } from "./cases/users/last-users.cases.ts";
import { listedUserCases } from "./cases/users/listed-users.cases.ts";
import { momentCases } from "./cases/values/moments.cases.ts";
import { newPasswordCases } from "./cases/ways-in/new-passwords.cases.ts";
import { oneTimeTokenLimitCases } from "./cases/one-time-token-limits.cases.ts";
import { oneTimeTokenCases } from "./cases/one-time-tokens.cases.ts";
import { passwordHashCases } from "./cases/ways-in/password-hashes.cases.ts";
import { factorCases } from "./cases/ways-in/factors.cases.ts";
import { factorUseCases } from "./cases/ways-in/factor-uses.cases.ts";
import { lastWayInCases } from "./cases/ways-in/last-ways-in.cases.ts";
import { passkeyCases } from "./cases/ways-in/passkeys.cases.ts";
import { passkeyUseCases } from "./cases/ways-in/passkey-uses.cases.ts";
import { proofCases } from "./cases/sessions/proofs.cases.ts";
import { searchedUserCases } from "./cases/users/searched-users.cases.ts";
import { sessionListCases } from "./cases/sessions/session-list.cases.ts";
import { sessionRenewalCases } from "./cases/sessions/session-renewal.cases.ts";
import { sessionCases } from "./cases/sessions/sessions.cases.ts";
import { takeOverCases } from "./cases/ways-in/take-overs.cases.ts";
import { textCases } from "./cases/values/text.cases.ts";
import { upkeepCases } from "./cases/upkeep.cases.ts";
import { userRecordCases } from "./cases/users/user-records.cases.ts";
import { userUpdateCases } from "./cases/users/user-updates.cases.ts";
import { usernameCases } from "./cases/users/usernames.cases.ts";
import { userCases } from "./cases/users/users.cases.ts";

/** One promise of the storage contract. */
export interface ContractCase {
  /** The promise, as a sentence. */
  readonly name: string;
  /** Rejects with a sentence when the storage breaks the promise. */
  run(): Promise<void>;
}

const groups: readonly Cases[] = [
  userCases,
  firstUserCases,
  listedUserCases,
  searchedUserCases,
  lastUserCases,
  userRecordCases,
  usernameCases,
  emailChangeCases,
  userUpdateCases,
  passwordHashCases,
  newPasswordCases,
  takeOverCases,
  endedSessionCases,
  sessionCases,
  sessionListCases,
  sessionRenewalCases,
  proofCases,
  apiKeyCases,
  identityCases,
  passkeyCases,
  passkeyUseCases,
  lastWayInCases,
  factorCases,
  factorUseCases,
  oneTimeTokenCases,
  oneTimeTokenLimitCases,
  counterCases,
  auditCases,
  idCases,
  textCases,
  momentCases,
  jsonCases,
  upkeepCases,
];

/**
 * The promises that every storage keeps, as test cases for any test runner or none. An adapter for another database
 * is done when all of them hold.
 *
 * The cases add rows of their own and never close the storage, so the database may hold rows already. Run them one
 * after another on one database: within a case, callers race. They sweep away everything that expired before 1976.
 *
 * @param open gives a migrated storage; called once per case, and may give the same storage each time
 *
 * @example
 * ```ts
 * import { storageContract } from "@latchkey/core/testing";
 * import { describe, it } from "vitest";
 * import { myStorage } from "./my-storage.ts";
 *
 * describe("my storage", async () => {
 *   const storage = myStorage();
 *   await storage.migrate();
 *   for (const { name, run } of storageContract(() => storage)) it(name, run);
 * });
 * ```
 */
export function storageContract(open: () => Promise<Storage> | Storage): readonly ContractCase[] {
  return groups
    .flatMap((cases) => Object.entries(cases))
    .map(([name, prove]) => ({ name, run: async () => prove(await open()) }));
}

/**
 * The part of the contract that counters keep, wherever they are: for a store that `createAuth` takes as `counters`.
 *
 * @param open gives the counters; called once per case, and may give the same each time
 *
 * @example
 * ```ts
 * import { counterContract } from "@latchkey/core/testing";
 * import { it } from "vitest";
 * import { myStorage } from "./my-storage.ts";
 *
 * for (const { name, run } of counterContract(() => myStorage().counters)) it(name, run);
 * ```
 */
export function counterContract(open: () => Promise<CounterStore> | CounterStore): readonly ContractCase[] {
  return Object.entries(counterCases).map(([name, prove]) => ({
    name,
    run: async () => prove({ counters: await open() }),
  }));
}
