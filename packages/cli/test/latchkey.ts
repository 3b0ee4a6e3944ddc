import { PassThrough } from "node:stream";
import { vi } from "vitest";
import { main } from "../src/lib/main.ts";

/** Runs a command in this process, with a text piped in. */
export async function latchkey(args: readonly string[], env: Readonly<Record<string, string>>, piped = "") {
  const said = { out: "", err: "" };
  const out = vi.spyOn(console, "log").mockImplementation((text: string) => void (said.out += `${text}\n`));
  const err = vi.spyOn(console, "error").mockImplementation((text: string) => void (said.err += `${text}\n`));
  const told = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const stdin = new PassThrough();
  stdin.end(piped);
  const code = await main(args, env, stdin);
  for (const spy of [out, err, told]) spy.mockRestore();
  return { code, ...said };
}
