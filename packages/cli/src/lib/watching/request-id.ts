import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";

const ID = /^[\w.:-]{1,128}$/;
const ids = new WeakMap<IncomingMessage, string>();

/**
 * The id of a request: what a trusted proxy wrote into `X-Request-Id`, or a new UUID. A client's own is not taken: it
 * would stand in our log.
 */
export function requestIdOf(incoming: IncomingMessage, isProxy: (peer: string | undefined) => boolean): string {
  const known = ids.get(incoming);
  if (known !== undefined) return known;
  const given = incoming.headers["x-request-id"];
  const isTaken = typeof given === "string" && ID.test(given) && isProxy(incoming.socket.remoteAddress);
  const id = isTaken ? given : randomUUID();
  ids.set(incoming, id);
  return id;
}
