"use client";

import { useEffect, useState } from "react";

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
  useEffect(() => {
    if (given !== undefined) return;
    const token = takeToken();
    // In StrictMode, this runs twice, and there is nothing to take any more.
    setFound((before) => token ?? before ?? null);
  }, [given]);
  return given ?? found;
}

function takeToken(): string | null {
  const url = new URL(location.href);
  const fragment = url.hash.slice(1);
  const token = url.searchParams.get("token") ?? (new URLSearchParams(fragment).get("token") || fragment);
  if (!token) return null;
  url.searchParams.delete("token");
  url.hash = "";
  history.replaceState(history.state, "", url);
  return token;
}
