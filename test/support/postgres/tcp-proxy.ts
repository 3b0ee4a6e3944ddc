import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** A wire to a database that can be cut. */
export interface TcpProxy {
  readonly port: number;
  /** Lets connections through; until then the port refuses them. */
  open(): Promise<void>;
  /** Ends every connection and takes no more. */
  close(): Promise<void>;
  /** The next answer of the server goes nowhere, and the connection it was meant for is gone. */
  loseNextAnswer(): void;
  /** The next time the server is ready for a query it says in the same breath that it ends the connection. */
  endNextConnection(): void;
}

/** ReadyForQuery of an idle connection, and an ErrorResponse (PostgreSQL documentation, "Message Formats"). */
const READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);
const REASON = Buffer.from("SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0");
const FAREWELL = Buffer.concat([Buffer.from([0x45, 0, 0, 0, REASON.length + 4]), REASON]);

export async function tcpProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let trouble: "none" | "lose answer" | "end connection" = "none";
  const server = createServer((client) => {
    const database = connect(target);
    for (const [socket, other] of [
      [client, database],
      [database, client],
    ] as const) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.once("close", () => {
        sockets.delete(socket);
        other.destroySoon();
      });
    }
    client.pipe(database);
    database.on("data", (chunk) => {
      if (trouble === "lose answer") client.destroy();
      else if (trouble === "end connection" && chunk.includes(READY)) client.end(Buffer.concat([chunk, FAREWELL]));
      else return client.write(chunk);
      trouble = "none";
      return database.destroy();
    });
  });

  const listen = async (port: number) => {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  };
  const close = async () => {
    const closed = once(server, "close");
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await listen(0);
  const { port } = server.address() as { port: number };
  await close();

  return {
    port,
    open: () => listen(port),
    close,
    loseNextAnswer() {
      trouble = "lose answer";
    },
    endNextConnection() {
      trouble = "end connection";
    },
  };
}
