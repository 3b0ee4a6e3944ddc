import type { Auth } from "../auth.ts";
import { contextOf } from "../context/context-of.ts";
import type { Context } from "../context/context.ts";
import { counterKey } from "../guards/counter-key.ts";
import type { JsonObject } from "../json.ts";
import { callStorage } from "../storage/call-storage.ts";
import { seal, unseal } from "./seal.ts";

/** What a ticket says. */
export interface Ticket {
  /** The id of the user whom it is about. `null`: it is not known yet who it is. */
  readonly userId: string | null;
  /** What belongs to it, like the `state` of a flow. */
  readonly data: JsonObject;
}

/** A ticket to seal. */
export interface NewTicket extends Ticket {
  /** What it is for: `"oauth"`. It opens for nothing else. */
  readonly purpose: string;
  /** Seconds until it is void: a whole number from 1. */
  readonly lifetime: number;
}

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

const MAX_SEALED_LENGTH = 4000;

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
  const read = async (sealed: unknown, purpose: string) => (await open(context, sealed, purpose))?.ticket ?? null;
  return {
    async seal({ purpose, lifetime, userId, data }) {
      if (!Number.isInteger(lifetime) || lifetime < 1) throw new TypeError("lifetime must be a whole number from 1");
      const content = [userId, Math.floor(context.now() / 1000) + lifetime, data];
      const sealed = await seal(context, purpose, JSON.stringify(content));
      if (sealed.length > MAX_SEALED_LENGTH)
        throw new TypeError(`a ticket has ${sealed.length} characters and must fit in ${MAX_SEALED_LENGTH}`);
      return sealed;
    },
    read,
    async spend(sealed, purpose) {
      const opened = await open(context, sealed, purpose);
      if (!opened) return null;
      const { storage, now, pool } = context;
      const key = counterKey("ticket", pool, purpose, sealed as string);
      const { count } = await callStorage(() => storage.counters.add(key, new Date(now()), opened.expiresAt));
      return count === 1 ? opened.ticket : null;
    },
  };
}

interface OpenedTicket {
  readonly ticket: Ticket;
  readonly expiresAt: Date;
}

async function open(context: Context, sealed: unknown, purpose: string): Promise<OpenedTicket | null> {
  const text = await unseal(context, purpose, sealed);
  if (text === null) return null;
  const [userId, expiry, data] = JSON.parse(text) as [string | null, number, JsonObject];
  const expiresAt = new Date(expiry * 1000);
  return expiresAt.getTime() > context.now() ? { ticket: { userId, data }, expiresAt } : null;
}
