export interface PwnedOptions {
  /** Milliseconds after which the password is taken without an answer, from 1 to 10 000. Default 1000. */
  readonly timeoutMs?: number | undefined;
  /** Where the ranges are. Default `"https://api.pwnedpasswords.com/range/"`; yours, if you mirror them. */
  readonly url?: string | undefined;
}

/** A padded answer of the service has at most about 80 KB. */
const MAX_BYTES = 512 * 1024;
const LINE = /^([\dA-F]{35}):(\d{1,12})\r?$/gim;

/**
 * Whether a password is in Have I Been Pwned, for `passwordPolicy: { breached: pwned() }`. The first 5 of the 40 hexadecimal
 * digits of its SHA-1 are all that leaves the process (k-anonymity), and a padded answer hides how many share them.
 *
 * Fails open: a time-out, another status than 200, and an answer that is malformed or too long count as "no".
 *
 * @throws TypeError for an option that is unknown or senseless
 */
export function pwned(options: PwnedOptions = {}): (password: string) => Promise<boolean> {
  const { timeoutMs, url } = readOptions(options);
  return async (password) => {
    const hash = await sha1(password);
    const giveUp = new AbortController();
    const tooLate = Promise.withResolvers<null>();
    const timer = setTimeout(() => {
      giveUp.abort();
      tooLate.resolve(null);
    }, timeoutMs);
    try {
      const range = await Promise.race([fetchRange(url + hash.slice(0, 5), giveUp.signal), tooLate.promise]);
      return range !== null && isIn(range, hash.slice(5));
    } catch {
      return false;
    } finally {
      clearTimeout(timer);
      // What nobody waits for any more: the rest of a long answer, or one that came too late.
      giveUp.abort();
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
