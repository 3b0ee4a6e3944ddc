/** The parent's end of a contestant's process. */

import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Answer, Ask, Reply } from "./asks.ts";
import { atEnd } from "./cleanup.ts";

export interface Contained {
  ask: (ask: Ask) => Promise<Answer>;
  end: () => Promise<void>;
}

/** Nothing that is measured takes longer by itself. */
const PATIENCE = 300_000;

export function contain(flags: readonly string[] = []): Contained {
  const child = fork(join(import.meta.dirname, "child", "main.ts"), [], {
    execArgv: ["--expose-gc", "--no-warnings", ...flags],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: { ...process.env, NODE_ENV: "production", NODE_OPTIONS: "", FORCE_COLOR: "0" },
  });
  const words = lastWords([child.stdout!, child.stderr!]);
  const gone = once(child, "exit").then(
    ([code, signal]) => new Error(`The process ended with ${code ?? signal}. ${words()}`),
  );
  // Written to after it has gone: `gone` tells.
  child.on("error", () => {});
  let asked = 0;

  async function ask(question: Ask): Promise<Answer> {
    const id = ++asked;
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const hear = (reply: Reply) => {
      if (reply.id !== id) return;
      if (reply.answer) resolve(reply.answer);
      else reject(new Error(`${question.job}: ${reply.error}`));
    };
    const patience = setTimeout(
      () => reject(new Error(`${question.job}: no answer in ${PATIENCE / 1000} s. ${words()}`)),
      PATIENCE,
    );
    child.on("message", hear);
    try {
      if (child.connected) child.send({ id, ask: question });
      return await Promise.race([promise, gone.then((error) => Promise.reject(error))]);
    } finally {
      clearTimeout(patience);
      child.off("message", hear);
    }
  }

  const kill = () => child.kill("SIGKILL");
  const takeBack = atEnd(kill);
  return {
    ask,
    async end() {
      const patience = setTimeout(kill, 5_000);
      await ask({ job: "close" }).catch(() => {});
      if (child.connected) child.disconnect();
      await gone;
      clearTimeout(patience);
      takeBack();
    },
  };
}

/** The end of what it printed, for when it fails. */
function lastWords(streams: readonly NodeJS.ReadableStream[]): () => string {
  let said = "";
  for (const stream of streams) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-2000);
    });
  }
  return () => said.trim();
}
