import { AuthError } from "../errors.ts";

const USERNAME = /^[a-z\d](?:[a-z\d._-]{1,30})[a-z\d]$/;

/**
 * The one spelling under which a user name is stored and looked up: 3 to 32 ASCII letters in lower case, digits, `.`,
 * `_` and `-`, with a letter or a digit at both ends. So it is never an e-mail address, and a letter that only folds
 * to ASCII (K, ſ, ı) never reaches another user's account.
 *
 * @throws AuthError `invalid_username`
 */
export function canonicalUsername(input: unknown): string {
  const username = typeof input === "string" && /^[\x21-\x7e]{3,32}$/.test(input) ? input.toLowerCase() : "";
  if (USERNAME.test(username)) return username;
  throw new AuthError("invalid_username", "Username must be 3 to 32 letters, digits, '.', '_' or '-'", {
    field: "username",
  });
}

/** The refusal of a user name that the pool has already. */
export function usernameTaken(): AuthError {
  return new AuthError("username_taken", "Username is taken", { field: "username" });
}
