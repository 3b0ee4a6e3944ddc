import { isSafeUrl } from "./safe-url.ts";

/** How a provider is fetched. */
export type Fetch = (url: string, init: FetchInit) => Promise<Response>;

/** `RequestInit`, as oauth4webapi gives it. */
export interface FetchInit {
  readonly method?: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: BodyInit | null | undefined;
}

/** Bytes of one answer. Key sets, documents, tokens and profiles of real providers have at most some ten kB. */
const MAX_BYTES = 256 * 1024;
/** Answers that have no body (Fetch §2.2.3, "null body status"). */
const WITHOUT_BODY = [204, 205, 304];

/**
 * `fetch` that refuses addresses that are not safe, redirects, and more than 256 kB after decompression. Its answer is
 * read to the end.
 *
 * @param signal ends the request and the reading
 */
export function boundedFetch(signal: AbortSignal): Fetch {
  return async (url, init) => {
    if (!isSafeUrl(url)) throw new Error("an address of the provider is neither https nor on this machine");
    const response = await fetch(url, { ...init, body: init.body ?? null, redirect: "manual", signal } as RequestInit);
    const { status, headers } = response;
    if (response.type === "opaqueredirect" || (status >= 300 && status < 400)) {
      await response.body?.cancel();
      throw new Error(`${hostOf(url)} answers with a redirect`);
    }
    const body = await readBytes(response, MAX_BYTES);
    return new Response(WITHOUT_BODY.includes(status) ? null : body, { status, headers });
  };
}

/**
 * Reads a body of limited size.
 *
 * @throws Error when it is larger. The rest is not read.
 */
export async function readBytes(
  { body }: { readonly body: ReadableStream<Uint8Array> | null },
  limit: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    length += part.value.length;
    if (length > limit) {
      // A stream that is never cancelled keeps its connection. One that cannot be cancelled must not hold us.
      reader?.cancel().catch(() => {});
      throw new Error(`an answer is larger than ${limit} bytes`);
    }
    chunks.push(part.value);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

export function hostOf(url: string): string {
  return URL.parse(url)?.host ?? "the provider";
}
