import type { Context } from "../context/context.ts";
import { decodeBytes, encodeBytes } from "../encoding/base64url.ts";
import { AuthError } from "../errors.ts";
import type { SessionOpening } from "../guards/guard.ts";
import type { SpentTicket } from "../storage/storage.ts";
import { openTicket, sealTicket } from "../tickets/ticket.ts";

/** Between the first factor and the second. */
export const SIGN_IN = "second_factor";
/** Between the first factor and setting up the second. */
export const SETUP_REQUIRED = "second_factor_setup_required";
/** Between showing a secret and the first code that is made with it. */
export const SETUP = "second_factor_setup";
const SIGN_IN_S = 300;
/** For how many seconds a shown secret can be confirmed. */
export const SETUP_S = 900;

/** What somebody had proved when a session was held back. */
export interface HeldSignIn {
  readonly userId: string;
  /** The `sessionVersion` of the user, after the step that was held back. */
  readonly version: number;
  readonly methods: readonly string[];
  readonly provedAt: Date;
  readonly purpose: SessionOpening["purpose"];
}

/** A ticket that was opened, and how a storage step spends it. */
export interface Opened<Content> {
  readonly content: Content;
  readonly spent: SpentTicket;
}

interface SignInData {
  readonly version: number;
  readonly methods: readonly string[];
  readonly provedAt: number;
  readonly purpose: SessionOpening["purpose"];
}

type Proved = Pick<SessionOpening, "user" | "methods" | "purpose" | "now"> & { readonly provedAt?: Date | undefined };

/** A ticket for who has proved the first factor. It is bound to the user, the session version and what was proved. */
export function sealSignIn(context: Context, purpose: string, opening: Proved): Promise<string> {
  const { user, methods, now, provedAt } = opening;
  const at = provedAt?.getTime() ?? now;
  const data = { version: user.sessionVersion, methods, provedAt: at, purpose: opening.purpose };
  return sealTicket(context, { purpose, lifetime: SIGN_IN_S, userId: user.id, data });
}

/** @throws AuthError `flow_expired` for anything else than a ticket of `sealSignIn` for this purpose */
export async function openSignIn(context: Context, purpose: string, sealed: unknown): Promise<Opened<HeldSignIn>> {
  const opened = await openTicket(context, sealed, purpose);
  if (!opened) throw expired();
  return { content: readHeld(opened.ticket.userId!, opened.ticket.data as unknown as SignInData), spent: opened.spent };
}

/** A secret that is not confirmed yet, and for whom it is. */
export interface Setup {
  readonly userId: string;
  readonly secret: Uint8Array<ArrayBuffer>;
  /** The session that began it. `null`: somebody signs in. */
  readonly sessionId: string | null;
  /** What was proved before. `null`: a session began it. */
  readonly held: HeldSignIn | null;
}

interface SetupData {
  readonly secret: string;
  readonly sessionId: string | null;
  readonly held: SignInData | null;
}

/** A secret lives in its ticket until it is confirmed, so it replaces none that is in use. */
export function sealSetup(context: Context, { userId, secret, sessionId, held }: Setup): Promise<string> {
  const data = {
    secret: encodeBytes(secret),
    sessionId,
    held: held && { ...writeHeld(held) },
  };
  return sealTicket(context, { purpose: SETUP, lifetime: SETUP_S, userId, data });
}

/** @throws AuthError `flow_expired` for anything else than a ticket of `sealSetup` */
export async function openSetup(context: Context, sealed: unknown): Promise<Opened<Setup>> {
  const opened = await openTicket(context, sealed, SETUP);
  if (!opened) throw expired();
  const userId = opened.ticket.userId!;
  const { secret, sessionId, held } = opened.ticket.data as unknown as SetupData;
  const content = { userId, secret: decodeBytes(secret), sessionId, held: held && readHeld(userId, held) };
  return { content, spent: opened.spent };
}

function readHeld(userId: string, { version, methods, provedAt, purpose }: SignInData): HeldSignIn {
  return { userId, version, methods, provedAt: new Date(provedAt), purpose };
}

function writeHeld({ version, methods, provedAt, purpose }: HeldSignIn): SignInData {
  return { version, methods, provedAt: provedAt.getTime(), purpose };
}

/** The ticket is too old, spent, or of another browser, or the account has changed since. */
export function expired(): AuthError {
  return new AuthError("flow_expired", "This took too long or was used already: sign in again");
}
