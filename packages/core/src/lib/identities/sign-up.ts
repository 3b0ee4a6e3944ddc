import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import { recording, type EventSubject } from "../context/record.ts";
import { AuthError } from "../errors.ts";
import { readMetadata } from "../input/metadata.ts";
import { admit } from "../sessions/new-session.ts";
import { presentSession, type SignedIn } from "../sessions/session.ts";
import { enterGuards } from "../sign-in/enter-guards.ts";
import { noPassword } from "../storage/no-password.ts";
import type { Credentials, IdentityRecord, SessionRecord } from "../storage/storage.ts";
import { writeOrFind } from "../storage/write-or-find.ts";
import { newUser, presentUser } from "../user.ts";
import { methodOf, newIdentity, provedAtOf, type ProvedIdentity } from "./proved-identity.ts";

/** Who signs up, with the address in canonical form. */
export interface SignUpWith {
  readonly proved: ProvedIdentity;
  readonly email: string;
  readonly client: Client;
}

/**
 * Creates a user without a password, the identity and the first session, in one step.
 *
 * @returns `null`: the address or the identity was taken meanwhile, and nothing is created
 * @throws AuthError `sign_ups_closed`, `invalid_metadata`, `storage_unavailable`, and what a hook or a guard throws
 */
export async function signUpWith(context: Context, { proved, email, client }: SignUpWith): Promise<SignedIn | null> {
  if (!context.signUps) throw new AuthError("sign_ups_closed", "Sign-up is closed");
  const metadata = await readMetadata(proved.metadata, context.metadata);
  await runBeforeHook(context, "sign_up", { userId: null, client });
  await enterGuards(context, { purpose: "sign_up", account: email, client });
  const user = newUser(context, { email, username: null, metadata, emailVerified: proved.emailIsProven });
  const identity = await newIdentity(context, proved, user.id);
  const methods = [methodOf(proved)];
  const provedAt = provedAtOf(context, proved);
  const { session, token, held } = await admit(context, user, { purpose: "sign_up", client, methods, provedAt });
  const opened = { userId: user.id, sessionId: session?.id, client };
  const first = { identity, session, opened };
  if (!(await insert(context, { user, passwordHash: noPassword() }, first))) return null;

  await emitEvent(context, "user.created", opened);
  await emitEvent(context, "identity.linked", opened);
  if (held) throw held;
  await emitEvent(context, "session.opened", opened);
  return { user: presentUser(user), session: presentSession(session), token };
}

/** If the answer is lost, the id tells whether the user was inserted: no other call has it. */
interface First {
  readonly identity: IdentityRecord;
  readonly session: SessionRecord | null;
  readonly opened: EventSubject;
}

async function insert(
  context: Context,
  credentials: Credentials,
  { identity, session, opened }: First,
): Promise<boolean> {
  const { storage } = context;
  const details = { provider: identity.provider };
  const created = ["user.created", "identity.linked"] as const;
  const types = session ? ([...created, "session.opened"] as const) : created;
  const { identities } = await recording(context, types, { ...opened, details });
  return writeOrFind(
    storage,
    () => identities.insertUser(identity, credentials, session),
    async () => (await storage.users.find(identity.userId)) && true,
  );
}
