import type { Storage } from "../storage/storage.ts";
import { apiKeyCases } from "./api-keys.cases.ts";
import type { Cases } from "./cases.ts";
import { counterCases } from "./counters.cases.ts";
import { firstUserCases } from "./first-users.cases.ts";
import { edgeCases } from "./edges.cases.ts";
import { identityCases } from "./identities.cases.ts";
import { jsonCases } from "./json.cases.ts";
import { listedUserCases } from "./listed-users.cases.ts";
import { newPasswordCases } from "./new-passwords.cases.ts";
import { sessionLifeCases } from "./session-lives.cases.ts";
import { sessionCases } from "./sessions.cases.ts";
import { tokenCases } from "./tokens.cases.ts";
import { upkeepCases } from "./upkeep.cases.ts";
import { userChangeCases } from "./user-changes.cases.ts";
import { userCases } from "./users.cases.ts";

export interface ContractCase {
  readonly name: string;
  /** Rejects with a sentence when the storage breaks its promise. */
  run(): Promise<void>;
}

const groups: readonly Cases[] = [
  userCases,
  firstUserCases,
  listedUserCases,
  identityCases,
  userChangeCases,
  newPasswordCases,
  sessionCases,
  sessionLifeCases,
  apiKeyCases,
  tokenCases,
  counterCases,
  edgeCases,
  jsonCases,
  upkeepCases,
];

/**
 * What every storage promises, as data: any test runner, or none, can hold an adapter to it.
 *
 * ```ts
 * for (const { name, run } of storageContract(open)) it(name, run);
 * ```
 *
 * `open` is called once a case and gives a migrated storage, the same one each time or a new one. Its database may
 * hold rows already; the cases add their own and never close it. Run them one after another on one database: within
 * a case, callers race. Everything that expired before 1976 is swept away.
 */
export function storageContract(open: () => Promise<Storage> | Storage): readonly ContractCase[] {
  return groups
    .flatMap((cases) => Object.entries(cases))
    .map(([name, prove]) => ({ name, run: async () => prove(await open()) }));
}
