import { addressKey } from "../guards/address-key.ts";
import type { Client } from "../client.ts";
import type { Context } from "./context.ts";
import type { QueueKey } from "../passwords/fair-queue.ts";

/**
 * The turn of a client: by its address (IPv6 by /64) where the mount vouches for one, else by the name it gives.
 *
 * @param name canonical, so that it has a bounded length
 */
export function queueKey({ pool }: Context, { address }: Client, name: string): QueueKey {
  return { client: address === null ? `name ${pool} ${name}` : `address ${addressKey(address)}`, account: null };
}

/** The turn of a guess at an account. They come one after the other if a guard of this auth wants it so. */
export function guessQueueKey(context: Context, client: Client, name: string): QueueKey {
  const isAlone = context.guards.some(({ oneAtATime }) => oneAtATime);
  return { ...queueKey(context, client, name), account: isAlone ? `${context.pool} ${name}` : null };
}

/** The name that the server's own code goes by: nobody's address or user name. */
export const SERVER_NAME = "(server)";
