import type { Auth, Authenticated } from "@latchkey/core";
import type { SessionCookie } from "../cookies/cookie.ts";
import { mayUseCookie, type RequestHead, type Origin } from "../origin/origin.ts";

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

/**
 * Every token that a request brings and that may say who it is, in the order of looking: a bad cookie does not hide a
 * good header. Never from URL or body. Several of the carrier `cookie` have to be decided: see `decideCookie`.
 */
export function carriedTokens(
  request: RequestHead,
  origin: Origin,
  carriers: readonly Carrier[],
  cookie: SessionCookie,
): readonly CarriedToken[] {
  return collect(request, origin, carriers, cookie.values);
}

/** Every token of a request, also of cookies that are nobody's: for an action that ends sessions. */
export function everyToken(
  request: RequestHead,
  origin: Origin,
  carriers: readonly Carrier[],
  cookie: SessionCookie,
): readonly CarriedToken[] {
  return collect(request, origin, carriers, cookie.everyValue);
}

function collect(
  request: RequestHead,
  origin: Origin,
  carriers: readonly Carrier[],
  cookiesOf: (headers: Headers) => readonly string[],
): readonly CarriedToken[] {
  const tokens: CarriedToken[] = [];
  for (const carrier of carriers) {
    const values =
      carrier === "bearer"
        ? bearersOf(request)
        : mayUseCookie(origin, request.method)
          ? cookiesOf(request.headers)
          : [];
    for (const token of values) if (token !== "") tokens.push({ carrier, token });
  }
  return tokens;
}

function bearersOf({ headers }: RequestHead): readonly string[] {
  const authorization = headers.get("authorization");
  const token = authorization === null ? undefined : AUTHORIZATION.exec(authorization)?.[1];
  return token === undefined ? [] : [token];
}

/** Whether there are several cookies, of which at most one counts. */
export function isDisputed(tokens: readonly CarriedToken[]): boolean {
  return tokens.length > 1 && tokens.filter(({ carrier }) => carrier === "cookie").length > 1;
}

/**
 * Of several cookies the one that counts, beside the other carriers. A neighbouring host may have planted some of them:
 * one that does not verify, or whose session is over, is none, and live ones of two sessions are nobody's.
 *
 * @throws AuthError `storage_unavailable`
 */
export async function decideCookie(
  auth: Auth<unknown, unknown>,
  tokens: readonly CarriedToken[],
): Promise<readonly CarriedToken[]> {
  const signed: CarriedToken[] = [];
  for (const carried of tokens)
    if (carried.carrier === "cookie" && (await auth.verifyToken(carried.token))) signed.push(carried);
  const chosen = signed.length > 1 ? await theOneLive(auth, signed) : signed[0];
  return tokens.filter((carried) => carried.carrier !== "cookie" || carried === chosen);
}

/** Of several tokens of one session, the one that lasts longest. */
async function theOneLive(
  auth: Auth<unknown, unknown>,
  signed: readonly CarriedToken[],
): Promise<CarriedToken | undefined> {
  let chosen: CarriedToken | undefined;
  let best: Authenticated<unknown, unknown> | undefined;
  for (const carried of signed) {
    const found = await auth.getSession(carried.token);
    if (!found) continue;
    if (best && best.session.id !== found.session.id) return undefined;
    if (!best || found.claims.exp > best.claims.exp) [chosen, best] = [carried, found];
  }
  return chosen;
}

/**
 * What a new session is to be carried by. A client that keeps its own token says so; one that has a cookie gets no
 * script-readable copy of what is in it.
 */
export function wantedCarrier(
  request: Request,
  tokens: readonly CarriedToken[],
  carriers: readonly Carrier[],
): Carrier {
  const wanted = asksForToken(request) && tokens.every(({ carrier }) => carrier === "bearer") ? "bearer" : "cookie";
  return carriers.includes(wanted) ? wanted : carriers[0]!;
}

export function asksForToken({ headers }: Request): boolean {
  return headers.get("session-carrier")?.toLowerCase() === "bearer";
}
