import type { Client } from "../client.ts";
import type { Context, LiveSession } from "../context/context.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import { recording } from "../context/record.ts";
import { AuthError } from "../errors.ts";
import { isCredentialId } from "../input/credential-id.ts";
import { requireRecentProof, type Proof } from "../sign-in/require-recent-proof.ts";
import { callStorage } from "../storage/call-storage.ts";
import { deletePasskey } from "../users/ways-in.ts";
import { presentPasskey, type Passkey } from "./passkey.ts";
import { readName } from "./new-passkey.ts";

/** The passkeys of a user, the oldest first. @throws AuthError `storage_unavailable` */
export async function list({ storage }: Context, userId: string): Promise<readonly Passkey[]> {
  return (await callStorage(() => storage.passkeys.list(userId))).map(presentPasskey);
}

/** Gives a passkey another name: see `PasskeyAccounts.rename`. */
export async function rename(
  context: Context,
  { user, session }: LiveSession,
  { id, name: given, client }: { readonly id: string; readonly name: string; readonly client: Client },
): Promise<void> {
  const name = readName(given);
  await runBeforeHook(context, "rename_passkey", { userId: user.id, client });
  const about = { userId: user.id, sessionId: session.id, client };
  const { passkeys } = await recording(context, ["passkey.renamed"], about);
  if (!isCredentialId(id) || !(await callStorage(() => passkeys.rename(id, user.id, name)))) throw notFound();
  await emitEvent(context, "passkey.renamed", about);
}

/** Deletes a passkey: see `PasskeyAccounts.delete`. */
export async function remove(
  context: Context,
  live: LiveSession,
  { id, proof }: { readonly id: string; readonly proof: Proof },
): Promise<void> {
  const { client } = proof;
  const userId = live.user.id;
  await runBeforeHook(context, "delete_passkey", { userId, client });
  await requireRecentProof(context, live, proof);
  await deletePasskey(context, id, { userId, sessionId: live.session.id, client });
}

function notFound(): AuthError {
  return new AuthError("not_found", "There is no such passkey");
}
