import { useAuthContext } from "../provider/auth-context.ts";
import type { Links } from "../provider/links.ts";

/** The links of the provider, with those of a form before them. */
export function useLinks(own: Links | undefined): Links {
  return { ...useAuthContext().links, ...own };
}
