import type { ProvedIdentity } from "@latchkey/core/identities";
import type { TokenEndpointResponse } from "oauth4webapi";
import type { Parts } from "../parts.ts";
import type { Provider } from "../provider/provider.ts";

/** Tokens of a provider as they are kept. Short names: they are stored. */
export interface KeptTokens {
  /** The access token. */
  readonly access: string;
  /** When it expires, in seconds since 1970. `null`: the provider does not say. */
  readonly expires: number | null;
  /** The refresh token. `null`: there is none. */
  readonly refresh: string | null;
}

/** What is kept of one answer. */
export interface Kept {
  readonly tokens: KeptTokens;
  /** All of it as text. */
  readonly text: string;
}

/** `null`: tokens of this provider are not kept. */
export function tokensToKeep(parts: Parts, { id }: Provider, answer: TokenEndpointResponse): Kept | null {
  if (!parts.settings.keepTokens.has(id)) return null;
  const tokens = keptTokens(parts, answer);
  return { tokens, text: JSON.stringify(tokens) };
}

export function keptTokens({ settings }: Parts, answer: TokenEndpointResponse): KeptTokens {
  const { access_token: access, expires_in: lifetime, refresh_token: refresh = null } = answer;
  return { access, refresh, expires: lifetime === undefined ? null : Math.floor(settings.now() / 1000) + lifetime };
}

/**
 * Some providers send a refresh token with the first consent only. So one that was kept before stays, with the new
 * rest:
 * without a refresh token, tokens are kept after the sign-in, when it is known whose they are.
 */
export async function keepWithOld(
  { identities }: Parts,
  { userId, who, kept }: { readonly userId: string; readonly who: ProvedIdentity; readonly kept: Kept | null },
): Promise<void> {
  if (!kept || kept.tokens.refresh !== null) return;
  const before = await identities.tokens(userId, who.provider);
  const old = before?.subject === who.subject ? readKept(before.tokens) : null;
  const { provider, subject } = who;
  const tokens = JSON.stringify({ ...kept.tokens, refresh: old?.refresh ?? null });
  await identities.keepTokens(userId, { provider, subject, tokens });
}

export function readKept(text: string): KeptTokens {
  return JSON.parse(text) as KeptTokens;
}
