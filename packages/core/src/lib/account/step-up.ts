import type { Auth } from "../auth.ts";
import { UNKNOWN_CLIENT, type Client } from "../client.ts";
import { contextOf } from "../context/context-of.ts";
import type { Context } from "../context/context.ts";
import { runBeforeHook } from "../context/events.ts";
import { requireSession } from "../sessions/find.ts";
import { proveSession } from "../sessions/prove.ts";
import { presentSession, type Session } from "../sessions/session.ts";
import { readPassword } from "../passwords/password-policy.ts";
import { reauthenticate } from "../sign-in/reauthenticate.ts";
import { isRecent, requireProofBy, type ProofBy } from "../sign-in/require-recent-proof.ts";

/** Proof that the user of a session is still the one. */
export interface StepUp {
  /**
   * Refuses a session that was not proved recently: for actions of yours that hurt, such as showing a secret.
   *
   * @param token the session token
   * @param options `within`: seconds since the last proof, from 1; default 300. `methods`: the session must have been
   * proved by one of these, like `["passkey", "totp"]`; default: by any
   * @returns the session
   * @throws AuthError `unauthenticated`, `proof_required`, `storage_unavailable`
   * @throws TypeError for a `within` that is no whole number from 1, and for `methods` without any
   */
  require(token: string, options?: ProofBy): Promise<Session>;
  /**
   * Whether a session was proved recently, without asking storage: for pages that show a form only where it will do.
   * What a form does still asks by `require`.
   *
   * @param session the session that `auth.getSession` found
   * @param options `within`: seconds since the last proof, from 1; default 300
   * @throws TypeError for a `within` that is no whole number from 1
   */
  isRecent(session: Session, options?: { readonly within?: number | undefined }): boolean;
  /**
   * Renews the proof of a session by the password. It opens no session, and the token stays the same.
   *
   * @param token the session token
   * @param input `password`
   * @param client where the request comes from, for guards and events
   * @returns the session, with the new `provedAt` and the `methods` `["password"]`
   * @throws AuthError `unauthenticated`, `invalid_password`, `password_too_long`, `invalid_credentials`, `rate_limited`
   * (from a guard, with `retryAfter` in seconds), `refused` (from a hook or guard), `overloaded`,
   * `storage_unavailable`
   */
  prove(token: string, input: { readonly password: string }, client?: Client): Promise<Session>;
}

/**
 * Asks users to prove again that they are the ones, before an action that hurts (OWASP ASVS 5.0, 7.5.1 and 7.5.3). What
 * this package does itself, such as deleting an account, asks for it already.
 *
 * @throws TypeError for anything that `createAuth` did not return
 * @example
 * ```ts
 * import { stepUp } from "@latchkey/core/step-up";
 *
 * const proof = stepUp(auth);
 * await proof.prove(token, { password: "correct horse battery" });
 * const session = await proof.require(token, { within: 60 });
 * ```
 */
export function stepUp<Metadata>(auth: Auth<Metadata>): StepUp {
  const context = contextOf(auth);
  return {
    async require(token, { within, methods } = {}) {
      checkWithin(within);
      if (methods !== undefined && !(Array.isArray(methods) && methods.length > 0 && methods.every(isMethod)))
        throw new TypeError('methods takes methods of sessions, like ["passkey", "totp"]');
      const live = await requireSession(context, token);
      requireProofBy(context, live, { within, methods });
      return presentSession(live.session);
    },
    isRecent({ provedAt }, { within } = {}) {
      checkWithin(within);
      return isRecent(context, new Date(provedAt), within);
    },
    prove: (token, { password }, client = UNKNOWN_CLIENT) => prove(context, token, { password, client }),
  };
}

function isMethod(method: unknown): boolean {
  return typeof method === "string" && method !== "";
}

function checkWithin(within: number | undefined): void {
  if (within !== undefined && !(Number.isInteger(within) && within >= 1))
    throw new TypeError("within must be a whole number of seconds from 1");
}

async function prove(
  context: Context,
  token: string,
  { password, client }: { readonly password: string; readonly client: Client },
): Promise<Session> {
  const live = await requireSession(context, token);
  const { id: userId } = live.user;
  const given = readPassword(password, context.passwordPolicy);
  await runBeforeHook(context, "prove_session", { userId, client });
  await reauthenticate(context, { userId, password: given, client });
  return presentSession(await proveSession(context, live, { methods: ["password"], client }));
}
