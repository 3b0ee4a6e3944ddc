export { METRICS_TYPE, metrics, type Metrics } from "./lib/metrics/metrics.ts";
