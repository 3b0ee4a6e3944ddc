import type { Session } from "@latchkey/core";
import { secondsLeft, sessionCookie as cookieOf } from "./cookie.ts";
import { readCookieOptions, type CookieOptions } from "./cookie-options.ts";

/** The attributes of the session cookie, in the form that `cookies().set(name, value, attributes)` of Next.js takes. */
export interface CookieAttributes {
  /** The cookie is sent to every path. */
  readonly path: "/";
  /** Scripts cannot read the cookie. */
  readonly httpOnly: true;
  /** By the option `secure`. */
  readonly secure: boolean;
  /** By the option `sameSite`. */
  readonly sameSite: "lax" | "strict" | "none";
  /** By the option `domain`. Without one, it is left out. */
  readonly domain?: string;
  /** By the option `partitioned`. Without it, it is left out. */
  readonly partitioned?: true;
  /** Seconds. */
  readonly maxAge: number;
}

/** The session cookie of a handler with the same `cookie` option: for code that sets the cookie itself. */
export interface PublicSessionCookie {
  /** The name that browsers get, with its prefix: `"__Host-latchkey_session"`. */
  readonly name: string;
  /**
   * The attributes for a session, or those that remove the cookie.
   *
   * @param session A session that was opened or extended just now. Without one, the attributes remove the cookie.
   * @returns The attributes, with `maxAge` in seconds.
   */
  attributes(session?: Session | null): CookieAttributes;
  /**
   * A `Set-Cookie` line with a session token.
   *
   * @param token The session token.
   * @param session A session that was opened or extended just now, or a number of seconds.
   * @returns A `Set-Cookie` line.
   * @throws TypeError `token` is no session token, or `session` is neither a session nor a number of seconds.
   */
  set(token: string, session: Session | number): string;
  /** A `Set-Cookie` line that removes the cookie. */
  readonly cleared: string;
}

/**
 * The name and the attributes of the session cookie: for a server action that calls `auth.signIn`, and for tests.
 *
 * @param options The `cookie` option of `createHandler`.
 * @throws TypeError The options contradict each other, or browsers would reject the cookie.
 * @example
 * const cookie = sessionCookie();
 * const { token, session } = await auth.signIn({ email: "ada@example.com", password: "correct horse battery" });
 * return new Response(null, { status: 303, headers: { location: "/", "set-cookie": cookie.set(token, session) } });
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

/** @throws TypeError The value has no end, like the `{ user, session, token }` that `signIn` returns. */
function readMaxAge(session: Session | number): number {
  const maxAge = typeof session === "number" ? session : secondsLeft(session);
  if (Number.isInteger(maxAge) && maxAge >= 0) return maxAge;
  throw new TypeError("a session cookie takes a session, or a whole number of seconds");
}
