import type { Authenticated, Client } from "@latchkey/core";
import { users, type Users } from "@latchkey/core/users";
import { HttpError, type RouteContext } from "@latchkey/http";
import type { Admin } from "../admin.ts";

/** An administrator at work. */
export interface Administrator {
  /** Who it is. */
  readonly authenticated: Authenticated;
  /** Manages the users in the name of this administrator. */
  readonly people: Users;
  /** Where the request comes from, and that this administrator acts: events and the audit log name both. */
  readonly client: Client;
}

/**
 * Lets in who has a live session of the administrators' pool and whom `allow` lets in. Every route of this package
 * begins here.
 *
 * @throws HttpError `unauthenticated`, `refused`
 * @throws TypeError the routes are mounted in the handler of another auth, whose users are no administrators
 */
export async function requireAdministrator(admin: Admin, context: RouteContext): Promise<Administrator> {
  if (context.auth !== admin.administrators)
    throw new TypeError("mount the routes of admin() in a handler over its administrators");
  const found = await context.authenticate();
  if (!found) throw new HttpError("unauthenticated", "Not signed in");
  const { authenticated } = found;
  if (admin.allow && (await admin.allow(authenticated)) !== true)
    throw new HttpError("refused", "You are no administrator here");
  const client = { ...context.client, actor: `${admin.administrators.pool}/${authenticated.user.id}` };
  return { authenticated, people: users(admin.auth, client), client };
}

/** Refuses what hurts if the session was not proved a moment ago. @throws HttpError `proof_required` */
export function requireProof(admin: Admin, { authenticated }: Administrator): void {
  if (!isProved(admin, authenticated))
    throw new HttpError("proof_required", "Prove again that you are the administrator");
}

/** Whether the session of an administrator was proved a moment ago. */
export function isProved({ proof, proofWithin }: Admin, { session }: Pick<Authenticated, "session">): boolean {
  return proof.isRecent(session, { within: proofWithin });
}
