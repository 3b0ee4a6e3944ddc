import type { IncomingMessage, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { routeOf } from "@latchkey/http";
import { type Metrics, metrics } from "@latchkey/http/metrics";
import { peersOf } from "../listening/client-address.ts";
import type { Log } from "../log.ts";
import type { Settings } from "../settings/settings.ts";
import type { OnAnswer } from "../listening/web-server.ts";
import { listenForMetrics, metricsAnswer } from "./metrics-endpoint.ts";
import { requestIdOf } from "./request-id.ts";
import { requestLog } from "./request-log.ts";

/** What the server counts and writes down. */
export interface Watch {
  readonly counts: Metrics;
  readonly onAnswer: OnAnswer;
  readonly onError: (error: unknown) => void;
  readonly idOf: (incoming: IncomingMessage) => string;
  /** The answer to `GET /metrics` on the main port. `null`: the request is for something else. */
  metricsOf(request: Request): Response | null;
  /** Opens the port for metrics, if there is one. @throws CliError when it cannot listen there */
  listen(): Promise<void>;
  /** Where the metrics are, if they have a port. */
  metricsUrl(): string | null;
  close(): void;
}

/** Counts and logs each request, as the settings say. */
export function openWatch(settings: Settings, log: Log): Watch {
  const { host, metricsPort, metricsToken, trustedProxies, addressHeader } = settings;
  const counts = metrics();
  const lines = requestLog(settings.log, (text) => log.requests?.(text));
  const { isProxy } = peersOf(trustedProxies, addressHeader);
  const answer = metricsAnswer(counts, metricsToken);
  const isOnMainPort = metricsPort === null && metricsToken !== null;
  const isCounted = metricsPort !== null || metricsToken !== null;
  const onError = counts.onError(log.error) as (error: unknown) => void;
  let server: Server | null = null;
  return {
    counts,
    onError,
    idOf: (incoming) => requestIdOf(incoming, isProxy),
    onAnswer({ method }, { response, ms, id }) {
      const { status } = response;
      const route = routeOf(response);
      if (isCounted) counts.count({ method, route }, status, ms / 1000);
      lines.add({ method, route, status, milliseconds: ms, id });
    },
    metricsOf({ url, method, headers }) {
      if (!isOnMainPort || new URL(url).pathname !== "/metrics") return null;
      return answer(method, headers.get("authorization"));
    },
    async listen() {
      if (metricsPort !== null) server = await listenForMetrics(answer, { host, port: metricsPort, onError });
    },
    metricsUrl() {
      const address = server?.address() as AddressInfo | null | undefined;
      return address ? `http://${host.includes(":") ? `[${host}]` : host}:${address.port}/metrics` : null;
    },
    close() {
      server?.close();
      server?.closeAllConnections();
      lines.flush();
    },
  };
}
