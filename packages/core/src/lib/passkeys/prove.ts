import type { Client } from "../client.ts";
import type { Context, LiveSession } from "../context/context.ts";
import { runBeforeHook } from "../context/events.ts";
import { AuthError } from "../errors.ts";
import { proveSession } from "../sessions/prove.ts";
import { presentSession, type Session } from "../sessions/session.ts";
import { enterGuards } from "../sign-in/enter-guards.ts";
import { invalidCredentials } from "../sign-in/invalid-credentials.ts";
import { callStorage } from "../storage/call-storage.ts";
import type { PasskeyRecord } from "../storage/storage.ts";
import { assertWith, findPasskey, isFallenBack, reportClone, reportRefusedUse, type Assertion } from "./assertion.ts";
import { newChallenge, openOwnChallenge } from "./ceremony.ts";
import { METHODS } from "./sign-in.ts";

/** What a browser needs to prove a session by a passkey. */
export interface BegunProof {
  /** The challenge, in base64url. */
  readonly challenge: string;
  /** The passkeys of the user. */
  readonly existing: readonly Pick<PasskeyRecord, "id" | "transports">[];
}

/** Begins a proof: see `PasskeyAccounts.beginProof`. */
export async function beginProof(context: Context, { user, session }: LiveSession): Promise<BegunProof> {
  const existing = await callStorage(() => context.storage.passkeys.list(user.id));
  if (existing.length === 0) throw new AuthError("not_found", "You have no passkey");
  return {
    challenge: await newChallenge(context, "prove", { userId: user.id, data: { session: session.id } }),
    existing,
  };
}

/** Renews the proof of a session: see `PasskeyAccounts.prove`. */
export async function prove(
  context: Context,
  live: LiveSession,
  { assertion, client }: { readonly assertion: Assertion; readonly client: Client },
): Promise<Session> {
  const { challenge } = assertion;
  const opened = await openOwnChallenge(context, live, { purpose: "prove", challenge });
  await runBeforeHook(context, "prove_session", { userId: live.user.id, client });
  await enterGuards(context, { purpose: "passkey", account: live.user.id, userId: live.user.id, client });
  const found = await findPasskey(context, assertion);
  const asserted = found?.user.id === live.user.id ? await assertWith(context, found, { assertion, opened }) : null;
  if (!asserted) throw invalidCredentials();
  const refused = { asserted, challenge, purpose: "prove", client } as const;
  if (isFallenBack(asserted.use)) {
    await reportClone(context, refused);
    throw invalidCredentials();
  }
  const { passkey, use } = asserted;
  if (!(await callStorage(() => context.storage.passkeys.use(passkey.id, use, null)))) {
    await reportRefusedUse(context, refused);
    throw invalidCredentials();
  }
  return presentSession(await proveSession(context, live, { methods: METHODS, client }));
}
