import { AuthError } from "@latchkey/core";
import type { NewUser, Users } from "@latchkey/core/users";
import { CliError } from "../log.ts";
import type { Workplace } from "./command.ts";

const PAGE = 1000;
const SAY_EVERY = 1000;
const FIELDS = ["email", "username", "emailVerified", "metadata", "appMetadata", "password"];
/** What an exported line has besides, and an import makes anew. */
const IGNORED = ["id", "createdAt", "updatedAt", "disabled"];

/** Prints every user, a JSON object a line. */
export async function exportUsers({ users, out }: Workplace): Promise<void> {
  let [cursor, count]: [string | null, number] = [null, 0];
  do {
    const page: Awaited<ReturnType<Users["list"]>> = await users.list({ limit: PAGE, cursor });
    for (const user of page.users) console.log(JSON.stringify(user));
    cursor = page.cursor;
    count += page.users.length;
    if (cursor !== null) out.progress(`${count} users …`);
  } while (cursor !== null);
}

/**
 * Creates the users that are piped in. A line that cannot be read stops it; what came before is there, and importing
 * the same lines again goes on where it stopped.
 *
 * @throws CliError that names the line
 */
export async function importUsers({ users, input, out }: Workplace): Promise<void> {
  let [line, created, skipped] = [0, 0, 0];
  for await (const text of input.lines()) {
    line++;
    if (text.trim() === "") continue;
    const user = readUser(text, line);
    try {
      await users.create(user);
      created++;
    } catch (error) {
      if (error instanceof AuthError && error.code === "user_exists") skipped++;
      else throw refusal(line, error);
    }
    if (line % SAY_EVERY === 0) out.progress(`${created} created …`);
  }
  out.show({ created, skipped });
}

/** What cannot be created, with its line. Trouble with the database stays what it is. */
function refusal(line: number, error: unknown): unknown {
  if (error instanceof TypeError) return new CliError(`Line ${line}: ${error.message}.`);
  if (!(error instanceof AuthError) || error.code === "storage_unavailable") return error;
  return new CliError(`Line ${line}: ${error.message} (${error.code}).`);
}

function readUser(text: string, line: number): NewUser {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new CliError(`Line ${line} is no JSON.`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new CliError(`Line ${line} is no JSON object.`);
  const unknown = Object.keys(value).find((name) => ![...FIELDS, ...IGNORED].includes(name));
  if (unknown !== undefined)
    throw new CliError(`Line ${line} has "${unknown}", which users do not have: ${FIELDS.join(", ")}.`);
  const own = Object.entries(value).filter(([name]) => FIELDS.includes(name));
  return Object.fromEntries(own) as unknown as NewUser;
}
