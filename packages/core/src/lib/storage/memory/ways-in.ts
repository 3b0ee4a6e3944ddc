import { isPassword } from "../no-password.ts";
import type { Tables } from "./tables.ts";

/** Whether a user has one identity or one passkey, and neither another nor a password. */
export function isOnlyWayIn({ users, identities, passkeys }: Tables, userId: string): boolean {
  if (isPassword(users.get(userId)?.passwordHash ?? "")) return false;
  return [...identities.values(), ...passkeys.values()].filter((way) => way.userId === userId).length === 1;
}
