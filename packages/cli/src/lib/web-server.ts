import { type IncomingMessage, type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { RequestError, getRequestListener } from "@hono/node-server";
import { CliError } from "./log.ts";
import { gracefulShutdown } from "./shutdown.ts";

/** The other end of a connection. */
export interface Peer {
  readonly address: string | undefined;
}

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
}

/** Milliseconds. A slow client holds a connection no longer than this. */
const LIMITS = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 5_000 };

/**
 * Puts a fetch handler on a port.
 *
 * @throws CliError when it cannot listen on the port
 */
export async function listen(handler: Fetch, { host, port, onError, ownsProcess }: ListenOptions): Promise<WebServer> {
  const underWay = new Set<Promise<unknown>>();
  const answer = (request: Request, { incoming }: { incoming: unknown }) => {
    const { socket } = incoming as IncomingMessage;
    if (!isForOneHost(request, incoming as IncomingMessage)) return badRequest();
    const answering = handler(request, { address: socket.remoteAddress });
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
  const close = gracefulShutdown(server);
  await bind(server, host, port);
  // For example too many open files: report it and go on.
  server.on("error", onError);
  return {
    url: urlOf(server.address() as AddressInfo),
    async finish() {
      await close();
      await Promise.allSettled(underWay);
    },
    closeNow: () => server.closeAllConnections(),
  };
}

function bind(server: Server, host: string, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const refuse = (error: NodeJS.ErrnoException) => reject(new CliError(whyNot(error, host, port)));
  server.once("error", refuse);
  server.listen(port, host, () => {
    server.off("error", refuse);
    resolve();
  });
  return promise;
}

function whyNot({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  if (code === "EADDRINUSE")
    return (
      `Port ${port} on ${host} is in use: stop the program that uses it, ` +
      `or choose another port, like PORT=${port + 1}.`
    );
  if (code === "EACCES")
    return `Port ${port} needs more rights than this user has: choose a port from 1024, like PORT=3000.`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return (
      "HOST must be an address of this machine, like HOST=127.0.0.1 or HOST=0.0.0.0 for all of them: " +
      `got "${host}".`
    );
  }
  return `Cannot listen on HOST ${host}, PORT ${port}: ${message}.`;
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
