import type { AuthEvent, AuthFailure, Hooks } from "@latchkey/core";
import { passwordLoad } from "@latchkey/core/monitoring";
import { storageKind } from "../log/storage-kind.ts";
import { routeOf } from "../response/route-of.ts";
import { processText } from "./process.ts";
import { requestCounts, type RequestCounts } from "./requests.ts";
import { family, sample } from "./text-format.ts";

/** The `Content-Type` of `metrics().text()`: the text format of Prometheus 0.0.4. */
export const METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** What a process counts. Nothing that a client can choose is in a label: no path, address or name. */
export interface Metrics {
  /** Counts the requests of a handler by route and status, and how long they take. */
  handler(handler: (request: Request) => Promise<Response>): (request: Request) => Promise<Response>;
  /** Counts one request, for a server that does not call `handler`. Give the route by `routeOf`, never a path. */
  readonly count: RequestCounts["count"];
  /** For `onError` of a handler: counts storage trouble by its kind, then calls yours. */
  onError(report: (error: unknown) => unknown): (error: unknown) => unknown;
  /** For `hooks` of `createAuth`: counts sign-ins that worked or failed, then calls yours. */
  hooks(own?: Hooks): Hooks;
  /** Everything in the text format of Prometheus. Answer `GET /metrics` with it, and let only Prometheus ask. */
  text(): string;
}

/**
 * Counts what a process does, for Prometheus: requests by route and status, latencies, password hashes under way,
 * waiting and refused, storage errors by kind, sign-ins, and the process itself. Each process counts for itself.
 *
 * @example
 * import { createHandler, logLines } from "@latchkey/http";
 * import { METRICS_TYPE, metrics } from "@latchkey/http/metrics";
 *
 * const counts = metrics();
 * const auth = createAuth({ storage, secret, hooks: counts.hooks() });
 * const handler = counts.handler(createHandler(auth, { onError: counts.onError(logLines()) }));
 * // On a port of its own:
 * const scraped = () => new Response(counts.text(), { headers: { "content-type": METRICS_TYPE } });
 */
export function metrics(): Metrics {
  const requests = requestCounts();
  const storageErrors = new Map<string, number>();
  const signIns = { ok: 0, failed: 0 };
  return {
    count: requests.count,
    handler: (handler) => async (request) => {
      const started = performance.now();
      const response = await handler(request);
      const route = routeOf(response);
      requests.count({ method: request.method, route }, response.status, (performance.now() - started) / 1000);
      return response;
    },
    onError: (report) => (error) => {
      const kind = storageKind(error);
      if (kind !== null) storageErrors.set(kind, (storageErrors.get(kind) ?? 0) + 1);
      return report(error);
    },
    hooks: (own = {}) => ({
      ...own,
      after(event: AuthEvent) {
        if (event.type === "session.opened") signIns.ok++;
        return own.after?.(event);
      },
      failed(failure: AuthFailure) {
        signIns.failed++;
        return own.failed?.(failure);
      },
    }),
    text: () =>
      [requests.text(), passwordText(), storageText(storageErrors), signInText(signIns), ...processText()].join("\n") +
      "\n",
  };
}

function passwordText(): string {
  const { running, waiting, refused } = passwordLoad();
  return [
    family({ name: "latchkey_password_attempts_running", help: "Attempts that hash or are about to.", type: "gauge" }, [
      sample("latchkey_password_attempts_running", {}, running),
    ]),
    family({ name: "latchkey_password_attempts_waiting", help: "Attempts that wait for their turn.", type: "gauge" }, [
      sample("latchkey_password_attempts_waiting", {}, waiting),
    ]),
    family(
      { name: "latchkey_password_attempts_refused_total", help: "Attempts refused as overloaded.", type: "counter" },
      [sample("latchkey_password_attempts_refused_total", {}, refused)],
    ),
  ].join("\n");
}

function storageText(errors: ReadonlyMap<string, number>): string {
  const name = "latchkey_storage_errors_total";
  const samples = [...errors].map(([kind, count]) => sample(name, { kind }, count));
  return family({ name, help: "Requests that storage failed, by the kind of trouble.", type: "counter" }, samples);
}

function signInText({ ok, failed }: { readonly ok: number; readonly failed: number }): string {
  const name = "latchkey_sign_ins_total";
  return family({ name, help: "Sessions opened by signing in or up, and sign-ins that failed.", type: "counter" }, [
    sample(name, { outcome: "ok" }, ok),
    sample(name, { outcome: "failed" }, failed),
  ]);
}
