import { addressKey } from "../guards/address-key.ts";
import type { Client } from "../client.ts";
import type { Context } from "./context.ts";
import type { QueueKey } from "../passwords/fair-queue.ts";

/**
 * By what the queue sorts the work of a client: its address (IPv6 as /64) where it is known, else the name that it
 * gives.
 *
 * @param name in canonical form, and so of bounded length
 */
export function queueKey({ pool }: Context, { address }: Client, name: string): QueueKey {
  return { client: address === null ? `name ${pool} ${name}` : `address ${addressKey(address)}`, account: null };
}

/** The same for a password attempt. Attempts under one name run one at a time if a guard of the auth asks for it. */
export function guessQueueKey(context: Context, client: Client, name: string): QueueKey {
  const isOneAtATime = context.guards.some(({ oneAtATime }) => oneAtATime);
  return { ...queueKey(context, client, name), account: isOneAtATime ? `${context.pool} ${name}` : null };
}

/** The name for work of the server's own code. No e-mail address or user name looks like it. */
export const SERVER_NAME = "(server)";
