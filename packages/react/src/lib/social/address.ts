import { useSyncExternalStore } from "react";

const nothing = () => {};
const never = () => nothing;

/** What the server adds to the address of a page when a provider could not sign in, connect or prove. */
const OF_FAILURES = ["error", "provider"];

/** The query of the page's address. While a server renders, and until React has taken over, it is empty. */
export function useSearch(): URLSearchParams {
  const search = useSyncExternalStore(
    never,
    () => location.search,
    () => "",
  );
  return new URLSearchParams(search);
}

/** The path and the query of this page, to come back to. */
export function pathOfPage(): string {
  const { pathname, searchParams } = new URL(location.href);
  for (const name of OF_FAILURES) searchParams.delete(name);
  return pathname + (searchParams.size > 0 ? `?${searchParams}` : "");
}
