import type { Provider } from "@latchkey/oauth";
import { type Database, readDatabase } from "./database.ts";
import { CliError } from "./log.ts";
import { type MailConfig, readMailConfig, readOrigin } from "./mail-config.ts";
import { PROVIDER_VARIABLES, readProviders } from "./provider-config.ts";
import { isGuessable } from "./secret-strength.ts";

/** Environment variables by name, like `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The settings of a server. */
export interface Config {
  /** Whether `NODE_ENV` is `"production"`: a secret is required and the cookie is `Secure`. */
  readonly isProduction: boolean;
  /** The address to listen on. */
  readonly host: string;
  /** The port to listen on; 0 takes any free port. */
  readonly port: number;
  /** Where users and sessions are kept. */
  readonly database: Database;
  /** `null`, in development only: the server makes one and keeps it beside the data. */
  readonly secret: string | null;
  /** A second secret whose tokens are valid, too: the next one before a rotation, the previous one after it. */
  readonly alsoSecret?: string | undefined;
  /** The path above every route, like `"/auth"`. */
  readonly basePath: string;
  /** Other origins whose pages may use the session. */
  readonly trustedOrigins: readonly string[];
  /** What pages and mails call the service. */
  readonly name: string;
  /** Where people reach the server, like `"https://accounts.example.com"`. `null`: only the URL that it listens on. */
  readonly origin: string | null;
  /** How mails are sent. `null`: development shows them in the terminal, and production sends none. */
  readonly mail: MailConfig | null;
  /** With whose accounts people can sign in, in the order of the buttons. */
  readonly providers: readonly Provider[];
}

/**
 * Reads `PORT`, `HOST`, `DATABASE_URL`, `NODE_ENV` and the variables whose names begin with `AUTH_`. An empty variable
 * counts as a missing one.
 *
 * @throws CliError that names the variable. `serve` throws the same for what the SDK checks: the path, the origins, the
 * length of the secret.
 * @example
 * ```ts
 * import { readConfig, serve } from "latchkey";
 *
 * const server = await serve(readConfig({ PORT: "0", DATABASE_URL: "sqlite::memory:" }));
 * await server.close();
 * ```
 */
export function readConfig(env: Environment): Config {
  refuseMisspelt(env);
  const isProduction = readMode(env.NODE_ENV);
  return {
    isProduction,
    host: env.HOST || "127.0.0.1",
    port: readPort(env.PORT || "3000"),
    database: readDatabase(env.DATABASE_URL),
    secret: readSecret(env.AUTH_SECRET || null, isProduction),
    alsoSecret: readAlsoSecret(env, isProduction),
    basePath: env.AUTH_BASE_PATH || "/auth",
    trustedOrigins: readList(env.AUTH_TRUSTED_ORIGINS),
    name: readName(env.AUTH_NAME),
    origin: readOrigin(env.AUTH_ORIGIN),
    mail: readMailConfig(env),
    providers: readProviders(env, isProduction),
  };
}

/** A path of the server, below its base path: `"/account"` is `"/auth/account"`. */
export function pathBelow({ basePath }: Pick<Config, "basePath">, path: string): string {
  return (basePath === "/" ? "" : basePath) + path;
}

/** A mistyped "production" must not switch production's rules off without a word. */
function readMode(mode = ""): boolean {
  if (["", "development", "test", "production"].includes(mode)) return mode === "production";
  throw new CliError(`NODE_ENV must be "production", "development" or "test": got "${mode}".`);
}

function readPort(port: string): number {
  if (/^\d{1,5}$/.test(port) && Number(port) <= 65_535) return Number(port);
  throw new CliError(`PORT must be a number from 0 to 65535, like PORT=3000: got "${port}".`);
}

function readSecret(secret: string | null, isProduction: boolean): string | null {
  if (!isProduction) return secret;
  if (secret === null) {
    throw new CliError(
      "AUTH_SECRET is missing, and production needs one: " +
        'make it with "npx latchkey secret" and set it in the environment.',
    );
  }
  // The SDK refuses one that is too short, with its own sentence.
  if (Buffer.byteLength(secret) >= 32) refuseGuessable("AUTH_SECRET", secret);
  return secret;
}

function readAlsoSecret(
  { AUTH_SECRET, AUTH_SECRET_ALSO: secret }: Environment,
  isProduction: boolean,
): string | undefined {
  if (!secret) return undefined;
  if (!AUTH_SECRET) throw new CliError("AUTH_SECRET_ALSO is set, but AUTH_SECRET, which signs, is missing.");
  const { length } = Buffer.from(secret);
  if (length < 32) throw new CliError(`AUTH_SECRET_ALSO has ${length} bytes and needs at least 32, like AUTH_SECRET.`);
  if (isProduction) refuseGuessable("AUTH_SECRET_ALSO", secret);
  return secret;
}

function refuseGuessable(variable: string, secret: string): void {
  if (!isGuessable(secret)) return;
  throw new CliError(
    `${variable} is easy to guess: it consists of common words or repeats itself. ` +
      'Make a random one with "npx latchkey secret".',
  );
}

function readName(name = ""): string {
  if (/\p{Cc}/u.test(name) || name.length > 64)
    throw new CliError("AUTH_NAME must be one line of at most 64 characters: what your service is called.");
  return name.trim() || "Latchkey";
}

function readList(list = ""): readonly string[] {
  return list
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}

const VARIABLES = [
  "DATABASE_URL",
  "AUTH_SECRET",
  "AUTH_SECRET_ALSO",
  "AUTH_BASE_PATH",
  "AUTH_TRUSTED_ORIGINS",
  "AUTH_NAME",
  "AUTH_ORIGIN",
  "AUTH_SMTP_URL",
  "AUTH_MAIL_FROM",
  "NODE_ENV",
  ...PROVIDER_VARIABLES,
];
const MAX_TYPOS = 2;

/**
 * Refuses a misspelt variable, which would leave a default in force without a word: a name close to one of ours that is
 * not set. When ours is set, a similar name belongs to another program.
 *
 * @throws CliError
 */
export function refuseMisspelt(env: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(env)) {
    if (!value || VARIABLES.includes(name)) continue;
    const meant = VARIABLES.find((known) => !env[known] && isNearly(name.toUpperCase(), known));
    if (meant !== undefined)
      throw new CliError(`There is no variable ${name}: write ${meant}. "latchkey --help" lists all of them.`);
  }
}

function isNearly(name: string, known: string): boolean {
  return Math.abs(name.length - known.length) <= MAX_TYPOS && distance(name, known) <= MAX_TYPOS;
}

/** Levenshtein distance: letters to add, to leave out or to change. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1];
    for (let to = 1; to <= other.length; to++) {
      next.push(Math.min(row[to]! + 1, next[to - 1]! + 1, row[to - 1]! + (letter === other[to - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1)!;
}
