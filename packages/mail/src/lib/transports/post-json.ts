import { isLoopback } from "../loopback.ts";
import { MailError, type MailErrorCode } from "../mail-error.ts";

/** A request to a mail API. */
export interface Post {
  /** The name of the service, for errors. */
  readonly transport: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Finds the code of an error in the answer: a word or a number. */
  readonly reason: (answer: Readonly<Record<string, unknown>>, headers: Headers) => unknown;
}

const TIMEOUT_MS = 15_000;

/**
 * Posts JSON to a mail API, and expects a status of 200 to 299.
 *
 * @throws MailError
 */
export async function postJson({ transport, url, headers, body, reason }: Post): Promise<void> {
  const response = await request(transport, url, {
    method: "POST",
    // Some services refuse a request without a User-Agent, and not every runtime sends one.
    headers: { "Content-Type": "application/json", Accept: "application/json", "User-Agent": "latchkey", ...headers },
    body,
    // The key must not go where an answer points. Workers know no "error".
    redirect: "manual",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (response.ok) return response.body?.cancel();
  const found = reason(await readAnswer(response), response.headers);
  const known = typeof found === "string" || typeof found === "number" ? String(found) : undefined;
  throw new MailError(codeOf(response.status), { transport, status: response.status, reason: known });
}

async function request(transport: string, url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    const isLate = error instanceof Error && error.name === "TimeoutError";
    throw new MailError(isLate ? "timeout" : "unreachable", { transport });
  }
}

function codeOf(status: number): MailErrorCode {
  if (status === 401 || status === 403) return "unauthorized";
  if (status === 429) return "deferred";
  return status >= 400 && status < 500 ? "refused" : "failed";
}

async function readAnswer(response: Response): Promise<Readonly<Record<string, unknown>>> {
  try {
    const answer: unknown = JSON.parse(await response.text());
    return typeof answer === "object" && answer !== null ? { ...answer } : {};
  } catch {
    return {};
  }
}

/**
 * The address of a mail API: the service's own, or the one that the application gives.
 *
 * @throws TypeError for what is neither `https` nor on this machine: the request carries a secret
 */
export function readEndpoint(companion: string, endpoint: string): string {
  const url = URL.parse(endpoint);
  const isLocal = url?.protocol === "http:" && isLoopback(url.hostname);
  if (!url || !(url.protocol === "https:" || isLocal) || url.username !== "" || url.search !== "" || url.hash !== "") {
    throw new TypeError(`${companion}: endpoint must be an https URL without a query`);
  }
  return url.href.replace(/\/$/, "");
}

/** @throws TypeError for a missing secret, so that a forgotten variable shows at the start */
export function requireSecret(companion: string, name: string, value: unknown): string {
  if (typeof value === "string" && /^[\x21-\x7e]+$/.test(value)) return value;
  throw new TypeError(`${companion} needs ${name}: text without spaces`);
}
