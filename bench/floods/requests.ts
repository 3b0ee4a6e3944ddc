/** Requests over keep-alive connections, with as little work on this side as can be. */

import { Agent, request } from "node:http";

export interface Sent {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface Answered {
  /** 0: the connection broke. */
  readonly status: number;
  readonly body: string;
  readonly milliseconds: number;
}

export function connections(port: number, count: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: count });

  function send({ method, path, headers, body }: Sent): Promise<Answered> {
    const started = performance.now();
    const length =
      body === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    return new Promise((resolve) => {
      const done = (status: number, text: string) =>
        resolve({ status, body: text, milliseconds: performance.now() - started });
      const outgoing = request(
        { agent, port, host: "127.0.0.1", method, path: `/auth${path}`, headers: { ...headers, ...length } },
        (incoming) => {
          let text = "";
          incoming.setEncoding("utf8").on("data", (piece: string) => (text += piece));
          incoming.once("end", () => done(incoming.statusCode ?? 0, text));
          incoming.once("error", () => done(0, text));
        },
      );
      outgoing.once("error", () => done(0, ""));
      outgoing.end(body);
    });
  }

  return { send, close: () => agent.destroy() };
}
