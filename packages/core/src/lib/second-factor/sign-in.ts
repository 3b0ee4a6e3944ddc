import { UNKNOWN_CLIENT } from "../client.ts";
import type { Context } from "../context/context.ts";
import { runBeforeHook } from "../context/events.ts";
import { endReplacedSessions } from "../sessions/end-replaced.ts";
import { admit, type DraftSession } from "../sessions/new-session.ts";
import { presentSession, type SignedIn } from "../sessions/session.ts";
import { invalidCredentials } from "../sign-in/invalid-credentials.ts";
import type { Opening } from "../sign-in/sign-in.ts";
import { callStorage } from "../storage/call-storage.ts";
import { presentUser } from "../user.ts";
import { withRightCode, type Guess } from "./check.ts";
import { rulesOf } from "./rules.ts";
import { expired, openSignIn, SIGN_IN } from "./tickets.ts";
import { sealDevice } from "./trusted-device.ts";
import { useCode } from "./use.ts";

/** The second step of a sign-in. */
export interface FactorSignInInput extends Guess {
  /** The `ticket` of the error `second_factor_required`. */
  readonly ticket: string;
  /** Whether this browser is trusted for 30 days, where the option `trustedDevices` allows it. Default `false`. */
  readonly trustDevice?: boolean | undefined;
}

/** Who is signed in by the second factor. */
export interface FactorSignedIn<Metadata> extends SignedIn<Metadata> {
  /** What the browser keeps to be trusted: put it into an HttpOnly cookie. `null`: it is not trusted. */
  readonly device: string | null;
}

/** Opens the session that a guard has held back: see `FactorAccounts.signIn`. */
export async function signInWithFactor(
  context: Context,
  input: FactorSignInInput,
  { client = UNKNOWN_CLIENT, replaces }: Opening,
): Promise<FactorSignedIn<unknown>> {
  const { content: held, spent: ticket } = await openSignIn(context, SIGN_IN, input.ticket);
  const { userId, version, purpose, provedAt } = held;
  await runBeforeHook(context, "sign_in", { userId, client });
  const found = await callStorage(() => context.storage.factors.find(userId));
  if (!found || found.user.sessionVersion !== version) throw expired();
  const { user } = found;
  if (user.disabled) throw invalidCredentials();

  let draft: DraftSession | undefined;
  await withRightCode(context, { found, guess: input, client, signsIn: true }, async (right) => {
    const methods = [...held.methods, right.method];
    const admitted = await admit(context, user, { purpose, client, methods, provedAt });
    if (admitted.held) throw admitted.held;
    draft = admitted;
    if (await useCode(context, right, { user, session: draft.session, ticket, client })) return true;
    if ("step" in right.proof && (await isUnused(context, userId, right.proof.step))) throw expired();
    return false;
  });
  // A failure here must not look like a failed sign-in: the session is open.
  await endReplacedSessions(context, { replaces, client }).catch(() => {});
  const { session, token } = draft!;
  const trusts = input.trustDevice === true && rulesOf(context.guards).trustedDevices;
  const device = trusts ? await sealDevice(context, found) : null;
  return { user: presentUser(user), session: presentSession(session), token, device };
}

/** Whether a code that was not accepted is still good: then the ticket was spent, or the account has changed. */
async function isUnused({ storage }: Context, userId: string, step: number): Promise<boolean> {
  const found = await callStorage(() => storage.factors.find(userId));
  return !found || found.factor.lastStep < step;
}
