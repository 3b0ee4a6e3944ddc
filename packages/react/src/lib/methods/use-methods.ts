"use client";

import type { Methods } from "@latchkey/client";
import { useMemo, useSyncExternalStore } from "react";
import { useAuthContext } from "../provider/auth-context.ts";
import { methodsStore, type MethodsState } from "./methods-store.ts";

/** What a server offers, and a way to ask again after a failure. */
export interface OfferedMethods extends MethodsState {
  /** Asks again after a failure. */
  retry(): void;
}

const nothing = () => {};
const never = () => nothing;

/**
 * What the server offers, as `GET /methods` says. It is asked once for all components, and not at all if the provider
 * has `methods`.
 *
 * @example
 * ```ts
 * import { useMethods } from "@latchkey/react";
 *
 * const { methods } = useMethods();
 * const isOpen = methods?.password?.signUp === true;
 * ```
 */
export function useMethods(): OfferedMethods {
  const { client, initialMethods } = useAuthContext();
  const initial = useMemo<MethodsState>(() => ({ methods: initialMethods, error: null }), [initialMethods]);
  const store = methodsStore(client);
  const known = () => initial;
  const state = useSyncExternalStore(
    initialMethods ? never : store.subscribe,
    initialMethods ? known : store.get,
    known,
  );
  return { ...state, retry: store.retry };
}

/** Whether the server offers something, as far as is known: a form is not left out before the answer is there. */
export function useOffer(name: keyof Methods): boolean {
  const { methods } = useMethods();
  return methods === null || methods[name] !== undefined;
}
