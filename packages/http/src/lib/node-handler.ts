import { getRequestListener, RequestError } from "@hono/node-server";

/** A request as `node:http` gives it, with what frameworks add to it. */
export interface NodeRequest {
  readonly method?: string | undefined;
  url?: string | undefined;
  /** Express keeps here the whole path, of which `app.use("/auth", …)` strips the beginning. */
  readonly originalUrl?: string | undefined;
  /** What `express.json()` and the like have made of the body: an object, or text or bytes as they came. */
  readonly body?: unknown;
  readonly readableDidRead?: boolean | undefined;
}

/** A response as `node:http` gives it. */
export interface NodeResponse {
  writeHead(...values: never[]): unknown;
}

/** Fastify's request and reply, which keep Node's own in `raw`. */
interface Wrapped<Raw> {
  readonly raw: Raw;
  readonly body?: unknown;
  readonly hijack?: (() => unknown) | undefined;
}

/** For `http.createServer`, for `app.use` of Express, and for a route of Fastify. */
export type NodeHandler = (
  request: NodeRequest | Wrapped<NodeRequest>,
  response: NodeResponse | Wrapped<NodeResponse>,
) => Promise<void>;

type Listener = ReturnType<typeof getRequestListener>;

/**
 * Mounts a handler on Node's own `http` and on frameworks that stand on it. It needs `@hono/node-server` beside this
 * package.
 *
 * A body that the framework has parsed already (`express.json()`, Fastify) is taken from there. The path is the whole
 * one, whatever part of it the framework has stripped. Forwarding headers are never believed: the URL is made of `Host`
 * and of whether this socket is encrypted.
 *
 * @param handler of `createHandler`, or any fetch handler
 * @throws TypeError for anything else
 */
export function toNodeHandler(handler: (request: Request) => Response | Promise<Response>): NodeHandler {
  if (typeof handler !== "function") throw new TypeError("toNodeHandler takes a handler, like createHandler(auth)");
  const bodies = new WeakMap<object, string | Uint8Array | null>();
  const answer: Parameters<typeof getRequestListener>[0] = (request, { incoming }) =>
    handler(withBody(request, bodies.get(incoming)));
  const listener = getRequestListener(answer, { overrideGlobalObjects: false, errorHandler: answerFailure });

  return async (request, response) => {
    // Fastify's two have it. Node's own request may have got a property of this name from an application.
    const isWrapped = "raw" in response;
    const incoming = isWrapped && "raw" in request ? request.raw : (request as NodeRequest);
    const outgoing = isWrapped ? response.raw : response;
    if (isWrapped) response.hijack?.();
    if (incoming.originalUrl !== undefined) incoming.url = incoming.originalUrl;
    if (incoming.readableDidRead) bodies.set(incoming, bytesOf(request.body));
    await listener(incoming as Parameters<Listener>[0], outgoing as Parameters<Listener>[1]);
  };
}

/** No `Request` can be made of these with a body. */
const BODILESS = ["GET", "HEAD", "TRACE", "CONNECT"];

/** Answers like the handler where there is no answer of its: Host and path make no URL, or the handler has failed. */
function answerFailure(error: unknown): Response {
  const isClients = error instanceof RequestError;
  const body = isClients
    ? { error: "Host and path must make a URL", code: "invalid_request" }
    : { error: "Something went wrong", code: "internal" };
  const headers = {
    "cache-control": "no-store",
    "content-type": "application/json; charset=utf-8",
    vary: "Origin",
    "x-content-type-options": "nosniff",
  };
  return new Response(JSON.stringify(body), { status: isClients ? 400 : 500, headers });
}

/** The request with a body that was read before; `null`: it was not kept, which is only told when a route wants it. */
function withBody(request: Request, body: string | Uint8Array | null | undefined): Request {
  if (body === undefined || BODILESS.includes(request.method)) return request;
  if (body === null) return Object.defineProperty(request, "bodyUsed", { value: true });
  const { url, method, headers, signal } = request;
  return new Request(url, { method, headers, signal, body: body as BodyInit });
}

/** The bytes that it was, or JSON that says the same. */
function bytesOf(body: unknown): string | Uint8Array | null {
  if (typeof body === "string" || body instanceof Uint8Array) return body;
  try {
    return body === undefined ? null : JSON.stringify(body);
  } catch {
    return null;
  }
}
