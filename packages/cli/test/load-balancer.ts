import { once } from "node:events";
import { createServer, request as open, type IncomingMessage, type ServerResponse } from "node:http";

export interface LoadBalancer {
  readonly origin: string;
  /** How many answers each server has given, in their order. */
  readonly answers: readonly number[];
  close(): Promise<void>;
}

/**
 * Hands each request to the next server in turn. One that takes no connection has seen nothing of the request, so the
 * next one gets it. When a connection breaks in the middle, so does the client's: nobody knows what was done.
 */
export async function startLoadBalancer(servers: readonly string[]): Promise<LoadBalancer> {
  const answers = servers.map(() => 0);
  let turn = 0;

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of incoming) pieces.push(piece as Buffer);
    const body = Buffer.concat(pieces);
    for (let tries = 0; tries < servers.length; tries++) {
      const at = turn++ % servers.length;
      const answer = await ask(servers[at]!, incoming, body).catch((error: NodeJS.ErrnoException) => error);
      if (answer instanceof Error) {
        if (answer.code === "ECONNREFUSED") continue;
        return void outgoing.destroy();
      }
      answers[at]!++;
      outgoing.writeHead(answer.statusCode!, answer.rawHeaders);
      answer.on("error", () => outgoing.destroy());
      return void answer.pipe(outgoing);
    }
    outgoing.writeHead(503).end();
  }

  const balancer = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch(() => outgoing.destroy());
  }).listen(0, "127.0.0.1");
  await once(balancer, "listening");
  return {
    origin: `http://127.0.0.1:${(balancer.address() as { port: number }).port}`,
    answers,
    async close() {
      balancer.closeAllConnections();
      balancer.close();
      await once(balancer, "close");
    },
  };
}

/** With a connection of its own, so that one that was idle is never taken for a server that is gone. */
function ask(server: string, { method, url, rawHeaders }: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
  const { hostname, port } = new URL(server);
  return new Promise((resolve, reject) => {
    const outgoing = open({ hostname, port, method, path: url, headers: rawHeaders as never, agent: false });
    outgoing.once("response", resolve).once("error", reject);
    outgoing.end(body);
  });
}
