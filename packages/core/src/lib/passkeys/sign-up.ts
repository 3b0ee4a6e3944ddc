import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import { recording } from "../context/record.ts";
import { AuthError } from "../errors.ts";
import { canonicalEmail } from "../input/email.ts";
import { readMetadata } from "../input/metadata.ts";
import { endReplacedSessions, type OpenOptions } from "../sessions/end-replaced.ts";
import { admit } from "../sessions/new-session.ts";
import { presentSession, type SignedIn } from "../sessions/session.ts";
import { enterGuards } from "../sign-in/enter-guards.ts";
import { callStorage } from "../storage/call-storage.ts";
import { noPassword } from "../storage/no-password.ts";
import type { PasskeyRecord, SessionRecord, UserRecord } from "../storage/storage.ts";
import { writeOrFind } from "../storage/write-or-find.ts";
import { newUser, presentUser } from "../user.ts";
import { newChallenge, openChallenge, spendChallenge, userHandle } from "./ceremony.ts";
import { newPasskey, type VerifiedRegistration } from "./new-passkey.ts";
import { METHODS } from "./sign-in.ts";

/** Who wants to sign up. */
export interface PasskeySignUp {
  /** The e-mail address. Its case does not matter. */
  readonly email: string;
  /** The metadata, as the `metadata` option takes it. */
  readonly metadata?: unknown;
}

/** What a browser needs to make a passkey. */
export interface BegunRegistration {
  /** The challenge, in base64url. */
  readonly challenge: string;
  /** The user handle, in base64url. */
  readonly userHandle: string;
  /** The address of the user, in canonical form. */
  readonly email: string;
  /** The passkeys that the user has already. */
  readonly existing: readonly Pick<PasskeyRecord, "id" | "transports">[];
}

/** Begins a sign-up: see `PasskeyAccounts.beginSignUp`. */
export async function beginSignUp(context: Context, input: PasskeySignUp, client: Client): Promise<BegunRegistration> {
  requireOpen(context);
  const email = canonicalEmail(input.email);
  // What would be refused at the end is refused before a device makes a key for nothing.
  await readMetadata(input.metadata, context.metadata);
  await enterGuards(context, { purpose: "sign_up", account: email, client });
  if (await callStorage(() => context.storage.users.findByEmail(context.pool, email))) throw userExists();
  const userId = crypto.randomUUID();
  const challenge = await newChallenge(context, "sign_up", { userId, data: { email } });
  return { challenge, userHandle: userHandle(context, userId), email, existing: [] };
}

/** What the second step of a sign-up gets. */
interface Finish extends OpenOptions {
  readonly made: VerifiedRegistration;
  readonly metadata: unknown;
  readonly client: Client;
}

/** Creates the user, the passkey and the first session in one step: see `PasskeyAccounts.signUp`. */
export async function signUp(context: Context, { made, client, replaces, ...rest }: Finish): Promise<SignedIn> {
  requireOpen(context);
  const { ticket } = await openChallenge(context, "sign_up", made.challenge);
  const email = ticket.data.email as string;
  const metadata = await readMetadata(rest.metadata, context.metadata);
  await runBeforeHook(context, "sign_up", { userId: null, client });
  await enterGuards(context, { purpose: "sign_up", account: email, client });
  const user = newUser(context, { id: ticket.userId!, email, username: null, metadata });
  const passkey = newPasskey(context, made, user.id);
  const { session, token, held } = await admit(context, user, { purpose: "sign_up", client, methods: METHODS });
  await spendChallenge(context, "sign_up", made.challenge);
  if (!(await insert(context, { user, passkey, session, client }))) throw await refusal(context, email);

  const opened = { userId: user.id, sessionId: session?.id, client };
  for (const type of CREATED) await emitEvent(context, type, opened);
  if (held) throw held;
  await emitEvent(context, "session.opened", opened);
  // A failure here must not look like a failed sign-up: the user exists.
  await endReplacedSessions(context, { replaces, client }).catch(() => {});
  return { user: presentUser(user), session: presentSession(session), token };
}

const CREATED = ["user.created", "passkey.added"] as const;

/** If the answer is lost, the id tells whether the user was inserted: no call that comes later has it. */
interface First {
  readonly user: UserRecord;
  readonly passkey: PasskeyRecord;
  readonly session: SessionRecord | null;
  readonly client: Client;
}

async function insert(context: Context, { user, passkey, session, client }: First): Promise<boolean> {
  const { storage } = context;
  const types = session ? ([...CREATED, "session.opened"] as const) : CREATED;
  const { passkeys } = await recording(context, types, { userId: user.id, sessionId: session?.id, client });
  return writeOrFind(
    storage,
    () => passkeys.insertUser(passkey, { user, passwordHash: noPassword() }, session),
    async () => (await storage.users.find(user.id)) && true,
  );
}

async function refusal(context: Context, email: string): Promise<AuthError> {
  const found = await callStorage(() => context.storage.users.findByEmail(context.pool, email));
  return found ? userExists() : new AuthError("passkey_taken", "This passkey is in use already");
}

function requireOpen(context: Context): void {
  if (!context.signUps) throw new AuthError("sign_ups_closed", "Sign-up is closed");
  context.keys.requireSecret();
}

function userExists(): AuthError {
  return new AuthError("user_exists", "User already exists");
}
