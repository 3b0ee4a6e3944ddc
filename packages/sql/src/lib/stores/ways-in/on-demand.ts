import type { FactorStore, PasskeyStore } from "@latchkey/core";
import type { Shared, WaysIn } from "./ways-in.ts";
import type { StoreContext } from "../store-context.ts";

const PASSKEYS = ["insertUser", "insert", "find", "use", "list", "rename", "delete"] satisfies (keyof PasskeyStore)[];
const FACTORS = [
  "find",
  "insert",
  "use",
  "replaceCodes",
  "forgetDevices",
  "reseal",
  "delete",
] satisfies (keyof FactorStore)[];

/** Passkeys and second factors. Their code is loaded at the first use: who has neither has none of it. */
export function waysInOnDemand(context: StoreContext, shared: Shared): WaysIn {
  let loaded: WaysIn | null = null;
  // Each call waits for its own: in Cloudflare Workers a request that is cancelled takes its promises along.
  const load = async () => (loaded ??= await (await import("../deferred-stores.ts")).waysIn(context, shared));
  const storeOf = (name: keyof WaysIn, methods: readonly string[]) =>
    Object.fromEntries(
      methods.map((method) => [
        method,
        async (...args: unknown[]) =>
          ((await load())[name] as unknown as Record<string, (...values: unknown[]) => unknown>)[method]!(...args),
      ]),
    );
  return {
    passkeys: storeOf("passkeys", PASSKEYS) as unknown as PasskeyStore,
    factors: storeOf("factors", FACTORS) as unknown as FactorStore,
  };
}
