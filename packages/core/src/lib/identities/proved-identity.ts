import type { Context } from "../context/context.ts";
import { AuthError } from "../errors.ts";
import { canonicalEmail } from "../input/email.ts";
import type { IdentityName, IdentityRecord } from "../storage/storage.ts";
import { sealTokens } from "./tokens.ts";

/** Who somebody is at a provider. Whoever hands it in has verified all of it. */
export interface ProvedIdentity {
  /** The provider, as the application calls it: 1 to 32 lower-case letters, digits, `_` and `-`. */
  readonly provider: string;
  /** How the provider names the account: 1 to 255 characters, which never change there and are no e-mail address. */
  readonly subject: string;
  /** The address that the provider gave. `null`: none. */
  readonly email: string | null;
  /** Whether the provider is an authority for this address: then a new user has a verified address. */
  readonly emailIsProven: boolean;
  /** When the provider last asked who it is (`auth_time`). A session says so. Default: now. Never later than now. */
  readonly provedAt?: Date | undefined;
  /** The metadata of a new user, as the `metadata` option takes it. Default: none. */
  readonly metadata?: unknown;
  /** Tokens of the provider to keep, as text. They are stored sealed. Default: none are stored. */
  readonly tokens?: string | null | undefined;
}

/**
 * What names an identity in storage.
 *
 * @throws AuthError `provider_failed` for a subject that is none
 * @throws TypeError for a provider's name that is none
 */
export function identityName(
  { pool }: Context,
  { provider, subject }: Pick<ProvedIdentity, "provider" | "subject">,
): IdentityName {
  if (typeof provider !== "string" || !/^[a-z\d_-]{1,32}$/.test(provider))
    throw new TypeError("provider must be 1 to 32 lower-case letters, digits, '_' or '-'");
  if (!isSubject(subject)) throw new AuthError("provider_failed", "The provider names no account");
  return { pool, provider, subject };
}

/** Whether a text can be a subject: OpenID Connect Core §2 allows 255 ASCII characters. */
export function isSubject(subject: unknown): subject is string {
  return typeof subject === "string" && /^[^\p{Cc}]{1,255}$/u.test(subject) && subject.isWellFormed();
}

/** A provider as a way in, as sessions name it. */
export function methodOf({ provider }: Pick<ProvedIdentity, "provider">): string {
  return `oauth:${provider}`;
}

/** The address of a proved identity as it is stored. `null`: none, or one that no user can have. */
export function emailOf({ email }: ProvedIdentity): string | null {
  try {
    return email === null ? null : canonicalEmail(email);
  } catch {
    return null;
  }
}

/** An identity that is not stored yet. @throws TypeError when the secret is missing */
export async function newIdentity(context: Context, proved: ProvedIdentity, userId: string): Promise<IdentityRecord> {
  const name = identityName(context, proved);
  const at = new Date(context.now());
  const tokens = await sealTokens(context, name, proved.tokens);
  return { ...name, userId, email: emailOf(proved), tokens, createdAt: at, lastUsedAt: at };
}

/** When the provider last asked who it is, by the clock of the auth. */
export function provedAtOf({ now }: Context, { provedAt }: ProvedIdentity): Date {
  return new Date(Math.min(now(), provedAt?.getTime() ?? now()));
}
