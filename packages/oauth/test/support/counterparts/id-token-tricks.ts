import { createHash } from "node:crypto";
import { exportSPKI, SignJWT, UnsecuredJWT, type CryptoKey, type JWTPayload } from "jose";

export interface SigningKeys {
  readonly publicKey: CryptoKey;
  readonly privateKey: CryptoKey;
  /** A key that the provider never published. */
  readonly otherKey: CryptoKey;
}

export interface Asked {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly nonce: string | null;
  readonly accessToken: string;
  readonly trick: string;
  readonly keys: SigningKeys;
}

/** An ID token that is right but for its trick. `null`: none at all. */
export async function idToken(asked: Asked): Promise<string | null> {
  const { trick, keys } = asked;
  if (trick === "no-id-token") return null;
  const claims = { ...withTrick(rightClaims(asked), trick), ...tenant(asked) };
  const signed = (key: CryptoKey | Uint8Array, alg: string, kid = "key-1") =>
    new SignJWT(claims).setProtectedHeader({ alg, kid, typ: "JWT" }).sign(key);
  if (trick === "alg-none") return new UnsecuredJWT(claims).encode();
  if (trick === "hs256-public-key") {
    return signed(new TextEncoder().encode(await exportSPKI(keys.publicKey)), "HS256");
  }
  if (trick === "hs256-client-secret") {
    return signed(new TextEncoder().encode(asked.clientSecret.padEnd(32, "-")), "HS256");
  }
  if (trick === "other-key") return signed(keys.otherKey, "RS256");
  if (trick === "unknown-kid") return signed(keys.otherKey, "RS256", "key-2");
  return signed(keys.privateKey, "RS256");
}

function rightClaims({ issuer, clientId, nonce, accessToken }: Asked): JWTPayload {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: issuer,
    aud: clientId,
    sub: "subject-1",
    iat: now,
    exp: now + 600,
    at_hash: createHash("sha256").update(accessToken).digest().subarray(0, 16).toString("base64url"),
    email: "ada@example.com",
    email_verified: true,
    ...(nonce === null ? {} : { nonce }),
  };
}

/** What an ID token says of its tenant. */
function tenant({ issuer, trick }: Asked): JWTPayload {
  switch (trick) {
    case "tenant-right":
      return { iss: `${issuer}/one`, tid: "one" };
    case "tenant-of-another":
      return { iss: `${issuer}/two`, tid: "one" };
    case "tenant-not-allowed":
      return { iss: `${issuer}/three`, tid: "three" };
    case "tenant-missing":
      return { iss: `${issuer}/one` };
    case "tenant-placeholder":
      return { iss: `${issuer}/{tenantid}` };
    default:
      return {};
  }
}

/** `undefined` leaves a claim out. */
function withTrick(right: JWTPayload, trick: string): JWTPayload {
  const now = right.iat!;
  const changes: Record<string, Record<string, unknown>> = {
    "wrong-iss": { iss: "https://accounts.example.com" },
    "wrong-aud": { aud: "another-client" },
    "no-aud": { aud: undefined },
    "wrong-azp": { aud: [right.aud, "another-client"], azp: "another-client" },
    "two-aud-without-azp": { aud: [right.aud, "another-client"] },
    "wrong-nonce": { nonce: "a nonce of another flow" },
    "no-nonce": { nonce: undefined },
    expired: { iat: now - 7200, exp: now - 3600 },
    "no-exp": { exp: undefined },
    "issued-tomorrow": { iat: now + 86_400, exp: now + 90_000, nbf: now + 86_400 },
    "wrong-at-hash": { at_hash: createHash("sha256").update("x").digest().subarray(0, 16).toString("base64url") },
    "foreign-azp": { azp: "another-client" },
    "iat-tomorrow": { iat: now + 86_400, exp: now + 90_000 },
    "no-sub": { sub: undefined },
    "empty-sub": { sub: "" },
    "number-sub": { sub: 1 },
    "long-sub": { sub: "s".repeat(100_000) },
  };
  return { ...right, ...changes[trick] } as JWTPayload;
}
