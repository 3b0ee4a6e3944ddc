import { readDatabase, type Database } from "./database.ts";
import { refuseMisspelt } from "./misspelt.ts";
import { Refusal } from "./refusal.ts";
import { isGuessable } from "./secret-strength.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a server is started with. */
export interface Config {
  readonly isProduction: boolean;
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly database: Database;
  /** `null`: one is made and kept beside the data, which only development may ask for. */
  readonly secret: string | null;
  /** Another secret whose tokens count: the next one before a rotation, the former one after it. */
  readonly alsoSecret?: string | undefined;
  readonly basePath: string;
  readonly trustedOrigins: readonly string[];
}

/**
 * Reads `PORT`, `HOST`, `DATABASE_URL`, `AUTH_SECRET`, `AUTH_SECRET_ALSO`, `AUTH_BASE_PATH`, `AUTH_TRUSTED_ORIGINS` and `NODE_ENV`. An
 * empty variable counts as a missing one.
 *
 * @throws Refusal that names the variable. What the SDK itself checks (the path, the origins, the secret's length),
 * `serve` refuses in the same way.
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
  };
}

/** A mistyped "production" must not quietly switch its rules off. */
function readMode(mode = ""): boolean {
  if (["", "development", "test", "production"].includes(mode)) return mode === "production";
  throw new Refusal(`NODE_ENV must be "production", "development" or "test", and "${mode}" is none of them.`);
}

function readPort(port: string): number {
  if (/^\d{1,5}$/.test(port) && Number(port) <= 65_535) return Number(port);
  throw new Refusal(`PORT must be a number from 0 to 65535, like PORT=3000, and "${port}" is none.`);
}

function readSecret(secret: string | null, isProduction: boolean): string | null {
  if (!isProduction) return secret;
  if (secret === null) {
    throw new Refusal(
      'AUTH_SECRET is missing, and production needs one: make it with "npx latchkey secret" and keep it in the environment.',
    );
  }
  // One that is too short is refused for that, by the SDK.
  if (Buffer.byteLength(secret) >= 32) refuseGuessable("AUTH_SECRET", secret);
  return secret;
}

function readAlsoSecret(
  { AUTH_SECRET, AUTH_SECRET_ALSO: secret }: Environment,
  isProduction: boolean,
): string | undefined {
  if (!secret) return undefined;
  if (!AUTH_SECRET) throw new Refusal("AUTH_SECRET_ALSO is a second secret, and AUTH_SECRET, which signs, is missing.");
  const { length } = Buffer.from(secret);
  if (length < 32) throw new Refusal(`AUTH_SECRET_ALSO has ${length} bytes and needs at least 32, like AUTH_SECRET.`);
  if (isProduction) refuseGuessable("AUTH_SECRET_ALSO", secret);
  return secret;
}

function refuseGuessable(variable: string, secret: string): void {
  if (!isGuessable(secret)) return;
  throw new Refusal(
    `${variable} is easy to guess, since it is made of common words or repeats itself: make a random one with "npx latchkey secret".`,
  );
}

function readList(list = ""): readonly string[] {
  return list
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}
