import { family, sample } from "./text-format.ts";

/** Upper bounds of the latencies that are counted together, in seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

interface Series {
  readonly method: string;
  readonly route: string;
  readonly statuses: Map<number, number>;
  readonly buckets: number[];
  seconds: number;
}

/** Requests by route and status, and how long they took. */
export interface RequestCounts {
  /** Counts one. A method that is unknown, and a path without a route, become `other`: a client can invent any. */
  count(request: { readonly method: string; readonly route: string | null }, status: number, seconds: number): void;
  text(): string;
}

/** Counts requests. */
export function requestCounts(): RequestCounts {
  const all = new Map<string, Series>();

  function seriesOf(method: string, route: string): Series {
    const key = `${method} ${route}`;
    let series = all.get(key);
    if (!series) {
      series = { method, route, statuses: new Map(), buckets: BUCKETS.map(() => 0), seconds: 0 };
      all.set(key, series);
    }
    return series;
  }

  return {
    count({ method, route }, status, seconds) {
      const series = seriesOf(METHODS.has(method) ? method : "other", route ?? "other");
      series.statuses.set(status, (series.statuses.get(status) ?? 0) + 1);
      series.seconds += seconds;
      const at = BUCKETS.findIndex((bound) => seconds <= bound);
      if (at >= 0) series.buckets[at]!++;
    },
    text() {
      const every = [...all.values()];
      const counted = every.flatMap(({ method, route, statuses }) =>
        [...statuses].map(([status, count]) =>
          sample("latchkey_http_requests_total", { method, route, status: String(status) }, count),
        ),
      );
      return [
        family(
          { name: "latchkey_http_requests_total", help: "Requests that were answered.", type: "counter" },
          counted,
        ),
        family(
          { name: "latchkey_http_request_duration_seconds", help: "How long answers took.", type: "histogram" },
          every.flatMap(histogram),
        ),
      ].join("\n");
    },
  };
}

function histogram({ method, route, statuses, buckets, seconds }: Series): readonly string[] {
  const name = "latchkey_http_request_duration_seconds";
  const labels = { method, route };
  const total = [...statuses.values()].reduce((sum, count) => sum + count, 0);
  let below = 0;
  const bounds = BUCKETS.map((bound, at) =>
    sample(`${name}_bucket`, { ...labels, le: String(bound) }, (below += buckets[at]!)),
  );
  return [
    ...bounds,
    sample(`${name}_bucket`, { ...labels, le: "+Inf" }, total),
    sample(`${name}_sum`, labels, seconds),
    sample(`${name}_count`, labels, total),
  ];
}
