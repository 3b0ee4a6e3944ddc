import type pg from "pg";
import { verb, type Heard } from "../query-log.ts";

/** pg's own connection, as far as it is listened to. */
interface Connection {
  readonly stream: { write(chunk: Uint8Array, ...rest: unknown[]): boolean };
  on(event: "readyForQuery", listener: () => void): unknown;
}

/**
 * Listens on the wire of every connection that the pool opens from now on. The server says ReadyForQuery once for
 * each time that a client waits (PostgreSQL documentation, "Message Formats").
 */
export function listenToPool(pool: pg.Pool, heard: Heard): void {
  pool.on("connect", (client) => {
    const { connection } = client as unknown as { connection: Connection };
    const { stream } = connection;
    const write = stream.write.bind(stream);
    const texts = new Map<string, string>();
    let bound = "";
    stream.write = (chunk, ...rest) => {
      for (const { type, body } of messages(chunk)) {
        const [first = "", second = ""] = new TextDecoder("latin1").decode(body).split("\0");
        if (type === "P") texts.set(first, second);
        if (type === "B") bound = texts.get(second) ?? "a statement that was never parsed";
        if (type === "E") heard.statements.push(verb(bound));
        if (type === "Q") heard.statements.push(verb(first));
      }
      return write(chunk, ...rest);
    };
    connection.on("readyForQuery", () => void heard.roundTrips++);
  });
}

/** A type, a length that counts itself, and the rest. */
function* messages(chunk: Uint8Array): Generator<{ type: string; body: Uint8Array }> {
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  for (let at = 0; at < chunk.byteLength;) {
    const length = view.getUint32(at + 1);
    yield { type: String.fromCharCode(chunk[at]!), body: chunk.subarray(at + 5, at + 1 + length) };
    at += 1 + length;
  }
}
