import { spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { atEnd, temporaryFolder } from "./cleanup.ts";

const PROGRAM = join(import.meta.dirname, "../../packages/cli/src/bin.ts");

/** `latchkey serve` as in production, in a process of its own that ends with the bench. */
export async function startLatchkey(variables: Record<string, string>) {
  const child = spawn(process.execPath, [PROGRAM, "serve"], {
    cwd: temporaryFolder(),
    env: { PATH: process.env.PATH ?? "", NODE_ENV: "production", PORT: "0", ...variables },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "close");
  atEnd(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  let said = "";
  for await (const piece of child.stdout.iterator({ destroyOnReturn: false })) {
    said += String(piece);
    if (said.includes("listens on ")) break;
  }
  child.stdout.resume();
  const [, url] = /listens on (\S+)/.exec(said) ?? [];
  if (!url) throw new Error(`latchkey serve ended: ${said}`);
  return { url, pid: child.pid! };
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** One request over a connection that stays. Throws unless the answer is a good one: a refusal is quick. */
export async function send(url: string, token: string | null, body?: object): Promise<string> {
  const json = body && JSON.stringify(body);
  const headers = {
    "session-carrier": "bearer",
    ...(token && { authorization: `Bearer ${token}` }),
    ...(json && { "content-type": "application/json", "content-length": Buffer.byteLength(json) }),
  };
  const outgoing = request(url, { agent, method: json ? "POST" : "GET", headers });
  outgoing.end(json);
  const [incoming] = await once(outgoing, "response");
  const answer = await text(incoming);
  if (incoming.statusCode !== 200) throw new Error(`${url} answered ${incoming.statusCode} ${answer}`);
  return answer;
}
