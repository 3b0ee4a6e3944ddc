import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { transportConversation, type ConversationOptions } from "../conversation/index.ts";
import { httpFetch } from "./http-client.ts";
import { SECRET, TRUSTED_ORIGIN } from "./server.ts";

export const EXAMPLES = join(import.meta.dirname, "../../examples");

/** A program that listens somewhere. */
export interface Running {
  readonly origin: string;
  /** What it has said so far. */
  readonly said: () => string;
  readonly stop: () => Promise<void>;
}

/** Starts an example as its package.json says, on a port that is free, and waits until it listens. */
export async function startExample(name: string, environment: Record<string, string>): Promise<Running> {
  const cwd = join(EXAMPLES, name);
  const { scripts } = JSON.parse(readFileSync(join(cwd, "package.json"), "utf8")) as { scripts: { start: string } };
  const [file = "", ...parameters] = scripts.start.split(" ");
  const env = {
    ...process.env,
    AUTH_SECRET: SECRET,
    INSECURE_COOKIE: "1",
    TRUSTED_ORIGINS: TRUSTED_ORIGIN,
    PORT: "0",
    ...environment,
  };
  // A group of its own: some runtimes are installed as a script that starts the real program.
  const child = spawn(file, parameters, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const kill = () => void (child.pid !== undefined && process.kill(-child.pid, "SIGKILL"));
  process.once("exit", kill);
  child.once("exit", () => process.off("exit", kill));

  let output = "";
  const port = await new Promise<string>((resolve, reject) => {
    const listen = (text: string) => {
      output += text;
      const [, found] = /http:\/\/localhost:(\d+)/.exec(output) ?? [];
      if (found) resolve(found);
    };
    child.stdout.setEncoding("utf8").on("data", listen);
    child.stderr.setEncoding("utf8").on("data", listen);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`examples/${name} ended with ${code}: ${output}`)));
  });

  return {
    origin: `http://127.0.0.1:${port}`,
    said: () => output,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      kill();
      await gone;
    },
  };
}

/** A program that is started once, before the first of the cases around it. */
export function running(start: () => Promise<Running>): {
  options: ConversationOptions;
  restart: () => Promise<void>;
  said: () => string;
} {
  let program: Running | undefined;
  const open = async () => {
    program = await start();
  };
  beforeAll(open);
  afterAll(() => program?.stop());
  return {
    options: {
      fetch: httpFetch,
      get origin() {
        return program!.origin;
      },
      secureCookie: false,
      trustedOrigin: TRUSTED_ORIGIN,
    },
    async restart() {
      await program?.stop();
      await open();
    },
    said: () => program!.said(),
  };
}

/**
 * What the handler itself decides is the same everywhere, and told in process on every runtime; here it is about what
 * stands in between. The cases have no account in common, so they need not wait for each other's hashes.
 */
export function converse(options: ConversationOptions): void {
  describe.concurrent("HT10 the conversation", () => {
    for (const { name, run } of transportConversation(options)) it(name, run);
  });
}
