import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { transportConversation, type ConversationOptions } from "../conversation/index.ts";
import { httpFetch } from "./http-client.ts";
import { startProgram } from "./program.ts";
import { SECRET, TRUSTED_ORIGIN } from "./server.ts";

export const EXAMPLES = join(import.meta.dirname, "../../examples");

/** A server that listens somewhere. */
export interface Running {
  readonly origin: string;
  /** Whether it has pages of its own around the mount. Default: no. */
  readonly isInApplication?: boolean;
  /** Default: sends a request as it is. */
  readonly fetch?: ConversationOptions["fetch"];
  /** What it has said so far. */
  readonly said: () => string;
  readonly stop: () => Promise<void>;
}

/** Starts an example as its package.json says, on a port that is free, and waits until it listens. */
export async function startExample(name: string, environment: Record<string, string>): Promise<Running> {
  const cwd = join(EXAMPLES, name);
  const env = {
    ...process.env,
    AUTH_SECRET: SECRET,
    INSECURE_COOKIE: "1",
    TRUSTED_ORIGINS: TRUSTED_ORIGIN,
    PORT: "0",
    ...environment,
  };
  const { said, listen, ended, kill } = startProgram(startCommand(cwd), { cwd, env });
  const port = await new Promise<string>((resolve, reject) => {
    listen((text) => {
      const [, found] = /http:\/\/localhost:(\d+)/.exec(text) ?? [];
      if (found) resolve(found);
    });
    ended.then(({ code }) => reject(new Error(`examples/${name} ended with ${code}: ${said()}`)), reject);
  });
  return { origin: `http://127.0.0.1:${port}`, said, stop: kill };
}

/** What `npm start` runs, or `npm run start:prod`. The process is the program's own, so that a signal reaches it. */
export function startCommand(folder: string): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    scripts: { start: string; "start:prod"?: string };
  };
  return (scripts["start:prod"] ?? scripts.start).split(" ");
}

/** A server that is started once, before the first of the cases around it. */
export function running<Server extends Running>(
  start: () => Promise<Server>,
  { secureCookie = false }: { secureCookie?: boolean } = {},
): { options: ConversationOptions; server: () => Server; restart: () => Promise<void>; said: () => string } {
  let server: Server | undefined;
  const open = async () => {
    server = await start();
  };
  beforeAll(open);
  afterAll(() => server?.stop());
  return {
    options: {
      fetch: (request) => (server!.fetch ?? httpFetch)(request),
      get origin() {
        return server!.origin;
      },
      get isInApplication() {
        return server!.isInApplication ?? false;
      },
      secureCookie,
      trustedOrigin: TRUSTED_ORIGIN,
    },
    server: () => server!,
    async restart() {
      await server?.stop();
      await open();
    },
    said: () => server!.said(),
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
