import type { Auth, Authenticated } from "@latchkey/core";
import type { SessionCookie } from "../cookies/cookie.ts";
import { mayUseCookie, type RequestHead, type Origin } from "../origin/origin.ts";

/** Where a request has its session token: in the session cookie, or in `Authorization: Bearer …` (RFC 6750 §2.1). */
export type Carrier = "cookie" | "bearer";

const CARRIERS: readonly Carrier[] = ["cookie", "bearer"];

/** A session token of a request. It may be invalid. */
export interface CarriedToken {
  /** Where it was. */
  readonly carrier: Carrier;
  /** The token as it came: not checked. */
  readonly token: string;
}

export interface CarrierSettings {
  /** In the order of precedence. */
  readonly carriers: readonly Carrier[];
  readonly cookie: SessionCookie;
}

/** `Bearer` (RFC 6750 §2.1) or `JWT`. Case does not matter in a scheme (RFC 9110 §11.1). */
const AUTHORIZATION = /^(?:bearer|jwt) +([\w.~+/=-]+) *$/i;

/** Checks the `carriers` option. @throws TypeError It is empty, has a value twice, or has another value. */
export function readCarriers(carriers: readonly Carrier[] = CARRIERS): readonly Carrier[] {
  const isList = Array.isArray(carriers) && carriers.length > 0 && new Set(carriers).size === carriers.length;
  if (!isList || !carriers.every((carrier) => CARRIERS.includes(carrier))) {
    throw new TypeError('carriers takes "cookie" and "bearer", in the order of precedence, or one of them');
  }
  return [...carriers];
}

/**
 * The tokens that may authenticate a request, in the order of precedence. An invalid cookie does not hide a valid
 * header. Tokens in the URL or the body do not count. If there are several cookies, `chooseCookie` comes next.
 */
export function carriedTokens(head: RequestHead, origin: Origin, settings: CarrierSettings): readonly CarriedToken[] {
  return inOrder(head, settings.carriers, mayUseCookie(origin, head.method) && settings.cookie.values);
}

/** Every token of a request, also those of cookies that authenticate nobody: for routes that end sessions. */
export function allCarriedTokens(
  head: RequestHead,
  origin: Origin,
  settings: CarrierSettings,
): readonly CarriedToken[] {
  return inOrder(head, settings.carriers, mayUseCookie(origin, head.method) && settings.cookie.allValues);
}

function inOrder(
  { headers }: RequestHead,
  carriers: readonly Carrier[],
  readCookies: false | ((headers: Headers) => readonly string[]),
): readonly CarriedToken[] {
  const tokens: CarriedToken[] = [];
  for (const carrier of carriers) {
    const values = carrier === "bearer" ? bearerTokens(headers) : readCookies ? readCookies(headers) : [];
    for (const token of values) if (token !== "") tokens.push({ carrier, token });
  }
  return tokens;
}

function bearerTokens(headers: Headers): readonly string[] {
  const authorization = headers.get("authorization");
  const token = authorization === null ? undefined : AUTHORIZATION.exec(authorization)?.[1];
  return token === undefined ? [] : [token];
}

/** Whether there are several cookies. Then at most one of them counts. */
export function hasSeveralCookies(tokens: readonly CarriedToken[]): boolean {
  return tokens.length > 1 && tokens.filter(({ carrier }) => carrier === "cookie").length > 1;
}

/**
 * Keeps the one cookie that counts, and the other carriers. A neighbouring host may have set some of the cookies. So a
 * cookie that does not verify, or whose session is over, does not count; and if two different live sessions remain,
 * none does.
 *
 * @throws AuthError `storage_unavailable`
 */
export async function chooseCookie(
  auth: Auth<unknown, unknown>,
  tokens: readonly CarriedToken[],
): Promise<readonly CarriedToken[]> {
  const signed: CarriedToken[] = [];
  for (const carried of tokens)
    if (carried.carrier === "cookie" && (await auth.verifyToken(carried.token))) signed.push(carried);
  const chosen = signed.length > 1 ? await findOnlySession(auth, signed) : signed[0];
  return tokens.filter((carried) => carried.carrier !== "cookie" || carried === chosen);
}

/** The token that expires last, if all live tokens belong to one session. */
async function findOnlySession(
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
 * How a new session is handed to the client. A client that asks for a token gets it. A request with a cookie gets a
 * cookie all the same, because a script must not turn an HttpOnly cookie into a token that it can read.
 */
export function carrierForNewSession(
  request: Request,
  tokens: readonly CarriedToken[],
  carriers: readonly Carrier[],
): Carrier {
  const wanted = asksForToken(request) && tokens.every(({ carrier }) => carrier === "bearer") ? "bearer" : "cookie";
  return carriers.includes(wanted) ? wanted : carriers[0]!;
}

/** Whether a client asks for the token in the body: by `Session-Carrier: bearer`. */
export function asksForToken({ headers }: Request): boolean {
  return headers.get("session-carrier")?.toLowerCase() === "bearer";
}
