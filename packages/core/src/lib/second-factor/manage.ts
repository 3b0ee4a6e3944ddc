import type { Client } from "../client.ts";
import type { Context, LiveSession } from "../context/context.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import { recording } from "../context/record.ts";
import { AuthError } from "../errors.ts";
import { proveSession } from "../sessions/prove.ts";
import { requireProofBy } from "../sign-in/require-recent-proof.ts";
import { callStorage } from "../storage/call-storage.ts";
import type { FactorWithUser, SessionRecord } from "../storage/storage.ts";
import type { User } from "../user.ts";
import { withRightCode, type Guess } from "./check.ts";
import { STRONG_METHODS } from "./methods.ts";
import { newRecoveryCodes } from "./recovery-codes.ts";
import { rulesOf } from "./rules.ts";
import { openSecret } from "./secret.ts";
import { useCode } from "./use.ts";

/** What the owner of an account sees of the second factor. */
export interface FactorStatus {
  /** Whether there is one. */
  readonly enabled: boolean;
  /** When it was turned on. ISO 8601 in UTC. `null`: there is none. */
  readonly createdAt: string | null;
  /** How many recovery codes are left. */
  readonly recoveryCodes: number;
  /** Whether this user must have one. */
  readonly required: boolean;
}

/** What is given beside a session for a change of the factor. */
interface Proof extends Guess {
  readonly client: Client;
}

export async function status(context: Context, user: User): Promise<FactorStatus> {
  const found = await callStorage(() => context.storage.factors.find(user.id));
  return {
    enabled: found !== null,
    createdAt: found?.factor.createdAt.toISOString() ?? null,
    recoveryCodes: found?.factor.recoveryCodes ?? 0,
    required: rulesOf(context.guards).required?.(user) ?? false,
  };
}

/** Renews the proof of a session by a code. It opens no session. */
export async function prove(context: Context, live: LiveSession, proof: Proof): Promise<SessionRecord> {
  const { user, session } = live;
  const { client } = proof;
  await runBeforeHook(context, "prove_session", { userId: user.id, client });
  const found = await requireFactor(context, live);
  const methods: string[] = [];
  await withRightCode(context, { found, guess: proof, client, signsIn: false }, (right) => {
    methods.push(right.method);
    return useCode(context, right, { user, session: null, ticket: null, sessionId: session.id, client });
  });
  return proveSession(context, live, { methods, client });
}

/** Puts ten new recovery codes in the place of all others. */
export async function replaceCodes(context: Context, live: LiveSession, proof: Proof): Promise<readonly string[]> {
  const { client } = proof;
  const found = await requireFactor(context, live);
  await requireFactorProof(context, live, { found, proof });
  const about = aboutOf(live, client);
  await runBeforeHook(context, "replace_recovery_codes", about);
  const { secret } = await openSecret(context, found.factor);
  const { codes, hashes } = newRecoveryCodes(secret);
  const { factors } = await recording(context, ["second_factor.recovery_codes_replaced"], about);
  const { id, sessionVersion } = live.user;
  if (!(await callStorage(() => factors.replaceCodes(id, hashes, sessionVersion)))) throw await gone(context, live);
  await emitEvent(context, "second_factor.recovery_codes_replaced", about);
  return codes;
}

/** Turns the factor off. */
export async function disable(context: Context, live: LiveSession, proof: Proof): Promise<void> {
  const { client } = proof;
  const found = await requireFactor(context, live);
  await requireFactorProof(context, live, { found, proof });
  const about = aboutOf(live, client);
  await runBeforeHook(context, "disable_second_factor", about);
  const { factors } = await recording(context, ["second_factor.disabled"], about);
  const { id, sessionVersion } = live.user;
  if (!(await callStorage(() => factors.delete(id, sessionVersion)))) throw await gone(context, live);
  await emitEvent(context, "second_factor.disabled", about);
}

/** Ends the trust in all devices. It needs no more than the session, since it gives nothing away. */
export async function forgetDevices(context: Context, live: LiveSession, client: Client): Promise<void> {
  const found = await requireFactor(context, live);
  const about = aboutOf(live, client);
  const { factors } = await recording(context, ["second_factor.devices_forgotten"], about);
  // Later than before, also within one millisecond: devices are bound to the moment.
  const at = new Date(Math.max(context.now(), found.factor.trustedSince.getTime() + 1));
  if (!(await callStorage(() => factors.forgetDevices(live.user.id, at)))) throw disabled();
  await emitEvent(context, "second_factor.devices_forgotten", about);
}

/** A code that is given, or a session that was proved by the factor or a passkey in the last five minutes. */
async function requireFactorProof(
  context: Context,
  live: LiveSession,
  { found, proof }: { readonly found: FactorWithUser; readonly proof: Proof },
): Promise<void> {
  const { client, code, recoveryCode } = proof;
  if (code === undefined && recoveryCode === undefined)
    return requireProofBy(context, live, { methods: STRONG_METHODS });
  const { user, session } = live;
  await withRightCode(context, { found, guess: proof, client, signsIn: false }, (right) =>
    useCode(context, right, { user, session: null, ticket: null, sessionId: session.id, client }),
  );
}

/** The factor of the user of a session. @throws AuthError `second_factor_disabled` */
async function requireFactor(context: Context, { user }: LiveSession): Promise<FactorWithUser> {
  const found = await callStorage(() => context.storage.factors.find(user.id));
  if (!found) throw disabled();
  return found;
}

async function gone(context: Context, { user }: LiveSession): Promise<AuthError> {
  const found = await callStorage(() => context.storage.factors.find(user.id));
  return found ? new AuthError("unauthenticated", "Not signed in") : disabled();
}

function disabled(): AuthError {
  return new AuthError("second_factor_disabled", "There is no second factor");
}

function aboutOf({ user, session }: LiveSession, client: Client) {
  return { userId: user.id, sessionId: session.id, client };
}
