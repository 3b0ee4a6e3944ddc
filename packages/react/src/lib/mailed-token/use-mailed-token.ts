"use client";

import { useEffect, useState } from "react";
import { useBrowserEffect } from "../provider/use-browser-effect.ts";

/**
 * The token of the link in a mail: from `?token=…`, or from the fragment (`#…` or `#token=…`). It is taken out of the
 * address bar, so that it is in no history, no referrer and no screenshot.
 *
 * @param given the token, if the page has it already
 * @returns `undefined` until the page has looked; `null` if the address has none
 * @example
 * ```ts
 * import { useMailedToken } from "@latchkey/react";
 *
 * const token = useMailedToken();
 * ```
 */
export function useMailedToken(given?: string): string | null | undefined {
  const [found, setFound] = useState<string | null>();
  // A later effect would be too late: inside <Suspense>, React may let a button be pressed long before it renders what
  // an effect has changed, and the form would be sent without the token.
  useBrowserEffect(() => {
    if (given !== undefined) return;
    const { token } = readAddress();
    // In StrictMode, this runs twice, and the second time there may be nothing any more.
    setFound((before) => token ?? before ?? null);
  }, [given]);
  useEffect(() => {
    if (given !== undefined) return;
    const { token } = readAddress();
    // Routers follow changes of the history from the effects of components above this one, which come later.
    if (token !== null) setTimeout(() => hideToken(token));
  }, [given]);
  return given ?? found;
}

/** The token in the address of the page, and the address without it. */
function readAddress(): { readonly token: string | null; readonly rest: URL } {
  const rest = new URL(location.href);
  const fragment = rest.hash.slice(1);
  const token = rest.searchParams.get("token") ?? (new URLSearchParams(fragment).get("token") || fragment);
  rest.searchParams.delete("token");
  rest.hash = "";
  return { token: token || null, rest };
}

function hideToken(found: string): void {
  const { token, rest } = readAddress();
  if (token !== found) return;
  const state = history.state as object | null;
  // A state with `__NA` is one that Next.js has made: it would not look, and put the token back when it renders anew.
  history.replaceState(state && { ...state, __NA: undefined }, "", rest);
}
