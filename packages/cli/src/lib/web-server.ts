import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener, RequestError } from "@hono/node-server";
import { politeClosing } from "./polite-closing.ts";
import { Refusal } from "./refusal.ts";

/** What answers the requests. */
export type Fetch = (request: Request) => Promise<Response>;

export interface WebServer {
  readonly url: string;
  /** Takes nothing new; resolves when everything under way is answered. */
  finish(): Promise<void>;
  /** Cuts every connection. */
  abandon(): void;
}

interface Place {
  readonly host: string;
  readonly port: number;
  readonly complain: (error: unknown) => void;
  readonly ownsProcess: boolean;
}

/** Milliseconds. A client that dawdles holds a connection no longer than this. */
const LIMITS = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 5_000 };

/**
 * Puts a fetch handler on a port.
 *
 * @throws Refusal when the port cannot be had
 */
export async function listen(handler: Fetch, { host, port, complain, ownsProcess }: Place): Promise<WebServer> {
  const underWay = new Set<Promise<unknown>>();
  const answer = (request: Request, { incoming }: { incoming: unknown }) => {
    if (!isForOneHost(request, incoming as IncomingMessage)) return badRequest();
    const answering = handler(request);
    // Counted here too: a client that went away does not end the work that it began.
    underWay.add(answering);
    return answering.finally(() => underWay.delete(answering));
  };
  const onFailure = (error: unknown) => {
    if (error instanceof RequestError) return badRequest();
    complain(error);
    return plainAnswer(500, "internal", "Something went wrong");
  };

  const listener = getRequestListener(answer, { overrideGlobalObjects: ownsProcess, errorHandler: onFailure });
  const server = createServer(LIMITS, listener);
  const close = politeClosing(server);
  await bind(server, host, port);
  // Such as too many open files: told, and survived.
  server.on("error", complain);
  return {
    url: urlOf(server.address() as AddressInfo),
    async finish() {
      await close();
      await Promise.allSettled(underWay);
    },
    abandon: () => server.closeAllConnections(),
  };
}

function bind(server: Server, host: string, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const refuse = (error: NodeJS.ErrnoException) => reject(new Refusal(whyNot(error, host, port)));
  server.once("error", refuse);
  server.listen(port, host, () => {
    server.off("error", refuse);
    resolve();
  });
  return promise;
}

function whyNot({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  if (code === "EADDRINUSE")
    return `Port ${port} on ${host} is taken: stop the program that has it, or choose another, like PORT=${port + 1}.`;
  if (code === "EACCES") return `Port ${port} is not for this user: choose one from 1024, like PORT=3000.`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return `HOST must be an address of this machine, like HOST=127.0.0.1 or HOST=0.0.0.0 for all of them, and "${host}" is none.`;
  }
  return `HOST and PORT (${host}, ${port}) cannot be listened on: ${message}.`;
}

/** An address that stands for all of the machine's is no place to go to. */
function urlOf({ address, port }: AddressInfo): string {
  if (address === "0.0.0.0" || address === "::") return `http://127.0.0.1:${port}`;
  return `http://${address.includes(":") ? `[${address}]` : address}:${port}`;
}

/**
 * Whether the request's URL is one, which a Host like "1.2.3.4.5" prevents, and nothing in it names a second host: no
 * other Host header, and no whole URL of another one in the request line (RFC 9112 §3.2).
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
