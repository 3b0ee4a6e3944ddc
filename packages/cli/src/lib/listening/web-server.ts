import { type IncomingMessage, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { RequestError, getRequestListener } from "@hono/node-server";
import { bind } from "./bind.ts";
import { gracefulShutdown } from "./shutdown.ts";

/** The other end of a connection. */
export interface Peer {
  readonly address: string | undefined;
}

/** What is told of each answer. */
export type OnAnswer = (
  request: Request,
  answer: { readonly response: Response; readonly ms: number; readonly id: string },
) => void;

/** Answers a request. */
export type Fetch = (request: Request, peer: Peer) => Promise<Response>;

export interface WebServer {
  readonly url: string;
  /** Takes no new requests; resolves when every running one is answered. */
  finish(): Promise<void>;
  /** Cuts every connection at once. */
  closeNow(): void;
}

interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly onError: (error: unknown) => void;
  readonly ownsProcess: boolean;
  /** The id of a request, which every answer has as `X-Request-Id`. */
  readonly idOf: (incoming: IncomingMessage) => string;
  readonly onAnswer: OnAnswer;
}

/** Milliseconds. A slow client holds a connection no longer than this. */
const LIMITS = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 5_000 };

/**
 * Puts a fetch handler on a port.
 *
 * @throws CliError when it cannot listen on the port
 */
export async function listen(handler: Fetch, options: ListenOptions): Promise<WebServer> {
  const { host, port, onError, ownsProcess, idOf, onAnswer } = options;
  const underWay = new Set<Promise<unknown>>();
  const respond = async (request: Request, incoming: IncomingMessage) => {
    const started = performance.now();
    const response = isForOneHost(request, incoming)
      ? await handler(request, { address: incoming.socket.remoteAddress })
      : badRequest();
    onAnswer(request, { response, ms: performance.now() - started, id: idOf(incoming) });
    return response;
  };
  const answer = (request: Request, { incoming }: { incoming: unknown }) => {
    const answering = respond(request, incoming as IncomingMessage);
    // A client that disconnects does not end the work that it started, so the work is counted here.
    underWay.add(answering);
    return answering.finally(() => underWay.delete(answering));
  };
  const onFailure = (error: unknown) => {
    if (error instanceof RequestError) return badRequest();
    onError(error);
    return plainAnswer(500, "internal", "Something went wrong");
  };

  const listener = getRequestListener(answer, { overrideGlobalObjects: ownsProcess, errorHandler: onFailure });
  const server = createServer(LIMITS, listener);
  server.prependListener("request", (incoming, outgoing) => outgoing.setHeader("X-Request-Id", idOf(incoming)));
  const close = gracefulShutdown(server);
  await bind(server, { host, port, variable: "PORT", onError });
  return {
    url: urlOf(server.address() as AddressInfo),
    async finish() {
      await close();
      await Promise.allSettled(underWay);
    },
    closeNow: () => server.closeAllConnections(),
  };
}

/** A wildcard address (0.0.0.0, ::) becomes the loopback address, which a browser can open. */
function urlOf({ address, port }: AddressInfo): string {
  if (address === "0.0.0.0" || address === "::") return `http://127.0.0.1:${port}`;
  return `http://${address.includes(":") ? `[${address}]` : address}:${port}`;
}

/**
 * Whether the request names exactly one host: its URL parses (with the Host "1.2.3.4.5" it does not), there is one Host
 * header, and an absolute URL in the request line has the same host (RFC 9112 §3.2).
 */
function isForOneHost({ url }: Request, { url: target = "", headers, rawHeaders }: IncomingMessage): boolean {
  const hosts = rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === "host");
  if (hosts.length > 1 || !URL.canParse(url)) return false;
  if (target.startsWith("/")) return true;
  const host = `http://${headers.host}`;
  return URL.canParse(host) && new URL(url).host === new URL(host).host;
}

function badRequest(): Response {
  return plainAnswer(400, "invalid_request", "Host and path must make a URL");
}

function plainAnswer(status: number, code: string, error: string): Response {
  const headers = {
    "cache-control": "no-store",
    "content-type": "application/json; charset=utf-8",
    "x-content-type-options": "nosniff",
  };
  return new Response(JSON.stringify({ error, code }), { status, headers });
}
