import type { SocialProvider } from "@latchkey/client";
import { useMethods } from "../methods/use-methods.ts";
import { useReturnedError } from "./use-returned-error.ts";

/** The providers that can sign somebody in here: not the one whose account must be connected first. */
export function useSocialProviders(): readonly SocialProvider[] {
  const { methods } = useMethods();
  const returned = useReturnedError();
  const waiting = returned?.code === "link_required" ? returned.provider?.id : undefined;
  return methods?.oauth?.providers.filter(({ id }) => id !== waiting) ?? [];
}
