import type { SpentTicket } from "../storage.ts";
import type { Tables } from "./tables.ts";

/** Whether a step has spent the ticket. */
export function isSpent({ counters }: Tables, { key }: SpentTicket): boolean {
  return counters.has(key);
}

export function spend({ counters }: Tables, { key, expiresAt }: SpentTicket): void {
  counters.set(key, structuredClone({ count: 1, resetsAt: expiresAt }));
}
