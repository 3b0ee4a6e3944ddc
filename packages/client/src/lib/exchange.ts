import { LatchkeyError } from "./errors.ts";
import type { Fetch } from "./options.ts";

/** One request. */
export interface Exchange {
  readonly fetch: Fetch;
  readonly url: string;
  readonly method: string;
  readonly body: object | undefined;
  /** The session token, or `null` for none yet. `undefined`: the session is in a cookie. */
  readonly token: string | null | undefined;
}

const TIMEOUT_MS = 30_000;

/**
 * Sends JSON and reads JSON.
 *
 * @throws LatchkeyError what the server says; `network` if no answer came; `internal` if it was no JSON object
 */
export async function exchange({ fetch, url, method, body, token }: Exchange): Promise<object> {
  const headers: Record<string, string> = {};
  // Also without a body: SvelteKit and Astro take a request without a type, and without `Origin`, for a forged form.
  if (method !== "GET") headers["content-type"] = "application/json";
  if (token !== undefined) headers["session-carrier"] = "bearer";
  if (token) headers["authorization"] = `Bearer ${token}`;
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method,
      headers,
      body: body ? JSON.stringify(body) : null,
      // A cookie would win over the token.
      credentials: token === undefined ? "include" : "omit",
      // React Native has no `AbortSignal.timeout`.
      signal: globalThis.AbortSignal?.timeout?.(TIMEOUT_MS) ?? null,
    });
    text = await response.text();
  } catch (cause) {
    throw new LatchkeyError("network", "The server did not answer", { cause });
  }
  const answer = parse(text);
  if (response.ok && answer) return answer;
  const { code, error, field, ticket, methods } = answer ?? {};
  throw new LatchkeyError(textOr(code, "internal")!, textOr(error, "The server's answer was not understood")!, {
    status: response.status,
    field: textOr(field),
    ticket: textOr(ticket),
    methods: Array.isArray(methods) ? methods.map(String) : undefined,
    retryAfter: Number(response.headers.get("retry-after")) || undefined,
  });
}

/** A JSON object, unless it is something else, like the page of a proxy. */
function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (value && typeof value === "object") return value as Record<string, unknown>;
  } catch {}
  return undefined;
}

function textOr(value: unknown, fallback?: string): string | undefined {
  return typeof value === "string" ? value : fallback;
}
