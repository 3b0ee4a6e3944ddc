import type { Client } from "@latchkey/core";
import { plainText } from "../log/plain-text.ts";

/** Says which client sent a request. It must return at once, not a promise. */
export type ClientOption = (request: Request) => {
  /** The IP address. At most 64 characters are kept. */
  readonly address?: string | null | undefined;
  /** The user agent. At most 256 characters are kept. */
  readonly agent?: string | null | undefined;
};

const MAX_ADDRESS_LENGTH = 64;
const MAX_AGENT_LENGTH = 256;

/**
 * Reads what the `client` option returns. It is stored and logged, so its length is limited and control characters are
 * escaped. A value that is not a string counts as unknown.
 *
 * @throws TypeError The option returned a promise. Without an error, every client would silently be unknown.
 */
export function clientReader(read: ClientOption | undefined): (request: Request) => Client {
  return (request) => {
    const given: unknown = read?.(request);
    if (typeof (given as { then?: unknown } | null | undefined)?.then === "function") {
      throw new TypeError("client must return { address, agent } at once, not a promise");
    }
    const { address, agent } = (given ?? {}) as { address?: unknown; agent?: unknown };
    return { address: text(address, MAX_ADDRESS_LENGTH), agent: text(agent, MAX_AGENT_LENGTH) };
  };
}

function text(value: unknown, longest: number): string | null {
  if (typeof value !== "string") return null;
  // It is cut before it is escaped, too: escaping a megabyte takes time. A surrogate pair is never split.
  return plainText(value.slice(0, longest).replace(/[\uD800-\uDBFF]$/, "")).slice(0, longest);
}
