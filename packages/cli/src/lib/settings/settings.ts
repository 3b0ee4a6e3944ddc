import { accountSettings, guessingSettings, pageSettings, sessionSettings } from "./account-settings.ts";
import { mailSettings } from "./mail-settings.ts";
import { providerSettings } from "./provider-settings.ts";
import { auditSettings, databaseSettings, secretSettings, serverSettings } from "./server-settings.ts";
import { watchingSettings } from "./watching-settings.ts";
import type { KeyOf, Setting } from "./setting.ts";

/** Every setting of the server, by the title under which docs and `--help` list it. */
export const GROUPS = {
  Server: serverSettings,
  Secrets: secretSettings,
  Database: databaseSettings,
  "Audit log": auditSettings,
  Accounts: accountSettings,
  Sessions: sessionSettings,
  Guessing: guessingSettings,
  Watching: watchingSettings,
  Pages: pageSettings,
  Mails: mailSettings,
  Providers: providerSettings,
} as const;

type Groups = typeof GROUPS;
type Declared = UnionToIntersection<Groups[keyof Groups]>;
type UnionToIntersection<Union> = (Union extends unknown ? (one: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never;

/** Every setting by the name of its variable. All of them are declared in this folder, and nowhere else. */
export const SETTINGS: Readonly<Record<string, Setting>> = Object.assign({}, ...Object.values(GROUPS));

/** The values of all settings, by their names in a configuration file: `AUTH_SIGN_UPS` is `signUps`. */
export type Settings = {
  readonly [Variable in keyof Declared & string as KeyOf<Variable>]: Declared[Variable] extends Setting<infer Value>
    ? Value
    : never;
};

/** What a configuration file has: any of the settings. */
export type ConfigFile = {
  readonly [Variable in keyof Declared & string as KeyOf<Variable>]?:
    | (Declared[Variable] extends Setting<infer _, infer Written> ? Written : never)
    | undefined;
};
