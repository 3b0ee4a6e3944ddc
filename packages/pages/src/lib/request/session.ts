import type { Session, User } from "@latchkey/core";
import type { RouteContext } from "@latchkey/http";

/** Who is signed in. */
export interface Visitor {
  /** The user. */
  readonly user: User;
  /** The session of this browser. */
  readonly session: Session;
  /** The session token. */
  readonly token: string;
  /** `Set-Cookie` lines of a session that was renewed, for the answer. */
  readonly setCookie: readonly string[] | undefined;
}

/**
 * Who is signed in by cookie, or `null`. Without a cookie it asks nothing of storage.
 *
 * @throws AuthError `storage_unavailable`
 * @example
 * ```ts
 * import type { Page } from "@latchkey/pages";
 * import { findVisitor } from "@latchkey/pages/blocks";
 *
 * const page: Page = {
 *   path: "/welcome",
 *   async open({ context, link }) {
 *     const visitor = await findVisitor(context);
 *     return { redirectTo: link(visitor ? "/account" : "/sign-in") };
 *   },
 * };
 * ```
 */
export async function findVisitor(context: RouteContext): Promise<Visitor | null> {
  const token = sessionToken(context);
  const found = token === "" ? null : await context.auth.getSession(token, { renew: true });
  if (!found) return null;
  const { user, session, renewed } = found;
  const setCookie = renewed === undefined ? undefined : context.sessionCookie({ token: renewed, session });
  return { user, session, token, setCookie };
}

/**
 * The session token in the cookie, for a companion, which checks it. Empty: there is none.
 * @example
 * ```ts
 * import type { Route } from "@latchkey/http";
 * import { sessionToken } from "@latchkey/pages/blocks";
 *
 * const isVisitor: Route["handle"] = async (context) => ({ body: { hasCookie: sessionToken(context) !== "" } });
 * ```
 */
export function sessionToken({ tokens }: RouteContext): string {
  return tokens.find(({ carrier }) => carrier === "cookie")?.token ?? "";
}
