import type { Client } from "@latchkey/core";
import { plainText } from "../log/plain-text.ts";

/** Says where a request comes from, as far as the mount's own proxy vouches for it. */
export type ClientOption = (request: Request) => {
  /** An IP address. Kept up to 64 characters. */
  readonly address?: string | null | undefined;
  /** The user agent. Kept up to 256 characters. */
  readonly agent?: string | null | undefined;
};

const LONGEST_ADDRESS = 64;
const LONGEST_AGENT = 256;

/**
 * Reads what the `client` option says. It is stored and logged, so it is bounded, and control characters are escaped. What is no
 * text counts as unknown.
 *
 * @throws TypeError for a promise, which would make every client unknown without a word
 */
export function clientReader(read: ClientOption | undefined): (request: Request) => Client {
  return (request) => {
    const said: unknown = read?.(request);
    if (typeof (said as { then?: unknown } | null | undefined)?.then === "function") {
      throw new TypeError("client must return { address, agent } at once, not a promise");
    }
    const { address, agent } = (said ?? {}) as { address?: unknown; agent?: unknown };
    return { address: text(address, LONGEST_ADDRESS), agent: text(agent, LONGEST_AGENT) };
  };
}

function text(value: unknown, longest: number): string | null {
  if (typeof value !== "string") return null;
  // Cut before as well, since escaping a megabyte is work, and never through a surrogate pair.
  return plainText(value.slice(0, longest).replace(/[\uD800-\uDBFF]$/, "")).slice(0, longest);
}
