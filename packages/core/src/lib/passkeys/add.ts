import type { Client } from "../client.ts";
import type { Context, LiveSession } from "../context/context.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import { recording } from "../context/record.ts";
import { AuthError } from "../errors.ts";
import { requireWayIn } from "../sign-in/require-way-in.ts";
import { callStorage } from "../storage/call-storage.ts";
import type { PasskeyRecord, UserRecord } from "../storage/storage.ts";
import { writeOrFind } from "../storage/write-or-find.ts";
import { presentPasskey, type Passkey } from "./passkey.ts";
import { newChallenge, openOwnChallenge, spendChallenge, userHandle } from "./ceremony.ts";
import { newPasskey, type VerifiedRegistration } from "./new-passkey.ts";
import type { BegunRegistration } from "./sign-up.ts";

/** The list shows as many as this. One that it does not show could not be deleted. */
const MAX_PASSKEYS = 100;

/** Begins to add a passkey: see `PasskeyAccounts.beginAdd`. */
export async function beginAdd(context: Context, live: LiveSession): Promise<BegunRegistration> {
  const { user, session } = live;
  await requireWayIn(context, live, { method: "passkey" });
  const existing = await listWithRoom(context, user.id);
  const challenge = await newChallenge(context, "add", { userId: user.id, data: { session: session.id } });
  return { challenge, userHandle: userHandle(context, user.id), email: user.email, existing };
}

/** Adds a passkey: see `PasskeyAccounts.add`. */
export async function add(
  context: Context,
  live: LiveSession,
  { made, client }: { readonly made: VerifiedRegistration; readonly client: Client },
): Promise<Passkey> {
  const { user, session } = live;
  // It was made for a recent proof, and lives for minutes.
  await openOwnChallenge(context, live, { purpose: "add", challenge: made.challenge });
  await runBeforeHook(context, "add_passkey", { userId: user.id, client });
  const passkey = newPasskey(context, made, user.id);
  await listWithRoom(context, user.id);
  await spendChallenge(context, "add", made.challenge);
  const about = { userId: user.id, sessionId: session.id, client };
  const { passkeys } = await recording(context, ["passkey.added"], about);
  const isAdded = await writeOrFind(
    context.storage,
    () => passkeys.insert(passkey, user.sessionVersion),
    async () => ((await context.storage.passkeys.find(passkey.id))?.user.id === user.id ? true : null),
  );
  if (!isAdded) throw await refusal(context, user);
  await emitEvent(context, "passkey.added", about);
  return presentPasskey(passkey);
}

async function listWithRoom({ storage }: Context, userId: string): Promise<readonly PasskeyRecord[]> {
  const owned = await callStorage(() => storage.passkeys.list(userId));
  if (owned.length >= MAX_PASSKEYS)
    throw new AuthError("refused", `You can have at most ${MAX_PASSKEYS} passkeys: delete one first`);
  return owned;
}

async function refusal(context: Context, { id, sessionVersion }: UserRecord): Promise<AuthError> {
  const found = await callStorage(() => context.storage.users.find(id));
  return found?.user.sessionVersion === sessionVersion
    ? new AuthError("passkey_taken", "This passkey is in use already")
    : new AuthError("unauthenticated", "Not signed in");
}
