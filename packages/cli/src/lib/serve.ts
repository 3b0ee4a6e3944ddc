import { setTimeout } from "node:timers/promises";
import type { Storage } from "@latchkey/core";
import { auditRetention, withAuditLog } from "./audit.ts";
import { type Config, pathBelow } from "./config.ts";
import type { Database } from "./database/database.ts";
import { cleanUpHourly } from "./expiry-cleanup.ts";
import { startDemoProvider } from "./demo-provider/demo-provider.ts";
import { CliError, type Log, consoleLog, reasonOf } from "./log.ts";
import { mount } from "./mount.ts";
import { developmentSecret } from "./secret/secret.ts";
import { byName } from "./loopback.ts";
import { startupMessage } from "./startup-message.ts";
import type { ServerContext } from "./server-context.ts";
import { openWatch } from "./watching/watch.ts";
import { listen } from "./listening/web-server.ts";

/** A server that listens. */
export interface RunningServer {
  /** `http://localhost:3000`, in production `http://127.0.0.1:3000`, with the port that it really has. */
  readonly url: string;
  /** Takes no more requests, finishes the running ones, and closes the database, within 10 seconds. */
  close(): Promise<void>;
}

/** What a program that embeds the server may choose. */
export interface ServeOptions {
  /** Default: the console. */
  readonly log?: Log | undefined;
  /**
   * Whether nothing else runs in this process. Then the global `Request` and `Response` are replaced by faster ones.
   * Default `false`.
   */
  readonly ownsProcess?: boolean | undefined;
  /**
   * Whether to start an OpenID provider on this machine, where one signs in as anybody. Not in production. Default
   * `false`.
   */
  readonly demoProvider?: boolean | undefined;
}

/** Seconds that running requests get after a shutdown signal. */
const SHUTDOWN_TIMEOUT_S = 10;

/**
 * Starts a ready authentication server: makes the tables, answers the page and the routes, deletes expired rows hourly.
 *
 * @throws CliError when the port or the database cannot be used, with a sentence that says what to do
 * @example
 * ```ts
 * import { readConfig, serve } from "latchkey";
 *
 * const server = await serve(readConfig(process.env));
 * console.log(server.url);
 * ```
 */
export async function serve(config: Config, options: ServeOptions = {}): Promise<RunningServer> {
  const { log = consoleLog(config.log), ownsProcess = false, demoProvider = false } = options;
  const { database, host, port, isProduction } = config;
  if (demoProvider && isProduction)
    throw new CliError("--demo-provider lets anybody sign in as anybody: it is not for production.");
  const kept = config.secret === null ? developmentSecret(database.folder) : null;
  const watch = openWatch(config, log);
  const secret = kept?.secret ?? config.secret ?? "";
  const opened = database.open();
  try {
    const storage = withAuditLog(opened, config, () => secret);
    let url = `http://${isProduction ? "127.0.0.1" : "localhost"}:${port}`;
    let isShuttingDown = false;
    const context: ServerContext = {
      secret,
      onError: watch.onError,
      info: log.info,
      url: () => url,
      counts: watch.counts,
      isShuttingDown: () => isShuttingDown,
    };
    const mountWith = (providers: Config["providers"]) => mount({ ...config, providers }, storage, context);
    let mounted = mountWith(config.providers);
    if (config.migrations === "auto") await makeTables(storage, database);
    await watch.listen();
    const server = await listen(async (request, peer) => watch.metricsOf(request) ?? mounted.fetch(request, peer), {
      host,
      port,
      onError: watch.onError,
      ownsProcess,
      idOf: watch.idOf,
      onAnswer: watch.onAnswer,
    });
    url = isProduction ? server.url : byName(server.url);
    const demo = demoProvider ? await startDemoProvider((id) => callbackOf(config, url, id)) : null;
    // Providers send people back to the port that the server really got, and passkeys belong to it.
    if (demo || config.origin === null) {
      mounted.close();
      mounted = mountWith([...config.providers, ...(demo ? [demo.provider] : [])]);
    }
    const pruneAuditLog = auditRetention(storage, config, secret);
    const stopSweeping = cleanUpHourly({ storage, pruneAuditLog }, watch.onError);
    const setupUrl = await mounted.setupUrl().catch(() => null);
    const found = { url, kept, demoUrl: demo?.url ?? null, metricsUrl: watch.metricsUrl(), setupUrl };
    log.info(startupMessage(config, found));

    let closing: Promise<void> | null = null;
    const finish = async () => {
      await Promise.all([server.finish(), stopSweeping(), demo?.close()]);
      mounted.close();
      watch.close();
      await storage.close();
    };
    const close = async () => {
      isShuttingDown = true;
      if (config.shutdownDelay > 0) await setTimeout(config.shutdownDelay * 1000);
      await finishInTime(finish(), server.closeNow, log.error);
    };
    return { url, close: () => (closing ??= close()) };
  } catch (error) {
    watch.close();
    await opened.close();
    throw error;
  }
}

/** @throws CliError */
async function makeTables(storage: Storage, database: Database): Promise<void> {
  try {
    await storage.migrate();
  } catch (error) {
    throw new CliError(
      `The database ${database.label} cannot be used (${reasonOf(error)}): ` +
        "check that it runs and that DATABASE_URL is right.",
    );
  }
}

/** Where a provider sends people back to. */
function callbackOf(config: Config, url: string, id: string): string {
  return (config.origin ?? url) + pathBelow(config, `/oauth/${id}/callback`);
}

/** Waits for what is under way, and closes everything when that takes longer than `SHUTDOWN_TIMEOUT_S`. */
async function finishInTime(work: Promise<void>, closeNow: () => void, logError: Log["error"]): Promise<void> {
  const { promise: isLate, resolve } = Promise.withResolvers<true>();
  const timer = globalThis.setTimeout(resolve, SHUTDOWN_TIMEOUT_S * 1000, true);
  try {
    if (!(await Promise.race([work, isLate]))) return;
    logError(`Not everything was finished after ${SHUTDOWN_TIMEOUT_S} seconds; the rest is cut off`);
    closeNow();
  } catch (error) {
    logError(error);
  } finally {
    clearTimeout(timer);
  }
}
