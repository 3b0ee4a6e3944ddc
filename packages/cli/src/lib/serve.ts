import { announcement } from "./announcement.ts";
import type { Config } from "./config.ts";
import { keepSecret } from "./development-secret.ts";
import { consoleLog, reasonOf, type Log } from "./log.ts";
import { mount } from "./mount.ts";
import { Refusal } from "./refusal.ts";
import { sweepHourly } from "./sweeping.ts";
import { listen } from "./web-server.ts";

export interface RunningServer {
  /** `http://127.0.0.1:3000`, with the port that it really has. */
  readonly url: string;
  /** Takes no more requests, finishes those under way, and lets go of the database: within 10 seconds. */
  close(): Promise<void>;
}

export interface ServeOptions {
  /** Default: the console. */
  readonly log?: Log | undefined;
  /**
   * Whether nothing else runs in this process, so that its global `Request` and `Response` may be replaced by ones that
   * Node answers with in two thirds of the time. Default `false`.
   */
  readonly ownsProcess?: boolean | undefined;
}

/** Seconds for what is under way when the server is told to end. */
const PATIENCE = 10;

/**
 * Starts a ready authentication server: tables made, page and routes answered, expired rows cleared away hourly.
 *
 * @throws Refusal
 */
export async function serve(
  config: Config,
  { log = consoleLog, ownsProcess = false }: ServeOptions = {},
): Promise<RunningServer> {
  const { database, host, port } = config;
  const kept = config.secret === null ? keepSecret(database.folder) : null;
  const storage = database.open();
  try {
    let url = "";
    const secret = kept?.secret ?? config.secret ?? "";
    const handler = mount(config, storage, { secret, onError: log.complain, say: log.say, url: () => url });
    await storage.migrate().catch((error: unknown) => {
      throw new Refusal(
        `The database ${database.label} cannot be used (${reasonOf(error)}): see that it runs, and that DATABASE_URL is right.`,
      );
    });
    const server = await listen(handler, { host, port, complain: log.complain, ownsProcess });
    url = server.url;
    const stopSweeping = sweepHourly(storage, log.complain);
    log.say(announcement(config, server.url, kept));

    let closing: Promise<void> | null = null;
    const finish = async () => {
      await Promise.all([server.finish(), stopSweeping()]);
      await storage.close();
    };
    return { url: server.url, close: () => (closing ??= within(PATIENCE, finish(), server.abandon, log.complain)) };
  } catch (error) {
    await storage.close();
    throw error;
  }
}

async function within(
  seconds: number,
  work: Promise<void>,
  abandon: () => void,
  complain: Log["complain"],
): Promise<void> {
  const { promise: isLate, resolve } = Promise.withResolvers<true>();
  const timer = setTimeout(resolve, seconds * 1000, true);
  try {
    if (!(await Promise.race([work, isLate]))) return;
    complain(`Not everything was finished after ${seconds} seconds; what is left is cut off`);
    abandon();
  } catch (error) {
    complain(error);
  } finally {
    clearTimeout(timer);
  }
}
