import type { SessionStore, User } from "@latchkey/client";
import { useEffect, useRef } from "react";

/** Whose page it is: the id of a user, `null` for nobody, `undefined` while that is not known. */
type Owner = string | null | undefined;

/**
 * Calls `onChange` when the page's owner has changed without a word from the server: by a form, or in another tab.
 *
 * @returns the owner, to be set before the client is told what the server has rendered, since that is no such change
 */
export function useSessionChange(
  session: SessionStore<unknown>,
  onChange: ((user: User<any> | null) => void) | undefined,
): { current: Owner } {
  const owner = useRef<Owner>(undefined);
  const latest = useRef(onChange);
  const isAsked = onChange !== undefined;
  useEffect(() => void (latest.current = onChange));
  useEffect(() => {
    if (!isAsked) return undefined;
    return session.subscribe(({ status, user }) => {
      if (status === "loading") return;
      const before = owner.current;
      owner.current = idOf(user);
      if (before !== undefined && before !== owner.current) latest.current?.(user);
    });
  }, [session, isAsked]);
  return owner;
}

/** The owner of a page that is rendered for this user. */
export function idOf(user: User<unknown> | null): string | null {
  return user?.id ?? null;
}
