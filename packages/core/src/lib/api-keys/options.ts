import type { JsonObject } from "../json.ts";
import { isScope } from "./new.ts";
import { presentUser, type User } from "../user.ts";
import type { UserRecord } from "../storage/storage.ts";

export interface ApiKeyOptions<Metadata = JsonObject> {
  /**
   * The scopes that keys may have: a list, or a function from the owner to a list. Scopes are compared letter by letter.
   * Without this option a client gives no scope to a key, and `verify` returns the scopes as they are stored.
   */
  readonly scopes?: readonly string[] | ((user: User<Metadata>) => readonly string[]) | undefined;
  /**
   * `true`: keys outlive a new password. Default `false`: a reset, a change and `users(auth).setPassword` delete them in the
   * same storage step. The first proof of the address deletes them in any case.
   */
  readonly keepOnReset?: boolean | undefined;
}

/** Whether a user may give this scope to a key. `null`: nothing was said about scopes. */
export type Offer = ((user: UserRecord) => (scope: string) => boolean) | null;

/** @throws TypeError for an option that is unknown or senseless */
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
