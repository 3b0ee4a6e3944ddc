import type { Context } from "../context/context.ts";
import { AuthError } from "../errors.ts";
import { counterKey } from "../guards/counter-key.ts";
import { callStorage } from "../storage/call-storage.ts";
import type { IdentityName, IdentityRecord } from "../storage/storage.ts";
import { seal, unseal } from "../tickets/seal.ts";

/** Tokens of a provider that were kept, and whose they are. */
export interface ProviderTokens {
  /** How the provider names the account. */
  readonly subject: string;
  /** What was kept. */
  readonly tokens: string;
}

/** Tokens to keep, and for which identity. */
export interface NewTokens extends ProviderTokens {
  /** The provider, as the application calls it. */
  readonly provider: string;
}

const PURPOSE = "identity_tokens";
const MAX_LENGTH = 16_384;
/** Longer than a provider may take to answer. */
const REFRESH_TURN_MS = 15_000;

/**
 * Seals tokens for one identity: in the row of another they do not open. `null`: there are none.
 *
 * @throws AuthError `provider_failed` for more than 16 384 characters
 */
export async function sealTokens(
  context: Context,
  { provider, subject }: IdentityName,
  tokens: string | null | undefined,
): Promise<string | null> {
  if (tokens === null || tokens === undefined) return null;
  if (tokens.length > MAX_LENGTH) throw new AuthError("provider_failed", "The tokens of the provider are too long");
  return seal(context, PURPOSE, JSON.stringify([provider, subject, tokens]));
}

/** Opens the tokens of an identity. `null`: there are none, or they were sealed for another one or another secret. */
export async function openTokens(context: Context, identity: IdentityRecord): Promise<string | null> {
  const text = identity.tokens === null ? null : await unseal(context, PURPOSE, identity.tokens);
  if (text === null) return null;
  const [provider, subject, tokens] = JSON.parse(text) as [string, string, string];
  return provider === identity.provider && subject === identity.subject ? tokens : null;
}

/** The tokens that were kept for a user: see `Identities.tokens`. */
export async function keptTokens(context: Context, userId: string, provider: string): Promise<ProviderTokens | null> {
  const owned = await callStorage(() => context.storage.identities.list(userId));
  const [last] = owned
    .filter((one) => one.provider === provider && one.pool === context.pool && one.tokens !== null)
    .toSorted((a, b) => b.lastUsedAt.getTime() - a.lastUsedAt.getTime());
  const opened = last ? await openTokens(context, last) : null;
  return last && opened !== null ? { subject: last.subject, tokens: opened } : null;
}

/** Replaces the tokens that are kept for an identity: see `Identities.keepTokens`. */
export async function keepTokens(context: Context, userId: string, kept: NewTokens): Promise<void> {
  const { storage, pool } = context;
  const owned = await callStorage(() => storage.identities.list(userId));
  const found = owned.find(
    (one) => one.pool === pool && one.provider === kept.provider && one.subject === kept.subject,
  );
  const sealed = found && (await sealTokens(context, found, kept.tokens));
  // It is no sign-in, so the last one stays when it was.
  const use = sealed && (() => storage.identities.use(found, { at: found.lastUsedAt, tokens: sealed }));
  if (!use || !(await callStorage(use))) throw new AuthError("not_found", "There is no such identity");
}

/** Whether it is this caller's turn to refresh the tokens of an identity: see `Identities.takeRefreshTurn`. */
export async function takeRefreshTurn(
  { storage, pool, now }: Context,
  { provider, subject }: Pick<IdentityName, "provider" | "subject">,
): Promise<boolean> {
  const key = counterKey("identity_refresh", pool, provider, subject);
  const at = now();
  const turn = () => storage.counters.add(key, new Date(at), new Date(at + REFRESH_TURN_MS));
  return (await callStorage(turn)).count === 1;
}
