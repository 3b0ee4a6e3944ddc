import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** A server that takes connections and never says a word, until it is told to be a database. */
export interface SilentServer {
  readonly port: number;
  /** What each connection has said, in the order in which they came. */
  readonly heard: readonly Buffer[];
  /** From now on, connections are handed through; those of before stay silent. */
  answer(): void;
  close(): Promise<void>;
}

export async function silentServer(target: { host: string; port: number }): Promise<SilentServer> {
  const heard: Buffer[] = [];
  const sockets = new Set<Socket>();
  let isSilent = true;
  const server = createServer((client) => {
    const at = heard.push(Buffer.alloc(0)) - 1;
    sockets.add(client);
    client.on("error", () => {});
    if (isSilent) return void client.on("data", (chunk) => (heard[at] = Buffer.concat([heard[at]!, chunk])));
    const database = connect(target);
    sockets.add(database);
    database.on("error", () => client.destroy()).on("close", () => client.destroy());
    client.on("close", () => database.destroy());
    client.on("data", (chunk) => (heard[at] = Buffer.concat([heard[at]!, chunk])));
    return void client.pipe(database).pipe(client);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as { port: number }).port,
    heard,
    answer() {
      isSilent = false;
    },
    async close() {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** The parameters of a StartupMessage (PostgreSQL documentation, "Message Formats"). */
export function startupParameters(message: Buffer): Record<string, string> {
  const words = message.subarray(8, message.readInt32BE(0)).toString().split("\0");
  const parameters: Record<string, string> = {};
  for (let at = 0; words[at]; at += 2) parameters[words[at]!] = words[at + 1]!;
  return parameters;
}
