import type { AuthEvent, AuthOptions } from "../../src/index.ts";
import { users } from "../../src/users.ts";
import { openAuth } from "../support.ts";

export const INVALID_IDS = [
  "",
  "gibberish",
  "' or 1=1 --",
  "00000000-0000-0000-0000-00000000000g",
  crypto.randomUUID().toUpperCase(),
  7,
  null,
  undefined,
  {},
] as never[];

export const admin = { address: "192.0.2.7", agent: "console" };

export function openUsers(options: Partial<AuthOptions> = {}) {
  const events: AuthEvent[] = [];
  const fixture = openAuth({ hooks: { after: (event) => void events.push(event) }, ...options });
  return { ...fixture, events, own: users(fixture.auth, admin) };
}
