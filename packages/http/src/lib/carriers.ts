import type { SessionCookie } from "./cookie.ts";
import { maySeeCookie, type Incoming, type Origin } from "./origin.ts";

/** What brings a token here. */
export type Carrier = "cookie" | "bearer";

const CARRIERS: readonly Carrier[] = ["cookie", "bearer"];

export interface CarriedToken {
  readonly carrier: Carrier;
  readonly token: string;
}

/** The schemes are equal; `Bearer` is RFC 6750 §2.1, and schemes are compared without case (RFC 9110 §11.1). */
const AUTHORIZATION = /^(?:bearer|jwt) +([\w.~+/=-]+) *$/i;

/** The carriers that count, in the order of looking. @throws TypeError for none, twice the same, or another */
export function readCarriers(carriers: readonly Carrier[] = CARRIERS): readonly Carrier[] {
  const isList = Array.isArray(carriers) && carriers.length > 0 && new Set(carriers).size === carriers.length;
  if (!isList || !carriers.every((carrier) => CARRIERS.includes(carrier))) {
    throw new TypeError('carriers takes "cookie" and "bearer", in the order of looking, or one of them');
  }
  return [...carriers];
}

/** Every token that a request brings, in the order of looking: a bad cookie does not hide a good header. Never from URL or body. */
export function carriedTokens(request: Incoming, origin: Origin, carriers: readonly Carrier[], cookie: SessionCookie): readonly CarriedToken[] {
  let tokens: readonly CarriedToken[] = [];
  for (const carrier of carriers) {
    const token = carrier === "cookie" ? cookieOf(request, origin, cookie) : bearerOf(request);
    if (token) tokens = [...tokens, { carrier, token }];
  }
  return tokens;
}

function cookieOf({ headers, method }: Incoming, origin: Origin, cookie: SessionCookie): string | null {
  return maySeeCookie(origin, method) ? cookie.read(headers.get("cookie")) : null;
}

function bearerOf({ headers }: Incoming): string | undefined {
  const authorization = headers.get("authorization");
  return authorization === null ? undefined : AUTHORIZATION.exec(authorization)?.[1];
}

/**
 * What a new session is to be carried by. A client that keeps its own token says so; one that has a cookie gets no
 * script-readable copy of what is in it.
 */
export function wantedCarrier(request: Request, tokens: readonly CarriedToken[], carriers: readonly Carrier[]): Carrier {
  const wanted = asksForToken(request) && tokens.every(({ carrier }) => carrier === "bearer") ? "bearer" : "cookie";
  return carriers.includes(wanted) ? wanted : carriers[0]!;
}

export function asksForToken({ headers }: Request): boolean {
  return headers.get("session-carrier")?.toLowerCase() === "bearer";
}
