import { request as open, type IncomingMessage } from "node:http";
import { Readable } from "node:stream";

/**
 * A fetch over node:http. Node's own fetch adds `Sec-Fetch-Mode`, and browsers' ones keep `Cookie`, `Origin`, `Host`
 * and the like to themselves; this one sends what it is given. What comes in more than one piece goes out chunked.
 */
export async function httpFetch(request: Request): Promise<Response> {
  const { hostname, port, pathname, search } = new URL(request.url);
  const { first, rest } = await split(request.body);
  const headers: Record<string, string | number> = Object.fromEntries(request.headers);
  if (first && !rest) headers["content-length"] = first.byteLength;

  return new Promise((resolve, reject) => {
    const outgoing = open({ hostname, port, path: pathname + search, method: request.method, headers, agent: false });
    outgoing.once("response", (incoming) => resolve(toResponse(incoming)));
    // A server that has read enough answers and hangs up. Then the answer counts, not the failure to send the rest.
    outgoing.on("error", reject);
    if (first) outgoing.write(first);
    if (rest) Readable.from(rest).pipe(outgoing);
    else outgoing.end();
  });
}

/** The first piece of a body, and whatever follows it; `null` when nothing does. */
async function split(body: ReadableStream<Uint8Array> | null) {
  if (!body) return { first: null, rest: null };
  const reader = body.getReader();
  const [one, two] = [await reader.read(), await reader.read()];
  async function* rest() {
    for (let next = two; !next.done; next = await reader.read()) yield next.value;
  }
  return { first: one.value ?? null, rest: two.done ? null : rest() };
}

function toResponse(incoming: IncomingMessage): Response {
  const status = incoming.statusCode!;
  const headers = new Headers();
  for (let at = 0; at < incoming.rawHeaders.length; at += 2)
    headers.append(incoming.rawHeaders[at]!, incoming.rawHeaders[at + 1]!);
  if (status === 204) {
    incoming.resume();
    return new Response(null, { status, headers });
  }
  return new Response(Readable.toWeb(incoming) as ReadableStream, { status, headers });
}
