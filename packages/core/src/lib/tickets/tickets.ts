import type { Auth } from "../auth.ts";
import { contextOf } from "../context/context-of.ts";
import { readTicket, sealTicket, spendTicket, type NewTicket, type Ticket } from "./ticket.ts";

/** What somebody between two steps of a sign-in carries: no row is stored until a ticket is spent. */
export interface Tickets {
  /**
   * Seals a ticket. Put it into an HttpOnly cookie, or hand it to a client that has no cookies.
   *
   * @param ticket what it says. `data` must fit into a cookie with the rest: about 2 kB of JSON
   * @returns base64url, which its holder can neither read nor change
   * @throws TypeError when it would be longer than 4000 characters, and when the secret is missing
   */
  seal(ticket: NewTicket): Promise<string>;
  /**
   * Reads a ticket. It stays good: whoever has it can come again.
   *
   * @param sealed what `seal` returned; anything else is `null`
   * @param purpose what it must be for
   * @returns `null`: it was sealed for another purpose or pool or with another secret, or has expired
   * @throws TypeError when the secret is missing
   */
  read(sealed: unknown, purpose: string): Promise<Ticket | null>;
  /**
   * Reads a ticket once: of concurrent callers, in any number of processes, one gets it. Writes one row, which is swept
   * when the ticket has expired.
   *
   * @throws AuthError `storage_unavailable`
   * @throws TypeError when the secret is missing
   */
  spend(sealed: unknown, purpose: string): Promise<Ticket | null>;
}

/**
 * Tickets of an auth, for ways in that take more than one step. Their keys come from the secret, one for each purpose,
 * so a ring of secrets can be rotated as for tokens.
 *
 * @throws TypeError for anything that `createAuth` did not return
 * @example
 * ```ts
 * import { tickets } from "@latchkey/core/tickets";
 *
 * const own = tickets(auth);
 * const sealed = await own.seal({ purpose: "invite", lifetime: 600, userId: null, data: { team: "blue" } });
 * const ticket = await own.spend(sealed, "invite");
 * ```
 */
export function tickets<Metadata>(auth: Auth<Metadata>): Tickets {
  const context = contextOf(auth);
  return {
    seal: (ticket) => sealTicket(context, ticket),
    read: (sealed, purpose) => readTicket(context, sealed, purpose),
    spend: (sealed, purpose) => spendTicket(context, sealed, purpose),
  };
}
