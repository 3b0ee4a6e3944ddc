import type { Context } from "../context/context.ts";
import { counterKey } from "../guards/counter-key.ts";
import type { JsonObject } from "../json.ts";
import { callStorage } from "../storage/call-storage.ts";
import type { SpentTicket } from "../storage/storage.ts";
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

/** A cookie has at most 4096 bytes, with its name. Longer texts are neither made nor opened. */
const MAX_SEALED_LENGTH = 4000;

/** Seals a ticket: see `Tickets.seal`. */
export async function sealTicket(context: Context, { purpose, lifetime, userId, data }: NewTicket): Promise<string> {
  if (!Number.isInteger(lifetime) || lifetime < 1) throw new TypeError("lifetime must be a whole number from 1");
  const content = [userId, Math.floor(context.now() / 1000) + lifetime, data];
  const sealed = await seal(context, purpose, JSON.stringify(content));
  if (sealed.length > MAX_SEALED_LENGTH)
    throw new TypeError(`a ticket has ${sealed.length} characters and must fit in ${MAX_SEALED_LENGTH}`);
  return sealed;
}

/** Reads a ticket, which stays good: see `Tickets.read`. */
export async function readTicket(context: Context, sealed: unknown, purpose: string): Promise<Ticket | null> {
  return (await openTicket(context, sealed, purpose))?.ticket ?? null;
}

/** Reads a ticket once: see `Tickets.spend`. */
export async function spendTicket(context: Context, sealed: unknown, purpose: string): Promise<Ticket | null> {
  const opened = await openTicket(context, sealed, purpose);
  if (!opened) return null;
  const { storage, now } = context;
  const { key, expiresAt } = opened.spent;
  const { count } = await callStorage(() => storage.counters.add(key, new Date(now()), expiresAt));
  return count === 1 ? opened.ticket : null;
}

/** A ticket that was read, and what a storage step must add to spend it. */
export interface OpenedTicket {
  readonly ticket: Ticket;
  readonly spent: SpentTicket;
}

/**
 * Reads a ticket that another storage step will spend: of callers that hand `spent` to such a step, one succeeds.
 *
 * @returns `null`: it was sealed for another purpose or pool or with another secret, or has expired
 */
export async function openTicket(context: Context, sealed: unknown, purpose: string): Promise<OpenedTicket | null> {
  const mayBeOne = typeof sealed === "string" && sealed.length <= MAX_SEALED_LENGTH;
  const text = await unseal(context, purpose, mayBeOne ? sealed : null);
  if (text === null) return null;
  const [userId, expiry, data] = JSON.parse(text) as [string | null, number, JsonObject];
  const expiresAt = new Date(expiry * 1000);
  if (expiresAt.getTime() <= context.now()) return null;
  const key = counterKey("ticket", context.pool, purpose, sealed as string);
  return { ticket: { userId, data }, spent: { key, expiresAt } };
}
