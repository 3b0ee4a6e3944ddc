import type { Context, LiveSession } from "../context/context.ts";
import { AuthError } from "../errors.ts";
import { findActive } from "./session.ts";

/** The session that a token uses. @throws AuthError `unauthenticated`, `storage_unavailable` */
export async function requireSession(context: Context, token: unknown): Promise<LiveSession> {
  const found = await findActive(context, token);
  if (!found) throw new AuthError("unauthenticated", "Not signed in");
  return found;
}
