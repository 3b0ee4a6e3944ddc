import { AuthError } from "@latchkey/core";
import { providerOf, type Parts } from "../parts.ts";
import { loadProtocol } from "../protocol/load.ts";
import type { Provider } from "../provider/provider.ts";
import { keptTokens, readKept, type KeptTokens } from "./keep.ts";

/** Seconds for which an access token must still be good. */
const MARGIN_S = 60;
/** How long one waits for another process that refreshes, and how often one looks. */
const WAIT_MS = 12_000;
const LOOK_EVERY_MS = 200;

interface Owner {
  readonly userId: string;
  readonly provider: Provider;
}

/**
 * An access token that is still good: see `Social.accessToken`. Many providers take a refresh token once, and end all
 * tokens if it comes twice (RFC 9700 §4.14.2). So of all processes one refreshes, and the others wait for what it
 * keeps.
 */
export async function accessToken(parts: Parts, userId: string, providerId: string): Promise<string | null> {
  const owner = { userId, provider: providerOf(parts, providerId) };
  for (let waited = 0; waited <= WAIT_MS; waited += LOOK_EVERY_MS) {
    const found = await parts.identities.tokens(userId, providerId);
    if (!found) return null;
    const kept = readKept(found.tokens);
    if (isGood(parts, kept)) return kept.access;
    if (kept.refresh === null) return null;
    const name = { provider: providerId, subject: found.subject };
    if (await parts.identities.takeRefreshTurn(name)) return refresh(parts, owner, { ...found, refresh: kept.refresh });
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  throw new AuthError("provider_failed", "The provider did not answer as it should", {
    cause: new Error(`${providerId}: another process refreshes and does not finish`),
  });
}

function isGood({ settings }: Parts, { expires }: KeptTokens): boolean {
  return expires === null || expires - MARGIN_S > settings.now() / 1000;
}

/** @returns `null`: the provider does not take the refresh token any more */
async function refresh(
  parts: Parts,
  { userId, provider }: Owner,
  { subject, refresh: old }: { readonly subject: string; readonly refresh: string },
): Promise<string | null> {
  const { engine, identities } = parts;
  const { askProvider, refreshTokens } = await loadProtocol();
  const answer = await askProvider(engine, provider, (call) => refreshTokens(call, old));
  if (!answer) return null;
  const kept = keptTokens(parts, answer);
  const tokens = JSON.stringify({ ...kept, refresh: kept.refresh ?? old });
  await identities.keepTokens(userId, { provider: provider.id, subject, tokens });
  return kept.access;
}
