import { useMethods } from "../methods/use-methods.ts";
import { useAuthContext } from "../provider/auth-context.ts";
import type { WayIn } from "../provider/way-in.ts";

/** The ways in that the application has and the server offers. None until the server has said what it offers. */
export function useWays(): readonly WayIn[] {
  const { methods } = useMethods();
  const ways = useLikelyWays();
  return methods ? ways : [];
}

/**
 * The same, but until the server has said what it offers, all that the application has: it has them because the server
 * does, and what stands below must not move.
 */
export function useLikelyWays(): readonly WayIn[] {
  const { ways } = useAuthContext();
  const { methods } = useMethods();
  return methods ? ways.filter((way) => way.isOffered(methods)) : ways;
}
