import type { Client } from "../client.ts";
import type { Context, LiveSession } from "../context/context.ts";
import { runBeforeHook } from "../context/events.ts";
import { AuthError } from "../errors.ts";
import { proveSession } from "../sessions/prove.ts";
import { presentSession, type Session } from "../sessions/session.ts";
import { requireRecentProof, type Proof } from "../sign-in/require-recent-proof.ts";
import { callStorage } from "../storage/call-storage.ts";
import { isPassword } from "../storage/no-password.ts";
import { presentIdentity, type Identity, type IdentityList } from "../users/identity.ts";
import { unlinkIdentity } from "../users/credentials.ts";
import { identityName, methodOf, type ProvedIdentity } from "./proved-identity.ts";

/** What names an identity of a user. */
export type Name = Pick<Identity, "provider" | "subject">;

/** Renews the proof of a session by an identity: see `Identities.prove`. */
export async function prove(
  context: Context,
  live: LiveSession,
  { proved, client }: { readonly proved: ProvedIdentity; readonly client: Client },
): Promise<Session> {
  const name = identityName(context, proved);
  await runBeforeHook(context, "prove_session", { userId: live.user.id, client });
  const owned = await callStorage(() => context.storage.identities.list(live.user.id));
  if (!owned.some(({ provider, subject }) => provider === name.provider && subject === name.subject))
    throw new AuthError("invalid_credentials", "This account at the provider is not linked to the user");
  const methods = [methodOf(name)];
  return presentSession(await proveSession(context, live, { methods, client }));
}

/** What a user signs in with. @throws AuthError `storage_unavailable` */
export async function list({ storage }: Context, userId: string): Promise<IdentityList> {
  const [owned, found] = await Promise.all([
    callStorage(() => storage.identities.list(userId)),
    callStorage(() => storage.users.find(userId)),
  ]);
  return { identities: owned.map(presentIdentity), hasPassword: found !== null && isPassword(found.passwordHash) };
}

/** Takes an identity from its user: see `Identities.unlink`. */
export async function unlink(
  context: Context,
  live: LiveSession,
  { name: given, proof }: { readonly name: Name; readonly proof: Proof },
): Promise<void> {
  const { user, session } = live;
  const { client } = proof;
  await runBeforeHook(context, "unlink_identity", { userId: user.id, client });
  await requireRecentProof(context, live, proof);
  await unlinkIdentity(context, given, { userId: user.id, sessionId: session.id, client });
}
