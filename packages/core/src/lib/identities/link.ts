import type { Client } from "../client.ts";
import type { Context, LiveSession } from "../context/context.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import { recording, type EventSubject } from "../context/record.ts";
import { AuthError } from "../errors.ts";
import { judgeWayIn, requireWayIn } from "../sign-in/require-way-in.ts";
import { requireRecent } from "../sign-in/require-recent-proof.ts";
import { callStorage } from "../storage/call-storage.ts";
import type { IdentityRecord, UserRecord } from "../storage/storage.ts";
import { writeOrFind } from "../storage/write-or-find.ts";
import { presentIdentity, type Identity } from "../users/identity.ts";
import { emailOf, methodOf, newIdentity, type ProvedIdentity } from "./proved-identity.ts";
import { readTicket, sealTicket, spendTicket } from "../tickets/ticket.ts";

/** The list of a user's identities shows as many as this. One that it does not show could not be unlinked. */
const MAX_IDENTITIES = 100;
/** The way to the provider and back may take 10 minutes after the proof. */
const LINK_WITHIN_S = 900;
const PENDING = { purpose: "identity_link", lifetime: 900 } as const;

/** What is linked, and where the request comes from. */
interface Link {
  readonly proved: ProvedIdentity;
  readonly client: Client;
}

/** Links an account at a provider to the user of a session: see `Identities.link`. */
export async function link(context: Context, live: LiveSession, { proved, client }: Link): Promise<Identity> {
  await requireWayIn(context, live, { method: methodOf(proved), within: LINK_WITHIN_S });
  return add(context, live, { proved, client });
}

async function add(context: Context, { user, session }: LiveSession, { proved, client }: Link): Promise<Identity> {
  await runBeforeHook(context, "link_identity", { userId: user.id, client });
  const identity = await newIdentity(context, proved, user.id);
  const owned = await callStorage(() => context.storage.identities.list(user.id));
  if (owned.length >= MAX_IDENTITIES)
    throw new AuthError("refused", `You can have at most ${MAX_IDENTITIES} identities: unlink one first`);
  const before = owned.find((one) => isSame(one, identity));
  if (before) return presentIdentity(before);
  const about = { userId: user.id, sessionId: session.id, client };
  if (!(await insert(context, { identity, user, about }))) throw await refusal(context, user);
  await emitEvent(context, "identity.linked", about);
  return presentIdentity(identity);
}

/** Links without asking the user, where both sides have proved the address. @returns `false`: something has changed */
export async function linkVerified(context: Context, user: UserRecord, { proved, client }: Link): Promise<boolean> {
  // A guard may want more than an address: then the owner links it.
  if (await judgeWayIn(context, user, { method: methodOf(proved), provedBy: [] })) return false;
  await runBeforeHook(context, "link_identity", { userId: user.id, client });
  const identity = await newIdentity(context, proved, user.id);
  const about = { userId: user.id, client };
  if (!(await insert(context, { identity, user, about }))) return false;
  await emitEvent(context, "identity.linked", about);
  return true;
}

/** A ticket with which the owner of an address can link an identity. It says nothing to its holder. */
export async function sealPendingLink(context: Context, userId: string, proved: ProvedIdentity): Promise<string> {
  const { provider, subject, emailIsProven } = proved;
  return sealTicket(context, {
    ...PENDING,
    userId,
    data: { provider, subject, email: emailOf(proved), emailIsProven },
  });
}

/** Links what a ticket says: see `Identities.linkPending`. */
export async function linkPending(
  context: Context,
  live: LiveSession,
  { ticket: sealed, client }: { readonly ticket: string; readonly client: Client },
): Promise<Identity> {
  requireRecent(context, live, LINK_WITHIN_S);
  const ticket = await readTicket(context, sealed, PENDING.purpose);
  if (!ticket) throw expired();
  // The ticket stays good, so that the owner can still use it.
  if (ticket.userId !== live.user.id)
    throw new AuthError("link_required", "Sign in to the account that has the address of the provider");
  const proved = ticket.data as unknown as ProvedIdentity;
  await requireWayIn(context, live, { method: methodOf(proved), within: LINK_WITHIN_S });
  if (!(await spendTicket(context, sealed, PENDING.purpose))) throw expired();
  return add(context, live, { proved, client });
}

/** If the answer is lost, the list tells whether the identity was linked. */
interface NewLink {
  readonly identity: IdentityRecord;
  readonly user: UserRecord;
  readonly about: EventSubject;
}

async function insert(context: Context, { identity, user, about }: NewLink): Promise<boolean> {
  const { storage } = context;
  const details = { provider: identity.provider };
  const { identities } = await recording(context, ["identity.linked"], { ...about, details });
  return writeOrFind(
    storage,
    () => identities.link(identity, user.sessionVersion),
    async () => ((await storage.identities.list(identity.userId)).some((one) => isSame(one, identity)) ? true : null),
  );
}

async function refusal(context: Context, { id, sessionVersion }: UserRecord): Promise<AuthError> {
  const found = await callStorage(() => context.storage.users.find(id));
  return found?.user.sessionVersion === sessionVersion
    ? new AuthError("identity_taken", "This account at the provider is linked to another user")
    : new AuthError("unauthenticated", "Not signed in");
}

function isSame(one: IdentityRecord, other: IdentityRecord): boolean {
  return one.provider === other.provider && one.subject === other.subject;
}

function expired(): AuthError {
  return new AuthError("flow_expired", "The link has expired or was used: begin again at the provider");
}
