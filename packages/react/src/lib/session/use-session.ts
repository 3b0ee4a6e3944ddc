"use client";

import type { JsonObject, SessionState, User } from "@latchkey/client";
import { useSyncExternalStore } from "react";
import { useAuthContext } from "../provider/auth-context.ts";

/**
 * Who is signed in: `status` is `"loading"`, `"signed-in"` or `"signed-out"`. However many components read it, the
 * server is asked once, and not at all if it has rendered the answer.
 *
 * @typeParam Metadata what `user.metadata` is
 * @example
 * ```ts
 * import { useSession } from "@latchkey/react";
 *
 * const { status, user, error } = useSession();
 * ```
 */
export function useSession<Metadata = JsonObject>(): SessionState<Metadata> {
  const { client, initialState } = useAuthContext();
  const { session } = client;
  const known = () => initialState;
  const current = () => {
    const state = session.get();
    return state.status === "loading" && initialState.status !== "loading" ? initialState : state;
  };
  return useSyncExternalStore(session.subscribe, current, known) as SessionState<Metadata>;
}

/**
 * The user who is signed in. `null`: nobody, or nobody knows yet.
 *
 * @typeParam Metadata what `user.metadata` is
 * @example
 * ```ts
 * import { useUser } from "@latchkey/react";
 *
 * const user = useUser<{ name: string }>();
 * const greeting = user ? `Hello, ${user.metadata?.name ?? user.email}` : "Hello";
 * ```
 */
export function useUser<Metadata = JsonObject>(): User<Metadata> | null {
  return useSession<Metadata>().user;
}
