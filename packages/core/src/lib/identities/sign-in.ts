import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { runBeforeHook } from "../context/events.ts";
import { AuthError } from "../errors.ts";
import { endReplacedSessions, type OpenOptions } from "../sessions/end-replaced.ts";
import { openSession } from "../sessions/open.ts";
import type { SignedIn } from "../sessions/session.ts";
import { enterGuards } from "../sign-in/enter-guards.ts";
import type { JsonObject } from "../json.ts";
import { invalidCredentials } from "../sign-in/invalid-credentials.ts";
import { callStorage } from "../storage/call-storage.ts";
import type { UserRecord } from "../storage/storage.ts";
import { linkVerified, sealPendingLink } from "./link.ts";
import { emailOf, identityName, methodOf, provedAtOf, type ProvedIdentity } from "./proved-identity.ts";
import { signUpWith } from "./sign-up.ts";
import { sealTokens } from "./tokens.ts";

/** What comes of signing in with an account at a provider. */
export type IdentitySignIn<Metadata = JsonObject> =
  | {
      /** The user is signed in. */
      readonly outcome: "signed_in";
      /** The user, the session and its token. */
      readonly signedIn: SignedIn<Metadata>;
      /** Whether the user has just been created. */
      readonly isNew: boolean;
    }
  | {
      /** No user has the account, but one has its address: nobody is signed in. */
      readonly outcome: "link_required";
      /** For `linkPending`, once the owner of the address has signed in by another way. Valid for 15 minutes. */
      readonly ticket: string;
    };

/** How somebody signs in with an account at a provider. */
export interface Entry extends OpenOptions {
  readonly proved: ProvedIdentity;
  readonly client: Client;
  readonly linkVerified: boolean;
  readonly attempted: boolean;
}

/**
 * Signs in with an account at a provider: see `Identities.signIn`. Each round finds the identity, or makes a user with
 * it, or finds who has the address. A second round is needed only when somebody else was faster.
 */
export async function signInWith(context: Context, entry: Entry): Promise<IdentitySignIn> {
  const { proved, client, replaces } = entry;
  context.keys.requireSecret();
  const name = identityName(context, proved);
  await runBeforeHook(context, "sign_in", { userId: null, client });
  if (!entry.attempted) await attempt(context, `${name.provider}:${name.subject}`, client);
  const result = (await tryOnce(context, entry)) ?? (await tryOnce(context, entry));
  if (!result) throw new AuthError("storage_unavailable", "The account is being changed at this moment");
  // A failure here must not look like a failed sign-in: the session is open.
  if (result.outcome === "signed_in") await endReplacedSessions(context, { replaces, client }).catch(() => {});
  return result;
}

/** Asks the guards whether somebody may try: see `Identities.attempt`. */
export async function attempt(context: Context, account: string, client: Client): Promise<void> {
  await enterGuards(context, { purpose: "identity", account, client });
}

/** `null`: what was read has changed meanwhile. */
async function tryOnce(context: Context, entry: Entry): Promise<IdentitySignIn | null> {
  const { proved, client } = entry;
  const { storage, pool } = context;
  const known = await enterKnown(context, entry);
  if (known) return known;

  const email = emailOf(proved);
  if (email === null) throw new AuthError("email_required", "The provider gave no e-mail address", { field: "email" });
  const holder = await callStorage(() => storage.users.findByEmail(pool, email));
  if (!holder) {
    const signedIn = await signUpWith(context, { proved, email, client });
    return signedIn && { outcome: "signed_in", signedIn, isNew: true };
  }
  const { user } = holder;
  const isProven = proved.emailIsProven && user.emailVerified && !user.disabled;
  if (entry.linkVerified && isProven && (await linkVerified(context, user, entry)))
    return { outcome: "signed_in", signedIn: await open(context, user, entry), isNew: false };
  // Another request may have made the user with this very identity since the first look.
  return (
    (await enterKnown(context, entry)) ?? {
      outcome: "link_required",
      ticket: await sealPendingLink(context, user.id, proved),
    }
  );
}

/** `null`: no user has the identity. */
async function enterKnown(context: Context, entry: Entry): Promise<IdentitySignIn | null> {
  const { storage, now } = context;
  const name = identityName(context, entry.proved);
  const use = { at: new Date(now()), tokens: await sealTokens(context, name, entry.proved.tokens) };
  const known = await callStorage(() => storage.identities.use(name, use));
  return known && { outcome: "signed_in", signedIn: await open(context, known.user, entry), isNew: false };
}

async function open(
  context: Context,
  user: UserRecord,
  { proved, client, trustedDevice }: Pick<Entry, "proved" | "client" | "trustedDevice">,
): Promise<SignedIn> {
  if (user.disabled) throw invalidCredentials();
  const methods = [methodOf(proved)];
  const proof = { methods, provedAt: provedAtOf(context, proved), client, trustedDevice };
  const signedIn = await openSession(context, user, proof);
  if (!signedIn) throw invalidCredentials();
  return signedIn;
}
