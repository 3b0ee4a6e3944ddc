import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";

/** How long a program may take to end once it is asked to, in milliseconds. */
const END_TIMEOUT_MS = 10_000;

/** How a program ended: by itself, or by a signal. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A program in a process of its own. */
export interface Program {
  /** What it has said so far. */
  readonly said: () => string;
  /** Calls back with everything that it has said, each time that it says more. */
  readonly listen: (heard: (said: string) => void) => void;
  readonly ended: Promise<Ending>;
  /** Ends it as a power cut does, and whatever it started. */
  readonly kill: () => Promise<void>;
  /** Asks it to end, as a process manager does. Rejects if it goes on, or leaves a process behind. */
  readonly terminate: () => Promise<Ending>;
}

export function startProgram(
  [file = "", ...parameters]: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): Program {
  // A group of its own: some runtimes are installed as a script that starts the real program.
  const child = spawn(file, parameters, { ...options, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const { pid } = child;
  const killGroup = () => pid !== undefined && kill(pid);
  process.once("exit", killGroup);
  const ended = new Promise<Ending>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
  ended.then(
    () => process.off("exit", killGroup),
    () => {},
  );

  let said = "";
  const listeners: ((said: string) => void)[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      for (const heard of listeners) heard(said);
    });
  }

  async function terminate(): Promise<Ending> {
    let isLate = false;
    const timeout = setTimeout(() => (isLate = killGroup()), END_TIMEOUT_MS);
    child.kill("SIGTERM");
    const ending = await ended;
    clearTimeout(timeout);
    if (isLate || killGroup()) throw new Error(`It, or a process that it started, went on after SIGTERM: ${said}`);
    return ending;
  }

  return {
    said: () => said,
    listen: (heard) => void listeners.push(heard),
    ended,
    async kill() {
      killGroup();
      await ended;
    },
    terminate,
  };
}

/** Whether there was a process in the group. */
function kill(group: number): boolean {
  try {
    return process.kill(-group, "SIGKILL");
  } catch {
    return false;
  }
}

/** A port on which nothing listens. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

/** Waits until a program answers over HTTP. */
export async function answers(origin: string, { ended, said }: Pick<Program, "ended" | "said">): Promise<void> {
  let ending: Ending | undefined;
  void ended.then((how) => (ending = how));
  while (!(await isListening(origin)))
    if (ending) throw new Error(`The program ended with ${ending.code ?? ending.signal} before it listened: ${said()}`);
}

const isListening = (origin: string) =>
  fetch(origin, { redirect: "manual" }).then(
    () => true,
    () => false,
  );
