import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../config.ts";
import { isGuessable } from "../secret/strength.ts";
import { checkOf, type Check } from "./check.ts";

const MIN_BYTES = 32;
const MAKE_ONE = 'Make one with "latchkey secret" and keep it as AUTH_SECRET.';

/** Whether the secret that signs tokens is there, long enough and random. It is never printed. */
export function checkSecret({ secret, secretAlso, database, isProduction }: Config): Check {
  const { ok, warn, fail } = checkOf("secret");
  if (secret === null) {
    const path = join(database.folder, "secret");
    const found = existsSync(path) ? `It is the one of development, in ${path}.` : "Development will make one.";
    return isProduction ? fail("There is none.", MAKE_ONE) : ok(found);
  }
  const length = Buffer.byteLength(secret);
  if (length < MIN_BYTES) return fail(`AUTH_SECRET has ${length} bytes and needs at least ${MIN_BYTES}.`, MAKE_ONE);
  if (isGuessable(secret)) return fail("AUTH_SECRET is easy to guess.", MAKE_ONE);
  if (secretAlso !== null)
    return warn(
      "AUTH_SECRET is being replaced: AUTH_SECRET_ALSO is set.",
      "Remove AUTH_SECRET_ALSO once a session lifetime has passed since the last step (docs/operations.md).",
    );
  return ok(`AUTH_SECRET has ${length} bytes and looks random.`);
}
