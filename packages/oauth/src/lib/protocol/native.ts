import { AuthError } from "@latchkey/core";
import { OperationProcessingError, UnsupportedOperationError } from "oauth4webapi";
import type { Profile } from "../provider/profile.ts";
import type { OpenIdProvider } from "../provider/provider.ts";
import { checkProfile } from "./check-profile.ts";
import type { Call } from "./engine.ts";
import { readPart, verifyIdToken } from "./id-token.ts";

/**
 * Verifies an ID token that an app or Google One Tap got from the provider itself. It must be made for one of the
 * provider's clients that we know, and for our nonce, or for its SHA-256 in hex, which Apple's and some other kits
 * send.
 *
 * @throws AuthError `invalid_token`
 */
export async function verifyNativeToken(
  call: Call<OpenIdProvider>,
  { idToken, nonce }: { readonly idToken: string; readonly nonce: string },
): Promise<Profile> {
  const { clientId, nativeClientIds = [] } = call.provider;
  const unverified = readPart(idToken, 1);
  const audience = [unverified.aud].flat();
  const hashed = await sha256Hex(nonce);
  const expected = {
    clientId: nativeClientIds.find((id) => audience.includes(id)) ?? clientId,
    nonce: unverified.nonce === hashed ? hashed : nonce,
  };
  // oauth4webapi verifies ID tokens of token answers alone. Nothing else in this one is used.
  const answer = Response.json({ access_token: "none", token_type: "bearer", id_token: idToken });
  try {
    const { claims } = await verifyIdToken(call, answer, expected);
    return checkProfile(await call.provider.profile(claims, null));
  } catch (error) {
    if (!isOfToken(error)) throw error;
    throw new AuthError("invalid_token", "The ID token is not valid");
  }
}

/** Whether the token is at fault, and not the answer of the provider that should verify it. */
function isOfToken(error: unknown): boolean {
  return error instanceof UnsupportedOperationError || error instanceof OperationProcessingError;
}

async function sha256Hex(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
