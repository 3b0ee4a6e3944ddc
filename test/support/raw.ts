import { connect } from "node:net";

export interface RawAnswer {
  readonly status: number;
  /** Every line of the header, as it came. */
  readonly lines: readonly string[];
  readonly body: string;
}

/** Sends a request byte by byte, each character of it one byte, and reads the answer to its end. */
export async function sendRaw(
  origin: string,
  startLine: string,
  lines: readonly string[],
  body = "",
  host = new URL(origin).host,
): Promise<RawAnswer> {
  const { hostname, port } = new URL(origin);
  const head = [
    `${startLine} HTTP/1.1`,
    `Host: ${host}`,
    "Connection: close",
    ...lines,
    ...(body === "" ? [] : [`Content-Length: ${body.length}`]),
  ];
  const text = await new Promise<string>((resolve, reject) => {
    let received = "";
    const socket = connect(Number(port), hostname, () => socket.write(`${head.join("\r\n")}\r\n\r\n${body}`, "latin1"));
    socket.setEncoding("latin1").on("data", (piece: string) => {
      received += piece;
    });
    socket.on("close", () => resolve(received)).on("error", reject);
    // A server that keeps the connection has still said everything when the client is done.
    socket.on("data", () => isWhole(received, startLine.startsWith("HEAD ")) && socket.end());
  });
  const [top = "", ...rest] = text.split("\r\n\r\n");
  const [status = "", ...answered] = top.split("\r\n");
  return { status: Number(status.split(" ")[1]), lines: answered, body: rest.join("\r\n\r\n") };
}

function isWhole(text: string, isHead: boolean): boolean {
  const end = text.indexOf("\r\n\r\n");
  if (end === -1) return false;
  if (isHead) return true;
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, end))?.[1];
  return length === undefined ? text.endsWith("0\r\n\r\n") : text.length >= end + 4 + Number(length);
}
