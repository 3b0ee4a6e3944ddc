/** Seconds that a secret lives. Apple takes up to six months; an hour needs nobody who remembers to renew it. */
const LIFETIME_S = 3600;
/** Seconds before its end at which the next secret is made. */
const MARGIN_S = 300;

/** What Apple has given to the developer. */
export interface AppleKey {
  /** The Services ID: `"com.example.web"`. */
  readonly clientId: string;
  /** The ten characters of the team, from the membership page. */
  readonly teamId: string;
  /** The ten characters of the key. */
  readonly keyId: string;
  /** The text of the file `AuthKey_….p8`, which Apple gives out once. */
  readonly privateKey: string;
}

/**
 * Makes client secrets as Apple wants them: a JWT that the developer's key signs with ES256 (RFC 7518 §3.4). One is
 * used until shortly before it expires.
 */
export function appleSecret(key: AppleKey): (now: number) => Promise<string> {
  let latest: { readonly secret: Promise<string>; readonly until: number } | undefined;
  return (now) => {
    const seconds = Math.floor(now / 1000);
    if (!latest || seconds >= latest.until || seconds < latest.until - LIFETIME_S) {
      const secret = sign(key, seconds);
      latest = { secret, until: seconds + LIFETIME_S - MARGIN_S };
      // The next request tries again.
      secret.catch(() => (latest = undefined));
    }
    return latest.secret;
  };
}

async function sign({ clientId, teamId, keyId, privateKey }: AppleKey, now: number): Promise<string> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("pkcs8", bytesOfPem(privateKey), algorithm, false, ["sign"]);
  const claims = { iss: teamId, iat: now, exp: now + LIFETIME_S, aud: "https://appleid.apple.com", sub: clientId };
  const input = `${part({ alg: "ES256", kid: keyId })}.${part(claims)}`;
  const signature = await crypto.subtle.sign(algorithm, key, new TextEncoder().encode(input));
  return `${input}.${base64url(new Uint8Array(signature))}`;
}

/**
 * The bytes of a file `AuthKey_….p8`. Environment variables often hold `\n` in two characters.
 *
 * @throws Error The text is no such file. The error does not hold it
 */
function bytesOfPem(pem: string): Uint8Array<ArrayBuffer> {
  const [, body] =
    /-----BEGIN PRIVATE KEY-----([\s\S]+)-----END PRIVATE KEY-----/.exec(pem.replaceAll("\\n", "\n")) ?? [];
  try {
    return Uint8Array.from(atob(body!.replace(/\s/g, "")), (character) => character.charCodeAt(0));
  } catch {
    throw new Error("privateKey must be the text of Apple's file AuthKey_….p8");
  }
}

const part = (value: object): string => base64url(new TextEncoder().encode(JSON.stringify(value)));

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
