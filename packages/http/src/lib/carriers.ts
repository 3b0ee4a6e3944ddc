import type { SessionCookie } from "./cookie.ts";
import { maySeeCookie, type Origin } from "./origin.ts";

/** What brought a token here. */
export type Carrier = "cookie" | "bearer";

export interface CarriedToken {
  readonly carrier: Carrier;
  readonly token: string;
}

/** The schemes are equal; `Bearer` is RFC 6750 §2.1, and schemes are compared without case (RFC 9110 §11.1). */
const AUTHORIZATION = /^(?:bearer|jwt) +([\w.~+/=-]+) *$/i;

/** Every token that a request brings, in the order of looking: a bad cookie does not hide a good header. Never from URL or body. */
export function carriedTokens(request: Request, origin: Origin, cookie: SessionCookie): readonly CarriedToken[] {
  const tokens: CarriedToken[] = [];
  const fromCookie = maySeeCookie(origin, request.method) ? cookie.read(request.headers.get("cookie")) : null;
  if (fromCookie) tokens.push({ carrier: "cookie", token: fromCookie });
  const authorization = request.headers.get("authorization");
  const fromHeader = authorization === null ? null : AUTHORIZATION.exec(authorization)?.[1];
  if (fromHeader) tokens.push({ carrier: "bearer", token: fromHeader });
  return tokens;
}
