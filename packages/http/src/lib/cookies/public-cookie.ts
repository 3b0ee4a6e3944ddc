import type { Session } from "@latchkey/core";
import { secondsLeft, sessionCookie as cookieOf } from "./cookie.ts";
import { readCookieOptions, type CookieOptions } from "./cookie-options.ts";

/** The attributes of the session cookie, in the form that `cookies().set(name, value, attributes)` of Next.js takes. */
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

/** The session cookie of a handler with the same `cookie` option: for code that sets the cookie itself. */
export interface PublicSessionCookie {
  /** The name that browsers get, with its prefix: `"__Host-latchkey_session"`. */
  readonly name: string;
  /**
   * @param session A session that was opened or extended just now. Without one, the attributes remove the cookie.
   * @returns The attributes, with `maxAge` in seconds.
   */
  attributes(session?: Session | null): CookieAttributes;
  /**
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
 * const { name, attributes } = sessionCookie();
 * const { token, session } = await auth.signIn({ email, password });
 * (await cookies()).set(name, token, attributes(session)); // Next.js
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
