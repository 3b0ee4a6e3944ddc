import type { Provider } from "@latchkey/oauth";
import { ADMIN_PATH, ADMIN_POOL } from "./admin-pool.ts";
import { type Database, readDatabase } from "./database/database.ts";
import { CliError } from "./log.ts";
import { type MailConfig, readMailConfig } from "./mail/config.ts";
import { readProviders } from "./provider-config.ts";
import { isGuessable } from "./secret/strength.ts";
import { type Environment, type FoundFile, readSettings, variablesOfOthers } from "./settings/read-settings.ts";
import type { Settings } from "./settings/settings.ts";

/** The settings of a server, and what follows from them. */
export interface Config extends Settings {
  /** Whether `NODE_ENV` is `"production"`: a secret is required and the cookie is `Secure`. */
  readonly isProduction: boolean;
  /** Where users and sessions are kept. */
  readonly database: Database;
  /** How mails are sent. `null`: development shows them in the terminal, and production sends none. */
  readonly mail: MailConfig | null;
  /** With whose accounts people can sign in, in the order of the buttons. */
  readonly providers: readonly Provider[];
  /** Variables that begin with `AUTH_` and are not read, since they belong to other programs: `"AUTH_URL"`. */
  readonly variablesOfOthers: readonly string[];
}

/**
 * Reads the settings of a server: those of the environment, then those of a configuration file, then the defaults. An
 * empty variable counts as a missing one. docs/configuration.md lists all of them.
 *
 * @param env Environment variables by name, like `process.env`.
 * @param file What `findConfigFile` found. Default: no file.
 * @throws CliError that names the setting. `serve` throws the same for what the SDK checks: the path, the origins, the
 * length of the secret.
 * @example
 * ```ts
 * import { readConfig, serve } from "latchkey";
 *
 * const server = await serve(readConfig({ PORT: "0", DATABASE_URL: "sqlite::memory:" }));
 * await server.close();
 * ```
 */
export function readConfig(env: Environment, file: FoundFile | null = null): Config {
  const settings = readSettings(env, file);
  const isProduction = settings.nodeEnv === "production";
  checkSecrets(settings, isProduction);
  checkPools(settings);
  const mail = readMailConfig(settings);
  if (settings.requireVerifiedEmail && mail === null && isProduction)
    throw new CliError(
      "AUTH_REQUIRE_VERIFIED_EMAIL is on, but nothing sends mails: set AUTH_SMTP_URL, or turn it off.",
    );
  if (settings.mailSignIn && mail === null && isProduction)
    throw new CliError("AUTH_MAIL_SIGN_IN is on, but nothing sends mails: set AUTH_SMTP_URL, or turn it off.");
  if (settings.passkeys === true && settings.origin === null && isProduction)
    throw new CliError(
      "AUTH_PASSKEYS is on, but AUTH_ORIGIN is missing, to whose host passkeys belong: " +
        "set it, like https://accounts.example.com.",
    );
  return {
    ...settings,
    isProduction,
    name: settings.name || "Latchkey",
    database: readDatabase(settings),
    mail,
    providers: readProviders(settings, isProduction),
    variablesOfOthers: variablesOfOthers(env),
  };
}

/** A path of the server, below its base path: `"/account"` is `"/auth/account"`. */
export function pathBelow({ basePath }: Pick<Config, "basePath">, path: string): string {
  return (basePath === "/" ? "" : basePath) + path;
}

function checkSecrets({ secret, secretAlso }: Settings, isProduction: boolean): void {
  if (secret === null && isProduction) {
    throw new CliError(
      "AUTH_SECRET is missing, and production needs one: " +
        'make it with "npx latchkey secret" and set it in the environment.',
    );
  }
  // The SDK refuses one that is too short, with its own sentence.
  if (secret !== null && isProduction && Buffer.byteLength(secret) >= 32) refuseGuessable("AUTH_SECRET", secret);
  if (secretAlso === null) return;
  if (secret === null) throw new CliError("AUTH_SECRET_ALSO is set, but AUTH_SECRET, which signs, is missing.");
  const length = Buffer.byteLength(secretAlso);
  if (length < 32) throw new CliError(`AUTH_SECRET_ALSO has ${length} bytes and needs at least 32, like AUTH_SECRET.`);
  if (isProduction) refuseGuessable("AUTH_SECRET_ALSO", secretAlso);
}

function refuseGuessable(variable: string, secret: string): void {
  if (!isGuessable(secret)) return;
  throw new CliError(
    `${variable} is easy to guess: it consists of common words or repeats itself. ` +
      'Make a random one with "npx latchkey secret".',
  );
}

function checkPools({ pools, openPools, admin, basePath }: Settings): void {
  if (admin && pools.includes(ADMIN_POOL))
    throw new CliError(`AUTH_POOLS cannot have "${ADMIN_POOL}", the pool of the administrators: AUTH_ADMIN is on.`);
  if (admin && `${basePath}/`.startsWith(`${ADMIN_PATH}/`))
    throw new CliError(`AUTH_BASE_PATH cannot be ${ADMIN_PATH}, the path of the admin panel: AUTH_ADMIN is on.`);
  if (admin && pools.some((name) => pathBelow({ basePath }, `/${name}`) === ADMIN_PATH))
    throw new CliError(
      `AUTH_POOLS cannot have a pool at ${ADMIN_PATH}, the path of the admin panel: AUTH_ADMIN is on. ` +
        "Choose another name, or an AUTH_BASE_PATH other than /.",
    );
  const stranger = openPools.find((name) => !pools.includes(name));
  if (stranger !== undefined) throw new CliError(`AUTH_OPEN_POOLS names "${stranger}", which is not in AUTH_POOLS.`);
}
