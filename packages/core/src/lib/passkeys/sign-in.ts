import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { emitEvent, emitFailure, runBeforeHook } from "../context/events.ts";
import { recording } from "../context/record.ts";
import { endReplacedSessions, type OpenOptions } from "../sessions/end-replaced.ts";
import { admit } from "../sessions/new-session.ts";
import { presentSession, type SignedIn } from "../sessions/session.ts";
import { enterGuards } from "../sign-in/enter-guards.ts";
import { invalidCredentials } from "../sign-in/invalid-credentials.ts";
import { callStorage } from "../storage/call-storage.ts";
import { presentUser } from "../user.ts";
import {
  assertWith,
  findPasskey,
  isFallenBack,
  reportClone,
  reportRefusedUse,
  type Asserted,
  type Assertion,
} from "./assertion.ts";
import { openChallenge } from "./ceremony.ts";

/** How a session is opened by a passkey: it is something that one has, and the authenticator has verified the user. */
export const METHODS = ["passkey"] as const;

/** Who signs in, and from where. */
interface Entry extends OpenOptions {
  readonly assertion: Assertion;
  readonly client: Client;
}

/** Signs in: see `PasskeyAccounts.signIn`. Two storage steps: one reads, one writes. */
export async function signIn(context: Context, entry: Entry): Promise<SignedIn> {
  const { assertion, client, replaces } = entry;
  context.keys.requireSecret();
  const opened = await openChallenge(context, "sign_in", assertion.challenge);
  await runBeforeHook(context, "sign_in", { userId: null, client });
  await enterGuards(context, { purpose: "passkey", account: assertion.id, client });

  const found = await findPasskey(context, assertion);
  // A browser that chose the key itself has the user handle of its owner.
  const mayEnter = found && assertion.userHandle !== null && !found.user.disabled;
  const asserted = mayEnter ? await assertWith(context, found, { assertion, opened }) : null;
  if (!asserted) return refuse(context, found?.user.id ?? null, client);
  const refused = { asserted, challenge: assertion.challenge, purpose: "sign_in", client } as const;
  if (isFallenBack(asserted.use)) {
    await reportClone(context, refused);
    return refuse(context, asserted.user.id, client);
  }
  const signedIn = await open(context, asserted, entry);
  if (!signedIn) {
    await reportRefusedUse(context, refused);
    return refuse(context, asserted.user.id, client);
  }
  await emitEvent(context, "session.opened", { userId: signedIn.user.id, sessionId: signedIn.session.id, client });
  // A failure here must not look like a failed sign-in: the session is open.
  await endReplacedSessions(context, { replaces, client }).catch(() => {});
  return signedIn;
}

/** `null`: storage has refused the step, and nothing is changed. */
async function open(
  context: Context,
  { passkey, user, use }: Asserted,
  { client, trustedDevice }: Entry,
): Promise<SignedIn | null> {
  const admission = { purpose: "sign_in", client, methods: METHODS, trustedDevice } as const;
  const { session, token, held } = await admit(context, user, admission);
  if (held) throw held;
  const opened = { userId: user.id, sessionId: session.id, client };
  const { passkeys } = await recording(context, ["session.opened"], {
    ...opened,
    details: { methods: session.methods },
  });
  const isOpen = await callStorage(() => passkeys.use(passkey.id, use, session));
  return isOpen ? { user: presentUser(user), session: presentSession(session), token } : null;
}

/** The same for an unknown key, another's, a disabled user and a wrong signature. */
async function refuse(context: Context, userId: string | null, client: Client): Promise<never> {
  await emitFailure(context, "sign_in.failed", { userId, client });
  throw invalidCredentials();
}
