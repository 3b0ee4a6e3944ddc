import { useMethods } from "../methods/use-methods.ts";
import { useAuthContext } from "../provider/auth-context.ts";
import type { WayIn } from "../provider/way-in.ts";

/** The ways in that the application has and the server offers. */
export function useWays(): readonly WayIn[] {
  const { ways } = useAuthContext();
  const { methods } = useMethods();
  return methods ? ways.filter((way) => way.isOffered(methods)) : [];
}
