import { getRequestListener, RequestError } from "@hono/node-server";

/** A request of `node:http`, with what frameworks add to it. */
export interface NodeRequest {
  /** `"POST"` */
  readonly method?: string | undefined;
  /** The path, or the whole URL. `toNodeHandler` puts `originalUrl` here. */
  url?: string | undefined;
  /** The whole path in Express: `app.use("/auth", …)` strips the beginning of `url`. */
  readonly originalUrl?: string | undefined;
  /** The body as `express.json()` and the like have read it: an object, a text or bytes. */
  readonly body?: unknown;
  /** Whether other code has read the body. */
  readonly readableDidRead?: boolean | undefined;
}

/** A response of `node:http`. */
export interface NodeResponse {
  /** Every response of Node has it. */
  writeHead(...values: never[]): unknown;
}

/** A request or reply of Fastify, which has Node's own in `raw`. */
interface Wrapped<Raw> {
  readonly raw: Raw;
  readonly body?: unknown;
  readonly hijack?: (() => unknown) | undefined;
}

/** A handler for `http.createServer`, for `app.use` of Express, and for a route of Fastify. */
export type NodeHandler = (
  request: NodeRequest | Wrapped<NodeRequest>,
  response: NodeResponse | Wrapped<NodeResponse>,
) => Promise<void>;

type Listener = ReturnType<typeof getRequestListener>;

/**
 * Mounts a handler on `node:http`, Express, Fastify or Koa. It needs the package `@hono/node-server`.
 *
 * If the framework has parsed the body (`express.json()`, Fastify), it is taken from there. `basePath` is the whole
 * path, even if the framework strips its beginning. Forwarding headers are ignored: the URL comes from `Host` and from
 * whether the socket is encrypted.
 *
 * @param handler Made by `createHandler`, or any fetch handler.
 * @throws TypeError `handler` is not a function.
 * @example
 * import { createServer } from "node:http";
 *
 * createServer(toNodeHandler(createHandler(auth))).listen(3000);
 * // Express: app.use("/auth", toNodeHandler(createHandler(auth)));
 */
export function toNodeHandler(handler: (request: Request) => Response | Promise<Response>): NodeHandler {
  if (typeof handler !== "function") throw new TypeError("toNodeHandler takes a handler, like createHandler(auth)");
  const bodies = new WeakMap<object, string | Uint8Array | null>();
  const answer: Parameters<typeof getRequestListener>[0] = (request, { incoming }) =>
    handler(withBody(request, bodies.get(incoming)));
  const listener = getRequestListener(answer, { overrideGlobalObjects: false, errorHandler: answerFailure });

  return async (request, response) => {
    // Both of Fastify's objects have `raw`. An application may have set it on Node's own request.
    const isWrapped = "raw" in response;
    const incoming = isWrapped && "raw" in request ? request.raw : (request as NodeRequest);
    const outgoing = isWrapped ? response.raw : response;
    if (isWrapped) response.hijack?.();
    if (incoming.originalUrl !== undefined) incoming.url = incoming.originalUrl;
    if (incoming.readableDidRead) bodies.set(incoming, bytesOf(request.body));
    await listener(incoming as Parameters<Listener>[0], outgoing as Parameters<Listener>[1]);
  };
}

/** A `Request` with one of these methods cannot have a body. */
const BODILESS = ["GET", "HEAD", "TRACE", "CONNECT"];

/** The answer where the handler gives none: `Host` and path make no URL, or the handler has failed. */
function answerFailure(error: unknown): Response {
  const isBadRequest = error instanceof RequestError;
  const body = isBadRequest
    ? { error: "Host and path must make a URL", code: "invalid_request" }
    : { error: "Something went wrong", code: "internal" };
  const headers = {
    "cache-control": "no-store",
    "content-type": "application/json; charset=utf-8",
    vary: "Origin",
    "x-content-type-options": "nosniff",
  };
  return new Response(JSON.stringify(body), { status: isBadRequest ? 400 : 500, headers });
}

/** The request with a body that was read before. `null`: it was not kept, which fails only if a route reads it. */
function withBody(request: Request, body: string | Uint8Array | null | undefined): Request {
  if (body === undefined || BODILESS.includes(request.method)) return request;
  if (body === null) return Object.defineProperty(request, "bodyUsed", { value: true });
  const { url, method, headers, signal } = request;
  return new Request(url, { method, headers, signal, body: body as BodyInit });
}

/** The original bytes, or equivalent JSON. */
function bytesOf(body: unknown): string | Uint8Array | null {
  if (typeof body === "string" || body instanceof Uint8Array) return body;
  try {
    return body === undefined ? null : JSON.stringify(body);
  } catch {
    return null;
  }
}
