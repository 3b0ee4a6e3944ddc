import type { SocialProvider } from "@latchkey/client";
import { useMethods } from "../methods/use-methods.ts";
import { useWaitingLink } from "./use-waiting-link.ts";

/** The providers that can sign somebody in here: not the one whose account must be connected first. */
export function useSocialProviders(): readonly SocialProvider[] {
  const { methods } = useMethods();
  const waiting = useWaitingLink()?.id;
  return methods?.oauth?.providers.filter(({ id }) => id !== waiting) ?? [];
}
