import type { ManagedUser, Users } from "@latchkey/core/users";
import { CliError } from "../log.ts";

/**
 * The user whom somebody names by address, user name or id.
 *
 * @throws CliError there is none
 */
export async function findUser(users: Users, word: string): Promise<ManagedUser> {
  const isId = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(word);
  const query = word.includes("@") ? { email: word } : isId ? { id: word.toLowerCase() } : { username: word };
  const found = await users.find(query);
  if (!found) throw new CliError(`There is no user "${word}": name one by address, user name or id.`);
  return found;
}
