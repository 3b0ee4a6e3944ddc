import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { CliError } from "../log.ts";

/** A terminal or a pipe. */
export type Stdin = NodeJS.ReadableStream & { readonly isTTY?: boolean };

/** What a command reads. */
export interface Input {
  /** A password: typed without being shown, or the first line of what is piped in. */
  password(): Promise<string>;
  /** The lines that are piped in. */
  lines(): AsyncIterable<string>;
}

/** Reads from a terminal or a pipe. */
export function inputFrom(stdin: Stdin, tell: (text: string) => void): Input {
  return {
    async password() {
      if (!stdin.isTTY) return firstLine(stdin);
      tell("Password (it is not shown): ");
      const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
      const reader = createInterface({ input: stdin, output: nowhere, terminal: true });
      try {
        return await reader.question("");
      } finally {
        reader.close();
        tell("\n");
      }
    },
    lines: () => createInterface({ input: stdin, crlfDelay: Infinity }),
  };
}

async function firstLine(stdin: Stdin): Promise<string> {
  for await (const line of createInterface({ input: stdin, crlfDelay: Infinity })) return line;
  throw new CliError("No password came: pipe it in, or call the command in a terminal.");
}
