import type { SocialProvider } from "@latchkey/client";
import { useMethods } from "../methods/use-methods.ts";
import { useSearch } from "./address.ts";

/** Why somebody came back from a provider without what they went for. */
export interface ReturnedError {
  /** The code, as `LatchkeyError` has it. The address of a page can say anything, so that it may be none. */
  readonly code: string;
  /** The provider, if the server offers one of this id. */
  readonly provider: SocialProvider | undefined;
}

/** What the address of the page says, where the server offers sign-in by providers. `null`: no error. */
export function useReturnedError(): ReturnedError | null {
  const search = useSearch();
  const offered = useMethods().methods?.oauth;
  const code = search.get("error");
  if (!offered || !code) return null;
  return { code, provider: offered.providers.find(({ id }) => id === search.get("provider")) };
}
