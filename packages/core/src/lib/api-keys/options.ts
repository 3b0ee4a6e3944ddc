import type { JsonObject } from "../json.ts";
import { isScope } from "./new.ts";
import type { UserRecord } from "../storage/storage.ts";
import { presentUser, type User } from "../user.ts";

/** Options of `apiKeys()`. */
export interface ApiKeyOptions<Metadata = JsonObject> {
  /**
   * The scopes that keys may have: a list, or a function that returns the list for a user. Scopes are compared exactly.
   * A scope that is not on the list any more does not count. Default: users can give no scopes, and `verify` returns
   * scopes as they are stored.
   */
  readonly scopes?: readonly string[] | ((user: User<Metadata>) => readonly string[]) | undefined;
  /**
   * Whether keys live on after a new password. Default `false`: a reset, a change and `users(auth).setPassword` delete
   * them in the same storage step. The first proof of the address always deletes them.
   */
  readonly keepOnReset?: boolean | undefined;
}

/** Whether a user may give a key this scope. `null`: the option was not given. */
export type Offer = ((user: UserRecord) => (scope: string) => boolean) | null;

/** @throws TypeError for an option that is unknown or of the wrong kind */
export function readApiKeyOptions(options: ApiKeyOptions): Offer {
  if (typeof options !== "object" || options === null)
    throw new TypeError('apiKeys takes options like { scopes: ["read"] }');
  const unknown = Object.keys(options).find((name) => name !== "scopes" && name !== "keepOnReset");
  if (unknown !== undefined) throw new TypeError(`apiKeys does not know the option "${unknown}"`);
  const { scopes, keepOnReset } = options;
  if (keepOnReset !== undefined && typeof keepOnReset !== "boolean")
    throw new TypeError("apiKeys: keepOnReset must be true or false");
  if (scopes === undefined) return null;
  if (typeof scopes === "function") return (user) => among(scopes(presentUser(user)));
  const isListed = among(scopes);
  return () => isListed;
}

function among(scopes: readonly string[]): (scope: string) => boolean {
  if (!Array.isArray(scopes) || !scopes.every(isScope)) {
    throw new TypeError(
      "apiKeys: scopes must be a list, or a function that returns one, of 1 to 64 letters, digits and _ . : / * -",
    );
  }
  const listed = new Set(scopes);
  return (scope) => listed.has(scope);
}
