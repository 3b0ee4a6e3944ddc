import type { Session } from "@latchkey/core";
import { secondsLeft, sessionCookie as cookieOf } from "./cookie.ts";
import { readCookieOptions, type CookieOptions } from "./cookie-options.ts";

/** The attributes of the session cookie, as `cookies().set(name, value, attributes)` of Next.js and others take them. */
export interface CookieAttributes {
  readonly path: "/";
  readonly httpOnly: true;
  readonly secure: boolean;
  readonly sameSite: "lax" | "strict" | "none";
  readonly domain?: string;
  readonly partitioned?: true;
  /** Seconds. */
  readonly maxAge: number;
}

/** The session cookie of a handler with the same `cookie` option, for code that sets it without the handler. */
export interface PublicSessionCookie {
  /** As the browser gets it, with its prefix: `"__Host-latchkey_session"`. */
  readonly name: string;
  /** The attributes for a session that was opened or extended just now; without one, those that remove the cookie. */
  attributes(session?: Session | null): CookieAttributes;
  /** A `Set-Cookie` line with a token, for a session that was opened or extended just now, or for so many seconds. */
  set(token: string, session: Session | number): string;
  /** A `Set-Cookie` line that removes the cookie. */
  readonly cleared: string;
}

/**
 * The name and the attributes of the session cookie: for a server action that signs in by `auth.signIn`, and for tests.
 *
 * @param options the `cookie` option of `createHandler`
 * @throws TypeError for options that make no cookie, or one that browsers reject
 */
export function sessionCookie(options?: CookieOptions): PublicSessionCookie {
  const { name, set } = cookieOf(options);
  const { secure, sameSite, domain, partitioned } = readCookieOptions(options);
  const shared = {
    path: "/",
    httpOnly: true,
    secure,
    sameSite: sameSite.toLowerCase() as CookieAttributes["sameSite"],
    ...(domain === undefined ? null : { domain }),
    ...(partitioned ? { partitioned } : null),
  } as const;
  return {
    name,
    attributes: (session) => ({ ...shared, maxAge: session ? readMaxAge(session) : 0 }),
    set(token, session) {
      if (!/^[\w.-]+$/.test(token)) throw new TypeError("a session cookie takes a session token");
      return set(token, readMaxAge(session));
    },
    cleared: set("", 0),
  };
}

/** @throws TypeError for what has no end, like the `{ user, session, token }` that signing in gives */
function readMaxAge(session: Session | number): number {
  const maxAge = typeof session === "number" ? session : secondsLeft(session);
  if (Number.isInteger(maxAge) && maxAge >= 0) return maxAge;
  throw new TypeError("a session cookie takes a session, or a whole number of seconds");
}
