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
  // Who offers no sign-in with Apple does not load it.
  const { importPKCS8, SignJWT } = await import("jose");
  // Environment variables often hold `\n` in two characters. The error does not hold the text.
  const key = await importPKCS8(privateKey.replaceAll("\\n", "\n"), "ES256").catch(() => {
    throw new Error("privateKey must be the text of Apple's file AuthKey_….p8");
  });
  return new SignJWT()
    .setProtectedHeader({ alg: "ES256", kid: keyId })
    .setIssuer(teamId)
    .setSubject(clientId)
    .setAudience("https://appleid.apple.com")
    .setIssuedAt(now)
    .setExpirationTime(now + LIFETIME_S)
    .sign(key);
}
