/** Options of `pwned()`. */
export interface PwnedOptions {
  /** Milliseconds after which the password is accepted without an answer: 1 to 10 000. Default 1 000. */
  readonly timeoutMs?: number | undefined;
  /** Where the ranges are: the service (default `"https://api.pwnedpasswords.com/range/"`), or a mirror of your own. */
  readonly url?: string | undefined;
}

/** A padded answer of the service has about 80 KB at most. */
const MAX_BYTES = 512 * 1024;
const LINE = /^([\dA-F]{35}):(\d{1,12})\r?$/gim;

/**
 * Looks a password up in Have I Been Pwned, for `passwordPolicy: { breached: pwned() }`. Only the first 5 of the 40
 * hexadecimal digits of its SHA-1 leave the process (k-anonymity), and a padded answer hides how many passwords share
 * them.
 *
 * It fails open: a timeout, a status other than 200, and an answer that is malformed or too long mean "not breached".
 *
 * @returns a function that resolves to whether the password is known from a breach, and never rejects
 * @throws TypeError for an option that is unknown or out of bounds
 *
 * @example
 * ```ts
 * import { pwned } from "@latchkey/core/pwned";
 *
 * const auth = createAuth({ storage, secret, passwordPolicy: { breached: pwned({ timeoutMs: 500 }) } });
 * ```
 */
export function pwned(options: PwnedOptions = {}): (password: string) => Promise<boolean> {
  const { timeoutMs, url } = readOptions(options);
  return async (password) => {
    const hash = await sha1(password);
    const request = new AbortController();
    const timeout = Promise.withResolvers<null>();
    const timer = setTimeout(() => {
      request.abort();
      timeout.resolve(null);
    }, timeoutMs);
    try {
      const range = await Promise.race([fetchRange(url + hash.slice(0, 5), request.signal), timeout.promise]);
      return range !== null && isIn(range, hash.slice(5));
    } catch {
      return false;
    } finally {
      clearTimeout(timer);
      // Also cancels the rest of an answer that is too long.
      request.abort();
    }
  };
}

function isIn(range: string, suffix: string): boolean {
  for (const [, ending, count] of range.matchAll(LINE)) {
    // Padding has the count 0.
    if (ending!.toUpperCase() === suffix) return Number(count) > 0;
  }
  return false;
}

async function fetchRange(url: string, signal: AbortSignal): Promise<string | null> {
  const headers = { "add-padding": "true", accept: "text/plain", "user-agent": "latchkey" };
  const response = await fetch(url, { headers, redirect: "manual", signal });
  if (response.status !== 200 || response.body === null) return null;
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for (const reader = response.body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.length;
    if (bytes > MAX_BYTES) return null;
    text += decoder.decode(value, { stream: true });
  }
}

async function sha1(text: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-1", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .toUpperCase();
}

function readOptions({ timeoutMs = 1000, url = "https://api.pwnedpasswords.com/range/", ...rest }: PwnedOptions): {
  timeoutMs: number;
  url: string;
} {
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw new TypeError(`pwned does not know the option "${unknown}"`);
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > 10_000) {
    throw new TypeError("pwned: timeoutMs must be a whole number of milliseconds from 1 to 10000");
  }
  const protocol = typeof url === "string" ? URL.parse(url)?.protocol : undefined;
  if (protocol !== "https:" && protocol !== "http:")
    throw new TypeError("pwned: url must be an address, like https://api.pwnedpasswords.com/range/");
  return { timeoutMs, url: url.endsWith("/") ? url : `${url}/` };
}
