import type { Auth } from "./auth.ts";
import { bindContext } from "./context/context-of.ts";
import { createContext } from "./context/create-context.ts";
import type { AuthOptions } from "./context/options.ts";
import type { MetadataInputOf } from "./input/metadata-types.ts";
import type { JsonObjectOf } from "./json.ts";
import { findActive, findSession } from "./sessions/find.ts";
import { signOut } from "./sessions/sign-out.ts";
import { signIn } from "./sign-in/sign-in.ts";
import { signUp } from "./sign-in/sign-up.ts";
import { readToken } from "./token/token.ts";
import { presentUser } from "./user.ts";

/**
 * Adds accounts and sessions to your storage. The types of `metadata` and of the token's claims come from the options
 * of these names.
 *
 * @param options `storage` and `secret`; the rest has defaults
 * @returns the user pool, which companions such as `sessions(auth)` and `createHandler(auth)` take
 * @throws TypeError for an option that is missing, unknown or unsafe
 * @example
 * ```ts
 * import { createAuth } from "@latchkey/core";
 * import { memoryStorage } from "@latchkey/core/memory";
 *
 * const auth = createAuth({
 *   storage: memoryStorage(),
 *   secret: process.env.AUTH_SECRET,
 *   claims: (user) => ({ role: user.appMetadata?.role === "admin" ? "admin" : "member" }),
 * });
 * ```
 */
export function createAuth<
  Output = unknown,
  Claims extends Record<string, unknown> = Record<string, unknown>,
  Input = unknown,
>(
  options: AuthOptions<Output, Claims, Input>,
): Auth<JsonObjectOf<Output>, JsonObjectOf<Claims>, MetadataInputOf<Input>> {
  const context = createContext(options as AuthOptions);
  const auth: Auth = {
    pool: context.pool,
    session: context.session,
    signUps: context.signUps,
    passwordPolicy: { minLength: context.passwordPolicy.minLength, maxLength: context.passwordPolicy.maxLength },
    signUp: (input, client, { replaces } = {}) => signUp(context, input, { client, replaces }),
    signIn: (input, client, opening) => signIn(context, input, { ...opening, client }),
    signOut: (token, client) => signOut(context, token, client),
    async getUser(token) {
      const found = await findActive(context, token);
      return found && presentUser(found.user);
    },
    getSession: (token, { renew = false } = {}) => findSession(context, token, { mayRenew: renew }),
    verifyToken: async (token) => readToken(context, token, context.now()) !== null,
  };
  return bindContext<object>(auth, context) as Auth<JsonObjectOf<Output>, JsonObjectOf<Claims>, MetadataInputOf<Input>>;
}
