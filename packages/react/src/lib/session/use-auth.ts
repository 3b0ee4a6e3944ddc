"use client";

import type { Client, JsonObject } from "@latchkey/client";
import { useAuthContext } from "../provider/auth-context.ts";

/**
 * The client of the provider: `signOut()`, `session.refresh()`, and every other route.
 *
 * @typeParam Metadata what `user.metadata` is
 * @typeParam MetadataInput what the server's schema takes for it, if that is something else
 * @example
 * ```ts
 * import { useAuth } from "@latchkey/react";
 *
 * const { signOut } = useAuth(); // <button onClick={() => signOut()}>Sign out</button>
 * ```
 */
export function useAuth<Metadata = JsonObject, MetadataInput = Metadata>(): Client<Metadata, MetadataInput> {
  return useAuthContext().client as Client<Metadata, MetadataInput>;
}
